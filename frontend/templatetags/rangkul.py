"""The marks of the house in templates: icons, symbols, rings, the lane track."""

import re
from typing import Any

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from frontend.keeping import MARK, mark_of
from frontend.marks import Due, Track, lane_class, lanes_class

register = template.Library()
SYMBOLS = ("terminator", "process", "decision", "offpage", "arrow")


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon of the sprite, hidden from screen readers: words always stand beside it. `extra` adds a class."""
    return format_html(
        '<svg class="rk-i{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {extra}" if extra else "",
        static("icons.svg"),
        name,
    )


@register.simple_tag
def symbol(name: str, kind: str = "") -> SafeString:
    """One of the five symbols of the SOP AP; `kind` is "key" in a legend. Raises ValueError for another name."""
    if name not in SYMBOLS:
        raise ValueError(f"{name!r} is no symbol of the SOP AP")
    return format_html(
        '<svg class="rk-sym{}" viewBox="0 0 40 26" aria-hidden="true"><use href="{}#flow-{}"/></svg>',
        f" rk-sym--{kind}" if kind else "",
        static("icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def made_for(context: Context) -> SafeString:
    """The hidden input that says for whom a form was made; nothing on a page for nobody."""
    request = context.get("request")
    mark = mark_of(request) if request is not None else ""
    return format_html('<input type="hidden" name="{}" value="{}">', MARK, mark) if mark else SafeString("")


@register.inclusion_tag("parts/mark.html")
def mark() -> dict[str, Any]:
    """The embrace, our own mark."""
    return {}


@register.inclusion_tag("parts/ring.html")
def ring(due: Due) -> dict[str, Any]:
    """The share of the time that is used; a dotted circle where there is no deadline. Words stand beside it."""
    return {"due": due}


@register.inclusion_tag("parts/track.html")
def track(row: Track) -> dict[str, Any]:
    """One row of the track of lanes."""
    return {"row": row}


@register.simple_tag
def lane(number: int, name: str) -> SafeString:
    """A lane's name with its dot."""
    return format_html('<span class="rk-lane {}">{}</span>', lane_class(number), name)


@register.filter
def sheet_lines(printed: str | None) -> str:
    """A cell of a sheet whose list runs on in one line ("- Data pelapor - Data kesediaan"), a line for each item."""
    words = printed or ""
    return re.sub(r"\s+(?=- \S)", "\n", words) if words.lstrip().startswith("- ") else words


@register.filter
def lanes_of(count: int) -> str:
    """Class of a list of steps for that many lanes."""
    return lanes_class(count)
