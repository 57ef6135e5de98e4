"""Where the people of a case live, are, and where it happened: four separate facts, each with its source."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Correction, Incident, Person
from frontend.casework.whose import who_mended
from frontend.casework.wording import region_name, when_words

FIELDS = ("residence", "domicile", "presence", "place")


@dataclass(frozen=True)
class RegionLine:
    """One of the four regions. `ours`: it lies in this office's area."""

    label: str
    region: str
    source: str
    ours: bool
    missing: str = ""


def regions_of(
    *, victim: Person | None, incidents: Iterable[Incident], office_code: str, now: datetime
) -> dict[str, RegionLine]:
    """Fact name -> line, for the first victim and the first incident that says where."""
    incidents = list(incidents)
    place = next((incident for incident in incidents if incident.place), None)
    said = [
        ("victim.residence", _("KTP/KK"), victim, "residence"),
        ("victim.domicile", _("Domisili"), victim, "domicile"),
        ("victim.place", _("Berada sekarang"), victim, "presence"),
        ("incident.place", _("Tempat kejadian"), place, "place"),
    ]
    mended = _mended([row for row in (victim, place) if row is not None])
    return {
        name: RegionLine(
            label=label,
            region=region_name(code) or _("Belum diketahui"),
            source=_source(row, mended.get((row.pk, field)), now=now) if row is not None and code else "",
            missing="" if code else _filled_at(victim, incidents, field),
            ours=bool(code) and (code == office_code or code.startswith(f"{office_code}.")),
        )
        for name, label, row, field in said
        for code in (getattr(row, field) if row is not None else "",)
    }


def _filled_at(victim: Person | None, incidents: Iterable[Incident], field: str) -> str:
    """The page on which a region that is not known is written down; "" where nobody is recorded to whom it belongs."""
    if field == "place":
        incident = next(iter(incidents), None)
        return reverse("incident", args=[incident.case_id, incident.pk]) if incident is not None else ""
    return reverse("person", args=[victim.case_id, victim.pk]) if victim is not None else ""


def _mended(rows: Iterable[Person | Incident]) -> dict[tuple[uuid.UUID, str], Correction]:
    """(row, field) -> the last time somebody filled or corrected that region. One query."""
    last = Correction.objects.filter(row_id__in=[row.pk for row in rows], field__in=FIELDS)
    found = last.select_related("by").only("row_id", "field", "at", "there", "by__name").order_by("at")
    return {(one.row_id, one.field): one for one in found}


def _source(row: Person | Incident, mended: Correction | None, *, now: datetime) -> str:
    """When a region was recorded, and by whom where somebody did so after the row was made."""
    if mended is None:
        return _("dicatat %(when)s") % {"when": when_words(row.added_at, now=now, inside=True)}
    when = when_words(mended.at, now=now, inside=True)
    return _("dicatat %(when)s, %(who)s") % {"when": when, "who": who_mended(mended)}


def region_lines(regions: Mapping[str, RegionLine], facts: Iterable[str]) -> tuple[RegionLine, ...]:
    """All four where any of them bears on a decision; none otherwise."""
    return tuple(regions.values()) if set(facts) & regions.keys() else ()
