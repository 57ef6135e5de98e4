"""The prepared world: two offices that hold the same keys in every table, each with other words in them.

Whoever mixes the two up shows the other's marker. Both are made by the same function with the same source of keys.
"""

import os
import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from unittest.mock import patch

from django.conf import settings
from django.test import Client

from accounts.models import Staff
from cases import keys
from library.entering import row_of
from onboarding.telling import tell_state
from reporting.carrying import carry_everything
from tenants.current import in_office
from tenants.database import connection
from tenants.models import Office
from tenants.roles import NATION, as_console
from tests.isolation.handoffs import THIRD, make_handoff
from tests.isolation.sheet import SOP, sheet
from tests.isolation.things import Things, make_things

BOTH, ONLY_THERE = 7305, 9091


@dataclass(frozen=True)
class Side:
    """One of the two offices with everything in it. `only` holds things whose keys the other office does not have."""

    office: Office
    host: str
    marker: str
    things: Things
    only: Things | None = None
    sessions: dict[str, str] = field(default_factory=dict)

    @property
    def person_mark(self) -> str:
        """Stands in the name of every victim, reporter and respondent, in no staff member's."""
        return f"{self.marker}-ORANG"

    @property
    def story_mark(self) -> str:
        """Stands in every story."""
        return f"{self.marker}-CERITA"

    def secrets(self) -> list[str]:
        """What of this office must never be read in the other."""
        numbers = [case.number for things in (self.things, self.only) if things for case in things.cases.values()]
        codes = [code for things in (self.things, self.only) if things for code in things.codes]
        return [self.marker, self.host, *numbers, *codes]


@dataclass(frozen=True)
class World:
    """Ours and the other one."""

    ours: Side
    theirs: Side


@contextmanager
def same_keys(seed: int) -> Iterator[None]:
    """Inside, every key that Python makes up comes from this seed: the same calls make the same keys."""
    source = random.Random(seed)  # noqa: S311 - keys that must be foreseen
    with (
        patch.object(os, "urandom", source.randbytes),
        patch.object(keys, "time_ns", lambda: seed),
        patch.object(keys, "_moments", keys._Moments()),
    ):
        yield


def make_world(*, at: datetime) -> World:
    """Fill the database of the current connection."""
    ours = _side("33.73", "PENANDA-SALATIGA-7f3", at=at)
    theirs = _side("35.10", "PENANDA-BANYUWANGI-9c1", at=at, more=True)
    _publish_their_base(at=at)
    return World(ours=ours, theirs=theirs)


def _publish_their_base(*, at: datetime) -> None:
    """The library has an SOP of the key from which both offices adopted theirs, in words of its own."""
    connection.set_schema_to_public()
    with as_console(connection, NATION):
        row_of(sheet("pustaka"), key=SOP, number=1, province="", at=at, by=uuid.uuid4()).save(force_insert=True)


def _side(code: str, marker: str, *, at: datetime, more: bool = False) -> Side:
    office = Office.objects.get(code=code)
    third = Office.objects.get(code=THIRD)
    host = f"{office.slug}.localhost"
    with in_office(office):
        with same_keys(BOTH):
            things = make_things(marker=marker, at=at, name="")
        handoff = make_handoff(
            marker=marker, case=things.cases["running"].id, by=things.staff["worker"], third=third, at=at
        )
        things = replace(things, handoff=handoff)
        carry_everything(at=at)
        tell_state(at=at)
        only = None
        if more:
            with same_keys(ONLY_THERE):
                only = make_things(marker=marker, at=at, name="lain", sop="nunukan/intervensi-krisis")
            only = replace(only, handoff=handoff)
        sessions = {name: _session(key, host) for name, key in things.staff.items()}
    return Side(office=office, host=host, marker=marker, things=things, only=only, sessions=sessions)


def _session(staff_id: uuid.UUID, host: str) -> str:
    """Log a staff member in; return the key of the session. Whoever has left keeps the cookie of better days."""
    client = Client(headers={"host": host})
    staff = Staff.objects.get(pk=staff_id)
    client.force_login(staff, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value
