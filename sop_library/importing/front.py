"""What stands at the head of a page: the office, its address, the decree, the boxes of the form, and the title."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sop_library.importing.cleaning import Line

_LABELS: Mapping[str, str] = {
    "office": r"nama\s+(?:perangkat\s+daerah|unit\s+(?:kerja|pelayanan)|instansi|opd|skpd)|perangkat\s+daerah",
    "number": r"no(?:mor)?\.?\s*sop|nomor",
    "created": r"(?:tanggal|tgl\.?)\s+pembuatan",
    "revised": r"(?:tanggal|tgl\.?)\s+revisi",
    "effective": r"(?:tanggal|tgl\.?)\s+(?:efektif|berlaku|pengesahan)",
    "decree": r"no(?:mor)?\.?\s*sk",
    "approved": r"disahkan\s+oleh",
    "title": r"(?:judul|nama)\s+(?:sop|layanan|pelayanan)|jenis\s+(?:layanan|pelayanan)",
}
_LABELLED = re.compile(
    "|".join(rf"(?P<{name}>(?:{words}))" for name, words in _LABELS.items()) + r"(?=\s*[:\t]|\s{2,}|\s*$)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:dinas|badan|upt|uptd|unit\s+pelaksana|kantor|sekretariat|kecamatan|kelurahan|rsud|puskesmas|p2tp2a)\b",
    re.IGNORECASE,
)
_AROUND = re.compile(r"(?:pemerintah|provinsi|kabupaten|kota)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:jl|jln|jalan)\b\.?|.*\b\d{5}\b", re.IGNORECASE)
_TITLED = re.compile(r"\b(?:sop|s\.o\.p|standar|standard|prosedur|pelayanan|layanan|penanganan)\b", re.IGNORECASE)
_ONLY_SOP = re.compile(
    r"(?:standar[td]?\s+(?:operasional\s+prosedur|pelayanan(?:\s+publik)?)(?:\s*\(sop\))?|sop)\s*:?", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,2}\s?[.)]\s+")
_SOURCE = re.compile(r"\s*[(\[]?\s*(?:sumber|source|diakses|diunduh|dikutip|https?:|www\.)", re.IGNORECASE)
_SHORTEST_TITLE, _LONGEST_TITLE = 5, 300


@dataclass
class Front:
    """The head of a page: the title (None where none is there), fields of the header, and the lines left over.

    `guessed`: no title is there, and the office's own name stands for it.
    """

    title: str | None = None
    header: dict[str, str | None] = field(default_factory=dict)
    guessed: bool = False
    approved_by: str | None = None
    rest: list[Line] = field(default_factory=list)


def front_of(lines: Sequence[Line]) -> Front:
    """Read the head of a page. Every line lands in a field or in `rest`."""
    found = Front()
    left: list[Line] = []
    for line in (one for one in lines if not one.blank):
        if not _take_labelled(found, line, left):
            left.append(line)
    if found.title is None:
        _take_title(found, left)
    for line in list(left):
        words = " ".join(line.words.split())
        if "office" not in found.header and _OFFICE.match(words):
            found.header["office"] = words
        elif "address" not in found.header and _ADDRESS.match(words):
            found.header["address"] = words
        else:
            continue
        left.remove(line)
    if found.title is None and found.header.get("office"):
        found.title, found.guessed = found.header["office"], True
    found.rest = left
    return found


def _take_labelled(found: Front, line: Line, left: list[Line]) -> bool:
    words = _NUMBER.sub("", " ".join(line.words.split("\t")).strip())
    label = _LABELLED.match(words)
    if label is None or label.lastgroup is None:
        return False
    name, value = label.lastgroup, words[label.end() :].strip(" :\t")
    if name == "title":
        found.title = value or None
        return bool(value)
    if name == "approved":
        found.approved_by = value or None
    elif name == "decree":
        found.header["decree_label"] = words[: label.end()] + (" :" if ":" in words[label.end() :] else "")
        found.header["decree"] = value or None
        if found.title is None and left and len(left[-1].words) <= _LONGEST_TITLE and not _OFFICE.match(left[-1].words):
            found.title = " ".join(left.pop().words.split())
    else:
        found.header[name] = value or None
    return True


def _take_title(found: Front, left: list[Line]) -> None:
    words_of = [line for line in left if "\t" not in line.words and len(line.words.strip(" :")) >= _SHORTEST_TITLE]
    words_of = [line for line in words_of if not _SOURCE.match(line.words)]
    words_of = [line for line in words_of if not line.words.rstrip().endswith(":")]
    others = [one for one in words_of if not _OFFICE.match(one.words.strip()) and not _ADDRESS.match(one.words.strip())]
    named = [one for one in others if _TITLED.search(one.words) and not _AROUND.match(one.words.strip())]
    sure = [one for one in named if re.search(r"\b(?:sop|standar[td]?|prosedur)\b", one.words, re.IGNORECASE)]
    line = next(iter([*sure, *named, *others]), None)
    if line is None or len(line.words) > _LONGEST_TITLE:
        return
    words, place = " ".join(line.words.split()), left.index(line)
    left.remove(line)
    if _ONLY_SOP.fullmatch(words) and place < len(left) and left[place].number == line.number + 1:
        words += " " + " ".join(left.pop(place).words.split())
    found.title = words
