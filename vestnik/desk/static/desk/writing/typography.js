/* What the typographer would set otherwise: one click mends a paragraph's quotes, dashes or spaces. */

import { afterPause, ask, element, form, goTo, nameOf, onToggle, replace, say, settings, textOf, texts } from './form.js';

/** What has been mended here, the last one last: `{at, start, before, after}`. */
const mended = [];
let offered = [];
let asked = 0;

const panel = () => document.querySelector('[data-writing-language]');
const isOpen = () => panel()?.offsetParent !== null;

async function look() {
  if (!isOpen()) return;
  const mine = ++asked;
  const all = texts();
  try {
    const told = await ask(settings.typography, {
      language: panel().dataset.language, texts: all.map(({ text }) => text),
    });
    if (mine !== asked) return;
    offered = all.flatMap((at, place) => (told.suggestions[place] ?? []).map((one) => ({ at, ...one })));
    show();
  } catch {
    // The list stays as it was; the next pause asks again.
  }
}

function show() {
  const list = panel().querySelector('[data-writing-typography]');
  list.replaceChildren(...offered.map(row));
  if (!offered.length) list.append(element('li', { class: 'vw-panel-note' }, say('setWell')));
  panel().querySelector('[data-writing-mend-all]').hidden = offered.length < 2;
  panel().querySelector('[data-writing-undo-all]').hidden = !mended.length;
}

function row({ at, kind, changes }) {
  const many = changes.length > 1 ? ` · ${say('times', changes.length)}` : '';
  return element(
    'li', { class: 'vw-finding vw-finding--advice' },
    element(
      'div', {},
      element('p', {}, element('b', {}, `${say(kind)}${many}`), ...beforeAndAfter(at.text, changes)),
      element('button', { type: 'button', class: 'vw-link', onclick: () => goTo(at.where) }, nameOf(at.where)),
    ),
    element(
      'button', { type: 'button', class: 'button button-small', onclick: () => mendThose((one) => one.kind === kind && isSame(one.at, at)) },
      say('apply'),
    ),
  );
}

const isSame = (one, other) => one.input === other.input && one.block === other.block;

/** A piece of the text around the first change, with what goes and what comes. */
function beforeAndAfter(text, changes) {
  const from = Math.max(0, changes[0].start - 12);
  const last = changes.findLast((one) => one.end < from + 60) ?? changes[0];
  const to = Math.min(text.length, last.end + 12);
  const parts = [from > 0 ? '…' : ''];
  let at = from;
  for (const { start, end, new: come } of changes) {
    if (start >= to) break;
    parts.push(text.slice(at, start), element('del', {}, text.slice(start, end).replace(/ /g, '·')),
      element('ins', {}, come.replace(/ /g, '·')));
    at = end;
  }
  return [...parts, text.slice(at, to), to < text.length ? '…' : ''];
}

function mend(at, changes) {
  // Somebody has written while the server was asked: the next look offers what is still to be mended.
  if (textOf(at) !== at.text) return;
  // From the end, so that the places before stay where they are.
  let before = Infinity;
  for (const { start, end, new: come } of [...changes].sort((one, other) => other.start - one.start)) {
    if (end > before) continue;
    mended.push({ at, start, before: at.text.slice(start, end), after: come });
    replace(at, start, end, come);
    before = start;
  }
}

/** Mends what is chosen of all that there is to mend now: the text may have changed since it was shown. */
async function mendThose(chosen) {
  await look();
  const those = offered.filter(chosen);
  for (const at of new Set(those.map((one) => one.at))) {
    mend(at, those.filter((one) => one.at === at).flatMap(({ changes }) => changes));
  }
  look();
}

function undoAll() {
  while (mended.length) {
    const { at, start, before, after } = mended.pop();
    const now = textOf(at);
    // What has been written over since is the editor's.
    if (now.slice(start, start + after.length) === after) replace(at, start, start + after.length, before);
  }
  look();
}

export function start() {
  if (!panel()) return;
  const later = afterPause(look, 1000);
  form().addEventListener('input', later);
  document.addEventListener('w-unsaved:add', later);
  onToggle('language', () => setTimeout(look));
  panel().querySelector('[data-writing-mend-all]').addEventListener('click', () => mendThose(() => true));
  panel().querySelector('[data-writing-undo-all]').addEventListener('click', undoAll);
  look();
}
