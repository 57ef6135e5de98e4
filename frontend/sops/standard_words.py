"""The service standard on screen: what it prints stays as printed, its headings are in the reader's language."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from frontend.sops.words import CONTACT_WORDS
from sop_library.definition import Definition
from sop_library.service_standard import Component, Entry, service_standard

TITLE_WORDS: dict[str, str | Promise] = {
    "requirements": gettext_lazy("Persyaratan"),
    "procedure": gettext_lazy("Sistem, mekanisme, dan prosedur"),
    "time": gettext_lazy("Jangka waktu penyelesaian"),
    "fee": gettext_lazy("Biaya/tarif"),
    "products": gettext_lazy("Produk pelayanan"),
    "complaints": gettext_lazy("Penanganan pengaduan, saran, dan masukan"),
}

PROMISES: dict[str, Promise] = {
    "all": gettext_lazy("Tidak seorang pun ditolak karena suratnya belum lengkap: yang belum ada dapat menyusul."),
    "some": gettext_lazy("Yang dapat menyusul boleh dibawa kemudian: tidak seorang pun ditolak karena itu."),
    "named": gettext_lazy("Dapat menyusul: %(papers)s. Tidak seorang pun ditolak karena itu."),
}


@dataclass(frozen=True)
class ToldComponent:
    """One of the six with its heading, and each entry with the name of its kind of contact where it is one.

    `promise`: the sentence below, of what may follow later.
    """

    component: Component
    title: str
    entries: tuple[tuple[str, Entry], ...]
    promise: str


def told_standard(definition: Definition) -> list[ToldComponent]:
    """The six components for the template."""
    return [
        ToldComponent(
            component,
            str(TITLE_WORDS[component.key]),
            tuple((str(CONTACT_WORDS.get(entry.contact, entry.contact)), entry) for entry in component.entries),
            str(PROMISES.get(component.may_follow, "")) % {"papers": ", ".join(component.following)},
        )
        for component in service_standard(definition)
    ]
