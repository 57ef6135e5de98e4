"""Drives a case through its SOP by the operations staff use: requirements seen, forms filled, outcomes chosen."""

import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Staff
from cases.models import Case, Consent, StepPass
from cases.operations import consents, filling, steps
from cases.operations.steps import StepWork
from cases.progress import Panel, progress
from sop_library.facts import FactKind
from sop_library.forms import FormDefinition
from sop_library.parts import AGAIN
from sop_library.queries import form_version

NOT_YET = "belum"


class Far(Exception):
    """The case has come far enough."""


def answer(kind: FactKind) -> Any:
    """Some value the fact can take."""
    if kind.type == "yes_no":
        return True
    if kind.type == "choice":
        return next(iter(kind.values))
    if kind.type == "choices":
        return (next(iter(kind.values)),)
    return {"number": 1, "region": "33.73", "name": "datang"}[kind.type]


def answers(form: FormDefinition, *, day: str = "2026-11-20") -> dict[str, Any]:
    """The least that the form accepts; `day` is what it says wherever it asks for one."""
    given: dict[str, Any] = {}
    wanted = {rule["fields"][0] for rule in form.rules if rule["rule"] == "one_of"}
    for field in form.fields:
        if not field.required and field.name not in wanted:
            continue
        samples = {
            "choice": next(iter(field.choices), None), "choices": [next(iter(field.choices), None)], "integer": 1,
            "date": day, "time": "09:30", "region": "33.73", "phone": "+6281212160212",
            "nik": "3373015708950003", "kk": "3373011708100003",
        }  # fmt: skip
        given[field.name] = samples.get(field.kind, "Diisi untuk percobaan")
    return given


def first(panel: Panel) -> tuple[str, ...]:
    """The outcome the facts suggest, else the first that is printed."""
    suggested = [row.outcome.key for row in panel.outcomes if row.suggested]
    return tuple((suggested or [row.outcome.key for row in panel.outcomes])[:1])


def work_step(
    *, case: Case, panel: Panel, by: Staff, at: datetime, outcomes: tuple[str, ...], day: str = "2026-11-20"
) -> Case:
    """Do one open step completely."""
    row = StepPass.objects.get(pk=panel.row.pk)
    forms = {one.form_key for one in panel.outputs if one.form_key} | {
        one.need.subject for one in panel.needs if one.need.kind == "form" and one.form is None
    }
    for key in sorted(forms):
        named = panel_form(case, key)
        version = form_version(key=named)
        if version is None:
            continue
        held = case.filled_forms.filter(form__key=named, step_pass=row, replaced_by=None).exists()
        if not held:
            given = answers(filling.form_of(version), day=day)
            filling.fill(case=case, step_pass=row, form_key=named, answers=given, by=by, at=at)
    for sign in panel.signs:
        if sign.mine and len(panel.signs) > 1:
            steps.sign(step_pass=row, lane=sign.lane.key, by=by, at=at)
    fresh = next(p for p in progress(case=case, by=by).panels if p.row.pk == row.pk)
    work = StepWork(
        outcomes=outcomes,
        outputs={one.output.key: "Ada, diserahkan" for one in panel.outputs},
        requirements={one.need.key: "seen" for one in panel.needs},
        facts={kind.name: answer(kind) for kind in fresh.facts_asked},
    )
    return steps.complete(step_pass=row, work=work, by=by, at=at)


def stands(case: Case, step_pass: StepPass | None, key: str) -> uuid.UUID | None:
    """The answers that filling a form now would replace."""
    earlier = filling.standing_for(case, step_pass, key)
    return earlier.pk if earlier else None


def consent_to_all(*, case: Case, by: Staff, at: datetime) -> None:
    """The victim agrees to everything that a gate of the SOP may wait for."""
    victim = case.people.filter(roles__kind="victim").first()
    for kind in Consent.Kind.values:
        consents.record(case=case, person=victim, kind=kind, given=True, way="signed", by=by, at=at)


def panel_form(case: Case, key: str) -> str:
    """The form definition's key for a name an SOP gives it."""
    from sop_library.queries import definition_of

    forms = definition_of(case.version).forms
    return (forms[key].form or key) if key in forms else key


def drive(
    *, case: Case, by: Staff, at: datetime, choose: Mapping[str, str] | None = None, steps_at_most: int = 120,
    watch: Callable[[Case], object] | None = None,
) -> tuple[Case, list[str]]:  # fmt: skip
    """Work the case until it ends; return it and the steps done. `choose`: step key -> outcome key, used once each.

    `watch` is shown the case before each step.
    """
    wanted = dict(choose or {})
    done: list[str] = []
    for _ in range(steps_at_most):
        case = Case.objects.select_related("version__sop").get(pk=case.pk)
        if case.state == Case.State.ENDED:
            return case, done
        if watch is not None:
            watch(case)
        open_panels = [panel for panel in progress(case=case, by=by).panels if panel.row.status == StepPass.Status.OPEN]
        if not open_panels and any(one.gate_shut or one.waits_for for one in progress(case=case, by=by).panels):
            consent_to_all(case=case, by=by, at=at)
            continue
        assert open_panels, f"{case.number} runs but nothing is open after {done}"
        panel = open_panels[0]
        outcomes = (wanted.pop(panel.step.key),) if panel.step.key in wanted else first(panel)
        if panel.step.key in done and outcomes in ((AGAIN,), (NOT_YET,)):
            outcomes = tuple(row.outcome.key for row in panel.outcomes if row.outcome.key not in (AGAIN, NOT_YET))[:1]
        at += timedelta(minutes=3)
        work_step(case=case, panel=panel, by=by, at=at, outcomes=outcomes if panel.outcomes else ())
        done.append(panel.step.key)
    raise AssertionError(f"no end after {steps_at_most} steps: {done}")


def drive_on(*, case: Case, by: Staff, at: datetime, steps: int = 1) -> None:
    """Drive a case until so many of its steps are done."""

    def watch(now: Case) -> None:
        if StepPass.objects.filter(case=now, status="done").count() >= steps:
            raise Far

    with suppress(Far):
        drive(case=case, by=by, at=at, watch=watch)
