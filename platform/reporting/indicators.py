"""Reading what is published, as a console: PostgreSQL shows each only what it reaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, TypeAlias

from reporting.models import NATION, NO_STAGE, Month, Publication
from sop_library.codes import code_list
from sop_library.parts import STAGES
from tenants.database import connection
from tenants.registry.source import provinces, regencies
from tenants.roles import NATION as MINISTRY
from tenants.roles import as_console

Level: TypeAlias = Literal["nation", "province", "regency"]
LEVELS: tuple[Level, ...] = ("nation", "province", "regency")
PATTERNS = {"nation": f"^{NATION}$", "province": r"^\d{2}$", "regency": r"^\d{2}\.\d{2}$"}
KINDS = code_list("violence_type").codes
STAGE_CODES = (*STAGES, NO_STAGE)

ROWS = """
    SELECT month, area, kind, stage, cases, withheld FROM public.reporting_cell
    WHERE kind = ANY (%(kinds)s) AND stage = ANY (%(stages)s) AND area ~ %(level)s {more}
    ORDER BY month, area, kind, stage LIMIT %(limit)s
"""
MORE = {
    "first": "AND month >= %(first)s",
    "last": "AND month <= %(last)s",
    "within": "AND starts_with(area, %(within)s)",
    "after": "AND (month, area, kind, stage) > (%(month)s, %(area)s, %(kind)s, %(stage)s)",
}

Key: TypeAlias = tuple[date, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked for. `area` None: everywhere the console reaches; `kinds` and `stages`: codes, * for the total."""

    first: date | None
    last: date | None
    level: Level
    area: str | None
    kinds: Sequence[str]
    stages: Sequence[str]


class Row(NamedTuple):
    """One published number; `cases` None where it is withheld, and then `label` says as what."""

    month: date
    area: str
    kind: str
    stage: str
    cases: int | None
    label: str

    @property
    def key(self) -> Key:
        """Its place in the order of rows."""
        return self.month, self.area, self.kind, self.stage


@dataclass(frozen=True, slots=True)
class State:
    """As of when the published table is, and how far behind the offices were: seconds by code, None not heard of.

    `months`: in their order, each with what it was counted from, which is another wherever one of its numbers is.
    """

    number: int
    as_of: datetime | None
    lags: dict[str, int | None]
    months: Mapping[date, str]


def level_of(area: str) -> Level:
    """Return what kind of area a code names."""
    return "nation" if area == NATION else "province" if len(area) == 2 else "regency"


def name_of(area: str) -> str:
    """Return the official name of an area of the registry; its code where the registry no longer has it."""
    found = provinces().get(area) or regencies().get(area)
    return "Indonesia" if area == NATION else found.name if found is not None else area


def state(*, console: str = MINISTRY) -> State:
    """Return what the newest publication says of itself, as far as this console reaches."""
    with as_console(connection, console):
        found = Publication.objects.first()
        told = Month.objects.order_by("month").values_list("month", "digest")
        months = {month: bytes(digest).hex() for month, digest in told}
    if found is None:
        return State(0, None, {}, {})
    lags = {code: lag for code, lag in found.lags.items() if console in (MINISTRY, code[:2])}
    return State(found.number, found.as_of, lags, months)


def rows(question: Question, *, console: str = MINISTRY, after: Key | None = None, limit: int) -> list[Row]:
    """Return at most `limit` published numbers in the order of their keys, those after `after` where it is given."""
    asked: dict[str, Any] = {
        "first": question.first, "last": question.last, "after": after,
        "within": None if question.area == NATION else question.area,
    }  # fmt: skip
    given = asked | {
        "kinds": list(question.kinds), "stages": list(question.stages), "level": PATTERNS[question.level],
        "limit": limit, **dict(zip(("month", "area", "kind", "stage"), after or (), strict=False)),
    }  # fmt: skip
    statement = ROWS.format(more=" ".join(text for name, text in MORE.items() if asked[name] is not None))
    del given["after"]
    with as_console(connection, console), connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(map(Row._make, cursor.fetchall()))
