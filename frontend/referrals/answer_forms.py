"""The three answers to a referral: yes and where it goes on here, a question, or back with a reason."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Staff
from frontend.casework.cards import RadioCards
from frontend.formbuild import RegionField, SafeText, SheetForm, SingleChoice
from frontend.referrals.places import Place
from referrals.operations.receiving import DECLINE_REASONS

LONGEST = 2000


class AcceptForm(SheetForm):
    """By which SOP the case goes on here, where, and who holds it."""

    prefix = "terima"

    def __init__(self, *args: Any, places: list[Place], colleagues: list[Staff], me: Staff, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "sop": places[0].value if places else "", "holder": str(me.pk), **(kwargs.get("initial") or {}),
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.places = {place.value: place for place in places}
        self.colleagues = {str(one.pk): one for one in colleagues}
        self.fields["sop"] = SingleChoice(
            label=_("Dilanjutkan dengan SOP mana?"),
            help_text=_(
                "Perkiraan dari tahap yang diberitahukan pengirim. Berkasnya terbuka setelah diterima. Bila ternyata "
                "keliru, kasusnya dapat ditempatkan ulang selama belum ada langkah yang selesai."
            ),
            choices=[(place.value, place.name) for place in places],
            widget=RadioCards(hints={place.value: place.words for place in places}),
        )
        self.fields["step"] = SingleChoice(
            label=_("Mulai di langkah lain"), required=False, radios=False,
            choices=[(place.name, place.steps) for place in places],
            help_text=_(
                "Kosongkan agar berkasnya yang menentukan. Halaman kasus lalu menyebut langkah mulainya dan tahap yang "
                "dianggap selesai."
            ),
        )  # fmt: skip
        self.fields["holder"] = SingleChoice(
            label=_("Petugas penerima"), radios=False,
            choices=[
                (key, f"{one.name}, {one.post}" if one.post else one.name) for key, one in self.colleagues.items()
            ],
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A step of another SOP than the one that was chosen is a fault."""
        data = super().clean() or self.cleaned_data
        step, place = data.get("step", ""), self.places.get(data.get("sop", ""))
        if step and place is not None and step not in dict(place.steps):
            self.add_error("step", _("Langkah itu bukan bagian dari SOP yang dipilih."))
        return data


class AskForm(SheetForm):
    """What must be known before an answer."""

    prefix = "tanya"
    words = SafeText(
        label=gettext_lazy("Apa yang perlu Anda ketahui?"), longest=LONGEST, lines=True, rows=3,
        help_text=gettext_lazy("Tersegel; hanya terbaca di kedua kantor. Batas waktu menjawab tetap berjalan."),
    )  # fmt: skip


class DeclineForm(SheetForm):
    """Why it goes back, and who should have it instead."""

    prefix = "kembali"
    code = SingleChoice(label=gettext_lazy("Mengapa dikembalikan?"), choices=list(DECLINE_REASONS.items()), radios=True)
    words = SafeText(
        label=gettext_lazy("Keterangan untuk kantor pengirim"), required=False, longest=LONGEST, lines=True, rows=3
    )
    proposed = RegionField(label=gettext_lazy("Sebaiknya ditangani daerah lain"), required=False)
