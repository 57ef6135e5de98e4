"""The outcomes that a step's own words tell ("a. Lengkap, lanjut ke nomor 3; b. Tidak lengkap, ditolak")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ARROW = "\N{RIGHTWARDS ARROW}"
_PLACE = r"(?:langkah|tahap(?:an)?|nomor|no\b\.?|poin|butir|angka)\s*(?:ke-?\s*|nomor\s*|no\b\.?\s*)?"
_GOES = (
    r"(?:(?:di)?lanjut\w*|(?:di|me)?(?:terus|lompat)\w*|(?:di|meng)?ulang\w*|langsung|menuju"
    r"|(?:di|meng)?kembali\w*|masuk)"
)
JUMP = re.compile(
    rf"(?:\b{_GOES}\s+(?:ke|pada|dari|mulai)?\s*|\bke\s+|(?:{_ARROW}|->)\s*(?:ke\s+)?){_PLACE}"
    r"\(?(?P<no>\d{1,2}(?:\.\d{1,2})?)(?![\d/])\)?",
    re.IGNORECASE,
)
"""Words that name the printed number of the step where the flow goes on; three digits are a telephone's (129, 112)."""
_SHORT = re.compile(
    rf"(?:[:,=]|\bmaka\b)\s*(?:maka\s+)?{_PLACE}\(?(?P<no>\d{{1,2}}(?:\.\d{{1,2}})?)(?![\d/])\)?"
    r"(?=[.;]\s|\W*(?:(?:dan|atau|serta|sedangkan|namun)\W*)?$)",
    re.IGNORECASE,
)
"""The number alone, behind what leads to it ("Ya: langkah 4"): only where it ends an outcome."""
_STEP = re.compile(r"\W*(?:maka\s+)?langkah\b", re.IGNORECASE)
_IF = r"(?:apabila|jikalau|jika|bilamana|bila|kalau|dalam\s+hal)"
_INLINE = re.compile(r"(?:(?<=[\s:;,.(])|^)\(?(?P<mark>[a-h])[.)]\s*(?=\w)", re.IGNORECASE)
_LINE = re.compile(r"\n\s*(?:\(?[a-h1-9][.)]|[-\N{EN DASH}\N{BULLET}*])\s*(?=\S)", re.IGNORECASE)
_DASH = re.compile(rf"(?:(?<=[:;.,])|(?<=\s))\s*[-\N{{EN DASH}}\N{{BULLET}}]\s+(?={_IF}\b)", re.IGNORECASE)
_NO_IF = "".join(rf"(?<!{word}\s)" for word in ("apabila", "jikalau", "jika", "bilamana", "bila", "kalau", "hal"))
_ANSWER = rf"(?:(?<=[\s:;,.(/])|^){_NO_IF}(?=(?:ya|tidak)\s*(?:[:=,{_ARROW}]|->))"
_CLAUSE = re.compile(rf"\b(?={_IF}\b)|{_ANSWER}", re.IGNORECASE)
_SAID = re.compile(_ANSWER, re.IGNORECASE)
_BEGINS = re.compile(rf"{_IF}\s+", re.IGNORECASE)
_OPPOSED = re.compile(rf"\W*(?:\w+\s+)?(?:{_IF}|tidak|belum|di\s?tolak|menolak|penolakan|ya)\b", re.IGNORECASE)
_YES = r"(?:(?:di)?setujui?|menyetujui|persetujuan|(?:di|men)?terima|layak|lengkap|sah|bersedia|memenuhi(?:\s\w+)?|ya)"
_NO = rf"(?:(?:tidak|belum)(?:\s+{_YES})?|ditolak|menolak|penolakan)"
_OR = r"(?:\s+atau\s+|\s*/\s*)"
_OVER = r"(?:di)?(?:tutup|hentikan|akhiri|lanjutkan|lanjut)"
_EITHER = re.compile(rf"\b(?:{_YES}{_OR}{_NO}|{_NO}{_OR}{_YES}|{_OVER}{_OR}{_OVER})\b", re.IGNORECASE)
_ENDS = re.compile(r"[,;.]?\s+maka\s+|[.;]\s+(?=[A-Z])")
_TAIL = re.compile(r"\W+(?:(?:maka|dan|lalu|kemudian|atau|serta)\W*)?$")
_MOST, _LONGEST, _READ = 12, 200, 4_000


@dataclass(frozen=True, slots=True)
class Way:
    """One outcome as it is told: its words, and the printed number of the step it leads to; "" where none is said."""

    label: str
    number: str = ""


def ways_of(words: str) -> tuple[Way, ...]:
    """The outcomes that words tell, in their order; none where they tell fewer than two, or only a list of things."""
    words = words[:_READ]
    dashed, answers = (_cut(words, [one.span() for one in shape.finditer(words)]) for shape in (_DASH, _SAID))
    for parts in (_listed(words), dashed, answers, _clauses(words)):
        found = tuple(_way(part) for part in parts)
        told = any(_names_step(part) or _OPPOSED.match(part) for part in parts)
        if 2 <= len(found) <= _MOST and told and all(one.label for one in found):
            return found
    return ()


def either_of(words: str) -> re.Match[str] | None:
    """The words that set one outcome against the other ("disetujui atau ditolak"); None where none do."""
    return _EITHER.search(words)


def _listed(words: str) -> list[str]:
    lines = [one.span() for one in _LINE.finditer(words)]
    if len(lines) > 1:
        return _cut(words, lines)
    marks: list[tuple[int, int]] = []
    for one in _INLINE.finditer(words):
        if one["mark"].lower() == "abcdefgh"[len(marks) : len(marks) + 1]:
            marks.append(one.span())
    return _cut(words, marks)


def _clauses(words: str) -> list[str]:
    """Conditions of which each says where it leads."""
    parts = _cut(words, [one.span() for one in _CLAUSE.finditer(words)])
    return parts if all(_jump(part) for part in parts) else []


def _jump(part: str) -> re.Match[str] | None:
    return JUMP.search(part) or _SHORT.search(part)


def _names_step(part: str) -> bool:
    """Whether a part of a list leads to a step, and isn't only a thing with a number ("Formulir, nomor 3")."""
    jump = _jump(part)
    return jump is not None and (jump.re is JUMP or _STEP.match(jump.group()) is not None)


def _cut(words: str, marks: Sequence[tuple[int, int]]) -> list[str]:
    starts = [end for _begin, end in marks]
    ends = [*(begin for begin, _end in marks), len(words)][1:]
    return [words[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _way(part: str) -> Way:
    jump = _jump(part)
    label = " ".join((part[: jump.start()] if jump else part).split())
    label = _TAIL.sub("", _ENDS.split(_BEGINS.sub("", label, count=1) + " ", maxsplit=1)[0])
    if len(label) > _LONGEST:
        cut = label.rfind(" ", 0, _LONGEST)
        label = label[: cut if cut > 0 else _LONGEST]
    return Way(label, jump["no"] if jump else "")
