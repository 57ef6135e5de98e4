/* A form that saves itself: what the server has taken counts as saved, so that leaving the page asks nothing for it. */
(function () {
  "use strict";
  var sent = new WeakMap();
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
    if (!values || !event.detail.successful) { return; }
    values.forEach(function (value, field) { field.defaultValue = value; });
  });
  /* What was just typed is saved before anything is taken back: it is the last change. */
  document.body.addEventListener("change", function (event) {
    var form = saving(event.target.form);
    if (form) { form.rkWaits = true; }
  });
  document.body.addEventListener("htmx:beforeRequest", function (event) {
    if (saving(event.detail.elt)) { event.detail.elt.rkWaits = false; }
  });
  document.addEventListener("submit", function (event) {
    var form = event.target.id === "balik" ? document.getElementById("isian") : null;
    if (form && form.rkWaits) { form.requestSubmit(); }
  }, true);
})();
