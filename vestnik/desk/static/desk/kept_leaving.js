// Signing out clears this browser's copies of what the one who leaves has written.
import { copiesOf, forget } from "./kept_copies.js";

const { alive, logout } = document.getElementById("kept-leaving").dataset;

document.addEventListener(
  "submit",
  async (event) => {
    if (new URL(event.target.action, location.href).pathname !== logout) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      const { user, leaving } = await (await fetch(alive, { cache: "no-store" })).json();
      const copies = await copiesOf(user);
      if (copies.some((copy) => !copy.saved) && !window.confirm(leaving)) return;
      await Promise.all(copies.map((copy) => forget(copy.id)));
    } catch {
      // Nobody is signed in any more, or the browser keeps no copies.
    }
    HTMLFormElement.prototype.submit.call(event.target);
  },
  true,
);
