"""What a form or a step states goes to the row that owns it; only a fact that no row holds is kept as a finding."""

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db.models import JSONField, Value

from accounts.models import Staff
from cases.giving import CONSENT, giver_of, of_others, said_before, times_of
from cases.models import Case, Consent, Correction, FilledForm, Finding, Incident, Person, Role
from cases.operations import consents, incidents, people, reasons
from cases.operations.events import append
from cases.operations.incidents import IncidentData
from cases.operations.parties import keep_parties
from cases.people import PersonData
from sop_library.facts import FactValue
from sop_library.forms import FormDefinition, from_document, stated_facts

RISK, KINDS = "risk", "incident.kinds"
OF_VICTIM = {
    "victim.sex": "sex",
    "victim.age_band": "age_band",
    "victim.residence": "residence",
    "victim.domicile": "domicile",
    "victim.place": "presence",
}
DECIDED = frozenset({"sex", "age_band", "residence", "domicile"})
"""What a form does not change where it is recorded otherwise; where somebody is now is as new as who says it last."""
OF_INCIDENT = {"incident.domestic": "domestic", "incident.place": "place", "incident.place_kind": "place_kind"}
REGIONS = frozenset({"victim.residence", "victim.domicile", "victim.place", "incident.place"})
REGENCY = re.compile(r"[0-9]{2}\.[0-9]{2}")
NOTHING: Mapping[str, FactValue] = MappingProxyType({})


def _has_a_row(name: str, value: FactValue) -> bool:
    """Whether a column holds the fact. A region column holds a regency; a province or "abroad" stays a finding."""
    if name in REGIONS:
        return bool(REGENCY.fullmatch(str(value)))
    return name in (RISK, KINDS) or name in OF_VICTIM or name in OF_INCIDENT


def keep_answers(
    *, case: Case, definition: FormDefinition, answers: Mapping[str, Any], replaced: FilledForm | None,
    by: Staff, at: datetime,
) -> None:  # fmt: skip
    """Keep what the answers of a form state: consents as consent rows, facts where they belong. The case is locked.

    What the replaced answers stated and these don't is taken back: a consent given by them is withdrawn, unless it
    may be of somebody who is no victim any more: withdrawn it would be a no, perhaps of another. What both say
    of a consent was said then, and is not said again: withdrawn since, it stays withdrawn. So it does where only whose
    word it was is put right: the consent of then becomes the other's word, no newer than it was said. Consents that
    nobody gave who may are none.
    """
    said = stated_facts(definition, answers)
    earlier = stated_facts(from_document(replaced.form.definition), replaced.answers) if replaced else {}
    giver = giver_of(case, answers)
    if giver is None:
        said = {name: value for name, value in said.items() if not name.startswith(CONSENT)}
    before, times = said_before(case, replaced), times_of(replaced)
    other = replaced is not None and giver != giver_of(case, replaced.answers)
    for name, value in said.items():
        if giver is None or not name.startswith(CONSENT):
            continue
        if before.get(name) == value:
            if other:
                consents.ascribe(
                    case=case, kind=name.removeprefix(CONSENT), recorded_at=times, giver=giver,
                    source=f"formulir {definition.key}", by=by, at=at,
                )  # fmt: skip
        else:
            consent = Consent(
                case=case, kind=name.removeprefix(CONSENT), given=bool(value), person=giver.person, way=giver.way,
                at=at, by=by,
            )  # fmt: skip
            consent.note = giver.because or None
            if consent.kind == Consent.Kind.REFERRAL:  # other offices may have to hear of it
                consents.say(consent, by=by, at=at)
            else:
                consent.save(force_insert=True)
    void = of_others(case, replaced) if replaced is not None else set()
    for name in sorted(earlier.keys() - said.keys()):
        kind = name.removeprefix(CONSENT)
        if name.startswith(CONSENT) and kind not in void:
            consents.take_back(case=case, kind=kind, recorded_at=times, by=by, at=at)
    keep(
        case=case,
        said={name: value for name, value in said.items() if not name.startswith(CONSENT)},
        earlier={name: value for name, value in earlier.items() if not name.startswith(CONSENT)},
        source=f"formulir {definition.key}", asks=True, by=by, at=at,
    )  # fmt: skip
    keep_parties(case=case, definition=definition, answers=answers, by=by, at=at)


def keep(
    *, case: Case, said: Mapping[str, FactValue], source: str, by: Staff, at: datetime,
    earlier: Mapping[str, FactValue] = NOTHING, asks: bool = False,
) -> None:  # fmt: skip
    """Write stated facts (checked values, no consents) where they belong. The case must be locked by the caller.

    `source` is the reason a Correction gives where something else stood ("formulir asesmen"). `earlier`: what the
    answers that these replace had stated; what they stated and these don't is forgotten where it still stands. A risk
    stays rated until it is rated again: the level that stood and that a form began with, left as it was, rates nothing.
    `asks`: who the victim is stays as it is recorded, unless the replaced answers said it, until somebody decides
    (`cases.stated.differing`).
    """
    of_rows = {name: value for name, value in said.items() if _has_a_row(name, value)}
    gone = {name: value for name, value in earlier.items() if name not in said}
    _keep_findings(case=case, said={n: v for n, v in said.items() if n not in of_rows}, gone=gone, by=by, at=at)
    risk = str(of_rows.get(RISK, ""))
    if risk and risk != earlier.get(RISK, case.risk):
        incidents.rate(case=case, risk=risk, by=by, at=at)
    _keep_on_incident(case=case, said=of_rows, earlier=earlier, gone=gone, source=source, by=by, at=at)
    _keep_on_victim(case=case, said=of_rows, gone=gone, earlier=earlier if asks else None, source=source, by=by, at=at)


def _keep_findings(
    *, case: Case, said: Mapping[str, FactValue], gone: Mapping[str, FactValue], by: Staff, at: datetime
) -> None:
    for name, value in said.items():
        Finding.objects.create(case=case, name=name, value=value, at=at, by=by)
    for name, value in gone.items():
        newest = Finding.objects.filter(case=case, name=name).order_by("-number").first()
        if newest is not None and newest.value == (list(value) if isinstance(value, tuple) else value):
            Finding.objects.create(case=case, name=name, value=Value(None, JSONField()), at=at, by=by)


def _changes(
    row: Person | Incident, columns: Mapping[str, str], said: Mapping[str, FactValue], gone: Mapping[str, FactValue]
) -> dict[str, Any]:
    """Column -> new value; a column that still says what is gone becomes unknown."""
    new: dict[str, Any] = {column: said[name] for name, column in columns.items() if name in said}
    for name, column in columns.items():
        if name in gone and getattr(row, column) == gone[name]:
            new[column] = None if isinstance(gone[name], bool) else ""
    return {column: value for column, value in new.items() if getattr(row, column) != value}


def _write(
    *, row: Person | Incident, changes: Mapping[str, Any], event: str, source: str, by: Staff, at: datetime
) -> None:
    """Put the changes on the row; a Correction keeps whatever stood there, empty and without a reason where nothing."""
    if not changes:
        return
    corrections = []
    because = None
    for column, value in changes.items():
        stood = getattr(row, column)
        known = stood not in ("", None, [])
        if known:
            because = because or reasons.of_correction(case=row.case, words=source, by=by, at=at)
        correction = Correction(
            case=row.case, table=row._meta.db_table, row_id=row.id, field=column, because=because if known else None,
            at=at, by=by,
        )  # fmt: skip
        correction.before = str(tuple(stood) if isinstance(stood, list) else stood) if known else ""
        corrections.append(correction)
        setattr(row, column, value)
    Correction.objects.bulk_create(corrections)
    row.save(update_fields=list(changes))
    append(case=row.case, kind=event, by=by, at=at, fields=sorted(changes))


def _keep_on_incident(
    *, case: Case, said: Mapping[str, FactValue], earlier: Mapping[str, FactValue], gone: Mapping[str, FactValue],
    source: str, by: Staff, at: datetime,
) -> None:  # fmt: skip
    rows = list(Incident.objects.select_for_update().filter(case=case))
    kinds, earlier_kinds = set(_codes(said.get(KINDS))), set(_codes(earlier.get(KINDS)))
    if not rows:
        known: dict[str, Any] = {column: said[name] for name, column in OF_INCIDENT.items() if name in said}
        data = IncidentData(kinds=tuple(sorted(kinds)), **known)
        if not data.is_empty():
            incidents.add_without_event(case=case, data=data, at=at)
            append(case=case, kind="incident_added", by=by, at=at)
        return
    first = rows[0]
    first.case = case
    changes = _changes(first, OF_INCIDENT, said, gone)
    elsewhere = {kind for row in rows[1:] for kind in row.kinds}
    wanted = (set(first.kinds) - (earlier_kinds - kinds)) | (kinds - elsewhere)
    if wanted != set(first.kinds):
        changes["kinds"] = sorted(wanted)
    _write(row=first, changes=changes, event="incident_corrected", source=source, by=by, at=at)


def _codes(value: FactValue | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _keep_on_victim(
    *, case: Case, said: Mapping[str, FactValue], gone: Mapping[str, FactValue],
    earlier: Mapping[str, FactValue] | None, source: str, by: Staff, at: datetime,
) -> None:  # fmt: skip
    """`earlier`: what the replaced answers stated; None for a step, whose word counts at once."""
    victims = Person.objects.filter(case=case, roles__kind=Role.Kind.VICTIM, roles__ended_at=None)
    first = victims.select_for_update(of=("self",)).order_by("added_at", "id").first()
    if first is None:
        known: dict[str, Any] = {column: said[name] for name, column in OF_VICTIM.items() if name in said}
        data = PersonData(**known)
        if not data.is_empty():
            people.add_without_event(case=case, data=data, roles={Role.Kind.VICTIM.value: ""}, at=at)
            append(case=case, kind="person_added", by=by, at=at, roles=[Role.Kind.VICTIM.value])
        return
    first.case = case
    changes = _changes(first, OF_VICTIM, said, gone)
    if first.birth_date:
        changes.pop("age_band", None)
    if earlier is not None:
        for name, column in OF_VICTIM.items():
            stood = getattr(first, column)
            if column in DECIDED and name in said and stood and stood != earlier.get(name):
                changes.pop(column, None)
    _write(row=first, changes=changes, event="person_corrected", source=source, by=by, at=at)
