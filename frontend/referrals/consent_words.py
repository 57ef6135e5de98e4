"""Consents to a referral in words: a refusal that stands, and the one that a referral would rest on."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Consent, Person
from cases.sharing import refused_at
from frontend.casework.parties import party_of
from frontend.casework.wording import region_name, when_words
from frontend.formbuild import ManyChoices

ASKED_AGAIN = "ya"


def asked_again_field() -> ManyChoices:
    """The tick without which no yes is recorded over a no."""
    return ManyChoices(
        label=gettext_lazy("Pernah menolak"), required=False,
        choices=[(ASKED_AGAIN, gettext_lazy("Sudah ditanyakan lagi, dan sekarang setuju datanya dibagikan"))],
        help_text=gettext_lazy("Jejak kasus menyebut bahwa ia ditanya lagi. Boleh tetap menolak."),
    )  # fmt: skip


def refusals_words(refusals: Iterable[Consent], *, people: Iterable[Person], now: datetime) -> list[str]:
    """Each refusal that stands: who said no, when, how, to whom it was about and who took it down."""
    by_key = {one.pk: one for one in people}
    return [_refusal_words(one, by_key, now=now) for one in refusals]


def _refusal_words(refusal: Consent, people: Mapping[Any, Person], *, now: datetime) -> str:
    withdrawn = refusal.withdrawn_at is not None
    by = refusal.withdrawn_by if withdrawn else refusal.by
    said = {
        "who": whose_words(people.get(refusal.person_id)), "way": refusal.get_way_display(),
        "when": when_words(refused_at(refusal), now=now, inside=True), "by": by.name if by else "",
        "place": region_name(refusal.receiver),
    }  # fmt: skip
    if withdrawn:
        words = _("%(who)s menarik persetujuan berbagi data untuk rujukan (%(when)s; pencatat %(by)s).") % said
    else:
        words = _("%(who)s tidak setuju datanya dibagikan untuk rujukan (%(when)s, %(way)s; pencatat %(by)s).") % said
    return " ".join(filter(None, (words, _("Tentang %(place)s.") % said if said["place"] else "")))


def whose_words(person: Person | None) -> str:
    """A person by part and coarse data; the victim where nobody is named."""
    party = party_of(person) if person is not None else None
    return _("%(parts)s: %(who)s") % {"parts": party.parts, "who": party.who} if party else _("Korban")


def consent_lines(
    *, person: Person | None, way: str, by: str, when: str, note: str, over: bool
) -> list[str]:  # fmt: skip
    """The consent a referral would rest on: whose, how, by whom it is recorded and when, and what it goes over."""
    if way == Consent.Way.DUTY:
        first = _("Tanpa persetujuan, demi keselamatan korban")
    else:
        first = _("%(who)s, %(way)s") % {"who": whose_words(person), "way": Consent.Way(way).label}
    found = [first, _("Dicatat %(by)s, %(when)s") % {"by": by, "when": when}]
    if over and way != Consent.Way.DUTY:
        found.append(_("Ditanyakan lagi sesudah menolak"))
    return [*found, note] if note else found
