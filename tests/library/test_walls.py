"""What PostgreSQL lets offices and consoles see and do in the library, whatever the query says."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, OperationalError, ProgrammingError

from library import queries
from library.entering import row_of
from library.models import LibraryEntry, ShelfDraft
from library.operations.shelving import owner_of
from sop_library.inspecting import catalogue
from sop_library.loading import load
from tenants.models import Office
from tenants.registry.source import provinces
from tenants.roles import as_console

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SHEET = "salatiga/layanan-informasi"
InOffice = Callable[[Office], AbstractContextManager[None]]


def published(console: str, *, key: str, number: int = 1, province: str | None = None) -> LibraryEntry:
    connection.set_schema_to_public()
    row = row_of(
        load(catalogue()[SHEET], name=SHEET), key=key, number=number, by=uuid.uuid4(), at=AT,
        province=province if province is not None else "" if console == "nation" else console,
    )  # fmt: skip
    with as_console(connection, console), transaction.atomic():
        row.save(force_insert=True)
    return row


def keys() -> set[str]:
    return set(queries.entries().values_list("key", flat=True))


def test_the_catalogue_stands_in_the_library_from_the_first_migration_on(salatiga: Office, in_office: InOffice) -> None:
    with in_office(salatiga):
        assert keys() == set(catalogue())
        found = queries.entry(SHEET)
        assert found is not None
        assert (found.number, found.province, found.published_by) == (1, "", None)
        assert queries.definition_of(found).document == load(catalogue()[SHEET], name=SHEET).document


def test_an_office_reads_its_own_province_and_the_nation_alone(
    salatiga: Office, banyuwangi: Office, in_office: InOffice
) -> None:
    published("33", key="jawa-tengah/aduan")
    published("nation", key="nasional/aduan")
    with in_office(salatiga):
        assert {"jawa-tengah/aduan", "nasional/aduan"} <= keys()
    with in_office(banyuwangi):
        assert keys() & {"jawa-tengah/aduan", "nasional/aduan"} == {"nasional/aduan"}
        assert queries.entry("jawa-tengah/aduan") is None
    connection.set_schema_to_public()
    with as_console(connection, "35"):
        assert "jawa-tengah/aduan" in keys(), "those above read all"


@pytest.mark.parametrize("statement", [
    "INSERT INTO public.library_libraryentry SELECT * FROM public.library_libraryentry LIMIT 1",
    "UPDATE public.library_libraryentry SET retired_at = now()",
    "DELETE FROM public.library_libraryentry",
    "SELECT count(*) FROM public.library_shelfdraft",
])  # fmt: skip
def test_no_office_writes_the_library_or_sees_what_a_console_writes(
    statement: str, salatiga: Office, in_office: InOffice
) -> None:
    with in_office(salatiga), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_console_publishes_within_its_reach_alone() -> None:
    for province in ("35", ""):
        with pytest.raises(ProgrammingError, match="row-level security"):
            published("33", key="jawa-tengah/aduan", province=province)


@pytest.mark.parametrize(("console", "owner"), [
    ("33", "nasional"), ("33", "jawa-timur"), ("33", "salatiga"), ("33", "jawa-tengahan"),
    ("nation", "jawa-tengah"), ("nation", "salatiga"), ("nation", "nation"),
])  # fmt: skip
def test_a_console_begins_no_sop_under_anothers_name(console: str, owner: str) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        published(console, key=f"{owner}/aduan")


def test_every_console_begins_sops_under_the_name_that_it_publishes_by() -> None:
    consoles = [*provinces(), "nation"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT one, public.library_name_of(one) FROM unnest(%s::text[]) one", [consoles])
        assert dict(cursor.fetchall()) == {console: owner_of(console) for console in consoles}
    for console in ("34", "nation"):
        published(console, key=f"{owner_of(console)}/aduan")


def test_the_nation_goes_on_with_what_was_shipped_for_it(salatiga: Office, in_office: InOffice) -> None:
    published("nation", key=SHEET, number=2)
    with in_office(salatiga):
        found = queries.entry(SHEET)
        assert found is not None
        assert found.number == 2


def test_nobody_takes_over_the_name_of_anothers_sop() -> None:
    with pytest.raises(IntegrityError, match="published an SOP first"):
        published("33", key=SHEET, number=2)
    published("33", key="jawa-tengah/aduan")
    with pytest.raises(OperationalError, match="somebody was there first"):
        published("33", key="jawa-tengah/aduan", number=3)
    published("33", key="jawa-tengah/aduan", number=2)


@pytest.mark.parametrize(
    "change", ["name = 'Lain'", "document = '{}'", "published_at = now()", "retired_at = NULL", "province = '35'"]
)
def test_a_published_entry_never_changes(change: str) -> None:
    published("33", key="jawa-tengah/aduan")
    with as_console(connection, "33"), pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(f"UPDATE public.library_libraryentry SET {change} WHERE key = 'jawa-tengah/aduan'")


def test_a_retired_entry_is_offered_no_more_and_stays_retired() -> None:
    row = published("33", key="jawa-tengah/aduan")
    with as_console(connection, "35"):
        assert LibraryEntry.objects.filter(pk=row.pk).update(retired_at=AT) == 0, "another province's"
    with as_console(connection, "33"):
        assert LibraryEntry.objects.filter(pk=row.pk).update(retired_at=AT) == 1
        assert "jawa-tengah/aduan" not in keys()
        assert queries.entry("jawa-tengah/aduan") is not None
        with pytest.raises(ProgrammingError, match="stays as it is"), transaction.atomic():
            LibraryEntry.objects.filter(pk=row.pk).update(retired_at=None)


def test_a_console_sees_its_own_drafts_alone() -> None:
    given = {"name": "Aduan", "slug": "aduan", "text": "", "begun_by": uuid.uuid4(), "begun_at": AT, "changed_at": AT}
    with as_console(connection, "33"):
        ShelfDraft.objects.create(console="33", **given)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            ShelfDraft.objects.create(console="35", **given)
    for console, seen in (("33", 1), ("35", 0), ("nation", 0)):
        with as_console(connection, console):
            assert ShelfDraft.objects.count() == seen


def test_the_web_login_itself_reads_nothing() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        queries.entry(SHEET)


def test_words_services_stages_and_numbers_of_steps_narrow(salatiga: Office, in_office: InOffice) -> None:
    with in_office(salatiga):
        assert {one.key for one in queries.search(words="  KRISIS nunukan ")} == {"nunukan/intervensi-krisis"}
        assert {one.service for one in queries.search(service="penjangkauan")} == {"penjangkauan"}
        longest = queries.search(fewest=19)
        assert {one.key for one in longest} == {one.key for one in queries.entries() if one.steps >= 19} != set()
        assert all(one.steps <= 8 for one in queries.search(most=8))
        with_consent = queries.search(stage="consent")
        assert {one.key for one in with_consent} == {one.key for one in queries.entries() if "consent" in one.stages}
        assert not queries.search(words="tidak-ada-kata-ini").exists()
        assert not queries.search(words="100%_").exists(), "typed marks are no pattern"


def test_a_release_that_does_not_know_who_has_a_draft_open_begins_one(salatiga: Office) -> None:
    connection.set_schema_to_public()
    known = ShelfDraft(console="33", name="A", slug="a", text="x", begun_by=uuid.uuid4(), begun_at=AT, changed_at=AT)
    row = {
        field.column: field.get_db_prep_save(getattr(known, field.attname), connection)
        for field in ShelfDraft._meta.concrete_fields if field.name != "here"
    }  # fmt: skip
    with as_console(connection, "33"), transaction.atomic(), connection.cursor() as cursor:
        names, holes = ", ".join(row), ", ".join(["%s"] * len(row))
        cursor.execute(f"INSERT INTO library_shelfdraft ({names}) VALUES ({holes})", list(row.values()))
        assert ShelfDraft.objects.get(pk=known.pk).here == []
