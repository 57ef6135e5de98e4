"""One holds an envelope and waits for the chain, the other holds the chain and waits for the envelope: both are done.

An office tells several others in one transaction (consent was withdrawn, the file changed), and one of them is just
answering. PostgreSQL ends one of the two; whoever sits at a screen does not hear of it.
"""

import os
import time
from collections.abc import Callable
from functools import partial

import psycopg
import pytest

from outbox.models import Message
from tests import databases
from tests.cases.conftest import MONDAY
from tests.faults.between import Between
from tests.faults.bounds import EACH_WAITS_STRIDE
from tests.faults.killing import DONE, REFUSED_CODE, Running, begin
from tests.faults.meanwhile import WAITING

pytestmark = pytest.mark.slow
SALATIGA, BANYUWANGI, NUNUKAN = "33.73", "35.10", "65.03"
PATIENCE = 30.0
LOOKED = 1.3
"""Seconds after which PostgreSQL has looked once whether who waits is waited for: it will end the other one."""


def until_it_waits(running: Running, database: str) -> None:
    """Until the process waits for somebody's lock, or has ended."""
    end = time.monotonic() + PATIENCE
    with psycopg.connect(databases.owner_url(database), autocommit=True) as looking:
        while time.monotonic() < end:
            if os.waitid(os.P_PID, running.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
                return
            if looking.execute(WAITING, [database]).fetchone() is not None:
                return
            time.sleep(0.02)
    raise AssertionError("it neither waits nor ends")


def paused_at(point: int, answer: Callable[[], object], telling: Callable[[], object], database: str) -> list[int]:
    """Exit codes of both where the answer pauses at a point until the other waits; none where it has no such point."""
    answering = begin(answer, pause_at=point)
    answering.go()
    if not answering.await_pause():
        answering.end()
        return []
    other = begin(telling)
    other.go()
    until_it_waits(other, database)
    time.sleep(LOOKED)
    answering.go()
    return [answering.end()[0], other.end()[0]]


@pytest.mark.parametrize("act", ["decline", "ask", "open_"])
def test_somebody_answers_while_the_sender_tells_all_that_consent_is_withdrawn(
    between: Between, faulty: str, act: str
) -> None:
    met = 0
    for point in range(1, 200, EACH_WAITS_STRIDE):
        between.matters.clear()
        matter = between.open_case(SALATIGA)
        between.send(SALATIGA, matter, BANYUWANGI, "rujukan")
        second = between.send(SALATIGA, matter, NUNUKAN, "rujukan")
        between.relay(SALATIGA)
        between.take_consent_back(SALATIGA, matter)
        answer = partial(getattr(between, act), NUNUKAN, second)
        codes = paused_at(point, answer, partial(between.relay, SALATIGA), faulty)
        if not codes:
            break
        met += 1
        assert codes[0] in (DONE, REFUSED_CODE), f"whoever answers is told of a fault, at point {point}"
        assert codes[1] == DONE
        with between.desks[SALATIGA]():
            Message.objects.filter(sent_at=None).update(next_at=MONDAY)  # the relay gave way: it comes again
        between.settle()
        between.check_settled()
    assert met > 3
