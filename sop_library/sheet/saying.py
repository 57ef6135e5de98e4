"""The fixed words of an official sheet. It is Indonesian whoever reads the screen, as a letter is."""

import re

NUMBER, ACTIVITY, LANES, QUALITY, REMARKS = "No", "Kegiatan", "Pelaksana", "Mutu Baku", "Keterangan"
NEEDS, TIME, FEE, OUTPUT = "Kelengkapan", "Waktu", "Biaya", "Output"
BRANCHES = "Cabang alur"
UNBOUND = "Pelaksana belum ditetapkan"
GOES_ON = "(lanjutan)"
CHANGES = {
    "added": ("+ baru", "langkah baru"), "changed": ("~ ubah", "isinya berubah"),
    "moved": ("\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK} pindah", "urutannya pindah"),
    "removed": ("\N{MINUS SIGN} no.", "langkah lama dihapus di sini"),
}  # fmt: skip
"""How a difference is marked on the sheet: the tag beside it, and what the tag means."""
END, ATTACH = "Selesai", "Kasus lama"
DRAFT = "DRAF"
RULED = "Bersyarat: lihat catatan."
NO_STEPS = "Belum ada langkah."

_ITEM = re.compile(r"\s+(?=- \S)")


def page_and_step(page: int, number: str) -> tuple[str, str]:
    """What stands beside an off-page connector."""
    return f"hlm. {page}", f"no. {number}"


def page_of(number: int, last: int) -> str:
    """The number at the foot of a page."""
    return f"Halaman {number} dari {last}"


def told(label: str, where: str) -> str:
    """A way out that is not drawn, in the row's Keterangan."""
    return f"{label}: ke {where}." if label else f"Ke {where}."


def bound_to(lanes: str) -> str:
    """Who does a step whose source names nobody: the office's word, and not the sheet's."""
    return f"Pelaksana ditetapkan kantor: {lanes}."


def cell_words(printed: str | None) -> str:
    """A cell whose list runs on in one line ("- Data pelapor - Data kesediaan"), a line for each item."""
    words = printed or ""
    return _ITEM.sub("\n", words) if words.lstrip().startswith("- ") else words
