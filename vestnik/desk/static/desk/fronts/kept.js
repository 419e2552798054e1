// What lies on the table and is not saved stays in this browser too, through a crash, a dead server, an
// expired sign-in; whoever opens the front again chooses.
import { copiesOf, keep, tidy } from "../kept_copies.js";
import { Bar, moment } from "../kept_bar.js";
import { elsewhere, newWindow, writes } from "../kept_windows.js";

export class Kept {
  constructor(told, place) {
    Object.assign(this, { told, id: `${told.user}:${newWindow()}`, trouble: "" });
    this.bar = new Bar(place, told.kept);
    writes(this.id);
  }

  // The table's arrangement as it is now, or what it should become when the server answers.
  write(zones, saved) {
    const { user, front } = this.told;
    const copy = { id: this.id, user, story: front, at: Date.now(), saved, title: "" };
    const entries = [["zones", JSON.stringify(zones)]];
    return keep({ ...copy, entries }).catch(() => this.bar.show("unkept", {}));
  }

  // `kind`: "offline", "signedOut".
  away(kind) {
    this.trouble = kind;
    this.bar.show(kind, {}, { links: { signIn: this.told.signIn } });
  }

  back() {
    if (!this.trouble) return;
    this.trouble = "";
    this.bar.show("back", {}, { passing: true });
  }

  // Copies that no window is writing and the server does not have, one after another.
  async find(zones, take) {
    await tidy(this.told.user);
    const alive = await elsewhere();
    const known = JSON.stringify(zones);
    for (const one of await copiesOf(this.told.user)) {
      if (one.saved || one.story !== this.told.front || one.id === this.id) continue;
      if (alive.has(one.id)) continue;
      const done = () => keep({ ...one, saved: true });
      const text = one.entries[0][1];
      if (text === known) await done();
      else return this.offer(one, { done, take: () => take(JSON.parse(text)), zones, again: take });
    }
  }

  offer(one, { done, take, zones, again }) {
    const actions = {
      restore: async () => {
        this.bar.hide();
        await take();
        // On the table it is this window's, and kept as such.
        await done();
      },
      leave: async () => {
        await done();
        this.bar.hide();
        this.find(zones, again);
      },
    };
    this.bar.show("found", { at: moment(one.at) }, { actions });
  }
}
