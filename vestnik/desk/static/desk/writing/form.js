/* The editor's form as our scripts see it: its fields, its texts, and the way to a place in it. */

export const settings = JSON.parse(document.getElementById('writing-settings')?.textContent ?? 'null');
export const labels = JSON.parse(document.getElementById('writing-labels')?.textContent ?? '{}');

export const form = () => document.querySelector('form[data-edit-form]');

/** The number of the story that is open; null until it is saved for the first time (autosave does). */
export const storyId = () => location.pathname.match(/\/edit\/(\d+)\//)?.[1] ?? null;

/** A sentence of the server with what belongs into it. */
export const say = (name, ...values) =>
  (settings.words[name] ?? name).replace(/\{(\d)\}/g, (_, place) => values[place]);

/** The server's answer, as JSON. Throws when there is none, or when it refuses. */
export async function ask(url, body = undefined) {
  const answer = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    body: body instanceof FormData || body === undefined ? body : JSON.stringify(body),
    headers: {
      'X-CSRFToken': form()?.elements.csrfmiddlewaretoken?.value ?? '',
      Accept: 'application/json',
    },
    redirect: 'error',
  });
  const told = answer.headers.get('Content-Type')?.startsWith('application/json') ? await answer.json() : {};
  if (!answer.ok) throw Object.assign(new Error(told.error ?? answer.status), { told });
  return told;
}

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** Calls `act` once, when nobody has called for `pause` milliseconds. */
export function afterPause(act, pause) {
  let waiting;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(act, pause);
  };
}

/** The number on the button that opens a side panel; nothing for none. */
export function count(panel, number) {
  const shown = document.querySelector(
    `[data-side-panel-toggle="${panel}"] [data-side-panel-toggle-counter]`,
  );
  if (!shown) return;
  shown.textContent = number;
  shown.hidden = !number;
}

/** Calls `act` when the panel's button is pressed; Wagtail makes the buttons anew when a story is first saved. */
export function onToggle(panel, act) {
  document.addEventListener('click', ({ target }) => {
    if (target.closest?.(`[data-side-panel-toggle="${panel}"]`)) act();
  });
}

/** The element of a place: a field's name, or `body:` and a block's id. */
export function placeOf(where) {
  const [name, block] = where.split(':');
  const found = block && document.querySelector(`[data-contentpath="${CSS.escape(block)}"]`);
  return found
    || document.querySelector(`[data-contentpath="${CSS.escape(name)}"]`)
    || document.getElementById(`id_${name}-TOTAL_FORMS`)?.closest('section');
}

/** Opens the tab and the panel of a place, and puts the cursor into it. */
export function goTo(where) {
  const place = placeOf(where);
  if (!place) return;
  const tab = place.closest('[role="tabpanel"]');
  if (tab?.hidden) document.querySelector(`[role="tab"][href="#${tab.id}"]`)?.click();
  for (let one = place.closest('[data-panel]'); one; one = one.parentElement?.closest('[data-panel]')) {
    const toggle = one.querySelector('[data-panel-toggle][aria-expanded="false"]');
    if (toggle && one.contains(toggle)) toggle.click();
  }
  place.scrollIntoView({ block: 'center' });
  place.querySelector('[contenteditable="true"], input:not([type="hidden"]), textarea, select, button')
    ?.focus({ preventScroll: true });
}

/** What a place is called: the field's name, or the block's kind with its beginning. */
export function nameOf(where) {
  const [name, block] = where.split(':');
  if (!block) return labels[name] ?? name;
  const title = placeOf(where)?.querySelector('[data-panel-heading-text]');
  return title?.textContent.trim() || labels[name];
}

const isRich = (input) => 'draftailEditor' in input;

/** All texts of the form that readers will read: `{key, where, text, input, block}`. */
export function texts() {
  const found = [];
  for (const input of form().querySelectorAll('input[name], textarea[name]')) {
    if (isRich(input)) {
      const content = input.draftailEditor?.getEditorState().getCurrentContent();
      for (const block of content?.getBlocksAsArray() ?? []) {
        found.push(textAt(input, block.getText(), block.getKey()));
      }
    } else if (isProse(input)) {
      found.push(textAt(input, input.value, null));
    }
  }
  return found.filter(({ text }) => text.trim());
}

function isProse(input) {
  if (input.closest('[data-side-panel], template')) return false;
  if (input.type !== 'text' && input.tagName !== 'TEXTAREA') return false;
  return PROSE.has(input.name) || /^body-\d+-value(-\d+-value)?(-(caption|text|attribution|title))?$/.test(input.name);
}

const PROSE = new Set(['kicker', 'headline', 'short_headline', 'deck', 'lead_caption']);

function textAt(input, text, block) {
  const child = input.closest('[data-streamfield-child]');
  const id = child?.querySelector('[name$="-id"]')?.value;
  const where = input.name.startsWith('body-') ? `body:${id ?? ''}` : input.name;
  return { input, text, block, where };
}

/** Puts `text` in the place of the signs from `start` to `end`; the editor's own undo takes it back. */
export function replace({ input, block }, start, end, text) {
  if (!isRich(input)) {
    input.setRangeText(text, start, end, 'preserve');
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
    return;
  }
  const { EditorState, Modifier, SelectionState } = window.DraftJS;
  const state = input.draftailEditor.getEditorState();
  const content = state.getCurrentContent();
  const place = SelectionState.createEmpty(block).merge({ anchorOffset: start, focusOffset: end });
  const there = content.getBlockForKey(block);
  const changed = Modifier.replaceText(
    content, place, text, there.getInlineStyleAt(start), there.getEntityAt(start),
  );
  input.draftailEditor.onChange(EditorState.push(state, changed, 'insert-characters'));
}

/** The text as it is now, of a place that `texts` gave. */
export function textOf({ input, block }) {
  if (!isRich(input)) return input.value;
  return input.draftailEditor?.getEditorState().getCurrentContent().getBlockForKey(block)?.getText() ?? '';
}
