"""A referral leaves in so many statements, however much its case says; each of them waits for the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from cases.operations import notes
from tests.faults.between import Between

pytestmark = pytest.mark.django_db
SALATIGA, BANYUWANGI = "33.73", "35.10"
MOST = 44
"""Of which three are the message's own: its savepoint and the statement that finds it."""


def statements(between: Between, written: int) -> list[str]:
    """What the relay asks to send one referral, of a case with so many notes."""
    matter = between.open_case(SALATIGA)
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=matter)
        for number in range(written):
            notes.add(case=case, body=f"Catatan {number}.", by=desk.by, at=between.now(SALATIGA))
    between.relay(SALATIGA)
    between.send(SALATIGA, matter, BANYUWANGI, scope=("identity", "contact", "story", "notes"))
    with CaptureQueriesContext(connection) as asked:
        between.relay(SALATIGA)
    every = [one["sql"] for one in asked.captured_queries]
    begins = next(number for number, one in enumerate(every) if '"referrals_referral"' in one)
    ends = max(number for number, one in enumerate(every) if '"referrals_referral" SET "state"' in one)
    return every[begins - 1 : ends + 2]


def test_a_referral_leaves_in_so_many_statements(between: Between) -> None:
    few, many = statements(between, 1), statements(between, 9)
    assert len(few) == len(many), "not one more for each thing that a case says"
    assert len(few) <= MOST, "\n".join(few)
    assert not any("tenants_regency" in one or "tenants_province" in one for one in few), "the registry is in memory"
