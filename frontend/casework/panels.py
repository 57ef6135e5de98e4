"""What the panel of one live step shows: whose turn, what the sheet says and asks, what was found, what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.letters import LetterMarks
from cases.models import Case, FilledForm
from cases.need_rows import NeedRow
from cases.progress import Panel, Progress
from cases.queries import is_of
from cases.sign_rows import SignRow
from frontend.casework.facts_form import FactsForm
from frontend.casework.letter_words import marks_words
from frontend.casework.outcome_words import why_words
from frontend.casework.reasons import ReasonForm
from frontend.casework.regions import RegionLine, region_lines
from frontend.casework.step_form import StepForm
from frontend.casework.time_words import time_words
from frontend.casework.wording import title_words
from frontend.marks import Due, due, leave_words, left_words, length_words
from frontend.sops.words import ToldNote, told_note
from sop_library.conditions import Scope, evaluate
from sop_library.definition import Definition
from sop_library.engine.deadlines import OUTSIDE
from sop_library.engine.state import State
from sop_library.facts import FACTS
from sop_library.importing.doubts import KEPT
from sop_library.parts import Child, Lane, Need, Step
from sop_library.sheet import Note, plain_number
from sop_library.within import own_sheet, own_steps, place_of


@dataclass(frozen=True)
class PaperRow:
    """A form of the SOP that this step asks for: where to fill it, and the answers that stand."""

    name: str
    label: str
    form_key: str
    filled: FilledForm | None
    here: bool
    again: bool = False
    signs: tuple[str, ...] = ()

    @property
    def replaces(self) -> bool:
        """Whether filling it now would replace what was filled in this step."""
        return self.here and self.filled is not None


@dataclass(frozen=True)
class GivenSign:
    """A signature that whoever looks may take back: their own, or anybody's for the head of the office."""

    key: str
    lane: str


@dataclass(frozen=True)
class PanelView:
    """One live step in words."""

    panel: Panel
    form: StepForm | None
    asks: FactsForm | None
    whose: str
    heading: str
    due: Due
    resting: str
    time_words: str
    leave: str
    longer: str
    waits: str
    answered_at: tuple[tuple[str, str], ...]
    refused: tuple[str, ...]
    holders: str
    notes: tuple[ToldNote, ...]
    papers: tuple[PaperRow, ...]
    regions: tuple[RegionLine, ...]
    why: tuple[str, ...]
    to_sign: tuple[SignRow, ...]
    to_take_back: tuple[GivenSign, ...]
    signs_open: str
    signed: bool
    can_complete: bool
    offers: frozenset[str]
    reasons: Mapping[str, ReasonForm]
    worked_on: bool
    may_end: bool
    sheet: str
    version: int
    total: int

    @property
    def papers_first(self) -> bool:
        """Whether the step can't be completed before one of its forms is filled: then filling it is what to do now."""
        outputs = any(
            row.form_key and row.applies and (row.filled is None or row.filled.step_pass_id != self.panel.row.pk)
            for row in self.panel.outputs
        )
        needs = any(
            row.need.kind == "form" and row.applies and not row.seen and not row.need.may_follow
            for row in self.panel.needs
        )
        return (outputs or needs) and any(not paper.filled or not paper.here for paper in self.papers)

    @property
    def key(self) -> str:
        """The pass, short: what ids on the page end with."""
        return self.panel.row.pk.hex[:8]


def lane_names(lanes: tuple[Lane, ...]) -> str:
    """Lanes as a sentence names them."""
    return _(" dan ").join(lane.name or lane.label for lane in lanes)


def notes_of(definition: Definition, step: Step) -> tuple[ToldNote, ...]:
    """What is said beside the step: our reading of it, and oddities of the source; no doubt of whoever pasted it."""
    found = [Note("reading", step.note or "", fields=step.reading)] if step.note else []
    sheet = own_sheet(definition, step)
    for anomaly in sheet.document.get("anomalies", ()):
        steps = anomaly.get("step")
        if anomaly["kind"] != KEPT and sheet.key in ([steps] if isinstance(steps, str) else steps or ()):
            found.append(Note("anomaly", anomaly["note"], quote=anomaly.get("quote")))
    return tuple(told_note(note) for note in found)


def refused_of(step: Step, state: State) -> tuple[str, ...]:
    """What the step is to learn a consent to, and was answered no: whoever chooses how it ends reads that here."""
    named = [*step.records, *(need.subject for need in step.needs if need.kind == "fact")]
    asked = (name for name in dict.fromkeys(named) if name.startswith("consent."))
    return tuple(_(FACTS[name].label) for name in asked if state.facts.get(name) is False)


def waits_words(panel: Panel, definition: Definition, state: State) -> str:
    """Why a step can't be worked on yet; "" for an open one."""
    asked = ", ".join(_(kind.label) for kind in panel.facts_asked)
    words = {
        "": "",
        "join": _("Menunggu langkah lain selesai dulu."),
        "facts": _("Menunggu keterangan: %(facts)s.") % {"facts": asked},
        "gate": panel.step.gate.words if panel.step.gate else "",
        "sub": _waits_for_sops(panel, definition, state),
        "interrupt": _("Menunggu penanganan yang lebih mendesak."),
    }
    return words[panel.waits_for]


def _waits_for_sops(panel: Panel, definition: Definition, state: State) -> str:
    runs = [run for run in panel.row.engine.get("subs", ()) if run["wait"] and run["finished_at"] is None]
    named = [definition.children.get((panel.step.key, run["key"])) for run in runs]
    names = _(" dan ").join(f"“{child.name}”" for child in named if child is not None)
    waits = _("Menunggu %(sops)s selesai.") % {"sops": names} if names else _("Menunggu SOP lanjutan selesai.")
    if not any(child is not None and _stands_shut(child, definition, state) for child in named):
        return waits
    shut = _("Langkahnya tertutup. Bila tetap begitu, kembali ke langkah sebelumnya atau tutup kasus ini.")
    return f"{waits} {shut}"


def _stands_shut(child: Child, definition: Definition, state: State) -> bool:
    """Whether nothing goes on in a started SOP until what is known now changes: it ends by itself and by no button."""
    scope = Scope(state.facts, definition.jurisdiction)
    inside = [(one, definition.step(one.step).gate) for one in state.live if one.step.startswith(child.prefix)]
    return bool(inside) and all(
        one.wait is not None and one.wait.kind == "gate" and gate is not None and evaluate(gate.when, scope) is False
        for one, gate in inside
    )


def answered_at(panel: Panel) -> tuple[tuple[str, str], ...]:
    """(name of the address, words) of the pages where what a waiting step asks for is written down."""
    pages = {
        "incident": ("incident_new", _("Catat kejadian")),
        "victim": ("person_new", _("Lengkapi para pihak")),
        "respondent": ("person_new", _("Lengkapi para pihak")),
        "consent": ("consents", _("Catat persetujuan")),
        "risk": ("case_risk", _("Nilai risiko")),
    }
    asked = (
        {kind.name.partition(".")[0] for kind in panel.facts_asked} if panel.waits_for in ("facts", "gate") else set()
    )
    return tuple(dict.fromkeys(page for about, page in pages.items() if about in asked))


def place_in_sheet(definition: Definition, step: Step) -> str:
    """The step's printed number, its place in its sheet where the source prints none."""
    return plain_number(step) or str(place_of(definition, step))


def _papers(panel: Panel, definition: Definition, held: Mapping[str, FilledForm]) -> tuple[PaperRow, ...]:
    rows = [
        PaperRow(
            name=f"output-{row.output.key}", label=row.output.label, form_key=row.form_key, filled=row.filled,
            here=row.filled is not None and is_of(row.filled, panel.row),
        )
        for row in panel.outputs
        if row.form_key and row.applies is not False
    ]  # fmt: skip
    for row in panel.needs:
        if row.applies is not False:
            rows.extend(_need_papers(row, panel, definition, held))
    return tuple(rows)


def _need_papers(row: NeedRow, panel: Panel, definition: Definition, held: Mapping[str, FilledForm]) -> list[PaperRow]:
    needs: tuple[Need, ...] = row.need.options if row.need.kind == "any_of" else (row.need,)
    found: list[PaperRow] = []
    for need in needs:
        use = definition.forms.get(need.subject) if need.kind == "form" else None
        if use is None or use.form is None:
            continue
        filled = held.get(use.form)
        here = filled is not None and is_of(filled, panel.row)
        found.append(PaperRow(f"form-{row.need.key}", need.label, use.form, filled, here, again=bool(found)))
    return found


def may_complete(panel: Panel, *, worked_on: bool, definition: Definition, lanes_held: frozenset[str]) -> bool:
    """Whether the page offers this person the form that completes the step."""
    decides = panel.step.decides is None or bool(definition.acting_for[panel.step.decides] & lanes_held)
    return worked_on and panel.mine and decides and panel.enough


def _offers(panel: Panel, *, runs: bool, definition: Definition, lanes_held: frozenset[str]) -> frozenset[str]:
    """The departures from the plain course that this person may take at this step: "skip", "extend", "override"."""
    if not runs:
        return frozenset()
    gate = panel.step.gate if panel.gate_shut else None
    opens = definition.acting_for.get(gate.override, frozenset()) if gate is not None and gate.override else frozenset()
    held = {
        "skip": panel.can_skip and panel.mine and not panel.waits_for,
        "extend": panel.can_extend and not panel.waits_for,
        "override": bool(opens & lanes_held),
    }
    return frozenset(name for name, may in held.items() if may)


def extension_words(panel: Panel) -> str:
    """By how much the step's time is lengthened at once, and how often still; "" where its SOP lets nobody."""
    rule = panel.step.time.extendable
    if rule is None:
        return ""
    left = rule.times - len(panel.row.engine.get("extended", ()))
    often = ngettext("masih %(left)s kali", "masih %(left)s kali", left) % {"left": left}
    if rule.up_to is None:
        return _("Menurut SOP sepanjang waktu langkah ini, %(often)s.") % {"often": often}
    return _("Menurut SOP %(length)s sekali perpanjang, %(often)s.") % {"length": rule.up_to, "often": often}


def _resting_words(panel: Panel, case: Case, *, paused_at: datetime | None, zone: tzinfo) -> str:
    """What becomes of the deadline while the case rests; "" where it runs or the step has none.

    The step's own time stands still; a time counted from the case or the report runs on.
    """
    due_at = panel.row.due_at
    if case.state != Case.State.PAUSED or due_at is None:
        return ""
    if panel.step.time.counts_from in OUTSIDE:
        here = due_at.astimezone(zone)
        until = f"{formats.date_format(here, 'l, j F')} {formats.time_format(here, 'TIME_FORMAT')}"
        return _("Dijeda, tetapi tenggat ini tetap berjalan: %(until)s") % {"until": until}
    if paused_at is None:
        return _("Dijeda, waktu langkah berhenti")
    if due_at <= paused_at:
        return _("Dijeda, sudah lewat %(length)s saat dijeda") % {"length": length_words(paused_at - due_at)}
    return _("Dijeda, waktu langkah berhenti: sisa %(left)s saat dilanjutkan") % {
        "left": left_words(due_at - paused_at),
    }  # fmt: skip


def _given(panel: Panel, definition: Definition, *, me: UUID, as_head: bool) -> tuple[GivenSign, ...]:
    return tuple(
        GivenSign(sign.lane, definition.lanes[sign.lane].name or definition.lanes[sign.lane].label)
        for sign in panel.row.sign_offs.all()
        if as_head or sign.by_id == me
    )


def view_of(
    panel: Panel, *, case: Case, stands: Progress, held: Mapping[str, FilledForm], holders: Mapping[str, list[str]],
    lanes_held: frozenset[str], form: StepForm | None, asks: FactsForm, now: datetime, zone: tzinfo,
    regions: Mapping[str, RegionLine], reasons: Mapping[str, ReasonForm], office_code: str,
    marks: Mapping[UUID, LetterMarks], me: UUID, as_head: bool, paused_at: datetime | None = None, ours: bool = True,
) -> PanelView:  # fmt: skip
    """The panel of one pass for whoever asks. `ours`: whether this office still does the steps of the matter.

    What still runs after the end of the case is worked on like any other step.
    """
    definition, step = stands.definition, panel.step
    runs = ours and case.state != Case.State.PAUSED
    worked_on = runs and not panel.waits_for
    counts = runs and panel.waits_for in ("", "sub")  # its time goes on while it waits for the SOP that it started
    unsigned = [sign for sign in panel.signs if sign.signed_at is None]
    can_complete = may_complete(panel, worked_on=worked_on, definition=definition, lanes_held=lanes_held)
    facts = {reason.fact for row in panel.outcomes for reason in row.why}
    sheet = own_sheet(definition, step)
    names = sorted(
        {name for lane in panel.lanes for key in definition.acting_for[lane.key] for name in holders.get(key, [])}
    )
    return PanelView(
        panel=panel,
        form=form if can_complete else None,
        asks=asks if asks.kinds and runs else None,
        whose=lane_names(panel.lanes),
        heading=place_in_sheet(definition, step),
        due=due(due_at=panel.row.due_at if counts else None, now=now, zone=zone, opened_at=panel.row.opened_at),
        resting=_resting_words(panel, case, paused_at=paused_at, zone=zone),
        time_words=time_words(step.time),
        leave=leave_words(panel.leave_unknown),
        longer=extension_words(panel),
        waits=waits_words(panel, definition, stands.state),
        answered_at=answered_at(panel),
        refused=refused_of(step, stands.state),
        holders=", ".join(names),
        notes=notes_of(definition, step),
        papers=tuple(
            replace(paper, signs=marks_words(marks.get(paper.filled.pk))) if paper.filled else paper
            for paper in _papers(panel, definition, held)
        ),
        regions=region_lines(regions, facts),
        why=tuple(why_words(panel, stands.state.facts, office_code=office_code)),
        to_sign=tuple(sign for sign in unsigned if sign.mine or (sign.lane.outside and panel.mine))
        if worked_on
        else (),
        to_take_back=_given(panel, definition, me=me, as_head=as_head) if worked_on else (),
        signs_open=_(" dan ").join(
            sign.lane.name or sign.lane.label for sign in unsigned if not sign.mine or sign.wanted > 1
        ),
        signed=any(sign.by_id == me for sign in panel.row.sign_offs.all()),
        can_complete=can_complete,
        offers=_offers(panel, runs=runs, definition=definition, lanes_held=lanes_held),
        reasons=reasons,
        worked_on=worked_on,
        may_end=step.inside is None
        and (any(row.ends for row in panel.outcomes) if panel.outcomes else not definition.leads_to[step.key]),
        sheet=title_words(sheet.title),
        version=sheet.version or case.version.number,
        total=len(own_steps(definition, step.inside)),
    )
