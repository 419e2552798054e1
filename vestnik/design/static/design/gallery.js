/* Shows the pictures of a gallery one by one over the whole window: arrow keys, swipe, Escape. */
for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const { close, previous, next, of } = gallery.dataset;
  const links = [...gallery.querySelectorAll("figure > a")];
  let viewer;
  let at = 0;

  const make = (name, parent, more = {}) => {
    const made = Object.assign(document.createElement(name), more);
    parent.append(made);
    return made;
  };

  const show = (number) => {
    at = (number + links.length) % links.length;
    const small = links[at].querySelector("img");
    const words = links[at].closest("figure").querySelector("figcaption");
    const large = viewer.querySelector("img");
    large.src = links[at].href;
    large.alt = small.alt;
    viewer.querySelector(".at").textContent = of
      .replace("{number}", at + 1)
      .replace("{total}", links.length);
    const said = words ? words.cloneNode(true).childNodes : [];
    viewer.querySelector("footer p").replaceChildren(...said);
  };

  const build = () => {
    viewer = make("dialog", gallery, { className: "viewer" });
    viewer.setAttribute("aria-label", gallery.querySelector("ul").getAttribute("aria-label"));
    const head = make("header", viewer);
    make("span", head, { className: "at" }).setAttribute("aria-live", "polite");
    make("button", head, { textContent: close, onclick: () => viewer.close() });
    make("img", viewer, { decoding: "async" });
    const foot = make("footer", viewer);
    const step = (label, sign, by) =>
      make("button", foot, { textContent: sign, ariaLabel: label, onclick: () => show(at + by) });
    step(previous, "←", -1);
    make("p", foot);
    step(next, "→", 1);
    viewer.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (by) show(at + by);
    });
    let from = 0;
    viewer.addEventListener("pointerdown", (event) => (from = event.clientX));
    viewer.addEventListener("pointerup", (event) => {
      const far = event.clientX - from;
      if (event.pointerType !== "mouse" && Math.abs(far) > 50) show(at - Math.sign(far));
    });
    viewer.addEventListener("close", () => links[at].focus());
  };

  links.forEach((link, number) =>
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !window.HTMLDialogElement) return;
      event.preventDefault();
      if (!viewer) build();
      show(number);
      viewer.showModal();
    }),
  );
}
