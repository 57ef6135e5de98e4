"""What stands before an item of a list: "1.", "(2)", "c)", "IV.", "Langkah 3:", a bullet; and every way to read it."""

import re
from dataclasses import dataclass
from types import MappingProxyType

_DASHES = "\\-\N{EN DASH}\N{EM DASH}"
_BULLETS = (
    "\N{BULLET}\N{BLACK CIRCLE}\N{BLACK SMALL SQUARE}\N{BLACK SQUARE}\N{WHITE SQUARE}\N{WHITE BULLET}\N{WHITE CIRCLE}"
    "\N{THREE-D TOP-LIGHTED RIGHTWARDS ARROWHEAD}\N{BLACK RIGHTWARDS ARROWHEAD}\N{CHECK MARK}\N{HEAVY CHECK MARK}"
    "\N{MIDDLE DOT}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{BLACK DIAMOND SUIT}\uf0b7\uf0a7\uf0fc*"
)
_NUMBERED = re.compile(
    rf"(?P<word>(?:langkah|tahap|step)\s*(?:ke)?\s*[{_DASHES}:]?\s*)?(?P<open>\()?"
    rf"(?P<no>\d{{1,5}}(?:\.\d{{1,3}})*|[0-9lIO|]{{1,3}}|[A-Za-z]|[ivxlIVXL]{{2,6}})"
    rf"(?P<close>\s?\.\)|\s?[.):]|\s[{_DASHES}](?=\s)|(?=\s|$))\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_BULLET = re.compile(rf"(?P<no>[{_BULLETS}]|[{_DASHES}]|o(?=\s+[A-Z]))\s*(?P<rest>.*)", re.DOTALL)
_LETTERED = re.compile(r"(?P<no>(?P<letter>[a-z])[1-9]\s?[.)])\s+(?P<rest>\S.*)", re.DOTALL)
_DOTTED = re.compile(r"[1-9]\d?(?:\.[1-9]\d?){1,3}")
_ROMAN = MappingProxyType({"i": 1, "v": 5, "x": 10, "l": 50})
_MISREAD = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0"})


@dataclass(frozen=True, slots=True)
class Marker:
    """One reading of what stands before an item. Items of one list share a `style`; `printed` is what is there."""

    style: str
    value: int
    printed: str
    rest: str
    misread: bool = False

    @property
    def bullet(self) -> bool:
        """Whether it only says that an item begins, and not which."""
        return self.style.startswith("bullet")

    @property
    def bare(self) -> bool:
        """A number with nothing behind it: it may as well belong to the sentence."""
        return self.style in ("digit", "digit-alone")

    @property
    def dotted(self) -> bool:
        """A number within a number, no sign behind it ("2.1 Pelapor …"): a list begins only where 2.2 follows."""
        return self.style.startswith("digit.") and self.style[-1].isdecimal()

    @property
    def big(self) -> bool:
        """Capital letters and Roman capitals: what parts of a procedure are marked with."""
        return self.style.startswith(("Upper", "Roman"))


def markers_of(words: str) -> list[Marker]:
    """Every reading of the marker that a line begins with, the likeliest first; none where it begins with words."""
    line = words.strip()
    found = _NUMBERED.fullmatch(line)
    if found is None or not found["no"]:
        return _bullets(line)
    number, close, rest = found["no"], found["close"].strip(), found["rest"].strip()
    printed = line[: found.start("rest")].strip()
    form = f"{'step ' if found['word'] else ''}{found['open'] or ''}{close}"
    if found["open"] and ")" not in close:
        return []
    if found["word"]:
        form = "step"
    elif not form:
        return _bare(number, rest, printed)
    if close == ":" and not found["word"]:
        return []
    spaced = line[found.start("rest") - 1].isspace()
    return list(_readings(number, form, rest, printed, spaced=spaced))


def _readings(number: str, form: str, rest: str, printed: str, *, spaced: bool) -> list[Marker]:
    if "." in number and number.replace(".", "").isdecimal():
        *_outer, last = number.split(".")
        return [Marker(f"digit.{number.count('.')}{form}", int(last), printed, rest)]
    found = []
    if number.isdecimal():
        if len(number) <= 4 and (not rest[:1].isdecimal() or spaced):
            found.append(Marker(f"digit{form}", int(number), printed, rest))
        return found
    if len(number) == 1 and number.isascii() and number.isalpha():
        kind = "Upper" if number.isupper() else "lower"
        found.append(Marker(f"{kind}{form}", ord(number.lower()) - 96, printed, rest))
    roman = _roman(number)
    if roman and (number.isupper() or number.islower()):
        found.append(Marker(f"{'Roman' if number.isupper() else 'roman'}{form}", roman, printed, rest))
    digits = number.translate(_MISREAD)
    if digits.isdecimal() and digits[0] != "0":
        found.append(Marker(f"digit{form}", int(digits), printed, rest, misread=True))
    return found


def _bare(number: str, rest: str, printed: str) -> list[Marker]:
    if _DOTTED.fullmatch(number) and rest[:1].isalpha() and not rest[0].islower():
        return [Marker(f"digit.{number.count('.')}", int(number.rpartition(".")[2]), printed, rest)]
    if not number.isdecimal() or len(number) > 3:
        return []
    if not rest:
        return [Marker("digit-alone", int(number), printed, rest)]
    return [Marker("digit", int(number), printed, rest)] if not rest[0].islower() and rest[0].isalpha() else []


def _bullets(line: str) -> list[Marker]:
    lettered = _LETTERED.fullmatch(line)
    if lettered is not None:
        return [Marker(f"bullet {lettered['letter']}", 0, lettered["no"], lettered["rest"])]
    found = _BULLET.fullmatch(line)
    if found is None or not found["rest"] or found["rest"][0].isdecimal():
        return []
    if found["no"] in "-\N{EN DASH}\N{EM DASH}*o" and not line[1:2].isspace():
        return []
    return [Marker(f"bullet {found['no']}", 0, found["no"], found["rest"])]


def _roman(number: str) -> int:
    """The value of small Roman numerals written properly, else 0."""
    values = [_ROMAN.get(letter, 0) for letter in number.lower()]
    if not values or not all(values):
        return 0
    total = sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
    return total if total and _written(total) == number.lower() else 0


def _written(value: int) -> str:
    parts = []
    for amount, letters in ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        times, value = divmod(value, amount)
        parts.append(letters * times)
    return "".join(parts)
