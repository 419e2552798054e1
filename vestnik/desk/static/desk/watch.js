// Asks what is late and which notices wait, on every page of the newsroom, and says it at its top.
(function () {
  "use strict";
  // At the door nobody may be told anything; an answer would begin a session beside that of who signs in.
  if (document.body.classList.contains("login")) return;
  const address = document.querySelector("script[data-desk-watch]").dataset.deskWatch;
  const PAUSE = 15000;
  const title = document.title;
  let bar = null;
  let shown = "";

  function element(kind, className, text) {
    const made = document.createElement(kind);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function link(text, url, className) {
    const made = element("a", className || "", text);
    made.href = url;
    return made;
  }

  function row(line) {
    const made = element("li", "");
    if (line.title) made.append(link(line.title, line.url));
    if (line.title && line.text) made.append(" – ");
    made.append(line.text);
    if (line.again) made.append(" ", link(line.again, line.againUrl, "desk-alarm-again"));
    return made;
  }

  // What is late, then what is wrong with the press.
  function alarm(told) {
    const box = element("div", "desk-alarm");
    box.setAttribute("role", "alert");
    [[told.alarm, told.lines], [told.trouble, told.troubles]].forEach(function (part) {
      if (!part[0]) return;
      const list = element("ul", "desk-alarm-list");
      list.append(...part[1].map(row));
      box.append(element("strong", "desk-alarm-head", part[0]), list);
    });
    return box;
  }

  function show(told) {
    const now = JSON.stringify(told);
    if (now === shown) return;
    shown = now;
    const wrong = told.alarm || told.trouble;
    document.title = wrong ? "⚠ " + title : title;
    if (bar) bar.remove();
    bar = null;
    if (!wrong && !told.notices) return;
    bar = element("div", "desk-watch");
    if (wrong) bar.append(alarm(told));
    if (told.notices) bar.append(link(told.notices, told.noticesUrl, "desk-watch-notices"));
    const main = document.getElementById("main");
    if (main) main.prepend(bar);
  }

  function ask() {
    if (document.hidden) return;
    fetch(address, { credentials: "same-origin", redirect: "manual", headers: { Accept: "application/json" } })
      .then(function (answer) {
        const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
        return answer.ok && json ? answer.json() : null;
      })
      .then(function (told) { if (told) show(told); })
      .catch(function () { /* The line is down: what was said last stays. */ });
  }

  document.addEventListener("visibilitychange", ask);
  setInterval(ask, PAUSE);
  ask();
})();
