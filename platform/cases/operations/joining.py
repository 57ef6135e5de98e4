"""Joining a case to the one the person has already, where its SOP found that there is one (old case, not new)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Case, Ending
from cases.operations.events import append
from cases.operations.facts import keep_fact
from cases.operations.working import check_answers_for, check_fresh, locked
from cases.policies import check_can_see
from cases.queries import visible_cases
from cases.refusals import Missing, Refusal, Stale


@transaction.atomic
def join(*, case: Case, number: str, seen: int | None = None, by: Staff, at: datetime) -> Case:
    """Join a case that its SOP ended for that reason to another one, by its register number; return that one.

    Both trails say so, what was recorded stays where it is, and the matter is counted once. Raises NotAllowed, Stale
    where it was joined already or another office holds the other one, Refusal("not_attached" | "case_unknown" |
    "same_case" | "case_ended").
    """
    check_can_see(case=case, by=by)
    found = visible_cases(to=by).filter(number__iexact=number.strip().replace("\x00", "")).first()
    keys = [case.pk] if found is None else sorted([case.pk, found.pk])
    rows = {key: locked(Case(pk=key)) for key in keys}
    case = rows[case.pk]
    check_fresh(case=case, seen=seen)
    ending = case.endings.filter(reopened_at=None, kind=Ending.Kind.ATTACHED).select_related("joined").first()
    if ending is None:
        raise Refusal("not_attached", _("SOP kasus ini tidak menemukan kasus lain untuk digabung."))
    if ending.joined is not None:
        raise Stale("joined", _("Kasus ini sudah digabung ke kasus %(number)s.") % {"number": ending.joined.number})
    to = _fit(rows[found.pk] if found is not None else None, case=case)
    case.endings.filter(pk=ending.pk).update(joined=to)
    append(case=case, kind="case_joined", by=by, at=at, to=to.number)
    append(case=to, kind="case_took_in", by=by, at=at, joined=case.number)
    keep_fact(case=case, at=at)
    return to


def _fit(to: Case | None, *, case: Case) -> Case:
    """The other case, where one can be joined to it."""
    code, words = "", ""
    if to is None:
        code, words = "case_unknown", _("Tidak ada kasus dengan nomor ini yang dapat Anda lihat. Periksa nomornya.")
    elif to.pk == case.pk:
        code, words = "same_case", _("Itu nomor kasus ini sendiri. Tulis nomor kasus yang sudah ada.")
    elif to.state == Case.State.ENDED:
        code, words = "case_ended", _("Kasus itu sudah selesai. Buka kembali lebih dulu, lalu gabungkan.")
    if to is None or code:
        raise Refusal(code, words, missing=[Missing("number", words)])
    check_answers_for(to)
    return to
