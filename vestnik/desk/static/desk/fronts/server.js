// What the screen asks the server. Throws `Refused` with a sentence, `Overtaken` with who was faster.

export class Refused extends Error {}
export class Overtaken extends Error {
  constructor(told) {
    super();
    this.told = told;
  }
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

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
  const isOurs = !answer.redirected && answer.headers.get("Content-Type")?.includes("json");
  const told = isOurs ? await answer.json() : {};
  if (answer.status === 409) throw new Overtaken(told.overtaken);
  if (answer.ok && isOurs) return told;
  throw new Refused(told.error || "");
}
