// The shelf: stories to choose from. A story that is not live yet is grey, and may be chosen all the same.
import { ask } from "./server.js";

const PAUSE = 250;
const AGAIN = 5000;

export class Shelf {
  constructor(root, told, { fill, table, moving, select }) {
    Object.assign(this, { told, fill, table, moving, stories: new Map(), asked: 0 });
    this.list = root.querySelector("[data-stories]");
    this.field = root.querySelector("input[type=search]");
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.load(), PAUSE);
    });
    this.list.addEventListener("pointerdown", (event) => {
      const item = event.target.closest("button");
      if (item) moving.hold(event, item);
    });
    this.list.addEventListener("click", ({ target }) => {
      const item = target.closest("button");
      if (item && !moving.lifted) select(item);
    });
    this.list.addEventListener("keydown", (event) => {
      if (moving.key(event)) return;
      const item = event.target.closest("button");
      const all = [...this.list.querySelectorAll("button")];
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (by) this.stand(all[all.indexOf(item) + by]);
      else if (event.key === " ") moving.lift(Number(item.dataset.id));
      else return;
      event.preventDefault();
    });
  }

  headline(id) {
    return this.stories.get(id)?.headline;
  }

  stand(item) {
    if (!item) return;
    for (const one of this.list.querySelectorAll("button")) one.tabIndex = one === item ? 0 : -1;
    item.focus();
  }

  async load() {
    clearTimeout(this.timer);
    const asked = (this.asked += 1);
    const url = `${this.told.urls.shelf}?q=${encodeURIComponent(this.field.value)}`;
    let stories;
    try {
      ({ stories } = await ask(url));
    } catch {
      // The line may be back in a moment.
      this.timer = setTimeout(() => this.load(), AGAIN);
      return;
    }
    // A slower answer to an earlier question comes too late.
    if (asked !== this.asked) return;
    for (const one of stories) this.stories.set(one.id, one);
    const items = stories.map((one) => this.item(one));
    if (items.length) items[0].firstChild.tabIndex = 0;
    else {
      const none = document.createElement("li");
      none.textContent = this.fill("noneFound");
      items.push(none);
    }
    this.list.replaceChildren(...items);
    this.mark();
  }

  item({ id, headline, section, state, when, live }) {
    const line = document.createElement("li");
    const item = document.createElement("button");
    item.type = "button";
    item.className = live ? "front-item" : "front-item front-waits";
    item.dataset.id = id;
    item.tabIndex = -1;
    const words = document.createElement("strong");
    words.textContent = headline;
    const more = document.createElement("span");
    more.textContent = [state, section, when].filter(Boolean).join(" · ");
    const here = document.createElement("em");
    item.append(words, more, here);
    line.append(item);
    return line;
  }

  // Says of which stories the front has.
  mark() {
    const standing = new Set(this.table.shown.flat());
    for (const item of this.list.querySelectorAll("button")) {
      const stands = standing.has(Number(item.dataset.id));
      item.lastChild.textContent = stands ? this.fill("onFront") : "";
    }
  }
}
