// An arrangement as plain values, and what one may do with it. Nothing here touches the page.
// `shown[at]` are the ids of the stories that readers would see in zone `at`: chosen ones first.

const copy = (zones) => structuredClone(zones);

export const hasStories = (zone) => zone.kind !== "photo";

// Whether the zone shows the story because somebody chose it.
export const isChosen = (zones, at, id) => zones[at].stories.includes(id);

// Puts a story at a place of a zone. What stands before it there stays before it, by itself or not;
// in a full zone the last falls out. Answers the zones and the ids that fell out.
export function put(zones, shown, id, at, place) {
  const next = copy(zones);
  const zone = next[at];
  const was = shown[at].indexOf(id);
  if (was !== -1 && was < place) place -= 1;
  for (const one of next) one.stories = one.stories.filter((story) => story !== id);
  const here = shown[at].filter((story) => story !== id);
  const before = here.slice(0, Math.max(0, Math.min(place, zone.count - 1)));
  const after = zone.stories.filter((story) => !before.includes(story));
  const wanted = [...before, id, ...after];
  zone.stories = wanted.slice(0, zone.count);
  return { zones: next, fallen: wanted.slice(zone.count) };
}

// Takes a story out of every zone in which it was chosen.
export function out(zones, id) {
  const next = copy(zones);
  for (const zone of next) zone.stories = zone.stories.filter((story) => story !== id);
  return next;
}

// What stands in the zone stays, whatever is published: all of it is chosen now.
export function keepAll(zones, shown, at) {
  const next = copy(zones);
  const waiting = next[at].stories.filter((story) => !shown[at].includes(story));
  next[at].stories = [...shown[at], ...waiting].slice(0, next[at].count);
  return next;
}

export function moveZone(zones, from, to) {
  const next = copy(zones);
  if (to < 0 || to >= next.length) return next;
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

export function addZone(zones, at, kind, section, most) {
  const next = copy(zones);
  const count = Math.min(most, { grid: 6, list: 8, briefs: 6 }[kind] || 4);
  next.splice(at, 0, {
    id: "", kind, title: "", stories: [], count, fill: "newest", section, kinds: [],
    photo: null, caption: "",
  });
  return next;
}

export function removeZone(zones, at) {
  const next = copy(zones);
  next.splice(at, 1);
  return next;
}

export function change(zones, at, values) {
  const next = copy(zones);
  Object.assign(next[at], values);
  // Fewer places: the last of those chosen fall out.
  next[at].stories = next[at].stories.slice(0, next[at].count);
  return next;
}

// Every zone that leaves places open fills them by itself.
export function fillRest(zones) {
  const next = copy(zones);
  for (const zone of next) if (hasStories(zone) && zone.fill === "nothing") zone.fill = "newest";
  return next;
}

// Every place at which a lifted story can be put down, in the order of reading.
export function places(zones, shown) {
  const found = [];
  zones.forEach((zone, at) => {
    if (!hasStories(zone)) return;
    const most = Math.min(shown[at].length, zone.count - 1);
    for (let place = 0; place <= most; place += 1) found.push({ at, place });
  });
  return found;
}
