"""Who of the lanes that sign a step has signed, and whether the signatures suffice."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from cases.models import StepPass
from sop_library.definition import Definition
from sop_library.engine.demands import needs_signatures, signatures_missing, signed_by
from sop_library.parts import Lane, Step


@dataclass(frozen=True)
class SignRow:
    """A lane that must sign, and who did. `signed_at`: when the last of the `wanted` signatures was given."""

    lane: Lane
    signed_by: str
    signed_at: datetime | None
    mine: bool
    given: int
    wanted: int


def sign_rows(definition: Definition, step: Step, row: StepPass, *, held: Set[str]) -> tuple[SignRow, ...]:
    """The lanes that sign a pass, for whoever holds the lanes `held`; none where one person completes it alone."""
    if not needs_signatures(definition, step):
        return ()
    who = {sign.lane: (sign.by.name, sign.at) for sign in row.sign_offs.all()}
    missing = set(signatures_missing(definition, step, frozenset(who)))
    return tuple(_row(definition, key, who, held=held, missing=key in missing) for key in step.lanes)


def _row(
    definition: Definition, key: str, who: dict[str, tuple[str, datetime]], *, held: Set[str], missing: bool
) -> SignRow:
    lane, acting = definition.lanes[key], definition.acting_for[key]
    given = sorted((who[one] for one in acting if one in who), key=lambda sign: sign[1])
    able = acting & held
    if lane.quorum > 1:
        able -= who.keys()
    return SignRow(
        lane=lane, signed_by=", ".join(name for name, _at in given),
        signed_at=given[-1][1] if len(given) >= lane.quorum else None, mine=missing and bool(able), given=len(given),
        wanted=lane.quorum,
    )  # fmt: skip


def enough(definition: Definition, step: Step, row: StepPass, *, held: frozenset[str]) -> bool:
    """Whether the signatures suffice once somebody who holds the lanes `held` completes the step."""
    if not needs_signatures(definition, step):
        return True
    signed = frozenset(sign.lane for sign in row.sign_offs.all())
    return not signatures_missing(definition, step, signed | signed_by(definition, step, held))
