"""A new report on one page: how it came, who is in danger, who reports, about whom, what happened, what now."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from frontend.casework.cards import RadioCards
from frontend.casework.near import put_near_first
from frontend.casework.people_form import listed
from frontend.casework.wording import CHANNELS
from frontend.formbuild import (
    ClockTime,
    DateParts,
    ManyChoices,
    NikField,
    PhoneField,
    RegionField,
    SafeText,
    SheetForm,
    SingleChoice,
    WholeNumber,
)
from frontend.reports.doors import KEEP, Way, in_order, suggested
from sop_library.codes import age_on

YES, NO, UNKNOWN = "YA", "TIDAK", "NA"
SELF, OTHER, NAMELESS = "korban", "lain", "tanpa"
NEW_CASE = "baru"
OLDEST = 120
STORY_LONGEST = 20_000


def _yes_no(label: Any, **kwargs: Any) -> SingleChoice:
    words = [(YES, gettext_lazy("Ya")), (NO, gettext_lazy("Tidak")), (UNKNOWN, gettext_lazy("Belum diketahui"))]
    return SingleChoice(choices=words, label=label, required=False, inline=True, **kwargs)


class IntakeForm(SheetForm):
    """The whole page. Only the channel and what to do now must be answered; all faults are said at once."""

    channel = SingleChoice(
        label=gettext_lazy("Lewat apa laporan ini sampai?"), choices=list(CHANNELS.items()), radios=True, inline=True
    )
    received_on = DateParts(
        label=gettext_lazy("Tanggal diterima"), required=False, not_after_today=True,
        help_text=gettext_lazy("Kosongkan bila baru saja. Isi bila datang lebih dulu, misalnya surat kemarin."),
    )  # fmt: skip
    received_time = ClockTime(
        label=gettext_lazy("Jam diterima"), required=False, help_text=gettext_lazy("Contoh 09.30")
    )
    in_danger = _yes_no(
        gettext_lazy("Apakah ada yang dalam bahaya sekarang?"),
        help_text=gettext_lazy("Bila ya, amankan orangnya dulu. Isian lain bisa dilengkapi nanti."),
    )
    reporter_is = SingleChoice(
        label=gettext_lazy("Siapa yang melapor?"),
        required=False,
        choices=[
            (SELF, gettext_lazy("Korban sendiri")),
            (OTHER, gettext_lazy("Orang lain")),
            (NAMELESS, gettext_lazy("Tanpa nama")),
        ],
        help_text=gettext_lazy("Tanpa nama pun laporan tetap kami tangani."),
        inline=True,
    )
    reporter_name = SafeText(label=gettext_lazy("Nama pelapor"), required=False, longest=120)
    reporter_phone = PhoneField(label=gettext_lazy("Telepon atau WhatsApp pelapor"), required=False)
    reporter_nik = NikField(label=gettext_lazy("NIK pelapor"), required=False)
    reporter_relation = SingleChoice(
        label=gettext_lazy("Hubungan pelapor dengan korban"), required=False, radios=False,
        choices=listed("reporter_relation", without=("KORBAN", "NA")),
    )  # fmt: skip
    victim_name = SafeText(label=gettext_lazy("Nama korban"), required=False, longest=120)
    victim_phone = PhoneField(label=gettext_lazy("Telepon atau WhatsApp korban"), required=False)
    victim_nik = NikField(
        label=gettext_lazy("NIK korban"), required=False,
        help_text=gettext_lazy("16 angka seperti di KTP atau KK. Tidak punya kartu pun tetap dilayani."),
    )  # fmt: skip
    victim_sex = SingleChoice(
        label=gettext_lazy("Jenis kelamin korban"), required=False, inline=True, choices=listed("sex", without=())
    )
    victim_age = WholeNumber(
        label=gettext_lazy("Umur korban"), required=False, largest=OLDEST, width=3,
        help_text=gettext_lazy("Dalam tahun. Perkiraan boleh."),
    )  # fmt: skip
    victim_birth_date = DateParts(label=gettext_lazy("Tanggal lahir korban"), required=False, not_after_today=True)
    victim_residence = RegionField(label=gettext_lazy("Wilayah menurut KTP atau KK"), required=False)
    victim_domicile = RegionField(label=gettext_lazy("Tinggal sehari-hari di (domisili)"), required=False)
    victim_presence = RegionField(label=gettext_lazy("Berada sekarang di"), required=False)
    victim_address = SafeText(label=gettext_lazy("Alamat korban"), required=False, longest=300)
    safe_contact = SafeText(
        label=gettext_lazy("Cara dan waktu menghubungi yang aman"), required=False, longest=300,
        help_text=gettext_lazy("Misalnya: WhatsApp ke kakaknya, siang saja, jangan sebut nama kantor."),
    )  # fmt: skip
    kinds = ManyChoices(
        label=gettext_lazy("Bentuk kekerasan"), required=False, choices=listed("violence_type", without=()),
        help_text=gettext_lazy("Boleh lebih dari satu. Kosongkan bila belum jelas."),
    )  # fmt: skip
    domestic = _yes_no(gettext_lazy("Terjadi di dalam rumah tangga (KDRT)?"))
    place = RegionField(label=gettext_lazy("Wilayah tempat kejadian"), required=False)
    place_kind = SingleChoice(
        label=gettext_lazy("Tempat kejadian"), required=False, radios=False, choices=listed("place_of_occurrence")
    )
    happened_on = DateParts(
        label=gettext_lazy("Tanggal kejadian"), required=False, not_after_today=True,
        help_text=gettext_lazy("Kosongkan bila tidak tahu pasti."),
    )  # fmt: skip
    story = SafeText(
        label=gettext_lazy("Kronologi, dengan kata-kata pelapor"), required=False, lines=True, rows=7,
        longest=STORY_LONGEST,
    )  # fmt: skip
    next = SingleChoice(label=gettext_lazy("Apa yang dilakukan sekarang?"), choices=[], radios=True)
    same = SingleChoice(label=gettext_lazy("Kasus lama atau kasus baru?"), choices=[], radios=True, required=False)

    def __init__(self, *args: Any, ways: list[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_near_first(self)
        self.ways = ways
        self.candidates: list[Case] = []
        channel = str((self.data if self.is_bound else self.initial).get("channel", ""))
        offer_doors(self.fields["next"], ways, channel=channel)
        del self.fields["same"]

    def ask_same(self, candidates: list[Case]) -> None:
        """Ask whether this is one of these earlier cases, and refuse to go on until it is answered."""
        self.candidates = candidates
        self.fields["same"] = same_case_field(candidates)
        answer = str(self.data.get("same", ""))
        if answer not in {NEW_CASE, *(str(case.pk) for case in candidates)}:
            self.add_error("same", _("Nomor ini sudah pernah tercatat. Pilih: kasus lama atau kasus baru"))
        else:
            self.cleaned_data["same"] = answer

    @property
    def doors(self) -> Any:
        """The question what to do now: the part that follows the channel."""
        return self["next"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._check_nameless(data)
        self._check_age(data)
        if data.get("received_time") and not data.get("received_on") and "received_on" not in self.errors:
            self.add_error("received_on", _("Isi juga tanggal diterimanya, atau kosongkan jamnya"))
        return data

    def _check_nameless(self, data: dict[str, Any]) -> None:
        if data.get("reporter_is") != NAMELESS:
            return
        for name in ("reporter_name", "reporter_phone", "reporter_nik"):
            if data.get(name):
                message = _("Pelapor tanpa nama: kosongkan “%(label)s”, atau pilih “Orang lain”")
                self.add_error(name, message % {"label": self.fields[name].label})

    def _check_age(self, data: dict[str, Any]) -> None:
        age, born = data.get("victim_age"), data.get("victim_birth_date")
        if age is not None and born and age_on(born, timezone.localdate()) != age:
            message = _("Umur ini tidak cocok dengan tanggal lahirnya. Perbaiki salah satu, atau kosongkan umurnya")
            self.add_error("victim_age", message)


class DoorCards(RadioCards):
    """The doors that fit the channel as cards, then keeping the report; every other door by SOP, folded away."""

    template_name = "reports/widgets/doors.html"

    def __init__(self, *, ways: list[Way], channel: str) -> None:
        hints = {way.value: way.words for way in ways}
        hints[KEEP] = _("Laporan menunggu di daftar Laporan sampai ada yang membuka kasus.")
        super().__init__(hints=hints, suggested=suggested(ways, channel))
        self.sops = {way.value: way.version.sop.name for way in ways}
        self.doors = {way.value: way.label for way in ways}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _group, found, _index in context["widget"]["optgroups"] for option in found]
        others: dict[str, list[dict[str, Any]]] = {}
        for option in options:
            if str(option["value"]) in self.sops and not option["suggested"]:
                option["label"], option["hint"] = self.doors[str(option["value"])], ""
                others.setdefault(self.sops[str(option["value"])], []).append(option)
        context["widget"] |= {
            "fitting": [option for option in options if option["suggested"] or str(option["value"]) not in self.sops],
            "others": list(others.items()),
            "others_open": any(option["selected"] for found in others.values() for option in found),
            "fits_channel": bool(self.suggested),
        }
        return context


def offer_doors(field: Any, ways: list[Way], *, channel: str, keeping: bool = True) -> None:
    """Fill "what now" with the office's doors, those of the channel first, and keeping the report last."""
    choices: list[tuple[str, str]] = [
        (way.value, _("Buka kasus: %(sop)s") % {"sop": way.version.sop.name}) for way in in_order(ways, channel)
    ]
    if keeping:
        choices.append((KEEP, _("Simpan sebagai laporan dulu")))
    field.widget = DoorCards(ways=ways, channel=channel)
    field.choices = choices
    field.widget.choices = field.choices


def state_if_joined(case: Case) -> str:
    """The state of an earlier case, and what joining a report to it brings about."""
    return _("selesai; akan dibuka lagi") if case.state == Case.State.ENDED else case.get_state_display()


def same_case_field(candidates: list[Case]) -> SingleChoice:
    """The question that a NIK or telephone number already on record raises."""
    choices = [(str(case.pk), _("Lampirkan ke kasus lama %(number)s") % {"number": case.number}) for case in candidates]
    hints = {
        str(case.pk): _("%(state)s, %(sop)s") % {"state": state_if_joined(case), "sop": case.version.sop.name}
        for case in candidates
    }
    hints[NEW_CASE] = _("Kejadian yang lain, atau orang lain dengan nomor yang sama.")
    return SingleChoice(
        label=_("Nomor ini sudah pernah tercatat. Kasus lama atau kasus baru?"),
        choices=[*choices, (NEW_CASE, _("Tetap kasus baru"))],
        widget=RadioCards(hints=hints),
    )


class OpenForm(SheetForm):
    """Opening a case from a waiting report: which SOP, and whether it belongs to an earlier case."""

    next = SingleChoice(label=gettext_lazy("Buka kasus menurut SOP"), choices=[], radios=True)

    def __init__(self, *args: Any, ways: list[Way], channel: str, candidates: list[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_doors(self.fields["next"], ways, channel=channel, keeping=False)
        if candidates:
            self.fields = {"same": same_case_field(candidates), **self.fields}
            self.fields["next"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("same", NEW_CASE) == NEW_CASE and not data.get("next") and "next" not in self.errors:
            self.add_error("next", ValidationError(_("Pilih SOP untuk membuka kasus"), code="required"))
        return data
