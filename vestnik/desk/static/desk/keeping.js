// Keeps a copy of what is being written in this browser, and says plainly what has become of it:
// kept, found again, waiting for the server or for a sign-in, written over by nobody.
import { copiesOf, forget, keep, tidy } from "./kept_copies.js";
import { Bar, moment } from "./kept_bar.js";
import { elsewhere, newWindow, writes } from "./kept_windows.js";
import { beforeSending } from "./sending.js";

const panel = document.getElementById("keeping");
const data = JSON.parse(document.getElementById("keeping-data").textContent);
const form = panel.closest("form");
const field = (name) => form.elements.namedItem(name);
const bar = new Bar(form, data.words);

// Milliseconds after an edit until it is in the copy; Draftail tells its text a little later.
const PAUSES = [300, 900];
const OVERLOOKED = 2500;
const SOONEST = 2000;
const LATEST = 15000;
// A server that answers and does not take the text: how often it gets the text before that is said.
const TRIES = 2;
const RARELY = 60000;
const SENT = "vestnik-kept-sent";
const OURS = new Set(["csrfmiddlewaretoken", "kept_window"]);
const ABOUT = /^(loaded_revision_|kept_|next$)/;
// Which version Wagtail's own form of a page began from: a copy goes on top of the newest.
const BEGAN = /^(loaded|overwrite)_revision_/;

field("kept_window").value ||= newWindow();

const own = `${data.user}:${field("kept_window").value}`;
let touched = false;
let last = "";
// What stands in the copy, and whether this browser refuses to keep one.
let written = "";
let unkept = false;
let posting = [];
let refusals = 0;
let edits = 0;
let sent = 0;
let trouble = "";
let late = "";
let wait = SOONEST;
let timer;
let overlooked;

// A page of the tree has its number before the word, and is new below another one.
const number = () => (data.page ? /\/(\d+)\/edit\// : /\/edit\/(\d+)\//).exec(form.action)?.[1];
const fresh = data.page ? `page:${new URL(form.action).pathname}` : "new";
const story = () => (number() ? `${data.page ? "page:" : ""}${number()}` : fresh);
const controller = () =>
  window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave");

function entries() {
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !OURS.has(name),
  );
}

const print = (list) => JSON.stringify(list.filter(([name]) => !ABOUT.test(name)));

function copy(saved) {
  const list = entries();
  return {
    id: own,
    user: data.user,
    story: story(),
    at: Date.now(),
    base: field("kept_base").value,
    title: (field("headline") ?? field("title"))?.value ?? "",
    entries: list,
    saved,
  };
}

// The copy is written where anything has changed since it was written last.
async function capture() {
  if (!touched) return;
  const now = print(entries());
  if (now !== last) {
    last = now;
    edits += 1;
    clearTimeout(overlooked);
    overlooked = setTimeout(save, OVERLOOKED);
  }
  if (now !== written) await put(false, now);
}

async function put(saved, now) {
  const before = unkept;
  written = now;
  try {
    await keep(copy(saved));
    unkept = false;
  } catch {
    // The next look at the form tries again, also when nothing has changed.
    written = "";
    unkept = true;
  }
  if (unkept === before) return;
  if (trouble) tell();
  else if (unkept) bar.show("unkept", {});
  else if (bar.kind === "unkept") bar.hide();
}

// What stands in the way of saving. Of a copy the bar speaks only where this browser keeps one.
function tell({ what = trouble, loud = false } = {}) {
  const kind = unkept && `${what}Unkept` in data.words ? `${what}Unkept` : what;
  const actions = { merge, download: () => bar.download(copy(false), data.words.file) };
  bar.show(kind, { who: late }, { links: { signIn: data.signIn }, actions, loud });
}

// Wagtail takes what is typed in the first second for what was there, and does not save it by itself.
function save() {
  if (edits === sent || trouble) return;
  controller()?.save(new CustomEvent("keeping:overlooked"));
}

let pauses = [];
function noticed() {
  pauses.forEach(clearTimeout);
  pauses = PAUSES.map((pause) => setTimeout(capture, pause));
}

function touch() {
  if (touched) return;
  last = written = print(entries());
  touched = true;
}

for (const kind of ["keydown", "pointerdown", "focusin", "paste", "drop"]) {
  form.addEventListener(kind, touch, true);
}
for (const kind of ["input", "change", "keyup", "click", "paste", "drop"]) {
  form.addEventListener(kind, noticed, true);
}
document.addEventListener("w-unsaved:add", noticed);
document.addEventListener("visibilitychange", capture);
window.addEventListener("pagehide", capture);
writes(own);

// What the server answers to the editor's own saving.

document.addEventListener("w-autosave:save", () => {
  touched ||= true;
  capture();
  sent = edits;
  posting = entries();
});

// Before Wagtail looks at the form as it now is: else it takes this for an edit, and saves once more.
document.addEventListener(
  "w-autosave:success",
  ({ detail }) => {
    const saved = detail.data?.revision_id;
    if (saved) field("kept_base").value = saved;
  },
  true,
);

// Whether the form is what was sent, but for the fields that the server has filled in itself.
function isAsSent(filled) {
  const own = (list) => print(list.filter(([name]) => !(name in filled)));
  return own(posting) === own(entries());
}

document.addEventListener("w-autosave:success", async ({ detail }) => {
  disarm();
  refusals = 0;
  if (trouble) {
    trouble = "";
    wait = SOONEST;
    bar.show("back", {}, { passing: true });
  }
  // What was typed while it was being saved is in no copy yet.
  if (!isAsSent(detail.data?.field_updates ?? {})) return capture();
  if (edits === sent) {
    last = print(entries());
    await put(true, last);
  }
});

document.addEventListener("w-autosave:error", ({ detail }) => {
  capture();
  if (detail.type === "invalid_revision") {
    // Of a page Wagtail says so itself, and asks before anything is written over.
    if (data.page) return;
    trouble = "late";
    late = detail.text;
    tell();
  } else if (["network_error", "server_error"].includes(detail.type)) {
    refusals = detail.type === "server_error" ? refusals + 1 : 0;
    trouble ||= "offline";
    look();
  }
});

// What stands between the text and the server: "" for nothing.
async function ask() {
  let answer;
  try {
    answer = await fetch(data.alive, { redirect: "manual", cache: "no-store" });
  } catch {
    return "offline";
  }
  if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return "signedOut";
  if (!answer.ok) return "offline";
  const { user, token } = await answer.json().catch(() => ({}));
  if (user !== data.user) return "other";
  // Whoever has signed in again in another window has another token.
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((one) => {
    one.value = token;
  });
  if (window.wagtailConfig) window.wagtailConfig.CSRF_TOKEN = token;
  return "";
}

async function look({ type } = {}) {
  clearTimeout(timer);
  if (!trouble || trouble === "late") return;
  const found = await ask();
  if (found) {
    trouble = found;
    refusals = 0;
    tell();
  } else if (refusals >= TRIES && type !== "again") {
    trouble = "refused";
    tell();
  } else {
    const saving = controller();
    if (!saving) return;
    saving.activeValue = true;
    saving.save(new CustomEvent("keeping:again"));
  }
  clearTimeout(timer);
  timer = setTimeout(look, wait, { type: "again" });
  wait = Math.min(wait * 1.5, trouble === "refused" ? RARELY : LATEST);
}
for (const kind of ["online", "focus"]) window.addEventListener(kind, look);

// A button of the form is pressed: only when the server is there and knows who presses it.
beforeSending(2, "[data-edit-form] button[type=submit]", async (button) => {
  if (button.form !== form) return true;
  await capture();
  const found = await ask();
  if (found) {
    trouble = found;
    tell({ loud: true });
    clearTimeout(timer);
    timer = setTimeout(look, wait, { type: "again" });
    return false;
  }
  if (touched) sessionStorage.setItem(SENT, JSON.stringify([own, location.pathname]));
  return true;
});

// Wagtail warns that saving overwrites what somebody else has saved: a story is merged.
function disarm() {
  if (data.page) return;
  document
    .querySelectorAll("[data-w-session-w-dialog-outlet]")
    .forEach((one) => one.removeAttribute("data-w-session-w-dialog-outlet"));
}

function leave() {
  window.addEventListener("w-unsaved:confirm", (event) => event.preventDefault());
}

async function merge() {
  await capture();
  const found = await ask();
  if (found) return tell({ what: found });
  leave();
  HTMLFormElement.prototype.submit.call(form);
}

// A copy that the server does not have: from before a crash, a dead server, an expired sign-in.

function post(address, list) {
  const token = field("csrfmiddlewaretoken").value;
  const body = new FormData();
  list.forEach(([name, value]) => body.append(name, value));
  body.set("csrfmiddlewaretoken", token);
  return fetch(address, { method: "POST", body });
}

function restore(found) {
  const sending = document.createElement("form");
  sending.method = "post";
  sending.action = form.action;
  sending.hidden = true;
  const kept = found.entries.filter(([name]) => !data.page || !BEGAN.test(name));
  const list = [...kept, ["csrfmiddlewaretoken", field("csrfmiddlewaretoken").value]];
  for (const [name, value] of [...list, ["kept_window", field("kept_window").value]]) {
    const input = document.createElement("textarea");
    input.name = name;
    input.value = value;
    sending.append(input);
  }
  document.body.append(sending);
  leave();
  sending.submit();
}

// What a copy has that the server has not; nothing where the server does not say.
async function differenceOf({ entries: list }) {
  if (data.page && !number()) return { differs: true, summary: "", html: "" };
  const answer = await post(data.compare.replace("/0/", `/${number() ?? "new"}/`), list);
  return answer.ok ? answer.json() : null;
}

async function find() {
  await tidy(data.user);
  const [posted, from] = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
  sessionStorage.removeItem(SENT);
  // What was new when it was sent is this only where the sending led here: after a list it is another.
  const led = document.referrer && new URL(document.referrer).pathname === from;
  const isNew = (one) => (data.page ? one.story.startsWith("page:/") : one.story === "new");
  const alive = await elsewhere();
  const mine = (one) =>
    one.story === story() || (led && one.id === posted && isNew(one) && number());
  const waiting = (await copiesOf(data.user)).filter(
    (one) => !one.saved && one.id !== own && !alive.has(one.id) && mine(one),
  );
  for (const one of waiting.slice(0, 8)) {
    const difference = await differenceOf(one);
    if (!difference) continue;
    if (!difference.differs) {
      await keep({ ...one, saved: true });
      continue;
    }
    const done = async () => {
      await keep({ ...one, saved: true });
      bar.hide();
      find();
    };
    return bar.show(
      "found",
      { at: moment(one.at), summary: difference.summary, html: difference.html, title: one.title },
      {
        actions: {
          restore: () => restore(one),
          leave: done,
          download: () => bar.download(one, data.words.file),
        },
      },
    );
  }
}

disarm();
find()
  .catch(() => {})
  .finally(() => {
    // The copies have been looked through: what the bar shows now is all there is to show.
    bar.element.dataset.looked = "yes";
  });
