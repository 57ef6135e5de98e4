"""Fields that read what people type and refuse it kindly. Also for screens written by hand: new report, parties.

Whatever comes in, a field answers with a value or a sentence: too much text, a NUL byte, a 31st of February.
"""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import get_format

from frontend.formbuild.speaking import Speaking
from frontend.formbuild.widgets import DateBoxes, LineInput, NoteArea
from sop_library.codes import kk, nik, phone
from sop_library.forms import dates
from sop_library.forms.errors import thousands
from sop_library.forms.kinds import Kind

_LONGEST_NUMBER = 60
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_GROUPED = re.compile(r"[0-9]{1,3}(\.[0-9]{3}){1,4}")
_CLOCK = re.compile(r"([0-9]{1,2})[.:]?([0-9]{2})")


class SafeText(Speaking, forms.CharField):
    """Text of at most `longest` characters; `lines` gives room for several. Blanks alone count as nothing."""

    def __init__(
        self, *, longest: int = 200, lines: bool = False, rows: int = 5, width: int | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", NoteArea(rows=rows) if lines else LineInput(width=width))
        super().__init__(**kwargs)
        self.kind = "note" if lines else "text"
        self.longest = longest

    def to_python(self, value: Any) -> str:
        text = self.readable(value, longest=self.longest)
        return text if self.kind == "note" else " ".join(text.split("\n"))


class WholeNumber(Speaking):
    """An integer between `smallest` and `largest`; dots between thousands are understood."""

    kind: Kind = "integer"

    def __init__(
        self, *, smallest: int = 0, largest: int = 999_999_999, width: int | None = 5, example: str = "2", **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", LineInput({"inputmode": "numeric"}, width=width))
        super().__init__(**kwargs)
        self.smallest, self.largest, self.example = smallest, largest, example

    def to_python(self, value: Any) -> int | None:
        text = str("" if value is None else value).strip()[:_LONGEST_NUMBER]
        if not text:
            return None
        if _GROUPED.fullmatch(text):
            text = text.replace(".", "")
        if not _WHOLE.fullmatch(text):
            self.refuse("whole_number", example=self.example)
        number = int(text)
        if number < self.smallest:
            self.refuse("too_small", limit=thousands(self.smallest))
        if number > self.largest:
            self.refuse("too_large", limit=thousands(self.largest))
        return number


class DateParts(Speaking):
    """A date in three boxes. The value is a `datetime.date`; `05/13/2026` is an error, never the 13th of May."""

    kind: Kind = "date"

    def __init__(self, *, not_after_today: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DateBoxes())
        super().__init__(**kwargs)
        self.not_after_today = not_after_today

    def to_python(self, value: Any) -> date | None:
        typed = [str(part or "") for part in value] if isinstance(value, list) else [str(value or ""), "", ""]
        if not any(part.strip() for part in typed):
            return None
        read = dates.from_parts(*typed)
        if read.fault == "far" and self.not_after_today:
            self.refuse("future")
        if read.value is None:
            raise ValidationError(read.message, code="date")
        return read.value

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.not_after_today and value > timezone.localdate():
            self.refuse("future")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(
                self.to_python(data) != (dates.from_iso(initial).value if isinstance(initial, str) else initial)
            )
        except ValidationError:
            return True


class ClockTime(Speaking):
    """A time of day, typed "9.30" or "09:30"; the value is "09:30"."""

    kind: Kind = "time"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", LineInput({"inputmode": "decimal"}, width=5))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = str(value or "").strip()[:_LONGEST_NUMBER]
        if not text:
            return ""
        found = _CLOCK.fullmatch(text)
        if not found:
            self.refuse("time")
        if int(found[1]) > 23 or int(found[2]) > 59:
            self.refuse("clock")
        return f"{int(found[1]):02}:{found[2]}"

    def prepare_value(self, value: Any) -> Any:
        between = get_format("TIME_FORMAT")[1]
        return value.replace(":", between) if isinstance(value, str) and len(value) == 5 else value


class NikField(Speaking, forms.CharField):
    """A NIK, typed with or without blanks; the value is its 16 digits. Anything unusual about it is only a warning."""

    kind: Kind = "nik"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", LineInput({"inputmode": "numeric", "spellcheck": "false"}, width=20))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = self.readable(value, longest=_LONGEST_NUMBER)
        read = nik.read(text)
        if text and read.digits is None:
            raise ValidationError(nik.message("format"), code="nik")
        return read.digits or ""

    def warnings_for(self, value: Any) -> list[str]:
        read = nik.read(str(value))
        return [nik.message(code) for code in (*read.errors, *read.warnings)] if value else []


class KkField(Speaking, forms.CharField):
    """The number of a family card; the value is its 16 digits."""

    kind: Kind = "kk"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", LineInput({"inputmode": "numeric", "spellcheck": "false"}, width=20))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = self.readable(value, longest=_LONGEST_NUMBER)
        read = kk.read(text)
        if text and read.digits is None:
            raise ValidationError(kk.message("format"), code="kk")
        return read.digits or ""


class PhoneField(Speaking, forms.CharField):
    """A phone or WhatsApp number; the value is E.164 ("+6281212160212"), shown as it is written at home."""

    kind: Kind = "phone"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", LineInput({"inputmode": "tel"}, width=20, input_type="tel"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = self.readable(value, longest=_LONGEST_NUMBER)
        read = phone.read(text)
        if text and read.number is None:
            raise ValidationError(phone.message(read.errors[0]), code="phone")
        return read.number or ""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith("+") and phone.read(value).number == value:
            return phone.display(value)
        return value

    def warnings_for(self, value: Any) -> list[str]:
        return [phone.message(code) for code in phone.read(str(value)).warnings] if value else []


class HeardPhone(PhoneField):
    """A phone number as somebody heard it: part of one comes back as typed, for the form to keep."""

    def to_python(self, value: Any) -> str:
        text = self.readable(value, longest=_LONGEST_NUMBER)
        heard = any(letter.isdecimal() for letter in text) and phone.read(text).number is None
        return text if heard else super().to_python(text)

    def warnings_for(self, value: Any) -> list[str]:
        return super().warnings_for(value) if value and phone.read(str(value)).number else []
