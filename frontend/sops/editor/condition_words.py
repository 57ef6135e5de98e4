"""Conditions told in words: what nests too deep for the form is shown so, and kept."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from frontend.sops.editor.shapes import as_dict, as_list, as_text
from sop_library.conditions import OPERATORS
from sop_library.facts import FACTS, value_words

AREAS = ("regency", "province")


def area_words(area: str) -> str:
    """A region as it is spoken of in a condition."""
    if area == "regency":
        return _("kabupaten/kota ini")
    return _("provinsi ini") if area == "province" else _("wilayah %(code)s") % {"code": area}


def told(condition: Any, outcomes: Mapping[str, str]) -> str:
    """A condition as a sentence part; the document's own words where it is no condition. `outcomes`: key to label."""
    found = as_dict(condition)
    if "all" in found or "any" in found:
        joint = _(" dan ") if "all" in found else _(" atau ")
        parts = [told(part, outcomes) for part in as_list(found.get("all", found.get("any")))]
        return joint.join(f"({part})" if _joined(part) and len(parts) > 1 else part for part in parts)
    if "not" in found:
        return _("tidak benar bahwa %(what)s") % {"what": told(found["not"], outcomes)}
    if "jurisdiction" in found:
        return _("termasuk wilayah layanan")
    if "outcome" in found:
        key = as_text(found["outcome"])
        return _("hasil langkah ini “%(outcome)s”") % {"outcome": outcomes.get(key, key)}
    return _test(found)


def _joined(part: str) -> bool:
    return _(" dan ") in part or _(" atau ") in part


def _test(found: Mapping[str, Any]) -> str:
    fact = as_text(found.get("fact"))
    label = _(FACTS[fact].label) if fact in FACTS else fact or "…"
    operator = next((name for name in OPERATORS if name in found), "")
    value = found.get(operator)
    if operator == "known":
        return (_("%(fact)s belum diketahui") if value is False else _("%(fact)s sudah diketahui")) % {"fact": label}
    values = [value_said(fact, one) for one in (value if isinstance(value, list) else [value])]
    words = {
        "is": "%(fact)s: %(value)s",
        "in": _("%(fact)s salah satu dari %(value)s"),
        "at_least": _("%(fact)s paling sedikit %(value)s"),
        "at_most": _("%(fact)s paling banyak %(value)s"),
        "within": _("%(fact)s di %(value)s"),
    }.get(operator, "%(fact)s")
    if operator == "within":
        values = [area_words(as_text(value))]
    return words % {"fact": label, "value": ", ".join(values)}


def value_said(fact: str, value: Any) -> str:
    """A value as the list of its fact calls it."""
    if fact in FACTS and FACTS[fact].type == "region":
        return area_words(as_text(value))
    return _(value_words(fact, value)) if fact in FACTS and isinstance(value, str | bool) else as_text(value)
