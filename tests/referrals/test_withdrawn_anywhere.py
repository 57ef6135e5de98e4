"""Consent withdrawn at any office of a chain comes to all who hold something on it, and each obeys."""

from datetime import datetime
from uuid import UUID

import pytest

from cases.models import CarriedAnswers, Case, Consent, Event
from cases.operations import consents, filling, people
from cases.people import PersonData
from cases.refusals import Refusal
from custody.models import Envelope, Link, Parcel
from referrals.models import Exchange, Referral
from referrals.operations import feeding_back, sending
from tests.cases.test_stating import SHEET
from tests.faults.between import Between

pytestmark = pytest.mark.django_db
A, B, C = "33.73", "35.10", "65.03"


@pytest.fixture
def matter(between: Between) -> UUID:
    return between.open_case(A)


def handed(between: Between, matter: UUID, sender: str, to: str, kind: str = "pelimpahan") -> UUID:
    """Sent with a consent of its own, accepted, told of in words, everything followed."""
    key = between.send(sender, matter, to, kind)
    between.relay(sender)
    between.accept(to, key)
    between.feed_back(to, key)
    between.settle()
    return key


def withdraw(between: Between, code: str, matter: UUID, *, receiver: str) -> None:
    """The consent to share with that office, withdrawn at this one."""
    desk = between.desks[code]
    with desk():
        given = Consent.objects.get(case__matter=matter, kind="referral", receiver=receiver)
        consents.withdraw(consent=given, by=desk.by, at=between.now(code))
    between.settle()
    between.check_settled()


def gone(between: Between, code: str, key: UUID) -> datetime | None:
    with between.desks[code]():
        return Referral.objects.get(pk=key).consent_withdrawn_at


def withdrawn(between: Between, code: str, matter: UUID) -> set[str]:
    """Which consents an office knows to be withdrawn, by whom they named."""
    with between.desks[code]():
        rows = Consent.objects.filter(case__matter=matter, kind="referral", withdrawn_at__isnull=False)
        return set(rows.values_list("receiver", flat=True))


def heard(between: Between, code: str, key: UUID) -> list[str]:
    with between.desks[code]():
        rows = Exchange.objects.filter(referral=key, kind="feedback", ours=False)
        return [row.words for row in rows if row.words]


def test_withdrawn_where_she_is_served_the_sender_hides_what_it_heard(between: Between, matter: UUID) -> None:
    key = handed(between, matter, A, B)
    assert heard(between, A, key) == ["Sudah bertemu."]
    withdraw(between, B, matter, receiver=B)
    assert heard(between, A, key) == []
    assert gone(between, A, key) == gone(between, B, key) is not None
    assert withdrawn(between, A, matter) == withdrawn(between, B, matter) == {B}
    with between.desks[A]():
        told = Event.objects.get(case__matter=matter, kind="referral_consent_withdrawn").data
        assert (told["to"], told["side"]) == (B, "out")
        envelope = Envelope.objects.get(pk=key)
        assert (envelope.scope, envelope.state, Parcel.objects.filter(envelope=key).count()) == ([], "accepted", 0)
        assert Link.objects.get(envelope=key, kind="consent_withdrawn").office_id == between.desks[B].office.id
    with between.desks[B]():
        row = Referral.objects.get(pk=key)
        assert (row.content, CarriedAnswers.objects.filter(case=row.case).count()) == (None, 0)
        with pytest.raises(Refusal, match="consent_withdrawn"):
            feeding_back.feed_back(referral=row, code="service", by=between.desks[B].by, at=between.now())


@pytest.mark.parametrize(("where", "named"), [(A, B), (B, B), (C, B), (B, C), (C, C)])
def test_over_three_offices_it_comes_to_all_who_have_it(between: Between, matter: UUID, where: str, named: str) -> None:
    first, second = handed(between, matter, A, B), handed(between, matter, B, C)
    withdraw(between, where, matter, receiver=named)
    hold_it = {B: (A, B, C), C: (B, C)}[named]
    assert {code: withdrawn(between, code, matter) for code in hold_it} == {code: {named} for code in hold_it}
    assert all(gone(between, code, second) for code in (B, C))
    assert heard(between, B, second) == [], "nothing more is told to whom she said no, and nothing of it stays"
    assert all(bool(gone(between, code, first)) is (named == B) for code in (A, B))
    assert heard(between, A, first) == ([] if named == B else ["Sudah bertemu."])
    with between.desks[C]():
        assert (Referral.objects.get(pk=second).content is None) is (named == C), "what came on another yes stays"


def test_what_a_file_says_first_is_told_on_to_whoever_has_it_from_here(between: Between, matter: UUID) -> None:
    desk, other = between.desks[A], "33.22"
    with desk():
        case = Case.objects.get(matter=matter)
        yes = consents.record(
            case=case, person=case.people.get(), kind="referral", given=True, way="signed", scope=["identity"],
            receiver=other, by=desk.by, at=between.now(),
        )  # fmt: skip
    handed(between, matter, A, C)
    handed(between, matter, C, B, "rujukan")  # who has it from C alone
    handed(between, matter, C, A)
    with desk():
        at = between.now()
        Consent.objects.filter(pk=yes.pk).update(withdrawn_at=at)  # what A says of it is overtaken by its file
    handed(between, matter, A, C)
    assert [other in withdrawn(between, code, matter) for code in (A, B, C)] == [True, True, True]
    with between.desks[C]():
        rows = Event.objects.filter(case__matter=matter, kind="file_received").order_by("number")
        assert [row.data.get("consents") for row in rows][-1] is True
    between.check_settled()


def test_what_was_told_before_a_file_is_taken_holds_for_what_the_file_still_says(
    between: Between, matter: UUID
) -> None:
    first, desk, other = handed(between, matter, A, B), between.desks[B], "33.22"
    with desk():
        case = Case.objects.get(matter=matter)
        consents.record(
            case=case, person=case.people.get(), kind="referral", given=True, way="signed", scope=["identity"],
            receiver=other, by=desk.by, at=between.now(B),
        )  # fmt: skip
    back = between.give_back(B, first)
    between.relay(B)
    between.take_consent_back(B, matter)  # the way back waits all the same, with the file as it was
    between.settle()
    between.accept(A, back)
    between.settle()
    between.check_settled()
    assert {code: other in withdrawn(between, code, matter) for code in (A, B)} == {A: True, B: True}


def test_it_is_told_once_and_comes_to_rest(between: Between, matter: UUID) -> None:
    first, second = handed(between, matter, A, B), handed(between, matter, B, C)
    withdraw(between, C, matter, receiver=B)
    with between.desks[B]():
        links = Link.objects.filter(matter=matter, kind="consents_told")
        assert sorted(links.values_list("envelope", flat=True)) == sorted([first, second])
        [key] = Consent.objects.filter(case__matter=matter, receiver=B).values_list("pk", flat=True)
        assert {tuple(data["consents"]) for data in links.values_list("data", flat=True)} == {(str(key),)}


def test_a_helper_withdraws_it_and_the_holder_obeys(between: Between, matter: UUID) -> None:
    key = handed(between, matter, A, C, "rujukan")
    withdraw(between, C, matter, receiver=C)
    assert heard(between, A, key) == []
    assert withdrawn(between, A, matter) == {C}
    with between.desks[A]():
        assert Case.objects.get(matter=matter).state == "running"


def test_given_back_it_ends_with_the_consent_it_went_on(between: Between, matter: UUID) -> None:
    first = handed(between, matter, A, B)
    back = between.give_back(B, first)
    between.relay(B)
    between.accept(A, back)
    between.settle()
    withdraw(between, A, matter, receiver=B)
    assert gone(between, B, first)
    assert gone(between, B, back), "what she is told by the way back rests on the same yes"
    between.settle()


def test_what_is_being_given_back_waits_all_the_same(between: Between, matter: UUID) -> None:
    first = handed(between, matter, A, B)
    back = between.give_back(B, first)
    between.relay(B)
    withdraw(between, B, matter, receiver=B)
    with between.desks[A]():
        assert Envelope.objects.get(pk=back).state == "sent"
    between.accept(A, back)
    between.settle()
    between.check_settled()


@pytest.mark.parametrize("how", ["page", "sheet"])
@pytest.mark.parametrize(("kind", "where"), [("pelimpahan", A), ("rujukan", A), ("rujukan", B)])
def test_her_own_no_is_obeyed_wherever_and_however_it_is_taken(
    between: Between, matter: UUID, how: str, kind: str, where: str
) -> None:
    key = between.send(A, matter, B, kind)
    between.relay(A)
    if kind == "rujukan":
        between.accept(B, key)
        between.settle()
    desk, at = between.desks[where], between.now(where)
    with desk():
        case = Case.objects.get(matter=matter)
        if how == "page":
            consents.record(
                case=case, person=case.people.get(), kind="referral", given=False, way="spoken", by=desk.by, at=at
            )
        else:
            filling.fill(
                case=case, step_pass=None, form_key="lembar-informed-consent", by=desk.by, at=at,
                answers=SHEET | {"consent_date": "2026-11-02", "consent_referral": "TIDAK"},
            )  # fmt: skip
            assert Event.objects.filter(case=case, kind="consent_recorded", data__given=False).count() == 1
    between.settle()
    between.check_settled()
    with between.desks[A]():
        envelope = Envelope.objects.get(pk=key)
        assert (envelope.state, envelope.consent_withdrawn_at is not None) == (
            "withdrawn" if kind == "pelimpahan" else "accepted", True,
        )  # fmt: skip
        assert not Parcel.objects.filter(envelope=key).exists()
    assert gone(between, A, key)


@pytest.mark.parametrize("who", ["child", "parent", "neighbour"])
def test_anothers_no_recalls_what_waits_on_the_mothers_yes(between: Between, matter: UUID, who: str) -> None:
    desk = between.desks[A]
    with desk():
        case = Case.objects.get(matter=matter)
        child, at = case.people.get(), between.now()
        grown = PersonData(name="Rini Astuti", sex="P", age_band="A13_17", residence="35.10", domicile="35.10")
        people.correct(person=child, data=grown, roles={"victim": ""}, reason="Akta", by=desk.by, at=at)
        mother, father, neighbour = (
            people.add(case=case, data=PersonData(name=name), roles={"reporter": ""}, by=desk.by, at=at)
            for name in ("Ibu Rini", "Ayah Rini", "Tetangga Rini")
        )
        yes = consents.record(
            case=case, person=mother, kind="referral", given=True, way="guardian", scope=["identity"], receiver=B,
            by=desk.by, at=between.now(),
        )  # fmt: skip
        key = sending.send(
            case=case, to_code=B, kind="pelimpahan", reasons=["residence"], urgency="day", consent=yes,
            scope=["identity"], by=desk.by, at=between.now(),
        ).pk  # fmt: skip
    between.relay(A)
    person = {"child": child, "parent": father, "neighbour": neighbour}[who]
    with desk():
        consents.record(
            case=case, person=person, kind="referral", given=False, way="guardian" if who == "parent" else "spoken",
            by=desk.by, at=between.now(),
        )  # fmt: skip
    between.settle()
    between.check_settled()
    with between.desks[B]():
        envelope = Envelope.objects.get(pk=key)
        recalled = who != "neighbour"
        assert (envelope.state == "withdrawn", envelope.consent_withdrawn_at is not None) == (recalled, recalled)
        assert Parcel.objects.filter(envelope=key).exists() is not recalled
