"""Which steps settle a case between the victim and whoever did it, by the words offices have for that."""

import re

from sop_library.checking.actors import ACTORS
from sop_library.parts import Step, Sub

MEDIATION = "mediasi"
"""The service of an SOP that does nothing else."""
_NOUNS = (
    r"(?:(?:pelaksanaan|penyelenggaraan|proses|sidang|sesi|kegiatan|layanan|pertemuan|rapat|upaya|tahap(?:an)?|forum)"
    r"\s+)*"
)
_HOW = r"(?:kekeluargaan|damai|restoratif|adat)"
_SETTLEMENT = (
    r"(?:mediasi|islah|diversi|restorati(?:ve|f)\s+justice|keadilan\s+restoratif|perdamaian"
    rf"|(?:musyawarah|penyelesaian)\s+(?:(?!secara\b|melalui\b)\w+\s+){{0,4}}?(?:secara\s+)?{_HOW}"
    rf"|(?:jalan|jalur|upaya)\s+(?:damai|kekeluargaan)"
    r"|(?:surat|akta|kesepakatan|perjanjian|berita\s+acara)\s+(?:\w+\s+){0,2}?(?:per)?damai(?:an)?)"
)
_VERBS = (
    r"(?:(?:me|di)?(?:laksanakan|lakukan|adakan|jalankan|pimpin)|(?:mem|di)?fasilitasi|(?:men|di)?jalankan|(?:meng|di)?adakan"
    r"|(?:me|di)?selenggarakan|menyelenggarakan|memimpin|(?:meng|di)?upayakan|(?:meng|di)?usahakan|menempuh|ditempuh"
    r"|(?:mem|di)?buat(?:kan)?|menyusun|disusun|menyepakati|disepakati|menandatangani|ditandatangani)"
)
_BY_OTHERS = (
    r"(?:(?:(?:(?:dilaksanakan|dilakukan|difasilitasi|dipimpin)\s+)?(?:oleh|di|ke|kepada)|dilaksanakan|dilakukan|difasilitasi"
    r"|dipimpin)\s+(?:penyidik|kepolisian|polisi|polres|jaksa|kejaksaan|hakim|pengadilan|bapas|balai\s+pemasyarakatan))"
)
_ENDS = (
    r"\b(?!\s*(?:\?|(?:ditolak|gagal|tidak|belum|batal|dibatalkan|dijadwalkan|ditunda|dihentikan|selesai|dilarang|dihindari"
    rf"|dirujuk|dilimpahkan|diserahkan|bukan)\b|{_BY_OTHERS}\b))"
)
_NOT = r"tidak|tak|bukan|belum|tanpa|jangan|dilarang"
_WITHIN = rf"\b(?:(?!\b(?:{_NOT}|menolak|ditolak|menghindari|melarang)\b)[^.;:\n]){{0,80}}?\b"
_ACTS = (
    r"(?:(?:me|di)?mediasikan|memediasi|dimediasi|(?:men|di)?damaikan|meng?islahkan|diislahkan"
    rf"|(?:menyelesaikan|diselesaikan|selesaikan|merundingkan|dirundingkan|memusyawarahkan|dimusyawarahkan){_WITHIN}"
    rf"(?:(?:secara|dengan)\s+{_HOW}|(?:melalui|lewat|dengan|secara)\s+(?:jalan\s+|jalur\s+|cara\s+)?{_SETTLEMENT})"
    rf"|(?:mempertemukan|dipertemukan|membujuk|dibujuk|mengajak|diajak|mendorong|didorong|menganjurkan|dianjurkan){_WITHIN}"
    r"(?:berdamai|damai|perdamaian|islah|kekeluargaan))"
)
_DOING = rf"(?:{_VERBS}\s+{_NOUNS}{_SETTLEMENT}|{_ACTS}){_ENDS}"
_ABOUT = (
    r"(?:(?:kasus|perkara|masalah|permasalahan|sengketa|konflik|laporan|pengaduan|para\s+pihak|(?:kedua\s+)?(?:belah\s+)?pihak)(?:nya)?\s+"
    r"(?:(?:ini|itu|tersebut|akan|dapat|bisa|harus|kemudian|lalu)\s+){0,3})?"
)
_BEGINS = re.compile(
    rf"[\W\d_]*(?:{_NOUNS}{_SETTLEMENT}{_ENDS}|{_NOUNS}{_DOING}|{_ABOUT}{_DOING}"
    rf"|(?:{ACTORS.pattern})(?:\s+(?!me|di|ber|(?:{_NOT})\b)[\w/]+){{0,3}}\s+{_DOING})",
    re.IGNORECASE,
)
"""Begins with doing it, whoever is named before. Asking for consent, inviting or preparing are steps before it, what
becomes of it is one after: nobody is mediated there."""
_GOES_ON = re.compile(
    rf"[\W\d_]*(?:(?:atau|maka|akan|dapat)\s+)*(?:{_ABOUT}{_DOING}|(?:{ACTORS.pattern})(?:\s+(?!me|di|ber|(?:{_NOT})\b)[\w/]+){{0,3}}\s+{_DOING})",
    re.IGNORECASE,
)
"""A part of a sentence further on: a list of services names mediation, a verb does it."""
_PARTS = re.compile(
    r"[.;:,\n•]|\b(?:lalu|kemudian|selanjutnya|setelah\s+itu|sesudah\s+itu|serta|dan|sekaligus|hingga|sampai)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    rf"\b(?:(?:me|di)?mediasi(?:kan)?|{_SETTLEMENT}|{_ACTS}|berdamai|secara\s+(?:kekeluargaan|damai))\b", re.IGNORECASE
)
_ACTED = re.compile(rf"\b{_ACTS}\b", re.IGNORECASE)
_LISTING = re.compile(rf"[\W\d_]*{_VERBS}\b", re.IGNORECASE)
_LISTED = re.compile(rf"[\W\d_]*{_NOUNS}{_SETTLEMENT}\W*", re.IGNORECASE)
"""A sentence that begins with doing, and one thing of those that it does."""
_ELSE = re.compile(
    rf"\b(?:(?:{_NOT})\s+(?:(?:dapat|bisa|boleh|akan|untuk|perlu|melakukan|melalui)\s+){{0,3}}"
    r"|(?:bagian|seksi|bidang|balai|lembaga|badan|pos|juru|hakim|pengadilan)\s+)$",
    re.IGNORECASE,
)
"""Before the word: that it is not done, or the name of somebody's office."""
_ANY = re.compile(r"mediasi|damai|kekeluargaan|islah|diversi|restorati|adat", re.IGNORECASE)
"""Without one of these no sentence is looked at more closely."""
_BEGINNING = 60
"""Words further on tell of it rather than doing it, unless a verb does."""
_LONGEST = 5_000


def settles(step: Step) -> bool:
    """True where the step does it: where some part of its name or text begins with it."""
    return any(_does(words[:_LONGEST]) for words in (step.name, step.text))


def speaks_of_settling(step: Step) -> bool:
    """True where its name, or how its words begin, speaks of it; or where they do it or name it further on."""
    text = step.text[:_LONGEST]
    return any(_spoken(words) for words in (step.name, text[:_BEGINNING])) or _spoken(text, by=_ACTED) or _lists(text)


def starts_settling(sub: Sub) -> bool:
    """True for an SOP of mediation that a step starts."""
    named = (sub.sop or "").rpartition("/")[2].replace("-", " ")
    return sub.service == MEDIATION or _spoken(named) or bool(_BEGINS.match(sub.label))


def _spoken(words: str, *, by: re.Pattern[str] = _SPOKEN) -> bool:
    if not _ANY.search(words):
        return False
    return any(not _ELSE.search(words[max(0, found.start() - 60) : found.start()]) for found in by.finditer(words))


def _lists(words: str) -> bool:
    """Whether mediation is among what a sentence says is done: "Melaksanakan pendampingan, konseling dan mediasi"."""
    if not _ANY.search(words):
        return False
    sentences = (one for one in re.split(r"[.;\n]", words) if _LISTING.match(one))
    return any(_LISTED.fullmatch(part) for one in sentences for part in _PARTS.split(one)[1:])


def _does(words: str) -> bool:
    if not _ANY.search(words):
        return False
    return bool(_BEGINS.match(words)) or any(_GOES_ON.match(part) for part in _PARTS.split(words)[1:])
