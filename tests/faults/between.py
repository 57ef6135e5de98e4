"""Three offices that hand matters to each other, driven through the product's own operations, each by its own clock."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Staff
from cases.models import Case, Consent, Ending
from cases.operations import consents, opening, reports
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.people import PersonData
from cases.refusals import NotAllowed, Refusal
from custody import chain, console, rotating
from custody.models import Custody, Envelope, Part
from custody.refusals import HandoffRefused
from custody.states import WAITING
from outbox.models import Message
from outbox.relay import relay
from referrals import following
from referrals.models import Referral
from referrals.operations import feeding_back, onward, receiving, sending
from sop_library.models import SopVersion
from tenants.current import in_office
from tenants.database import connection
from tenants.models import Office
from tenants.roles import as_console
from tests.cases.conftest import MONDAY, staff, take
from tests.conftest import _entered

SOPS = {"33.73": "salatiga/pengaduan-langsung", "35.10": "banyuwangi/p2tp2a", "65.03": "nunukan/intervensi-krisis"}
SCOPE = ("identity", "contact", "story")
REFUSED = (Refusal, NotAllowed, HandoffRefused)
"""What the product answers where something can't be done; anything else that is raised is a fault of it."""
ROUNDS_TO_SETTLE = 8
BEGIN = MONDAY - timedelta(days=14)
"""Past by PostgreSQL's own clock, too: it lets nobody assign before the deadline is over."""


@dataclass
class Desk:
    """An office with somebody who does everything there, and a clock that may be wrong."""

    office: Office
    version: SopVersion
    by: Staff
    skew: timedelta = timedelta()

    @property
    def code(self) -> str:
        return self.office.code

    def reset(self) -> None:
        self.skew = timedelta()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with in_office(self.office):
            yield


def furnish() -> dict[str, Desk]:
    """Adopt an SOP and make somebody in each office; return the desks by code."""
    offices = {code: Office.objects.get(code=code) for code in SOPS}
    found = {}
    for code, name in SOPS.items():
        with in_office(offices[code]):
            found[code] = Desk(offices[code], take(name), staff("petugas", "*"))
    return found


@dataclass
class Between:
    """What the offices do with each other. Every method is one act of one office; times come from its own clock."""

    desks: dict[str, Desk]
    minutes: int = 0
    matters: list[uuid.UUID] = field(default_factory=list)
    origin: dict[uuid.UUID, str] = field(default_factory=dict)

    def now(self, code: str = "") -> datetime:
        """The clock of an office, a minute later each time it is read; without one, the right time."""
        self.minutes += 1
        return BEGIN + timedelta(minutes=self.minutes) + (self.desks[code].skew if code else timedelta())

    def open_case(self, code: str) -> uuid.UUID:
        """A case whose victim belongs to Banyuwangi; returns its matter."""
        desk, at = self.desks[code], self.now(code)
        person = PersonData(name="Rini Astuti", sex="P", age_band="A25_44", residence="35.10", domicile="35.10")
        with desk():
            report = reports.receive(data=ReportData(channel="datang"), by=desk.by, at=at)
            case = opening.open_case(
                report=report, version=desk.version, door=next(iter(desk.version.definition["doors"])),
                victims=[person], risk="medium", by=desk.by, at=at,
                incident=IncidentData(kinds=("FISIK",), domestic=True, place="35.10", story="Ia dipukul."),
            )  # fmt: skip
        self.matters.append(case.matter)
        self.origin[case.matter] = code
        return case.matter

    def case_at(self, code: str, matter: uuid.UUID) -> Case:
        """The office's case of a matter, with the office current. Raises Refusal where there is none."""
        found = Case.objects.filter(matter=matter).first()
        if found is None:
            raise Refusal("no_case", "no case here")
        return found

    def send(self, code: str, matter: uuid.UUID, to: str, kind: str = "pelimpahan", **more: Any) -> uuid.UUID:
        """Send with the victim's consent to exactly that; returns the referral's id."""
        return self.sending(code, matter, to, kind, **more)()

    def sending(
        self, code: str, matter: uuid.UUID, to: str, kind: str = "pelimpahan", *, scope: Sequence[str] = SCOPE,
        **more: Any,
    ) -> Callable[[], uuid.UUID]:  # fmt: skip
        """The victim's consent to exactly that, and what sends it: the form as somebody has it before them now."""
        desk, at = self.desks[code], self.now(code)
        with desk():
            case = self.case_at(code, matter)
            victim = case.people.filter(roles__kind="victim").first()
            consent = consents.record(
                case=case, person=victim, kind="referral", given=True, way="signed", scope=scope, receiver=to,
                by=desk.by, at=at,
            )  # fmt: skip
            seen = Case.objects.get(pk=case.pk).revision

        def act() -> uuid.UUID:
            with desk():
                return sending.send(
                    case=case, to_code=to, kind=kind, reasons=["residence"], urgency="day", consent=consent,
                    scope=scope, override_reason="Begitu keputusan petugas.", seen=seen, by=desk.by, at=at, **more,
                ).pk  # fmt: skip

        return act

    def referral(self, key: uuid.UUID) -> Referral:
        """The current office's own row. Raises Refusal where it has none."""
        found = Referral.objects.filter(pk=key).first()
        if found is None:
            raise Refusal("no_referral", "no referral here")
        return found

    def withdraw(self, code: str, key: uuid.UUID) -> None:
        desk, at = self.desks[code], self.now(code)
        with desk():
            sending.withdraw(referral=self.referral(key), reason="Tidak jadi.", by=desk.by, at=at)

    def reply(self, code: str, key: uuid.UUID) -> None:
        desk, at = self.desks[code], self.now(code)
        with desk():
            sending.reply(referral=self.referral(key), words="Aman.", by=desk.by, at=at)

    def telephone(self, code: str, key: uuid.UUID) -> None:
        desk, at = self.desks[code], self.now(code)
        with desk():
            sending.telephone(referral=self.referral(key), spoke_with="Bu Endah", by=desk.by, at=at)

    def finish(self, code: str, key: uuid.UUID) -> None:
        desk, at = self.desks[code], self.now(code)
        with desk():
            sending.finish(referral=self.referral(key), words="Sudah selesai.", by=desk.by, at=at)

    def feed_back(self, code: str, key: uuid.UUID) -> None:
        desk, at = self.desks[code], self.now(code)
        with desk():
            feeding_back.feed_back(referral=self.referral(key), code="other", words="Sudah bertemu.", by=desk.by, at=at)

    def give_back(self, code: str, key: uuid.UUID) -> uuid.UUID:
        desk, at = self.desks[code], self.now(code)
        with desk():
            return onward.give_back(
                referral=self.referral(key), words="Kembali ke keluarga.", urgency="day", by=desk.by, at=at
            ).pk

    def take_consent_back(self, code: str, matter: uuid.UUID) -> None:
        desk, at = self.desks[code], self.now(code)
        with desk():
            given = Consent.objects.filter(case__matter=matter, kind="referral", given=True, withdrawn_at=None)
            if not given:
                raise Refusal("nothing_to_withdraw", "none here")
            for consent in given:
                consents.withdraw(consent=consent, by=desk.by, at=at)

    def consents(self) -> list[tuple[str, uuid.UUID]]:
        """Where a consent to share stands: the office that knows of it, and the matter."""
        found = []
        for code, desk in self.desks.items():
            with desk():
                rows = Consent.objects.filter(case__matter__in=self.matters, kind="referral", given=True)
                there = set(rows.filter(withdrawn_at=None).values_list("case__matter", flat=True))
            found += [(code, matter) for matter in self.matters if matter in there]
        return found

    def open_(self, code: str, key: uuid.UUID) -> None:
        desk, at = self.desks[code], self.now(code)
        with desk():
            receiving.open_(envelope=key, by=desk.by, at=at)

    def ask(self, code: str, key: uuid.UUID) -> None:
        desk, at = self.desks[code], self.now(code)
        with desk():
            receiving.ask(envelope=key, words="Apakah aman malam ini?", by=desk.by, at=at)

    def accept(self, code: str, key: uuid.UUID) -> None:
        desk, at = self.desks[code], self.now(code)
        with desk():
            receiving.accept(envelope=key, version=desk.version, by=desk.by, at=at)

    def decline(self, code: str, key: uuid.UUID) -> None:
        desk, at = self.desks[code], self.now(code)
        with desk():
            receiving.decline(envelope=key, code="full", words="Penuh.", by=desk.by, at=at)

    def assign(self, province: str, key: uuid.UUID, to: str) -> None:
        """A province, or the ministry, assigns once it may: to the receiver itself, or elsewhere."""
        at = self.now()
        connection.set_schema_to_public()
        with as_console(connection, province):
            there = Envelope.objects.filter(pk=key).first()
            if there is not None:
                at = max(at, console.assigned_from(there, console=province) + timedelta(minutes=1))
            console.assign(
                envelope=key, to=to, console=province, answer_by=at + timedelta(hours=1),
                seen=there.revision if there else 0, by_name="Provinsi", at=at,
            )  # fmt: skip

    def remind(self, province: str, key: uuid.UUID) -> None:
        at = self.now()
        connection.set_schema_to_public()
        with as_console(connection, province):
            console.remind(envelope=key, console=province, by_name="Provinsi", at=at)

    def relay(self, code: str, limit: int = 2000) -> int:
        """Carry messages out, as long after as it takes for none to be waiting for its next attempt."""
        with self.desks[code]():
            return relay(at=MONDAY + timedelta(days=400), limit=limit).sent

    def follow(self, code: str, matter: uuid.UUID) -> int:
        with self.desks[code]():
            return following.follow(matter, at=self.now(code))

    def rotate_key(self, code: str, database: str) -> None:
        """Give an office a new exchange key, as the owner does, and destroy those that nothing is sealed to."""
        office, at = self.desks[code].office, self.now()
        with _entered(database, "owner"):
            rotating.rotate(office=office, at=at)
            rotating.end_replaced(office=office, at=at + rotating.STAYS)

    def hand(self, matter: uuid.UUID, sender: str, to: str, kind: str = "pelimpahan", **more: Any) -> uuid.UUID:
        """Send it, have it accepted, and let everybody follow; return the referral's key."""
        key = self.send(sender, matter, to, kind, **more)
        self.relay(sender)
        self.accept(to, key)
        self.settle()
        return key

    def settle(self) -> None:
        """Carry and follow everything until nothing more comes of it."""
        for _round in range(ROUNDS_TO_SETTLE):
            moved = sum(self.relay(code) for code in self.desks)
            for code, desk in self.desks.items():
                with desk():
                    behind = following.behind()
                moved += sum(self.follow(code, matter) for matter in behind)
            if not moved:
                return
        raise AssertionError("it never comes to rest")

    def count_envelopes(self) -> Counter[tuple[str, str]]:
        """How many envelopes of these matters came to which state, by kind and state."""
        found: dict[uuid.UUID, tuple[str, str]] = {}
        for desk in self.desks.values():
            with desk():
                rows = Envelope.objects.filter(matter__in=self.matters).values_list("id", "kind", "state")
                found |= {key: (kind, state) for key, kind, state in rows}
        return Counter(found.values())

    # what must hold --------------------------------------------------------------

    def check_always(self) -> None:
        """After every step: at most one holder, whose case exists; no office has two; every chain holds."""
        there: dict[str, Counter[uuid.UUID]] = {}
        parts: dict[str, dict[uuid.UUID, str]] = {}
        seen: dict[str, dict[uuid.UUID, uuid.UUID]] = {}
        for code, desk in self.desks.items():
            with desk():
                there[code] = Counter(Case.objects.filter(matter__in=self.matters).values_list("matter", flat=True))
                parts[code] = dict(Part.objects.filter(matter__in=self.matters).values_list("matter", "kind"))
                seen[code] = dict(Custody.objects.filter(matter__in=self.matters).values_list("matter", "office_id"))
                for matter in seen[code]:
                    assert chain.faults(matter=matter) == []
        for matter in self.matters:
            holder = self._one_holder(matter, {known[matter] for known in seen.values() if matter in known})
            for code in self.desks:
                held, part = matter in seen[code], parts[code].get(matter)
                assert there[code][matter] <= 1, f"{code} has {there[code][matter]} cases of one matter"
                assert (part == "holder") is (code == holder and held), (code, part, holder)
            assert there[holder][matter] == 1, f"{holder} holds a matter that it has no case of"

    def holder_of(self, matter: uuid.UUID) -> str:
        """The code of the office that answers for a matter: the one it began in while nothing was sent."""
        found: set[uuid.UUID] = set()
        for desk in self.desks.values():
            with desk():
                found.update(Custody.objects.filter(matter=matter).values_list("office_id", flat=True))
        return self._one_holder(matter, found)

    def _one_holder(self, matter: uuid.UUID, found: set[uuid.UUID]) -> str:
        assert len(found) <= 1, "offices see different holders"
        if not found:
            return self.origin[matter]
        [office] = found
        return next(code for code, desk in self.desks.items() if desk.office.id == office)

    def check_settled(self) -> None:
        """Once everything was carried and followed: both sides say what the envelope says, and nobody is lost."""
        self.check_always()
        for code, desk in self.desks.items():
            with desk():
                stuck = list(Message.objects.filter(sent_at=None).values_list("topic", "fault"))
                assert stuck == [], f"{code}: {stuck}"
                states = dict(Envelope.objects.filter(matter__in=self.matters).values_list("id", "state"))
                own = dict(Referral.objects.filter(matter__in=self.matters).values_list("id", "state"))
                differ = {key: (own[key], state) for key, state in states.items() if own.get(key, state) != state}
                assert differ == {}, f"{code} says otherwise than the envelope: {differ}"
                late = Envelope.objects.filter(matter__in=self.matters, sender_id=desk.office.id, state__in=WAITING)
                idle = [one.number for one in late if self.holder_of(one.matter) != code]
                assert idle == [], f"{code} waits for an answer about what another office holds: {idle}"
                left = {key: state for key, state in own.items() if key not in states and state != "withdrawn"}
                assert left == {}, f"{code} has what never left: {left}"
        for matter in self.matters:
            holder = self.holder_of(matter)
            with self.desks[holder]():
                case = Case.objects.get(matter=matter)
                gone = case.endings.filter(reopened_at=None, kind=Ending.Kind.HANDED_OVER).exists()
            assert not gone, f"{holder} holds it and believes it is handed over: nobody has it"
            for code in self.desks.keys() - {holder}:
                self._check_other(code, matter)

    def _check_other(self, code: str, matter: uuid.UUID) -> None:
        """An office that neither holds a matter nor helps in it any more has no case of it at work."""
        with self.desks[code]():
            case = Case.objects.filter(matter=matter).first()
            part = Part.objects.filter(matter=matter).values_list("kind", flat=True).first()
            if case is not None and part == "former":
                assert case.state == "ended", f"{code} goes on with what another office holds"
