"""Where a consent on the page was taken or withdrawn: by an officer here, or by another office before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.models import Case, Consent, Event
from frontend.casework.wording import region_name
from referrals.models import Referral

TAKEN_HERE = ("consent_recorded", "form_filled", "form_corrected")
"""Kinds of events by which a consent is taken down here: at its own time, which one that came along has elsewhere."""
TOLD = ("referral_consent_withdrawn", "referral_consents_told")
"""Kinds by which another office says that one was withdrawn there."""


@dataclass(frozen=True)
class Placed:
    """Who took a consent down, and who its withdrawal; the office it came from where nobody here did."""

    row: Consent
    taken: str
    withdrawn: str


def placed_of(case: Case, rows: Iterable[Consent]) -> list[Placed]:
    """Each of the consents (with `by` and `withdrawn_by`) with its words. Two queries, however many there are."""
    came = Referral.objects.filter(case=case, side=Referral.Side.IN).order_by("made_at")
    offices = list(dict.fromkeys(came.values_list("other_name", flat=True)))
    source = _("datang bersama kasus dari %(offices)s") % {"offices": ", ".join(offices)}
    here: set[datetime] = set()
    told: dict[datetime, str] = {}
    events = Event.objects.filter(case=case, kind__in=(*TAKEN_HERE, *TOLD, "consent_withdrawn"))
    for kind, at, data in events.values_list("kind", "at", "data"):
        if kind in TOLD:
            told[at] = region_name(str(data.get("to", "")))
        else:
            here.add(at)
    found = []
    for row in rows:
        elsewhere, ended = bool(offices) and row.at not in here, row.withdrawn_at
        withdrawn = row.withdrawn_by.name if row.withdrawn_by else ""
        if ended is not None and ended in told:
            withdrawn = told[ended]
        elif elsewhere and ended is not None and ended not in here:
            withdrawn = source
        found.append(Placed(row, source if elsewhere else row.by.name, withdrawn))
    return found
