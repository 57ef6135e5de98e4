"""The clocks of two offices are hours apart; an office's key is replaced while something is sealed to the old one."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, Person
from custody import envelopes
from custody.models import Envelope, Parcel
from outbox.models import Message
from outbox.relay import relay
from referrals import reminding
from referrals.models import Exchange, Referral
from tests.faults.between import Between

SALATIGA, BANYUWANGI = "33.73", "35.10"
HOURS = (-5, 0, 5)
NAME = "Rini Astuti"
ANSWERS = {"accept": "accepted", "decline": "declined", "withdraw": "withdrawn"}


@pytest.mark.parametrize(("here", "there"), list(itertools.product(HOURS, HOURS)))
def test_clocks_that_are_hours_apart_hold_up_nothing(between: Between, here: int, there: int) -> None:
    """The relay may run where the clock is another one than that of whoever wrote the message."""
    between.desks[SALATIGA].skew = timedelta(hours=here)
    between.desks[BANYUWANGI].skew = timedelta(hours=there)
    for answer, state in ANSWERS.items():
        matter = between.open_case(SALATIGA)
        key = between.send(SALATIGA, matter, BANYUWANGI)
        with between.desks[SALATIGA]():
            relay(at=between.now(BANYUWANGI))
        between.ask(BANYUWANGI, key)
        between.follow(SALATIGA, matter)
        between.reply(SALATIGA, key)
        with between.desks[SALATIGA]():
            relay(at=between.now(BANYUWANGI))
            assert not Message.objects.filter(sent_at=None).exists(), "it waits for a clock"
        getattr(between, answer)(SALATIGA if answer == "withdraw" else BANYUWANGI, key)
        between.follow(SALATIGA, matter)
        with between.desks[SALATIGA]():
            assert Referral.objects.get(pk=key).state == state
            assert Case.objects.get(matter=matter).state == ("ended" if answer == "accept" else "running")
        assert between.holder_of(matter) == (BANYUWANGI if answer == "accept" else SALATIGA)
        between.settle()
        between.check_settled()
        for desk in (between.desks[SALATIGA], between.desks[BANYUWANGI]):
            with desk():
                for case in Case.objects.filter(matter=matter).exclude(ended_at=None):
                    assert case.ended_at >= case.opened_at, "it ended before it began"
        between.matters.clear()


@pytest.mark.parametrize("off", [0, 5, 24])
def test_a_sender_whose_clock_is_ahead_of_postgresqls_gives_no_more_time_than_it_said(
    between: Between, monkeypatch: pytest.MonkeyPatch, off: int
) -> None:
    """The receiver is late, is reminded and is assigned when the time is over by the right clock."""
    begin = timezone.now() - timedelta(minutes=30)
    monkeypatch.setattr("tests.faults.between.BEGIN", begin)
    between.desks[SALATIGA].skew = timedelta(hours=off)
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    with between.desks[BANYUWANGI]():
        due = Envelope.objects.get(pk=key).answer_by
        assert begin + timedelta(hours=24) <= due <= timezone.now() + timedelta(hours=24, minutes=5)
        assert reminding.remind(at=begin + timedelta(hours=11)) == 0
        assert reminding.remind(at=begin + timedelta(hours=13)) == 1
    between.open_(BANYUWANGI, key)
    between.settle()
    with between.desks[SALATIGA]():
        assert Referral.objects.get(pk=key).answer_by == due, "both sides read one deadline"
    between.accept(BANYUWANGI, key)
    between.settle()
    between.check_settled()


@pytest.mark.parametrize("times", [1, 2])
def test_the_receivers_key_is_replaced_between_any_two_steps(between: Between, faulty: str, times: int) -> None:
    """What is sealed already opens with the key it was sealed to; what comes after is sealed to the new one."""

    def replace() -> None:
        for _time in range(times):
            for code in (BANYUWANGI, SALATIGA):
                between.rotate_key(code, faulty)

    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    replace()
    between.relay(SALATIGA)
    replace()
    between.ask(BANYUWANGI, key)
    replace()
    between.follow(SALATIGA, matter)
    replace()
    between.reply(SALATIGA, key)
    replace()
    between.relay(SALATIGA)
    replace()
    with between.desks[BANYUWANGI]():
        [(_at, said)] = envelopes.content_of(envelope=key, kind="reply")
        assert said["words"] == "Aman."
        sealed_to = set(Parcel.objects.filter(envelope=key).values_list("kind", "key_number"))
        assert len({number for _kind, number in sealed_to}) > 1, "nothing was replaced in between"
    between.accept(BANYUWANGI, key)
    replace()
    between.settle()
    between.check_settled()
    with between.desks[SALATIGA]():
        asked = Exchange.objects.get(referral=key, kind="question")
        assert asked.words == "Apakah aman malam ini?"
    with between.desks[BANYUWANGI]():
        assert Person.objects.get(case__matter=matter).name == NAME, "the file is read"
    assert between.holder_of(matter) == BANYUWANGI
