"""A form changes between two versions of an SOP: what other products stumbled over when cases moved."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from cases.models import Case, FilledForm
from cases.operations import filling
from sop_library.models import SopVersion
from sop_library.operations.adopting import adopt
from sop_library.queries import form_version
from tenants.current import in_office
from tenants.models import Office
from tests.cases.driving import answers
from tests.cases.moving import changed, move_all, step_in, take_back
from tests.cases.test_moving_back_properties import every_row, rows_statement
from tests.frontend.screens import OPENED, employ, enter, faults_of, read, words
from tests.frontend.working import finish, new_case, open_pass
from tests.sop_library.sheets import sop, step

pytestmark = pytest.mark.django_db
BEFORE, AFTER = "buku-tamu", "asesmen"
FORMS = {"f": {"label": "Formulir F", "form": BEFORE}}
OUT = [{"key": "o", "label": "Formulir F", "form": "f"}]


@pytest.fixture
def boss(salatiga: Office, old: SopVersion) -> Staff:
    """An admin who holds every lane."""
    return employ(salatiga, "boss", "*", admin=True)


@pytest.fixture
def client(salatiga: Office, boss: Staff) -> Client:
    return enter(salatiga, boss)


@pytest.fixture
def old(salatiga: Office) -> SopVersion:
    """The SOP whose first step leaves a form behind."""
    with in_office(salatiga):
        return adopt(definition=sop(step("a", outputs=OUT), step("b"), forms=FORMS), at=OPENED)


@pytest.fixture
def case(salatiga: Office, old: SopVersion, boss: Staff) -> Case:
    return new_case(salatiga, old, boss, door="datang")


@pytest.fixture
def newer(salatiga: Office, case: Case, old: SopVersion) -> SopVersion:
    """The same sheet, word by word, with another form behind its name."""

    def other(document):
        document["forms"]["f"]["form"] = AFTER

    with in_office(salatiga):
        return changed(old, other, at=OPENED)


def fill(office: Office, case: Case, form: str, by: Staff) -> FilledForm:
    row = open_pass(office, case, "a")
    with in_office(office):
        asked = filling.form_of(form_version(key=form))
        return filling.fill(case=case, step_pass=row, form_key=form, answers=answers(asked), by=by, at=timezone.now())


def moved(office: Office, case: Case, old: SopVersion, newer: SopVersion, boss: Staff) -> None:
    with in_office(office):
        move_all(old, newer, by=boss, at=timezone.now())
        assert Case.objects.get(pk=case.pk).version_id == newer.pk


def test_a_form_alone_is_a_change_and_the_plan_and_the_dry_run_say_which(client, case, old, newer):
    """spiff-arena#1922: where only a form had changed, the move saw nothing to move to."""
    assert newer.pk != old.pk
    page = client.get(f"/sop/{old.sop.slug}/versi/2/pindah/", {"dari": "1", "periksa": "1"})
    assert (page.status_code, faults_of(page)) == (200, [])
    plan = " ".join(read(page).select_one("section[aria-labelledby=h-formulir]").get_text(" ").split())
    tried = " ".join(read(page).select_one("#hasil").get_text(" ").split())
    for said in (plan, tried):
        assert "(formulir versi 1) diganti “" in said
        assert "Formulir yang sudah diisi tetap tersimpan" in said
    assert "1 kasus pindah" in tried
    assert "A berubah: formulir" in tried
    assert "sama kunci" in " ".join(read(page).select_one("details li").get_text(" ").split())


def test_where_no_form_changed_nothing_is_said_of_forms(salatiga, client, case, old):
    with in_office(salatiga):
        changed(old, lambda document: step_in(document, "b").update(text="Dengan cara lain"), at=OPENED)
    page = client.get(f"/sop/{old.sop.slug}/versi/2/pindah/", {"dari": "1", "periksa": "1"})
    assert read(page).select_one("#h-formulir") is None


def test_the_new_form_is_found_filled_and_the_step_completed(salatiga, client, boss, case, old, newer):
    """camunda#35045: after the move the form of the task was not found, and its page hung."""
    moved(salatiga, case, old, newer, boss)
    page = client.get(f"/kasus/{case.pk}/")
    assert (page.status_code, faults_of(page)) == (200, [])
    links = [one["href"] for one in read(page).select("a[href*='/formulir/']")]
    assert [one for one in links if AFTER in one]
    assert [one for one in links if BEFORE in one] == []
    assert client.get(next(one for one in links if AFTER in one)).status_code == 200
    assert finish(client, salatiga, case, "a").status_code == 422, "without the new form"
    fill(salatiga, case, AFTER, boss)
    answer = finish(client, salatiga, case, "a")
    assert answer.status_code == 303, words(answer)


def test_a_step_with_its_form_filled_before_the_move_can_be_completed(salatiga, client, boss, case, old, newer):
    """camunda#44227: the task that had been open before the move could not be completed after it."""
    kept = fill(salatiga, case, BEFORE, boss)
    moved(salatiga, case, old, newer, boss)
    fill(salatiga, case, AFTER, boss)
    answer = finish(client, salatiga, case, "a")
    assert answer.status_code == 303, words(answer)
    assert open_pass(salatiga, case, "b").step == "b"
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "check"})
    assert client.get(f"/kasus/{case.pk}/isian/{kept.pk}/").status_code == 200, "what was filled can be read"


def test_a_running_case_takes_up_what_the_new_version_asks_for(salatiga, client, boss, case, old):
    """open-zaak#1620: a running case could not take up what a new version of its type asks for."""

    def more(document):
        document["forms"]["g"] = {"label": "Formulir G", "form": AFTER}
        step_in(document, "a")["outputs"].append({"key": "p", "label": "Formulir G", "form": "g"})

    with in_office(salatiga):
        newer = changed(old, more, at=OPENED)
    page = client.get(f"/sop/{old.sop.slug}/versi/2/pindah/", {"dari": "1", "periksa": "1"})
    assert "baru diminta" in " ".join(read(page).select_one("#hasil").get_text(" ").split())
    fill(salatiga, case, BEFORE, boss)
    moved(salatiga, case, old, newer, boss)
    assert finish(client, salatiga, case, "a").status_code == 422, "the new form is asked for, too"
    fill(salatiga, case, AFTER, boss)
    assert finish(client, salatiga, case, "a").status_code == 303


def test_taken_back_the_case_and_its_filled_form_are_as_they_were(salatiga, boss, case, old, newer):
    """spiff-arena#1922 the other way round: the former form is there again, and what was filled in it."""
    fill(salatiga, case, BEFORE, boss)
    with in_office(salatiga):
        statement = rows_statement()
        before = every_row(statement, [case.pk])
        assert any(row.startswith("cases_filledform") for row in before[case.pk])
        move = move_all(old, newer, by=boss, at=timezone.now())
        take_back(move, by=boss, at=timezone.now())
        assert every_row(statement, [case.pk]) == before
