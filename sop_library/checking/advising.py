"""What an SOP officer would look at twice. Sources: PermenPANRB 35/2012 (how an SOP AP is written), UU 27/2022 and
UU 12/2022 (consent before data, nobody turned away), and the common spine of stages."""

from collections.abc import Iterator
from datetime import timedelta

from sop_library.checking.findings import Finding, advice
from sop_library.definition import Definition
from sop_library.durations import Duration
from sop_library.parsing import parse_time
from sop_library.parts import STAGES, Need, Step, TimeReading


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
_IDENTITY_WORDS = ("ktp", "kk", "identitas", "nik", "akte", "akta")


def advise(definition: Definition) -> Iterator[Finding]:
    """Everything worth a second look, none of it in the way of running."""
    worked = [(place, step) for place, step in enumerate(definition.steps) if step.worked]
    covered = {stage for _, step in worked for stage in step.stages}
    for stage in STAGES:
        if stage not in covered:
            yield advice("stage_missing", ("steps",), stage=STAGE_WORDS[stage])
    yield from _consent(worked)
    for place, step in worked:
        yield from _row(definition, step, place)
    yield from _total(definition)


def _consent(worked: list[tuple[int, Step]]) -> Iterator[Finding]:
    agreed = next((place for place, step in worked if "consent" in step.stages), None)
    for place, step in worked:
        before = agreed is None or place < agreed
        if "assessment" in step.stages and before:
            yield advice("consent_after_assessment", ("steps", place), step.key, step=step.name)
            break
    for place, step in worked:
        if (agreed is None or place < agreed) and any(_asks_identity(need) for need in step.needs):
            yield advice("identity_before_consent", ("steps", place, "needs"), step.key, step=step.name)
            break


def _asks_identity(need: Need) -> bool:
    if need.type is not None:
        return need.type == "identity"
    words = need.label.lower().replace("/", " ").replace(",", " ").split()
    return any(word in _IDENTITY_WORDS for word in words)


def _row(definition: Definition, step: Step, place: int) -> Iterator[Finding]:
    path = ("steps", place)
    if step.subs:
        yield advice("sub_not_run", (*path, "sub"), step.key, step=step.name)
    if step.kind == "decision" and len(step.outcomes) == 1:
        yield advice("decision_one_exit", path, step.key, step=step.name)
    if step.join == "all" and len(definition.leading_here[step.key]) < 2:
        yield advice("join_of_one", path, step.key, step=step.name)
    if step.unsaid:
        yield advice("lane_unsaid", (*path, "lanes"), step.key, step=step.name)
    names = [name for lane in definition.lanes.values() for name in (lane.label, lane.name)]
    if any(step.text.lower().startswith(name.lower()) for name in names):
        yield advice("subject_in_text", (*path, "text"), step.key, step=step.name)
    if step.time.kind == "none":
        yield advice("time_missing", path, step.key, step=step.name)
    if not step.outputs and not step.printed_output and step.kind != "end":
        yield advice("output_missing", path, step.key, step=step.name)
    labels = {column["label"] for column in definition.document.get("columns", ())}
    for label in step.marks:
        if labels and label not in labels:
            yield advice("mark_without_column", (*path, "marks", label), step.key, step=step.name, label=label)


def _total(definition: Definition) -> Iterator[Finding]:
    written = definition.document.get("standard", {}).get("total_time")
    if not written:
        return
    total = _length(parse_time(written))
    parts = [_length(step.time) for step in definition.steps if step.time.kind != "none"]
    whole = timedelta()
    for part in parts:
        if part is None:
            return
        whole += part
    if total is not None and parts and total != whole:
        yield advice("total_not_sum", ("standard", "total_time"), total=_words(total), sum=_words(whole))


def _length(reading: TimeReading) -> timedelta | None:
    length = reading.longest or reading.amount
    if length is None or length.in_months or (reading.clock == "working" and length.in_days):
        return None
    return timedelta(days=length.in_days, seconds=length.seconds_of_day)


def _words(length: timedelta) -> str:
    hours, rest = divmod(length.seconds, 3600)
    return str(Duration(days=length.days, hours=hours, minutes=rest // 60, seconds=rest % 60))
