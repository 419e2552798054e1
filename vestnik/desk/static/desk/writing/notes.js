/* Notes to colleagues in the side panel, and the buttons that begin one at a block of the body. */

import { afterPause, ask, count, element, form, goTo, nameOf, onToggle, placeOf, say, settings, storyId } from './form.js';

let notes = [];
let people = [];
let block = '';
let sending = false;

const panel = () => document.querySelector('[data-writing-notes]');
const field = () => document.getElementById('writing-note');
const url = () => settings.notes.replace('/0/', `/${storyId()}/`);

async function load() {
  if (!storyId()) return;
  try {
    ({ notes, people } = await ask(url()));
    show();
  } catch {
    // The panel stays as it was; a note that is sent says what went wrong.
  }
}

function show() {
  const open = notes.filter((note) => !note.done);
  const done = notes.filter((note) => note.done);
  const list = panel()?.querySelector('[data-writing-notes-list]');
  list?.replaceChildren(...open.map(card));
  if (done.length && list) {
    list.append(element(
      'details', { class: 'vw-notes-done' },
      element('summary', {}, say('resolved', done.length)), ...done.map(card),
    ));
  }
  count('notes', open.length);
  mark();
}

function card(note) {
  const place = note.block ? `body:${note.block}` : '';
  const there = place && placeOf(place)?.matches(`[data-contentpath="${CSS.escape(note.block)}"]`);
  return element(
    'article', { class: `vw-note${note.done ? ' vw-note--done' : ''}` },
    element('p', { class: 'vw-note-by' }, element('b', {}, note.by), ` ${note.at}`),
    element('p', { class: 'vw-note-text' }, ...mentions(note.text)),
    ...(note.done ? [element('p', { class: 'vw-note-by' }, note.done)] : []),
    element(
      'p', { class: 'vw-note-buttons' },
      ...(place ? [there
        ? element('button', { type: 'button', class: 'vw-link', onclick: () => goTo(place) }, nameOf(place))
        : element('span', { class: 'vw-note-by' }, say('blockGone'))] : []),
      element('button', { type: 'button', class: 'vw-link', onclick: () => resolve(note) },
        say(note.done ? 'reopen' : 'resolve')),
    ),
  );
}

function mentions(text) {
  const parts = [];
  let rest = text;
  const names = [...people].sort((one, other) => other.length - one.length);
  while (rest) {
    const at = rest.indexOf('@');
    const name = at >= 0 && names.find((one) => rest.startsWith(one, at + 1));
    const end = at < 0 ? rest.length : at + 1 + (name ? name.length : 0);
    parts.push(rest.slice(0, name ? at : end));
    if (name) parts.push(element('mark', { class: 'vw-mention' }, `@${name}`));
    rest = rest.slice(end);
  }
  return parts;
}

async function resolve(note) {
  try {
    Object.assign(note, await ask(`${url()}${note.id}/`, { done: !note.done }));
    show();
  } catch (error) {
    wrong(error);
  }
}

async function send() {
  if (!storyId()) return wrong(new Error(say('saveFirst')));
  // A second press while the first is on its way would leave the note twice.
  if (sending) return undefined;
  sending = true;
  const text = field().value;
  try {
    notes.push(await ask(url(), { text, block }));
    // What has been added meanwhile is another note.
    field().value = field().value.startsWith(text) ? field().value.slice(text.length) : field().value;
    aim('');
    wrong(null);
    show();
  } catch (error) {
    wrong(error);
  } finally {
    sending = false;
  }
  return undefined;
}

function wrong(error) {
  const place = panel().querySelector('[data-writing-note-error]');
  place.hidden = !error;
  place.textContent = error ? error.told?.error ?? (error.message === say('saveFirst') ? error.message : say('notSent')) : '';
}

/** The next note is for this block; "" for the whole story. */
function aim(id) {
  block = id;
  const place = panel().querySelector('[data-writing-note-place]');
  place.hidden = !id;
  place.replaceChildren();
  if (id) {
    place.append(
      say('noteAt', nameOf(`body:${id}`)), ' ',
      element('button', { type: 'button', class: 'vw-link', onclick: () => aim('') }, say('wholeStory')),
    );
  }
}

/* At the blocks */

const idOf = (child) => child.querySelector(':scope > input[name$="-id"]')?.value;

/** Gives each block its button, with the number of its open notes. */
function mark() {
  for (const child of form().querySelectorAll('[data-streamfield-child]')) {
    const id = idOf(child);
    const controls = child.querySelector('[data-panel-controls]');
    if (!id || !controls) continue;
    let button = controls.querySelector('.vw-note-at');
    if (!button) {
      button = element('button', {
        type: 'button', class: 'button button--icon text-replace white vw-note-at', title: say('noteHere'),
        'aria-label': say('noteHere'),
        onclick: () => {
          open();
          aim(idOf(child));
          field().focus();
        },
      }, icon('comment'), element('span'));
      controls.prepend(button);
    }
    const number = notes.filter((note) => note.block === id && !note.done).length;
    // Only what differs is written: the watcher of blocks that come would see it.
    const shown = String(number || '');
    if (button.lastElementChild.textContent !== shown) button.lastElementChild.textContent = shown;
    button.classList.toggle('vw-note-at--some', number > 0);
  }
}

function icon(name) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  made.setAttribute('class', `icon icon-${name}`);
  made.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `#icon-${name}`);
  made.append(use);
  return made;
}

function open() {
  const toggle = document.querySelector('[data-side-panel-toggle="notes"]');
  if (toggle?.getAttribute('aria-expanded') === 'false') toggle.click();
}

/* Mentions */

function asked() {
  const before = field().value.slice(0, field().selectionStart);
  return before.match(/(?:^|\s)@([^\s@]*(?: [^\s@]*)?)$/)?.[1] ?? null;
}

function offer() {
  const list = panel().querySelector('[data-writing-people]');
  const begun = asked();
  const wanted = begun?.toLocaleLowerCase();
  const starts = (name) => name.toLocaleLowerCase().startsWith(wanted);
  const found = begun === null ? [] : people
    .filter((name) => name !== begun && (starts(name) || name.split(' ').some(starts)))
    .sort((one, other) => starts(other) - starts(one))
    .slice(0, 8);
  list.replaceChildren(...found.map((name, place) => element(
    'li', {
      id: `writing-people-${place}`, role: 'option',
      onpointerdown: (event) => { event.preventDefault(); take(name); },
    }, name,
  )));
  if (found.length) choose(0);
  else shut();
}

/** The field is a combobox while there is a choice, and else a field of several lines as any other. */
function choose(chosen) {
  const list = panel().querySelector('[data-writing-people]');
  list.hidden = false;
  [...list.children].forEach((one, place) => one.setAttribute('aria-selected', String(place === chosen)));
  list.children[chosen].scrollIntoView({ block: 'nearest' });
  const said = {
    role: 'combobox', 'aria-expanded': 'true', 'aria-haspopup': 'listbox', 'aria-controls': list.id,
    'aria-activedescendant': list.children[chosen].id,
  };
  for (const [name, value] of Object.entries(said)) field().setAttribute(name, value);
}

function shut() {
  panel().querySelector('[data-writing-people]').hidden = true;
  for (const name of ['role', 'aria-expanded', 'aria-haspopup', 'aria-controls', 'aria-activedescendant']) {
    field().removeAttribute(name);
  }
}

function take(name) {
  const end = field().selectionStart;
  const start = end - asked().length;
  field().setRangeText(`${name} `, start, end, 'end');
  offer();
}

function onKey(event) {
  const list = panel().querySelector('[data-writing-people]');
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    // The newsroom's own shortcut would press the story's next step.
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) send();
    return;
  }
  if (list.hidden) return;
  const options = [...list.children];
  const chosen = options.findIndex((one) => one.getAttribute('aria-selected') === 'true');
  if (event.key === 'Escape') {
    event.stopPropagation();
    shut();
  } else if (event.key === 'Enter' || event.key === 'Tab') {
    event.preventDefault();
    take(options[chosen].textContent);
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    choose((chosen + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length);
  }
}

export function start() {
  if (!panel()) return;
  panel().querySelector('[data-writing-note-send]').addEventListener('click', send);
  field().addEventListener('input', offer);
  field().addEventListener('keydown', onKey);
  field().addEventListener('blur', shut);
  onToggle('notes', async () => {
    await load();
    if (storyId()) ask(url(), { seen: true }).catch(() => {});
  });
  new MutationObserver(afterPause(mark, 100)).observe(form(), { childList: true, subtree: true });
  load();
}
