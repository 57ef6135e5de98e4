"""The questions of a report: how it came, who is in danger, who reports, about whom, what happened."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.operations.reasons import in_the_record
from cases.operations.reported import LONGEST_LINE, LONGEST_NAME, LONGEST_STORY, OLDEST
from frontend.casework.incident_views import NO, YES
from frontend.casework.near import put_near_first
from frontend.casework.people_form import listed
from frontend.casework.wording import CHANNELS
from frontend.formbuild import (
    ClockTime,
    DateParts,
    HeardPhone,
    ManyChoices,
    NikField,
    Notice,
    RegionField,
    SafeText,
    SheetForm,
    SingleChoice,
    WholeNumber,
)
from sop_library.codes import age_on, phone

UNKNOWN = "NA"
SELF, OTHER, NAMELESS = "korban", "lain", "tanpa"
HALF_HEARD = {
    "victim_phone": gettext_lazy("Telepon korban belum lengkap: %(heard)s"),
    "reporter_phone": gettext_lazy("Telepon pelapor belum lengkap: %(heard)s"),
}
"""How the ways to reach a person say half a telephone number, by the question at which it was typed."""
KEPT_WITH_REPORTER = "reporter_safe_contact"
"""Among the checked answers: half a reporter's number, which is kept with what is told of the reporter."""


def _yes_no(label: Any, **kwargs: Any) -> SingleChoice:
    words = [(YES, gettext_lazy("Ya")), (NO, gettext_lazy("Tidak")), (UNKNOWN, gettext_lazy("Belum diketahui"))]
    return SingleChoice(choices=words, label=label, required=False, inline=True, **kwargs)


class ReportForm(SheetForm):
    """What a report says. Only the channel must be answered; all faults are said at once."""

    channel = SingleChoice(
        label=gettext_lazy("Lewat apa laporan ini sampai?"), choices=list(CHANNELS.items()), radios=True, inline=True
    )
    received_on = DateParts(
        label=gettext_lazy("Tanggal diterima"), required=False, not_after_today=True,
        help_text=gettext_lazy("Kosongkan bila baru saja. Isi bila datang lebih dulu, misalnya surat kemarin."),
    )  # fmt: skip
    received_time = ClockTime(
        label=gettext_lazy("Jam diterima"),
        required=False,
        help_text=gettext_lazy("Contoh 09.30. Bila tanggalnya bukan hari ini, tulis jamnya walau kira-kira."),
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
    reporter_name = SafeText(label=gettext_lazy("Nama pelapor"), required=False, longest=LONGEST_NAME)
    reporter_phone = HeardPhone(label=gettext_lazy("Telepon atau WhatsApp pelapor"), required=False)
    reporter_nik = NikField(label=gettext_lazy("NIK pelapor"), required=False)
    reporter_relation = SingleChoice(
        label=gettext_lazy("Hubungan pelapor dengan korban"), required=False, radios=False,
        choices=listed("reporter_relation", without=("KORBAN", "NA")),
    )  # fmt: skip
    victim_name = SafeText(label=gettext_lazy("Nama korban"), required=False, longest=LONGEST_NAME)
    victim_phone = HeardPhone(label=gettext_lazy("Telepon atau WhatsApp korban"), required=False)
    victim_nik = NikField(
        label=gettext_lazy("NIK korban"), required=False,
        help_text=gettext_lazy("16 angka seperti di KTP atau KK. Tidak punya kartu pun tetap dilayani."),
    )  # fmt: skip
    victim_sex = SingleChoice(
        label=gettext_lazy("Jenis kelamin korban"), required=False, inline=True, choices=listed("sex", without=())
    )
    victim_age = WholeNumber(
        label=gettext_lazy("Umur korban"), required=False, largest=OLDEST, width=3, example="36",
        help_text=gettext_lazy("Dalam tahun. Perkiraan boleh."),
    )  # fmt: skip
    victim_birth_date = DateParts(label=gettext_lazy("Tanggal lahir korban"), required=False, not_after_today=True)
    victim_residence = RegionField(label=gettext_lazy("Wilayah menurut KTP atau KK"), required=False)
    victim_domicile = RegionField(label=gettext_lazy("Tinggal sehari-hari di (domisili)"), required=False)
    victim_presence = RegionField(label=gettext_lazy("Berada sekarang di"), required=False)
    victim_address = SafeText(label=gettext_lazy("Alamat korban"), required=False, longest=LONGEST_LINE)
    safe_contact = SafeText(
        label=gettext_lazy("Cara dan waktu menghubungi yang aman"), required=False, longest=LONGEST_LINE,
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
        longest=LONGEST_STORY,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.half_heard: list[str] = []
        put_near_first(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._check_nameless(data)
        self._keep_half_heard(data)
        self._check_age(data)
        self._check_received(data)
        return data

    def _keep_half_heard(self, data: dict[str, Any]) -> None:
        """Half a telephone number is kept with the ways to reach whose it is: nobody in danger waits for its end.

        The victim's ways may leave with the victim's consent, so another reporter's number is never among them.
        """
        herself = data.get("reporter_is") == SELF
        for name, words in HALF_HEARD.items():
            heard = data.get(name, "")
            if not heard or phone.read(heard).number:
                continue
            told = HALF_HEARD["victim_phone"] if herself else words
            with in_the_record():
                data[name], line = "", str(told) % {"heard": heard}
            if name == "reporter_phone" and not herself:
                data[KEPT_WITH_REPORTER] = line
            elif line not in (ways := data.get("safe_contact", "")):
                ways = "; ".join(part for part in (ways, line) if part)
                if len(ways) > LONGEST_LINE:
                    self.add_error(name, self._no_room())
                    continue
                data["safe_contact"] = ways
            self.half_heard.append(name)

    def _no_room(self) -> str:
        label = {"label": self.fields["safe_contact"].label}
        return _("Nomor ini belum lengkap, dan “%(label)s” sudah penuh: lengkapi nomornya, atau kosongkan") % label

    def find_warnings(self) -> list[Notice]:
        """What is unusual, and which telephone numbers were heard only in part."""
        half = _("Nomor ini belum lengkap. Tersimpan seperti ditulis pada “Cara dan waktu menghubungi yang aman”.")
        apart = _("Nomor ini belum lengkap. Tersimpan seperti ditulis pada keterangan pelapor.")
        heard = (bound for bound in self.questions() if bound.name in self.half_heard)
        return [
            *super().find_warnings(),
            *(Notice(bound.name, bound.anchor, apart if self._is_reporters(bound.name) else half) for bound in heard),
        ]

    def _is_reporters(self, name: str) -> bool:
        return name == "reporter_phone" and KEPT_WITH_REPORTER in self.cleaned_data

    def _check_received(self, data: dict[str, Any]) -> None:
        """A time limit may count from it: an hour that nobody gave is asked for, never invented."""
        day, hour = data.get("received_on"), data.get("received_time")
        if hour and not day and "received_on" not in self.errors:
            self.add_error("received_on", _("Isi juga tanggal diterimanya, atau kosongkan jamnya"))
        if day and day != timezone.localdate() and not hour and "received_time" not in self.errors:
            self.add_error("received_time", _("Tulis jam diterimanya, walau kira-kira: tenggat dihitung dari sana"))

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
