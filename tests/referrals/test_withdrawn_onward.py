"""Consent withdrawn or refused where a matter goes on: back, to a third office, by a file; of one victim among two."""

from datetime import timedelta
from uuid import UUID

import pytest

from cases.models import Case, Consent
from cases.operations import consents, notes, people
from cases.people import PersonData
from custody.models import Envelope, Link
from referrals.models import Referral
from referrals.operations import sending
from tests.faults.between import REFUSED, Between
from tests.referrals.test_withdrawn_anywhere import A, B, C, handed

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(between: Between) -> UUID:
    return between.open_case(A)


def say_no(between: Between, code: str, matter: UUID, receiver: str) -> None:
    """She says no to sharing at this office: with that region, with any where it is empty."""
    desk = between.desks[code]
    with desk():
        case = Case.objects.get(matter=matter)
        consents.record(
            case=case, person=case.people.first(), kind="referral", given=False, way="spoken", receiver=receiver,
            by=desk.by, at=between.now(code),
        )  # fmt: skip


@pytest.mark.parametrize("when", ["before", "while it waits"])
def test_a_way_back_that_is_sent_elsewhere_rests_on_the_yes_it_came_on(
    between: Between, matter: UUID, when: str
) -> None:
    back = between.give_back(B, handed(between, matter, A, B))
    between.relay(B)
    if when == "before":
        between.take_consent_back(B, matter)
        between.settle()
    between.assign("nation", back, C)
    between.settle()
    if when != "before":
        between.take_consent_back(B, matter)
        between.settle()
    with between.desks[C]():
        there = Envelope.objects.filter(matter=matter, receiver_code=C)
        assert set(there.values_list("state", flat=True)) <= {"withdrawn"}
        new = there.first()
    if new is not None:
        with pytest.raises(REFUSED):
            between.accept(C, new.pk)
    with between.desks[C]():
        assert not Case.objects.filter(matter=matter).exists()


def test_a_way_back_that_is_sent_elsewhere_goes_on_the_yes_that_stands(between: Between, matter: UUID) -> None:
    back = between.give_back(B, handed(between, matter, A, B))
    between.relay(B)
    between.assign("nation", back, C)
    between.settle()
    with between.desks[B]():
        new = Referral.objects.get(follows=back, side="out")
        assert (new.binding, new.consent.receiver) == (True, B)
    between.accept(C, new.pk)
    between.settle()
    between.check_settled()


@pytest.mark.parametrize("taken", [True, False])
def test_a_no_that_a_file_brings_is_obeyed_by_whoever_sent_it_on(between: Between, matter: UUID, taken: bool) -> None:
    between.accept(B, _sent(between, A, matter, B, scope=("identity", "contact", "story", "notes")))
    between.settle()
    on = _sent(between, B, matter, C, kind="rujukan")
    if taken:
        between.accept(C, on)
    between.settle()
    say_no(between, A, matter, C)
    desk = between.desks[A]
    with desk():
        case = Case.objects.get(matter=matter)
        notes.add(case=case, body="Catatan yang membawa berkasnya.", by=desk.by, at=between.now(A))
    between.settle()
    with between.desks[B]():
        envelope, row = Envelope.objects.get(pk=on), Referral.objects.get(pk=on)
        assert envelope.state == ("accepted" if taken else "withdrawn")
        assert envelope.consent_withdrawn_at is not None
        assert row.consent_withdrawn_at is not None


@pytest.mark.parametrize("receiver", ["", B])
def test_a_no_is_obeyed_where_the_clock_is_behind(between: Between, matter: UUID, receiver: str) -> None:
    between.desks[B].skew = timedelta(minutes=-60)
    key = handed(between, matter, A, B)
    say_no(between, B, matter, receiver)
    between.settle()
    for code in (A, B):
        with between.desks[code]():
            assert Referral.objects.get(pk=key).consent_withdrawn_at is not None, code


def test_one_victim_s_withdrawal_is_nobody_else_s(between: Between, matter: UUID) -> None:
    desk = between.desks[A]
    other = PersonData(name="Sari", sex="P", age_band="A25_44", residence="35.10", domicile="35.10")
    with desk():
        case = Case.objects.get(matter=matter)
        one = case.people.get()
        two = people.add(case=case, data=other, roles={"victim": ""}, by=desk.by, at=between.now())
        hers, others = (
            consents.record(
                case=case, person=who, kind="referral", given=True, way="signed", scope=["identity"], receiver=B,
                by=desk.by, at=between.now(),
            )
            for who in (one, two)
        )  # fmt: skip
        key = sending.send(
            case=case, to_code=B, kind="rujukan", reasons=["residence"], urgency="day", consent=hers,
            scope=["identity"], override_reason="Begitu keputusan petugas.", by=desk.by, at=between.now(),
        ).pk  # fmt: skip
    between.relay(A)
    between.accept(B, key)
    between.settle()
    with desk():
        consents.withdraw(consent=hers, by=desk.by, at=between.now())
    between.settle()
    between.check_settled()
    for code in (A, B):
        with between.desks[code]():
            gone = Consent.objects.filter(case__matter=matter, kind="referral", withdrawn_at__isnull=False)
            assert set(gone.values_list("pk", flat=True)) == {hers.pk}, code
            assert Consent.objects.filter(pk=others.pk, withdrawn_at=None).exists(), code


@pytest.mark.parametrize("receiver", ["", C])
@pytest.mark.parametrize("taken", [True, False])
def test_a_no_reaches_a_referral_on_a_yes_that_its_office_never_had(
    between: Between, matter: UUID, receiver: str, taken: bool
) -> None:
    handed(between, matter, A, B)
    on = _sent(between, B, matter, C, kind="rujukan")
    if taken:
        between.accept(C, on)
    between.settle()
    say_no(between, A, matter, receiver)
    between.settle()
    with between.desks[B]():
        envelope = Envelope.objects.get(pk=on)
        assert envelope.state == ("accepted" if taken else "withdrawn")
        assert Referral.objects.get(pk=on).consent_withdrawn_at is not None
        links = Link.objects.filter(matter=matter, kind="consents_told").values_list("data", flat=True)
        told = next(one for data in links for one in data.get("refused", ()))
        assert set(told) == {"id", "person", "receiver", "way", "at"}, "codes and keys alone"
    between.check_settled()
    between.settle()


@pytest.mark.parametrize("receiver", ["", C])
def test_a_no_to_a_helper_stops_what_the_holder_shares_elsewhere(between: Between, matter: UUID, receiver: str) -> None:
    handed(between, matter, A, B, "rujukan")
    elsewhere = handed(between, matter, A, C, "rujukan")
    say_no(between, B, matter, receiver)
    between.settle()
    for code in (A, C):
        with between.desks[code]():
            assert Referral.objects.get(pk=elsewhere).consent_withdrawn_at is not None, code


def _sent(between: Between, code: str, matter: UUID, to: str, kind: str = "pelimpahan", **more: object) -> UUID:
    key = between.send(code, matter, to, kind, **more)
    between.relay(code)
    return key
