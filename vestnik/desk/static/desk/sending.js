/* What stands between a button of the editor and what it sends: asked one after another, then it is pressed. */

// One listener for all: two that each hold a press back and repeat it would hold back each other's for ever.
const gates = [];
const MENU = 'footer [data-w-dropdown-target="toggle"]';
let busy = false;
// The button that has passed; Wagtail presses it once more by script when its own question is answered.
let passed = null;
// The form has been sent, and the page only waits for the next one.
let gone = false;

/**
 * Before a button that matches `selector` sends anything, `passes(button)` is awaited; false keeps the page as it is.
 * Lower `order` is asked first.
 */
export function beforeSending(order, selector, passes) {
  gates.push({ order, selector, passes });
  gates.sort((one, other) => one.order - other.order);
}

async function allPass(button, asked) {
  for (const { passes } of asked) {
    if (!(await passes(button))) return false;
  }
  return true;
}

const autosave = () => window.wagtail?.app?.getControllerForElementAndIdentifier(
  document.querySelector('[data-edit-form]'), 'w-autosave',
);

/** A new story that is being kept at this moment would be made once more by the button. */
async function quiet() {
  const saving = autosave();
  while (saving?.submitPromise) await saving.submitPromise;
  if (saving) saving.activeValue = false;
}

/** The button itself, or what Wagtail has put in its place when the story was kept for the first time. */
function asItIsNow(button) {
  if (button.isConnected) return button;
  // Wagtail's menu takes its buttons out of the page as it closes, and one that is not there sends nothing.
  document.querySelector(MENU)?.click();
  if (button.isConnected) return button;
  const { workflowActionName: step } = button.dataset;
  const same = step ? `[data-workflow-action-name="${CSS.escape(step)}"]` : `[name="${CSS.escape(button.name)}"]`;
  return document.querySelector(`[data-edit-form] ${same}, footer ${same}`) ?? button;
}

function press(button) {
  passed = asItIsNow(button);
  passed.click();
}

document.addEventListener('submit', (event) => {
  if (!event.defaultPrevented && event.target.matches('[data-edit-form]')) gone = true;
});
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) gone = false;
});

for (const kind of ['input', 'change', 'w-unsaved:add']) {
  document.addEventListener(kind, () => {
    // Wagtail notices late what was typed before: kept now, a new story would be made a second time.
    if (!passed || gone) return;
    // Whoever goes on writing has stayed.
    passed = null;
    const saving = autosave();
    if (saving) saving.activeValue = true;
  }, true);
}

document.addEventListener(
  'click',
  async (event) => {
    const button = event.target.closest?.('button, input[type="submit"], a');
    const again = button && button === passed && !event.isTrusted;
    const saving = autosave();
    if (again && !saving?.submitPromise) {
      if (saving) saving.activeValue = false;
      return;
    }
    const found = button ? gates.filter(({ selector }) => button.matches(selector)) : [];
    if (!found.length) return;
    const asked = again ? [] : found;
    // Before Wagtail's own handlers, which begin to send the form.
    event.preventDefault();
    event.stopImmediatePropagation();
    if (busy) return;
    busy = true;
    try {
      if (!(await allPass(button, asked))) return;
      await quiet();
      press(button);
    } finally {
      busy = false;
    }
  },
  true,
);
