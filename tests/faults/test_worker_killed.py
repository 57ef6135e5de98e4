"""The worker dies in the middle of its tasks, at a random point between two statements; the schedule makes up for it.

It is the demo's worker, killed with all it was started with. The task it had taken from the broker goes with it.
"""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from cases.models import Case
from custody.models import Envelope, Link
from outbox.models import Message
from referrals import following
from tests.faults.at_work import Worker
from tests.faults.between import Between
from tests.faults.bounds import WORKER_HANDOFFS

pytestmark = pytest.mark.slow
SALATIGA, BANYUWANGI = "33.73", "35.10"


@pytest.fixture
def worker(between: Between, faulty: str, tmp_path: Path) -> Iterator[Worker]:
    made = Worker(faulty, tmp_path)
    made.start()
    try:
        yield made
    finally:
        made.stop()
        connection.close()


class Doomed:
    """Gives the worker a task to die of, at a random one of the points that it passed where it lived."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.random = random.Random(20261125)  # noqa: S311 - chance, not secrecy
        self.points: dict[str, int] = {}
        self.killed = 0

    def __call__(self, task: str, *args: str, schema: str, sweep: str, done: Callable[[], bool]) -> None:
        """Let it be done: by the doomed worker, or by the next one's sweep."""
        most = self.points.get(task)
        # the last tenth comes after the work is done, and whoever sees that first keeps the worker alive
        self.worker.doom.at(**({} if most is None else {"point": self.random.randint(1, most * 9 // 10)}))
        self.worker.send(task, *args, schema=schema)
        died = self.worker.died(unless=done)
        passed = self.worker.doom.lift()
        if died:
            self.killed += 1
            self.worker.start()
            self.worker.send(sweep)
            self.worker.until(done, what=f"{sweep} does not make up for it")
        else:  # it may die yet of what comes after: then the next one finds it dead
            assert passed > 1, "it was not watched"
            self.points.setdefault(task, passed)


def carried(between: Between, key: UUID) -> bool:
    with between.desks[SALATIGA]():
        waits = Message.objects.filter(sent_at=None, topic="referral.sent").exists()
        return not waits and Envelope.objects.filter(pk=key).exists()


def followed(between: Between, matter: UUID) -> bool:
    with between.desks[SALATIGA]():
        return matter not in following.behind() and Case.objects.get(matter=matter).state == "ended"


def test_a_worker_killed_in_the_middle_of_its_tasks(between: Between, worker: Worker) -> None:
    doomed = Doomed(worker)
    schema = between.desks[SALATIGA].office.schema_name
    for _number in range(WORKER_HANDOFFS):
        matter = between.open_case(SALATIGA)
        key = between.send(SALATIGA, matter, BANYUWANGI)
        doomed("outbox.relay", schema=schema, sweep="outbox.sweep", done=partial(carried, between, key))
        with between.desks[SALATIGA]():
            assert Link.objects.filter(envelope=key, kind="sent").count() == 1, "posted once"
        between.accept(BANYUWANGI, key)
        doomed(
            "referrals.follow", str(matter), schema=schema, sweep="referrals.sweep",
            done=partial(followed, between, matter),
        )  # fmt: skip
        between.settle()
        between.check_settled()
        between.matters.clear()
    assert doomed.killed >= WORKER_HANDOFFS, doomed.killed
