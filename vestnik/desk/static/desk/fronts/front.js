// The screen on which a front is arranged: puts the table, the picture and the shelf together.
import * as layout from "./layout.js";
import { Details } from "./details.js";
import { Kept } from "./kept.js";
import { Moving } from "./moving.js";
import { ask } from "./server.js";
import { Shelf } from "./shelf.js";
import { Stage } from "./stage.js";
import { Table } from "./table.js";

const root = document.querySelector("[data-front]");
const told = JSON.parse(document.getElementById("front-told").textContent);
const find = (name) => root.querySelector(`[data-${name}]`);
const stage = new Stage(root);
const kept = new Kept(told, find("overtaken"));
let focused = "";

function fill(word, values = {}) {
  return (told.words[word] || word).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

function say(word, values, more = false) {
  const sentence = fill(word, values);
  find("said").textContent = more ? `${find("said").textContent} ${sentence}` : sentence;
}

function status(word, text = "") {
  const place = find("status");
  place.textContent = text || fill(word);
  place.dataset.is = word;
}

const table = new Table(told, {
  say,
  status,
  drawn,
  saved,
  overtaken,
  standing,
  keep: (zones, saved) => kept.write(zones, saved),
  away: (kind) => kept.away(kind),
  refused: () => details.show(),
});
const name = (id) => table.stories[id]?.headline || shelf.headline(id) || fill("unknown");

function zoneName(at) {
  const { title, kind, section } = table.zones[at] || {};
  return title || (kind === "section" && told.sections[section]) || told.kinds[kind] || "";
}
const moving = new Moving(table, stage, { say, name, zoneName, focus });
const shelf = new Shelf(find("shelf"), told, { fill, table, moving, select });
const details = new Details(find("details"), told, { fill, table, moving, name, zoneName, say, close });

function focus(id, at) {
  focused = at === undefined ? `zone-${id}` : `card-${id}`;
  boxFor(focused)?.focus();
}

const boxFor = (key) => stage.boxes.querySelector(`[data-key="${key}"]`);

function drawn(html, before) {
  stage.show(html);
  shelf.mark();
  details.show();
  find("undo").disabled = !table.past.length;
  find("redo").disabled = !table.future.length;
  find("itself").hidden = !table.itself;
  find("by-itself").disabled = table.itself;
  const gone = Object.values(table.stories).filter((one) => one.gone && before[one.id]?.live);
  for (const one of gone) say("hidden", { headline: one.headline, state: one.state });
}

function button(kind, key, rect, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.dataset.key = key;
  made.tabIndex = -1;
  made.setAttribute("aria-label", label);
  return stage.lay(made, rect);
}

function boxes() {
  const stood = [...stage.boxes.children].findIndex(({ dataset }) => dataset.key === focused);
  const had = document.activeElement?.closest?.("[data-boxes]") ? focused : "";
  const made = [];
  for (const { at, rect, cards } of stage.zones) {
    const zone = table.zones[at];
    if (!zone) continue;
    const tab = button("front-tab", `zone-${at}`, rect, fill("zone", { zone: zoneName(at) }));
    for (const side of ["width", "height"]) tab.style[side] = "";
    tab.style.top = `${rect.top - 2}px`;
    tab.dataset.at = at;
    tab.textContent = layout.hasStories(zone) ? `${zoneName(at)} · ${zone.count}` : zoneName(at);
    const lacks = zone.stories.filter((id) => !table.shown[at].includes(id)).length;
    if (lacks) {
      const words = fill("lacks", { count: lacks });
      tab.classList.add("front-lacks");
      tab.textContent += ` · ${words}`;
      tab.setAttribute("aria-label", `${tab.getAttribute("aria-label")}, ${words}`);
    }
    made.push(tab);
    cards.forEach(({ id, rect: where }, place) => {
      const chosen = zone.stories.includes(id);
      const label = fill("card", {
        headline: name(id),
        zone: zoneName(at),
        place: place + 1,
        count: cards.length,
        how: fill(chosen ? "byHand" : "byItself"),
      });
      const box = button("front-card", `card-${id}`, where, label);
      Object.assign(box.dataset, { id, at, place, chosen });
      const badge = document.createElement("span");
      badge.className = "front-badge";
      badge.textContent = fill(chosen ? "byHand" : "byItself");
      box.append(badge);
      made.push(box);
    });
  }
  stage.boxes.replaceChildren(...made);
  const current = boxFor(focused) || made[Math.max(0, Math.min(stood, made.length - 1))];
  if (current) current.tabIndex = 0;
  if (had) current?.focus({ preventScroll: true });
  details.point();
}
stage.onMeasured = boxes;

function select(box) {
  if (box.dataset.key) focused = box.dataset.key;
  details.open(box.dataset);
}

function close() {
  boxFor(focused)?.focus();
}

stage.boxes.addEventListener("focusin", ({ target }) => {
  for (const one of stage.boxes.children) one.tabIndex = one === target ? 0 : -1;
  focused = target.dataset.key || "";
});
stage.boxes.addEventListener("click", ({ target }) => {
  const box = target.closest("button");
  if (box && !moving.lifted) select(box);
});
stage.boxes.addEventListener("pointerdown", (event) => {
  const box = event.target.closest(".front-card");
  if (box) moving.hold(event, box);
});
stage.boxes.addEventListener("keydown", (event) => {
  if (moving.key(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = event.target.closest("button");
  const all = [...stage.boxes.children];
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  const { id, at, place } = box.dataset;
  if (event.key in steps) all[all.indexOf(box) + steps[event.key]]?.focus();
  else if (event.key === "Home") all[0].focus();
  else if (event.key === "End") all.at(-1).focus();
  else if (event.key === " " && id) moving.lift(Number(id), Number(at), Number(place));
  else if ((event.key === "Delete" || event.key === "Backspace") && id) {
    moving.out(Number(id), Number(at));
  } else if (event.key === "Enter") {
    select(box);
    details.enter();
  } else return;
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.target.matches("input, textarea")) return;
  const key = event.code;
  if (key === "KeyZ" && !event.shiftKey) table.undo();
  else if (key === "KeyY" || key === "KeyZ") table.redo();
  else return;
  event.preventDefault();
});

// The bar

// What sticks below it must know how high it is.
new ResizeObserver(([{ target }]) =>
  root.style.setProperty("--front-bar", `${target.offsetHeight}px`),
).observe(root.querySelector(".front-bar"));

find("undo").addEventListener("click", () => table.undo());
find("redo").addEventListener("click", () => table.redo());
find("fill").addEventListener("click", () =>
  table.act(
    ({ zones }) => layout.fillRest(zones),
    () => say("filled"),
  ),
);
find("by-itself").addEventListener("click", () => table.act(() => [], () => say("itself")));
for (const one of root.querySelectorAll("[data-look]"))
  one.addEventListener("click", () => {
    stage.look(one.dataset.look);
    looks();
  });

function looks() {
  for (const one of root.querySelectorAll("[data-look]"))
    one.setAttribute("aria-pressed", one.dataset.look === stage.width);
}

find("save").addEventListener("click", () => table.save());
find("publish")?.addEventListener("click", () => table.save("publish"));
find("schedule")?.addEventListener("click", () => table.save("schedule", find("at").value));
find("unschedule")?.addEventListener("click", () =>
  table.next(async () => {
    say((await ask(told.urls.unschedule, {})).said);
    scheduled("");
  }),
);

// What readers see is not always what lies on the table: a draft, or a version that appeared by itself.
function standing({ live, scheduled: when }) {
  told.live = live;
  find("other").hidden = !live || live === table.base;
  scheduled(when);
}
find("take-live").addEventListener("click", () => take(told.live));

async function take(id) {
  if (await table.bring(id)) say("restored");
}

function scheduled(when) {
  if (!find("scheduled")) return;
  find("scheduled").hidden = !when;
  find("scheduled-at").textContent = when;
}

function saved(wish, { said }) {
  status("saved", said);
  kept.back();
  if (wish !== "draft") say(said);
}

function overtaken({ who, when }) {
  find("overtaken-words").textContent = fill("overtaken", { who: who || fill("nobody"), when });
  find("overtaken").hidden = false;
}
for (const one of root.querySelectorAll("[data-decide]"))
  one.addEventListener("click", async () => {
    await table.decide(one.dataset.decide === "mine");
    find("overtaken").hidden = !table.overtaken;
  });

// The history

find("history").addEventListener("toggle", async ({ target }) => {
  if (!target.open) return;
  let versions;
  try {
    ({ versions } = await ask(told.urls.history));
  } catch {
    const line = document.createElement("li");
    line.textContent = fill("unanswered");
    find("versions").replaceChildren(line);
    return;
  }
  find("versions").replaceChildren(
    ...versions.map(({ id, who, when, state }) => {
      const line = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = fill("take");
      button.addEventListener("click", () => take(id));
      const words = document.createElement("span");
      words.textContent = [when, who, state].filter(Boolean).join(" · ");
      line.append(words, button);
      return line;
    }),
  );
});

await stage.load();
await table.next(() => table.draw(table.told.zones));
looks();
standing(told);
shelf.load();
kept
  .find(table.kept, (zones) => table.act(() => zones, () => say("restored")))
  .catch(() => {})
  .finally(() => {
    kept.bar.element.dataset.looked = "yes";
  });
root.dataset.ready = "";
