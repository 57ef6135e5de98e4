"""The table of states here and the one in PostgreSQL say the same."""

import itertools

import pytest
from django.db import connection

from custody.models import Envelope
from custody.states import ARROWS, OVER, WAITING, following, verbs

SIDES = ("sender", "receiver", "recorder", "province")


@pytest.mark.django_db
@pytest.mark.parametrize("side", SIDES)
def test_postgres_holds_the_same_arrows(side: str) -> None:
    here = {(before, after) for who, _verb, befores, after in ARROWS if who == side for before in befores}
    for before, after in itertools.product(Envelope.State.values, repeat=2):
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.custody_arrow(%s, %s, %s)", [side, before, after])
            assert cursor.fetchone()[0] == ((before, after) in here), (side, before, after)


def test_what_is_over_is_over() -> None:
    assert WAITING | OVER | {"accepted"} == set(Envelope.State.values)
    for side in SIDES:
        for state in OVER:
            assert not verbs(side=side, state=state)  # type: ignore[arg-type]
    assert following(side="receiver", verb="accept", state="opened") == "accepted"
    assert following(side="sender", verb="accept", state="opened") is None
