"""Two offices with a case between them: Salatiga sends, Banyuwangi answers, both through their screens."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from cases.models import Case
from cases.operations import consents
from outbox.models import Message
from outbox.relay import relay
from referrals import following
from referrals.models import Referral
from referrals.operations import sending
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import employ, enter, take
from tests.frontend.working import VICTIM, new_case

SCOPE = ("identity", "contact", "story", "assessment")
WORDS = "Keterangan rekaan untuk penerima."


@dataclass
class Between:
    """Both offices, who works there, and the case."""

    here: Office
    there: Office
    ratna: Staff
    endah: Staff
    case: Case
    sender: Client
    receiver: Client

    def send(self, **given: Any) -> Referral:
        """Send the case by pelimpahan with the victim's consent, or as told; the relay carries it."""
        with in_office(self.here):
            victim = self.case.people.filter(roles__kind="victim").first()
            at = given.pop("at", timezone.now())
            consent = consents.record(
                case=self.case, person=victim, kind="referral", given=True, way="signed", scope=SCOPE,
                receiver=given.get("to_code", "35.10"), by=self.ratna, at=at,
            )  # fmt: skip
            sent: dict[str, Any] = {
                "to_code": "35.10", "kind": "pelimpahan", "reasons": ["residence"], "urgency": "day", "scope": SCOPE,
                "consent": consent, "words": WORDS, "override_reason": "Keluarga korban di sana.",
            } | given  # fmt: skip
            referral = sending.send(case=self.case, by=self.ratna, at=at, **sent)
        self.carry()
        return referral

    def carry(self) -> None:
        """Let both relays run, and both offices follow the chain."""
        for office in (self.here, self.there):
            with in_office(office):
                done = relay(at=timezone.now() + timedelta(days=1))
                assert done.failed == 0, list(Message.objects.exclude(fault="").values_list("topic", "fault"))
        for office in (self.here, self.there):
            with in_office(office):
                for matter in following.behind():
                    following.follow(matter, at=timezone.now())


def between(here: Office, there: Office, **given: Any) -> Between:
    """A case at the first step of Salatiga's SOP, and somebody in each office who holds every lane."""
    version = take(here, "salatiga/pengaduan-langsung")
    take(there, "banyuwangi/p2tp2a")
    ratna, endah = employ(here, "ratna", "*"), employ(there, "endah", "*")
    given = {"victims": [VICTIM], "risk": "medium"} | given
    case = new_case(here, version, ratna, **given)
    return Between(here, there, ratna, endah, case, sender=enter(here, ratna), receiver=enter(there, endah))
