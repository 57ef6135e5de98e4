"""Where the people of a case live, are, and where it happened: four separate facts, each with its source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.models import Incident, Person
from frontend.casework.wording import region_name, when_words


@dataclass(frozen=True)
class RegionLine:
    """One of the four regions. `ours`: it lies in this office's area."""

    label: str
    region: str
    source: str
    ours: bool


def regions_of(
    *, victim: Person | None, incidents: Iterable[Incident], office_code: str, now: datetime
) -> dict[str, RegionLine]:
    """Fact name -> line, for the first victim and the first incident that says where."""
    place = next((incident for incident in incidents if incident.place), None)
    said = [
        ("victim.residence", _("KTP/KK"), victim.residence if victim else "", victim.added_at if victim else None),
        ("victim.domicile", _("Domisili"), victim.domicile if victim else "", victim.added_at if victim else None),
        ("victim.place", _("Berada sekarang"), victim.presence if victim else "", victim.added_at if victim else None),
        ("incident.place", _("Tempat kejadian"), place.place if place else "", place.added_at if place else None),
    ]
    return {
        name: RegionLine(
            label=label,
            region=region_name(code) or _("Belum diketahui"),
            source=_("dicatat %(when)s") % {"when": when_words(at, now=now)} if code and at else "",
            ours=bool(code) and (code == office_code or code.startswith(f"{office_code}.")),
        )
        for name, label, code, at in said
    }


def region_lines(regions: Mapping[str, RegionLine], facts: Iterable[str]) -> tuple[RegionLine, ...]:
    """All four where any of them bears on a decision; none otherwise."""
    return tuple(regions.values()) if set(facts) & regions.keys() else ()
