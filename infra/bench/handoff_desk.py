"""Two offices for the handoff benchmark: one sends cases, the other looks at its inbox. Needs Django set up, as web."""

import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

import sop_library
from accounts.models import Lane, LaneMembership, Staff
from cases.models import Case, Consent
from cases.operations import consents, opening, reports
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.people import PersonData
from custody.models import Envelope
from outbox import relay, waking
from referrals.models import Referral
from referrals.operations import receiving, sending
from sop_library.loading import load
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tenants.models import Office

SOP = "salatiga/pengaduan-langsung"
SCOPE = ("identity", "contact", "story", "assessment")
LONGEST_WATCH = 120.0
BETWEEN_LOOKS = 0.05


class Desk:
    """Who sends, and from where to where."""

    def __init__(self, sender: str, receiver: str) -> None:
        offices = {office.code: office for office in Office.objects.filter(code__in=(sender, receiver))}
        self.sender, self.receiver = offices[sender], offices[receiver]
        text = (Path(sop_library.__file__).parent / "catalogue" / f"{SOP}.yaml").read_text(encoding="utf-8")
        with in_office(self.sender):
            self.version = adopt(definition=load(text, name=SOP), at=self.now())
            self.by = Staff.objects.create_user("ukur", password=None, name="Petugas Ukur")
            LaneMembership.objects.bulk_create(LaneMembership(lane=lane, staff=self.by) for lane in Lane.objects.all())

    def now(self) -> datetime:
        """The time."""
        return datetime.now(UTC)

    def case(self) -> tuple[Case, Consent]:
        """A new case of the sender, and the consent to send it."""
        person = PersonData(name="Rini Astuti", sex="P", age_band="A25_44", residence="35.10", domicile="35.10")
        with in_office(self.sender):
            report = reports.receive(data=ReportData(channel="datang"), by=self.by, at=self.now())
            case = opening.open_case(
                report=report, version=self.version, door="datang", victims=[person], risk="medium", by=self.by,
                at=self.now(), incident=IncidentData(kinds=("FISIK",), domestic=True, place="35.10", story="Rekaan."),
            )  # fmt: skip
            consent = consents.record(
                case=case, person=case.people.get(), kind="referral", given=True, way="signed", scope=SCOPE,
                receiver=self.receiver.code, by=self.by, at=self.now(),
            )  # fmt: skip
        return case, consent

    def send(self, what: tuple[Case, Consent]) -> uuid.UUID:
        """Send a case by pelimpahan; return the referral's id."""
        case, consent = what
        with in_office(self.sender):
            return sending.send(
                case=case, to_code=self.receiver.code, kind="pelimpahan", reasons=["residence"], urgency="day",
                consent=consent, scope=SCOPE, by=self.by, at=self.now(),
            ).pk  # fmt: skip

    def relay(self) -> int:
        """Carry everything that is due; return how many messages."""
        with in_office(self.sender):
            done = relay.relay(at=self.now())
        if done.failed:
            raise RuntimeError(f"{done.failed} messages failed")
        return done.sent

    def inbox(self) -> set[uuid.UUID]:
        """What waits in the receiver's inbox."""
        with in_office(self.receiver):
            return {one.envelope.pk for one in receiving.inbox(at=self.now())}

    def sees(self, key: uuid.UUID) -> bool:
        """Whether the receiver sees a referral."""
        with in_office(self.receiver):
            return Envelope.objects.filter(pk=key, receiver=self.receiver, state="sent").exists()

    def watch(self, seen: dict[uuid.UUID, float], count: int) -> None:
        """Look at the inbox again and again, in a thread of its own, and note when each was first seen there."""
        end = time.perf_counter() + LONGEST_WATCH
        try:
            while len(seen) < count and time.perf_counter() < end:
                for key in self.inbox() - seen.keys():
                    seen[key] = time.perf_counter()
                time.sleep(BETWEEN_LOOKS)
        finally:
            connection.close()

    def matters_of(self, keys: list[uuid.UUID]) -> list[uuid.UUID]:
        """The matters of some referrals."""
        with in_office(self.sender):
            return list(Referral.objects.filter(pk__in=keys).values_list("matter", flat=True))

    def wakes_nobody(self) -> None:
        """From now on the relay runs where it is called alone."""
        waking.wake = lambda: None
        self.relay()
