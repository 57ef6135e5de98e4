"""The service goes on while a case stands between offices: what is done in it meanwhile, and where that is after."""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from cases.models import Appointment, CarriedLimit, Case, Consent, Event, Incident, Person
from cases.operations import appointments, carried_limits, incidents, people
from cases.operations.appointments import AppointmentData
from cases.operations.incidents import IncidentData
from cases.people import PersonData
from cases.queries import carried_limits_ahead, limits_ahead
from cases.refusals import Refusal
from cases.risks import is_graver
from custody.models import Envelope, Link
from referrals.consenting import stands
from referrals.models import Referral
from reporting.carrying import carry
from reporting.counting import ROWS
from tenants.database import connection
from tenants.roles import as_console
from tests.faults.between import BEGIN, Between
from tests.faults.worked import Worked

SOON = timedelta(days=3)
AGES = timedelta(days=4000)


@dataclass
class Served:
    """What the offices do in their cases, remembered as it was said by whoever held the matter then."""

    between: Between
    people: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    incidents: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    agreed: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    risk: dict[uuid.UUID, str] = field(default_factory=dict)
    mixed: set[uuid.UUID] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.worked = Worked(self.between)

    def add_victim(self, code: str, matter: uuid.UUID) -> None:
        desk, at, held = self.between.desks[code], self.between.now(code), self._holds(code, matter)
        with desk():
            child = PersonData(name="Anak Rini", sex="L", age_band="A06_12")
            case = self.between.case_at(code, matter)
            person = people.add(case=case, data=child, roles={"victim": ""}, by=desk.by, at=at)
        if held:
            self.people[matter].add(person.pk)

    def add_incident(self, code: str, matter: uuid.UUID) -> None:
        desk, at, held = self.between.desks[code], self.between.now(code), self._holds(code, matter)
        with desk():
            data = IncidentData(kinds=("PSIKIS",), domestic=True, story="Ia diancam.")
            case = self.between.case_at(code, matter)
            incident = incidents.add(case=case, data=data, by=desk.by, at=at)
        if held:
            self.incidents[matter].add(incident.pk)

    def rate(self, code: str, matter: uuid.UUID, risk: str) -> None:
        desk, at, held = self.between.desks[code], self.between.now(code), self._holds(code, matter)
        with desk():
            incidents.rate_risk(case=self.between.case_at(code, matter), risk=risk, by=desk.by, at=at)
        self.risk[matter] = risk
        if not held:
            self.mixed.add(matter)

    def agree(self, code: str, matter: uuid.UUID) -> None:
        desk, at, held = self.between.desks[code], self.between.now(code), self._holds(code, matter)
        with desk():
            data = AppointmentData("visit", at + SOON, what="Kunjungan")
            row = appointments.add(case=self.between.case_at(code, matter), data=data, by=desk.by, at=at)
        if held:
            self.agreed[matter].add(row.pk)

    def meet(self, code: str, matter: uuid.UUID) -> None:
        desk, at = self.between.desks[code], self.between.now(code)
        with desk():
            limit = CarriedLimit.objects.filter(case__matter=matter, met_at=None).first()
            if limit is None:
                raise Refusal("no_limit", "none here")
            carried_limits.meet(limit=limit, by=desk.by, at=at)

    def limits_here(self) -> list[tuple[str, uuid.UUID]]:
        """Where a limit that came along is not met yet: the office's code and the matter."""
        found = []
        for code, desk in self.between.desks.items():
            with desk():
                rows = CarriedLimit.objects.filter(case__matter__in=self.between.matters, met_at=None)
                there = set(rows.values_list("case__matter", flat=True))
            found += [(code, matter) for matter in self.between.matters if matter in there]
        return found

    def act(self, what: str, code: str, matter: uuid.UUID) -> None:
        """Do one of ACTS. Raises what the product answers where it can't be done."""
        if what != "close":
            self.worked.come_again(code, matter)
        if what in ("low", "medium", "high"):
            self.rate(code, matter, what)
        elif what in WORK:
            before = self._risk(code, matter)
            getattr(self.worked, what)(code, matter)
            if self._risk(code, matter) != before:
                self.mixed.add(matter)  # a form of the step rated it
        else:
            getattr(self, what)(code, matter)
        self.done[what] += 1

    def _risk(self, code: str, matter: uuid.UUID) -> str:
        with self.between.desks[code]():
            return Case.objects.filter(matter=matter).values_list("risk", flat=True).first() or ""

    def _holds(self, code: str, matter: uuid.UUID) -> bool:
        return self.between.holder_of(matter) == code

    # what must hold ----------------------------------------------------------------

    def check_settled(self) -> None:
        """Once everything was carried and followed: what was said is where the person is, each thing once."""
        for matter in self.between.matters:
            holder = self.between.holder_of(matter)
            if not self._anything_withdrawn(matter):
                self._check_known(matter, holder)
            self._check_agreed(matter)
            self._check_consents(matter)
            self._check_due_once(matter)
        self.worked.check_settled(withdrawn={one for one in self.between.matters if self._anything_withdrawn(one)})
        self._check_counted_once()

    def _anything_withdrawn(self, matter: uuid.UUID) -> bool:
        for desk in self.between.desks.values():
            with desk():
                if Consent.objects.filter(case__matter=matter, withdrawn_at__isnull=False).exists():
                    return True
        return False

    def _check_known(self, matter: uuid.UUID, holder: str) -> None:
        with self.between.desks[holder]():
            known = set(Person.objects.filter(case__matter=matter).values_list("pk", flat=True))
            happened = set(Incident.objects.filter(case__matter=matter).values_list("pk", flat=True))
            risk = Case.objects.get(matter=matter).risk
        story = self._story(matter, missing={*self.people[matter] - known, *self.incidents[matter] - happened})
        assert self.people[matter] <= known, f"{holder} holds it and was not told of somebody\n{story}"
        assert self.incidents[matter] <= happened, f"{holder} holds it and was not told what happened\n{story}"
        if matter in self.risk and matter not in self.mixed:
            told = self.risk[matter]
            assert not is_graver(told, than=risk), f"rated {told}, and {holder}, who holds it, believes {risk}"

    def _story(self, matter: uuid.UUID, *, missing: set[uuid.UUID]) -> str:
        """What the chain says, and what each office wrote in its case: who and what is missing stands there by key."""
        if not missing:
            return ""
        lines = [f"missing: {missing}"]
        for code, desk in self.between.desks.items():
            with desk():
                rows = Referral.objects.filter(matter=matter).order_by("made_at")
                lines += [f"{code} {row.side} {row.pk} {row.kind} {row.state} {row.other_code}" for row in rows]
                events = Event.objects.filter(case__matter=matter).order_by("number")
                lines += [f"{code} {one.number} {one.at:%d %H:%M} {one.kind} {one.data}" for one in events]
        with self.between.desks[self.between.holder_of(matter)]():
            links = Link.objects.filter(matter=matter).order_by("number")
            lines += [
                f"chain {one.number} {one.at:%d %H:%M} {one.kind} {one.office_id} {one.envelope}" for one in links
            ]
        return "\n".join(lines)

    def _check_agreed(self, matter: uuid.UUID) -> None:
        """Planned with whoever serves the person, and nowhere else but with those who help."""
        planned: Counter[uuid.UUID] = Counter()
        anywhere = set()
        for desk in self.between.desks.values():
            with desk():
                rows = Appointment.objects.filter(case__matter=matter, state=Appointment.State.PLANNED)
                keys = set(rows.values_list("pk", flat=True))
                helps = Envelope.objects.filter(matter=matter, moves=False, receiver_id=desk.office.id).exists()
                joint = Envelope.objects.filter(matter=matter, kind=Envelope.Kind.BERSAMA).exists()
            anywhere |= keys
            planned.update(keys if not helps and not joint else ())
        assert self.agreed[matter] <= anywhere, "what was agreed with the person stands nowhere any more"
        assert all(times == 1 for times in planned.values()), f"two offices come to the door: {planned}"

    def _check_consents(self, matter: uuid.UUID) -> None:
        """Both ends of a referral that was taken know alike whether it rests on anything, and which yes still carries.

        One that she took back, and one that a later word of hers overcame without naming it, carry as little.
        """
        ends: dict[uuid.UUID, set[bool]] = defaultdict(set)
        given: dict[uuid.UUID, dict[uuid.UUID, bool]] = {}
        taken: set[tuple[uuid.UUID, uuid.UUID]] = set()
        for desk in self.between.desks.values():
            with desk():
                for row in Referral.objects.filter(matter=matter, state__in=["accepted", "finished"]):
                    ends[row.pk].add(row.consent_withdrawn_at is not None)
                rows = Consent.objects.filter(case__matter=matter, kind="referral", given=True)
                given[desk.office.id] = {row.pk: stands(row) for row in rows}
                there = Envelope.objects.filter(matter=matter, state__in=["accepted", "finished"])
                taken |= {(one.sender_id, one.receiver_id) for one in there if one.receiver_id is not None}
        torn = {key: both for key, both in ends.items() if len(both) > 1}
        assert torn == {}, f"one office shares on what the other knows to be withdrawn: {torn}"
        for one, other in taken:
            differ = [key for key in given[one].keys() & given[other].keys() if given[one][key] != given[other][key]]
            assert differ == [], f"taken back at one office, standing at the next: {differ}"

    def _check_due_once(self, matter: uuid.UUID) -> None:
        listed: Counter[tuple[str, str]] = Counter()
        until = BEGIN + AGES
        for desk in self.between.desks.values():
            with desk():
                own = limits_ahead(to=desk.by, until=until).filter(case__matter=matter)
                came = carried_limits_ahead(to=desk.by, until=until).filter(case__matter=matter)
                listed.update((desk.office.name, key) for key in own.values_list("key", flat=True))
                listed.update(came.values_list("office_name", "key"))
        twice = [one for one, times in listed.items() if times > 1]
        assert twice == [], f"late on two offices' lists: {twice}"

    def _check_counted_once(self) -> None:
        for desk in self.between.desks.values():
            with desk():
                for matter in Case.objects.filter(matter__in=self.between.matters).values_list("matter", flat=True):
                    carry(matter)
        connection.set_schema_to_public()
        with as_console(connection, "nation"), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT office_id, matter FROM ({ROWS}) AS r WHERE matter = ANY (%s)", [self.between.matters]
            )
            rows = cursor.fetchall()
        holders = {matter: self.between.desks[self.between.holder_of(matter)] for matter in self.between.matters}
        counted = sorted((str(matter), str(office)) for office, matter in rows)
        assert counted == sorted((str(matter), str(desk.office.id)) for matter, desk in holders.items())


WORK = ("step", "close", "correct", "outside")
ACTS = ("add_victim", "add_incident", "low", "medium", "high", "agree", "meet", *WORK)
