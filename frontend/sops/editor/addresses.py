"""The words for the parts of an SOP in addresses, and their names on screen."""

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ADDRESSES = {
    "langkah": "step", "pelaksana": "lane", "pintu": "door", "formulir": "form", "batas": "limit",
    "penyela": "interrupt",
}  # fmt: skip
"""What stands in addresses for the kinds of parts that have keys."""
SHEET = "lembar"
OF_THE_SHEET = {"identitas": "sop", "kepala": "header", "standar": "standard"}
KIND_NAMES: dict[str, str | Promise] = {
    "step": gettext_lazy("Langkah"), "lane": gettext_lazy("Pelaksana"), "door": gettext_lazy("Pintu"),
    "form": gettext_lazy("Formulir"), "limit": gettext_lazy("Batas waktu"),
    "interrupt": gettext_lazy("Keadaan yang mendahulukan"), "sop": gettext_lazy("Identitas SOP"),
    "header": gettext_lazy("Kepala lembar"), "standard": gettext_lazy("Standar pelayanan"),
}  # fmt: skip
WORDS_OF = {kind: word for word, kind in {**ADDRESSES, **OF_THE_SHEET}.items()}


def part_at(word: str, key: str) -> tuple[str, str]:
    """The kind and key of a part by the words of an address. Raises Http404."""
    if word == SHEET and key in OF_THE_SHEET:
        return OF_THE_SHEET[key], ""
    if word in ADDRESSES:
        return ADDRESSES[word], key
    raise Http404
