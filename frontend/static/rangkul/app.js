/* What the server can't do: put the focus on the faults, say so in the title, say that the connection is gone, print, close a window. */
(function () {
  "use strict";
  function focusFaults(root) {
    var summary = root.querySelector(".govuk-error-summary");
    if (summary) { summary.focus(); }
  }
  function markTitle() {
    var place = document.getElementById("sambungan");
    if (!place) { return; }
    var mark = place.dataset.faults + " ";
    var bare = document.title.replace(mark, "");
    document.title = document.querySelector(".govuk-error-summary") ? mark + bare : bare;
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
  function timeWindows() {
    document.querySelectorAll("[data-rk-reopened]").forEach(function (form) {
      var panel = form.closest("[data-rk-closed]"), place = panel.previousElementSibling;
      place.rkUntil = Date.now() + Number(form.dataset.rkReopened) * 1000;
      form.removeAttribute("data-rk-reopened");
      panel.hidden = true;
      place.hidden = false;
      var first = place.querySelector("input:not([type=hidden]), select, textarea");
      if (first) { first.focus(); }
    });
    document.querySelectorAll("[data-rk-closes]").forEach(function (place) {
      if (!place.rkUntil) { place.rkUntil = Date.now() + Number(place.dataset.rkCloses) * 1000; }
    });
  }
  function closeWindows() {
    document.querySelectorAll("[data-rk-closes]").forEach(function (place) {
      if (place.hidden || !place.rkUntil || Date.now() < place.rkUntil) { return; }
      place.hidden = true;
      place.nextElementSibling.hidden = false;
      place.nextElementSibling.focus();
    });
  }
  timeWindows();
  window.setInterval(closeWindows, 1000);
  document.addEventListener("visibilitychange", closeWindows);
  document.body.addEventListener("htmx:afterSettle", timeWindows);
  focusFaults(document);
  document.body.addEventListener("htmx:afterSwap", function (event) { focusFaults(event.target); markTitle(); });
  document.body.addEventListener("htmx:sendError", function () { say("words"); });
  document.body.addEventListener("htmx:responseError", function () { say("failed"); });
  document.body.addEventListener("htmx:afterOnLoad", function (event) { if (event.detail.successful) { say(""); } });
  document.body.addEventListener("click", function (event) {
    if (event.target.closest("[data-rk-print]")) { window.print(); }
  });
  document.documentElement.classList.add("rk-js");
})();
