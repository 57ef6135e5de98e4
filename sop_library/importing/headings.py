"""The headings of a public service standard (Permenpan RB 15/2014) and of an SOP sheet, as offices write them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sop_library.importing.tables import is_head

_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "requirements": (
        "persyaratan",
        "syarat",
        "syarat pelayanan",
        "persyaratan pelayanan",
        "persyaratan layanan",
        "persyaratan administrasi",
        "persyaratan administratif",
        "persyaratan teknis dan administratif",
        "syarat dan ketentuan",
        "syarat layanan",
        "syarat untuk mendapatkan pelayanan",
        "syarat untuk mendapatkan layanan",
        "syarat mendapatkan pelayanan",
        "syarat mendapatkan layanan",
    ),
    "procedure": (
        "sistem mekanisme dan prosedur",
        "sistem mekanisme prosedur",
        "sistem dan mekanisme",
        "mekanisme dan prosedur",
        "sistem dan prosedur",
        "mekanisme",
        "prosedur",
        "prosedur pelayanan",
        "prosedur layanan",
        "prosedur kerja",
        "mekanisme pelayanan",
        "alur",
        "alur pelayanan",
        "alur layanan",
        "alur prosedur",
        "tata cara",
        "tata cara pelayanan",
        "langkah langkah",
        "langkah kerja",
        "tahapan",
        "tahapan pelayanan",
        "uraian prosedur",
        "uraian kegiatan",
        "rincian prosedur",
        "prosedur operasional",
        "sistem mekanisme dan prosedur pelayanan",
        "mekanisme dan prosedur pelayanan",
        "alur dan prosedur",
        "prosedur dan alur pelayanan",
        "mekanisme layanan",
        "mekanisme pengaduan",
        "mekanisme penanganan",
        "prosedur pengaduan",
        "prosedur penanganan",
        "prosedur layanan pengaduan",
        "prosedur pelayanan pengaduan",
        "alur pengaduan",
        "alur penanganan",
        "alur penanganan kasus",
    ),
    "total_time": (
        "waktu penyelesaian",
        "waktu penyelesaian pelayanan",
        "waktu penyelesaian layanan",
        "waktu penanganan",
        "jangka waktu",
        "jangka waktu penyelesaian",
        "jangka waktu pelayanan",
        "jangka waktu penyelesaian pelayanan",
        "waktu pelayanan",
        "waktu layanan",
        "lama pelayanan",
        "lama waktu",
        "lama waktu pelayanan",
        "total waktu",
        "waktu",
        "durasi",
        "durasi waktu",
        "durasi pelayanan",
        "durasi waktu pelayanan",
        "durasi waktu penyelesaian",
        "durasi waktu penyelesaian pelayanan",
    ),
    "fee": (
        "biaya tarif",
        "biaya",
        "tarif",
        "biaya pelayanan",
        "tarif pelayanan",
        "biaya layanan",
        "biaya tarif pelayanan",
        "retribusi",
    ),
    "products": (
        "produk pelayanan",
        "produk layanan",
        "produk",
        "hasil pelayanan",
        "hasil layanan",
        "produk pelayanan hasil",
        "jenis produk",
    ),
    "complaints": (
        "pengaduan layanan",
        "pengaduan pelayanan",
        "penanganan pengaduan",
        "penanganan pengaduan saran dan masukan",
        "penanganan pengaduan saran masukan",
        "penanganan pengaduan saran dan masukan apresiasi",
        "penanganan pengaduan saran dan masukan pelayanan",
        "penanganan pengaduan layanan",
        "sarana pengaduan",
        "isu dan keluhan",
        "pengaduan saran dan masukan",
        "pengelolaan pengaduan",
        "pengaduan",
    ),
    "legal_basis": ("dasar hukum", "landasan hukum"),
    "qualifications": ("kualifikasi pelaksana", "kompetensi pelaksana"),
    "equipment": (
        "peralatan perlengkapan",
        "peralatan dan perlengkapan",
        "peralatan",
        "sarana prasarana dan atau fasilitas",
        "sarana prasarana dan fasilitas",
        "sarana dan prasarana",
        "sarana prasarana",
    ),
    "records": ("pencatatan dan pendataan", "pencatatan"),
    "related": ("keterkaitan", "keterkaitan sop"),
    "note": ("peringatan", "peringatan catatan", "catatan"),
    "other": (
        "pengawasan internal",
        "jumlah pelaksana",
        "jaminan pelayanan",
        "jaminan keamanan dan keselamatan pelayanan",
        "jaminan keamanan",
        "evaluasi kinerja pelaksana",
        "evaluasi kinerja",
        "maksud dan tujuan",
        "tujuan",
        "ruang lingkup",
        "pengertian",
        "definisi",
        "latar belakang",
        "maklumat pelayanan",
        "visi",
        "misi",
        "motto",
        "jam pelayanan",
        "waktu operasional",
        "hak dan kewajiban",
        "hak pengguna layanan",
        "hak pengguna pelayanan",
        "kewajiban pengguna layanan",
        "kewajiban pengguna pelayanan",
        "hak dan kewajiban pengguna layanan",
    ),
}
PARTS: Mapping[str, str] = MappingProxyType({words: part for part, many in _SYNONYMS.items() for words in many})
_LEADING = re.compile(
    r"^\s*(?:bagian\s+)?(?:(?:[0-9]{1,2}|[ivx]{1,5}|[a-z])\s*[.)]\s+|(?:[0-9]{1,2}|[ivx]{1,5})\s+)|^\s*[-\N{BULLET}*]\s+",
    re.IGNORECASE,
)
_LONGEST = 60
_FIRST_WORDS = re.compile(
    r"(?:sistem|mekanisme|prosedur|alur|tata cara|tahapan|langkah langkah)\b(?! (?:ini|itu|tersebut|di atas)\b)"
)
_MOST_WORDS = 12
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "requirements": "Persyaratan",
        "total_time": "Waktu Penyelesaian",
        "fee": "Biaya/Tarif",
        "products": "Produk Pelayanan",
        "complaints": "Penanganan Pengaduan, Saran dan Masukan",
    }
)
"""The official names of the parts that are placed by guess."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found in a line: which part begins, its printed words, and what stands behind it in the same line.

    `numbered`: the heading has a number or a letter before it, as an item of a list has; `number`: which number.
    """

    part: str
    words: str
    rest: str = ""
    numbered: bool = False
    number: int = 0


def heading_of(words: str) -> Heading | None:
    """The heading that a line is, or begins with ("Biaya : gratis", "1 <tab> Persyaratan <tab> …"); None for others."""
    cells = [cell.strip() for cell in words.split("\t")]
    if len(cells) > 1:
        return None if is_head(words) else _of_cells(cells)
    line = words.strip()
    part = PARTS.get(_plain(line)) if len(line) <= _LONGEST + 10 else None
    if part is not None:
        return Heading(part, line, numbered=_LEADING.match(line) is not None, number=number_of(line))
    before, colon, after = line.partition(":")
    if colon and len(before) <= _LONGEST and (part := PARTS.get(_plain(before))) is not None:
        numbered = _LEADING.match(before) is not None
        return Heading(part, before.strip(), after.strip(), numbered, number_of(before))
    return None


def announces(words: str) -> Heading | None:
    """The heading that a line is which begins as one of a procedure and ends with a colon or is all in capitals."""
    line = words.strip()
    letters = [letter for letter in line if letter.isalpha()]
    if "\t" in line or not (line.endswith(":") or (len(letters) >= 4 and all(one.isupper() for one in letters))):
        return None
    plain = _plain(line)
    if len(plain.split()) > _MOST_WORDS or _FIRST_WORDS.match(plain) is None:
        return None
    return Heading("procedure", line, numbered=_LEADING.match(line) is not None, number=number_of(line))


def number_of(words: str) -> int:
    """The number of a component that a line begins with ("3 Waktu …", "3." and a cell); 0 where there is none."""
    found = re.match(r"\s*(\d{1,2})(?:\s?[.)])?\s+(?=[^\W\d_])", words)
    return int(found[1]) if found else 0


def _of_cells(cells: list[str]) -> Heading | None:
    filled = [(place, cell) for place, cell in enumerate(cells) if cell]
    for place, cell in filled[:2]:
        if len(cell) <= _LONGEST and (part := PARTS.get(_plain(cell))) is not None:
            if any(PARTS.get(_plain(other)) for at, other in filled if at != place):
                return None
            rest = [other for at, other in filled if at > place]
            words = " ".join([*(other for at, other in filled if at < place), cell])
            return Heading(part, words, "\t".join(rest), number=number_of(words))
    return None


def _plain(words: str) -> str:
    """Words without their number, case, punctuation and doubled blanks."""
    plain = _LEADING.sub("", words).casefold()
    return " ".join(re.sub(r"[^\w\s]|_", " ", plain).split())
