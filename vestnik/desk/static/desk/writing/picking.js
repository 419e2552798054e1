/* A long list from which several are chosen: found by their first letters, shown as labels that go with a press.
   The list of the form stays what it was and holds what is chosen; without script it is shown itself. */

import { element, form, say } from './form.js';

/** Offers that are shown at a time. */
const MOST = 10;

const folded = (text) => text.toLocaleLowerCase().normalize('NFC');

/** Those whose name begins so go first, then those of which a word does, then all that hold it. */
export function found(options, asked) {
  const wanted = folded(asked.trim());
  const rank = (name) => {
    if (name.startsWith(wanted)) return 0;
    if (name.split(/[\s,.„“"()-]+/).some((word) => word.startsWith(wanted))) return 1;
    return name.includes(wanted) ? 2 : 3;
  };
  return options
    .map((option, place) => ({ option, place, rank: rank(folded(option.text)) }))
    .filter((one) => one.rank < 3)
    .sort((one, other) => one.rank - other.rank || one.place - other.place)
    .map((one) => one.option);
}

class Picker {
  constructor(list) {
    this.list = list;
    this.at = -1;
    const id = `${list.id}-find`;
    const label = document.querySelector(`label[for="${CSS.escape(list.id)}"]`);
    this.field = element('input', {
      type: 'text', id, role: 'combobox', autocomplete: 'off', 'aria-expanded': 'false', 'aria-autocomplete': 'list',
      'aria-controls': `${id}-offers`, 'aria-describedby': `${id}-note`, placeholder: say('find'),
      oninput: () => this.open(), onclick: () => this.open(), onkeydown: (event) => this.key(event),
      onblur: () => this.leave(),
    });
    this.offers = element('ul', { id: `${id}-offers`, role: 'listbox', class: 'vw-offered', hidden: true });
    if (label) {
      label.htmlFor = id;
      label.id ||= `${list.id}-label`;
      this.offers.setAttribute('aria-labelledby', label.id);
    }
    this.note = element('p', { id: `${id}-note`, class: 'vw-picker-note', role: 'status' });
    this.chosen = element('ul', { class: 'vw-chosen' });
    list.before(element('div', { class: 'vw-picker' }, this.field, this.note, this.offers, this.chosen));
    list.hidden = true;
    // A copy that is put back, or the browser on the way back, chooses without us.
    list.addEventListener('change', () => this.show());
    this.show();
  }

  get left() {
    return [...this.list.options].filter((option) => !option.selected);
  }

  show() {
    this.chosen.replaceChildren(...[...this.list.selectedOptions].map((option) => element(
      'li', {}, option.text,
      element('button', { type: 'button', 'aria-label': say('takeOff', option.text), onclick: () => this.set(option, false) }, '×'),
    )));
  }

  set(option, isChosen) {
    option.selected = isChosen;
    this.list.dispatchEvent(new Event('change', { bubbles: true }));
    this.field.focus();
  }

  open() {
    const all = found(this.left, this.field.value);
    this.shown = all.slice(0, MOST);
    this.at = this.field.value.trim() && this.shown.length ? 0 : -1;
    this.offers.replaceChildren(...this.shown.map((option, place) => element(
      // The field keeps the cursor until the press has become a choice.
      'li', { id: `${this.offers.id}-${place}`, role: 'option', onmousedown: (event) => event.preventDefault(), onclick: () => this.take(option) },
      option.text,
    )));
    this.offers.hidden = !this.shown.length;
    this.field.setAttribute('aria-expanded', String(!this.offers.hidden));
    const more = all.length - this.shown.length;
    this.note.textContent = all.length ? (more ? say('moreToFind', more) : '') : say('noneFound');
    this.mark();
  }

  close() {
    this.offers.hidden = true;
    this.at = -1;
    this.note.textContent = '';
    this.field.setAttribute('aria-expanded', 'false');
    this.field.removeAttribute('aria-activedescendant');
  }

  /** Letters that are left in the field would look like something chosen. */
  leave() {
    this.field.value = '';
    this.close();
  }

  mark() {
    [...this.offers.children].forEach((one, place) => one.setAttribute('aria-selected', String(place === this.at)));
    if (this.at < 0) this.field.removeAttribute('aria-activedescendant');
    else this.field.setAttribute('aria-activedescendant', `${this.offers.id}-${this.at}`);
  }

  take(option) {
    this.field.value = '';
    this.set(option, true);
    this.close();
  }

  key(event) {
    const isOpen = !this.offers.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !isOpen) this.open();
    else if (step) {
      this.at = (this.at + step + this.shown.length) % this.shown.length;
      this.mark();
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      if (isOpen && this.at >= 0) this.take(this.shown[this.at]);
    } else if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      this.close();
    } else if (event.key === 'Backspace' && !this.field.value) {
      const last = [...this.list.selectedOptions].at(-1);
      if (last) this.set(last, false);
      return;
    } else return;
    // An Enter would send the form.
    event.preventDefault();
  }
}

export function start() {
  form().querySelectorAll('select[multiple][data-picker]').forEach((list) => new Picker(list));
}
