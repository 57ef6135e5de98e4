"""What an admin fills in about the office and its staff."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Lane, OfficeProfile, Staff
from accounts.queries import Intervals
from frontend.formbuild import (
    ClockTime,
    DateParts,
    ManyChoices,
    SafeText,
    Section,
    SheetForm,
    SingleChoice,
    UsernameField,
)
from frontend.formbuild.widgets import LineInput

Day = date
"""A field of a form below is called date."""
PLAIN, WRITER, ADMIN = "biasa", "penulis", "admin"
INTERVALS = 2


class EmailText(SafeText):
    """An e-mail address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(longest=254, widget=LineInput({"inputmode": "email"}, input_type="email"), **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if text:
            try:
                validate_email(text)
            except ValidationError:
                raise ValidationError(_("Tulis surel lengkap, misalnya nama@contoh.go.id"), code="email") from None
        return text


class ProfileForm(SheetForm):
    """What the office says of itself."""

    name = SafeText(label=gettext_lazy("Nama kantor"), longest=200)
    short_name = SafeText(
        label=gettext_lazy("Nama pendek"), longest=60, width=20, help_text=gettext_lazy("Misalnya DP3APPKB.")
    )
    unit = SafeText(label=gettext_lazy("Unit layanan"), longest=120, required=False)
    address = SafeText(label=gettext_lazy("Alamat"), longest=300, required=False)
    phone = SafeText(label=gettext_lazy("Telepon"), longest=60, width=20, required=False)
    hotline = SafeText(label=gettext_lazy("Hotline"), longest=60, width=20, required=False)
    email = EmailText(label=gettext_lazy("Surel"), required=False)
    head_post = SafeText(label=gettext_lazy("Jabatan kepala"), longest=200, required=False)
    head_name = SafeText(label=gettext_lazy("Nama kepala"), longest=120, required=False)
    head_rank = SafeText(
        label=gettext_lazy("Pangkat"), longest=80, width=20, required=False,
        help_text=gettext_lazy("Misalnya Pembina Tingkat I. Tertulis di bawah nama pada surat."),
    )  # fmt: skip
    head_nip = SafeText(label=gettext_lazy("NIP"), longest=30, width=20, required=False)
    unsaid_day = SingleChoice(
        label=gettext_lazy("“Hari” tanpa keterangan pada SOP dihitung sebagai"),
        choices=[
            (OfficeProfile.UnsaidDay.WORKING, gettext_lazy("Hari kerja")),
            (OfficeProfile.UnsaidDay.CLOCK, gettext_lazy("Hari kalender, 24 jam")),
        ],
        help_text=gettext_lazy("Berlaku untuk tenggat yang diberikan mulai sekarang. Layar menyebut cara hitungnya."),
    )

    def sections(self) -> list[Section]:
        def rows(*names: str) -> tuple[Any, ...]:
            return tuple(self[name] for name in names)

        return [
            Section(_("Nama dan alamat"), "", rows("name", "short_name", "unit", "address")),
            Section(_("Cara menghubungi"), "", rows("phone", "hotline", "email")),
            Section(_("Penanda tangan"), "", rows("head_post", "head_name", "head_rank", "head_nip")),
            Section(_("Membaca tenggat"), "", rows("unsaid_day")),
        ]


class HoursForm(SheetForm):
    """Two intervals a day, Monday to Sunday. A day left empty is closed."""

    def __init__(self, data: QueryDict | None, *, hours: dict[int, Intervals]) -> None:
        initial = {
            f"day_{day}_{place}_{end}": f"{moment:%H:%M}"
            for day, intervals in hours.items()
            for place, interval in enumerate(intervals[:INTERVALS])
            for end, moment in zip(("opens", "closes"), interval, strict=True)
        }
        super().__init__(data, initial=initial)
        for day in range(7):
            for place in range(INTERVALS):
                for end in ("opens", "closes"):
                    label = self._label(day, place, end)
                    self.fields[f"day_{day}_{place}_{end}"] = ClockTime(label=label, required=False)

    @staticmethod
    def _label(day: int, place: int, end: str) -> str:
        words = _("buka") if end == "opens" else _("tutup")
        again = _(" sesudah istirahat") if place else ""
        return f"{WEEKDAYS[day]}, {words}{again}"

    def days(self) -> list[dict[str, Any]]:
        """The rows of the table: a weekday with its four inputs and whatever is wrong with them."""
        rows = []
        for day in range(7):
            names = [f"day_{day}_{place}_{end}" for place in range(INTERVALS) for end in ("opens", "closes")]
            bound = [self[name] for name in names]
            rows.append({"name": WEEKDAYS[day], "inputs": bound, "errors": [e for b in bound for e in b.errors]})
        return rows

    def clean(self) -> dict[str, Any]:
        for day in range(7):
            for place in range(INTERVALS):
                opens, closes = (self.cleaned_data.get(f"day_{day}_{place}_{end}") for end in ("opens", "closes"))
                if bool(opens) != bool(closes):
                    missing = "closes" if opens else "opens"
                    name = f"day_{day}_{place}_{missing}"
                    if name not in self.errors:
                        words = _("%(day)s: isi jam buka dan jam tutup, atau kosongkan keduanya")
                        self.add_error(name, words % {"day": WEEKDAYS[day]})
            self._check_order(day)
        return self.cleaned_data

    def _check_order(self, day: int) -> None:
        """Of a day that can be read: it closes after it opens, and opens again after it closed."""
        last, name = "", f"day_{day}_{{}}_{{}}".format
        for place in range(INTERVALS):
            opens, closes = (self.cleaned_data.get(name(place, end)) for end in ("opens", "closes"))
            if not opens or not closes:
                continue
            if closes <= opens:
                self.add_error(name(place, "closes"), self._naming(day, _("Jam tutup harus sesudah jam buka.")))
            elif last and opens <= last:
                words = _("Waktu buka yang kedua harus sesudah yang pertama tutup.")
                self.add_error(name(place, "opens"), self._naming(day, words))
            last = closes

    @staticmethod
    def _naming(day: int, words: str) -> str:
        return f"{WEEKDAYS[day]}: {words}"

    def hours(self) -> dict[int, list[tuple[time, time]]]:
        """What was filled in, of a form that is valid."""
        found: dict[int, list[tuple[time, time]]] = {}
        for day in range(7):
            for place in range(INTERVALS):
                opens, closes = (self.cleaned_data[f"day_{day}_{place}_{end}"] for end in ("opens", "closes"))
                if opens:
                    found.setdefault(day, []).append((time.fromisoformat(opens), time.fromisoformat(closes)))
        return found


class ClosureForm(SheetForm):
    """A day on which the office is closed."""

    date = DateParts(label=gettext_lazy("Tanggal"))
    name = SafeText(
        label=gettext_lazy("Keterangan"), longest=120, help_text=gettext_lazy("Misalnya: Pilkada, atau hari jadi kota.")
    )

    def __init__(
        self, data: QueryDict | None, *, today: Day, national: Mapping[Day, str], hours: Mapping[int, Intervals]
    ) -> None:
        super().__init__(data)
        self.today, self.national, self.hours = today, national, hours

    def clean_date(self) -> Day:
        """A day that would otherwise be worked: any other is said to need no closing. Raises ValidationError."""
        day: Day = self.cleaned_data["date"]
        said = ""
        if day < self.today:
            said = _("Tanggal ini sudah lewat. Tulis hari ini atau sesudahnya.")
        elif day in self.national:
            said = _("Sudah libur nasional: %(name)s. Tidak perlu dicatat.") % {"name": self.national[day]}
        elif any(self.hours.values()) and not self.hours.get(day.weekday()):
            said = _("Kantor sudah tutup setiap hari %(day)s. Tidak perlu dicatat.") % {"day": WEEKDAYS[day.weekday()]}
        if said:
            raise ValidationError(said, code="closed_anyway")
        return day


def _role() -> SingleChoice:
    return SingleChoice(
        label=gettext_lazy("Tugas dalam aplikasi"),
        choices=[
            (PLAIN, gettext_lazy("Petugas")),
            (WRITER, gettext_lazy("Petugas dan penulis SOP")),
            (ADMIN, gettext_lazy("Petugas dan admin kantor")),
        ],
        initial=PLAIN,
        help_text=gettext_lazy(
            "Penulis SOP menyiapkan dan mengajukan SOP; kepala kantor mengesahkannya. Admin kantor juga mengatur "
            "petugas, pelaksana, jam, dan profil: cukup dua atau tiga orang."
        ),
    )


def role_of(staff: Staff) -> str:
    """The choice that says what somebody may do in the program."""
    return ADMIN if staff.is_office_admin else WRITER if staff.may_write_sops else PLAIN


def _lanes(lanes: list[Lane]) -> ManyChoices:
    return ManyChoices(
        label=gettext_lazy("Bertugas sebagai"),
        choices=[(str(lane.pk), lane.label) for lane in lanes],
        required=False,
        help_text=gettext_lazy("Pelaksana menurut SOP kantor ini. Boleh lebih dari satu."),
    )


class StaffForm(SheetForm):
    """What the office records of somebody who works in it."""

    name = SafeText(label=gettext_lazy("Nama lengkap"), longest=120)
    post = SafeText(label=gettext_lazy("Jabatan"), longest=120, required=False)
    email = EmailText(label=gettext_lazy("Surel"), required=False)
    role = _role()


class NewStaffForm(StaffForm):
    """Somebody new: the user name stays for good."""

    username = UsernameField()
    field_order = ("name", "username", "post", "email", "role", "lanes")

    def __init__(self, *args: Any, lanes: list[Lane], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lanes"] = _lanes(lanes)


class LanesForm(SheetForm):
    """The lanes one person holds."""

    def __init__(self, *args: Any, lanes: list[Lane], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lanes"] = _lanes(lanes)
