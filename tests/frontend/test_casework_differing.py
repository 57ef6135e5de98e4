"""A form that says otherwise than the case: both pages say so in an open window, and one click decides."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import FilledForm, Person
from frontend.casework.differing import of_person
from sop_library.codes import labels
from sop_library.forms import get
from sop_library.models import FormVersion
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.working import NIK

OTHER = "3373015001900001"


@pytest.fixture
def filled(salatiga, client, case) -> FilledForm:
    """The complaint form, saved on screen with another NIK than the case's."""
    where = f"/kasus/{case.pk}/formulir/formulir-pengaduan/"
    sent = {
        "report_date-day": "20", "report_date-month": "11", "report_date-year": "2025", "reporter_relation": "KORBAN",
        "victim_nik": OTHER, "needs": "Didampingi.", "respondent_relation": "SUAMI_ISTRI",
    }  # fmt: skip
    page = client.post(where, sent, follow=True)
    assert "Berbeda dari yang tercatat pada kasus: Korban, NIK" in words(page)
    assert OTHER not in page.content.decode()
    assert "Suami/istri" in words(page), "a respondent known by relation alone is a party"
    with in_office(salatiga):
        return FilledForm.objects.get()


def pages(case, filled, victim) -> tuple[str, str]:
    return f"/kasus/{case.pk}/pihak/{victim.pk}/", f"/kasus/{case.pk}/isian/{filled.pk}/"


def test_both_pages_say_it_in_an_open_window_and_the_form_may_be_right(salatiga, client, case, filled):
    with in_office(salatiga):
        victim = Person.objects.get(roles__kind="victim")
    for where in pages(case, filled, victim):
        assert "Mana yang benar?" not in words(client.get(where))
    settle = f"/kasus/{case.pk}/isian/{filled.pk}/mana-yang-benar/"
    choice = {"pertanyaan": "victim_nik", "benar": "formulir", "dari": "pihak"}
    assert "Buka dulu identitas" in words(client.post(settle, choice, follow=True))
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "check"})
    for where in pages(case, filled, victim):
        page = client.get(where)
        assert faults_of(page) == []
        assert "3373 0150 0190 0001 Tercatat pada kasus: 3373 0157 0895 0003" in words(page)
    done = client.post(settle, choice)
    assert done["Location"] == pages(case, filled, victim)[0]
    page = words(client.get(done["Location"]))
    assert "Mana yang benar?" not in page
    assert "NIK: Menurut formulir" in page
    with in_office(salatiga):
        assert Person.objects.get(pk=victim.pk).nik == OTHER
    assert client.post(settle, choice).status_code == 409


def test_the_recorded_may_be_right_and_the_trail_keeps_it(salatiga, client, case, filled):
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "check"})
    settle = f"/kasus/{case.pk}/isian/{filled.pk}/mana-yang-benar/"
    assert client.post(settle, {"pertanyaan": "victim_name", "benar": "apa"}).status_code == 404
    assert client.get(settle).status_code == 303
    sent = client.post(settle, {"pertanyaan": "victim_nik", "benar": "tercatat", "dari": "isian"}, follow=True)
    assert "Mana yang benar?" not in words(sent)
    with in_office(salatiga):
        assert Person.objects.get(roles__kind="victim").nik == NIK
    assert "yang tercatat tetap dipakai" in words(client.get(f"/kasus/{case.pk}/jejak/"))
    outsider = enter(salatiga, employ(salatiga, "wahyu"))
    assert outsider.post(settle, {"pertanyaan": "victim_nik", "benar": "formulir"}).status_code == 404


def test_a_newer_form_begins_with_what_the_last_one_put_right(client, case, filled):
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    page = client.get(f"/kasus/{case.pk}/formulir/formulir-pengaduan/")
    assert read(page).find("input", {"name": "victim_nik"})["value"].replace(" ", "") == OTHER


def test_a_birth_date_of_another_age_is_shown_beside_the_recorded_age(salatiga, client, case):
    with in_office(salatiga):
        Person.objects.filter(roles__kind="victim").update(age_band="A25_44", birth_date=None)
    client.post(
        f"/kasus/{case.pk}/formulir/formulir-pengaduan/",
        {
            "report_date-day": "20", "report_date-month": "11", "report_date-year": "2025",
            "reporter_relation": "KORBAN", "needs": "Didampingi.", "victim_birth_date-day": "4",
            "victim_birth_date-month": "5", "victim_birth_date-year": "2016",
        },
    )  # fmt: skip
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    with in_office(salatiga):
        victim, filled = Person.objects.get(roles__kind="victim"), FilledForm.objects.get()
    assert (victim.age_band, victim.birth_date) == ("A25_44", None)
    for where in pages(case, filled, victim):
        said = words(client.get(where))
        assert "Mana yang benar?" in said
        assert labels("age_band")["A25_44"] in said
        assert "4 Mei 2016" in said


def test_sex_and_regions_are_settled_like_the_rest(salatiga, client, case):
    client.post(
        f"/kasus/{case.pk}/formulir/formulir-pengaduan/",
        {
            "report_date-day": "20", "report_date-month": "11", "report_date-year": "2025",
            "reporter_relation": "KORBAN", "needs": "Didampingi.", "victim_sex": "L", "papers_region": "33.73",
        },
    )  # fmt: skip
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    with in_office(salatiga):
        victim, filled = Person.objects.get(roles__kind="victim"), FilledForm.objects.get()
    said = words(client.get(pages(case, filled, victim)[1]))
    assert "Laki-laki Tercatat pada kasus: Perempuan" in said
    assert "Kota Salatiga Tercatat pada kasus: Kabupaten Semarang" in said
    settle = f"/kasus/{case.pk}/isian/{filled.pk}/mana-yang-benar/"
    client.post(settle, {"pertanyaan": "papers_region", "benar": "formulir", "dari": "isian"})
    client.post(settle, {"pertanyaan": "victim_sex", "benar": "tercatat", "dari": "isian"})
    with in_office(salatiga):
        victim.refresh_from_db()
    assert (victim.sex, victim.residence) == ("P", "33.73")


def test_more_that_differs_asks_no_more_queries(salatiga, sari, case, filled):
    with in_office(salatiga):
        person = Person.objects.get(roles__kind="victim")

        def asked() -> tuple[int, int]:
            with CaptureQueriesContext(connection) as captured:
                lines = of_person(case, person)
            return len(lines), len(captured)

        asked()
        one, few = asked()
        form = get("data-korban-dan-kasus")
        version = FormVersion.objects.create(
            key=form.key, number=form.version, definition=dict(form.document), content_hash=form.digest
        )
        more = FilledForm(case=case, form=version, step_pass=None, at=timezone.now(), by=sari)
        more.answers = {"victim_sex": "L"}
        more.save(force_insert=True)
        assert asked() == (one + 1, few)
