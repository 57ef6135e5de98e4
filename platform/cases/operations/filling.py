"""Filling a form of the SOP: one validator for screen and API, answers sealed whole, a correction never overwrites."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases import giving
from cases.calendars import local_date
from cases.models import Case, FilledForm, StepPass
from cases.operations import reasons
from cases.operations.events import append
from cases.operations.stating import keep_answers
from cases.operations.working import check_answers_for, facts_changed, locked
from cases.policies import check_can_see, check_can_work
from cases.queries import is_of, standing_forms
from cases.refusals import Missing, Refusal, Stale
from cases.versions import step_of, words_for
from safeguards.access import has_seen, shown_until
from sop_library.engine.refusals import MESSAGES
from sop_library.forms import FormDefinition, from_document, validate
from sop_library.models import FormVersion
from sop_library.queries import form_version


@transaction.atomic
def fill(
    *, case: Case, step_pass: StepPass | None, form_key: str, answers: dict[str, Any], reason: str = "",
    replaces: uuid.UUID | None = None, by: Staff, at: datetime,
) -> FilledForm:  # fmt: skip
    """Keep the answers of a form. Within one pass of a step a second filling replaces the first and says why.

    `replaces`: the answers that stood when these were begun, None for none; others are never replaced unread. Who
    names another's answers has had the case's identity open within the hour: an empty box would take back what was
    said, consents included.

    Raises what `check_can_fill` does, Stale("form_changed") where others stand by now, Stale where another office holds
    the matter, Refusal("identity_closed" | "form_unknown" | "form_invalid" | "reason_missing").
    """
    version = form_version(key=form_key)
    if version is None:
        raise Refusal("form_unknown", _("Formulir ini tidak ada pada kantor Anda."))
    standing = locked(case)
    check_can_fill(case=standing, step_pass=step_pass, form_key=form_key, by=by)
    check_answers_for(standing)
    earlier = standing_for(case, step_pass, form_key)
    check_stands(earlier, replaces)
    if earlier is not None and earlier.by_id != by.pk and not has_seen(subject_id=case.pk, by=by, at=at):
        raise _closed()
    definition = form_of(version)
    faults = [Missing(fault.field, fault.message) for fault in validate(definition, answers, today=local_date(at))]
    if faults := faults + giving.faults_of(standing, answers, definition=definition, replaced=earlier):
        raise Refusal("form_invalid", _("Ada isian yang perlu diperbaiki."), missing=faults)
    because = None
    if earlier is not None:
        because = reasons.required(
            case=case, words=reason, by=by, at=at, message=_("Formulir ini sudah pernah diisi."),
            missing=_("Tulis mengapa isian diganti."),
        )  # fmt: skip
        FilledForm.objects.filter(pk=earlier.pk).update(replaced_at=at)
    filled = FilledForm(case=case, form=version, step_pass=step_pass, at=at, by=by, replaces=earlier, because=because)
    filled.answers = answers
    filled.save(force_insert=True)
    append(
        case=case, kind="form_corrected" if earlier else "form_filled", by=by, at=at,
        step=step_pass.step if step_pass else "", form=form_key,
    )  # fmt: skip
    keep_answers(case=locked(case), definition=definition, answers=answers, replaced=earlier, by=by, at=at)
    facts_changed(case=case, by=by, at=at)
    return filled


def check_can_fill(*, case: Case, step_pass: StepPass | None, form_key: str, by: Staff) -> None:
    """Whether this person may fill this form now: one that the SOP names, in an open pass of their own lane.

    What was filled in a pass may be corrected after it by the same lanes; a step that runs on after the end of the case
    takes its forms. Raises NotAllowed outside the lanes, Stale
    where the pass is over, Refusal("form_not_in_sop" | "case_ended" | "unknown_pass" | "pass_waiting").
    """
    check_can_see(case=case, by=by)
    known = {use.form or use.key for definition in words_for(case).definitions for use in definition.forms.values()}
    if form_key not in known:
        raise Refusal("form_not_in_sop", _("SOP kasus ini tidak memakai formulir itu."))
    current = None if step_pass is None else StepPass.objects.filter(pk=step_pass.pk, case=case).first()
    runs_on = current is not None and current.status in (StepPass.Status.OPEN, StepPass.Status.WAITING)
    if case.state == Case.State.ENDED and not runs_on:
        raise Refusal("case_ended", _(MESSAGES["case_ended"]))
    if step_pass is None:
        return
    if current is None:
        raise Refusal("unknown_pass", _(MESSAGES["unknown_pass"]))
    current.case = case
    check_can_work(step_pass=current, by=by)
    if current.status == StepPass.Status.OPEN or standing_for(case, current, form_key) is not None:
        return
    if current.status == StepPass.Status.WAITING:
        raise Refusal("pass_waiting", _("Langkah ini masih menunggu, jadi formulirnya belum dapat diisi."))
    code = f"pass_{current.status}"
    step = step_of(current)
    raise Stale(code, _(MESSAGES[code]) % {"step": step.name if step is not None else current.step})


def check_stands(standing: FilledForm | None, read: uuid.UUID | None) -> None:
    """Whether the answers that stand are those that were there when others were begun. Raises Stale("form_changed")."""
    if (standing.pk if standing else None) != read:
        raise Stale(
            "form_changed",
            _("Formulir ini disimpan lagi sejak halaman Anda dibuka. Baca isian itu dulu, lalu ubah dari sana."),
        )


def standing_for(case: Case, step_pass: StepPass | None, form_key: str) -> FilledForm | None:
    """The answers to a form that filling it now would replace: a pass's own, or of no pass those of none."""
    standing = [one for one in standing_forms(case) if one.form.key == form_key]
    own = [one for one in standing if (one.step_pass_id is None if step_pass is None else is_of(one, step_pass))]
    return own[-1] if own else None


def form_of(version: FormVersion) -> FormDefinition:
    """What a stored form version asks."""
    return from_document(version.definition)


def open_filled(*, filled: FilledForm, by: Staff, at: datetime) -> dict[str, Any]:
    """The answers of a filled form, for someone whose identity window on the case is open.

    Raises NotAllowed outside the SOP's lanes, Refusal("identity_closed") when the window is shut.
    """
    check_can_see(case=filled.case, by=by)
    if shown_until(by=by, subject_id=filled.case_id, at=at) is None:
        raise _closed()
    answers: dict[str, Any] = filled.answers
    return answers


def _closed() -> Refusal:
    return Refusal("identity_closed", _("Buka dulu identitas kasus ini dengan alasannya."))
