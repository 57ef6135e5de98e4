"""Fields of the API: what the screens refuse is refused here, by the same readers and in the same words."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NoReturn

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from sop_library.codes import nik, phone
from sop_library.facts import ABROAD, FACTS
from sop_library.forms import dates
from sop_library.forms.errors import sentence, thousands
from sop_library.forms.text import storable, tidy
from tenants.registry.source import provinces, regencies

SENTENCES = {"required": "required", "blank": "required", "invalid_choice": "choice", "empty": "required_choices"}
FIRST_YEAR = 1900
_KEY = re.compile(r"[-a-zA-Z0-9_]+")


def say(words: str, code: str) -> NoReturn:
    """Refuse a value with a sentence."""
    raise serializers.ValidationError(words, code=code)


class Speaking(serializers.Field[Any, Any, Any, Any]):
    """A field that refuses in our own sentences, which name it as the document does."""

    def fail(self, key: str, **kwargs: Any) -> NoReturn:
        say(sentence(SENTENCES.get(key, "type"), str(self.field_name)), key)


class Text(Speaking, serializers.CharField):
    """Text of at most `max_length` characters, "" where nothing is known."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        if not kwargs.get("required"):
            kwargs = {"required": False, "default": ""} | kwargs
        super().__init__(max_length=max_length, allow_blank=not kwargs.get("required"), **kwargs)
        self.longest = max_length

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        text = tidy(data)
        if len(text) > self.longest:
            found = {"length": thousands(len(text)), "limit": thousands(self.longest)}
            say(sentence("too_long", str(self.field_name), **found), "too_long")
        if not storable(text):
            say(sentence("characters", str(self.field_name)), "characters")
        return text


class Nik(Text):
    """A NIK; blanks, dots and hyphens are ignored, the value is its 16 digits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        digits = nik.read(text).digits
        return digits or say(nik.message("format"), "nik")


class Phone(Text):
    """A telephone number as written at home or with its country code; the value is E.164."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        read = phone.read(super().to_internal_value(data))
        return read.number or say(phone.message(read.errors[0]), "phone")


class Region(Text):
    """A kabupaten or kota by its Kemendagri code ("33.73")."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=5, help_text="Kemendagri code of a kabupaten or kota, such as 33.73", **kwargs)

    @property
    def allowed(self) -> tuple[str, ...]:
        """The codes that there are."""
        return tuple(regencies())

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data.strip() not in regencies():
            say(_("Tulis kode kabupaten atau kota yang ada, misalnya 33.73"), "invalid_choice")
        return data.strip()


class Code(Speaking, serializers.ChoiceField):
    """One code of a list; "" where it is not known and the field may stay open."""

    def __init__(self, codes: Iterable[str], **kwargs: Any) -> None:
        if not kwargs.get("required"):
            kwargs = {"required": False, "default": "", "allow_blank": True} | kwargs
        super().__init__(choices=[(code, code) for code in codes], **kwargs)

    @property
    def allowed(self) -> tuple[str, ...]:
        """The codes it takes."""
        return tuple(self.choices)

    def to_internal_value(self, data: Any) -> str:
        return str(super().to_internal_value(data)) if isinstance(data, str) else self.fail("invalid_choice")


class Codes(Speaking, serializers.ListField):
    """Several codes of a list, each once."""

    def __init__(self, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(child=Code(codes, required=True), required=False, default=list, **kwargs)

    def to_internal_value(self, data: Any) -> tuple[str, ...]:
        return tuple(dict.fromkeys(super().to_internal_value(data)))


class Listed(Speaking, serializers.ListField):
    """A list."""


class Named(Speaking, serializers.DictField):
    """Values by their keys."""


class Facts(Named):
    """Facts of a case by their names; a region among them must be one that there is, as in `Region`."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        facts: dict[str, Any] = super().to_internal_value(data)
        known = {ABROAD, *provinces(), *regencies()}
        regions = {name: value for name, value in facts.items() if name in FACTS and FACTS[name].type == "region"}
        wrong = [name for name, value in regions.items() if isinstance(value, str) and value not in known]
        if wrong:
            words = _("Tulis kode kabupaten atau kota yang ada, misalnya 33.73")
            raise serializers.ValidationError({name: [words] for name in wrong})
        return facts


class Truth(Speaking, serializers.BooleanField):
    """true, false, or null where it is not known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "allow_null": True, "default": None} | kwargs)

    def to_internal_value(self, data: Any) -> bool:
        return data if isinstance(data, bool) else self.fail("invalid")


class Whole(Speaking, serializers.IntegerField):
    """A whole number between two limits, null where it is not known."""

    def __init__(self, *, smallest: int = 0, largest: int = 2_147_483_647, **kwargs: Any) -> None:
        limits = {"min_value": smallest, "max_value": largest}
        super().__init__(**limits | {"required": False, "allow_null": True, "default": None} | kwargs)
        self.smallest, self.largest = smallest, largest

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            say(sentence("whole_number", str(self.field_name)), "whole_number")
        if data < self.smallest:
            say(sentence("too_small", str(self.field_name), limit=thousands(self.smallest)), "too_small")
        if data > self.largest:
            say(sentence("too_large", str(self.field_name), limit=thousands(self.largest)), "too_large")
        return data


class PastDate(Speaking, serializers.DateField):
    """A date (`2026-05-13`) that is not to come, null where it is not known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "allow_null": True, "default": None} | kwargs)

    def to_internal_value(self, value: Any) -> date:
        read = dates.from_iso(value) if isinstance(value, str) else dates.from_iso("")
        if read.value is None:
            say(read.message, "date")
        if read.value > timezone.localdate():
            say(sentence("future", str(self.field_name)), "future")
        return read.value


class Moment(Speaking, serializers.DateTimeField):
    """A moment (`2026-05-13T09:30:00+07:00`; without an offset in the office's zone), null where it is now."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "allow_null": True, "default": None} | kwargs)

    def fail(self, key: str, **kwargs: Any) -> NoReturn:
        say(_("Tulis waktu sebagai tahun-bulan-tanggal dan jam, misalnya 2026-05-13T09:30:00+07:00"), key)

    def to_internal_value(self, value: Any) -> datetime:
        moment = super().to_internal_value(value) if isinstance(value, str) else self.fail("invalid")
        return moment if moment.year >= FIRST_YEAR else self.fail("invalid")


class Key(Speaking, serializers.UUIDField):
    """A UUID."""


class Slug(Speaking, serializers.SlugField):
    """A key of an SOP: lower case letters, digits and hyphens."""

    def to_internal_value(self, data: Any) -> str:
        text = str(super().to_internal_value(data)) if isinstance(data, str) else self.fail("invalid")
        if not _KEY.fullmatch(text) or len(text) > (self.max_length or 0):
            self.fail("invalid")
        return text


class Document(Speaking, serializers.Serializer[Any]):
    """One JSON object. A field that it does not have is a fault, not ignored: what was sent is what is stored."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError({"": [_("Kirim satu objek JSON: nama isian dan isinya.")]})
        words = _("Isian “%(name)s” tidak dikenal di sini. Hapus, atau periksa ejaannya.")
        faults: dict[str, Any] = {
            str(name)[:60]: [words % {"name": str(name)[:60]}] for name in data if name not in self.fields
        }
        checked: dict[str, Any] = {}
        try:
            checked = super().to_internal_value(data)
        except serializers.ValidationError as error:
            faults |= dict(error.detail) if isinstance(error.detail, dict) else {"": error.detail}
        if faults:
            raise serializers.ValidationError(faults)
        return checked
