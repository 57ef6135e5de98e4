/* What the server can't do: put the focus on the faults, say that the connection is gone, and print. */
(function () {
  "use strict";
  function focusFaults(root) {
    var summary = root.querySelector(".govuk-error-summary");
    if (summary) { summary.focus(); }
  }
  function say(key) {
    var place = document.getElementById("sambungan");
    if (!place) { return; }
    place.textContent = "";
    if (!key) { return; }
    var note = document.createElement("div");
    note.className = "rk-note rk-note--wait";
    var words = document.createElement("p");
    words.textContent = place.dataset[key];
    note.appendChild(words);
    place.appendChild(note);
  }
  focusFaults(document);
  document.body.addEventListener("htmx:afterSwap", function (event) { focusFaults(event.target); });
  document.body.addEventListener("htmx:sendError", function () { say("words"); });
  document.body.addEventListener("htmx:responseError", function () { say("failed"); });
  document.body.addEventListener("htmx:afterOnLoad", function (event) { if (event.detail.successful) { say(""); } });
  document.body.addEventListener("click", function (event) {
    if (event.target.closest("[data-rk-print]")) { window.print(); }
  });
  document.documentElement.classList.add("rk-js");
})();
