/* Put into every page before its own scripts: what a tester's eyes would do. It changes nothing on the page. */
(function () {
  "use strict";
  var settled = 0, underway = 0, leaving = false;
  document.addEventListener("htmx:afterSettle", function () { settled += 1; });
  document.addEventListener("htmx:beforeSend", function () { underway += 1; });
  document.addEventListener("htmx:afterRequest", function () { underway -= 1; });
  document.addEventListener("htmx:beforeOnLoad", function (event) {
    if (event.detail.xhr.getResponseHeader("HX-Redirect")) { leaving = true; }
  });
  document.addEventListener("securitypolicyviolation", function (event) {
    console.error("CSP: " + event.violatedDirective + " " + event.blockedURI + " " + (event.sample || ""));
  });

  var PROPERTIES = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderTopColor", "borderTopWidth",
    "backgroundColor", "textDecorationLine", "textDecorationThickness", "color"];

  function look(element, pseudo) {
    var style = getComputedStyle(element, pseudo);
    return PROPERTIES.map(function (name) { return style[name]; }).join("|");
  }

  /* Where a focus can show: the control itself, and the label that is drawn in its stead. */
  function looks(element) {
    var seen = [look(element, null), look(element, "::before"), look(element, "::after")];
    var label = element.labels && element.labels[0];
    if (label) { seen.push(look(label, null), look(label, "::before"), look(label, "::after")); }
    return seen.join("||");
  }

  function plain(text) { return (text || "").replace(/\s+/g, " ").trim(); }

  function spoken(element) {
    if (!element) { return ""; }
    var copy = element.cloneNode(true);
    copy.querySelectorAll("[aria-hidden=true]").forEach(function (part) { part.remove(); });
    return plain(copy.textContent);
  }

  function group(element) {
    var around = element.closest("fieldset");
    var legend = around && around.querySelector("legend");
    return spoken(legend);
  }

  /* The address of the form around it. */
  function within(element) {
    var form = element.form || element.closest("form");
    return form ? form.getAttribute("action") || location.pathname : "";
  }

  function inWindow(element) {
    var box = element.getBoundingClientRect();
    return box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  }

  /* Whether what has the focus is hidden under something that stays where it is, such as the bar at the bottom. */
  function covered(element) {
    var box = element.getClientRects()[0];
    if (!box || !box.width || !box.height) { return false; }
    var label = element.labels && element.labels[0];
    return [0.1, 0.5, 0.9].every(function (share) {
      var top = document.elementFromPoint(box.left + box.width * share, box.top + box.height / 2);
      return !top || !(element.contains(top) || (label && label.contains(top)));
    });
  }

  var last = null;

  window.journey = {
    state: function () {
      return performance.timeOrigin + ":" + settled + ":" + (leaving || underway ? "busy" : document.readyState);
    },

    /* What has the focus now, and whether the focus before it could be seen: it must look otherwise without it. */
    focus: function () {
      var invisible = "";
      if (last && last.element.isConnected && last.element !== document.activeElement && looks(last.element) === last.looks) {
        invisible = last.words;
      }
      var element = document.activeElement;
      last = null;
      if (!element || element === document.body || element === document.documentElement) {
        return { tag: "", invisible: invisible };
      }
      var label = element.labels && element.labels[0];
      var words = plain(element.getAttribute("aria-label")) || spoken(label) || spoken(element) || element.name || "";
      last = { element: element, looks: looks(element), words: element.tagName.toLowerCase() + " " + words };
      return {
        tag: element.tagName.toLowerCase(), kind: element.type || "", name: element.name || "", words: words,
        group: group(element), value: element.value === undefined ? "" : String(element.value),
        checked: !!element.checked, form: within(element),
        id: element.id, href: element.getAttribute("href") || "", invisible: invisible,
        chosen: element.name && element.form && element.type === "radio"
          ? !!element.form.querySelector("input[name='" + CSS.escape(element.name) + "']:checked") : false,
        within: inWindow(element), covered: covered(element),
        options: element.tagName === "SELECT" ? Array.prototype.map.call(element.options, function (one) { return plain(one.text); }) : []
      };
    },
    has: function (element) { return element === document.activeElement; }
  };
})();
