"""A session that has ended takes nothing typed with it: kept sealed for who typed it, and back after the login."""

import uuid
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.tasks import forget_old_sessions
from cases.models import Note, Report
from safeguards import keeping
from safeguards.models import KeptPost
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.test_reports import WHOLE
from tests.frontend.working import STORY, inputs_of, new_case, typed_again

NEW = "/laporan/baru/"
HOST = "salatiga.localhost"
HERE = {"Origin": f"http://{HOST}"}
LOGIN = {"login": "sari", "password": "pintu-kayu-9"}


def filled(client) -> dict:
    """The page of a new report as sari fills it in."""
    form = read(client.get(NEW)).find("form", id="laporan-baru")
    return inputs_of(form) | WHOLE | {"next": "simpan"}


def lost(client, typed) -> str:
    """Send the form after the session has ended; where the browser is sent."""
    client.cookies.pop("rangkul_session")
    answer = client.post(NEW, typed, headers=HERE)
    assert answer.status_code == 302
    return answer["Location"]


def test_a_report_sent_after_the_session_comes_back_filled_and_is_then_stored(salatiga, sari):
    client = enter(salatiga, sari)
    typed = filled(client)
    login = lost(client, typed)
    page = client.get(login)
    assert "Isian Anda masih ada" in words(page)
    assert STORY not in login + page.content.decode()
    back = client.post(login, LOGIN | {"next": read(page).find("input", {"name": "next"})["value"]})["Location"]
    assert back.startswith(f"{NEW}?isian=")
    answer = client.get(back)
    assert answer.status_code == 200
    assert faults_of(answer) == []
    assert "belum tersimpan" in words(answer)
    typed_again(answer, {"victim_name": WHOLE["victim_name"], "story": STORY, "safe_contact": "Siang saja"})
    with in_office(salatiga):
        assert Report.objects.count() == 0
    assert client.get(back).status_code == 200, "loading the page again must not lose it"
    again = inputs_of(read(answer).find("form", id="laporan-baru"))
    assert client.post(NEW, again).status_code == 303
    with in_office(salatiga):
        assert Report.objects.count() == 1
        assert KeptPost.objects.count() == 0


def test_a_login_without_an_address_also_leads_to_what_was_kept(salatiga, sari):
    client = enter(salatiga, sari)
    lost(client, filled(client))
    assert client.post("/masuk/", LOGIN)["Location"].startswith(f"{NEW}?isian=")


def test_what_was_kept_is_sealed_and_nobody_else_s(salatiga, sari):
    other = employ(salatiga, "ratna", "resepsionis")
    client = enter(salatiga, sari)
    lost(client, filled(client))
    with in_office(salatiga):
        row = KeptPost.objects.get()
        with connection.cursor() as cursor:
            cursor.execute("SELECT fields FROM safeguards_keptpost")
            assert STORY.encode() not in bytes(cursor.fetchone()[0])
    page = enter(salatiga, other).get(f"{NEW}?isian={row.pk}")
    assert page.status_code == 200
    assert STORY not in page.content.decode()


def test_it_is_kept_an_hour_and_then_gone(salatiga, sari):
    client = enter(salatiga, sari)
    lost(client, filled(client))
    with in_office(salatiga):
        row = KeptPost.objects.get()
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert STORY not in enter(salatiga, sari).get(f"{NEW}?isian={row.pk}").content.decode()
        with in_office(salatiga):
            assert forget_old_sessions() >= 1
            assert KeptPost.objects.count() == 0


@pytest.mark.parametrize("mark", ["", "palsu", "{}:palsu"])
def test_a_stranger_s_form_is_not_kept(salatiga, sari, mark):
    client = enter(salatiga)
    answer = client.post(NEW, WHOLE | {"oleh": mark.format(sari.pk)}, headers=HERE)
    assert answer["Location"] == "/masuk/?next=%2F"
    with in_office(salatiga):
        assert KeptPost.objects.count() == 0


def test_of_each_person_only_the_newest_stay(salatiga, sari):
    with in_office(salatiga):
        for number in range(keeping.MOST + 3):
            keeping.keep(fields={"a": ["b"]}, path=f"/x/{number}/", by=sari.pk, at=timezone.now())
        assert KeptPost.objects.count() == keeping.MOST
        assert keeping.keep(fields={}, path="/x/", by=uuid.uuid4(), at=timezone.now()) is None


def test_a_note_of_a_step_comes_back_and_looking_at_it_stores_nothing(salatiga, sari, version):
    case = new_case(salatiga, version, sari)
    client = enter(salatiga, sari)
    page = client.get(f"/kasus/{case.pk}/")
    form = next(form for form in read(page).find_all("form") if form.get("action", "").endswith("/selesai/"))
    typed = inputs_of(form) | {"note": "Datang dengan adiknya.", "simpan": "catatan"}
    client.cookies.pop("rangkul_session")
    login = client.post(form["action"], typed, headers=HERE)["Location"]
    back = client.post(login, LOGIN | {"next": read(client.get(login)).find("input", {"name": "next"})["value"]})
    answer = client.get(back["Location"])
    typed_again(answer, {"note": "Datang dengan adiknya."})
    with in_office(salatiga):
        assert Note.objects.count() == 0


def test_a_form_of_the_sop_comes_back_to_its_own_step(salatiga, sari, version):
    case = new_case(salatiga, version, sari)
    client = enter(salatiga, sari)
    link = read(client.get(f"/kasus/{case.pk}/")).select_one(".rk-papers a")["href"]
    form = next(one for one in read(client.get(link)).find_all("form") if one.get("action") == link)
    client.cookies.pop("rangkul_session")
    login = client.post(link, inputs_of(form) | {"guest_name": "Bu Rekaan"}, headers=HERE)["Location"]
    answer = client.get(client.post(login, LOGIN | {"next": parse_qs(login)["/masuk/?next"][0]})["Location"])
    typed_again(answer, {"guest_name": "Bu Rekaan"})


def test_for_htmx_the_page_stays_and_the_words_lead_to_a_login_in_another_tab(salatiga, sari):
    client = enter(salatiga, sari)
    typed = filled(client)
    client.cookies.pop("rangkul_session")
    answer = client.post(NEW, typed, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["Rangkul-Beside"]) == (401, "1")
    assert "Isian Anda masih ada" in words(answer)
    link = read(answer).find("a", target="_blank")
    assert link["href"] == "/masuk/?next=%2Fmasuk%2Fselesai%2F"
    done = client.post(link["href"], LOGIN | {"next": "/masuk/selesai/"})
    assert "kembali ke tab yang tadi" in words(client.get(done["Location"]))


def test_a_form_of_one_person_is_not_sent_by_the_next_at_the_same_browser(salatiga, sari):
    typed = filled(enter(salatiga, sari))
    ratna = enter(salatiga, employ(salatiga, "ratna", "resepsionis"))
    for headers in ({"HX-Request": "true"}, {}):
        answer = ratna.post(NEW, typed, headers=headers)
        assert answer.status_code == 403
        assert "milik akun lain" in words(answer)
    with in_office(salatiga):
        assert Report.objects.count() == 0
    assert enter(salatiga).post("/masuk/", LOGIN)["Location"].startswith(f"{NEW}?isian=")


def strict(salatiga, person=None) -> Client:
    client = Client(headers={"host": HOST}, enforce_csrf_checks=True)
    if person is not None:
        with in_office(salatiga):
            client.force_login(person)
    return client


def test_a_form_with_an_old_key_comes_back_filled_with_a_new_one(salatiga, sari):
    client = strict(salatiga, sari)
    typed = filled(client) | {"csrfmiddlewaretoken": "x" * 32}
    answer = client.post(NEW, typed, headers=HERE)
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    typed_again(page, {"story": STORY})
    form = read(page).find("form", id="laporan-baru")
    key = form.find("input", {"name": "csrfmiddlewaretoken"})["value"]
    assert client.post(NEW, inputs_of(form) | {"csrfmiddlewaretoken": key}, headers=HERE).status_code == 303


def test_a_form_that_another_site_sent_is_refused_and_not_kept(salatiga, sari):
    client = strict(salatiga, sari)
    typed = filled(client) | {"csrfmiddlewaretoken": "x" * 32}
    assert client.post(NEW, typed, headers={"Origin": "http://lain.example"}).status_code == 403
    with in_office(salatiga):
        assert KeptPost.objects.count() == 0


def test_for_htmx_an_old_key_leaves_the_page_and_brings_a_new_key(salatiga, sari):
    client = strict(salatiga, sari)
    typed = filled(client)
    client.cookies.pop("rangkul_csrf")
    answer = client.post(NEW, typed | {"csrfmiddlewaretoken": "x" * 32}, headers={"HX-Request": "true"} | HERE)
    assert (answer.status_code, answer["Rangkul-Beside"]) == (403, "1")
    assert read(answer).find("html") is None
    assert "Tekan tombolnya sekali lagi" in words(answer)
    assert client.cookies["rangkul_csrf"].value


def test_the_session_ends_ten_hours_after_the_last_deed_not_after_the_login(salatiga, sari):
    start = timezone.now()
    client = enter(salatiga)
    with time_machine.travel(start, tick=False):
        assert client.post("/masuk/", LOGIN).status_code == 302
    for hours in (6, 12, 18):
        with time_machine.travel(start + timedelta(hours=hours), tick=False):
            assert client.get("/setelan/").status_code == 200
    polled = {"HX-Request": "true"}
    with time_machine.travel(start + timedelta(hours=26), tick=False):
        assert client.get("/laporan/", headers=polled).status_code == 200
    with time_machine.travel(start + timedelta(hours=29), tick=False):
        assert client.get("/laporan/", headers=polled).status_code == 401, "a page that asks by itself is nobody's work"
