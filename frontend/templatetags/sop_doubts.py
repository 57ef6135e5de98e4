"""What a pasted text left open, beside the draft it became."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from sop_library.importing.doubts import doubts_kept

register = template.Library()


@register.inclusion_tag("sops/starting/_doubts.html", takes_context=True)
def sop_doubts(context: dict[str, Any], draft: Any) -> dict[str, Any]:
    """The doubts that the draft's document still keeps, each with the address that takes it off."""
    try:
        seen_at = reverse("draft_doubt", args=[draft.pk])
    except NoReverseMatch:
        seen_at = ""
    doubts = [
        {"id": one["id"], "where": one.get("where") or "", "quote": one.get("quote") or "", "sentence": _(one["note"])}
        for one in doubts_kept(getattr(draft, "document", None))
    ]
    shared = {name: context.get(name) for name in ("csrf_token", "request", "user")}
    return {**shared, "doubts": doubts, "seen_at": seen_at, "draft": draft}
