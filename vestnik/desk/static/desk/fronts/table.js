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
    // Arrangements that were sent and of which no answer came, with what was wished of each.
    Object.assign(this, { unanswered: new Map(), isAway: false });
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
      this.isAway = !this.owes;
      this.on.status(this.owes ? "failed" : "away");
      if (this.owes) this.wait("offline");
      else if (!(fault instanceof TypeError)) throw fault;
    }
  }

  version(id) {
    return ask(this.told.urls.version.replace(/0\/$/, `${id}/`));
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
    this.isAway = false;
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
      const kept = await this.send(wish, at);
      if (!kept) return;
      this.unanswered.clear();
      Object.assign(this, { base: kept.base, own: wish === "draft" ? kept.base : 0, dirty: false });
      if (wish !== "draft") await this.draw(kept.zones);
      this.again = false;
      this.on.keep(this.kept, true);
      this.on.standing(kept);
      this.on.saved(wish, kept);
    });
  }

  // Nothing where an earlier sending turns out to have come through: then that goes on, or is all.
  async send(wish, at) {
    const { user } = this.told;
    const sent = { do: wish, at, zones: this.kept, base: this.base, own: this.own, user };
    try {
      return await ask(this.told.urls.save, sent);
    } catch (fault) {
      if (fault instanceof Overtaken) {
        if (!(await this.isOwn(fault.told))) throw fault;
        if (this.dirty || wish !== "draft") this.save(wish, at);
        return undefined;
      }
      if (!fault.final) this.unanswered.set(JSON.stringify(sent.zones), wish);
      // A draft is sent again by itself. Readers get nothing by itself: the table may be half changed by then.
      if (wish !== "draft" && !fault.final) {
        this.dirty = true;
        this.on.say("unpublished");
      }
      throw fault;
    }
  }

  // What was sent may have come through though its answer was lost: then the newest version is one's own.
  async isOwn({ base }) {
    if (!this.unanswered.size) return false;
    const came = JSON.stringify((await this.version(base)).zones);
    const wish = this.unanswered.get(came);
    if (!wish) return false;
    this.unanswered.clear();
    Object.assign(this, { base, own: wish === "draft" ? base : 0 });
    this.dirty = came !== JSON.stringify(this.kept);
    this.on.keep(this.kept, !this.dirty);
    if (this.dirty) this.on.status("unsaved");
    else this.on.saved("draft", {});
    if (wish !== "draft") this.on.say("came");
    return true;
  }

  // A colleague was faster: what is on the table goes on top of theirs, or theirs comes onto it.
  async decide(mine) {
    if (!this.overtaken) return;
    const { base } = this.overtaken;
    if (!mine) {
      // Until theirs is seen nothing is decided: else the next save would cover it.
      const waited = this.waiting;
      this.waiting = null;
      if (!(await this.bring(base))) {
        this.waiting = waited;
        this.on.keep(waited ? waited.zones : this.kept, false);
        this.on.say("unanswered");
        return;
      }
      this.dirty = false;
      this.on.keep(this.kept, true);
      clearTimeout(this.timer);
    }
    Object.assign(this, { base, own: 0, overtaken: null });
    if (mine) this.changed();
    else this.on.status("saved");
  }

  // Puts a version on the table; answers whether it lies there.
  async bring(id) {
    let zones;
    let lies = false;
    await this.next(async () => {
      ({ zones } = await this.version(id));
    });
    if (zones)
      await this.act(
        () => zones,
        () => (lies = true),
      );
    // What came and cannot be drawn yet waits, and says so.
    else this.on.say("unanswered");
    return lies;
  }

  look() {
    if (document.hidden) return;
    this.next(async () => {
      const now = await ask(this.told.urls.pulse);
      if (this.isAway) {
        this.isAway = false;
        this.on.status("");
      }
      const own = now.base !== this.base && !this.overtaken && (await this.isOwn(now));
      this.on.standing(now);
      if (!own && now.base !== this.base && !this.overtaken) {
        if (this.past.length || this.future.length || this.waiting) throw new Overtaken(now);
        // Nobody has begun here: theirs is simply what is seen.
        const theirs = await this.version(now.base);
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
