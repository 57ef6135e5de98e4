"""What a worker does between two clicks: both offices' relays run, and both follow the chain."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connections
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from outbox.models import Message
from outbox.relay import relay
from referrals import following
from tenants.current import in_office
from tenants.models import Office
from tests.conftest import _entered

Carry = Callable[[], None]


def carrier(*, database: str, codes: tuple[str, ...], blocker: DjangoDbBlocker) -> Carry:
    """A function that carries everything between these offices, in a thread of its own: the browser has this one."""

    def carry() -> None:
        with ThreadPoolExecutor(max_workers=1) as pool:
            pool.submit(_carry, database, codes, blocker).result()

    return carry


def _carry(database: str, codes: tuple[str, ...], blocker: DjangoDbBlocker) -> None:
    with _entered(database, "web"), blocker.unblock():
        offices = [Office.objects.get(code=code) for code in codes]
        for office in offices:
            with in_office(office):
                done = relay(at=timezone.now() + timedelta(minutes=5))
                assert done.failed == 0, list(Message.objects.exclude(fault="").values_list("topic", "fault"))
        for office in offices:
            with in_office(office):
                for matter in following.behind():
                    following.follow(matter, at=timezone.now())
        connections.close_all()
