/* The list before publication: asked of the server when one pauses, and before one publishes or submits. */

import { afterPause, ask, count, element, form, goTo, nameOf, say, settings, storyId } from './form.js';
import { beforeSending } from '../sending.js';

const PAUSE = 1200;
const GOING_OUT = [
  '[name="action-publish"]', '[name="action-submit"]', '[name="action-restart-workflow"]',
  '[data-workflow-action-name="approve"]',
].join(',');

let asked = 0;
const later = afterPause(() => refresh(), PAUSE);

function answer() {
  const url = storyId() ? settings.checks.replace('/0/', `/${storyId()}/`) : settings.checksOfNew;
  return ask(url, new FormData(form()));
}

/** Null where somebody has asked again since. */
async function look() {
  const mine = ++asked;
  const told = await answer();
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

function question(findings) {
  const stops = findings.filter(({ level }) => level === 'blocks');
  const shown = stops.length ? stops : findings;
  return new Promise((answer) => {
    const dialog = element('dialog', { class: 'vw-dialog', 'aria-labelledby': 'vw-dialog-title' });
    const close = (goes) => {
      dialog.close();
      dialog.remove();
      answer(goes);
    };
    dialog.append(
      element('h2', { id: 'vw-dialog-title' }, say(stops.length ? 'blocks' : 'warns')),
      element('ul', { class: 'vw-findings' }, ...shown.map((one) => item(one, () => close(false)))),
      element(
        'p', { class: 'vw-dialog-buttons' },
        element('button', { type: 'button', class: 'button', onclick: () => close(false) }, say('back')),
        ...(stops.length ? [] : [element(
          'button',
          { type: 'button', class: 'button button-secondary', 'data-writing-go-on': true, onclick: () => close(true) },
          say('on'),
        )]),
      ),
    );
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      close(false);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

async function passes() {
  try {
    // Its own answer, whoever asks meanwhile: else a look by the clock would let the story through.
    asked += 1;
    const told = await answer();
    if (!told.readable) return true;
    show(told.findings);
    return !told.findings.length || (await question(told.findings));
  } catch {
    // The server will say itself what stops the story: it does not depend on this question.
    return true;
  }
}

export function start() {
  form().addEventListener('input', later);
  form().addEventListener('change', later);
  // Draftail and the choosers write into hidden fields; Wagtail says when anything has changed.
  document.addEventListener('w-unsaved:add', later);
  document.addEventListener('w-autosave:success', later);
  beforeSending(1, GOING_OUT, passes);
  later();
}
