"""One wrong answer, and the sentences for what can be wrong: each says what to do."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sop_library.forms.kinds import Kind


@dataclass(frozen=True)
class FieldError:
    """`path`: the question's name, "" for the whole form, "name/2" for the third of several. `code` is for programs."""

    path: str
    code: str
    message: str

    @property
    def field(self) -> str:
        """The question the error belongs to."""
        return self.path.split("/")[0]


def thousands(number: int) -> str:
    """12345 as "12.345", in English "12,345"."""
    return number_format(number, use_l10n=True, force_grouping=True)


def sentence(code: str, label: str, **values: Any) -> str:
    """What to do about `code` in the question called `label`."""
    templates = {
        "required": _("Isi “%(label)s”"),
        "required_choice": _("Pilih satu jawaban untuk “%(label)s”"),
        "required_choices": _("Pilih paling sedikit satu jawaban untuk “%(label)s”"),
        "characters": _("“%(label)s” memuat karakter yang tidak dapat disimpan. Hapus karakter itu, lalu simpan lagi"),
        "blank": _("“%(label)s” hanya berisi spasi. Tulis isinya, atau kosongkan"),
        "too_long": _("“%(label)s” terlalu panjang: %(length)s karakter. Ringkas sampai %(limit)s karakter"),
        "whole_number": _("Tulis “%(label)s” dengan angka bulat, misalnya %(example)s"),
        "too_small": _("Tulis angka paling kecil %(limit)s untuk “%(label)s”"),
        "too_large": _("Tulis angka paling besar %(limit)s untuk “%(label)s”"),
        "choice": _("Pilih salah satu jawaban yang tersedia untuk “%(label)s”"),
        "twice": _("Pilih setiap jawaban “%(label)s” satu kali saja"),
        "alone": _("“%(choice)s” tidak dapat dipilih bersama jawaban lain pada “%(label)s”"),
        "time": _("Tulis jam dengan angka, misalnya 09.30"),
        "clock": _("Tulis jam dari 00.00 sampai 23.59"),
        "region": _("Pilih kabupaten atau kota dari daftar untuk “%(label)s”"),
        "future": _("“%(label)s” belum terjadi. Tulis tanggal hari ini atau sebelumnya"),
        "before": _("“%(label)s” lebih dulu daripada “%(other)s”. Periksa kedua tanggal itu"),
        "contradicts": _("“%(other)s” dijawab “%(choice)s”. Kosongkan “%(label)s”, atau perbaiki jawaban itu"),
        "one_of": _("Isi paling sedikit satu: %(labels)s"),
        "type": _("Isian “%(label)s” tidak dapat dibaca. Tulis ulang"),
    }
    return templates[code] % {"label": label, "example": "2", **values}


def missing(kind: Kind, label: str) -> str:
    """What to do about a question that must be answered and is not."""
    codes: dict[Kind, str] = {"choices": "required_choices", "choice": "required_choice", "region": "region"}
    return sentence(codes.get(kind, "required"), label)


def unknown_question(name: str) -> FieldError:
    """An answer to a question the form does not ask."""
    return FieldError(
        name[:60], "unknown_field", _("Formulir ini tidak mempunyai isian “%(name)s”") % {"name": name[:60]}
    )


def not_an_object() -> FieldError:
    """Answers that are no JSON object at all."""
    return FieldError("", "type", _("Kirim jawaban sebagai satu objek JSON: nama isian dan jawabannya"))
