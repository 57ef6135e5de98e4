"""The text of an SOP as somebody copied it: asked for alike in an office and at the console."""

from django.utils.translation import gettext_lazy

from frontend.formbuild import SafeText, SheetForm
from sop_library.importing.cleaning import MOST_BYTES


class PasteForm(SheetForm):
    """The words of a service standard or a numbered list."""

    pasted = SafeText(
        label=gettext_lazy("Teks standar pelayanan atau daftar langkah"),
        longest=MOST_BYTES,
        lines=True,
        rows=14,
        help_text=gettext_lazy("Salin dari laman, Word, atau PDF, lalu tempel seluruhnya di sini."),
    )
