// What the screen asks the server. Throws `Refused` with a sentence, `Overtaken` with who was faster, and
// what `fetch` throws, or `Away`, when there is nobody to answer.

export class Refused extends Error {}
export class Away extends TypeError {}
export class Overtaken extends Error {
  constructor(told) {
    super();
    this.told = told;
  }
}

// Whoever signs in again in another window has a new one; the page's own is the old.
const token = () =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ||
  document.querySelector("[name=csrfmiddlewaretoken]").value;

export async function ask(url, sent) {
  const options = { credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" } };
  if (sent) {
    options.method = "POST";
    options.body = JSON.stringify(sent);
    options.headers["X-CSRFToken"] = token();
    options.headers["Content-Type"] = "application/json";
  }
  const answer = await fetch(url, options);
  // The sign-in page, or a page of a proxy, is no answer.
  if (answer.status >= 500) throw new Away();
  const isOurs = !answer.redirected && answer.headers.get("Content-Type")?.includes("json");
  const told = isOurs ? await answer.json() : {};
  if (answer.status === 409) throw new Overtaken(told.overtaken);
  if (answer.ok && isOurs) return told;
  // What the server has read and does not want is not sent again; the door may open again.
  throw Object.assign(new Refused(told.error || ""), { final: answer.status === 400 });
}
