"""What an SOP officer would look at twice. Sources: PermenPANRB 35/2012 (how an SOP AP is written), UU 27/2022 and
UU 12/2022 (consent before data, nobody turned away), and the common spine of stages."""

import re
from collections.abc import Iterator

from sop_library.checking.actors import ACTORS
from sop_library.checking.adding import advise_on_total
from sop_library.checking.asking import Trials
from sop_library.checking.findings import Finding, advice
from sop_library.conditions import All, Not, fact_tests
from sop_library.definition import Definition
from sop_library.facts import FACTS, is_consent
from sop_library.numbering import first_wrong, numbers
from sop_library.parts import STAGES, Need, Step
from sop_library.satisfying import TooManyFacts


def _(msgid: str) -> str:
    return msgid


STAGE_WORDS = {
    "intake": _("penerimaan pengaduan"),
    "identification": _("identifikasi"),
    "assessment": _("asesmen"),
    "consent": _("persetujuan (informed consent)"),
    "planning": _("rencana tindak lanjut"),
    "service": _("layanan"),
    "referral": _("rujukan"),
    "monitoring": _("pemantauan"),
    "termination": _("terminasi"),
    "reporting": _("pencatatan dan pelaporan"),
}
_IDENTITY = re.compile(
    r"\b(?:(?:e-?)?ktp|kk|nik|sim|(?<!poli )(?<!buku )kia|paspor|passport|identitas|akt[ae]|data\s+diri"
    r"|kartu\s+(?:tanda\s+penduduk|keluarga|pelajar|mahasiswa)|nomor\s+induk\s+kependudukan"
    r"|(?:buku|surat|kutipan)\s+nikah|surat\s+keterangan\s+(?:lahir|kelahiran|domisili|penduduk))\b",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^[\W\d_]+")


def advise(
    definition: Definition, *, bound: frozenset[str] = frozenset(), trials: Trials | None = None
) -> Iterator[Finding]:
    """Everything worth a second look, none of it in the way of running.

    `bound` are the steps without a lane in the source for which the office has named one. `trials` judges conditions;
    None where some of them are at fault.
    """
    worked = [(place, step) for place, step in enumerate(definition.steps) if step.worked]
    covered = {stage for _, step in worked for stage in step.stages}
    for stage in STAGES:
        if stage not in covered:
            yield advice("stage_missing", ("steps",), stage=STAGE_WORDS[stage])
    yield from _consent(definition, trials)
    labels = frozenset(column["label"] for column in definition.document.get("columns", ()))
    lanes = tuple({name for lane in definition.lanes.values() for name in (*_parts(lane.label), *_parts(lane.name))})
    for place, step in worked:
        yield from _row(definition, step, place, labels, bound)
        if _begins_with_actor(lanes, step.text):
            yield advice("subject_in_text", ("steps", place, "text"), step.key, step=step.name)
    yield from _idle_lanes(definition)
    yield from advise_on_total(definition)
    yield from _numbers(definition)


def _consent(definition: Definition, trials: Trials | None) -> Iterator[Finding]:
    early = _without_consent(definition, trials)
    rows = [(place, step) for place, step in enumerate(definition.steps) if step.worked and step.key in early]
    for place, step in rows:
        if "assessment" in step.stages:
            yield advice("consent_after_assessment", ("steps", place), step.key, step=step.name)
            break
    for place, step in rows:
        if _asks_identity(step):
            yield advice("identity_before_consent", ("steps", place, "needs"), step.key, step=step.name)
            break


def _without_consent(definition: Definition, trials: Trials | None) -> frozenset[str]:
    """The steps that a case can come to from some door before anybody was asked for consent."""
    asking = _asking(definition, trials)
    found: set[str] = set()
    edge = [door.starts for door in definition.doors.values()]
    while edge:
        step = definition.by_key.get(edge.pop())
        if step is None or step.key in found or step.key in asking:
            continue
        found.add(step.key)
        edge.extend(definition.leads_to[step.key])
    return frozenset(found)


def _asking(definition: Definition, trials: Trials | None) -> frozenset[str]:
    """The steps that ask everybody for consent: none that may be skipped, none only for some, save where several such
    leave nobody out."""
    steps = [step for step in definition.steps if "consent" in step.stages and step.worked and not step.optional]
    everybody = frozenset(step.key for step in steps if step.applies_when is None)
    some = [step.applies_when for step in steps if step.applies_when is not None]
    if trials is None or len(some) < 2:
        return everybody
    try:
        left_out = trials.holds(definition, All(tuple(Not(one) for one in some)))
    except TooManyFacts:
        left_out = True
    return everybody if left_out else frozenset(step.key for step in steps)


def _asks_identity(step: Step) -> bool:
    if step.needs:
        return any(_is_identity(need) for need in step.needs)
    return bool(_IDENTITY.search(step.printed_needs or ""))


def _is_identity(need: Need) -> bool:
    if need.type is not None:
        return need.type == "identity"
    return bool(_IDENTITY.search(need.label)) or any(_is_identity(option) for option in need.options)


def _row(
    definition: Definition, step: Step, place: int, labels: frozenset[str], bound: frozenset[str]
) -> Iterator[Finding]:
    path = ("steps", place)
    if step.kind == "decision" and len(step.outcomes) == 1:
        yield advice("decision_one_exit", path, step.key, step=step.name)
    if step.join == "all" and len(definition.leading_here[step.key]) < 2:
        yield advice("join_of_one", path, step.key, step=step.name)
    if step.unsaid and not step.lanes and step.key not in bound:
        yield advice("lane_unsaid", (*path, "lanes"), step.key, step=step.name)
    if step.outcomes and (consents := _consents_apart(step)):
        named = ", ".join(FACTS[name].label for name in consents)
        yield advice("consent_not_linked", (*path, "outcomes"), step.key, step=step.name, consents=named)
    if step.time.kind == "none":
        yield advice("time_missing", path, step.key, step=step.name)
    if not step.outputs and not step.printed_output and step.kind != "end":
        yield advice("output_missing", path, step.key, step=step.name)
    for label in step.marks:
        if labels and label not in labels:
            yield advice("mark_without_column", (*path, "marks", label), step.key, step=step.name, label=label)


def _consents_apart(step: Step) -> list[str]:
    """The consents that a step asks, and by which none of its outcomes goes."""
    asked = [*step.records, *(need.subject for need in step.needs if need.kind == "fact")]
    conditions = [one.suggested_when for one in step.outcomes if one.suggested_when is not None]
    linked = {test.fact for one in conditions for test in fact_tests(one)}
    return [name for name in dict.fromkeys(asked) if name in FACTS and is_consent(name) and name not in linked]


def _begins_with_actor(lanes: tuple[str, ...], text: str) -> bool:
    words = _LEADING.sub("", text).casefold()
    if ACTORS.match(words):
        return True
    named = (name for name in lanes if words.startswith(name)) if words.startswith(lanes) else ()
    return any(not words[len(name) : len(name) + 1].isalnum() for name in named)


def _parts(name: str) -> list[str]:
    """A lane as it is called, whole and one by one: "Pelapor/ Korban", "Kepala UPTD (Ka. UPTD)"."""
    whole = name.casefold()
    return [whole, *(part for part in map(str.strip, re.split(r"[/,()]|\bdan\b", whole)) if len(part) > 2)]


def _idle_lanes(definition: Definition) -> Iterator[Finding]:
    """Lanes in which no step stands, and of which no other lane is made: columns without a symbol.

    For an outside lane somebody inside records, in the inside lane: that one has the steps.
    """
    used = {part for lane in definition.lanes.values() for part in lane.made_of}
    readings = [step.time for step in definition.steps] + [limit.reading for limit in definition.limits]
    used |= {reading.extendable.lane for reading in readings if reading.extendable is not None}
    for step in definition.steps:
        used |= {*step.lanes, *([step.decides] if step.decides else [])}
        used |= {step.gate.override} if step.gate is not None and step.gate.override else set()
    for key, lane in definition.lanes.items():
        if key not in used and not lane.outside:
            yield advice("lane_without_step", ("lanes", key), None, lane=lane.label)


def _numbers(definition: Definition) -> Iterator[Finding]:
    rows = definition.document.get("steps", ())
    place = first_wrong(rows)
    if place is None:
        return
    step, due = definition.steps[place], (numbers(rows)[place] or "").rstrip(".)")
    code = "numbers_not_in_order" if step.number else "number_not_printed"
    yield advice(code, ("steps", place, "step"), step.key, step=step.name, printed=step.number or "", due=due)
