"""A release's newer form reaches an office that has the older one; what was filled or half typed is not hurt by it."""

import io
from copy import deepcopy

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from cases.models import FilledForm
from sop_library.forms import FormDefinition, from_document, get
from sop_library.models import FormVersion
from sop_library.operations import taking
from sop_library.queries import form_version
from tenants.current import in_office
from tenants.migrating import migrate_everything
from tests.frontend.screens import read, take, words
from tests.tenants.test_migrating import AT

SHEET = "lembar-informed-consent"
NEW = "giver_because"
TYPED = {
    "consent_date-day": "20", "consent_date-month": "11", "consent_date-year": "2025", "explained": "YA",
    "given_by": "KORBAN", "consent_service": "YA", "retention": "Disimpan sepuluh tahun.",
}  # fmt: skip


def older() -> FormDefinition:
    """The consent sheet before it asked why somebody else speaks."""
    document = deepcopy(dict(get(SHEET).document))
    document["version"] -= 1
    del document["schema"]["properties"][NEW]
    for group in document["ui"]["groups"]:
        group["fields"] = [name for name in group["fields"] if name != NEW]
    document["rules"] = [rule for rule in document["rules"] if NEW not in str(rule)]
    return from_document(document)


@pytest.fixture
def opened_before(monkeypatch: pytest.MonkeyPatch):
    """Let an office take an SOP as it did when the release had the older sheet."""

    def take_it(office, name="salatiga/pengaduan-langsung"):
        with monkeypatch.context() as then:
            then.setattr(taking, "get", lambda key: older() if key == SHEET else get(key))
            return take(office, name)

    return take_it


@pytest.fixture
def version(salatiga, opened_before):
    return opened_before(salatiga)


@pytest.fixture
def where(case) -> str:
    return reverse("form_fill", args=[case.pk, SHEET])


def numbers(office) -> list[int]:
    with in_office(office):
        return sorted(FormVersion.objects.filter(key=SHEET).values_list("number", flat=True))


def test_a_migration_brings_every_office_the_newer_version_of_its_forms_once(
    owner_db, salatiga, banyuwangi, nunukan, opened_before
):
    newest = get(SHEET).version
    opened_before(salatiga)
    opened_before(banyuwangi, "banyuwangi/p2tp2a")
    told: list[str] = []
    migrate_everything(at=AT, report=told.append)
    assert told[-1] == "Isi baru dari rilis ini: 2 kantor."
    assert [numbers(office) for office in (salatiga, banyuwangi, nunukan)] == [[newest - 1, newest]] * 2 + [[]]
    told.clear()
    migrate_everything(at=AT, report=told.append)
    assert not [line for line in told if "Isi baru" in line]
    assert numbers(salatiga) == [newest - 1, newest]


def test_an_office_that_cannot_take_them_is_named_and_holds_up_no_other(
    owner_db, salatiga, banyuwangi, opened_before, monkeypatch
):
    opened_before(salatiga)
    opened_before(banyuwangi, "banyuwangi/p2tp2a")
    taken, newest = taking.take_newer_forms, get(SHEET).version

    def fails_in_salatiga():
        if connection.schema_name == salatiga.schema_name:
            raise ValueError("Rini Astuti")
        return taken()

    monkeypatch.setattr(taking, "take_newer_forms", fails_in_salatiga)
    with pytest.raises(CommandError, match=r"r3373\): SOP: ValueError"):
        call_command("migrate_offices", stdout=io.StringIO())
    assert [numbers(office) for office in (salatiga, banyuwangi)] == [[newest - 1], [newest - 1, newest]]


def test_what_was_filled_keeps_its_version_and_is_corrected_in_the_newer_one(salatiga, client, case, where):
    assert client.post(where, TYPED).status_code == 303
    with in_office(salatiga):
        assert [form.key for form in taking.take_newer_forms()] == [SHEET]
        assert taking.take_newer_forms() == []
        filled = FilledForm.objects.select_related("form").get()
        assert (filled.form.number, form_version(key=SHEET).number) == (get(SHEET).version - 1, get(SHEET).version)
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    assert "Disimpan sepuluh tahun." in words(client.get(reverse("form_filled", args=[case.pk, filled.pk])))
    page = client.get(where)
    assert read(page).find(attrs={"name": "retention"})
    assert "Disimpan sepuluh tahun." in str(read(page))
    assert read(page).find(attrs={"name": NEW})
    again = client.post(where, TYPED | {"menggantikan": str(filled.pk), "reason": "Salah tulis"})
    assert again.status_code == 303
    with in_office(salatiga):
        newest = FilledForm.objects.select_related("form").get(replaces=filled)
        assert newest.form.number == get(SHEET).version


def test_what_was_half_typed_in_the_older_one_is_kept_and_taken_by_the_newer(salatiga, client, where):
    assert read(client.get(where)).find(attrs={"name": NEW}) is None
    with in_office(salatiga):
        taking.take_newer_forms()
    half = {name: value for name, value in TYPED.items() if name != "consent_service"}
    answer = client.post(where, half)
    assert answer.status_code == 422
    assert "Disimpan sepuluh tahun." in str(read(answer))
    assert read(answer).find(attrs={"name": NEW})
    assert client.post(where, TYPED).status_code == 303
