"""What came from another office is known by its region's code, whatever that office is called by then."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Staff
from cases.carrying import SCOPE, file_of
from cases.models import CarriedAnswers, CarriedLimit, Case, Correction
from cases.models.carried import of_office
from cases.operations import notes
from cases.operations.taking_over import merge
from cases.people import PersonData
from frontend.casework.taking_off import note_lines
from frontend.casework.whose import who_mended
from tenants.current import current_office
from tests.cases.conftest import MONDAY

pytestmark = pytest.mark.django_db
DUE = MONDAY + timedelta(days=3)
BEFORE, NOW, CODE = "Kabupaten Banyuwangi", "Kabupaten Banyuwangi Raya", "35.10"


@pytest.fixture
def case(new_case: Callable[..., Case]) -> Case:
    return new_case(victims=[PersonData(name="Rini Astuti", sex="P", domicile="35.10")])


@pytest.fixture
def came(case: Case, everyone: Staff) -> Callable[..., None]:
    """A file of an office is merged: with these limits, from whoever it says."""

    def come(*keys: str, name: str = BEFORE, code: str = CODE, before: Any = None, **limit: str) -> None:
        told = file_of(case, [], limits=False) | {"limits": [one(key) | limit for key in keys]}
        old = told | {"limits": [one(key) for key in before]} if before is not None else None
        merge(case=case, file=told, before=old, office_name=name, office_code=code, by=everyone, at=MONDAY)

    return come


def one(key: str) -> dict[str, str]:
    return {"key": key, "label": "Rencana tindak lanjut", "due_at": DUE.isoformat()}


def kept() -> list[tuple[str, str, str, bool]]:
    rows = CarriedLimit.objects.order_by("office_code", "office_name", "key")
    return [(row.office_code, row.office_name, row.key, row.met_at is not None) for row in rows]


def test_an_office_that_was_renamed_is_still_the_same(came: Callable[..., None]) -> None:
    came("rtl")
    came("rtl", name=NOW)
    assert kept() == [(CODE, BEFORE, "rtl", False)]
    came(name=NOW, before=["rtl"])
    assert kept() == [(CODE, BEFORE, "rtl", True)], "met there is met here"


def test_two_offices_of_one_name_owe_two_limits(came: Callable[..., None]) -> None:
    came("rtl")
    came("rtl", code="65.03")
    came(code="65.03")
    assert kept() == [(CODE, BEFORE, "rtl", False), ("65.03", BEFORE, "rtl", True)]
    twice = CarriedLimit.objects.get(office_code=CODE)
    twice.pk = uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save(force_insert=True)


def test_a_file_of_before_told_names_alone(came: Callable[..., None]) -> None:
    came("rtl", name="Kabupaten Nunukan", code="65.03", office=BEFORE)
    assert kept() == [("", BEFORE, "rtl", False)]
    came("rtl", name="Kabupaten Nunukan", code="65.03", office=BEFORE, office_code=CODE)
    assert kept() == [(CODE, BEFORE, "rtl", False)], "the same, of which its code is told now"


def test_our_own_that_comes_back_is_ours_under_whatever_name(came: Callable[..., None]) -> None:
    came("rtl", office="Kota Salatiga yang lama", office_code="33.73")
    assert kept() == []


def test_what_goes_on_names_its_office_by_its_code(case: Case, came: Callable[..., None]) -> None:
    came("rtl")
    [limit] = [told for told in file_of(case, list(SCOPE))["limits"] if told.get("office")]
    assert (limit["office"], limit["office_code"]) == (BEFORE, CODE)


def test_answers_of_an_office_are_found_by_its_code(case: Case) -> None:
    for code, name in ((CODE, BEFORE), ("", BEFORE), ("65.03", BEFORE)):
        row = CarriedAnswers(case=case, form="buku-tamu", title="Buku tamu", office_name=name, office_code=code)
        row.answers = {}
        row.save()
    found = CarriedAnswers.objects.filter(of_office(code=CODE, name=BEFORE))
    assert sorted(found.values_list("office_code", flat=True)) == ["", CODE]


def test_rows_of_before_are_given_the_code_of_the_one_office_of_that_name(case: Case) -> None:
    office = current_office()
    for name in (office.name, "Kabupaten yang tidak ada"):
        CarriedLimit.objects.create(case=case, office_name=name, key="rtl", label="x", due_at=DUE, came_at=MONDAY)
    fill = import_module("cases.migrations.0023_by_the_offices_code").FILL
    with connection.cursor() as cursor:
        cursor.execute(fill.format(table="cases_carriedlimit"))
    assert kept() == [("", "Kabupaten yang tidak ada", "rtl", False), (office.code, office.name, "rtl", False)]


def test_an_older_release_knows_offices_of_one_name_as_one_that_is_owed_while_any_is(case: Case) -> None:
    rows = (("", MONDAY, 9), (CODE, None, 4), ("65.03", None, 2), ("65.03", MONDAY, 1))
    for place, (code, met, days) in enumerate(rows):
        key, due = "rtl" if place < 3 else "lain", MONDAY + timedelta(days=days)
        CarriedLimit.objects.create(
            case=case, office_name=BEFORE, office_code=code, key=key, label="x", due_at=due, came_at=MONDAY, met_at=met
        )
    migration = import_module("cases.migrations.0023_by_the_offices_code")
    with connection.cursor() as cursor:
        cursor.execute(migration.ONE_OF_A_NAME)
    assert kept() == [("65.03", BEFORE, "lain", True), ("65.03", BEFORE, "rtl", False)]
    names = [getattr(one, "name", "") for one in migration.Migration.operations]
    back = [getattr(one, "reverse_sql", "") for one in migration.Migration.operations]
    assert back.index(migration.ONE_OF_A_NAME) == names.index("carried_limit_once_a_case") + 1, "before the older rule"


def test_what_another_office_mended_names_that_office_and_nobody_here(case: Case, everyone: Staff) -> None:
    told = file_of(case, list(SCOPE))
    [person] = told["people"]
    now = told | {"people": [person | {"domicile": "33.73"}]}
    merge(case=case, file=now, before=told, office_name=BEFORE, office_code=CODE, by=everyone, at=MONDAY)
    row = Correction.objects.get(case=case, field="domicile")
    assert (row.there, row.by) == (CODE, everyone)
    assert who_mended(row) == "Kabupaten Banyuwangi"
    row.there = ""
    assert who_mended(row) == everyone.name


def test_what_another_office_took_off_names_it_too(case: Case, everyone: Staff) -> None:
    told = file_of(case, list(SCOPE))
    gone = told | {"people": [], "off": [told["people"][0]["id"]]}
    merge(case=case, file=gone, before=told, office_name=BEFORE, office_code=CODE, by=everyone, at=MONDAY)
    assert list(Correction.objects.filter(case=case).values_list("there", flat=True)) == [CODE]


def test_a_note_that_another_office_struck_says_which(case: Case, everyone: Staff) -> None:
    note = notes.add(case=case, body="Salah orang.", by=everyone, at=MONDAY)
    told = file_of(case, list(SCOPE))
    struck = told | {"off": [str(note.pk)]}
    merge(case=case, file=struck, before=told, office_name=BEFORE, office_code=CODE, by=everyone, at=MONDAY)
    [line] = note_lines(case, opened=False)
    assert (line.who, line.struck is not None) == ("Kabupaten Banyuwangi", True)
