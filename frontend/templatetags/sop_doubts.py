"""What a pasted text left open, beside the draft it became."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from frontend.sops.suggesting import steps_in, suggested
from sop_library.importing.doubts import SENTENCES, doubts_kept, read_again

register = template.Library()


@register.inclusion_tag("sops/starting/_doubts.html", takes_context=True)
def sop_doubts(context: dict[str, Any], draft: Any, *, oob: bool = False) -> dict[str, Any]:
    """The doubts that the draft's document still keeps, each with the address that takes it off.

    `oob`: they stand in for those on the page, beside whatever else was answered.
    """
    try:
        seen_at = reverse("draft_doubt", args=[draft.pk])
    except NoReverseMatch:
        seen_at = ""
    document = getattr(draft, "document", None)
    kept: Mapping[str, Any] = document if isinstance(document, Mapping) else {}
    steps = steps_in(kept) if seen_at else None
    doubts = [
        {
            "id": one["id"],
            "where": one.get("where") or "",
            "quote": one.get("quote") or "",
            "sentence": _told(one["note"]),
            "suggested": suggested(kept, one, steps=steps) if steps is not None else None,
        }
        for one in doubts_kept(document)
    ]
    shared = {name: context.get(name) for name in ("csrf_token", "request", "user")}
    return {**shared, "doubts": doubts, "seen_at": seen_at, "draft": draft, "oob": oob}


def _told(note: str) -> str:
    """A doubt's sentence in the reader's language; another note as it is written."""
    found = read_again(note)
    return note if found is None else _(SENTENCES[found[0]]) % found[1]
