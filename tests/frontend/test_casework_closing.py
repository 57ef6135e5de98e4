"""Nothing opened stays on a screen nobody watches: every page of a case closes when its ten minutes are over."""

import re

import pytest
from django.utils import timezone

from cases.models import FilledForm, Incident, Person
from cases.operations import notes
from tenants.current import in_office
from tests.frontend.screens import faults_of, read, words
from tests.frontend.working import NAME, STORY, fill_paper, new_case, open_pass

NOTE = "Catatan rekaan tentang keluarganya."


@pytest.fixture
def pages(salatiga, version, sari) -> dict[str, str]:
    """Name -> address of every page of one case that shows what is sealed."""
    case = new_case(salatiga, version, sari)
    fill_paper(salatiga, case, "buku-tamu", "buku-tamu")
    with in_office(salatiga):
        notes.add(case=case, body=NOTE, by=sari, at=timezone.now())
        person, incident = Person.objects.get(case=case), Incident.objects.get(case=case)
        filled = FilledForm.objects.get(case=case)
    where = f"/kasus/{case.pk}/"
    return {
        "case": where, "trail": f"{where}jejak/", "notes": f"{where}catatan/", "consents": f"{where}persetujuan/",
        "filled": f"{where}isian/{filled.pk}/", "person": f"{where}pihak/{person.pk}/",
        "incident": f"{where}kejadian/{incident.pk}/",
        "person's form": f"{where}pihak/{person.pk}/?ubah=1",
        "incident's form": f"{where}kejadian/{incident.pk}/?ubah=1",
        "fill": f"{where}formulir/buku-tamu/?langkah={open_pass(salatiga, case).pk}",
    }  # fmt: skip


def open_window(client, pages) -> None:
    client.post(f"{pages['case']}identitas/", {"buka-reason": "contact"})


FORMS = ["person's form", "incident's form", "fill"]


@pytest.mark.parametrize("name", ["case", "trail", "notes", "consents", "filled", "person", "incident", *FORMS])
def test_every_page_that_shows_what_is_sealed_closes_itself_with_and_without_javascript(client, pages, name):
    open_window(client, pages)
    page = read(client.get(pages[name]))
    refresh = page.select_one("head noscript meta[http-equiv=refresh]")
    assert 0 < int(refresh["content"]) <= 601
    timed = page.select_one("[hx-trigger*='load delay'], [data-rk-closes]")
    seconds = re.search(r"\d+", timed.get("data-rk-closes") or timed["hx-trigger"])
    assert 0 < int(seconds[0]) <= 601
    if name in ("trail", "notes", "consents", "filled", "person", "incident"):
        assert page.select_one(timed["hx-select"]) == timed, "only what was opened is taken away"
        assert not timed.select("textarea"), "what is being typed stays"


@pytest.mark.parametrize("name", ["trail", "notes", "filled", "person", "incident", *FORMS])
def test_a_closed_page_carries_no_clock(client, pages, name):
    page = client.get(pages[name])
    assert not read(page).select("meta[http-equiv=refresh], [data-rk-closes], [hx-trigger*='load delay']")
    assert NAME not in words(page)
    assert STORY not in words(page)


def test_what_was_being_typed_is_hidden_and_opened_again_in_its_place(client, pages):
    open_window(client, pages)
    page = client.get(pages["person's form"])
    panel = read(page).select_one("[data-rk-closes] + [data-rk-closed][hidden]")
    assert faults_of(page) == []
    form = panel.form
    sent = {"tetap": "1", "buka-reason": ""}
    refused = client.post(form["hx-post"], sent, headers={"hx-request": "true"})
    assert refused.status_code == 422
    assert read(refused).select_one("form input[name=tetap]") is not None
    opened = client.post(form["hx-post"], sent | {"buka-reason": "check"}, headers={"hx-request": "true"})
    assert opened.status_code == 200
    assert "HX-Redirect" not in opened
    assert int(read(opened).form["data-rk-reopened"]) > 590
    assert NAME not in words(opened)
