"""The facts of a case as its SOP may ask for them, read from the rows. Nothing here names a person."""

from collections.abc import Iterable, Mapping

from cases.models import Case, Consent, Finding, Incident, Person, Role
from cases.voices import agreed, voices_of
from sop_library.codes import child_bands
from sop_library.conditions import Scope, fact_tests
from sop_library.definition import Definition
from sop_library.engine.state import Pass, State
from sop_library.facts import FactValue
from tenants.current import current_office

ON_PAGES = frozenset({
    "risk", "incident.kinds", "incident.domestic", "incident.place", "incident.place_kind", "victim.sex",
    "victim.age_band", "victim.residence", "victim.domicile", "victim.place",
})  # fmt: skip
"""Facts with a column of their own, filled in on the page of the risk, of an incident, of a party."""
READ_OFF = frozenset({
    "door", "channel", "office.regency", "reporter.known", "reporter.is_victim", "victim.count", "victim.child",
    "victim.disability", "respondent.guardian",
})  # fmt: skip
"""Facts that follow from other rows where these say enough: once known, stating them again changes nothing."""


def to_state(definition: Definition, state: State, one: Pass) -> tuple[str, ...]:
    """The facts a waiting pass turns on that nothing but a statement can settle: no page, form or row sets them.

    What a shut gate found against may be stated anew. Consents are none: a person gives them (UU 27/2022 art. 20-24).
    """
    if one.wait is None or one.wait.kind not in ("facts", "gate"):
        return ()
    gate = definition.step(one.step).gate
    scope = Scope(state.facts, definition.jurisdiction)
    names = list(one.wait.facts)
    if one.wait.kind == "gate" and gate is not None:
        names += [test.fact for test in fact_tests(gate.when, scope)]
    return tuple(
        name
        for name in dict.fromkeys(names)
        if name not in ON_PAGES
        and not name.startswith("consent.")
        and (name not in state.facts or name not in READ_OFF)
    )


COARSE = ("sex", "age_band", "residence", "domicile", "presence", "disabilities", "added_at")


def _parts(case: Case) -> list[Role]:
    """Every part somebody has or had in the case, first come first; of the people only coarse columns are loaded."""
    parts = Role.objects.filter(person__case=case).select_related("person")
    columns = [f"person__{name}" for name in COARSE]
    return list(parts.only("kind", "relation", "ended_at", *columns).order_by("person__added_at", "person_id", "id"))


def _of_victims(victims: list[Person]) -> dict[str, FactValue]:
    if not victims:
        return {"victim.count": 0}
    first = victims[0]
    known = {
        "victim.age_band": first.age_band,
        "victim.sex": first.sex,
        "victim.residence": first.residence,
        "victim.domicile": first.domicile,
        "victim.place": first.presence,
    }
    facts: dict[str, FactValue] = {name: value for name, value in known.items() if value}
    facts["victim.count"] = len(victims)
    if any(victim.age_band for victim in victims):
        facts["victim.child"] = any(victim.age_band in child_bands() for victim in victims)
    if any(victim.disabilities for victim in victims):
        facts["victim.disability"] = True
    return facts


def any_domestic(said: Iterable[bool | None]) -> bool | None:
    """Whether any incident of a case happened in the household; None where it is known of none."""
    known = [domestic for domestic in said if domestic is not None]
    return any(known) if known else None


def _of_incidents(case: Case) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    kinds: set[str] = set()
    said: list[bool | None] = []
    for incident in Incident.objects.filter(case=case).only("kinds", "domestic", "place", "place_kind"):
        kinds.update(incident.kinds)
        if incident.place:
            facts.setdefault("incident.place", incident.place)
        if incident.place_kind:
            facts.setdefault("incident.place_kind", incident.place_kind)
        said.append(incident.domestic)
    if (domestic := any_domestic(said)) is not None:
        facts["incident.domestic"] = domestic
    if kinds:
        facts["incident.kinds"] = tuple(sorted(kinds))
    return facts


def _of_consents(case: Case, parts: list[Role]) -> dict[str, FactValue]:
    asked = ("kind", "given", "withdrawn_at", "person_id", "way", "note", "at")
    rows = Consent.objects.filter(case=case).order_by("at").only(*asked)
    return {f"consent.{kind}": given for kind, given in agreed(rows, voices_of(parts)).items()}


def facts_of(case: Case) -> Mapping[str, FactValue]:
    """Every fact of the case that is known now. What is not known is not in it."""
    facts: dict[str, FactValue] = {"channel": case.channel, "door": case.door, "office.regency": current_office().code}
    for name, value in Finding.objects.filter(case=case).order_by("number").values_list("name", "value"):
        if value is None:
            facts.pop(name, None)
        else:
            facts[name] = tuple(value) if isinstance(value, list) else value
    if case.risk:
        facts["risk"] = case.risk
    every = _parts(case)
    parts = [one for one in every if one.ended_at is None]
    victims = [one.person for one in parts if one.kind == Role.Kind.VICTIM]
    reporters = {one.person_id for one in parts if one.kind == Role.Kind.REPORTER}
    facts["reporter.known"] = bool(reporters)
    if reporters:
        facts["reporter.is_victim"] = bool(reporters & {one.id for one in victims})
    facts.update(_of_victims(victims))
    facts.update(_of_incidents(case))
    facts.update(_of_consents(case, every))
    relations = [one.relation for one in parts if one.kind == Role.Kind.RESPONDENT and one.relation]
    if relations:
        facts["respondent.guardian"] = "ORANG_TUA" in relations
    return facts
