"""Kills in what comes later in a handoff: assigned elsewhere, told of how it goes, given back, consent withdrawn."""

import random
from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest

from custody.models import Envelope, Parcel
from referrals.models import Exchange, Referral
from tests.faults.between import Between
from tests.faults.bounds import LATER_HANDOFFS
from tests.faults.test_kills import BANYUWANGI, SALATIGA, Killer

pytestmark = pytest.mark.slow
NUNUKAN = "65.03"
Story = Callable[[Between, Killer, UUID, UUID], str]


def is_assigned_elsewhere(between: Between, kill: Killer, matter: UUID, key: UUID) -> str:
    """The sender's office seals it anew for the office that was assigned, once, and that one takes the person."""
    kill("assign elsewhere", partial(between.assign, "nation", key, NUNUKAN))
    kill("follow an assignment", partial(between.follow, SALATIGA, matter))
    kill("relay what follows", partial(between.relay, SALATIGA))
    with between.desks[NUNUKAN]():
        anew = Envelope.objects.get(matter=matter, receiver_code=NUNUKAN)
    assert (anew.follows, anew.binding, anew.state) == (key, True, "sent")
    between.accept(NUNUKAN, anew.pk)
    between.settle()
    with between.desks[SALATIGA]():
        states = sorted(Envelope.objects.filter(matter=matter).values_list("state", flat=True))
    assert states == ["accepted", "redirected"]
    return NUNUKAN


def is_given_back(between: Between, kill: Killer, matter: UUID, key: UUID) -> str:
    """Told of first, in words that come as often as they were said; then it goes back, once."""
    between.accept(BANYUWANGI, key)
    between.settle()
    kill("feed back", partial(between.feed_back, BANYUWANGI, key))
    kill("relay feedback", partial(between.relay, BANYUWANGI))
    kill("follow feedback", partial(between.follow, SALATIGA, matter))
    assert said(between, SALATIGA, key, ours=False) == said(between, BANYUWANGI, key, ours=True) != set()
    kill("give back", partial(between.give_back, BANYUWANGI, key))
    with between.desks[BANYUWANGI]():
        [back] = Referral.objects.filter(follows=key).values_list("pk", flat=True)
    between.relay(BANYUWANGI)
    kill("accept what comes back", partial(between.accept, SALATIGA, back))
    kill("follow what went back", partial(between.follow, BANYUWANGI, matter))
    return SALATIGA


def said(between: Between, code: str, key: UUID, *, ours: bool) -> set[UUID]:
    """Keys of the words of feedback that an office has of a referral, said here or there."""
    with between.desks[code]():
        rows = Exchange.objects.filter(referral=key, kind=Exchange.Kind.FEEDBACK, code="other", ours=ours)
        return set(rows.values_list("pk", flat=True))


def consent_is_withdrawn(between: Between, kill: Killer, matter: UUID, key: UUID) -> str:
    """Both ends let go of what rested on it, and nothing stays sealed between them."""
    between.accept(BANYUWANGI, key)
    between.settle()
    kill("withdraw consent", partial(between.take_consent_back, SALATIGA, matter))
    kill("relay a withdrawal", partial(between.relay, SALATIGA))
    kill("obey a withdrawal", partial(between.follow, BANYUWANGI, matter))
    between.settle()
    for code in (SALATIGA, BANYUWANGI):
        with between.desks[code]():
            assert Referral.objects.get(pk=key).consent_withdrawn_at is not None, code
            assert not Parcel.objects.filter(envelope=key).exists(), code
    return BANYUWANGI


STORIES: tuple[Story, ...] = (is_assigned_elsewhere, is_given_back, consent_is_withdrawn)


@pytest.mark.parametrize("story", STORIES)
def test_processes_killed_in_what_comes_later_of_a_handoff(between: Between, story: Story) -> None:
    kill, chance = Killer(20261122), random.Random(5)  # noqa: S311 - chance, not secrecy
    for number in range(LATER_HANDOFFS):
        matter = between.open_case(SALATIGA)
        kind = "pelimpahan" if number < 2 or story is is_given_back else chance.choice(["pelimpahan", "rujukan"])
        key = between.send(SALATIGA, matter, BANYUWANGI, kind)
        between.relay(SALATIGA)
        taker = story(between, kill, matter, key)
        between.settle()
        assert between.holder_of(matter) == (taker if kind == "pelimpahan" else SALATIGA)
        between.check_settled()
        between.matters.clear()
    killed = {name for name, how in kill.counted if how == "killed"}
    assert len(killed) >= 3, dict(kill.counted)
    assert killed == set(kill.points), "each of them was killed"
