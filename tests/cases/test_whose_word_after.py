"""Somebody was put down as a victim by mistake: what they said, or may have said, is no word of who is the victim."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Staff
from cases.case_facts import facts_of
from cases.models import Case, Consent, Person
from cases.operations import people
from cases.people import PersonData
from cases.voices import doubtful_in
from outbox.models import Message
from tests.cases.test_stating import LATER, MUCH_LATER, consented

pytestmark = pytest.mark.django_db
__all__ = ["consented"]
RIGHT, WRONG = PersonData(name="Siti", sex="P", age_band="A25_44"), PersonData(name="Rini", sex="P", age_band="A25_44")
Fill = Callable[..., list[Any]]


def stray(case: Case) -> Person:
    return next(one for one in case.people.all() if one.name == WRONG.name)


def said(case: Case, name: str) -> bool | None:
    found = facts_of(case).get(f"consent.{name}")
    assert found is None or isinstance(found, bool)
    return found


@pytest.mark.parametrize("how", ["taken off", "put down as who reported"])
@pytest.mark.parametrize("answer", ["YA", "TIDAK"])
def test_the_right_victims_answer_is_kept_though_it_is_the_same(
    new_case: Callable[..., Case], everyone: Staff, consented: Fill, answer: str, how: str
) -> None:
    case = new_case(victims=[WRONG])
    consented(case, consent_mediation=answer)
    right = people.add(case=case, data=RIGHT, roles={"victim": ""}, by=everyone, at=LATER)
    if how == "taken off":
        people.take_off(person=stray(case), reason="Kasus lain", by=everyone, at=LATER)
    else:
        people.correct(person=stray(case), data=WRONG, roles={"reporter": ""}, reason="Pelapor", by=everyone, at=LATER)
    assert said(case, "service") is None

    consented(case, consent_mediation=answer, reason="Korban yang benar", at=MUCH_LATER)

    kept = Consent.objects.filter(case=case, at=MUCH_LATER)
    assert {one.kind for one in kept} == {"service", "interview", "mediation"}
    assert {one.person for one in kept} == {right}
    assert (said(case, "service"), said(case, "mediation")) == (True, answer == "YA")
    count = Consent.objects.filter(case=case).count()
    consented(case, consent_mediation=answer, reason="Sekali lagi", at=MUCH_LATER)
    assert Consent.objects.filter(case=case).count() == count, "hers, repeated, is no new word"


def test_an_answer_to_sharing_of_somebody_gone_is_no_answer_of_hers(
    new_case: Callable[..., Case], everyone: Staff, consented: Fill
) -> None:
    case = new_case(victims=[WRONG])
    consented(case, consent_referral="TIDAK")
    people.add(case=case, data=RIGHT, roles={"victim": ""}, by=everyone, at=LATER)
    people.take_off(person=stray(case), reason="Kasus lain", by=everyone, at=LATER)
    assert said(case, "referral") is None
    consented(case, consent_referral="TIDAK", reason="Korban yang benar", at=MUCH_LATER)
    assert said(case, "referral") is False


def test_a_yes_of_nobody_in_particular_opens_nothing_once_one_of_them_is_no_victim(
    new_case: Callable[..., Case], everyone: Staff, consented: Fill
) -> None:
    case = new_case(victims=[RIGHT, WRONG])
    consented(case, consent_mediation="TIDAK")
    assert (said(case, "service"), said(case, "mediation"), doubtful_in(case)) == (True, False, [])

    people.take_off(person=stray(case), reason="Kasus lain", by=everyone, at=LATER)

    assert (said(case, "service"), said(case, "interview")) == (None, None)
    assert said(case, "mediation") is False, "a no stays, whoever said it"
    assert Case.objects.get(pk=case.pk).flow["facts"].get("consent.service") is None
    assert Consent.objects.filter(pk__in=doubtful_in(case)).count() == 2

    consented(case, consent_mediation="TIDAK", reason="Ditanya lagi", at=MUCH_LATER)
    assert (said(case, "service"), said(case, "mediation")) == (True, False)
    assert {one.person.name for one in Consent.objects.filter(at=MUCH_LATER) if one.person} == {"Siti"}


def test_put_back_the_word_of_nobody_in_particular_stands_again(
    new_case: Callable[..., Case], everyone: Staff, consented: Fill
) -> None:
    case = new_case(victims=[RIGHT, WRONG])
    consented(case)
    people.take_off(person=stray(case), reason="Kasus lain", by=everyone, at=LATER)
    assert said(case, "service") is None
    people.correct(
        person=stray(case), data=WRONG, roles={"victim": ""}, reason="Ternyata benar", back=True, by=everyone,
        at=MUCH_LATER,
    )  # fmt: skip
    assert said(case, "service") is True


def test_a_no_to_sharing_that_is_put_right_is_weighed(
    new_case: Callable[..., Case], everyone: Staff, consented: Fill
) -> None:
    """It stood as the victim's alone; a guardian's speaks against what others agreed to, a referral perhaps on it."""
    case = new_case(victims=[WRONG])
    consented(case, consent_referral="TIDAK")
    Message.objects.all().delete()
    said = {"given_by": "WALI", "giver_because": "Pengampu menurut pengadilan"}
    consented(case, consent_referral="TIDAK", reason="Walinya yang menjawab", at=MUCH_LATER, **said)

    assert Consent.objects.get(case=case, kind="referral").way == Consent.Way.GUARDIAN
    weighed = Message.objects.filter(topic="case.consent_withdrawn")
    assert [one.payload["kind"] for one in weighed] == ["consent_corrected"], "of the sharing alone"
