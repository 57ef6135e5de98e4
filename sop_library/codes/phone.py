"""Phone numbers: typed as people write them, kept in one form (E.164)."""

import re
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from django.utils.translation import gettext as _

LONGEST = 40
_MOBILE = re.compile(r"(\+?62[\s-]*|0)8")
Fault = Literal["format", "area_code"]


@dataclass(frozen=True)
class Phone:
    """What could be read. `number` is E.164 ("+6281212160212") or None when `errors` says why; warnings never block."""

    number: str | None
    errors: tuple[Fault, ...] = ()
    warnings: tuple[Literal["unusual"], ...] = ()


def read(text: str) -> Phone:
    """Read an Indonesian number as written at home ("0812-1216-0212"), or any number with its country code."""
    if len(text) > LONGEST:
        return Phone(None, errors=("format",))
    try:
        parsed = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        return Phone(None, errors=("format",))
    possible = phonenumbers.is_possible_number_with_reason(parsed)
    if possible == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return Phone(None, errors=("format" if _is_mobile(text) else "area_code",))
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE or parsed.extension:
        return Phone(None, errors=("format",))
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Phone(number, warnings=() if phonenumbers.is_valid_number(parsed) else ("unusual",))


def _is_mobile(text: str) -> bool:
    """Whether it begins as a mobile number does ("0812"), however short: no area code is missing from it."""
    return bool(_MOBILE.match(text.strip()))


def display(number: str) -> str:
    """An E.164 number as written at home ("0812-1216-0212"); foreign ones keep their country code."""
    parsed = phonenumbers.parse(number, None)
    home = parsed.country_code == phonenumbers.country_code_for_region("ID")
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def message(code: str) -> str:
    """The sentence for an error or a warning: it says what to do."""
    return {
        "format": _("Tulis nomor telepon lengkap, misalnya 0812-1216-0212, atau kosongkan"),
        "area_code": _("Tulis nomor telepon dengan kode wilayahnya, misalnya (0298) 326063, atau kosongkan"),
        "unusual": _("Nomor ini tidak seperti nomor yang dikenal. Periksa lagi; boleh disimpan bila memang begitu."),
    }[code]
