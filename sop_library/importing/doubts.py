"""What reading a pasted text left open: where, which words, and a sentence that says what to look at."""

import dataclasses
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


def _(msgid: str) -> str:
    return msgid


REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "too_much_text": _("Teks ini terlalu panjang. Paling banyak %(most)s; tempel bagian prosedurnya saja."),
        "not_text": _("Berkas ini bukan teks biasa. Buka dengan aplikasinya, salin isinya, lalu tempel di sini."),
        "too_many_steps": _("Teks ini berisi lebih dari %(most)s langkah. Tempel satu SOP saja."),
        "nothing_there": _("Belum ada teks yang dapat dibaca. Tempel standar pelayanan atau daftar langkahnya."),
    }
)

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "no_steps": _("Tidak ada daftar langkah pada teks ini. Tambahkan langkahnya sendiri."),
        "not_numbered": _("Langkah-langkah ini tidak bernomor; kami memisahkannya menurut baris atau kalimat."),
        "run_on": _("Langkah-langkah ini tertulis bersambung; kami memisahkannya menurut nomor 1 sampai %(last)s."),
        "outer_number": _("Nomor ini berdiri di depan seluruh daftar dan tidak dipakai."),
        "number_missing": _("Nomor meloncat dari %(before)s ke %(number)s. Adakah langkah yang hilang?"),
        "number_twice": _("Nomor %(number)s tertulis dua kali. Keduanya menjadi langkah."),
        "number_misread": _("Nomor ini terbaca sebagai %(number)s."),
        "starts_again": _("Nomor mulai lagi dari awal di sini. Mungkin ini bagian lain, atau SOP lain."),
        "two_columns": _("Teks ini dalam dua kolom; kami membacanya kolom demi kolom. Periksa urutannya."),
        "row_out_of_line": _("Kolom baris ini tidak sejajar dengan judul tabel. Sisanya menjadi keterangan."),
        "cut_word": _("Kata ini terpotong di ujung baris; tanda hubungnya kami biarkan."),
        "too_long": _("Langkah ini terlalu panjang untuk satu langkah dan kami potong menjadi beberapa."),
        "guessed": _("Teks ini tidak berjudul; kami menempatkannya sebagai %(part)s."),
        "before_list": _("Teks ini mendahului daftar langkah dan tidak menjadi langkah."),
        "after_list": _("Teks ini mengikuti daftar langkah dan tidak menjadi langkah."),
        "other_part": _("Bagian ini tidak punya tempat pada draf; isinya kami simpan sebagai catatan."),
        "unplaced": _(
            "Teks ini bukan langkah; kami simpan di Identitas SOP sebagai teks pengantar. Bila penting, pindahkan ke "
            "bagian yang sesuai."
        ),
        "page_mark": _("Ini tampaknya nomor halaman, kepala halaman, atau kepala tabel, bukan isi langkah."),
        "strange_letters": _("Ada huruf yang tidak terbaca atau tidak kelihatan pada teks ini; kami membuangnya."),
        "maybe_branch": _("Mungkin cabang: tetapkan apa yang terjadi kalau ya dan kalau tidak."),
        "maybe_optional": _("Mungkin langkah ini, atau sebagiannya, boleh dilewati."),
        "maybe_services": _("Mungkin beberapa layanan pilihan: daftar ini bisa menjadi hasil langkah."),
        "maybe_back": _("Mungkin alurnya kembali ke langkah lain."),
        "ways_told": _(
            "Kalimat ini menyebut beberapa hasil: %(ways)s. Tetapkan hasil langkah ini dan ke mana alurnya."
        ),
        "way_open": _("Teks tidak menyebut ke mana alurnya sesudah hasil %(ways)s. Tetapkan sendiri."),
        "leads_on": _("Kalimat ini menyebut langkah %(number)s. Tetapkan ke mana alurnya sesudah langkah ini."),
        "split_at_arrows": _("Alur ini ditulis dengan tanda panah; kami memisahkannya menurut panahnya."),
        "maybe_lane": _("Kalimat ini diawali pelakunya. Mungkin “%(lane)s” pelaksananya."),
        "lane_outside": _(
            "“%(lane)s” kami baca sebagai orang di luar kantor: langkahnya dicatatkan petugas. "
            "Ubah bila ia petugas kantor."
        ),
        "maybe_sub": _("Mungkin langkah ini memulai SOP lain. Bila ya, pilih SOP-nya pada langkah ini."),
        "lanes_unsaid": _("Teks ini tidak punya kolom pelaksana. Tetapkan siapa mengerjakan setiap langkah."),
        "door_guessed": _(
            "Teks ini tidak menyebut cara masuk. Kami menulis “Datang sendiri”; tambahkan bila ada yang lain."
        ),
        "door_named": _(
            "Langkah pertama menyebut cara masuk. Kami baru menulis “Datang sendiri”; tambahkan cara lain yang disebut."
        ),
        "day_unsaid": _("“Hari” di sini tidak disebut hari kerja atau hari kalender."),
        "time_in_text": _("Waktu ini dibaca dari kalimat langkahnya."),
        "time_not_read": _("Waktu ini tidak dapat kami baca sebagai lama waktu. Kata-katanya tetap tercetak."),
        "time_partly_read": _("Hanya “%(part)s” yang terbaca sebagai waktu; sisanya perlu dilihat."),
        "time_recurs": _("“%(part)s” mengatakan seberapa sering, bukan berapa lama. Ini tidak menjadi waktu langkah."),
        "time_open": _("“%(part)s” tampaknya jam layanan, bukan lama langkah. Ini tidak menjadi waktu langkah."),
        "time_conflict": _("Dua waktu di sini tidak sama. Keduanya disimpan dan tidak satu pun menjadi tenggat."),
        "seconds_or_minutes": _("Tanda ini berarti detik, tetapi sering dipakai untuk menit."),
        "fee_not_read": _("Biaya ini bukan satu angka dan bukan “tidak dipungut”. Kata-katanya tetap tercetak."),
        "title_guessed": _("Teks ini tidak berjudul. Beri judul yang dikenal petugas."),
    }
)


class NotImported(ValueError):
    """A text that can't become a draft at all. `code` is one of REFUSALS."""

    def __init__(self, code: str, **params: str) -> None:
        self.code, self.params = code, params
        super().__init__(REFUSALS[code] % params)

    @property
    def template(self) -> str:
        """The sentence as a msgid with named parameters."""
        return REFUSALS[self.code]


@dataclasses.dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at. `line` counts from 1 in the pasted text; `step` is a step's key, `field` one of its."""

    code: str
    quote: str = ""
    line: int | None = None
    step: str | None = None
    field: str | None = None
    params: Mapping[str, str] = dataclasses.field(default_factory=lambda: MappingProxyType({}))

    @property
    def template(self) -> str:
        """The sentence as a msgid with named parameters."""
        return SENTENCES[self.code]

    @property
    def sentence(self) -> str:
        """The sentence in Indonesian."""
        return self.template % self.params


def read_again(sentence: str) -> tuple[str, dict[str, str]] | None:
    """The code and the parameters of a doubt's Indonesian sentence; None for a sentence of nobody here."""
    for code, shape in _SHAPES.items():
        if found := shape.fullmatch(sentence):
            return code, found.groupdict()
    return None


_SHAPES: Mapping[str, re.Pattern[str]] = {
    code: re.compile(re.sub(r"%\\?\((\w+)\\?\)s", r"(?P<\1>.*)", re.escape(template)), re.DOTALL)
    for code, template in SENTENCES.items()
}
KEPT = "doubt"
"""The kind of the anomalies that a document keeps its doubts as."""


def doubts_kept(document: Any) -> list[dict[str, Any]]:
    """The doubts that a document keeps beside its steps until somebody has looked at them; none in a misshapen one."""
    noted = document.get("anomalies") if isinstance(document, Mapping) else None
    return [
        dict(one)
        for one in (noted if isinstance(noted, list) else ())
        if isinstance(one, Mapping)
        and one.get("kind") == KEPT
        and all(isinstance(one.get(n), str) for n in ("id", "note"))
    ]
