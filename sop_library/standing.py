"""The office as its SOPs meet it: who holds which lane, which forms and SOPs are here, whether one head may approve."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.models import Staff
from accounts.policies import is_head
from accounts.queries import lanes_with_holders, profile
from sop_library.calling import faults_of_called
from sop_library.checking.findings import Finding
from sop_library.checking.subs import check_subs
from sop_library.checks import Standing, faults_of
from sop_library.definition import Definition, parse
from sop_library.forms import library
from sop_library.loading import check_document
from sop_library.models import FormVersion
from sop_library.queries import current_versions, sheet_definition_of


def standing_of_office(*, at: datetime, bound: Mapping[str, Sequence[str]] | None = None) -> Standing:
    """What the current office has of what an SOP may ask for, at a moment. `bound`: step -> lanes bound to it."""
    versions = [sheet_definition_of(version) for version in current_versions(at=at)]
    return Standing(
        held=frozenset(lane.key for lane in lanes_with_holders() if lane.held_by),
        bound=bound or {},
        forms=frozenset(library()) | frozenset(FormVersion.objects.values_list("key", flat=True)),
        sops={definition.sop: definition for definition in versions},
        heads=len(heads()),
    )


def heads() -> list[Staff]:
    """Everyone whose post is that of the head of the office. One of them approves; none, or several, can't."""
    office = profile()
    post = office.head_post if office else ""
    return [one for one in Staff.objects.filter(is_active=True).exclude(post="") if is_head(by=one, head_post=post)]


def faults_before_publishing(
    document: Mapping[str, Any], *, at: datetime, bound: Mapping[str, Sequence[str]] | None = None
) -> list[Finding]:
    """Everything that keeps a document from being published here: its own faults, or what the office lacks for it.

    `bound`: step -> the lanes that the office has bound to it.
    """
    own = check_document(document)
    if own:
        return [Finding("fault", one.code, tuple(one.path.split("/")), None, one.params) for one in own]
    definition = parse(document)
    return faults_of(definition, standing=standing_of_office(at=at, bound=bound)) or faults_of_called(definition, at=at)


def called_faults(definition: Definition, *, at: datetime) -> list[Finding]:
    """What keeps the SOPs that a sheet starts from running here: one isn't in force, or has no door for it, or starts
    this one again."""
    if not any(step.subs for step in definition.steps):
        return []
    around = {one.sop: one for one in map(sheet_definition_of, current_versions(at=at))}
    return list(check_subs(definition, around)) or faults_of_called(definition, at=at)
