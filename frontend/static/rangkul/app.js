/* What the server can't do: put the focus on the faults, say so in the title, ask before typed words are left, say what did not arrive beside its button, print, close a window. */
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
  /* Words about a form stand beside its button; words about anything else at the top edge, wherever the page is. */
  function quiet() {
    document.querySelectorAll(".rk-beside").forEach(function (note) { note.remove(); });
    var place = document.getElementById("sambungan");
    if (place) { place.textContent = ""; }
  }
  function beside(sent, note) {
    quiet();
    var button = sent && sent.matches && sent.matches("form") ? sent.querySelector("button[type=submit]") : null;
    if (!button) {
      var place = document.getElementById("sambungan");
      if (place) { note.removeAttribute("role"); place.appendChild(note); }
      return;
    }
    (button.closest(".rk-row") || button).insertAdjacentElement("afterend", note);
    note.scrollIntoView({ block: "nearest" });
  }
  function say(sent, key) {
    var place = document.getElementById("sambungan");
    if (!place) { return; }
    var note = document.createElement("div"), words = document.createElement("p");
    note.className = "rk-note rk-note--soon rk-beside";
    note.setAttribute("role", "alert");
    words.textContent = place.dataset[key];
    note.appendChild(words);
    beside(sent, note);
  }
  /* An answer that leaves the page as it is. Where nothing was typed, a page of an ended session goes to the login. */
  var typed = false;
  function stay(event) {
    var xhr = event.detail.xhr, sent = event.detail.requestConfig.elt, login = xhr.getResponseHeader("Rangkul-Login");
    if (!xhr.getResponseHeader("Rangkul-Beside")) { return; }
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    if (login && !typed && !sent.matches("form[method=post]")) { window.location.assign(login); return; }
    var part = document.createElement("template");
    part.innerHTML = xhr.responseText.trim();
    beside(sent, part.content.firstElementChild);
  }
  /* The key that holds now, not the one of when the page was made: somebody may have logged in again since. */
  function key() {
    /* In production the name has a prefix; a cookie without it may be another host's. */
    var found = document.cookie.match(/(?:^|; )__Host-rangkul_csrf=([^;]+)/) || document.cookie.match(/(?:^|; )rangkul_csrf=([^;]+)/);
    return found ? decodeURIComponent(found[1]) : "";
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
  document.body.addEventListener("htmx:sendError", function (event) { say(event.detail.requestConfig.elt, "words"); });
  document.body.addEventListener("htmx:responseError", function (event) { say(event.detail.requestConfig.elt, "failed"); });
  document.body.addEventListener("htmx:afterOnLoad", function (event) { if (event.detail.successful && !event.detail.xhr.getResponseHeader("Rangkul-Beside")) { quiet(); } });
  document.body.addEventListener("htmx:beforeSwap", stay);
  document.body.addEventListener("input", function (event) { if (event.target.closest("form[method=post]")) { typed = true; } });
  document.body.addEventListener("htmx:configRequest", function (event) {
    if (event.detail.verb !== "post" || !key()) { return; }
    event.detail.headers["X-CSRFToken"] = key();
    event.detail.parameters.csrfmiddlewaretoken = key();
  });
  /* Before a page is left on which somebody typed and saved nothing, the browser asks. What goes to the server by a
     button is on its way: a sent form, or words put by while another form is filled. A telephone link leaves nothing. */
  var leaving = false;
  var LINES = "textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file]):not([type=submit])";
  function halfTyped(form) {
    var said = form.querySelector(".govuk-error-summary") || form.hasAttribute("data-rk-unsaved");
    return !form.querySelector("input[type=password]") && Array.prototype.some.call(form.querySelectorAll(LINES), function (field) {
      var words = field.value.trim();
      return said ? words !== "" : words !== field.defaultValue.trim();
    });
  }
  window.addEventListener("pageshow", function () { leaving = false; });
  window.addEventListener("beforeunload", function (event) {
    if (leaving || !Array.prototype.some.call(document.querySelectorAll("form[method=post]"), halfTyped)) { return; }
    event.preventDefault();
    event.returnValue = "";
  });
  document.body.addEventListener("htmx:beforeOnLoad", function (event) {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) { leaving = true; }
  });
  function leave() {
    leaving = true;
    window.setTimeout(function () { leaving = false; }, 1000);
  }
  document.addEventListener("submit", function (event) { if (!event.defaultPrevented) { leave(); } });
  document.addEventListener("click", function (event) {
    if (event.target.closest("a[href^='tel:'], a[href^='mailto:']")) { leave(); }
  });
  document.addEventListener("submit", function (event) {
    var held = event.target.elements.csrfmiddlewaretoken;
    if (held && key()) { held.value = key(); }
  });
  document.body.addEventListener("click", function (event) {
    if (event.target.closest("[data-rk-print]")) { window.print(); }
  });
  /* A button says what it will do: keep the report, or open a case as well. */
  function nameButtons() {
    document.querySelectorAll("[data-rk-follows]").forEach(function (button) {
      var chosen = button.form && button.form.querySelector("input[name='" + button.dataset.rkFollows + "']:checked");
      var words = !chosen ? button.dataset.openChoice : chosen.value === "simpan" ? button.dataset.keep : button.dataset.open;
      if (button.textContent !== words) { button.textContent = words; }
    });
  }
  document.body.addEventListener("change", nameButtons);
  document.body.addEventListener("htmx:afterSettle", nameButtons);
  nameButtons();
  document.documentElement.classList.add("rk-js");
})();
