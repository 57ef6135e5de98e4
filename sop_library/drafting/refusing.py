"""Why a change can't be made, each with a code and a sentence a clerk understands."""

from collections.abc import Mapping
from types import MappingProxyType


def _(msgid: str) -> str:
    return msgid


SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "part_gone": _("Bagian ini (%(part)s) tidak ada lagi pada draf. Muat ulang halaman lalu coba lagi."),
        "part_unknown": _("Bagian “%(part)s” tidak dikenal."),
        "field_unknown": _("Isian “%(field)s” tidak dikenal di sini."),
        "key_taken": _("Sudah ada yang memakai kunci “%(key)s” di sini. Pakai nama lain."),
        "not_a_key": _("“%(key)s” tidak dapat menjadi kunci. Pakai huruf kecil, angka, dan tanda hubung."),
        "next_to_itself": _("Bagian ini tidak dapat dipindahkan ke sesudah dirinya sendiri."),
        "lane_needed": _("Pelaksana ini masih mengerjakan langkah. Pilih dulu pelaksana penggantinya."),
        "too_large": _("Draf ini menjadi terlalu besar; paling besar %(most)s."),
        "character": _("Isian memuat tanda yang tidak dapat disimpan."),
        "misshapen": _("Isi berkas ini tidak tersusun sebagai SOP, jadi tidak dapat dijadikan draf."),
        "not_a_change": _("Perubahan ini tidak dapat dibaca. Muat ulang halaman lalu coba lagi."),
    }
)


class ChangeRefused(Exception):
    """The change does not fit the document; nothing was changed. `params` fill the sentence."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def template(self) -> str:
        """The sentence as a msgid with named parameters."""
        return SENTENCES[self.code]

    @property
    def sentence(self) -> str:
        """The sentence in Indonesian."""
        return self.template % self.params
