"""NIK, the population number: 16 digits `PPKKCC DDMMYY SSSS`.

It names the place and birth date known when it was first issued; neither is corrected later (PP 40/2019 art. 30).
So it proves no residence and outranks no stated birth date: everything beyond the 16 digits is said as a warning and
never stops anyone.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.registry.source import changed_codes, provinces, regencies

Error = Literal["format", "province", "birth_date", "serial"]
Warning_ = Literal["regency_code_not_current", "century_ambiguous"]
_SEPARATORS = re.compile(r"[\s.\-]")
_DIGITS = re.compile(r"[0-9]{16}")
_LONGEST = 60
_WOMEN_ADD = 40
_OLDEST = 110


@dataclass(frozen=True)
class Nik:
    """What a NIK says. `digits` is None when it is no NIK at all, `errors == ("format",)`: the only blocking error.

    `errors`: structure no issued NIK has. `warnings`: unusual. `region`: Kemendagri code of the first registration
    ("33.73"); `region_now`: today's code, None where unknown. `sex`: "P" or "L". `birth_date`: None where the digits
    are no date.
    """

    digits: str | None
    sex: Literal["P", "L"] | None = None
    birth_date: date | None = None
    region: str | None = None
    region_now: str | None = None
    errors: tuple[Error, ...] = ()
    warnings: tuple[Warning_, ...] = ()


def read(text: str, *, on: date | None = None) -> Nik:
    """Read a NIK as typed; blanks, dots and hyphens are ignored. `on` (default: today) settles the century of birth."""
    digits = _SEPARATORS.sub("", text[:_LONGEST])
    if len(text) > _LONGEST or not _DIGITS.fullmatch(digits):
        return Nik(None, errors=("format",))
    errors: list[Error] = []
    warnings: list[Warning_] = []
    region = f"{digits[:2]}.{digits[2:4]}"
    region_now = changed_codes().get(region, region)
    if digits[:2] not in provinces():
        errors.append("province")
    if region not in regencies():
        warnings.append("regency_code_not_current")
    today = on or timezone.localdate()
    sex, birth_date, ambiguous = _birth(digits[6:12], today)
    if birth_date is None:
        errors.append("birth_date")
    elif ambiguous:
        warnings.append("century_ambiguous")
    if digits[12:] == "0000":
        errors.append("serial")
    return Nik(
        digits,
        sex=sex,
        birth_date=birth_date,
        region=region,
        region_now=region_now if region_now in regencies() else None,
        errors=tuple(errors),
        warnings=tuple(warnings),
    )


def _birth(six: str, today: date) -> tuple[Literal["P", "L"] | None, date | None, bool]:
    day, month, year = int(six[:2]), int(six[2:4]), int(six[4:])
    sex: Literal["P", "L"] = "P" if day > _WOMEN_ADD else "L"
    day -= _WOMEN_ADD if sex == "P" else 0
    century = today.year - today.year % 100
    readings = []
    for start in (century, century - 100):
        try:
            born = date(start + year, month, day)
        except ValueError:
            continue
        if born <= today:
            readings.append(born)
    if not readings:
        return None, None, False
    return sex, readings[0], len(readings) > 1 and today.year - readings[1].year <= _OLDEST


def message(code: str) -> str:
    """The sentence for an error or a warning: it says what to do and never repeats the number."""
    return {
        "format": _("Tulis 16 angka NIK seperti di KTP atau KK, atau kosongkan bila belum diketahui"),
        "province": _(
            "Dua angka pertama NIK ini bukan kode provinsi. Periksa lagi; boleh disimpan bila memang begitu tertulis."
        ),
        "birth_date": _(
            "Tanggal lahir dalam NIK ini tidak ada di kalender. Periksa lagi; boleh disimpan bila begitu tertulis."
        ),
        "serial": _("Empat angka terakhir NIK ini 0000. Periksa lagi; boleh disimpan bila memang begitu tertulis."),
        "regency_code_not_current": _(
            "Kode daerah dalam NIK ini tidak ada di daftar sekarang, mungkin dari sebelum pemekaran. "
            "NIK tidak menunjukkan tempat tinggal."
        ),
        "century_ambiguous": _(
            "Tahun lahir dalam NIK ini dapat dibaca dengan dua abad. Pakai tanggal lahir yang disebutkan orangnya."
        ),
        "birth_date_differs": _(
            "Tanggal lahir yang ditulis berbeda dari angka dalam NIK. Periksa lagi; "
            "NIK bisa terbit sebelum tanggal lahirnya diperbaiki."
        ),
        "sex_differs": _("Jenis kelamin yang dipilih berbeda dari angka dalam NIK. Periksa lagi."),
    }[code]
