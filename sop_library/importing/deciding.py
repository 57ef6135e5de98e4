"""What a step's own words suggest: its stage, its kind, who begins the sentence, and where it may part or return."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from sop_library.importing.doubts import Doubt
from sop_library.importing.ways import JUMP, Way, either_of, ways_of

_STAGES: Mapping[str, str] = {
    "termination": r"terminasi|penutupan kasus|menutup kasus|pengakhiran layanan",
    "monitoring": r"memantau|pemantauan|monitoring|evaluasi",
    "referral": r"merujuk|surat (?:pengantar )?rujukan|rujukan ke|melakukan rujukan|lembaga (?:layanan )?lain",
    "consent": r"persetujuan|informe?d? con[cs]ent|naskah kesepakatan|kesepakatan layanan",
    "assessment": r"(?:di|me)?as+es+ments?|(?:di|meng)?asesmen|melakukan penilaian|penilaian kebutuhan",
    "identification": r"identifikasi|verifikasi|screening|skrining|wawancara|menelaah|klarifikasi",
    "planning": r"rencana|perencanaan|disposisi|merekomendasikan|rekomendasi|surat perintah|surat tugas|menjadwalkan",
    "reporting": r"mendokumentasi\w*|dokumentasi|pencatatan dan pelaporan|membuat laporan|menyusun laporan|mengarsip\w*"
    r"|laporan (?:akhir|penanganan)",
    "service": r"mendampingi|pendampingan|konseling|mediasi|penjangkauan|konsultasi|terapi|rumah aman|visum"
    r"|membawa korban|memberikan (?:layanan|pelayanan|informasi)",
    "intake": r"(?:menerima|penerimaan)(?: \w+){0,3}? (?:pengaduan|berkas|identitas|korban|pelapor|klien|tamu|pemohon"
    r"|laporan(?! hasil))|mencatat|mendaftar\w*|pendaftaran|registrasi|melapor|menyampaikan (?:pengaduan|laporan)"
    r"|mengajukan|mengisi (?:formulir|form|buku)|datang",
}
_READ = {stage: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for stage, words in _STAGES.items()}
_SIGNS = re.compile(r"\b(?:(?:me)?n[ae]?ndatangani|mengesahkan|penandatanganan)\b", re.IGNORECASE)
_REFERS = re.compile(r"^(?:\W*\w+\s+){0,3}?(?:merujuk|melakukan rujukan|rujukan ke)\b", re.IGNORECASE)
_OPTIONAL = re.compile(
    r"\b(?:(?:apabila|jika|bila|bilamana|kalau)\s+(?:di|me)?(?:perlu|butuh)\w*|sesuai kebutuhan)\b", re.IGNORECASE
)
_LEADS = re.compile(r"\b(?:ke|pada)\s+(?:langkah|tahap|nomor|no\.?|poin|butir)\s*(?:ke-?\s*)?\d", re.IGNORECASE)
"""The words name where the flow goes on: what is chosen is a way, and not whether the step is done."""
_BRANCH = re.compile(r"\b(?:apabila|jika|bila|bilamana|jikalau|kalau|dalam hal)\b|\b(?:ya|tidak)\s*[:=]", re.IGNORECASE)
_CHOOSES = re.compile(
    r"\bmempertimbangkan\b[^.\n]{0,120}?\b(?:dapat|layak|apakah|kriteria)\b"
    r"|\bmemenuhi (?:syarat|persyaratan|kriteria)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:kembali|dikembalikan|mengembalikan|ulangi|mengulang\w*)\b"
    r"(?!(?:\s+\w+)?\s+(?:ke|kepada|pada|di|bersama)\s*(?:rumah|keluarga|masyarakat|lingkungan|orang\s*tua|daerah"
    r"|kampung|sekolah|tempat\s+(?:tinggal|asal))(?:nya)?\b)",
    re.IGNORECASE,
)
_GIVEN_BACK = re.compile(
    r"\b(?:kembali|dikembalikan|mengembalikan)\b(?:\s+\w+){0,2}?\s+kepada\s+(?!langkah|tahap|nomor)",
    re.IGNORECASE,
)
_TO_MEND = re.compile(
    r"\b(?:untuk|agar|guna|supaya)\b[^.\n]{0,80}?\b\w{0,9}(?:lengkap|baik|revisi|ulang|koreksi)\w*"
    r"|\b(?:tidak|belum|kurang)\s+(?:lengkap|sesuai|memenuhi|benar|jelas|disetujui|sah)",
    re.IGNORECASE,
)
"""What goes back to a person to be put right comes again; what a person only gets back does not."""
_CALLS = re.compile(r"\b(?:memulai|menjalankan|melaksanakan|mengikuti|sesuai|berdasarkan)\s+SOP\b", re.IGNORECASE)
_WAY_IN = re.compile(
    r"\b(?:(?:tidak\s+|secara\s+)?langsung|rujukan|telepon|telpon|hotline|call\s?center|whats\s?app|online|daring"
    r"|datang\s+sendiri|media\s+sosial|website|surat\s+pengaduan)\b[^\n]*",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?P<who>(?:para\s+)?(?:sub[\s-]?)?(?:petugas|pemohon|pelapor|korban|klien|kepala|staf|staff|operator|admin|sekretaris|konselor"
    r"|psikolog|pendamping|koordinator|kabid|kasi|kasubbag|kasubag|tim|masyarakat|pengguna|penerima|front\s?office"
    r"|back\s?office|resepsionis|satpam|uptd|dinas|bidang|seksi|ketua|pengelola|pengadu|advokat|mediator"
    r"|pekerja\s+sosial|manajer\s+kasus|case\s+manager|pimpinan|direktur|camat|lurah|konsultan|analis)"
    r"(?:/\w+)?(?:\s+(?!(?:me|ber|di(?!nas\b))\w{3}|datang|akan|dapat|harus|wajib|untuk|yang|dan\b)[\w/()]+){0,6}?)"
    r"\s+(?=(?:me|ber|di(?!nas\b))\w{3,}|datang\b|akan\b|dapat\b|harus\b|wajib\b)",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"(?:layanan\s+|pelayanan\s+|bantuan\s+|rujukan\b|mediasi\b|konseling\b|konsultasi\b|terapi\b|visum\b|rehabilitasi\b"
    r"|reintegrasi\b|pen\w{3,}an\s|pen(?:jangkauan|dampingan|ampungan|guatan|anganan)\b|pemulangan\b|pengelolaan\s+kasus"
    r"|rumah\s+aman)",
    re.IGNORECASE,
)
_WORK = re.compile(r"(?:me(?:m|n|l|r|w|y)|ber(?!kas\b|ita\b)|di(?=[^n]))\w{3,}", re.IGNORECASE)
_QUOTED = 60
_MOST_JUMPS = 12


def stage_of(words: str) -> str | None:
    """The stage of the common spine that the words name first; None where they name none."""
    found = [(one.start(), stage) for stage, shape in _READ.items() if (one := shape.search(words)) is not None]
    return min(found, key=lambda one: one[0])[1] if found else None


def kind_of(words: str) -> str | None:
    """signature or referral where the sentence says so; None for plain work."""
    if _SIGNS.search(words) and not re.search(r"\buntuk\s+ditandatangani\b", words, re.IGNORECASE):
        return "signature"
    return "referral" if _REFERS.search(words) else None


def actor_of(words: str) -> str | None:
    """Who begins the sentence ("Petugas pendaftaran memeriksa …"); None where it begins with the work."""
    found = _WHO.match(words.strip())
    return found["who"].strip() if found else None


def way_in(words: str) -> str | None:
    """The words of a first step that name how somebody comes to the office; None where it names no way."""
    found = _WAY_IN.search(words)
    return None if found is None else _around(words, found)


def is_service(words: str) -> bool:
    """Whether words name a kind of service ("Mediasi", "Penampungan Sementara") and not a thing that is done now."""
    return _SERVICE.match(words) is not None


def is_work(words: str) -> bool:
    """Whether words tell what is done: they begin with a verb, or with somebody."""
    return _WORK.match(words) is not None or actor_of(words) is not None


def doubts_of(words: str) -> Iterator[Doubt]:
    """What may be more than one plain step."""
    ways = ways_of(words)
    if ways:
        yield Doubt("ways_told", ways[0].label[:_QUOTED], field="outcomes", params={"ways": told(ways)})
    elif (found := _OPTIONAL.search(words)) and not _LEADS.search(words):
        yield Doubt("maybe_optional", _around(words, found), field="optional")
    elif found := _BRANCH.search(words) or _CHOOSES.search(words) or either_of(words):
        yield Doubt("maybe_branch", _around(words, found), field="outcomes")
    back = _back_in(words)
    yield from _jumps(words, {one.number for one in ways}, back)
    if found := back:
        yield Doubt("maybe_back", _around(words, found), field="then")
    if found := _CALLS.search(words):
        yield Doubt("maybe_sub", _around(words, found), field="sub")
    if actor := actor_of(words):
        yield Doubt("maybe_lane", actor, field="lanes", params={"lane": actor})


def told(ways: Sequence[Way]) -> str:
    """Outcomes in a row, each with the number of the step it leads to: “Lengkap” → 3, “Tidak lengkap”."""
    return ", ".join(
        f"“{one.label}” \N{RIGHTWARDS ARROW} {one.number}" if one.number else f"“{one.label}”" for one in ways
    )


def _back_in(words: str) -> re.Match[str] | None:
    """The first words that tell of a way back to a step, and not of a thing that somebody gets back."""
    mended = _TO_MEND.search(words) is not None
    for found in _BACK.finditer(words):
        if mended or _GIVEN_BACK.match(words, found.start()) is None:
            return found
    return None


def _jumps(words: str, known: Collection[str], back: re.Match[str] | None) -> Iterator[Doubt]:
    """Numbers of steps that the words lead to, besides those of outcomes and of a way back that is told anyhow."""
    seen = set(known)
    for found in JUMP.finditer(words):
        is_back = back is not None and found.start() <= back.start() < found.end()
        if found["no"] not in seen and not is_back and len(seen) < _MOST_JUMPS:
            seen.add(found["no"])
            yield Doubt("leads_on", _around(words, found), field="then", params={"number": found["no"]})


def _around(words: str, found: re.Match[str]) -> str:
    rest = words[found.start() :].split("\n", maxsplit=1)[0]
    if len(rest) <= _QUOTED:
        return rest.rstrip(" .;")
    return rest[: rest.rfind(" ", 0, _QUOTED) if " " in rest[:_QUOTED] else _QUOTED].rstrip(" ,.;")
