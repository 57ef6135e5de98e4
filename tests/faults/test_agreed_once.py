"""What was agreed with a person stands at one office, however late the others hear of each other."""

import uuid
from datetime import timedelta

import pytest

from cases.carrying import SCOPE
from cases.models import Appointment, Case
from cases.operations import appointments
from cases.operations.appointments import AppointmentData
from tests.faults.between import BEGIN, Between

pytestmark = pytest.mark.slow
SALATIGA, BANYUWANGI, NUNUKAN = "33.73", "35.10", "65.03"
ALL, LESS = tuple(SCOPE), ("identity", "contact")
VISIT = AppointmentData("visit", BEGIN + timedelta(days=30), what="Kunjungan")


def agree(between: Between, code: str, matter: uuid.UUID) -> uuid.UUID:
    desk, at = between.desks[code], between.now(code)
    with desk():
        case = Case.objects.get(matter=matter)
        return appointments.add(case=case, data=VISIT, by=desk.by, at=at).pk


def hand(between: Between, code: str, matter: uuid.UUID, to: str, scope: tuple[str, ...] = ALL) -> None:
    """Sent and accepted; whoever sent it has not heard of that yet."""
    key = between.send(code, matter, to, scope=scope)
    between.relay(code)
    between.accept(to, key)


def hand_and_agree(between: Between, matter: uuid.UUID) -> uuid.UUID:
    """Salatiga agrees on something while Banyuwangi has its file, and it is not carried before Banyuwangi accepts."""
    key = between.send(SALATIGA, matter, BANYUWANGI, scope=ALL)
    between.relay(SALATIGA)
    late = agree(between, SALATIGA, matter)
    between.accept(BANYUWANGI, key)
    return late


def planned(between: Between, matter: uuid.UUID) -> dict[uuid.UUID, list[str]]:
    """Appointment -> the offices that will keep it."""
    found: dict[uuid.UUID, list[str]] = {}
    for code, desk in between.desks.items():
        with desk():
            rows = Appointment.objects.filter(case__matter=matter, state=Appointment.State.PLANNED)
            for key in rows.values_list("pk", flat=True):
                found.setdefault(key, []).append(code)
    return found


def test_told_late_to_whoever_passed_it_on(between: Between) -> None:
    """What Salatiga had agreed reaches Banyuwangi when that has given the person to Nunukan."""
    matter = between.open_case(SALATIGA)
    early = agree(between, SALATIGA, matter)
    late = hand_and_agree(between, matter)
    hand(between, BANYUWANGI, matter, NUNUKAN)
    between.follow(BANYUWANGI, matter)
    between.settle()
    assert planned(between, matter) == {early: [NUNUKAN], late: [NUNUKAN]}


def test_told_late_to_whoever_gave_it_back(between: Between) -> None:
    matter = between.open_case(SALATIGA)
    early = agree(between, SALATIGA, matter)
    late = hand_and_agree(between, matter)
    hand(between, BANYUWANGI, matter, SALATIGA)
    after = agree(between, SALATIGA, matter)
    between.follow(BANYUWANGI, matter)
    between.settle()
    assert planned(between, matter) == {early: [SALATIGA], late: [SALATIGA], after: [SALATIGA]}


def test_agreed_by_whoever_hears_of_the_handover_before_it_told(between: Between) -> None:
    """It follows the chain first and tells afterwards: what it had agreed meanwhile is told all the same."""
    matter = between.open_case(SALATIGA)
    late = hand_and_agree(between, matter)
    between.follow(SALATIGA, matter)
    between.settle()
    assert planned(between, matter) == {late: [BANYUWANGI]}


def test_given_back_without_what_was_agreed(between: Between) -> None:
    """It comes back before Salatiga heard that it had gone; the consent leaves the appointments in Banyuwangi."""
    matter = between.open_case(SALATIGA)
    early = agree(between, SALATIGA, matter)
    hand(between, SALATIGA, matter, BANYUWANGI)
    hand(between, BANYUWANGI, matter, SALATIGA, scope=LESS)
    after = agree(between, SALATIGA, matter)
    between.settle()
    assert planned(between, matter) == {early: [BANYUWANGI], after: [SALATIGA]}


@pytest.mark.parametrize("told", [False, True])
def test_she_takes_her_consent_back_before_it_could_be_told(between: Between, told: bool) -> None:
    """What they never heard of stays planned here; what they heard of is theirs."""
    matter = between.open_case(SALATIGA)
    early = agree(between, SALATIGA, matter)
    key = between.send(SALATIGA, matter, BANYUWANGI, scope=ALL)
    between.relay(SALATIGA)
    late = agree(between, SALATIGA, matter)
    if told:
        between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.take_consent_back(SALATIGA, matter)
    between.settle()
    assert planned(between, matter) == {early: [BANYUWANGI], late: [BANYUWANGI if told else SALATIGA]}
