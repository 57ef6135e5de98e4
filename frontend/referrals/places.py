"""Where a referred case would go on here, by every SOP of the office, told from the stage it has reached elsewhere.

The file opens with acceptance; before it only the stage is known, so this is what it looks like from outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frontend.casework.timeline import step_title
from frontend.casework.wording import stage_words
from referrals import placing
from sop_library.models import SopVersion
from sop_library.parts import STAGES
from sop_library.queries import current_versions, definition_of


@dataclass(frozen=True)
class Place:
    """One SOP: where the case would begin, which stages count as done, and where else it may begin."""

    version: SopVersion
    step: str
    stages: tuple[str, ...]
    steps: list[tuple[str, str]]

    @property
    def value(self) -> str:
        """How a form names it."""
        return str(self.version.sop.slug)

    @property
    def name(self) -> str:
        """The SOP's name."""
        return str(self.version.sop.name)

    @property
    def words(self) -> str:
        """What accepting by this SOP begins with."""
        begins = _("Kira-kira mulai di %(step)s.") % {"step": self.step}
        if not self.stages:
            return begins
        done = ", ".join(stage_words(stage).lower() for stage in self.stages)
        return _("%(begins)s Dianggap selesai: %(done)s.") % {"begins": begins, "done": done}


def places_for(minimum: Mapping[str, Any]) -> list[Place]:
    """Every current SOP of the office, as the stage in the minimum places the case; the furthest along first."""
    done = _done_before(str(minimum.get("stage", "")))
    return places_by({"steps": [{"stages": done, "status": "done"}]})


def places_by(file: Mapping[str, Any]) -> list[Place]:
    """Every current SOP of the office, as a file places the case; the furthest along first."""
    found = []
    for version in current_versions(at=timezone.now()):
        definition = definition_of(version)
        if all(door.called for door in definition.doors.values()):
            continue
        proposed = placing.place(file=file, definition=definition)
        steps = placing.choices(definition=definition, door=proposed.door)
        titles = [(f"{version.sop.slug}/{one.key}", capfirst(step_title(definition, one.key))) for one in steps]
        found.append(Place(version, step_title(definition, proposed.step), proposed.stages, titles))
    return sorted(found, key=lambda place: -len(place.stages))


def _done_before(stage: str) -> list[str]:
    keys = list(STAGES)
    return keys[: keys.index(stage)] if stage in keys else []
