"""Names and stories: read in an open window of one's own, on that case alone, and never in a title or an address."""

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from psycopg import sql

from accounts.models import Staff
from cases.models import Case, Person
from cases.operations import identities
from safeguards.fields import SealedText
from tenants.current import in_office
from tests.isolation.probe import Probe
from tests.isolation.probes import PROBES, READS
from tests.isolation.things import NIK, PHONE
from tests.isolation.typed import Typist, free_fields
from tests.isolation.visiting import address, ask, client_of, everything, leaks, told_in_addresses, visit
from tests.isolation.world import Side, World

OPENED = {
    "GET case": "ORANG",
    "GET person": "ORANG",
    "GET incident": "CERITA",
    "GET trail": "ORANG",
    "GET notes": "CERITA",
    "GET consents": "CERITA",
    "GET form_filled": "ORANG",
    "GET form_fill": "ORANG",
    "GET report": "CERITA",
    "GET referral that was sent": "CERITA",
    "GET appointments": "CERITA",
    "GET carried": "ORANG",
    "GET report_correct": "CERITA",
}
"""Where an open window shows what was sealed, and a word that is only there then."""


def named(name: str) -> Probe:
    return next(probe for probe in PROBES if str(probe) == name)


def unsaid(side: Side) -> list[str]:
    """What must stand in no title and no address."""
    return [side.person_mark, side.story_mark, NIK, PHONE, PHONE.replace("+62", "0")]


@pytest.mark.parametrize(("name", "word"), OPENED.items(), ids=list(OPENED))
def test_an_open_window_shows_its_owner_and_nobody_else(world: World, name: str, word: str) -> None:
    for side, other in ((world.ours, world.theirs), (world.theirs, world.ours)):
        word_here = f"{side.marker}-{word}"
        for who in ("worker", "colleague"):
            assert word_here not in everything(visit(side, named(name), who))
        opened = visit(side, named(name), "reader")
        assert opened.status_code == 200
        assert word_here in everything(opened)
        assert leaks(opened, other) == []
        assert told_in_addresses(opened, unsaid(side)) == []


@pytest.mark.parametrize("probe", READS, ids=str)
def test_no_other_page_shows_what_a_window_opens(world: World, probe: Probe) -> None:
    answer = visit(world.ours, probe, "reader")
    assert told_in_addresses(answer, unsaid(world.ours)) == []
    assert str(probe) in OPENED or shown(answer, world.ours) == []


def shown(answer, side: Side) -> list[str]:
    text = everything(answer)
    return [word for word in (side.person_mark, side.story_mark) if word in text]


def test_a_window_on_one_case_opens_no_other(world: World) -> None:
    beside = world.ours.things.cases["beside"]
    probe = named("GET case")
    at = address(probe, world.ours.things, case_id=beside.id)
    answer = ask(client_of(world.ours, "reader"), probe, at, world.ours.things)
    assert answer.status_code == 200
    assert beside.number in everything(answer)
    assert shown(answer, world.ours) == []


def test_a_window_in_the_other_office_opens_nothing_here_under_the_same_keys(world: World) -> None:
    with in_office(world.theirs.office):
        identities.show(
            case=Case.objects.get(pk=world.theirs.things.cases["running"].id),
            reason="check",
            by=Staff.objects.get(pk=world.theirs.things.staff["worker"]),
            at=timezone.now(),
        )
    assert shown(visit(world.theirs, named("GET case"), "worker"), world.theirs) != []
    assert shown(visit(world.ours, named("GET case"), "worker"), world.ours) == []


@pytest.fixture
def typed(world: World) -> Iterator[dict[str, str]]:
    """Ours, after a word of its own was typed into every free-text field; field -> word."""
    with in_office(world.ours.office):
        yield Typist(world.ours.things, at=timezone.now()).everywhere()


def test_a_word_is_typed_into_every_field_that_takes_one(typed: dict[str, str]) -> None:
    assert set(typed) == free_fields()


def test_no_word_that_was_typed_stands_in_clear_in_any_table(typed: dict[str, str]) -> None:
    assert in_clear(typed) == set()
    assert len({table for table, _row in everything_stored()}) > 20


def put_in_the_engines_state(word: str) -> None:
    Case.objects.update(flow={"pauses": [{"reason": word}]})


def put_among_bytes(word: str) -> None:
    Person.objects.update(nik_index=word.encode()[:32])


def put_in_a_session(word: str) -> None:
    signed = SessionStore().encode({"kept": [word]})
    Session.objects.create(session_key="x" * 32, session_data=signed, expire_date=timezone.now())


@pytest.mark.parametrize("put", [put_in_the_engines_state, put_among_bytes, put_in_a_session])
def test_a_word_in_clear_would_be_found(typed: dict[str, str], put: Callable[[str], None]) -> None:
    put(typed["pause.reason"])
    assert {field for field, _table in in_clear(typed)} == {"pause.reason"}


def test_every_word_that_was_typed_was_kept(typed: dict[str, str]) -> None:
    opened = " ".join(everything_opened())
    assert {field for field, word in typed.items() if word not in opened} == set()


def in_clear(typed: dict[str, str]) -> set[tuple[str, str]]:
    """(field, table) wherever a word can be read."""
    return {
        (field, table)
        for table, row in everything_stored()
        for field, word in typed.items()
        if word.lower() in row.lower() or word.encode().hex() in row
    }


def everything_stored() -> Iterator[tuple[str, str]]:
    """Every row of every table that the office can read, as text; what is in its sessions, decoded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relnamespace::regnamespace::text, relname FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace IN (current_schema()::regnamespace, 'public'::regnamespace)"
            " AND has_table_privilege(oid, 'SELECT')"
        )
        for table in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT whole::text FROM {} whole").format(sql.Identifier(*table)))
            for (row,) in cursor.fetchall():
                yield ".".join(table), row
    for session in Session.objects.all():
        yield "django_session, decoded", str(session.get_decoded())


def everything_opened() -> Iterator[str]:
    """What every sealed column of the office says."""
    for model in apps.get_models():
        sealed = [field.name for field in model._meta.concrete_fields if isinstance(field, SealedText)]
        for row in model.objects.all() if sealed else ():
            yield from (str(getattr(row, name)) for name in sealed)
