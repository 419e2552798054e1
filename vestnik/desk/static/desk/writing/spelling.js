/* Words that the dictionary does not know: underlined in the text, listed with what may have been meant. */

import { afterPause, ask, count, element, form, goTo, nameOf, onToggle, replace, say, textOf, texts } from './form.js';

const WORD = /\p{L}+(?:[-’'‑]\p{L}+)*/gu;
const MOST_SHOWN = 60;

/** Word → whether it is known; what has been asked once is not asked again. */
const known = new Map();
const suggested = new Map();
const ours = new Set();
let worker = null;
let next = 0;
const waiting = new Map();

const panel = () => document.querySelector('[data-writing-language]');
const state = (text) => {
  const place = panel().querySelector('[data-writing-spelling-state]');
  place.textContent = text;
  place.hidden = !text;
};

function told(act, asked = {}) {
  return new Promise((resolve, reject) => {
    next += 1;
    waiting.set(next, { resolve, reject });
    worker.postMessage({ id: next, act, ...asked });
  });
}

async function load() {
  const { rules, dictionary, words } = panel().dataset;
  state(say('loading'));
  worker = new Worker(new URL('./spelling-worker.js', import.meta.url));
  worker.onmessage = ({ data: { id, told: answer, error } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error));
    else resolve(answer);
  };
  const own = (await ask(words)).words;
  own.forEach((word) => ours.add(word));
  await told('load', { rules: absolute(rules), dictionary: absolute(dictionary), ours: own });
}

// The worker's own address is that of its script.
const absolute = (path) => new URL(path, location.href).href;

/** Words of a text that are to be looked up, with their places. Abbreviations, codes and addresses are not. */
function* wordsOf(text) {
  const cyrillic = panel().dataset.language === 'bg';
  const left = text.replace(/(?:https?:\/\/|www\.)\S+|\S+@\S+/g, (found) => ' '.repeat(found.length));
  for (const found of left.matchAll(WORD)) {
    const [word] = found;
    const around = left.slice(Math.max(0, found.index - 1), found.index) + left.slice(found.index + word.length, found.index + word.length + 1);
    const isCode = /[\d_@#/]/.test(around) || (word.length < 6 && word === word.toUpperCase() && word.length > 1);
    const isForeign = cyrillic && !/^[Ѐ-ӿ’'‑-]+$/.test(word);
    if (word.length > 1 && !isCode && !isForeign) yield { word: word.replace(/‑/g, '-'), start: found.index, end: found.index + word.length };
  }
}

async function look() {
  if (!worker) return;
  const all = texts().map((at) => ({ at, words: [...wordsOf(at.text)] }));
  const asked = new Set(all.flatMap(({ words }) => words.map(({ word }) => word)).filter((word) => !known.has(word)));
  if (asked.size) {
    const wrong = new Set(await told('check', { asked: [...asked] }));
    asked.forEach((word) => known.set(word, !wrong.has(word)));
  }
  const places = new Map();
  for (const { at, words } of all) {
    for (const place of words) {
      if (!known.get(place.word)) {
        places.set(place.word, [...(places.get(place.word) ?? []), { at, ...place }]);
      }
    }
  }
  show(places);
  underline(all);
  showOurs(new Set(all.flatMap(({ words }) => words.map(({ word }) => word)).filter((word) => ours.has(word))));
}

function show(places) {
  state(places.size ? '' : say('spelledWell'));
  const rows = [...places].slice(0, MOST_SHOWN).map(([word, found]) => row(word, found));
  panel().querySelector('[data-writing-spelling]').replaceChildren(...rows);
  count('language', places.size);
}

function row(word, found) {
  const offers = element('span', { class: 'vw-offers' });
  offer(offers, word, found);
  const many = found.length > 1 ? ` · ${say('times', found.length)}` : '';
  return element(
    'li', { class: 'vw-finding vw-finding--advice vw-word' },
    element('p', {}, element('button', { type: 'button', class: 'vw-link vw-word-wrong', title: nameOf(found[0].at.where), onclick: () => goTo(found[0].at.where) }, word), many),
    offers,
    element('button', { type: 'button', class: 'vw-link', onclick: () => add(word) }, say('ours')),
  );
}

async function offer(place, word, found) {
  if (!suggested.has(word)) suggested.set(word, told('suggest', { word }));
  const offers = await suggested.get(word);
  place.replaceChildren(...offers.map((one) => element(
    'button', { type: 'button', class: 'button button-small button-secondary', onclick: () => put(found, word, one) }, one,
  )));
  if (!offers.length) place.append(say('noSuggestion'));
}

function put(found, word, right) {
  for (const { at, start, end } of [...found].reverse()) {
    if (textOf(at).slice(start, end).replace(/‑/g, '-') === word) replace(at, start, end, right);
  }
  look();
}

function add(word) {
  return change(async () => {
    await ask(panel().dataset.words, { word });
    ours.add(word);
    known.set(word, true);
    await told('add', { word });
  });
}

function forget(word) {
  return change(async () => {
    await ask(panel().dataset.words, { word, remove: true });
    ours.delete(word);
    known.delete(word);
    await told('remove', { word });
  });
}

async function change(work) {
  try {
    await work();
  } catch {
    state(say('wordsNotChanged'));
    return;
  }
  look();
}

function showOurs(here) {
  const place = panel().querySelector('[data-writing-ours]');
  place.hidden = !here.size;
  place.querySelector('summary').textContent = say('oursHere', here.size);
  place.querySelector('ul').replaceChildren(...[...here].map((word) => element(
    'li', { class: 'vw-finding vw-finding--advice' }, element('p', {}, word),
    element('button', { type: 'button', class: 'vw-link', onclick: () => forget(word) }, say('forget')),
  )));
}

/** Underlines without touching what the editor owns; browsers without it have the list. */
function underline(all) {
  if (!window.CSS?.highlights) return;
  const wrong = new Set(all.flatMap(({ words }) => words.map(({ word }) => word)).filter((word) => !known.get(word)));
  const ranges = [];
  for (const line of form().querySelectorAll('[contenteditable="true"] [data-text="true"]')) {
    const node = line.firstChild;
    if (node?.nodeType !== Node.TEXT_NODE) continue;
    for (const { word, start, end } of wordsOf(node.data)) {
      if (wrong.has(word)) {
        const range = new Range();
        range.setStart(node, start);
        range.setEnd(node, end);
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set('vw-unknown-word', new Highlight(...ranges));
}

export function start() {
  if (!panel()?.dataset.dictionary) return;
  const later = afterPause(look, 700);
  form().addEventListener('input', later);
  document.addEventListener('w-unsaved:add', later);
  onToggle('language', later);
  // After all that the editor needs to begin.
  (window.requestIdleCallback ?? setTimeout)(() => load().then(look, () => {
    worker = null;
    state(say('noDictionary'));
  }));
}
