"""Names and keys: made of the own words of a sentence, compared, and told from what only shortens it."""

import re
import unicodedata
from collections.abc import Container, Mapping
from typing import Any

_LEFT_OUT = frozenset(
    [
        "dan",
        "atau",
        "yang",
        "di",
        "ke",
        "dari",
        "untuk",
        "dengan",
        "serta",
        "oleh",
        "pada",
        "secara",
        "dalam",
        "kepada",
        "terhadap",
        "sesuai",
        "sambil",
        "para",
        "akan",
        "sebagai",
        "melakukan",
        "apabila",
        "bila",
        "jika",
    ]
)
_RESERVED = frozenset(("next", "end", "attach", "unsaid", "step", "case", "report"))
_LONGEST_KEY = 40
_MOST_WORDS = 4
_LONGEST_NAME, _LONGEST_TITLE = 70, 120
_TITLE_HEAD = re.compile(
    r"^(?:(?:standar|standard)\s+(?:operasional\s+prosedur|pelayanan(?:\s+publik)?)|sop|prosedur|pelayanan(?=\s+pelayanan))"
    r"(?:\s*\(?\s*sop\s*\)?)?\s*[:\-]?\s+",
    re.IGNORECASE,
)


def slug_of(words: str, *, longest: int = _LONGEST_KEY, most: int = 99) -> str:
    """Words as lower-case letters, digits and hyphens; empty where none of its letters are Latin."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    parts = re.findall(r"[a-z0-9]+", plain)[:most]
    slug = ""
    for part in parts:
        if len(slug) + len(part) + 1 > longest:
            break
        slug += f"-{part}" if slug else part
    return slug or "".join(parts)[:longest]


def key_of(words: str, place: int, taken: Container[str]) -> str:
    """A key for a step: its first words that carry weight, else its place; never one that is taken."""
    heavy = [word for word in re.findall(r"[^\W_]+", words.lower()) if word not in _LEFT_OUT]
    key = slug_of(" ".join(heavy or [words]), most=_MOST_WORDS)
    if not key or not key[0].isalpha():
        key = f"langkah-{key}" if key and key.strip("0123456789-") else f"langkah-{place}"
    if key in _RESERVED:
        key = f"langkah-{key}"
    if key not in taken:
        return key
    for count in range(2, 100):
        if f"{key}-{count}" not in taken:
            return f"{key}-{count}"
    return f"{key}-{place}"


def name_of(words: str) -> str:
    """A heading for screens: the sentence, or as many of its first words as fit."""
    line = " ".join(words.split("\n", maxsplit=1)[0].split()).rstrip(" .;:,")
    if not line:
        return "\N{HORIZONTAL ELLIPSIS}"
    if len(line) <= _LONGEST_NAME:
        return line
    cut = line.rfind(" ", 0, _LONGEST_NAME)
    return line[: cut if cut > 0 else _LONGEST_NAME].rstrip(" .;:,(") + "\N{HORIZONTAL ELLIPSIS}"


def title_name(title: str) -> str:
    """What staff call an SOP: its title without "SOP" and "Standar Pelayanan", capitals made small."""
    words = " ".join(title.split())
    while (shorter := _TITLE_HEAD.sub("", words)) != words and shorter:
        words = shorter
    if words.isupper():
        words = words.lower()
    words = words[:1].upper() + words[1:]
    if len(words) > _LONGEST_TITLE:
        words = words[: words.rfind(" ", 0, _LONGEST_TITLE) if " " in words[:_LONGEST_TITLE] else _LONGEST_TITLE]
    return words.rstrip(" .;:,(") or name_of(title)


def compared(name: str) -> str:
    """A name as names are compared: without case, full stops and doubled blanks."""
    return " ".join(name.replace(".", " ").casefold().split())


def only_shortened(step: Mapping[str, Any]) -> bool:
    """Whether the heading of a step is nothing but the first words of its sentence, so that it follows it."""
    name, text = (" ".join(str(step.get(field) or "").split()) for field in ("name", "text"))
    begins = name.removesuffix("\N{HORIZONTAL ELLIPSIS}").rstrip(" .,;:")
    return (
        bool(begins)
        and text.startswith(begins)
        and (name.endswith("\N{HORIZONTAL ELLIPSIS}") or len(text.rstrip(" .")) <= len(begins))
    )
