// Windows of one browser tell each other which copies they are writing at this moment.
const channel = new BroadcastChannel("vestnik-kept");

// This window writes the copy of this id.
export function writes(own) {
  channel.addEventListener("message", ({ data: said }) => {
    if (said.ask) channel.postMessage({ here: own });
  });
}

// The ids of the copies that other windows are writing.
export async function elsewhere() {
  const alive = new Set();
  const hear = ({ data: said }) => said.here && alive.add(said.here);
  channel.addEventListener("message", hear);
  channel.postMessage({ ask: true });
  await new Promise((done) => setTimeout(done, 200));
  channel.removeEventListener("message", hear);
  return alive;
}

export const newWindow = () =>
  [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
