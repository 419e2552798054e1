// The picture of the front, and the boxes above it that can be taken hold of. The picture itself is a
// page of the site in a frame, as readers get it; nothing in it can be clicked.

const WIDTHS = { desktop: 1280, phone: 390 };

export class Stage {
  constructor(root) {
    this.room = root.querySelector("[data-room]");
    this.frame = root.querySelector("[data-frame]");
    this.boxes = root.querySelector("[data-boxes]");
    this.line = root.querySelector("[data-line]");
    this.width = innerWidth < 800 ? "phone" : "desktop";
    this.scale = 1;
    this.zones = [];
    this.onMeasured = () => {};
  }

  async load() {
    const there = () => this.frame.contentDocument?.readyState === "complete" && this.main();
    if (!there()) await new Promise((done) => this.frame.addEventListener("load", done, { once: true }));
    // Faces and pictures that arrive late move what stands below them.
    new ResizeObserver(() => this.measure()).observe(this.frame.contentDocument.body);
    new ResizeObserver(() => this.fit()).observe(this.room);
    this.fit();
  }

  main() {
    return this.frame.contentDocument?.querySelector("main");
  }

  look(width) {
    this.width = width;
    this.fit();
  }

  fit() {
    const wide = WIDTHS[this.width];
    this.room.style.maxWidth = `${wide}px`;
    this.scale = Math.min(1, this.room.clientWidth / wide);
    this.frame.style.width = `${wide}px`;
    this.frame.style.transform = `scale(${this.scale})`;
    this.measure();
  }

  show(html) {
    // Our own server's templates, escaped there as they are for readers.
    this.main().innerHTML = html;
    this.measure();
  }

  // Where each zone and each card stands in the picture, in points of the room.
  measure() {
    const page = this.frame.contentDocument;
    if (!page || !this.main()) return;
    const tall = page.body.getBoundingClientRect().height;
    this.frame.style.height = `${Math.ceil(tall)}px`;
    this.room.style.height = `${Math.ceil(tall * this.scale)}px`;
    this.zones = [];
    const comments = page.createTreeWalker(this.main(), NodeFilter.SHOW_COMMENT);
    while (comments.nextNode()) {
      const [what, number] = comments.currentNode.data.split(":");
      const element = comments.currentNode.nextElementSibling;
      if (!element) continue;
      if (what === "zone") this.zones.push({ at: Number(number), rect: this.rect(element), cards: [] });
      else if (what === "story" && this.zones.length)
        this.zones.at(-1).cards.push({ id: Number(number), rect: this.rect(element) });
    }
    this.onMeasured();
  }

  rect(element) {
    const { left, top, width, height } = element.getBoundingClientRect();
    const s = this.scale;
    return { left: left * s, top: top * s, width: width * s, height: height * s };
  }

  lay(element, rect) {
    for (const side of ["left", "top", "width", "height"]) element.style[side] = `${rect[side]}px`;
    return element;
  }

  // Shows where a story would be put down; null takes the line away.
  point(target) {
    const zone = target && this.zones.find((one) => one.at === target.at);
    this.line.hidden = !zone;
    if (!zone) return;
    const { cards } = zone;
    const next = cards[target.place];
    const last = cards[target.place - 1];
    if (!cards.length) this.lay(this.line, zone.rect);
    else if (next && !(last && this.below(next.rect, last.rect))) {
      this.lay(this.line, { ...next.rect, ...this.before(next.rect, cards) });
    } else if (next) this.lay(this.line, { ...next.rect, top: next.rect.top - 5, height: 5 });
    else this.lay(this.line, { ...last.rect, top: last.rect.top + last.rect.height, height: 5 });
  }

  below(one, other) {
    return one.top >= other.top + other.height - 2;
  }

  before(rect, cards) {
    const beside = cards.some((one) => one.rect !== rect && Math.abs(one.rect.top - rect.top) < 4);
    return beside ? { left: rect.left - 6, width: 5 } : { top: rect.top - 5, height: 5 };
  }

  // The place that lies nearest to a point of the window; null outside the picture.
  nearest(x, y, places) {
    const room = this.room.getBoundingClientRect();
    if (x < room.left || x > room.right || y < room.top || y > room.bottom) return null;
    const at = { x: x - room.left, y: y - room.top };
    const away = (rect) =>
      Math.hypot(
        Math.max(rect.left - at.x, 0, at.x - rect.left - rect.width),
        Math.max(rect.top - at.y, 0, at.y - rect.top - rect.height),
      );
    const open = this.zones.filter((zone) => places.some((one) => one.at === zone.at));
    const zone = closest(open, (one) => away(one.rect));
    if (!zone) return null;
    const card = closest(zone.cards, (one) => away(one.rect));
    if (!card) return { at: zone.at, place: 0 };
    const { rect } = card;
    const beside = this.before(rect, zone.cards).width === 5;
    const after = beside ? at.x > rect.left + rect.width / 2 : at.y > rect.top + rect.height / 2;
    const place = zone.cards.indexOf(card) + (after ? 1 : 0);
    const most = Math.max(...places.filter((one) => one.at === zone.at).map((one) => one.place));
    return { at: zone.at, place: Math.min(place, most) };
  }
}

function closest(things, distance) {
  return things.reduce(
    (best, one) => (!best || distance(one) < distance(best) ? one : best),
    undefined,
  );
}
