"""Lengths of time as a number and a unit, and the whole reading of a printed time."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.sops.editor.choosing import lane_options, step_options
from frontend.sops.editor.composing import Group, Rows
from frontend.sops.editor.condition_fields import When
from frontend.sops.editor.shapes import ABSENT, Drawn, Near, Option, Pick, Posted, Text, Words, as_text, chosen
from sop_library.durations import NotADuration, parse_duration

UNITS = {
    "M": gettext_lazy("menit"),
    "H": gettext_lazy("jam"),
    "D": gettext_lazy("hari"),
    "W": gettext_lazy("minggu"),
    "MO": gettext_lazy("bulan"),
    "Y": gettext_lazy("tahun"),
    "S": gettext_lazy("detik"),
}
_SIMPLE = re.compile(r"P(?:([0-9]+)([YWD])|([0-9]+)(M)|T([0-9]+)([HMS]))")
KINDS = {
    "none": gettext_lazy("tidak tercetak"),
    "standard": gettext_lazy("baku, seperti “15 menit”"),
    "max": gettext_lazy("paling lama"),
    "range": gettext_lazy("dari … sampai …"),
    "min": gettext_lazy("paling cepat"),
    "about": gettext_lazy("kira-kira"),
    "at_once": gettext_lazy("segera"),
    "until": gettext_lazy("sampai suatu kejadian"),
    "as_needed": gettext_lazy("sesuai kebutuhan"),
    "as_agreed": gettext_lazy("sesuai kesepakatan"),
    "conflict": gettext_lazy("bertentangan pada sumber"),
}
CLOCKS = {
    "clock": gettext_lazy("jam terus berjalan, juga malam dan hari libur"),
    "working": gettext_lazy("hari dan jam kerja saja"),
    "unsaid": gettext_lazy("“hari” saja: menurut setelan kantor"),
}


def listed(words: dict[str, Any]) -> list[Option]:
    """Codes with their words as options."""
    return [Option(code, str(label)) for code, label in words.items()]


def kinds(_near: Near) -> list[Option]:
    """The kinds of a time reading."""
    return listed(KINDS)


def clocks(_near: Near) -> list[Option]:
    """What clock a time runs by."""
    return listed(CLOCKS)


def starts(near: Near) -> list[Option]:
    """What a time can count from."""
    fixed = [Option("step", _("langkah ini dibuka")), Option("case", _("kasus dibuka")),
             Option("report", _("pengaduan diterima"))]  # fmt: skip
    return [*fixed, *(Option(one.value, one.label, _("langkah lain selesai")) for one in step_options(near))]


def starts_of_limit(near: Near) -> list[Option]:
    """What a limit can count from."""
    return [one for one in starts(near) if one.value != "step"]


def taken_apart(duration: str) -> tuple[str, str]:
    """ "PT30M" as ("30", "M"); empty where one number and one unit can't say it."""
    found = _SIMPLE.fullmatch(duration)
    if found is None:
        return "", ""
    number = found[1] or found[3] or found[5]
    unit = "MO" if found[4] else found[2] or found[6]
    return number, unit


def put_together(number: str, unit: str) -> str:
    """("30", "M") as "PT30M"."""
    if unit == "MO":
        return f"P{number}M"
    return f"PT{number}{unit}" if unit in "MHS" else f"P{number}{unit}"


def length_words(duration: str) -> str:
    """A length as it is spoken of; the text itself where it is none."""
    try:
        return str(parse_duration(duration))
    except NotADuration:
        return duration


@dataclass(frozen=True)
class Length:
    """A length of time. One that takes several units stands in words until a number replaces it."""

    name: str
    label: Text
    hint: Text = ""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """A number and its unit."""
        number, unit = taken_apart(as_text(value))
        said = as_text(value)
        hint = _("Sekarang: %(length)s") % {"length": length_words(said)} if said and not unit else str(self.hint)
        if near.typed and at in near.typed.data:
            number, unit = near.typed.one(at), near.typed.one(f"{at}-unit")
        units = chosen(listed(dict(UNITS)), [unit or "M"])
        inner = (
            Drawn("words", at, str(self.label), number, number=True, hint=hint, wrong=near.wrong(at)),
            Drawn("pick", f"{at}-unit", _("Satuan"), unit or "M", units),
        )
        return Drawn("length", at, str(self.label), inner=inner)

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """The length in ISO 8601."""
        number, unit = posted.one(at), posted.one(f"{at}-unit") or "M"
        before = taken_apart(as_text(was))
        if (number, unit) == (before[0], before[1] or "M") or (not number and not before[0]):
            return was
        if not number:
            return ABSENT
        if not (number.isascii() and number.isdecimal() and 0 < int(number[:7]) < 1_000_000 and len(number) < 8):
            posted.wrong[at] = _("Tulis lamanya dengan angka bulat, misalnya 30.")
            return was
        if unit not in UNITS:
            posted.wrong[at] = _("Pilih satuannya.")
            return was
        return put_together(str(int(number)), unit)


@dataclass(frozen=True)
class Count:
    """A whole number from 1."""

    name: str
    label: Text
    most: int = 99
    hint: Text = ""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """A short line."""
        shown = near.typed.one(at) if near.typed and at in near.typed.data else as_text(value)
        return Drawn("words", at, str(self.label), shown, hint=str(self.hint), wrong=near.wrong(at), number=True)

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """The number."""
        words = posted.one(at)
        if words == as_text(was) and was is not ABSENT:
            return was
        if not words:
            return ABSENT
        if not (words.isascii() and words.isdecimal() and len(words) < 6 and 1 <= int(words) <= self.most):
            posted.wrong[at] = _("Tulis angka 1 sampai %(most)s.") % {"most": self.most}
            return was
        return int(words)


EXTENDING = Group(
    "extendable_by",
    gettext_lazy("Boleh diperpanjang"),
    (
        Pick("lane", gettext_lazy("Oleh"), lane_options, blank=gettext_lazy("tidak boleh diperpanjang")),
        Count("times", gettext_lazy("Berapa kali"), hint=gettext_lazy("Kosong: satu kali")),
        Length("up_to", gettext_lazy("Paling lama sekali perpanjang")),
    ),
    needs="lane",
    fold=True,
)


def reading(*, limit: bool = False) -> tuple[Any, ...]:
    """The fields of a time reading: of a step, or of a limit over several steps."""
    tier = (
        When("when", gettext_lazy("Bila")),
        Pick("kind", gettext_lazy("Dibaca sebagai"), kinds, blank=gettext_lazy("sama seperti di atas")),
        Length("amount", gettext_lazy("Waktunya")),
        Pick("clock", gettext_lazy("Dihitung dengan"), clocks, blank=gettext_lazy("sama seperti di atas")),
    )
    until = () if limit else (Words("until", gettext_lazy("Sampai kejadian apa")),)
    return (
        Words("printed", gettext_lazy("Seperti tercetak di kolom Waktu")),
        Pick("kind", gettext_lazy("Dibaca sebagai"), kinds, blank=None, default="max" if limit else "none"),
        Length("amount", gettext_lazy("Lamanya")),
        Length("from", gettext_lazy("Paling cepat")),
        Length("to", gettext_lazy("Paling lama")),
        *until,
        Pick("clock", gettext_lazy("Dihitung dengan"), clocks, blank=None, default="clock"),
        Pick("counts_from", gettext_lazy("Dihitung sejak"), starts_of_limit if limit else starts, blank=None,
             default="case" if limit else "step"),
        EXTENDING,
        Rows("tiers", gettext_lazy("Waktu lain untuk keadaan tertentu"), tier, gettext_lazy("Tambah waktu lain")),
    )  # fmt: skip
