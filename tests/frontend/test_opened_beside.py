"""The identity opened from inside a half-filled form: what was typed stays, names come where nothing stands."""

import pytest

from cases.models import FilledForm
from safeguards.models import AccessEvent, KeptPost
from tenants.current import in_office
from tests.frontend.screens import faults_of, read, words
from tests.frontend.test_casework_papers import GUEST
from tests.frontend.working import NAME, fields_of, inputs_of, new_case, open_pass, typed_again

ASKED = {"tampilkan": "1", "buka-reason": "form", "buka-words": ""}


@pytest.fixture
def paper(salatiga, case) -> str:
    return f"/kasus/{case.pk}/formulir/buku-tamu/?langkah={open_pass(salatiga, case).pk}"


def test_the_form_asks_for_it_itself_and_enter_still_saves(client, paper):
    page = client.get(paper)
    form = read(page).find("form", action=paper)
    assert form.find("button", {"name": "tampilkan"}) is not None
    first = form.select_one("button[type=submit]")
    assert not first.get("name"), "Enter in a line presses the first button"
    assert read(page).find("form", action=lambda to: bool(to) and to.endswith("/identitas/")) is None
    assert faults_of(page) == []


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
def test_what_was_typed_stays_and_names_come_where_nothing_stands(salatiga, client, case, paper, headers):
    empty = {"visit_date-day": "31", "visit_date-month": "2", "visit_date-year": "", "from_where": "Sidorejo"}
    typed = fields_of(client.get(paper), paper) | {"guest_name": "", "purpose": "PENGADUAN"} | empty
    answer = client.post(paper, typed | ASKED, headers=headers)
    assert answer.status_code == 200
    shown = inputs_of(read(answer).find("form", action=paper))
    assert shown["guest_name"] == NAME
    assert shown["purpose"] == ["PENGADUAN"]
    typed_again(answer, {"from_where": "Sidorejo", "visit_date-day": "31", "visit_date-month": "2"})
    assert read(answer).select_one(".govuk-error-summary") is None
    with in_office(salatiga):
        assert AccessEvent.objects.filter(subject_id=case.pk, reason="form").count() == 1
        assert not FilledForm.objects.exists()
        assert not KeptPost.objects.exists()


def test_a_name_typed_is_not_written_over(client, paper):
    answer = client.post(paper, GUEST | ASKED)
    assert inputs_of(read(answer).find("form", action=paper))["guest_name"] == "Tamu Rekaan"


@pytest.mark.parametrize(
    ("reason", "said", "why"),
    [
        ("other", "", "Tulis keperluan lain itu apa."),
        ("other", "x", "sedikitnya 10 huruf"),
        ("", "", "Untuk keperluan apa"),
    ],
)
def test_a_refused_reason_stays_on_the_form_with_everything_typed(salatiga, client, case, paper, reason, said, why):
    answer = client.post(paper, GUEST | ASKED | {"buka-reason": reason, "buka-words": said})
    assert answer.status_code == 422
    assert why in words(answer)
    typed_again(answer, {"guest_name": "Tamu Rekaan", "visit_date-day": "20"})
    assert faults_of(answer) == []
    assert NAME not in answer.content.decode()
    with in_office(salatiga):
        assert not AccessEvent.objects.filter(subject_id=case.pk).exists()


def test_correcting_keeps_what_was_typed_over_the_earlier_answers(salatiga, client, case, paper):
    client.post(paper, GUEST | {"from_where": "Tingkir"})
    answer = client.post(paper, ASKED | {"guest_name": "Tamu Lain", "reason": "Nama keliru", "from_where": ""})
    shown = inputs_of(read(answer).find("form", action=paper))
    assert (shown["guest_name"], shown["from_where"], shown["reason"]) == ("Tamu Lain", "Tingkir", "Nama keliru")


def test_a_reason_in_free_words_is_told_on_every_page(salatiga, version, sari, client):
    where = f"/kasus/{new_case(salatiga, version, sari).pk}/identitas/"
    short = client.post(where, {"buka-reason": "other", "buka-words": "telp"})
    assert short.status_code == 422
    assert "sedikitnya 10 huruf" in words(short)
    assert client.post(where, {"buka-reason": "other", "buka-words": "Mencocokkan KTP"}).status_code == 303
