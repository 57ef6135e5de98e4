"""The doors by which a report can become a case: every SOP this office works by, with the ways into it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from sop_library.models import SopVersion
from sop_library.queries import current_versions, definition_of

KEEP = "simpan"


@dataclass(frozen=True)
class Way:
    """One door of one SOP. `value` is how a form names it."""

    version: SopVersion
    door: str
    label: str
    channel: str
    first_step: str

    @property
    def value(self) -> str:
        return f"{self.version.sop.slug}/{self.door}"

    @property
    def words(self) -> str:
        """What opening a case this way begins with."""
        return _("Lewat: %(door)s. Mulai dari “%(step)s”.") % {"door": self.label, "step": self.first_step}


def ways_in() -> list[Way]:
    """Every door of the current SOPs, in the office's order. Doors that only another SOP opens are left out."""
    found: list[Way] = []
    for version in current_versions(at=timezone.now()):
        definition = definition_of(version)
        found.extend(
            Way(version, door.key, door.label, door.channel or "", definition.step(door.starts).name)
            for door in definition.doors.values()
            if not door.called
        )
    return found


def suggested(ways: list[Way], channel: str) -> frozenset[str]:
    """The doors that stand for this channel."""
    return frozenset(way.value for way in ways if channel and way.channel == channel)


def in_order(ways: list[Way], channel: str) -> list[Way]:
    """The doors that stand for this channel first, the others after them as they were."""
    first = suggested(ways, channel)
    return sorted(ways, key=lambda way: way.value not in first)
