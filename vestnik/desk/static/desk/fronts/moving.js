// Lifting a story and putting it down: by keyboard, and by pulling it with the mouse. Whoever has only a
// finger uses the buttons of the panel; to pull there would keep the page from scrolling.
import { out, places, put } from "./layout.js";

const FROM = 6;
const EDGE = 70;

// What scrolls when the picture does: the window, or the part of the screen that Wagtail scrolls.
function scroller(element) {
  for (let one = element; one; one = one.parentElement)
    if (/auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight)
      return one;
  return document.scrollingElement;
}

export class Moving {
  constructor(table, stage, { say, name, zoneName, focus }) {
    Object.assign(this, { table, stage, say, name, zoneName, focus, lifted: null });
  }

  // How much of the window's top the bar covers.
  get above() {
    return Math.max(0, document.querySelector(".front-bar").getBoundingClientRect().bottom - 20);
  }

  get open() {
    return places(this.table.zones, this.table.shown);
  }

  lift(id, at = 0, place = 0) {
    const { open } = this;
    if (!open.length) return;
    const here = open.findIndex((one) => one.at === at && one.place === place);
    this.lifted = { id, index: Math.max(here, 0), from: document.activeElement };
    this.say("lifted", { headline: this.name(id) });
    this.stage.point(open[this.lifted.index]);
  }

  step(by) {
    const { open, lifted } = this;
    lifted.index = Math.max(0, Math.min(open.length - 1, lifted.index + by));
    this.tell(open[lifted.index]);
  }

  toZone(by) {
    const { open, lifted } = this;
    const at = open[lifted.index].at;
    const others = open.filter((one) => (by > 0 ? one.at > at : one.at < at));
    if (!others.length) return;
    const zone = by > 0 ? others[0].at : others.at(-1).at;
    lifted.index = open.findIndex((one) => one.at === zone);
    this.tell(open[lifted.index]);
  }

  tell(target) {
    this.stage.point(target);
    const count = this.open.filter((one) => one.at === target.at).length;
    this.say("target", { zone: this.zoneName(target.at), place: target.place + 1, count });
    this.stage.line.scrollIntoView({ block: "nearest" });
  }

  leave() {
    const { from } = this.lifted;
    this.lifted = null;
    this.stage.point(null);
    from?.focus();
    this.say("left");
  }

  drop() {
    const target = this.open[this.lifted.index];
    const { id } = this.lifted;
    this.lifted = null;
    this.stage.point(null);
    return this.put(id, target.at, target.place);
  }

  // `find`: a function that says where when its turn has come, or the zone, with the place in it.
  put(id, find, place) {
    let fallen = [];
    let at = find;
    return this.table.act(
      ({ zones, shown }) => {
        if (typeof find === "function") ({ at, place } = find());
        if (at === -1) return undefined;
        const done = put(zones, shown, id, at, place);
        fallen = done.fallen;
        return done.zones;
      },
      ({ shown }) => {
        const stands = shown[at].indexOf(id);
        this.focus(id, at);
        this.say("put", {
          headline: this.name(id),
          zone: this.zoneName(at),
          place: (stands === -1 ? place : stands) + 1,
        });
        for (const one of fallen) this.say("pushed", { headline: this.name(one) }, true);
      },
    );
  }

  out(id, at) {
    if (!this.table.zones[at].stories.includes(id)) return this.say("outByItself");
    return this.table.act(
      ({ zones }) => out(zones, id),
      () => this.say("out", { headline: this.name(id) }),
    );
  }

  // Keys while a story is lifted; answers whether the key was one of them.
  key(event) {
    if (!this.lifted) return false;
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    if (event.key in steps) this.step(steps[event.key]);
    else if (event.key === "PageDown" || event.key === "PageUp")
      this.toZone(event.key === "PageDown" ? 1 : -1);
    else if (event.key === " " || event.key === "Enter") this.drop();
    else if (event.key === "Escape" || event.key === "Tab") this.leave();
    else return true;
    event.preventDefault();
    return true;
  }

  // A mouse or pen has gone down on a card or on a story of the shelf.
  hold(event, element) {
    if (event.pointerType === "touch" || event.button !== 0) return;
    const start = { x: event.clientX, y: event.clientY };
    const id = Number(element.dataset.id);
    const from = element.dataset.at === undefined ? null : Number(element.dataset.at);
    let ghost = null;
    let last = start;
    let frame = 0;
    const look = () => this.stage.nearest(last.x, last.y, this.open);
    const roll = () => {
      const by = last.y < EDGE + this.above ? -12 : last.y > innerHeight - EDGE ? 12 : 0;
      if (by) {
        scroller(this.stage.room).scrollBy(0, by);
        this.stage.point(look());
      }
      frame = requestAnimationFrame(roll);
    };
    const move = (now) => {
      last = { x: now.clientX, y: now.clientY };
      if (!ghost) {
        if (Math.hypot(last.x - start.x, last.y - start.y) < FROM) return;
        ghost = document.createElement("div");
        ghost.className = "front-ghost";
        ghost.textContent = this.name(id);
        document.body.append(ghost);
        document.body.classList.add("front-pulling");
        roll();
      }
      ghost.style.transform = `translate(${last.x + 12}px, ${last.y + 12}px)`;
      this.stage.point(look());
    };
    const end = (now) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      removeEventListener("keydown", escape, true);
      cancelAnimationFrame(frame);
      this.stage.point(null);
      if (!ghost) return;
      ghost.remove();
      document.body.classList.remove("front-pulling");
      // The click that ends a pull opens nothing.
      const quiet = (click) => click.stopPropagation();
      addEventListener("click", quiet, { capture: true });
      setTimeout(() => removeEventListener("click", quiet, { capture: true }));
      if (now?.type !== "pointerup") return;
      const target = look();
      if (target) this.put(id, target.at, target.place);
      else if (from !== null && !this.over(now)) this.out(id, from);
    };
    const escape = (key) => key.key === "Escape" && end();
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
    addEventListener("keydown", escape, true);
  }

  over({ clientX, clientY }) {
    const room = this.stage.room.getBoundingClientRect();
    const inside = clientX >= room.left && clientX <= room.right;
    return inside && clientY >= room.top && clientY <= room.bottom;
  }
}
