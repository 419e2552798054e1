// The panel of what is chosen on the picture: a story with the buttons that move it, or a zone with its
// settings. All that keyboard and mouse can do can be done here with a finger.
import * as layout from "./layout.js";

const FREE = ["lead", "grid", "list"];

export class Details {
  constructor(root, told, tools) {
    Object.assign(this, { root, told, of: null }, tools);
    this.part = (name) => root.querySelector(`[data-${name}]`);
    root.addEventListener("click", ({ target }) => {
      const wish = target.closest("[data-do]")?.dataset.do;
      if (wish) this[wish]();
    });
    // The field in which somebody is writing, until what is written there is the zone's.
    root.addEventListener("input", ({ target }) => (this.typed = target));
    for (const kind of ["change", "focusout"]) root.addEventListener(kind, () => (this.typed = null));
    root.addEventListener("change", ({ target }) => {
      if (target.name) this.changed();
    });
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
    this.show();
  }

  open({ id, at }) {
    this.of = id ? { id: Number(id) } : { at: Number(at) };
    this.typed = null;
    this.show();
  }

  enter() {
    this.root.querySelector("section:not([hidden]) :is(button:not([disabled]), input)")?.focus();
  }

  // Where the story stands that is chosen: the zone, and its place there.
  where() {
    const { shown, zones } = this.table;
    const at = shown.findIndex((ids) => ids.includes(this.of.id));
    const hidden = zones.findIndex((zone) => zone.stories.includes(this.of.id));
    return { at: at === -1 ? hidden : at, place: at === -1 ? -1 : shown[at].indexOf(this.of.id) };
  }

  show() {
    const { of, table } = this;
    const isStory = Boolean(of?.id);
    const zone = of && !isStory ? table.zones[of.at] : undefined;
    this.part("of-story").hidden = !isStory;
    this.part("of-zone").hidden = !zone;
    this.part("of-none").hidden = isStory || Boolean(zone);
    this.root.classList.toggle("front-open", isStory || Boolean(zone));
    if (isStory) this.story();
    else if (zone) this.zone(zone, of.at);
  }

  // Marks on the picture what the panel is about.
  point() {
    const key = this.of && (this.of.id ? `card-${this.of.id}` : `zone-${this.of.at}`);
    for (const one of document.querySelectorAll("[data-boxes] > *"))
      one.classList.toggle("front-chosen", one.dataset.key === key);
  }

  story() {
    const { at, place } = this.where();
    const { id } = this.of;
    const chosen = at !== -1 && layout.isChosen(this.table.zones, at, id);
    this.part("headline").textContent = this.name(id);
    const told = this.table.stories[id];
    this.part("state").textContent = [told?.state, at === -1 ? "" : this.zoneName(at)]
      .filter(Boolean)
      .join(" · ");
    const button = (name) => this.root.querySelector(`[data-do=${name}]`);
    button("earlier").disabled = place < 1;
    button("later").disabled = place === -1 || place >= this.table.shown[at].length - 1;
    button("pin").disabled = at === -1 || chosen;
    button("takeOut").disabled = !chosen;
    const choice = this.part("to-zone");
    choice.replaceChildren(
      ...this.table.zones.flatMap((zone, number) =>
        layout.hasStories(zone) ? [new Option(`${number + 1}. ${this.zoneName(number)}`, number)] : [],
      ),
    );
    if (at !== -1) choice.value = at;
    button("move").disabled = !choice.options.length;
    this.point();
  }

  zone(zone, at) {
    const field = (name) => this.root.querySelector(`[name=${name}]`);
    this.part("zone-name").textContent = `${at + 1}. ${this.told.kinds[zone.kind]}`;
    // The picture is drawn anew also by what others do: that must not take the words from under the hand.
    for (const name of ["title", "count"])
      if (field(name) !== this.typed) field(name).value = zone[name];
    field("count").max = this.told.most[zone.kind] || 1;
    field("fill").value = zone.fill;
    field("section").value = zone.section || "";
    for (const box of this.root.querySelectorAll("[name=kinds]"))
      box.checked = zone.kinds.includes(box.value);
    const free = FREE.includes(zone.kind);
    for (const option of field("fill").options)
      option.hidden = !free && !["newest", "nothing"].includes(option.value);
    this.part("if-stories").hidden = !layout.hasStories(zone);
    this.part("if-fill").hidden = !layout.hasStories(zone) || zone.kind === "section";
    this.part("if-section").hidden = zone.kind !== "section" && !(free && zone.fill === "section");
    this.part("if-kinds").hidden = !(free && zone.fill === "kinds");
    this.root.querySelector("[data-do=zoneUp]").disabled = at === 0;
    this.root.querySelector("[data-do=zoneDown]").disabled = at === this.table.zones.length - 1;
    this.hidden(zone, at);
    this.point();
  }

  // The stories that are chosen for a zone and that readers do not see there.
  hidden(zone, at) {
    const shown = this.table.shown[at];
    const lines = zone.stories
      .filter((id) => !shown.includes(id))
      .map((id) => {
        const told = this.table.stories[id];
        const line = document.createElement("li");
        const open = document.createElement("button");
        open.type = "button";
        open.className = told?.live === false && !told.gone ? "front-waits" : "front-gone";
        open.textContent = this.fill("hidden", {
          headline: this.name(id),
          state: told?.state || this.fill("gone"),
        });
        open.addEventListener("click", () => this.open({ id }));
        line.append(open);
        return line;
      });
    this.part("hidden").replaceChildren(...lines);
  }

  // The story

  earlier() {
    this.step(-1);
  }

  later() {
    this.step(2);
  }

  pin() {
    this.step(0);
  }

  step(by) {
    this.moving.put(this.of.id, () => {
      const { at, place } = this.where();
      return { at: place === -1 ? -1 : at, place: Math.max(0, place + by) };
    });
  }

  move() {
    this.moving.put(this.of.id, Number(this.part("to-zone").value), 0);
  }

  takeOut() {
    this.moving.out(this.of.id, this.where().at);
  }

  // The zone

  changed() {
    const { at } = this.of;
    const field = (name) => this.root.querySelector(`[name=${name}]`);
    const zone = this.table.zones[at];
    const most = this.told.most[zone.kind] || 1;
    const values = { title: field("title").value.trim() };
    if (layout.hasStories(zone)) {
      values.count = Math.max(1, Math.min(most, Number(field("count").value) || zone.count));
      values.fill = field("fill").value;
      values.section = Number(field("section").value) || zone.section;
      values.kinds = [...this.root.querySelectorAll("[name=kinds]:checked")].map(({ value }) => value);
      // A choice that needs another is made with the first there is.
      if (values.fill === "section" || zone.kind === "section")
        values.section ||= Number(field("section").options[1]?.value) || null;
      if (values.fill === "kinds" && !values.kinds.length) values.kinds = ["news"];
    }
    this.table.act(({ zones }) => layout.change(zones, at, values));
  }

  zoneUp() {
    this.moveZone(-1);
  }

  zoneDown() {
    this.moveZone(1);
  }

  moveZone(by) {
    const { at } = this.of;
    const zone = this.zoneName(at);
    this.of = { at: at + by };
    this.table.act(
      ({ zones }) => layout.moveZone(zones, at, at + by),
      ({ zones }) => this.say("zoneMoved", { zone, place: at + by + 1, count: zones.length }),
    );
  }

  keepAll() {
    const { at } = this.of;
    this.table.act(({ zones, shown }) => layout.keepAll(zones, shown, at));
  }

  removeZone() {
    const { at } = this.of;
    const zone = this.zoneName(at);
    this.of = null;
    this.table.act(
      ({ zones }) => layout.removeZone(zones, at),
      () => this.say("zoneRemoved", { zone }),
    );
  }

  addZone() {
    const kind = this.part("new-kind").value;
    const { zones } = this.table;
    if (zones.length >= this.told.mostZones) return;
    const at = this.of && this.of.at !== undefined ? this.of.at + 1 : zones.length;
    const first = this.root.querySelector("[name=section]").options[1]?.value;
    if (kind === "section" && !first) return;
    const section = kind === "section" ? Number(first) : null;
    this.of = { at };
    this.table.act(
      (table) => layout.addZone(table.zones, at, kind, section, this.told.most[kind]),
      () => this.say("zoneAdded", { zone: this.told.kinds[kind] }),
    );
  }

  shut() {
    this.of = null;
    this.show();
    this.point();
    this.close();
  }
}
