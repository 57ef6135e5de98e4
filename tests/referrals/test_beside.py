"""Help asked for beside a handover: nobody works for an answer that can't be given, and the new holder knows of it."""

from uuid import UUID

import pytest

from cases.models import Case, Event
from custody import chain, holding
from custody.models import Envelope, Link, Parcel
from outbox.models import Message
from referrals.models import Referral
from referrals.operations import receiving
from tests.faults.between import REFUSED, Between

pytestmark = pytest.mark.django_db
A, B, C = "33.73", "35.10", "65.03"


def both(between: Between) -> tuple[UUID, UUID, UUID]:
    """Salatiga asks Nunukan for help and Banyuwangi to take the matter over; neither has answered."""
    matter = between.open_case(A)
    help_, handover = between.send(A, matter, C, "rujukan"), between.send(A, matter, B)
    between.relay(A)
    return matter, help_, handover


def inbox(between: Between, code: str) -> list[UUID]:
    with between.desks[code]():
        return [one.envelope.pk for one in receiving.inbox(at=between.now())]


def test_help_that_waits_is_taken_back_with_the_handover(between: Between) -> None:
    matter, help_, handover = both(between)
    assert inbox(between, C) == [help_]
    between.accept(B, handover)
    assert inbox(between, C) == [], "at once: nobody begins what can't be accepted"
    with pytest.raises(REFUSED):
        between.accept(C, help_)
    with between.desks[C]():
        assert Envelope.objects.get(pk=help_).state == "withdrawn"
        link = Link.objects.get(envelope=help_, kind="withdrawn")
        assert (link.data, link.office_id) == ({"because": "handed_over"}, between.desks[A].office.id)
    between.settle()
    between.check_settled()
    with between.desks[A]():
        row = Referral.objects.get(pk=help_)
        assert (row.state, row.finished_at is not None) == ("withdrawn", True)
        assert not Parcel.objects.filter(envelope=help_).exists()
        said = Event.objects.get(case__matter=matter, kind="referral_withdrawn").data
        assert (said["to"], said["because"]) == (C, "handed_over")
        assert chain.faults(matter=matter) == []


def test_help_that_has_not_left_stays_here_with_the_handover(between: Between) -> None:
    matter = between.open_case(A)
    handover = between.send(A, matter, B)
    between.relay(A)
    help_ = between.send(A, matter, C, "rujukan")
    between.accept(B, handover)
    between.follow(A, matter)
    between.settle()
    between.check_settled()
    with between.desks[A]():
        assert Referral.objects.get(pk=help_).state == "withdrawn"
        assert not Message.objects.filter(sent_at=None).exists()
    assert inbox(between, C) == []


def test_one_that_was_opened_says_so_to_whoever_opened_it(between: Between) -> None:
    matter, help_, handover = both(between)
    between.open_(C, help_)
    between.accept(B, handover)
    between.settle()
    with between.desks[C]():
        assert Referral.objects.get(pk=help_).state == "withdrawn"
        assert holding.part_in(matter) == ""


def test_who_helps_is_told_who_holds_the_case_now(between: Between) -> None:
    matter = between.open_case(A)
    help_ = between.send(A, matter, C, "rujukan")
    between.relay(A)
    between.accept(C, help_)
    between.settle()
    handover = between.send(A, matter, B)
    between.relay(A)
    between.accept(B, handover)
    between.settle()
    between.follow(C, matter)
    with between.desks[C]():
        [told] = Event.objects.filter(case__matter=matter, kind="holder_moved").values_list("data", flat=True)
        assert told == {"to": B}
        assert Case.objects.get(matter=matter).state == "running", "the help goes on"
        assert holding.part_in(matter) == "helper"
    between.feed_back(C, help_)
    between.settle()
    with between.desks[A]():
        assert Referral.objects.get(pk=help_).exchanges.get(kind="feedback", code="other").words == "Sudah bertemu."
    with between.desks[B]():
        assert not Event.objects.filter(case__matter=matter, kind="holder_moved").exists()
    between.finish(A, help_)
    between.settle()
    between.check_settled()


def test_who_holds_it_now_asks_the_same_office_anew(between: Between) -> None:
    matter, help_, handover = both(between)
    between.accept(B, handover)
    between.settle()
    again = between.send(B, matter, C, "rujukan")
    between.relay(B)
    assert inbox(between, C) == [again]
    between.accept(C, again)
    between.settle()
    between.check_settled()
    with between.desks[C]():
        assert holding.part_in(matter) == "helper"
        assert Referral.objects.filter(pk=help_).count() == 0, "what it never touched leaves nothing here"
