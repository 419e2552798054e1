/* Shows the two buttons of "Share" where the browser can do what they say. */
for (const box of document.querySelectorAll("[data-share]")) {
  const { url, copied, failed } = box.dataset;
  const title = document.querySelector("h1").textContent;
  const status = box.querySelector("[role=status]");
  const offer = (name, act) => {
    const button = box.querySelector(`.${name}`);
    button.parentElement.hidden = false;
    button.addEventListener("click", act);
  };
  if (navigator.share) {
    offer("native", () => navigator.share({ title, url }).catch(() => {}));
  }
  if (navigator.clipboard) {
    offer("copy", () => {
      status.textContent = "";
      navigator.clipboard.writeText(url).then(
        () => (status.textContent = copied),
        () => (status.textContent = failed),
      );
    });
  }
}
