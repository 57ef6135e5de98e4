"""What can be done with a referral that was sent or taken over: one small form each."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.casework.wording import STAGES
from frontend.formbuild import SafeText, SheetForm, SingleChoice
from referrals.models import Referral
from referrals.operations.feeding_back import ENDED

LONGEST = 2000
ACCEPTED, DECLINED = "diterima", "tidak"


class ReplyForm(SheetForm):
    """An answer to what the other office asked."""

    prefix = "balas"
    words = SafeText(label=gettext_lazy("Jawaban Anda"), longest=LONGEST, lines=True, rows=4)


class TelephoneForm(SheetForm):
    """That the other office was told by telephone."""

    prefix = "telepon"
    spoke_with = SafeText(label=gettext_lazy("Berbicara dengan siapa?"), longest=120)
    words = SafeText(label=gettext_lazy("Yang disepakati"), required=False, longest=LONGEST, lines=True, rows=2)


class WithdrawForm(SheetForm):
    """Why a referral is taken back."""

    prefix = "tarik"
    reason = SafeText(label=gettext_lazy("Mengapa ditarik?"), longest=LONGEST, lines=True, rows=2)


class OutsideAnswerForm(SheetForm):
    """What an office that is not on the platform answered."""

    prefix = "jawab"
    answer = SingleChoice(
        label=gettext_lazy("Jawaban mereka"), radios=True,
        choices=[(ACCEPTED, gettext_lazy("Menerima")), (DECLINED, gettext_lazy("Tidak menerima"))],
    )  # fmt: skip
    words = SafeText(label=gettext_lazy("Siapa yang menjawab, dan bagaimana?"), longest=LONGEST, lines=True, rows=2)


class FinishForm(SheetForm):
    """That what was asked for is done."""

    prefix = "selesai"
    words = SafeText(
        label=gettext_lazy("Keterangan untuk kantor lain"), required=False, longest=LONGEST, lines=True, rows=2,
        help_text=gettext_lazy("Kasus di kantor yang membantu ikut ditutup; pemegang kasus melanjutkan."),
    )  # fmt: skip


class FeedbackForm(SheetForm):
    """How it goes, for the office that handed the person over."""

    prefix = "umpan"
    code = SingleChoice(
        label=gettext_lazy("Tentang apa?"), radios=False,
        choices=[*STAGES.items(), (ENDED, gettext_lazy("Layanan selesai")), ("other", gettext_lazy("Hal lain"))],
    )  # fmt: skip
    words = SafeText(
        label=gettext_lazy("Yang perlu mereka ketahui"), required=False, longest=LONGEST, lines=True, rows=3,
        help_text=gettext_lazy("Tersegel. Tahap kasus terkirim sendiri; tulis hanya yang perlu."),
    )  # fmt: skip


class GiveBackForm(SheetForm):
    """Why a matter goes back to where it came from, and how soon they are to answer."""

    prefix = "balik"
    words = SafeText(label=gettext_lazy("Mengapa dikembalikan?"), longest=LONGEST, lines=True, rows=3)
    urgency = SingleChoice(label=gettext_lazy("Kapan jawaban diperlukan?"), choices=[], radios=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"urgency": Referral.Urgency.DAY.value} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["urgency"] = SingleChoice(
            label=_("Kapan jawaban diperlukan?"), choices=Referral.Urgency.choices, radios=True
        )
