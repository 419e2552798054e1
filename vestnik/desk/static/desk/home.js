// Keeps the desk true without a reload: asks every few seconds whether anything has happened, and
// changes only the panels that are different, so that focus, selection and scrolling stay.
const EVERY = 4000;
const SLOWEST = 60000;

const place = document.getElementById("desk");
const words = document.querySelector("[data-desk-live]");
let mark = place.dataset.mark;
let wait = EVERY;
let timer = 0;
let asking = false;
let front = "";

function say(sentence) {
  if (words.textContent !== sentence) words.textContent = sentence;
}

// What had the focus has it again: found by its address, in the panel where it was.
function swap(old, fresh) {
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  const href = held && held.getAttribute("href");
  const texts = new Set([...old.querySelectorAll(".desk-lines a")].map((a) => a.textContent));
  old.replaceChildren(...fresh.childNodes);
  for (const link of old.querySelectorAll(".desk-lines a")) {
    if (!texts.has(link.textContent)) link.closest("li").classList.add("desk-new");
    if (href !== null && link.getAttribute("href") === href) link.focus({ preventScroll: true });
  }
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const names = (root) => [...root.querySelectorAll(".desk-panel")].map((panel) => panel.id);
  if (names(fresh).join() !== names(document).join()) {
    place.replaceChildren(...fresh.body.childNodes);
    return;
  }
  for (const panel of fresh.querySelectorAll(".desk-panel")) {
    const old = document.getElementById(panel.id);
    // The frame is the reader's page itself; it is looked after below.
    if (panel.querySelector("[data-desk-front]")) continue;
    if (old.innerHTML !== panel.innerHTML) swap(old, panel);
  }
}

// The front is loaded again only when its bytes have changed.
async function lookAtFront() {
  const frame = document.querySelector("[data-desk-front] iframe");
  if (!frame) return;
  const answer = await fetch("/", { cache: "no-cache", credentials: "omit" });
  const page = await answer.text();
  if (front && page !== front && frame.contentWindow) {
    const top = frame.contentWindow.scrollY;
    frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
    frame.contentWindow.location.reload();
  }
  front = page;
}

async function ask() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const headers = { "If-None-Match": `"${mark}"`, "X-Requested-With": "XMLHttpRequest" };
    const answer = await fetch(place.dataset.pulse, { headers, cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      say(words.dataset.out);
      wait = SLOWEST;
    } else if (answer.status === 304 || answer.ok) {
      say("");
      wait = EVERY;
      if (answer.ok) {
        show(await answer.text());
        mark = answer.headers.get("ETag").replace(/^W\/|"/g, "");
        await lookAtFront();
      }
    } else {
      throw new Error(String(answer.status));
    }
  } catch {
    say(words.dataset.lost);
    wait = Math.min(wait * 2, SLOWEST);
  }
  asking = false;
  again();
}

function again() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, wait);
}

function moveNow() {
  const day = document.querySelector(".desk-day");
  if (!day) return;
  const { starts, ends } = day.dataset;
  const part = (100 * (Date.now() / 1000 - starts)) / (ends - starts);
  if (part < 0 || part > 100) return;
  const line = day.querySelector(".desk-now");
  line.setAttribute("x1", `${part}%`);
  line.setAttribute("x2", `${part}%`);
  day.querySelector(".desk-past").setAttribute("width", `${part}%`);
}

document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
window.addEventListener("online", () => { wait = EVERY; ask(); });
setInterval(moveNow, 20000);
lookAtFront().catch(() => {});
again();
