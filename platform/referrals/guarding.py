"""What other offices keep from happening here: a case closed while a handover is on its way would be nobody's."""

from django.utils.translation import gettext as _

from cases.ending import before_ending, before_undoing
from cases.models import Case
from cases.refusals import Refusal
from custody import holding
from custody.models import Envelope
from referrals.checking import UNANSWERED
from referrals.models import Referral

COMES_BACK = frozenset({Envelope.State.DECLINED.value, Envelope.State.WITHDRAWN.value})
"""Answers that leave the person here: an office may end the case although its own row does not say so yet."""


@before_ending
def no_handover_waits(case: Case) -> None:
    """Refuse to end a case while a handover of it waits for an answer, has not left, or was sent elsewhere just now.

    Declined afterwards, the person would be in no office's hands. Raises Refusal("handover_waits").
    """
    waiting = Referral.objects.filter(case=case, side=Referral.Side.OUT, moves=True, state__in=UNANSWERED)
    row = waiting.only("number", "other_name").first()
    if row is None or Envelope.objects.filter(pk=row.pk, state__in=COMES_BACK).exists():
        return
    said = _(
        "Pelimpahan %(number)s ke %(office)s masih menunggu jawaban. Tarik lebih dulu atau tunggu jawabannya, "
        "supaya kasus ini tidak ditinggal kedua kantor."
    )
    raise Refusal("handover_waits", said % {"number": row.number, "office": row.other_name})


@before_undoing
def no_other_office_knows(case: Case) -> None:
    """Refuse to undo a case that was referred or came from elsewhere. Raises Refusal("stands_between_offices")."""
    if Referral.objects.filter(case=case).exists() or holding.part_in(case.matter):
        said = _("Kasus ini sudah menyangkut kantor lain. Pilih alasan penutupan yang lain.")
        raise Refusal("stands_between_offices", said)
