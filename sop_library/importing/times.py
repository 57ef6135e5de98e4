"""A time as an office writes it ("15-30 menit", "1 x 24 jam", "3 (tiga) hari kerja") read as a time of the language.

The printed words always stay; what can't be read makes no deadline and is said as a doubt.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from sop_library.importing.doubts import Doubt

_NUMBER_WORDS: Mapping[str, int | Fraction] = {
    **{
        word: value
        for value, word in enumerate(
            ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"], 1
        )
    },
    "sepuluh": 10,
    "sebelas": 11,
    "dua belas": 12,
    "empat belas": 14,
    "lima belas": 15,
    "dua puluh": 20,
    "tiga puluh": 30,
    "enam puluh": 60,
    "setengah": Fraction(1, 2),
}
_SIGNS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_WORDS = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_TIMES = "x*\N{MULTIPLICATION SIGN}"
_MINUTE = "'\N{RIGHT SINGLE QUOTATION MARK}\N{PRIME}"
_SECOND = '"\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE PRIME}'
_DASHES = "\\-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}"
_NUM = rf"(?:[0-9]{{1,6}}(?:[.,][0-9]{{1,3}})?\s?[½¼¾]?|[½¼¾]|\b(?:{_WORDS})\b)"
_SAID = r"(?:\s*\([^()0-9]{2,40}\))?"
_UNIT = (
    rf"(?:[{_TIMES}]\s*24(?:\s*jam)?\b|(?:detik|dtk|menit|mnt|min|jam\s+kerja|jam|hari\s+kerja|hari\s+kalender|hari|minggu"
    rf"|pekan|bulan|tahun)\b|''|[{_SECOND}]|[{_MINUTE}])"
)
_TO = rf"(?:[{_DASHES}~]|s\s*/\s*d|s\.\s?d\.?|sd\b|sampai\s+dengan|sampai|hingga)"
_QUALIFIERS = {
    "max": r"maksimal|maksimum|maks\.?|max\.?|paling\s+lama|paling\s+lambat|selambat-lambatnya|selama-lamanya"
    r"|tidak\s+lebih\s+dari|kurang\s+dari|[<≤]=?",
    "min": r"minimal|minimum|paling\s+cepat|paling\s+sedikit|paling\s+singkat|sekurang-kurangnya|lebih\s+dari|[>≥]=?",
    "about": r"±|\+/-|\+-|kurang\s+lebih|lebih\s+kurang|sekitar|kira-kira|rata-rata|estimasi",
}
_QUALIFIER = "|".join(f"(?P<{name}>{words})" for name, words in _QUALIFIERS.items())
_PHRASE = re.compile(
    rf"(?<![\w.,/])(?<![{_TIMES}] )(?:(?:{_QUALIFIER})\s*:?\s*)?"
    rf"(?:(?P<m>[0-9]{{1,2}})\s*[{_TIMES}]\s*(?=[0-9])(?!(?:24|1)\b))?(?P<a>{_NUM}){_SAID}\s*"
    rf"(?:(?P<au>{_UNIT})?\s*{_TO}\s*(?P<b>{_NUM}){_SAID}\s*(?P<bu>{_UNIT})"
    rf"|(?P<u>{_UNIT})(?:\s*(?:dan\s+|,\s*)?(?P<c>{_NUM}){_SAID}\s*(?P<cu>{_UNIT}))?)",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"\b(segera|seketika|saat\s+itu\s+juga|langsung)\b", re.IGNORECASE)
_AS_AGREED = re.compile(
    r"\b(sesuai|menyesuaikan|berdasarkan)\s+(dengan\s+)?(kesepakatan|perjanjian|jadwal)", re.IGNORECASE
)
_AS_NEEDED = re.compile(
    r"\b(sesuai|menyesuaikan|tergantung|bergantung|situasional|kondisional|fleksibel|insidentil|tentatif)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:sampai(?:\s+dengan)?|hingga|s\.?\s*/?\s*d\.?)\s+(?P<what>[^\W\d].*)", re.IGNORECASE | re.DOTALL
)
_EMPTY = re.compile(rf"[\s{_DASHES}.]*|tidak\s+ada", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[\s()\[\].,;:]*")
_BRACKETED = re.compile(r"\s*\([^()]{1,60}\)")
_EACH = r"(?:hari|pekan|minggu|bulan|triwulan|semester|tahun)\b(?:\s+(?:kerja|kalender))?"
_EVERY = re.compile(
    rf"\b(?:se)?tiap(?:-tiap)?\s+(?:{_NUM}{_SAID}\s*)?{_EACH}(?:\s+sekali)?"
    rf"|(?:{_NUM}{_SAID}\s*(?:kali|[{_TIMES}])|\bsekali)\s*"
    rf"(?:(?:dalam\s|per\b|setiap\s|/)\s*(?:{_NUM}{_SAID}\s*)?{_EACH}|se(?:hari|minggu|bulan|tahun)\b)"
    rf"|(?:\bse(?:hari|minggu|bulan|tahun)|{_NUM}{_SAID}\s*{_EACH})\s+(?:sekali|{_NUM}{_SAID}\s*kali)\b"
    rf"|\bper\s+{_NUM}{_SAID}\s*{_EACH}",
    re.IGNORECASE,
)
"""How often something is done."""
_AWAITED = ("waktu", "durasi", "lama", "lamanya", "tenggat", "batas", "tunggu", "penyelesaian", "selesai", "selesainya")
_ANSWERED = ("respon", "respons", "response", "responnya", "responsnya", "tanggap", "tanggapan", "menanggapi")
_NO_WAIT = "".join(rf"(?<!\b{word}\s)(?<!\b{word}\s\s)" for word in _AWAITED)
_NO_ANSWER = "".join(rf"(?<!{word}\s)(?<!{word}\s\s)" for word in _ANSWERED)
_OPEN = re.compile(
    rf"{_NO_ANSWER}\b(?:{_NO_WAIT}(?:pe)?layanan|{_NO_WAIT}melayani"
    r"|buka|siaga|tele?pon|hotline|call\s?cent(?:er|re)|piket|beroperasi|operasional)\b"
    r"(?:\s+(?!(?:\d*\s*x|selesai|paling|maks\w*|max\w*|min|minim\w*|dalam|selama|setelah|sesudah|sebelum|sejak"
    r"|kurang|lebih)\b)[\w/]+){0,3}?\s*:?\s+(?:1\s*[x\N{MULTIPLICATION SIGN}]\s*)?"
    r"24\s*jam\b(?!\s*(?:kerja|setelah|sesudah|sebelum|sejak|terhitung)\b)"
    r"|\b24\s*jam\s*(?:sehari|non-?stop|penuh|(?:/|per)\s*hari)"
    r"|\b[1-7]\s*hari\s*(?:seminggu|/\s*minggu|dalam\s+seminggu)",
    re.IGNORECASE,
)
"""The hours in which an office is there; words before or between that await an answer make a length of them."""
_DAY = re.compile(r"\bH\s?[+-]\s?\d{1,3}\b")
"""A day counted from another that stands elsewhere."""
_LEADS = re.compile(
    r"(?:selama|tinggal|menginap|dalam\s+waktu|dalam\s+jangka\s+waktu|jangka\s+waktu|waktu|dalam|±|:)\s*(?:±\s*)?[(\[]?\s*$",
    re.IGNORECASE,
)
_BLOT = "\N{BULLET}"
_LONGEST, _NEAR, _MOST_PHRASES = 500, 40, 50
_SECONDS = {"detik": 1, "menit": 60, "jam": 3600}


@dataclass(frozen=True, slots=True)
class TimeRead:
    """A time document of the language, and what is open about it."""

    document: Mapping[str, Any]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Length:
    """One amount: ISO 8601, its clock, and about how many seconds it is, to compare."""

    iso: str
    clock: str
    about: Fraction
    doubts: tuple[str, ...] = ()


def read_time(words: str) -> TimeRead:
    """The time that a whole cell or line says. Never raises: what can't be read is kind `none` with a doubt."""
    printed = " ".join(words.split())
    if _EMPTY.fullmatch(printed):
        return TimeRead({"kind": "none"} if not printed else {"printed": printed, "kind": "none"})
    if len(printed) > _LONGEST:
        return _without_amount(printed)
    text, aside = _aside(printed)
    phrases = [(found, _phrase(found)) for found in _PHRASE.finditer(text)]
    read = [(found, one) for found, one in phrases if one is not None]
    if not read:
        return TimeRead({"printed": printed, "kind": "none"}, aside) if aside else _without_amount(printed)
    first, document = read[0]
    doubts = [*aside]
    doubts += [Doubt(code, printed, field="time") for code in document.pop("doubts")]
    if len(read) == 2 and (span := _from_to(document, read[1][1])) is not None:
        doubts += [Doubt(code, printed, field="time") for code in read[1][1]["doubts"] if code not in _codes(doubts)]
        part = f"{first.group().strip()}, {read[1][0].group().strip()}"
        doubts.append(Doubt("time_partly_read", printed, field="time", params={"part": part}))
        return TimeRead({"printed": printed, **span}, tuple(doubts))
    others = [other for _found, other in read[1:]]
    if others and all(_same(document, other) for other in others):
        others = []
    if others:
        return _conflict(printed, [document, *others], doubts)
    rest = text[: first.start()] + text[first.end() if len(read) == 1 else read[-1][0].end() :]
    if not _IN_BRACKETS.fullmatch(rest):
        doubts.append(Doubt("time_partly_read", printed, field="time", params={"part": first.group().strip()}))
    del document["about"]
    return TimeRead({"printed": printed, **document}, tuple(doubts))


def time_in(text: str) -> TimeRead | None:
    """The time that a step's own sentence says: at its end, or after words such as “paling lama” or “selama”."""
    text, _doubts = _aside(text)
    for found in islice(_PHRASE.finditer(text), _MOST_PHRASES):
        document = _phrase(found)
        before = text[max(0, found.start() - _NEAR) : found.start()]
        if document is None or re.search(r"\b(usia|umur|berusia|berumur|pukul|jam)\s*$", before, re.IGNORECASE):
            continue
        qualified = any(found[name] for name in _QUALIFIERS)
        leads = _LEADS.search(before) is not None
        last = len(text) - found.end() <= _NEAR and not text[found.end() :].strip(" \t\n.;,)]")
        ends = last and not found.group().rstrip().lower().endswith("tahun")
        if not (qualified or leads or ends):
            continue
        more = _BRACKETED.match(text, found.end())
        beside = more is not None and _PHRASE.search(more.group()) is not None
        read = read_time(found.group() + (more.group() if more is not None and beside else ""))
        return TimeRead(read.document, (Doubt("time_in_text", read.document["printed"], field="time"), *read.doubts))
    return None


def recurs_in(text: str) -> tuple[Doubt, ...]:
    """A doubt for each of the words of a sentence that say how often, or until which day (H+3), and not how long."""
    days = [Doubt("time_not_read", found.group(), field="time") for found in islice(_DAY.finditer(text), _MOST_PHRASES)]
    return (*(one for one in _aside(text)[1] if one.code == "time_recurs"), *days)


def _aside(text: str) -> tuple[str, tuple[Doubt, ...]]:
    """The text with what is no length of time blotted out, and a doubt for each of those words."""
    doubts = []
    for code, shape in (("time_recurs", _EVERY), ("time_open", _OPEN)):
        for found in islice(shape.finditer(text), _MOST_PHRASES):
            words = " ".join(found.group().split())
            doubts.append(Doubt(code, words, field="time", params={"part": words}))
            text = text[: found.start()] + _BLOT * len(found.group()) + text[found.end() :]
    return text, tuple(doubts)


def is_time(words: str) -> bool:
    """Whether a cell or line says a time and hardly anything else."""
    printed = " ".join(words.split())
    found = _PHRASE.search(_aside(printed)[0])
    if found is None or _phrase(found) is None:
        return False
    return len(printed) - len(found.group()) <= 25


def _without_amount(printed: str) -> TimeRead:
    if _AT_ONCE.search(printed):
        return TimeRead({"printed": printed, "kind": "at_once"})
    if _AS_AGREED.search(printed):
        return TimeRead({"printed": printed, "kind": "as_agreed"})
    if found := _UNTIL.search(printed):
        return TimeRead({"printed": printed, "kind": "until", "until": found["what"]})
    if _AS_NEEDED.search(printed):
        return TimeRead({"printed": printed, "kind": "as_needed"})
    return TimeRead({"printed": printed, "kind": "none"}, (Doubt("time_not_read", printed, field="time"),))


def _conflict(printed: str, times: list[dict[str, Any]], doubts: list[Doubt]) -> TimeRead:
    ends = sorted((end for one in times for end in _ends(one)), key=lambda end: end[1])
    document = {"printed": printed, "kind": "conflict", "from": ends[0][0], "to": ends[-1][0]}
    return TimeRead(document, (*doubts, Doubt("time_conflict", printed, field="time")))


def _ends(document: Mapping[str, Any]) -> Iterator[tuple[str, Fraction]]:
    names = ("amount",) if "amount" in document else ("from", "to")
    yield from zip((document[name] for name in names), document["about"], strict=True)


def _codes(doubts: list[Doubt]) -> set[str]:
    return {doubt.code for doubt in doubts}


def _from_to(least: Mapping[str, Any], most: Mapping[str, Any]) -> dict[str, Any] | None:
    """ "Minimal 1x24 jam … maksimal 1x7 hari" is one range; None where the two times don't say that."""
    if (least["kind"], most["kind"]) != ("min", "max") or least["about"] >= most["about"]:
        return None
    clock = {"clock": most["clock"]} if "clock" in most else {}
    return {"kind": "range", "from": least["amount"], "to": most["amount"], **clock}


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["about"] == other["about"])


def _phrase(found: re.Match[str]) -> dict[str, Any] | None:
    """The document of one phrase, with `about` (seconds, to compare) and `doubts` beside it."""
    kind = next((name for name in _QUALIFIERS if found[name]), "standard")
    times = int(found["m"] or 1)
    if times != 1 and (found["b"] or found["c"]):
        return None
    if found["b"]:
        first = _length(found["a"], found["au"] or found["bu"])
        last = _length(found["b"], found["bu"])
        if first is None or last is None or first.about >= last.about:
            return None
        clock = last.clock
        doubts = dict.fromkeys((*first.doubts, *last.doubts))
        ends = {"kind": "range", "from": first.iso, "to": last.iso}
        return {**ends, **_clock(clock), "about": (first.about, last.about), "doubts": [*doubts]}
    length = _length(found["a"], found["u"], times=times)
    if length is not None and found["c"]:
        more = _length(found["c"], found["cu"])
        length = length if more == length else _sum(length, more)
    if length is None:
        return None
    return {
        "kind": kind,
        "amount": length.iso,
        **_clock(length.clock),
        "about": (length.about,),
        "doubts": list(length.doubts),
    }


def _clock(clock: str) -> dict[str, str]:
    return {} if clock == "clock" else {"clock": clock}


def _length(number: str, unit: str, *, times: int = 1) -> _Length | None:
    value = _value(number) * times
    name = " ".join(unit.lower().split())
    if value <= 0:
        return None
    if name[0] in _TIMES:
        return _of_seconds(value * 24 * 3600)
    if name in ("mnt", "min") or name in _MINUTE:
        name = "menit"
    elif name == "dtk":
        name = "detik"
    elif name == "''" or name in _SECOND:
        length = _of_seconds(value)
        return length and _Length(length.iso, length.clock, length.about, ("seconds_or_minutes",))
    if name == "jam kerja":
        length = _of_seconds(value * 3600)
        return length and _Length(length.iso, "working", length.about)
    if name in _SECONDS:
        return _of_seconds(value * _SECONDS[name], minutes=name == "menit")
    return _of_days(value, name)


def _of_days(value: Fraction, name: str) -> _Length | None:
    if value.denominator != 1 or value > 99_999:
        return None
    days = {"minggu": 7, "pekan": 7, "bulan": 30, "tahun": 365}.get(name, 1)
    about = value * days * 86_400
    if name == "bulan":
        return _Length(f"P{value}M", "clock", about)
    if name == "tahun":
        return _Length(f"P{value}Y", "clock", about)
    if name in ("minggu", "pekan"):
        return _Length(f"P{value * 7}D", "clock", about)
    clock = {"hari kerja": "working", "hari kalender": "clock"}.get(name, "unsaid")
    return _Length(f"P{value}D", clock, about, ("day_unsaid",) if clock == "unsaid" else ())


def _of_seconds(value: Fraction, *, minutes: bool = False) -> _Length | None:
    if value.denominator != 1 or value > 999_999 * 60:
        return None
    seconds = int(value)
    if seconds % 60:
        whole, rest = divmod(seconds, 60)
        return _Length(f"PT{whole}M{rest}S" if whole else f"PT{rest}S", "clock", value)
    if not minutes and seconds % 3600 == 0:
        return _Length(f"PT{seconds // 3600}H", "clock", value)
    return _Length(f"PT{seconds // 60}M", "clock", value)


def _sum(one: _Length, other: _Length | None) -> _Length | None:
    """ "1 jam 30 menit"; None where the two don't add up to one length ("2 hari 3 jam kerja")."""
    if other is None or other.about >= one.about or one.clock == "working" or other.clock == "working":
        return None
    if one.iso.startswith("PT") and other.iso.startswith("PT"):
        return _of_seconds(one.about + other.about)
    if other.iso.startswith("PT"):
        return _Length(one.iso + other.iso[1:], one.clock, one.about + other.about, one.doubts)
    return None


def _value(number: str) -> Fraction:
    words = " ".join(number.lower().split())
    if words in _NUMBER_WORDS:
        return Fraction(_NUMBER_WORDS[words])
    part = Fraction(0)
    if words[-1] in _SIGNS:
        part, words = _SIGNS[words[-1]], words[:-1].strip()
    if not words:
        return part
    whole, _mark, decimals = words.replace(",", ".").partition(".")
    if len(decimals) == 3 and "," not in words:
        return Fraction(int(whole + decimals)) + part
    return Fraction(int(whole)) + (Fraction(int(decimals), 10 ** len(decimals)) if decimals else 0) + part
