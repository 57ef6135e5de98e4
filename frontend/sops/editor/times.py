"""Lengths of time as a number and a unit, and the whole reading of a printed time."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.sops.editor.choosing import lane_options, step_options
from frontend.sops.editor.composing import Group, Rows
from frontend.sops.editor.condition_fields import When
from frontend.sops.editor.fields import Pick, Words
from frontend.sops.editor.shapes import ABSENT, Drawn, Near, Option, Posted, Text, as_dict, as_text, chosen
from sop_library.durations import LONGEST_YEARS, NotADuration, parse_duration
from sop_library.importing.times import read_time

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
    "conflict": gettext_lazy("bertentangan, jadi tanpa tenggat"),
}
NO_DEADLINE = gettext_lazy("%(kind)s: tanpa tenggat")
DUE = frozenset({"standard", "max", "range", "at_once", "none", "conflict"})
"""The kinds that make a deadline, or whose words say already that they make none."""
CLOCKS = {
    "clock": gettext_lazy("jam terus berjalan, juga malam dan hari libur"),
    "working": gettext_lazy("hari dan jam kerja saja"),
    "unsaid": gettext_lazy("“hari” saja: menurut setelan kantor"),
}


def listed(words: dict[str, Any]) -> list[Option]:
    """Codes with their words as options."""
    return [Option(code, str(label)) for code, label in words.items()]


def kinds(_near: Near) -> list[Option]:
    """The kinds of a time reading; those that make no deadline say so."""
    named = listed(KINDS)
    return [one if one.value in DUE else replace(one, label=str(NO_DEADLINE) % {"kind": one.label}) for one in named]


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
        if not (number.isascii() and number.isdecimal() and number.strip("0")):
            posted.wrong[at] = _("Tulis lamanya dengan angka bulat, misalnya 30.")
            return was
        if unit not in UNITS:
            posted.wrong[at] = _("Pilih satuannya.")
            return was
        length = put_together(number.lstrip("0"), unit)
        try:
            parse_duration(length)
        except NotADuration:
            posted.wrong[at] = _("Terlalu lama; paling lama %(most)s tahun.") % {"most": LONGEST_YEARS}
            return was
        return length


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


ONE, TWO = ("standard", "max", "min", "about"), ("range", "conflict")
BOXES = {**dict.fromkeys(ONE, ("amount",)), **dict.fromkeys(TWO, ("from", "to")), "until": ("until",)}
"""What is asked beside each kind; nothing else is shown unless it is filled in already."""
BOX_NAMES = {"max": KINDS["max"], "min": KINDS["min"], "about": KINDS["about"]}


@dataclass(frozen=True)
class Time(Group):
    """A time reading. Printed words are read where no reading was chosen; the boxes are those of its kind."""

    def draw(self, at: str, value: Any, near: Near) -> Drawn:
        """The printed words, how they are read, and the boxes of that kind."""
        drawn, now = super().draw(at, value, near), as_dict(value)
        kind = as_text(now.get("kind")) or self._kind
        if near.typed and f"{at}-kind" in near.typed.data:
            kind = near.typed.one(f"{at}-kind")
        parts = []
        for one in drawn.inner:
            part, name = one, one.at.removeprefix(f"{at}-")
            filled = bool(one.inner[0].value or one.inner[0].hint) if one.kind == "length" else bool(one.value)
            if name in ("amount", "from", "to", "until") and name not in BOXES.get(kind, ()) and not filled:
                continue
            if name == "amount" and kind in BOX_NAMES:
                label = str(BOX_NAMES[kind]).capitalize()
                part = replace(part, label=label, inner=(replace(part.inner[0], label=label), *part.inner[1:]))
            if name == "printed":
                part = replace(part, hint=_("Misalnya “15 menit” atau “maksimal 3 hari kerja”: langsung terbaca."))
            if name == "kind":
                part = replace(part, hint=" ".join(_hints(now, kind)))
            parts.append(part)
        return replace(drawn, inner=tuple(parts))

    def read(self, at: str, posted: Posted, was: Any, near: Near) -> Any:
        """What was sent; a box that was not shown stays as it was, and follows the kind where that is another now."""
        before = as_dict(was)
        found = super().read(at, posted, was, near)
        if not isinstance(found, Mapping):
            return found
        kept = {name: before[name] for name in ("amount", "from", "to", "until")
                if name in before and f"{at}-{name}" not in posted.data}  # fmt: skip
        made: dict[str, Any] = {**found, **kept}
        printed, kind = as_text(made.get("printed")), posted.one(f"{at}-kind")
        if printed and printed != as_text(before.get("printed")):
            unread = kind in ("", "none", *ONE, *TWO) and not any(name in made for name in ("amount", "from", "to"))
            if unread:
                return {**made, **self._told(printed, kind), "printed": printed}
            if _read_from_words(before, made) and (told := self._told(printed, as_text(made.get("kind")))):
                return {**_without_reading(before, made), **told, "printed": printed}
        return _boxes_follow(made) if made.get("kind") != before.get("kind") else made

    @property
    def _kind(self) -> str:
        """How a time is read of which nothing is said."""
        return next((shape.default for shape in self.inner if isinstance(shape, Pick) and shape.name == "kind"), "none")

    def _told(self, printed: str, kind: str) -> dict[str, Any]:
        """What printed words say, as far as there are fields for it. Bare "3 hari" is of the kind that was chosen."""
        read = read_time(printed)
        told = read.document
        if told["kind"] == "none":
            return {} if read.doubts else {"kind": "none"}
        if told["kind"] == "standard" and kind in ONE:
            told = {**told, "kind": kind}
        fields = {shape.name for shape in self.inner}
        return {name: value for name, value in told.items() if name in fields}


def _hints(time: Mapping[str, Any], kind: str) -> Iterator[str]:
    if said := read_as(time):
        yield _("Terbaca dari tulisan di atas: %(time)s.") % {"time": said}
    if kind in ("about", "min"):
        yield _("Langkah ini tidak pernah lewat waktu. Pilih “paling lama” bila harus ada tenggat.")


LIMIT_FIELDS = ("printed", "kind", "amount", "from", "to", "clock", "counts_from", "extendable_by", "tiers")
"""Where a limit keeps what a step has in its `time`."""


def time_of_limit(limit: Mapping[str, Any]) -> dict[str, Any]:
    """What a limit says of its time, as a step would; empty where it says nothing."""
    return {name: limit[name] for name in LIMIT_FIELDS if name in limit}


_READING = ("kind", "amount", "from", "to", "until")


def _read_from_words(before: Mapping[str, Any], made: Mapping[str, Any]) -> bool:
    """Whether the length that stands is what the words before said, and nobody chose another with the new words."""
    told = read_time(as_text(before.get("printed"))).document
    lengths = ("amount", "from", "to")
    theirs = any(name in told for name in lengths) and all(before.get(name) == told.get(name) for name in lengths)
    return (theirs or bool(read_as(before))) and all(
        before.get(name) == made.get(name) for name in (*_READING, "clock")
    )


def _without_reading(before: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
    """The time without what the words before said, so that the new ones are read."""
    said = read_time(as_text(before.get("printed"))).document
    gone = (*_READING, "clock") if made.get("clock") == said.get("clock", "clock") else _READING
    return {name: value for name, value in made.items() if name not in gone}


def _boxes_follow(time: dict[str, Any]) -> dict[str, Any]:
    """A reading whose kind was changed, with what was filled in for the kind before."""
    kind = time.get("kind")
    if kind in ONE and "amount" not in time:
        end = time.get("from" if kind == "min" else "to", time.get("to", time.get("from")))
        time = {**time, "amount": end} if end is not None else time
    elif kind in TWO and "to" not in time and "amount" in time:
        time = {**time, "to": time["amount"]}
    wanted = BOXES.get(as_text(kind), ())
    return {name: value for name, value in time.items()
            if name not in ("amount", "from", "to") or name in wanted}  # fmt: skip


def read_as(time: Mapping[str, Any]) -> str:
    """What the printed words were read as, where the reading is still that; nothing else."""
    printed = as_text(time.get("printed"))
    told = read_time(printed).document if printed else {}
    kind = as_text(told.get("kind"))
    if kind in ("", "none") or any(time.get(name) != told.get(name) for name in ("kind", "amount", "from", "to")):
        return ""
    lengths = [length_words(as_text(told[name])) for name in ("amount", "from", "to") if name in told]
    return ", ".join((str(KINDS.get(kind, kind)), " \N{EN DASH} ".join(lengths))) if lengths else str(KINDS[kind])


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
