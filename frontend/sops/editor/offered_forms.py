"""The forms that Rangkul has, offered by what they are about, and what is asked in the one that was chosen."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.sops.editor.fields import Pick
from frontend.sops.editor.shapes import Drawn, Near
from sop_library.forms import library

HEADINGS, LABELS = 3, 12
"""So many headings say what a form is about, so many questions what is asked in it."""


def form_names() -> dict[str, str]:
    """The forms that Rangkul has: key to title, with the headings of its first parts."""
    found = {}
    for key, form in library().items():
        headings = list(dict.fromkeys(group.heading for group in form.groups if group.heading))[:HEADINGS]
        found[key] = f"{form.title} ({', '.join(headings)})" if headings else form.title
    return found


def asked_in(key: str) -> str:
    """How much a form asks and what first; nothing for one that is not there."""
    form = library().get(key)
    if form is None:
        return ""
    labels = [field.label for field in form.fields]
    said = ngettext("%(number)s isian: %(labels)s.", "%(number)s isian: %(labels)s.", len(labels))
    shown = ", ".join(labels[:LABELS])
    rest = len(labels) - LABELS
    if rest > 0:
        shown = _("%(labels)s, dan %(number)s lagi") % {"labels": shown, "number": rest}
    return said % {"number": len(labels), "labels": shown}


@dataclass(frozen=True)
class FormPick(Pick):
    """One of those forms, with what is asked in it."""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """The list, and under it what the chosen form asks; both are drawn again once another is chosen."""
        drawn = super().draw(at, value, near)
        chosen = Drawn("hidden", f"{at}-shown", value=drawn.value)
        return Drawn("group", at, inner=(drawn, chosen), hint=asked_in(drawn.value))
