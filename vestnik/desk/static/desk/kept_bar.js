// The bar above the editor: one message at a time, in the newsroom's language, with what can be done.
const TEXT =
  /^(kicker|headline|short_headline|deck|lead_caption|title|text|description)$|-value(-|$)/;

// When a copy was written, as one says it.
export const moment = (at) =>
  new Date(at).toLocaleString(document.documentElement.lang, {
    dateStyle: "long",
    timeStyle: "short",
  });

// What an editor would read of a form's field; "" for what is no text.
function readable(name, value) {
  if (!TEXT.test(name) || !value || /-(id|type|order|deleted)$/.test(name)) return "";
  if (!value.startsWith('{"')) return /^\d+$/.test(value) ? "" : value;
  try {
    const { blocks } = JSON.parse(value);
    return blocks ? blocks.map((block) => block.text).join("\n") : "";
  } catch {
    return value;
  }
}

export class Bar {
  constructor(form, words) {
    this.words = words;
    this.element = document.createElement("section");
    this.element.className = "kept-bar";
    this.element.hidden = true;
    this.element.setAttribute("aria-live", "polite");
    form.before(this.element);
  }

  // `kind` names the words; `values` fill them; `actions` and `links` belong to their buttons.
  show(kind, values, { actions = {}, links = {}, passing = false, loud = false } = {}) {
    if (this.kind === kind && !loud && !values.html) return;
    this.kind = kind;
    const words = this.words[kind];
    const filled = (text) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
    this.element.dataset.kind = kind;
    this.element.replaceChildren();
    this.add("h2", filled(words.title));
    if (words.text) this.add("p", filled(words.text));
    if (values.html) this.unfold(values.html);
    const buttons = this.add("div", "", "kept-bar__buttons");
    for (const [name, label] of Object.entries(words.buttons ?? {})) {
      const first = !buttons.children.length;
      const look = `button button-small${first ? "" : " button-secondary"}`;
      const made = document.createElement(links[name] ? "a" : "button");
      made.className = look;
      made.textContent = label;
      made.dataset.keeping = name;
      if (links[name]) Object.assign(made, { href: links[name], target: "_blank", rel: "opener" });
      else Object.assign(made, { type: "button", onclick: actions[name] });
      buttons.append(made);
    }
    if (!buttons.children.length) buttons.remove();
    this.element.hidden = false;
    if (loud) this.element.scrollIntoView({ block: "center" });
    clearTimeout(this.passing);
    if (passing) this.passing = setTimeout(() => this.hide(), 6000);
  }

  hide() {
    this.kind = "";
    this.element.hidden = true;
  }

  add(tag, text, name) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (name) made.className = name;
    this.element.append(made);
    return made;
  }

  // The difference by word comes from the server as HTML that it has escaped.
  unfold(html) {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = this.words.found.unfold;
    const body = document.createElement("div");
    body.innerHTML = html;
    details.append(summary, body);
    this.element.append(details);
  }

  // A copy as a text file: for whoever trusts no button.
  download(copy, name) {
    const text = copy.entries.map(([field, value]) => readable(field, value)).filter(Boolean);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text.join("\n\n")], { type: "text/plain" }));
    link.download = `${name} ${new Date(copy.at).toISOString().slice(0, 16).replace(/[T:]/g, "-")}.txt`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}
