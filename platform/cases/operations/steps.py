"""Working a step: done, signed, skipped, extended, or gone back to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Staff
from accounts.policies import is_head
from accounts.queries import profile
from cases.each_victim import (
    Asked,
    Victim,
    asked_of,
    asks_each,
    is_asked_each,
    key_of,
    note_apart,
    told_apart,
    unknown_keys,
    victims_of,
    whole,
)
from cases.models import Case, FilledForm, PassOutput, RequirementSeen, StepPass
from cases.operations import findings, reasons
from cases.operations.notes import write as write_note
from cases.operations.working import act, check_fresh, locked
from cases.policies import check_can_see, check_can_work
from cases.queries import forms_for, is_of, standing_forms
from cases.refusals import Missing, Refusal, Stale
from sop_library.conditions import fact_tests
from sop_library.definition import Definition
from sop_library.engine.events import Complete, Extend, GoBack, Override, Sign, Skip, Unsign
from sop_library.engine.refusals import MESSAGES
from sop_library.facts import FactValue
from sop_library.parts import Need, Step
from sop_library.queries import definition_of

SEEN, OWED = "seen", "owed"


@dataclass(frozen=True)
class StepWork:
    """What is handed in with a step. `outputs`: output key -> words. `requirements`: need key -> seen | owed.

    Of a need that is asked of each victim the key is `need@person`; `need` alone says the same of every victim.
    """

    outcomes: tuple[str, ...] = ()
    outputs: Mapping[str, str] = field(default_factory=dict)
    requirements: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    subs: frozenset[str] = frozenset()
    note: str = ""


def _forms_held(step_pass: StepPass, definition: Definition) -> dict[str, FilledForm]:
    """Form key -> the answers that stand for this pass; under the definition's key and the SOP's own name for it."""
    held = forms_for(step_pass, standing_forms(step_pass.case))
    named = {use.key: held[use.form] for use in definition.forms.values() if use.form in held}
    return {**held, **named}


def _forms_there(needs: Iterable[Need], held: Mapping[str, FilledForm]) -> frozenset[str]:
    """Keys of the requirements that a form filled anywhere in the case meets: a requirement is how a sheet says that
    answers of an earlier step serve again. An output wants answers of its own pass.
    """
    met: set[str] = set()
    for need in needs:
        if need.kind == "form" and need.subject in held:
            met.add(need.key)
        met |= _forms_there(need.options, held)
    return frozenset(met)


def facts_of_step(step: Step) -> frozenset[str]:
    """The facts a step may establish: what it records or needs, and what its requirements, outputs, outcomes turn on.

    A consent is none of them: it is a row of its own, given by a person and recorded as that (UU 27/2022 art. 20-24).
    """
    needs = [need for one in step.needs for need in (one, *one.options)]
    conditions = [need.when for need in needs] + [output.when for output in step.outputs]
    conditions += [outcome.suggested_when for outcome in step.outcomes]
    turned_on = {test.fact for condition in conditions if condition is not None for test in fact_tests(condition)}
    named = {*step.records, *(need.subject for need in needs if need.kind == "fact"), *turned_on}
    return frozenset(name for name in named if not name.startswith("consent."))


def _check_given(step: Step, work: StepWork, victims: Sequence[Victim]) -> None:
    """Refuse what the step does not ask for and words that cannot be kept."""
    outputs = {output.key for output in step.outputs}
    foreign = [f"need-{key}" for key in unknown_keys(step, work.requirements, victims)]
    foreign += [f"output-{key}" for key in work.outputs if key not in outputs]
    if foreign:
        words = _("Langkah ini tidak meminta itu.")
        raise Refusal("unknown_key", words, missing=[Missing(_plain(name), words) for name in foreign])
    unfit = [f"output-{key}" for key, words in work.outputs.items() if "\x00" in words]
    unfit += ["note"] if "\x00" in work.note else []
    if unfit:
        words = _("Ada karakter yang tidak dapat disimpan.")
        raise Refusal("unfit_words", words, missing=[Missing(name, words) for name in unfit])


def _plain(name: str) -> str:
    return name.replace("\x00", "")[:140]


def _noted(step_pass: StepPass, asked: Asked) -> QuerySet[RequirementSeen]:
    need, whom = asked
    return RequirementSeen.objects.filter(step_pass=step_pass, key=need, person=whom)


def _note(step_pass: StepPass, asked: Asked, *, owed: bool, by: Staff, at: datetime) -> None:
    if not _noted(step_pass, asked).update(owed=owed, at=at, by=by):
        need, whom = asked
        RequirementSeen.objects.create(step_pass=step_pass, key=need, person_id=whom, owed=owed, at=at, by=by)


def _keep_requirements(
    *, step_pass: StepPass, step: Step, given: Mapping[Asked, str], victims: Sequence[Victim], by: Staff, at: datetime
) -> frozenset[str]:
    """Write what was there; return the keys of all that is there for this pass. What is owed the engine says."""
    if victims:
        each = [need.key for need in step.needs if is_asked_each(need)]
        note_apart(RequirementSeen.objects.filter(step_pass=step_pass, key__in=each), victims)
    for (key, whom), state in given.items():
        if state == SEEN:
            _note(step_pass, (key, whom), owed=False, by=by, at=at)
        else:
            _noted(step_pass, (key, whom)).update(owed=True, at=at, by=by)
    return whole(step, RequirementSeen.objects.filter(step_pass=step_pass, owed=False), victims)


def _keep_owed(*, step_pass: StepPass, step: Step, given: Mapping[Asked, str], by: Staff, at: datetime) -> None:
    """Write for which victims something is owed, where the engine says that it is."""
    owed = StepPass.objects.values_list("engine__owed", flat=True).get(pk=step_pass.pk) or ()
    each = {need.key for need in step.needs if is_asked_each(need)} & set(owed)
    for (key, whom), state in given.items():
        if state == OWED and key in each:
            _note(step_pass, (key, whom), owed=True, by=by, at=at)


def _of_each(refusal: Refusal, *, step_pass: StepPass, step: Step, given: Mapping[Asked, str],
             victims: Sequence[Victim]) -> Refusal:  # fmt: skip
    """The refusal with a line for each victim whose requirement is missing, in place of one for all."""
    rows = RequirementSeen.objects.filter(step_pass=step_pass, owed=False).values_list("key", "person_id")
    there = {*rows, *(asked for asked, state in given.items() if state == SEEN)}
    each = {f"need-{need.key}": need for need in step.needs if is_asked_each(need)}
    found: list[Missing] = []
    for one in refusal.missing:
        need = each.get(one.field)
        whose = asked_of(need, victims) if need is not None else (None,)
        for victim in whose:
            if need is None or victim is None:
                found.append(one)
            elif (need.key, victim.person.pk) not in there:
                words = one.message.replace(need.label, victim.label(need))
                found.append(Missing(f"need-{key_of(need.key, victim.person.pk)}", words))
    return Refusal(refusal.code, refusal.message, missing=found)


def _keep_outputs(
    *, step_pass: StepPass, definition: Definition, given: Mapping[str, str], held: dict[str, FilledForm],
    by: Staff, at: datetime,
) -> frozenset[str]:  # fmt: skip
    """Write the outputs of this pass: a form filled in it, or words. Words alone are none where there is a form."""
    for output in definition.step(step_pass.step).outputs:
        words = given.get(output.key, "").strip()
        filled = held.get(output.form) if output.form else None
        filled = filled if filled is not None and is_of(filled, step_pass) else None
        use = definition.forms.get(output.form) if output.form else None
        on_paper = output.form is not None and (use is None or use.form is not None)
        if filled is None and (on_paper or not words):
            continue
        row = PassOutput(step_pass=step_pass, key=output.key, form=filled, at=at, by=by)
        row.note = words or None
        PassOutput.objects.filter(step_pass=step_pass, key=output.key).delete()
        row.save(force_insert=True)
    return frozenset(PassOutput.objects.filter(step_pass=step_pass).values_list("key", flat=True))


def _open(step_pass: StepPass, seen: int | None, by: Staff) -> tuple[Case, StepPass]:
    """Lock the case and read the pass again. Raises Stale when it is over already, naming who and when."""
    case = locked(step_pass.case)
    current = StepPass.objects.select_related("done_by").get(pk=step_pass.pk)
    current.case = case
    if current.status == StepPass.Status.DONE and current.done_by:
        if current.done_by == by:
            raise Stale("pass_done", _("Langkah ini sudah Anda selesaikan."))
        raise Stale("pass_done", _("Langkah ini sudah diselesaikan oleh %(who)s.") % {"who": current.done_by.name})
    if current.former:
        raise Stale("unknown_pass", _(MESSAGES["unknown_pass"]))
    check_fresh(case=case, seen=seen, step=current.step)
    return case, current


@transaction.atomic
def complete(*, step_pass: StepPass, work: StepWork, seen: int | None = None, by: Staff, at: datetime) -> Case:
    """Complete a step. Raises NotAllowed (another lane's turn), Stale, or Refusal naming everything that is missing."""
    case, step_pass = _open(step_pass, seen, by)
    check_can_work(step_pass=step_pass, by=by)
    definition = definition_of(case.version)
    step = definition.step(step_pass.step)
    victims = victims_of(case) if asks_each([step]) else []
    _check_given(step, work, victims)
    given = told_apart(step, work.requirements, victims)
    findings.keep(case=case, asked=facts_of_step(step), facts=work.facts, step=step.key, by=by, at=at)
    held = _forms_held(step_pass, definition)
    event = Complete(
        pass_id=f"{step_pass.step}#{step_pass.number}",
        by=str(by.pk),
        lanes=by.lane_keys(),
        outcomes=work.outcomes,
        documents=_keep_requirements(step_pass=step_pass, step=step, given=given, victims=victims, by=by, at=at)
        | _forms_there(step.needs, held),
        promised=frozenset(key for (key, _whom), state in given.items() if state == OWED),
        forms=frozenset(key for key, filled in held.items() if is_of(filled, step_pass)),
        outputs=_keep_outputs(step_pass=step_pass, definition=definition, given=work.outputs, held=held, by=by, at=at),
        subs=work.subs,
    )
    if work.note.strip():
        write_note(case=case, body=work.note.strip(), by=by, at=at)
    try:
        case = act(
            case=case, event=event, kind="step_done", step=step_pass.step, by=by, at=at,
            number=step_pass.number, outcomes=list(work.outcomes),
        )  # fmt: skip
    except Refusal as refusal:
        if not victims or not refusal.missing:
            raise
        raise _of_each(refusal, step_pass=step_pass, step=step, given=given, victims=victims) from refusal
    if asks_each([step]):
        _keep_owed(step_pass=step_pass, step=step, given=given, by=by, at=at)
    return case


@transaction.atomic
def sign(*, step_pass: StepPass, lane: str | None = None, seen: int | None = None, by: Staff, at: datetime) -> Case:
    """Sign a step that several lanes sign. Raises as `complete` does."""
    case, step_pass = _open(step_pass, seen, by)
    check_can_work(step_pass=step_pass, by=by)
    event = Sign(pass_id=f"{step_pass.step}#{step_pass.number}", by=str(by.pk), lanes=by.lane_keys(), lane=lane or None)
    return act(case=case, event=event, kind="step_signed", step=step_pass.step, by=by, at=at, lane=lane or "")


@transaction.atomic
def unsign(*, step_pass: StepPass, lane: str | None = None, seen: int | None = None, by: Staff, at: datetime) -> Case:
    """Take a signature back while the step is open: one's own, or anybody's for the head of the office.

    `lane` None: the one given last. Raises NotAllowed (somebody else gave it), Stale (it is gone, or the step is over).
    """
    case, step_pass = _open(step_pass, seen, by)
    check_can_see(case=case, by=by)
    office = profile()
    event = Unsign(
        pass_id=f"{step_pass.step}#{step_pass.number}", by=str(by.pk), lane=lane or None,
        as_head=is_head(by=by, head_post=office.head_post if office else ""),
    )  # fmt: skip
    return act(case=case, event=event, kind="", by=by, at=at)


@transaction.atomic
def skip(*, step_pass: StepPass, reason: str, seen: int | None = None, by: Staff, at: datetime) -> Case:
    """Skip an optional step with a reason. A mandatory one can't be; raises as `complete` does."""
    case, step_pass = _open(step_pass, seen, by)
    check_can_work(step_pass=step_pass, by=by)
    why = reasons.told(reasons.keep(case=case, words=reason, by=by, at=at))
    event = Skip(pass_id=f"{step_pass.step}#{step_pass.number}", by=str(by.pk), lanes=by.lane_keys(), reason=why)
    return act(case=case, event=event, kind="step_skipped", step=step_pass.step, by=by, at=at)


@transaction.atomic
def override(*, step_pass: StepPass, reason: str, seen: int | None = None, by: Staff, at: datetime) -> Case:
    """Open a shut gate for an urgent case, where the SOP gives a lane that right; raises as `complete` does."""
    case, step_pass = _open(step_pass, seen, by)
    check_can_see(case=case, by=by)
    why = reasons.told(reasons.keep(case=case, words=reason, by=by, at=at))
    event = Override(pass_id=f"{step_pass.step}#{step_pass.number}", by=str(by.pk), lanes=by.lane_keys(), reason=why)
    return act(case=case, event=event, kind="step_opened_early", step=step_pass.step, by=by, at=at)


@transaction.atomic
def extend(*, step_pass: StepPass, reason: str, seen: int | None = None, by: Staff, at: datetime) -> Case:
    """Lengthen a step's time as far as the SOP allows; raises as `complete` does."""
    case, step_pass = _open(step_pass, seen, by)
    check_can_see(case=case, by=by)
    why = reasons.told(reasons.keep(case=case, words=reason, by=by, at=at))
    event = Extend(pass_id=f"{step_pass.step}#{step_pass.number}", by=str(by.pk), lanes=by.lane_keys(), reason=why)
    return act(case=case, event=event, kind="step_extended", step=step_pass.step, by=by, at=at)


@transaction.atomic
def extend_limit(*, case: Case, limit: str, reason: str, seen: int | None = None, by: Staff, at: datetime) -> Case:
    """Lengthen a limit over several steps (its key) as far as the SOP allows; raises as `complete` does."""
    check_can_see(case=case, by=by)
    why = reasons.told(reasons.keep(case=case, words=reason, by=by, at=at))
    event = Extend(limit=limit, by=str(by.pk), lanes=by.lane_keys(), reason=why)
    return act(case=case, event=event, kind="", seen=seen, by=by, at=at)


@transaction.atomic
def go_back(*, case: Case, to_step: str, reason: str, seen: int | None = None, by: Staff, at: datetime) -> Case:
    """Go back to an earlier step with a reason: it gets a new pass, nothing done is undone. Raises like `complete`."""
    check_can_see(case=case, by=by)
    why = reasons.told(reasons.keep(case=case, words=reason, by=by, at=at))
    event = GoBack(step=to_step, by=str(by.pk), lanes=by.lane_keys(), reason=why)
    return act(case=case, event=event, kind="step_back", step=to_step, seen=seen, by=by, at=at)
