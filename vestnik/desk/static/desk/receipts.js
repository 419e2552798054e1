// Asks for the list again while a page of it is still being made; gives up after half a minute.
(function () {
  "use strict";
  var place = document.getElementById("receipts");
  var left = 60;
  function again() {
    var list = place.firstElementChild;
    if (!list || list.dataset.waiting !== "yes" || left-- <= 0) return;
    setTimeout(function () {
      fetch("?list", { credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.text() : null; })
        .then(function (html) { if (html !== null) place.innerHTML = html; again(); })
        .catch(again);
    }, 500);
  }
  if (place) again();
})();
