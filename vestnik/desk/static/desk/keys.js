// The newsroom's own shortcuts. Keys are told by their place on the keyboard: on a Bulgarian one the key
// that types "н" is where its layout has it, so the letter that was typed counts only when it is Latin.
const PAUSE = 1200;
const addresses = JSON.parse(document.getElementById("desk-keys").textContent);
let pressed = "";
let last = 0;

function areOff() {
  const config = document.getElementById("wagtail-config");
  return Boolean(config) && JSON.parse(config.textContent).KEYBOARD_SHORTCUTS_ENABLED === false;
}

function isWriting(place) {
  return place.isContentEditable || Boolean(place.closest("input, textarea, select, [role=dialog], .modal"));
}

function letter(event) {
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
}

// What the editor's menu offers for the next step: submitting, or the dialog of approving.
function nextStep() {
  return document.querySelector(
    "form [name=action-submit], [data-workflow-action-name=approve], form [name=action-resubmit]",
  );
}

document.addEventListener("keydown", (event) => {
  // A field that has a use for the keys itself, such as a note, says so.
  if (event.defaultPrevented || areOff() || event.repeat) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const button = nextStep();
    if (button) {
      event.preventDefault();
      button.click();
    }
    return;
  }
  const place = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isWriting(place)) return;
  const now = Date.now();
  const key = letter(event);
  // The longest is of two keys: what was pressed before them does not count.
  const address = (now - last < PAUSE && addresses[`${pressed} ${key}`]) || addresses[key];
  pressed = key;
  last = now;
  if (!address) return;
  event.preventDefault();
  pressed = "";
  location.assign(address);
});
