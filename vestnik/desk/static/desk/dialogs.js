// A dialog whose page does not come: Wagtail's modal-workflow.js leaves the button that was to open it
// dead for good, and says nothing. Said beside the button: messages stand at the top of the page, out of sight.
(() => {
  const { failed } = document.currentScript.dataset;
  const note = document.createElement("p");
  note.className = "error-message";
  note.setAttribute("role", "alert");

  window
    .jQuery(document)
    .on("ajaxSend", () => note.remove())
    .on("ajaxError", (_event, answer) => {
      const dialog = document.querySelector("body > .modal");
      // Whoever leaves the page, or types on, breaks off what was asked. Uploads say themselves what became
      // of them; a dialog stands in the page, though unseen, from the press of its button on.
      if (answer.statusText === "abort" || !dialog) return;
      note.textContent = failed;
      // Only by that script: in a page the attribute is empty.
      const button = document.querySelector("button[disabled=true]:not([data-force-disabled])");
      if (button) {
        button.removeAttribute("disabled");
        button.removeAttribute("data-w-progress-loading-value");
        button.after(note);
      } else {
        dialog.querySelector(".modal-body").prepend(note);
      }
    });
})();
