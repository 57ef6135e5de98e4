"""What was agreed goes with the person or stays with a name to it; what is told to the sender is so."""

from datetime import timedelta

import pytest

from cases.carrying import SCOPE
from cases.models import Appointment, Case, Note, Person
from cases.operations import appointments, consents, notes, people
from cases.operations.appointments import AppointmentData
from cases.people import PersonData
from custody.models import Parcel
from referrals.models import Exchange
from referrals.operations import receiving
from tests.cases.conftest import MONDAY
from tests.faults.between import Between

pytestmark = pytest.mark.slow
SALATIGA, BANYUWANGI, NUNUKAN = "33.73", "35.10", "65.03"
ALL = tuple(SCOPE)
VISIT = AppointmentData("visit", MONDAY + timedelta(days=3), what="Kunjungan")


def agree(between: Between, matter) -> None:
    desk = between.desks[SALATIGA]
    with desk():
        appointments.add(case=Case.objects.get(matter=matter), data=VISIT, by=desk.by, at=between.now())


def agreed(between: Between, code: str, matter) -> list[str]:
    with between.desks[code]():
        return list(Appointment.objects.filter(case__matter=matter).values_list("state", flat=True))


def hand_over(between: Between, matter, to: str = BANYUWANGI, **given):
    key = between.send(SALATIGA, matter, to, **given)
    between.relay(SALATIGA)
    between.accept(to, key)
    between.settle()
    return key


def test_what_was_agreed_goes_with_the_case(between) -> None:
    matter = between.open_case(SALATIGA)
    agree(between, matter)
    hand_over(between, matter, scope=ALL)
    assert (agreed(between, SALATIGA, matter), agreed(between, BANYUWANGI, matter)) == (["handed_over"], ["planned"])


def test_what_the_consent_keeps_here_stays_planned_here(between) -> None:
    """Marked as handed over it would stand nowhere: nobody would come to the door."""
    matter = between.open_case(SALATIGA)
    agree(between, matter)
    hand_over(between, matter, scope=("identity", "contact"))
    assert (agreed(between, SALATIGA, matter), agreed(between, BANYUWANGI, matter)) == (["planned"], [])


def test_what_was_agreed_while_it_waited_reaches_whoever_has_the_person(between) -> None:
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI, scope=ALL)
    between.relay(SALATIGA)
    agree(between, matter)
    between.accept(BANYUWANGI, key)
    between.settle()
    assert agreed(between, BANYUWANGI, matter) == ["planned"]


def test_asked_for_help_twice_has_one_appointment(between) -> None:
    matter = between.open_case(SALATIGA)
    agree(between, matter)
    for _time in range(2):
        hand_over(between, matter, kind="rujukan", scope=ALL)
    assert agreed(between, BANYUWANGI, matter) == ["planned"]


def test_given_back_it_is_planned_here_again(between) -> None:
    matter = between.open_case(SALATIGA)
    agree(between, matter)
    key = hand_over(between, matter, scope=ALL)
    back = between.give_back(BANYUWANGI, key)
    between.relay(BANYUWANGI)
    between.accept(SALATIGA, back)
    between.settle()
    assert (agreed(between, SALATIGA, matter), agreed(between, BANYUWANGI, matter)) == (["planned"], ["handed_over"])


def test_what_is_written_after_it_came_back_is_told_to_nobody(between: Between) -> None:
    """The handover by which it went stays accepted for good; consent let things go after the person."""
    matter, desk = between.open_case(SALATIGA), between.desks[SALATIGA]
    back = between.give_back(BANYUWANGI, hand_over(between, matter, scope=ALL))
    between.relay(BANYUWANGI)
    between.accept(SALATIGA, back)
    between.settle()
    with desk():
        case = Case.objects.get(matter=matter)
        notes.add(case=case, body="Hanya untuk Salatiga.", by=desk.by, at=between.now())
    between.settle()
    with between.desks[BANYUWANGI]():
        assert not any("Hanya untuk" in (note.body or "") for note in Note.objects.filter(case__matter=matter))


@pytest.mark.parametrize("onward", ["sent on", "given back"])
def test_passed_on_is_not_the_end_of_the_service(between, onward: str) -> None:
    matter = between.open_case(SALATIGA)
    key = hand_over(between, matter)
    if onward == "given back":
        again, to = between.give_back(BANYUWANGI, key), SALATIGA
    else:
        again, to = between.send(BANYUWANGI, matter, NUNUKAN), NUNUKAN
    between.relay(BANYUWANGI)
    between.accept(to, again)
    between.settle()
    with between.desks[SALATIGA]():
        said = set(Exchange.objects.filter(referral=key, kind="feedback").values_list("code", flat=True))
    assert "ended" not in said
    if onward == "sent on":
        assert "passed_on" in said


def test_whoever_does_not_take_the_person_keeps_nothing_of_it(between) -> None:
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    between.decline(BANYUWANGI, key)
    between.settle()
    desk = between.desks[BANYUWANGI]
    with desk():
        assert receiving.open_(envelope=key, by=desk.by, at=between.now()).minimum == {}
        assert not Parcel.objects.filter(envelope=key, receiver__code=BANYUWANGI).exists()


@pytest.mark.parametrize("agrees", [False, True])
def test_who_only_reported_is_nobody_elses_to_give_away(between, agrees: bool) -> None:
    matter, desk = between.open_case(SALATIGA), between.desks[SALATIGA]
    neighbour = PersonData(name="Tetangga Rekaan", phone="081200001111")
    with desk():
        case = Case.objects.get(matter=matter)
        person = people.add(case=case, data=neighbour, roles={"reporter": "TETANGGA"}, by=desk.by, at=between.now())
        if agrees:
            consents.record(
                case=case, person=person, kind="referral", given=True, way="spoken", scope=ALL, receiver=BANYUWANGI,
                by=desk.by, at=between.now(),
            )  # fmt: skip
    hand_over(between, matter, kind="rujukan")
    with between.desks[BANYUWANGI]():
        there = Case.objects.get(matter=matter).people.get(roles__kind="reporter")
        assert (there.name, there.phone) == (("Tetangga Rekaan", "081200001111") if agrees else (None, None))
        assert Case.objects.get(matter=matter).people.filter(roles__kind="victim").exclude(name=None).exists()


@pytest.mark.parametrize("who", [BANYUWANGI, NUNUKAN])
def test_who_was_told_of_late_goes_on_to_whoever_has_the_person_though_the_handover_is_finished(between, who) -> None:
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI, scope=ALL)
    between.relay(SALATIGA)
    desk = between.desks[SALATIGA]
    with desk():
        case, child = Case.objects.get(matter=matter), PersonData(name="Anak Rini", sex="L", age_band="A06_12")
        people.add(case=case, data=child, roles={"victim": ""}, by=desk.by, at=between.now())
    between.accept(BANYUWANGI, key)
    on = between.send(BANYUWANGI, matter, NUNUKAN, scope=ALL)
    between.relay(BANYUWANGI)
    between.accept(NUNUKAN, on)
    between.follow(BANYUWANGI, matter)
    between.finish(who, on)
    between.settle()
    for code in (BANYUWANGI, NUNUKAN):
        with between.desks[code]():
            assert Person.objects.filter(case__matter=matter, age_band="A06_12").exists(), code
    between.check_settled()
