// Filters change the list without a reload: the tab that stands for what is seen follows, and what is
// kept under a name is what is seen.
const views = document.querySelector("[data-story-views]");
const PASSING = ["p", "_w_filter_fragment", "export", "next"];

function kept(search) {
  const given = new URLSearchParams(search);
  const pairs = [...given].filter(([name, value]) => value && !PASSING.includes(name));
  return new URLSearchParams(pairs.sort());
}

function follow() {
  const here = kept(location.search).toString();
  views.querySelector("[name=query]").value = here;
  for (const link of views.querySelectorAll("nav a")) {
    if (kept(link.dataset.query).toString() === here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

if (views) {
  document.addEventListener("w-swap:success", () => setTimeout(follow));
  addEventListener("popstate", follow);
}
