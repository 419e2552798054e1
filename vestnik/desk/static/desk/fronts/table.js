// What lies on the table: the arrangement, what can be undone, what is saved. One thing after another:
// whoever acts while the picture is drawn or a draft is saved waits for its turn.
import { ask, Overtaken, Refused } from "./server.js";

const PAUSE = 1500;
const AGAIN = 8000;
const LOOK = 8000;
const MOST_UNDONE = 100;

export class Table {
  constructor(told, on) {
    Object.assign(this, { told, on, zones: told.zones, base: told.base, own: 0 });
    Object.assign(this, { shown: told.zones.map(() => []), stories: {}, itself: !told.zones.length });
    Object.assign(this, { past: [], future: [], dirty: false, overtaken: null, mark: "" });
    // What was done while nobody answered: it is drawn and saved when somebody does.
    this.waiting = null;
    this.turn = Promise.resolve();
    setInterval(() => this.look(), LOOK);
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("beforeunload", (event) => this.owes && event.preventDefault());
    for (const kind of ["online", "focus"]) addEventListener(kind, () => this.again && this.later(0));
  }

  // What is stored: nothing while the front arranges itself.
  get kept() {
    return this.itself ? [] : this.zones;
  }

  get owes() {
    return this.dirty || this.waiting !== null;
  }

  next(work) {
    this.turn = this.turn.then(work).catch((fault) => this.failed(fault));
    return this.turn;
  }

  failed(fault) {
    this.again = false;
    // What the server does not want, and what a mistake of ours has broken, is not asked for once more.
    const over = fault instanceof Refused ? fault.final : !(fault instanceof TypeError);
    if (this.waiting && over && !(fault instanceof Overtaken)) {
      this.waiting = null;
      this.on.keep(this.kept, !this.dirty);
    }
    if (fault instanceof Overtaken) {
      this.overtaken = fault.told;
      this.on.overtaken(fault.told);
    } else if (fault instanceof Refused) {
      this.on.status("refused", fault.message);
      this.on.refused();
      if (this.owes && !fault.final) this.wait("signedOut");
    } else {
      this.on.status("failed");
      if (this.owes) this.wait("offline");
      else if (!(fault instanceof TypeError)) throw fault;
    }
  }

  wait(kind) {
    this.again = true;
    this.on.away(kind);
    this.later(AGAIN);
  }

  // `make` answers the zones as they should be, or nothing; `then` is done when the picture has them.
  act(make, then = () => {}) {
    return this.next(async () => {
      if (this.waiting) return void this.on.say("waits");
      const zones = make(this);
      if (zones) await this.lay({ zones, then });
    });
  }

  async lay(wanted) {
    this.waiting = wanted;
    this.on.keep(wanted.zones, false);
    const before = this.kept;
    await this.draw(wanted.zones);
    this.waiting = null;
    this.past = [...this.past, before].slice(-MOST_UNDONE);
    this.future = [];
    this.changed();
    wanted.then(this);
  }

  undo() {
    return this.back("past", "future", "undone");
  }

  redo() {
    return this.back("future", "past", "redone");
  }

  back(from, to, word) {
    return this.next(async () => {
      if (this.waiting) return void this.on.say("waits");
      if (!this[from].length) return;
      const before = this.kept;
      await this.draw(this[from].at(-1));
      this[from] = this[from].slice(0, -1);
      this[to] = [...this[to], before];
      this.changed();
      this.on.say(word);
    });
  }

  async draw(zones) {
    const drawn = await ask(this.told.urls.draw, { zones });
    const before = this.stories;
    const { shown, stories, itself, mark } = drawn;
    Object.assign(this, { zones: drawn.zones, shown, stories, itself, mark });
    this.on.drawn(drawn.html, before);
  }

  changed() {
    this.dirty = true;
    this.on.keep(this.kept, false);
    this.on.status("unsaved");
    this.later(PAUSE);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  save(wish = "draft", at = "") {
    clearTimeout(this.timer);
    return this.next(async () => {
      // Nothing is saved over a colleague's version before somebody has decided.
      if (this.overtaken) return;
      if (this.waiting) await this.lay(this.waiting);
      clearTimeout(this.timer);
      if (wish === "draft" && !this.dirty) return void this.on.status("saved");
      this.on.status("saving");
      const { user } = this.told;
      const sent = { do: wish, at, zones: this.kept, base: this.base, own: this.own, user };
      const kept = await ask(this.told.urls.save, sent);
      Object.assign(this, { base: kept.base, own: wish === "draft" ? kept.base : 0, dirty: false });
      if (wish !== "draft") await this.draw(kept.zones);
      this.again = false;
      this.on.keep(this.kept, true);
      this.on.standing(kept);
      this.on.saved(wish, kept);
    });
  }

  // A colleague was faster: what is on the table goes on top of theirs, or theirs comes onto it.
  async decide(mine) {
    const { base } = this.overtaken;
    if (!mine) {
      this.waiting = null;
      const theirs = await ask(this.told.urls.version.replace(/0\/$/, `${base}/`));
      await this.act(() => theirs.zones);
      this.dirty = false;
      this.on.keep(this.kept, true);
      clearTimeout(this.timer);
    }
    Object.assign(this, { base, own: 0, overtaken: null });
    if (mine) this.changed();
    else this.on.status("saved");
  }

  look() {
    if (document.hidden) return;
    this.next(async () => {
      const now = await ask(this.told.urls.pulse);
      this.on.standing(now);
      if (now.base !== this.base && !this.overtaken) {
        if (this.past.length || this.future.length || this.waiting) throw new Overtaken(now);
        // Nobody has begun here: theirs is simply what is seen.
        const theirs = await ask(this.told.urls.version.replace(/0\/$/, `${now.base}/`));
        await this.draw(theirs.zones);
        this.base = now.base;
        this.on.say("theirs", now);
        return;
      }
      if (this.waiting) this.later(0);
      else if (now.mark !== this.mark) await this.draw(this.kept);
    });
  }
}
