/* A form that saves itself: what the server has taken counts as saved, so that leaving the page asks nothing for it. */
(function () {
  "use strict";
  var sent = new WeakMap();
  /* A refusal is shown like any answer, so htmx calls it successful. */
  function taken(event) { return event.detail.xhr.status >= 200 && event.detail.xhr.status < 400; }
  function fields(form) {
    return form.querySelectorAll("textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox])");
  }
  function saving(form) { return form && form.matches && form.matches("form[data-rk-autosave]") ? form : null; }
  document.body.addEventListener("htmx:beforeRequest", function (event) {
    var form = saving(event.detail.elt), values = new Map();
    if (!form) { return; }
    fields(form).forEach(function (field) { values.set(field, field.value); });
    sent.set(event.detail.xhr, values);
  });
  document.body.addEventListener("htmx:afterRequest", function (event) {
    var values = sent.get(event.detail.xhr);
    if (!values || !taken(event)) { return; }
    values.forEach(function (value, field) { field.defaultValue = value; });
  });
  /* What was just filled in is saved before anything else happens: a link, a button, what is taken back. Where it could
     not be saved, before the press or by it, the page stays and says why; pressed again, it goes on. */
  var then = null;
  document.body.addEventListener("change", function (event) {
    var form = saving(event.target.form);
    if (form) { form.rkWaits = true; form.rkRefused = false; }
  });
  document.body.addEventListener("htmx:beforeRequest", function (event) {
    var form = saving(event.detail.elt);
    if (form) { form.rkWaits = false; form.rkAsking = event.detail.xhr; }
  });
  document.body.addEventListener("htmx:afterRequest", function (event) {
    var form = saving(event.detail.requestConfig.elt), go = then;
    if (!form || form.rkAsking !== event.detail.xhr) { return; }
    form.rkAsking = null;
    if (form.rkWaits && form.isConnected) { return; }
    then = null;
    form.rkRefused = !taken(event) && !go;
    if (go && taken(event)) { window.setTimeout(go, 0); }
  });
  function unsaved() {
    var form = document.querySelector("form[data-rk-autosave]");
    return form && (form.rkWaits || form.rkAsking || form.rkRefused) ? form : null;
  }
  function toFault(form) {
    var mark = form.querySelector("[name^=faulty-]"), place = mark && mark.closest(".rk-f");
    var field = place && (place.querySelector("[aria-invalid=true]") || place.querySelector("textarea, select, input:not([type=hidden])"));
    if (field) { field.focus(); }
  }
  function first(event, go) {
    var form = unsaved();
    if (!form) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!form.rkWaits && !form.rkAsking) {
      form.rkRefused = false;
      toFault(form);
      return;
    }
    then = go;
    if (form.rkWaits) { form.requestSubmit(); }
  }
  /* The page may be drawn anew meanwhile: the same link or button is the one of that name. A form that has none goes
     with what was written in it, wherever it stood. */
  function anew(element) {
    var now = element.isConnected ? element : element.id && document.getElementById(element.id);
    if (!now && element.tagName === "FORM") {
      element.hidden = true;
      document.body.appendChild(element);
    }
    return now || element;
  }
  /* What is being written beside what saves itself stays where that is drawn anew. */
  document.body.addEventListener("htmx:oobBeforeSwap", function (event) {
    fields(event.detail.target).forEach(function (field) {
      var now = field.id && field.value !== field.defaultValue && event.detail.fragment.querySelector("#" + CSS.escape(field.id));
      if (now && !saving(field.form)) { now.value = field.value; }
    });
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href]");
    if (!link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    if (link.getAttribute("href").charAt(0) === "#") { return; }
    first(event, function () { anew(link).click(); });
  }, true);
  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (saving(form)) { return; }
    first(event, function () {
      var now = anew(form), by = button && anew(button);
      now.requestSubmit(by && by.form === now ? by : null);
    });
  }, true);
  window.addEventListener("pagehide", function () {
    var form = unsaved();
    if (form && form.rkWaits) {
      window.fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, headers: { "HX-Request": "true" } });
    }
  });
})();
