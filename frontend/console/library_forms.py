"""What a console fills in about an SOP that it brings into the library."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.formbuild import SafeText, SheetForm
from sop_library.yaml_lines import LARGEST

SHORT = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class ScriptForm(SheetForm):
    """The whole file as YAML."""

    text = SafeText(
        label=gettext_lazy("Naskah YAML"),
        longest=LARGEST,
        lines=True,
        rows=28,
        help_text=gettext_lazy("Seluruh isi lembar. Yang diketik di sini tersimpan juga bila masih ada kesalahan."),
    )


class HeadForm(SheetForm):
    """What the SOP is called and what it is for."""

    name = SafeText(label=gettext_lazy("Nama"), longest=200)
    title = SafeText(label=gettext_lazy("Judul pada lembar"), longest=400)
    short = SafeText(
        label=gettext_lazy("Nama pendek"),
        longest=60,
        width=20,
        help_text=gettext_lazy(
            "Huruf kecil, angka, dan tanda hubung, misalnya pengaduan-langsung. Tidak berubah lagi."
        ),
    )
    service = SafeText(
        label=gettext_lazy("Layanan"),
        longest=60,
        width=20,
        help_text=gettext_lazy("Sama dengan SOP sejenis bila ada, misalnya pengaduan-langsung atau penjangkauan."),
    )
    source = SafeText(
        label=gettext_lazy("Dokumen sumber"),
        longest=300,
        help_text=gettext_lazy("Dari mana teksnya, misalnya nama dokumen standar pelayanan."),
    )

    def __init__(self, *args: Any, fixed_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed_name:
            del self.fields["short"]

    def clean_short(self) -> str:
        return self._key("short")

    def clean_service(self) -> str:
        return self._key("service")

    def _key(self, field: str) -> str:
        typed: str = self.cleaned_data[field].strip().lower().replace(" ", "-")
        if not SHORT.fullmatch(typed):
            raise ValidationError(_("Tulis huruf kecil, angka, dan tanda hubung, diawali huruf"), code="key")
        return typed


class SendBackForm(SheetForm):
    """Why it is given back."""

    why = SafeText(label=gettext_lazy("Yang perlu diperbaiki"), longest=500, lines=True, rows=3)
