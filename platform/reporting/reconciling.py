"""Proof that nation = sum of offices = sum of cases, office by office and month by month, each asked as itself.

What an office answers for is counted three times over, from three places: its cases, its facts, and what the nation
counts for it. Where the three differ and messages wait, the relay is behind; where none waits, something is wrong.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DatabaseError, connection

from outbox.queries import lag
from reporting.carrying import TOPIC
from reporting.counting import ROWS
from reporting.indicators import state
from tenants.current import in_office
from tenants.database import connection as office_connection
from tenants.models import Office
from tenants.roles import NATION, as_console

ANSWERED_FOR = (
    "NOT EXISTS (SELECT FROM public.custody_custody c WHERE c.matter = {0}.matter AND c.office_id <> %(office)s)"
)
CASES = f"""
    SELECT k.reported_at, k.matter FROM cases_case k WHERE {ANSWERED_FOR.format("k")} AND NOT EXISTS (
        SELECT FROM cases_ending e WHERE e.case_id = k.id AND e.reopened_at IS NULL AND e.reason = 'mistaken')
"""  # noqa: S608 - no value in it
FACTS = f"""
    SELECT date_trunc('month', f.reported_on)::date, count(*) FROM cases_fact f
    WHERE {ANSWERED_FOR.format("f")} AND f.state <> 'undone' GROUP BY 1
"""  # noqa: S608
UNLIKE = """
    SELECT count(*) FROM cases_fact f
    LEFT JOIN public.reporting_fact n ON n.matter = f.matter AND n.office_id = %(office)s
    WHERE (n.month, n.state, n.stage, n.kinds)
        IS DISTINCT FROM (date_trunc('month', f.reported_on)::date, f.state, f.stage, f.kinds)
"""
UNSENT = "SELECT count(*) FROM outbox_message WHERE topic = %(topic)s AND sent_at IS NULL"
COUNTED = f"SELECT r.office_id, r.month, count(*) FROM ({ROWS}) AS r GROUP BY 1, 2"  # noqa: S608
MATTERS = f"SELECT count(*), count(DISTINCT r.matter) FROM ({ROWS}) AS r"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Line:
    """One month of one office: the matters it answers for, by its cases, by its facts, and as the nation counts."""

    month: date
    cases: int
    facts: int
    nation: int

    @property
    def agrees(self) -> bool:
        """Whether all three are the same."""
        return self.cases == self.facts == self.nation


@dataclass(frozen=True, slots=True)
class Account:
    """An office: its months, facts that the nation has otherwise or not at all, and what waits to be sent."""

    code: str
    name: str
    lines: tuple[Line, ...]
    unlike: int
    unsent: int
    waits_seconds: int
    fault: str = ""

    @property
    def agrees(self) -> bool:
        """Whether every month agrees and every fact is the nation's."""
        return not self.fault and not self.unlike and all(line.agrees for line in self.lines)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All offices, and what the nation counts in all."""

    at: datetime
    accounts: tuple[Account, ...]
    nation: int
    published_as_of: datetime | None

    @property
    def cases(self) -> int:
        """All matters that some office answers for."""
        return sum(line.cases for account in self.accounts for line in account.lines)

    @property
    def agrees(self) -> bool:
        """Whether nation = sum of offices = sum of cases."""
        return all(account.agrees for account in self.accounts) and self.nation == self.cases


def reconcile(*, at: datetime) -> Reconciliation:
    """Count everything. Needs a login that may become every office and the ministry: the owner's or the web's."""
    office_connection.set_schema_to_public()
    offices = list(Office.objects.order_by("code"))
    with as_console(office_connection, NATION), connection.cursor() as cursor:
        cursor.execute(COUNTED)
        counted = {(office, month): number for office, month, number in cursor.fetchall()}
        cursor.execute(MATTERS)
        total = int(cursor.fetchone()[0])
    accounts = tuple(_account(office, counted, at) for office in offices)
    return Reconciliation(at, accounts, total, state().as_of)


def _account(office: Office, counted: Mapping[tuple[object, date], int], at: datetime) -> Account:
    nation = {month: number for (whose, month), number in counted.items() if whose == office.id}
    try:
        with in_office(office):
            return _asked(office, nation, at)
    except DatabaseError as error:
        lines = tuple(_lines({}, {}, nation))
        return Account(office.code, office.name, lines, 0, 0, 0, fault=type(error).__name__)


def _asked(office: Office, nation: Mapping[date, int], at: datetime) -> Account:
    given: dict[str, Any] = {"office": office.id, "topic": TOPIC}
    with connection.cursor() as cursor:
        cursor.execute(CASES, given)
        cases = _by_month((reported_at for reported_at, _matter in cursor.fetchall()), ZoneInfo(office.zone))
        cursor.execute(FACTS, given)
        facts = dict(cursor.fetchall())
        cursor.execute(UNLIKE, given)
        unlike = int(cursor.fetchone()[0])
        cursor.execute(UNSENT, given)
        unsent = int(cursor.fetchone()[0])
    lines = tuple(_lines(cases, facts, nation))
    return Account(office.code, office.name, lines, unlike, unsent, max(0, int(lag(at=at).total_seconds())))


def _by_month(moments: Iterable[datetime], zone: ZoneInfo) -> dict[date, int]:
    return dict(Counter(moment.astimezone(zone).date().replace(day=1) for moment in moments))


def _lines(cases: Mapping[date, int], facts: Mapping[date, int], nation: Mapping[date, int]) -> Iterator[Line]:
    for month in sorted({*cases, *facts, *nation}):
        yield Line(month, cases.get(month, 0), facts.get(month, 0), nation.get(month, 0))
