"""Refused sharing stays refused until the person is asked again; nobody else speaks for an adult unless it says why."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Staff
from cases.case_facts import facts_of
from cases.models import Case, Consent, Event
from cases.operations import consents, people
from cases.people import PersonData
from cases.refusals import Refusal
from cases.sharing import refusals_of
from outbox.relay import relay
from referrals.consenting import stands
from referrals.models import Referral
from tenants.models import Office
from tests.cases.conftest import MONDAY
from tests.referrals.test_receiving import There

pytestmark = pytest.mark.django_db
Send = Callable[..., Referral]
Agree = Callable[..., Consent]
LATER = MONDAY + timedelta(minutes=5)


def faults(refused: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [one.field for one in refused.value.missing]


@pytest.fixture
def refused(case: Case, agree: Agree) -> Consent:
    return agree(case, given=False, scope=(), receiver="")


def test_a_yes_over_a_no_says_that_the_person_was_asked_again(case: Case, agree: Agree, refused: Consent) -> None:
    with pytest.raises(Refusal) as said:
        agree(case, at=LATER)
    assert faults(said) == ["asked_again"]
    assert refusals_of(case) == [refused]
    agree(case, asked_again=True, at=LATER)
    assert Event.objects.filter(case=case, kind="consent_recorded").last().data["asked_again"] is True
    assert refusals_of(case, receiver="35.10") == []
    assert refusals_of(case, receiver="33.22") == [refused], "yes to one office is no yes to another"


def test_a_withdrawn_yes_is_a_refusal_and_duty_lifts_none(case: Case, agree: Agree, everyone: Staff) -> None:
    yes = agree(case)
    assert refusals_of(case) == []
    consents.withdraw(consent=yes, by=everyone, at=LATER)
    agree(case, way="duty", note="Keselamatannya.", at=LATER)
    assert [one.pk for one in refusals_of(case)] == [yes.pk]


def test_a_yes_to_no_office_in_particular_asks_again_of_what_was_refused_to_one(
    case: Case, agree: Agree, everyone: Staff
) -> None:
    consents.withdraw(consent=agree(case), by=everyone, at=LATER)
    with pytest.raises(Refusal) as said:
        agree(case, scope=(), receiver="", at=LATER)
    assert faults(said) == ["asked_again"]


def test_a_withdrawal_counts_from_when_it_was_said(case: Case, agree: Agree, everyone: Staff) -> None:
    first = agree(case)
    second = agree(case, scope=(), receiver="", at=LATER)
    consents.withdraw(consent=first, by=everyone, at=LATER + timedelta(minutes=5))
    second.refresh_from_db()
    assert second.withdrawn_at is None, "said of another office, and of any"
    assert [one.pk for one in refusals_of(case, receiver="35.10")] == [first.pk]
    with pytest.raises(Refusal) as said:
        agree(case, at=LATER + timedelta(minutes=6))
    assert faults(said) == ["asked_again"]


def test_a_childs_later_no_takes_the_mothers_yes_from_the_referral(
    new_case: Callable[..., Case], agree: Agree, send: Send, everyone: Staff
) -> None:
    case = new_case(victims=[PersonData(sex="P", age_band="A13_17", residence="35.10")])
    child = case.people.get()
    mother = people.add(case=case, data=PersonData(sex="P"), roles={"reporter": ""}, by=everyone, at=MONDAY)
    yes = agree(case, person=mother, way="guardian")
    duty = agree(case, person=mother, way="duty", note="Keselamatannya.")
    assert stands(yes)
    agree(case, person=child, given=False, scope=(), receiver="", at=LATER)
    assert not stands(yes)
    assert stands(duty)
    with pytest.raises(Refusal) as said:
        send(case, consent=yes, at=LATER)
    assert faults(said) == ["consent"]
    again = agree(case, person=mother, way="guardian", asked_again=True, at=LATER + timedelta(minutes=5))
    assert stands(again)


def test_a_guardians_no_is_told_and_a_companions_is_not(case: Case, agree: Agree, everyone: Staff) -> None:
    friend, mother = (
        people.add(case=case, data=PersonData(sex="P"), roles={part: ""}, by=everyone, at=MONDAY)
        for part in ("companion", "reporter")
    )
    agree(case, person=friend, given=False, scope=(), receiver="")
    assert refusals_of(case) == []
    no = agree(case, person=mother, way="guardian", note="Pengampu.", given=False, scope=(), receiver="")
    assert refusals_of(case) == [no]


def test_one_victims_no_asks_nothing_of_another(case: Case, agree: Agree, refused: Consent, everyone: Staff) -> None:
    sister = people.add(
        case=case, data=PersonData(sex="P", age_band="A18_24"), roles={"victim": ""}, by=everyone, at=LATER
    )
    assert agree(case, person=sister, at=LATER).pk
    assert refusals_of(case) == [refused]


def test_a_clock_that_was_ahead_silences_nobody(case: Case, agree: Agree, everyone: Staff) -> None:
    """One victim's yes was taken down hours ahead: another's no is not, and whoever agrees after a no has agreed."""
    ahead = LATER + timedelta(hours=3)
    agree(case, at=ahead)
    sister = people.add(
        case=case, data=PersonData(sex="P", age_band="A18_24"), roles={"victim": ""}, by=everyone, at=LATER
    )
    hers = {"person": sister, "receiver": "35.10"}
    assert agree(case, **hers, given=False, scope=(), at=LATER).at == LATER
    assert stands(agree(case, **hers, asked_again=True, at=LATER + timedelta(minutes=10)))
    no = agree(case, given=False, scope=(), receiver="", at=LATER + timedelta(minutes=20))
    assert no.at > ahead, "her own no is never older than her yes"
    again = agree(case, asked_again=True, at=LATER + timedelta(minutes=30))
    assert (again.at > no.at, stands(again)) == (True, True)


def test_a_parent_speaks_for_no_adult_unless_it_is_written_why(
    case: Case, new_case: Callable[..., Case], agree: Agree, send: Send
) -> None:
    with pytest.raises(Refusal) as said:
        agree(case, way="guardian")
    assert faults(said) == ["note"]
    assert "Korban dewasa" in said.value.missing[0].message
    assert send(case, consent=agree(case, way="guardian", note="Pengampu menurut putusan pengadilan.")).pk
    unknown = new_case(victims=[PersonData(sex="P", residence="35.10")])
    assert send(unknown, consent=agree(unknown, way="guardian")).pk


def test_what_a_parent_said_before_the_age_was_known_carries_no_referral(
    new_case: Callable[..., Case], agree: Agree, send: Send, everyone: Staff
) -> None:
    case = new_case(victims=[PersonData(sex="P", residence="35.10")])
    early, victim = agree(case, way="guardian"), case.people.get()
    grown = PersonData(sex="P", age_band="A25_44", residence="35.10")
    people.correct(person=victim, data=grown, roles={"victim": ""}, reason="KTP", by=everyone, at=LATER)
    with pytest.raises(Refusal) as said:
        send(case, consent=early, at=LATER)
    assert faults(said) == ["consent"]


def test_that_it_is_written_why_goes_along_and_the_reason_only_where_notes_go(
    case: Case, agree: Agree, send: Send, banyuwangi: Office
) -> None:
    there = There(banyuwangi)
    referral = send(case, consent=agree(case, way="guardian", note="Pengampu menurut putusan pengadilan."))
    relay(at=MONDAY)
    theirs = there.accept(referral)
    with there():
        came = Consent.objects.get(case=theirs)
        assert (came.explained, came.note) == (True, "Alasannya ada di kantor yang mencatat.")
        assert facts_of(theirs)["consent.referral"] is True
