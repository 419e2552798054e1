// The diary's side panel: sends what is marked, and shows the panel that the server answers with.
const panel = document.querySelector("[data-diary]");
let selected = { words: "", block: "" };

function showSelected() {
  const place = panel.querySelector("[data-selected]");
  place.textContent = selected.words || place.dataset.empty;
  panel.querySelector('[data-do="mark"]').disabled = !selected.words;
}

// What was selected last in the story stays while one clicks in the panel.
function noteSelection() {
  const field = document.activeElement;
  let words = String(document.getSelection());
  let node = document.getSelection().anchorNode;
  if (field && field.matches("textarea, input[type=text]") && field.selectionStart !== null) {
    words = field.value.slice(field.selectionStart, field.selectionEnd);
    node = field;
  }
  words = words.trim().replace(/\s+/g, " ");
  const element = node && (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
  if (!words || !element || panel.contains(element) || !element.closest("[data-edit-form]")) return;
  const block = element.closest('[data-contentpath]:not([data-contentpath=""])');
  const path = block ? block.dataset.contentpath : "";
  selected = { words: words.slice(0, 400), block: path.length === 36 ? path : "" };
  showSelected();
}

async function ask(fields) {
  const options = { credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" } };
  if (fields) {
    options.method = "POST";
    options.body = new URLSearchParams(fields);
    options.headers["X-CSRFToken"] = document.querySelector("[name=csrfmiddlewaretoken]").value;
  }
  const answer = await fetch(panel.dataset.url, options);
  // Anything but the panel, such as the sign-in page, must not be shown in its place.
  const html = await answer.text();
  if ((answer.ok || answer.status === 400) && !answer.redirected && html.includes("data-by-hand")) {
    panel.innerHTML = html;
    const left = panel.querySelectorAll("[data-suggestion]").length;
    const counter = document.querySelector(
      '[data-side-panel-toggle="diary"] [data-side-panel-toggle-counter]',
    );
    counter.textContent = left;
    counter.hidden = !left;
    if (answer.ok && fields && fields.do === "mark") selected = { words: "", block: "" };
    showSelected();
  } else failed();
}

// Nothing has been marked, and the panel stays as it is.
function failed() {
  const place = panel.querySelector(".diary-said");
  place.textContent = panel.dataset.failed;
  place.classList.add("diary-refused");
}

async function act(button) {
  const wish = button.dataset.do;
  button.disabled = true;
  const place = button.closest("[data-suggestion], [data-by-hand]");
  const due = place ? place.querySelector("[data-due]").value : "";
  try {
    if (wish === "look") await ask(null);
    else if (wish === "mark") await ask({ do: wish, due, ...selected });
    else await ask({ do: wish, due, words: place.dataset.words, named: place.dataset.named });
  } catch {
    failed();
  } finally {
    button.disabled = false;
  }
}

if (panel) {
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) act(button);
  });
  // The panel stands inside the story's form, which takes every change in it for one of the story.
  for (const name of ["input", "change", "keyup"]) {
    panel.addEventListener(name, (event) => event.stopPropagation());
  }
  // Return in a day's field would save the story.
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });
  document.addEventListener("selectionchange", noteSelection);
}
