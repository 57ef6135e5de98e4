"""What was agreed with a person stands at one office, however late the others hear of each other."""

import uuid
from datetime import timedelta

import pytest

from cases.carrying import SCOPE
from cases.models import Appointment, Case
from cases.operations import appointments
from cases.operations.appointments import AppointmentData
from custody import chain
from referrals import agreed
from referrals.models import Referral
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


@pytest.mark.parametrize("by", [SALATIGA, BANYUWANGI])
@pytest.mark.parametrize("read", [False, True])
@pytest.mark.parametrize("heard", [False, True])
def test_she_takes_her_consent_back_after_it_was_told(between: Between, by: str, read: bool, heard: bool) -> None:
    """Theirs where they read of it before it was destroyed, else still ours: one of the two expects her."""
    matter = between.open_case(SALATIGA)
    early, late = agree(between, SALATIGA, matter), hand_and_agree(between, matter)
    between.relay(SALATIGA)
    if read:
        between.follow(BANYUWANGI, matter)
    if heard:
        between.follow(SALATIGA, matter)
    between.take_consent_back(by, matter)
    between.relay(by)
    if by == BANYUWANGI:
        between.follow(SALATIGA, matter)  # it destroys what it had told, unread or not
    between.settle()
    assert planned(between, matter) == {early: [BANYUWANGI], late: [BANYUWANGI if read else SALATIGA]}


def hand_on_unheard(between: Between, matter: uuid.UUID) -> None:
    """From Banyuwangi to Nunukan, of which Salatiga hears nothing: it believes that it still has the person."""
    hand(between, BANYUWANGI, matter, NUNUKAN)
    between.follow(BANYUWANGI, matter)


@pytest.mark.parametrize("withdrawn", [False, True])
def test_told_again_by_whoever_does_not_know_where_it_went(between: Between, withdrawn: bool) -> None:
    """Salatiga tells Banyuwangi of all that it still plans; what went on to Nunukan stays there alone."""
    matter = between.open_case(SALATIGA)
    early, late = agree(between, SALATIGA, matter), hand_and_agree(between, matter)
    hand_on_unheard(between, matter)
    between.relay(SALATIGA)
    if withdrawn:
        between.take_consent_back(NUNUKAN, matter)
        between.relay(NUNUKAN)
        between.follow(BANYUWANGI, matter)
    between.settle()
    where = planned(between, matter)
    assert where[early] == [NUNUKAN]
    assert len(where[late]) == 1, where
    assert withdrawn or where[late] == [NUNUKAN]


def test_back_where_it_began_by_way_of_a_third(between: Between) -> None:
    """Whatever was told late on the way round stands with whoever serves her now."""
    matter = between.open_case(SALATIGA)
    early, late = agree(between, SALATIGA, matter), hand_and_agree(between, matter)
    hand_on_unheard(between, matter)
    hand(between, NUNUKAN, matter, SALATIGA)
    between.settle()
    assert planned(between, matter) == {early: [SALATIGA], late: [SALATIGA]}


def test_an_acceptance_of_before_took_all_at_once(between: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office accepted before acceptances told what they took up; the sender reads that afterwards."""
    matter = between.open_case(SALATIGA)
    early = agree(between, SALATIGA, matter)
    with monkeypatch.context() as before:
        before.setattr(agreed, "TELLS", {})
        before.setattr(agreed, "take_up", lambda *args, **given: None)
        hand(between, SALATIGA, matter, BANYUWANGI)
    between.settle()
    assert planned(between, matter) == {early: [BANYUWANGI]}


def test_whoever_has_the_person_keeps_what_another_says_it_took(between: Between) -> None:
    """Its word was written before she was given back, and comes after: Salatiga keeps it and says so."""
    matter = between.open_case(SALATIGA)
    early = agree(between, SALATIGA, matter)
    hand(between, SALATIGA, matter, BANYUWANGI)
    between.settle()
    hand(between, BANYUWANGI, matter, SALATIGA)
    with between.desks[BANYUWANGI]():
        went = Referral.objects.get(matter=matter, side=Referral.Side.IN)
        chain.append(matter=matter, kind=agreed.TAKEN_UP, at=BEGIN, envelope=went.pk, appointments=[str(early)])
        Appointment.objects.filter(pk=early).update(state="planned", closed_at=None)
    between.settle()
    assert planned(between, matter) == {early: [SALATIGA]}
