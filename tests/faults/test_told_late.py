"""What is told late reaches whoever has the person, and is no news where it was said and taken back there."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest

from cases import people as read
from cases.carrying import SCOPE
from cases.models import Case, Event, Incident, Person
from cases.operations import incidents, people
from cases.operations.incidents import IncidentData
from cases.people import PersonData
from tests.faults.between import Between

pytestmark = pytest.mark.slow
SALATIGA, BANYUWANGI, NUNUKAN = "33.73", "35.10", "65.03"
ALL = tuple(SCOPE)
CHILD = PersonData(name="Anak Rini", sex="L", age_band="A06_12")
THREAT = IncidentData(kinds=("PSIKIS",), domestic=True, story="Ia diancam.")
LIVED, MOVED = "35.10", "33.73"
Act = Callable[[Between, str, UUID], None]


def add_child(between: Between, code: str, matter: UUID) -> None:
    desk, at = between.desks[code], between.now(code)
    with desk():
        people.add(case=Case.objects.get(matter=matter), data=CHILD, roles={"victim": ""}, by=desk.by, at=at)


def live(between: Between, code: str, matter: UUID, region: str) -> None:
    desk, at = between.desks[code], between.now(code)
    with desk():
        person = Person.objects.get(case__matter=matter, age_band="A25_44")
        people.correct(
            person=person, data=replace(read.read(person), domicile=region), roles={"victim": ""},
            reason="Salah tulis.", by=desk.by, at=at,
        )  # fmt: skip


def rate(between: Between, code: str, matter: UUID, risk: str) -> None:
    desk, at = between.desks[code], between.now(code)
    with desk():
        incidents.rate_risk(case=Case.objects.get(matter=matter), risk=risk, by=desk.by, at=at)


def take_off(between: Between, code: str, matter: UUID, off: bool) -> None:
    """The child, and what was told beside the first incident."""
    desk, at = between.desks[code], between.now(code)
    with desk():
        child = Person.objects.get(case__matter=matter, age_band="A06_12")
        threat = Incident.every.get(case__matter=matter, kinds=["PSIKIS"])
        given = {"reason": "Salah klik.", "by": desk.by, "at": at}
        if off:
            people.take_off(person=child, **given)
            incidents.take_off(incident=threat, **given)
        else:
            people.correct(person=child, data=read.read(child), roles={"victim": ""}, back=True, **given)
            incidents.put_back(incident=threat, **given)


def pass_(between: Between, sender: str, to: str, matter: UUID, kind: str = "pelimpahan") -> UUID:
    """Sent, carried and taken; nothing that follows is carried or read."""
    key = between.send(sender, matter, to, kind, scope=ALL)
    between.relay(sender)
    between.accept(to, key)
    return key


def taken_without_news(between: Between, home: str, to: str) -> UUID:
    """A case that another office took before it heard of the child; returns its matter."""
    matter = between.open_case(home)
    key = between.send(home, matter, to, scope=ALL)
    between.relay(home)
    add_child(between, home, matter)
    between.accept(to, key)
    return matter


def domicile(between: Between, code: str, matter: UUID) -> str:
    with between.desks[code]():
        return Person.objects.get(case__matter=matter, age_band="A25_44").domicile


def test_who_was_told_of_late_goes_on_from_an_office_that_helps_by_now(between: Between) -> None:
    matter = taken_without_news(between, SALATIGA, BANYUWANGI)
    pass_(between, BANYUWANGI, NUNUKAN, matter)
    pass_(between, NUNUKAN, BANYUWANGI, matter, "rujukan")
    between.settle()
    for code in (BANYUWANGI, NUNUKAN):
        with between.desks[code]():
            assert Person.objects.filter(case__matter=matter, age_band="A06_12").exists(), code
    between.check_settled()


def test_whoever_helps_tells_nobody_what_it_heard_from_whoever_leads(between: Between) -> None:
    """It came back to the leader as a former office's news, over what the leader said since."""
    matter = taken_without_news(between, BANYUWANGI, NUNUKAN)
    pass_(between, NUNUKAN, SALATIGA, matter)
    live(between, SALATIGA, matter, MOVED)
    with between.desks[SALATIGA]():
        case = Case.objects.get(matter=matter)
        incidents.add(case=case, data=THREAT, by=between.desks[SALATIGA].by, at=between.now(SALATIGA))
    rate(between, SALATIGA, matter, "high")
    pass_(between, SALATIGA, BANYUWANGI, matter, "rujukan")
    assert domicile(between, BANYUWANGI, matter) == MOVED
    live(between, SALATIGA, matter, LIVED)
    rate(between, SALATIGA, matter, "medium")
    between.settle()
    assert domicile(between, SALATIGA, matter) == LIVED
    with between.desks[SALATIGA]():
        assert Case.objects.get(matter=matter).risk == "medium"
        assert Person.objects.filter(case__matter=matter, age_band="A06_12").exists(), "late, and told all the same"
    with between.desks[NUNUKAN]():
        assert Person.objects.filter(case__matter=matter, age_band="A06_12").exists()
        assert not Incident.objects.filter(case__matter=matter, kinds=["PSIKIS"]).exists(), "it had left the matter"
        assert Case.objects.get(matter=matter).risk == "medium"
    assert domicile(between, NUNUKAN, matter) == LIVED
    between.check_settled()


def to_moved(between: Between, code: str, matter: UUID) -> None:
    live(between, code, matter, MOVED)


def to_low(between: Between, code: str, matter: UUID) -> None:
    rate(between, code, matter, "low")


def without(between: Between, code: str, matter: UUID) -> None:
    take_off(between, code, matter, True)


def back(between: Between, code: str, matter: UUID) -> None:
    live(between, code, matter, LIVED)
    rate(between, code, matter, "medium")
    with between.desks[code]():
        off = Incident.every.filter(case__matter=matter).exclude(taken_off_at=None).exists()
    if off:
        take_off(between, code, matter, False)


@pytest.mark.parametrize("said", [to_moved, to_low, without], ids=["address", "risk", "taken off"])
@pytest.mark.parametrize("here", [True, False], ids=["said and taken back here", "not said here"])
def test_what_was_said_and_taken_back_here_is_no_news_of_theirs(between: Between, said: Act, here: bool) -> None:
    matter = between.open_case(SALATIGA)
    add_child(between, SALATIGA, matter)
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=matter)
        incidents.add(case=case, data=THREAT, by=desk.by, at=between.now(SALATIGA))
    key = between.send(SALATIGA, matter, BANYUWANGI, scope=ALL)
    between.relay(SALATIGA)
    said(between, SALATIGA, matter)
    between.accept(BANYUWANGI, key)
    if here:
        said(between, BANYUWANGI, matter)
        back(between, BANYUWANGI, matter)
    between.settle()
    with between.desks[BANYUWANGI]():
        case = Case.objects.get(matter=matter)
        stands = (
            domicile(between, BANYUWANGI, matter), case.risk,
            Person.objects.get(case=case, age_band="A06_12").roles.filter(ended_at=None).exists(),
            Incident.objects.filter(case=case, kinds=["PSIKIS"]).exists(),
        )  # fmt: skip
        assert Event.objects.filter(case=case, kind="referral_supplemented").exists()
    theirs = {to_moved: (MOVED, "medium", True, True), to_low: (LIVED, "low", True, True)}
    assert stands == ((LIVED, "medium", True, True) if here else theirs.get(said, (LIVED, "medium", False, False)))
    between.check_settled()
