"""The forms with which a waiting report is corrected, set aside and taken up again."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Report, SettingAside
from cases.operations.reported import LONGEST_LINE, ReportDetails
from cases.operations.reports import ReportData
from frontend.casework.incident_views import NO, YES
from frontend.casework.people_form import listed
from frontend.casework.wording import CHANNELS
from frontend.formbuild import ClockTime, DateParts, SafeText, Section, SheetForm, SingleChoice
from frontend.reports.intake import received_at
from frontend.reports.questions import NAMELESS, OTHER, SELF, ReportForm

SHOWN = {True: YES, False: NO}
VICTIM = ("name", "phone", "nik", "sex", "age_band", "birth_date", "residence", "domicile", "presence", "address")


class CorrectReportForm(ReportForm):
    """Everything a report says, to be put right. The age band stands in for the age, which no report keeps."""

    victim_age = None  # type: ignore[assignment]  # Django's way to leave a field out
    victim_age_band = SingleChoice(
        label=gettext_lazy("Kelompok usia korban"), required=False, radios=False, choices=listed("age_band"),
        help_text=gettext_lazy("Dihitung dari tanggal lahir bila diisi."),
    )  # fmt: skip
    reason = SafeText(
        label=gettext_lazy("Mengapa diperbaiki?"), required=False, longest=LONGEST_LINE,
        help_text=gettext_lazy("Misalnya: salah ketik. Isi sebelumnya tetap tersimpan sebagai jejak."),
    )  # fmt: skip

    def sections(self) -> list[Section]:
        def of(heading: str, *names: str) -> Section:
            return Section(heading, "", tuple(self[name] for name in names))

        about = ("victim_name", "victim_phone", "victim_nik", "victim_sex", "victim_age_band", "victim_birth_date")
        happened = ("kinds", "domestic", "place_kind", "happened_on", "story")
        return [
            of(_("Saluran dan keselamatan"), "channel", "in_danger", "received_on", "received_time"),
            of(
                _("Pelapor"), "reporter_is", "reporter_name", "reporter_phone", "reporter_nik", "reporter_relation"
            ),
            of(_("Korban"), *about, "safe_contact"),
            of(_("Wilayah"), "victim_residence", "victim_domicile", "victim_presence", "place", "victim_address"),
            of(_("Kejadian"), *happened),
            of(_("Alasan perbaikan"), "reason"),
        ]  # fmt: skip

    def received(self, *, before: datetime) -> datetime:
        """When the report came in: as it was known, unless another day or minute was typed."""
        return _received(self, before)


def _received(form: SheetForm, before: datetime) -> datetime:
    typed = received_at(form.cleaned_data, at=before)
    return before if typed == before.replace(second=0, microsecond=0) else typed


def initial_of(data: ReportData, *, received: datetime) -> dict[str, Any]:
    """What a report says, as the form's initial."""
    said = data.details or ReportDetails()
    incident, here = said.incident, localtime(received)
    who = SELF if said.reporter_is_victim else OTHER if said.reporter.name else ""
    return {
        **{f"victim_{name}": getattr(said.victim, name) for name in VICTIM},
        **{f"reporter_{name}": getattr(said.reporter, name) for name in ("name", "nik")},
        "reporter_phone": said.reporter.phone or said.reporter.safe_contact.rpartition(": ")[2],
        "channel": data.channel, "received_on": here.date(), "received_time": f"{here:%H:%M}",
        "in_danger": "" if data.in_danger is None else SHOWN[data.in_danger],
        "reporter_is": NAMELESS if data.anonymous else who, "reporter_relation": said.relation,
        "safe_contact": said.victim.safe_contact, "kinds": list(incident.kinds),
        "domestic": "" if incident.domestic is None else SHOWN[incident.domestic], "place": incident.place,
        "place_kind": incident.place_kind, "happened_on": incident.happened_on, "story": incident.story,
    }  # fmt: skip


class DateReportForm(SheetForm):
    """When and through which channel a report of a case came in."""

    channel = SingleChoice(
        label=gettext_lazy("Lewat apa laporan ini sampai?"), choices=list(CHANNELS.items()), radios=True, inline=True
    )
    received_on = DateParts(label=gettext_lazy("Tanggal diterima"), not_after_today=True)
    received_time = ClockTime(label=gettext_lazy("Jam diterima"), help_text=gettext_lazy("Contoh 09.30"))
    reason = SafeText(
        label=gettext_lazy("Mengapa diperbaiki?"), longest=LONGEST_LINE,
        help_text=gettext_lazy("Misalnya: salah ketik. Isi sebelumnya tetap tersimpan sebagai jejak."),
    )  # fmt: skip

    def received(self, *, before: datetime) -> datetime:
        """When it came in: as it was known, unless another day or minute was typed."""
        return _received(self, before)


def date_of(report: Report) -> dict[str, Any]:
    """When and how a report came in, as the form's initial."""
    here = localtime(report.received_at)
    return {"channel": report.channel, "received_on": here.date(), "received_time": f"{here:%H:%M}"}


class SetAsideForm(SheetForm):
    """Why a report is set aside."""

    reason = SingleChoice(
        label=gettext_lazy("Mengapa laporan ini disisihkan?"), choices=SettingAside.Reason.choices, radios=True
    )
    referred_to = SafeText(
        label=gettext_lazy("Diteruskan ke lembaga mana?"), required=False, longest=LONGEST_LINE,
        help_text=gettext_lazy("Hanya bila diteruskan. Tulis juga siapa yang menerima, bila tahu."),
    )  # fmt: skip
    words = SafeText(
        label=gettext_lazy("Keterangan"), required=False, longest=LONGEST_LINE, lines=True, rows=2,
        help_text=gettext_lazy("Misalnya kode laporan atau nomor kasus yang sama. Wajib untuk alasan lain."),
    )  # fmt: skip


class TakeUpForm(SheetForm):
    """Why a report is taken up again."""

    because = SafeText(
        label=gettext_lazy("Mengapa laporan ini diambil kembali?"), longest=LONGEST_LINE, lines=True, rows=2
    )


class DetachForm(SheetForm):
    """Why a report does not belong to the case it was joined to."""

    reason = SafeText(
        label=gettext_lazy("Mengapa bukan bagian dari kasus ini?"), longest=LONGEST_LINE, lines=True, rows=2,
        help_text=gettext_lazy("Misalnya: nomor teleponnya sama, orangnya lain."),
    )  # fmt: skip
