// Copies of what is being written, in this browser's own database. Each belongs to one user.
const NAME = "vestnik-kept";
const STORE = "copies";
const DAY = 24 * 60 * 60 * 1000;
// How long a copy stays: of what the server has too, and of what it has not.
const AGE = { saved: 2 * DAY, unsaved: 30 * DAY };
const MOST = 60;

let opening;

function database() {
  opening ??= new Promise((done, failed) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: "id" }).createIndex("user", "user");
    };
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  // Forbidden or full now may be allowed in a moment: the next copy asks anew.
  opening.catch(() => {
    opening = undefined;
  });
  return opening;
}

async function work(mode, ask) {
  const transaction = (await database()).transaction(STORE, mode);
  const request = ask(transaction.objectStore(STORE));
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done(request?.result);
    transaction.onabort = transaction.onerror = () => failed(transaction.error);
  });
}

// Write a copy: {id, user, story, at, base, title, entries, saved}.
export const keep = (copy) => work("readwrite", (store) => store.put(copy));

export const forget = (id) => work("readwrite", (store) => store.delete(id));

// All copies of one user, newest first.
export async function copiesOf(user) {
  const found = await work("readonly", (store) => store.index("user").getAll(user));
  return found.sort((one, other) => other.at - one.at);
}

// Remove what is too old or too much, and what others who work at this browser have saved.
export async function tidy(user) {
  const all = await work("readonly", (store) => store.getAll());
  all.sort((one, other) => other.at - one.at);
  const now = Date.now();
  for (const [place, copy] of all.entries()) {
    const age = AGE[copy.saved ? "saved" : "unsaved"];
    if (place >= MOST || now - copy.at > age || (copy.saved && copy.user !== user)) {
      await forget(copy.id);
    }
  }
}
