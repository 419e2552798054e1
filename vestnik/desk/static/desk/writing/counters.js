/* Beside each field with a measure: how long its text is. Beyond the measure it says by how much. */

import { element, form, say, settings } from './form.js';

const SHOWN = new WeakMap();

function limitOf(input) {
  if (input.name === 'lead_caption' || /^body-.*-caption$/.test(input.name)) return settings.limits.caption;
  return settings.limits[input.name];
}

function counterOf(input) {
  if (!SHOWN.has(input)) {
    const counter = element('p', { class: 'vw-counter', id: `${input.id}-count` });
    input.closest('[data-field-input]')?.after(counter);
    input.setAttribute(
      'aria-describedby', `${input.getAttribute('aria-describedby') ?? ''} ${counter.id}`.trim(),
    );
    SHOWN.set(input, counter);
  }
  return SHOWN.get(input);
}

function count(input) {
  const limit = limitOf(input);
  if (!limit) return;
  const length = [...input.value].length;
  const most = input.maxLength > 0 ? input.maxLength : Infinity;
  const counter = counterOf(input);
  const over = length > limit;
  counter.classList.toggle('vw-counter--over', over);
  counter.classList.toggle('vw-counter--near', !over && length > limit * 0.9);
  const parts = [`${length} / ${limit}`];
  if (over) parts.push(say('over', length - limit));
  if (length > most * 0.9) parts.push(say('most', most));
  counter.textContent = parts.join(' · ');
  counter.title = say('characters', length, limit);
  // Whoever does not see it is told once, when the measure is passed.
  counter.setAttribute('role', over ? 'status' : 'presentation');
}

export function start() {
  const look = (event) => event.target.name && limitOf(event.target) && count(event.target);
  form().addEventListener('input', look);
  // Blocks that are added later are counted when one comes to them.
  form().addEventListener('focusin', look);
  form().querySelectorAll('input[name], textarea[name]').forEach((input) => limitOf(input) && count(input));
}
