"""What other offices keep from happening here: a case closed while a handover is on its way would be nobody's."""

from django.utils.translation import gettext as _

from cases.ending import before_ending, before_undoing
from cases.models import Case
from cases.refusals import Refusal
from custody import holding
from custody.models import Envelope
from custody.states import WAITING
from referrals.checking import UNANSWERED
from referrals.models import Referral


@before_ending
def no_handover_waits(case: Case) -> None:
    """Refuse to end a case while a handover of it has not left, waits, or has an answer that nobody here has read yet.

    Declined afterwards, the person would be in no office's hands. Raises Refusal("handover_waits").
    """
    waiting = Referral.objects.filter(case=case, side=Referral.Side.OUT, moves=True, state__in=UNANSWERED)
    row = waiting.only("number", "other_name").first()
    if row is None:
        return
    if Envelope.objects.filter(pk=row.pk).exclude(state__in=WAITING).exists():
        said = _("Pelimpahan %(number)s baru saja dijawab %(office)s. Baca dulu jawabannya, lalu putuskan.")
    else:
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
