"""What a case was worked under: the version of its SOP now, those before a move, and each pass its own.

Keys of steps, doors, limits and forms that rows and events hold are read here, never in the version of now alone: after
a move a key may be gone, or mean another step.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from cases.models import Case, Event, StepPass
from sop_library.definition import Definition
from sop_library.models import SopVersion
from sop_library.parts import Limit, Need, Outcome, Step
from sop_library.queries import definition_of


@dataclass(frozen=True)
class StepWords:
    """Every version a case ever ran under. `earlier`: (number of the event by which it moved on, version), in order."""

    now: SopVersion
    earlier: tuple[tuple[int, SopVersion], ...] = ()

    def at(self, number: int) -> Definition:
        """What the SOP of the case said when the event of this number was appended; a move, what it says since."""
        return definition_of(next((version for until, version in self.earlier if number < until), self.now))

    def of(self, event: Event) -> Definition:
        """What the SOP of the case said when an event of it happened."""
        return self.at(event.number)

    def step_of(self, row: StepPass) -> Step | None:
        """The step that a pass is of, in the words it was worked under; None where its version knows no such key."""
        version = next((one for one in self.versions if one.pk == row.version_id), self.now)
        return definition_of(version).by_key.get(row.worked_as or row.step)

    def definition_for(self, row: StepPass) -> Definition:
        """The whole sheet that a pass was worked under."""
        return definition_of(next((one for one in self.versions if one.pk == row.version_id), self.now))

    def limit(self, key: str) -> Limit | None:
        """A time limit by its key, as the newest version that has one said it; None for none."""
        found = (limit for definition in self.definitions for limit in definition.limits if limit.key == key)
        return next(found, None)

    def form_label(self, form: str) -> str | None:
        """What the newest version that uses a form calls it; None where none does."""
        uses = (use for definition in self.definitions for use in definition.forms.values())
        return next((use.label for use in uses if use.form == form), None)

    @property
    def versions(self) -> tuple[SopVersion, ...]:
        """Newest first, each once."""
        found = {version.pk: version for version in (self.now, *(one for _until, one in reversed(self.earlier)))}
        return tuple(found.values())

    @property
    def definitions(self) -> Iterator[Definition]:
        """What each version says, newest first."""
        return (definition_of(version) for version in self.versions)


def words_for(case: Case) -> StepWords:
    """The versions of a case; no query where it never moved."""
    return words_for_all([case])[case.pk]


def words_for_all(cases: Iterable[Case]) -> Mapping[UUID, StepWords]:
    """Case -> its versions; one query where any of them moved, else none."""
    cases = list(cases)
    keys = {UUID(key) for case in cases for key, _until in case.earlier}
    found = {
        one.pk: one for one in SopVersion.objects.filter(pk__in=keys).select_related("sop").defer("definition")
    } if keys else {}  # fmt: skip
    return {
        case.pk: StepWords(case.version, tuple((until, found[UUID(key)]) for key, until in case.earlier))
        for case in cases
    }


def step_of(row: StepPass) -> Step | None:
    """The step that a pass is of, in the version it was worked under; None where that knows no such key.

    One row at a time: who reads many of one case asks `words_for(case).step_of`.
    """
    return definition_of(_version_of(row)).by_key.get(row.worked_as or row.step)


def sheet_of(row: StepPass) -> Definition:
    """The sheet that a pass was worked under."""
    return definition_of(_version_of(row))


def _version_of(row: StepPass) -> SopVersion:
    return row.case.version if row.version_id == row.case.version_id else row.version


def outcomes_of(row: StepPass, step: Step | None) -> tuple[Outcome, ...]:
    """The outcomes that were chosen in a pass."""
    found = (step.outcome(key) for key in row.outcomes) if step is not None else ()
    return tuple(one for one in found if one is not None)


def needs_of(step: Step | None) -> tuple[Need, ...]:
    """The requirements of a step; none of a step that nobody knows."""
    return step.needs if step is not None else ()
