"""The requirements of a case for its screens: of an open step what is there, of a done one what it lacks still."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.each_victim import Asked, Victim, asked_of, is_asked_each, key_of, noted_of
from cases.models import FilledForm, RequirementSeen, StepPass
from cases.versions import StepWords, needs_of
from sop_library.conditions import Scope, evaluate
from sop_library.definition import Definition
from sop_library.facts import FactValue
from sop_library.parts import Need

Noted = Mapping[Asked, RequirementSeen]


class _Wanted:
    """What a requirement is called by, of the case or of one victim."""

    need: Need
    victim: Victim | None

    @property
    def key(self) -> str:
        """The key by which it is handed in, and by which it is said to have come."""
        return key_of(self.need.key, self.victim.person.pk if self.victim else None)

    @property
    def label(self) -> str:
        """What it is, and whose where it is asked of several."""
        return self.victim.label(self.need) if self.victim else self.need.label


@dataclass(frozen=True)
class NeedRow(_Wanted):
    """A requirement: there (`seen`), promised (`owed`), or neither. `applies` None: an unknown fact decides.

    `victim`: of whom it is asked, where the sheet asks it of each.
    """

    need: Need
    seen: bool
    owed: bool
    applies: bool | None
    form: FilledForm | None = None
    victim: Victim | None = None


@dataclass(frozen=True)
class ShortRow(_Wanted):
    """A requirement that a step was completed without: `promised` to follow, or merely not there yet.

    `came_at`: when somebody said that it is there now.
    """

    step_pass: StepPass
    need: Need
    promised: bool
    came_at: datetime | None = None
    victim: Victim | None = None


def form_key(definition: Definition, name: str | None) -> str | None:
    """The key of the form that a sheet calls so; None for none."""
    if name is None:
        return None
    return definition.forms[name].form if name in definition.forms else name


def need_rows(
    row: StepPass, need: Need, *, definition: Definition, forms: Mapping[str, FilledForm],
    facts: Mapping[str, FactValue], scope: Scope, victims: Sequence[Victim],
) -> Iterator[NeedRow]:  # fmt: skip
    """A requirement of an open step, once for each of whom it is asked."""
    noted = noted_of(row.requirements.all(), victims)
    key = form_key(definition, need.subject) if need.kind == "form" else None
    form = forms.get(key) if key else None
    known = need.kind == "fact" and need.subject in facts
    applies = True if need.when is None else evaluate(need.when, scope)
    for victim in asked_of(need, victims):
        here = noted.get((need.key, victim.person.pk if victim else None))
        yield NeedRow(
            need=need,
            seen=form is not None or known or (here is not None and not here.owed),
            owed=here is not None and here.owed,
            applies=applies,
            form=form,
            victim=victim,
        )


def short_rows(
    rows: Iterable[StepPass], words: StepWords, *, filled: Collection[str], scope: Scope, victims: Sequence[Victim]
) -> tuple[tuple[ShortRow, ...], tuple[ShortRow, ...]]:
    """What done passes were completed without: what did not come since, and what somebody said came.

    `filled`: the forms of the case. Of a form that was filled meanwhile nobody has to say that it came.
    """
    short: list[ShortRow] = []
    came: list[ShortRow] = []
    for row in rows:
        noted = noted_of(row.requirements.all(), victims)
        for need in needs_of(words.step_of(row)):
            if is_asked_each(need) and victims:
                _of_each(row, need, noted, scope, victims, short, came)
                continue
            here, lacking = noted.get((need.key, None)), row.engine.get("lacking", ())
            promised = here is not None and here.owed
            if here is not None and not here.owed and need.key in (*row.engine.get("owed", ()), *lacking):
                came.append(ShortRow(row, need, need.key in row.engine.get("owed", ()), here.at))
            there = need.kind == "form" and form_key(words.definition_for(row), need.subject) in filled
            if not there and (promised or (need.key in lacking and here is None)):
                short.append(ShortRow(row, need, promised))
    return tuple(short), tuple(came)


def _of_each(
    row: StepPass, need: Need, noted: Noted, scope: Scope, victims: Sequence[Victim],
    short: list[ShortRow], came: list[ShortRow],
) -> None:  # fmt: skip
    """Of a done pass what each victim of now lacks: one who was added later has brought nothing."""
    traced = any(key == need.key for key, _whom in noted)
    traced = traced or need.key in (*row.engine.get("owed", ()), *row.engine.get("lacking", ()))
    asked = row.status == StepPass.Status.DONE and not row.former
    asked = asked and (traced or need.when is None or evaluate(need.when, scope) is True)
    for victim in victims:
        here = noted.get((need.key, victim.person.pk))
        if here is None:
            short += [ShortRow(row, need, promised=False, victim=victim)] if asked else []
        elif here.owed:
            short.append(ShortRow(row, need, promised=True, victim=victim))
        elif row.done_at is not None and here.at > row.done_at:
            came.append(ShortRow(row, need, promised=False, came_at=here.at, victim=victim))
