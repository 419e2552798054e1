/* The list before publication: asked of the server when one pauses. */

import { afterPause, ask, count, element, form, goTo, nameOf, say, settings, storyId } from './form.js';

const PAUSE = 1200;

let asked = 0;
const later = afterPause(() => refresh(), PAUSE);

async function look() {
  const mine = ++asked;
  const url = storyId() ? settings.checks.replace('/0/', `/${storyId()}/`) : settings.checksOfNew;
  const told = await ask(url, new FormData(form()));
  return mine === asked ? told : null;
}

async function refresh() {
  // Wagtail builds the body's blocks after this script has begun.
  if ( !form().elements['body-count']) return void later();
  try {
    const told = await look();
    if (told?.readable) show(told.findings);
    else if (told) state(say('unreadable'));
  } catch {
    state(say('unreachable'));
  }
}

function state(text) {
  const place = document.querySelector('[data-writing-state]');
  if (place) {
    place.textContent = text;
    place.hidden = !text;
  }
}

function item({ level, where, text }, closing = () => {}) {
  const go = () => {
    closing();
    goTo(where);
  };
  return element(
    'li', { class: `vw-finding vw-finding--${level}` },
    element('p', {}, element('b', {}, nameOf(where)), ' ', text),
    element('button', { type: 'button', class: 'button button-small button-secondary', onclick: go }, say('show')),
  );
}

function show(findings) {
  state(findings.length ? '' : say('nothing'));
  document.querySelector('[data-writing-findings]')?.replaceChildren(...findings.map((one) => item(one)));
  count('checklist', findings.length);
}

export function start() {
  form().addEventListener('input', later);
  form().addEventListener('change', later);
  // Draftail and the choosers write into hidden fields; Wagtail says when anything has changed.
  document.addEventListener('w-unsaved:add', later);
  document.addEventListener('w-autosave:success', later);
  later();
}
