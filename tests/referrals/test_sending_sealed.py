"""No word that somebody types into a referral stands in clear, in this office's tables or at the centre."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from psycopg import sql

from accounts.models import Staff
from cases.models import Case, Consent
from custody import envelopes
from referrals.models import Exchange, Referral
from referrals.operations import keeping, sending
from tenants.current import in_office
from tenants.models import Office
from tests.cases.conftest import MONDAY
from tests.referrals.conftest import RINI, STORY

pytestmark = pytest.mark.django_db
MARK = "Ketikan-zqx"
LATER = MONDAY + timedelta(hours=1)
CENTRE = ("custody_envelope", "custody_link", "custody_parcel", "custody_custody")


def stored(office: Office) -> Iterator[tuple[str, str]]:
    """(table, row) of everything this office can read of its own and at the centre, bytes as text too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [office.schema_name])
        names = [sql.Identifier(office.schema_name, name) for (name,) in cursor.fetchall()]
        for table in [*names, *(sql.Identifier("public", name) for name in CENTRE)]:
            cursor.execute(sql.SQL("SELECT t::text FROM {} t").format(table))
            rows = [row for (row,) in cursor.fetchall()]
            yield from ((table.as_string(), row) for row in rows)


def test_nothing_typed_stands_in_clear(
    case: Case, new_case: Callable[..., Case], send: Callable[..., Referral], agree: Callable[..., Consent],
    everyone: Staff, carried: Callable[[], int], salatiga: Office, banyuwangi: Office,
) -> None:  # fmt: skip
    sent = send(case, to_code="35.10", words=f"{MARK} kata", consent=agree(case, note=f"{MARK} catatan"))
    carried()
    with in_office(banyuwangi):
        envelopes.do(envelope=sent.pk, verb="ask", by_name="Dewi", at=LATER)
    sending.reply(referral=sent, words=f"{MARK} balasan", by=everyone, at=LATER)
    sending.telephone(referral=sent, words=f"{MARK} telepon", spoke_with=f"{MARK} orang", by=everyone, at=LATER)
    carried()
    sending.withdraw(referral=sent, reason=f"{MARK} tarik", by=everyone, at=LATER)
    other = send(new_case(), to_code="65.03", override_reason=f"{MARK} alasan")
    carried()
    keeping.keep_here(case=new_case(), reason=f"{MARK} di sini", by=everyone, at=LATER)

    opened = [one.words for one in Exchange.objects.all()] + [sent.words, other.override_reason]
    assert sum(MARK in (words or "") for words in opened) >= 5, "it was kept"
    rows = list(stored(salatiga))
    assert len({table for table, _row in rows}) > 15
    told = (MARK, MARK.encode().hex(), RINI.name, RINI.name.encode().hex(), STORY, STORY.encode().hex())
    assert {(table, word) for table, row in rows for word in told if word in row} == set()
