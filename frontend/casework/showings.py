"""Whoever saw an identity of a case or took it along on paper: each opening, letter and printed form, in words."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from cases.models import Case, FilledForm, Report
from cases.operations.identities import REASONS
from cases.versions import StepWords
from frontend.casework.timeline import Happening
from frontend.casework.wording import when_words
from referrals.models import Referral
from safeguards.access import HIDDEN
from safeguards.models import AccessEvent

REPORT, ENVELOPE = Report._meta.db_table, "custody_envelope"


def showings_of(case: Case) -> QuerySet[AccessEvent]:
    """Everything that was opened of a case, newest first: of its reports and referrals also while they waited."""
    reports = Report.objects.filter(case=case).values_list("pk", flat=True)
    referrals = Referral.objects.filter(case=case).values_list("pk", flat=True)
    of_case = Q(case_id=case.pk) | Q(subject_id__in=[*reports, *referrals])
    form = FilledForm.objects.filter(pk=OuterRef("subject_id")).values("form__key")[:1]
    shown = AccessEvent.objects.filter(of_case).exclude(what__endswith=HIDDEN)
    return shown.annotate(form=Subquery(form)).select_related("by").order_by("-number")


def showing_of(row: AccessEvent, *, words: StepWords, now: datetime, opened: bool) -> Happening:
    """An opening in words: who, when, what and for what. What was typed for it only where `opened`."""
    said = SENTENCES.get(row.what, _other)(row, words, opened)
    return Happening(said, row.by.name, when_words(row.at, now=now), row.at)


def _identity(row: AccessEvent, _words: StepWords, opened: bool) -> str:
    said = {"reason": _purpose(row, opened=opened)}
    if row.subject_table == REPORT:
        return _("Identitas dalam laporan dibuka 10 menit: %(reason)s") % said
    if row.subject_table == ENVELOPE:
        return _("Isi rujukan dibuka 10 menit: %(reason)s") % said
    return _("Identitas dibuka 10 menit: %(reason)s") % said


def _form(row: AccessEvent, words: StepWords, _opened: bool) -> str:
    key = getattr(row, "form", None) or ""
    return _("Formulir dicetak: %(form)s") % {"form": words.form_label(key) or key}


def _other(_row: AccessEvent, _words: StepWords, _opened: bool) -> str:
    return _("Isi yang tersegel dibuka")


SENTENCES: Mapping[str, Callable[[AccessEvent, StepWords, bool], str]] = {
    "identity": _identity,
    "form_printed": _form,
    "letter": lambda _row, _words, _opened: _("Surat rujukan dicetak"),
    "letter_locked": lambda _row, _words, _opened: _("Surat rujukan dibuat sebagai berkas berkata sandi"),
}
"""What the access log calls it -> the line."""


def _purpose(row: AccessEvent, *, opened: bool) -> str:
    """For what an identity was opened. What was typed may tell a story."""
    if opened and row.words:
        return str(row.words)
    if row.reason == "other":
        return _("Keperluan lain (kata-katanya terbuka bersama identitas)")
    return str(REASONS.get(row.reason, row.reason))
