"""What every page shares: the rail, the door, the error pages, and that nothing runs inline."""

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import path

from frontend.answers import go_on, refused
from tests.frontend.screens import employ, enter, faults_of, read, words

ERRORS = ["400", "403", "404", "429", "500", "503", "csrf", "host", "other"]


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("rahasia dapur")


def unreachable(_request: HttpRequest) -> HttpResponse:
    raise OperationalError("rahasia dapur")


def too_slow(_request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20ms'")
        cursor.execute("SELECT pg_sleep(5), 'rahasia dapur'")
    raise AssertionError


def moved(request: HttpRequest) -> HttpResponse:
    return go_on(request, "settings")


def told(request: HttpRequest) -> HttpResponse:
    return refused(request, "Karena ini contoh.", status=409)


class Urls:
    """The office's addresses and a few that go wrong."""

    from config.urls import office

    handler400, handler403, handler404, handler500 = (
        office.handler400, office.handler403, office.handler404, office.handler500,
    )  # fmt: skip
    urlpatterns = (
        *office.urlpatterns,
        path("rusak", broken),
        path("putus", unreachable),
        path("lambat", too_slow),
        path("pindah", moved),
        path("ditolak", told),
    )


@pytest.fixture
def ratna(salatiga):
    return employ(salatiga, "ratna", post="Analis Pengaduan")


@pytest.fixture
def client(salatiga, ratna):
    client = enter(salatiga, ratna)
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=Urls):
        yield client


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_page_is_sound_says_what_to_do_and_needs_no_database(name):
    answer = HttpResponse(render_to_string(f"errors/{name}.html"))
    assert faults_of(answer) == []
    page = read(answer)
    assert len(page.find("p", class_="rk-lead").get_text(strip=True)) > 40
    assert bool(page.find("a", href="/")) is (name != "host")
    assert not page.find("script")


def test_an_unknown_address_of_an_office_is_a_page_that_leads_back(client):
    answer = client.get("/tidak-ada/")
    assert answer.status_code == 404
    assert "Halaman ini tidak ada" in words(answer)


def test_our_fault_says_that_nothing_was_half_saved_and_nothing_of_the_fault(client):
    answer = client.get("/rusak")
    assert answer.status_code == 500
    assert "tidak ada yang tersimpan separuh" in words(answer)
    assert "rahasia" not in answer.content.decode()


def test_a_gone_database_is_a_page_of_its_own(client):
    answer = client.get("/putus")
    assert answer.status_code == 503
    assert "Layanan sedang tidak tersambung" in words(answer)


def test_a_database_that_gives_a_statement_up_is_there_and_is_called_so(client, caplog):
    client.get("/setelan/")
    standing = connection.connection
    assert client.get("/lambat").status_code == 503
    said = [record.getMessage() for record in caplog.records if record.name == "config.errors"]
    assert said == ["the database gave a statement up: django.db.utils.OperationalError: SQLSTATE 57014"]
    assert connection.connection is standing
    assert not standing.closed


def test_a_refusal_has_its_reason_and_the_way_on(client):
    answer = client.get("/ditolak")
    assert answer.status_code == 409
    assert "Karena ini contoh." in words(answer)
    assert faults_of(answer) == []


def test_going_on_after_a_post_is_a_303_and_for_htmx_a_header(client):
    plain, swapped = client.post("/pindah"), client.post("/pindah", headers={"HX-Request": "true"})
    assert (plain.status_code, plain["Location"]) == (303, "/setelan/")
    assert (swapped.status_code, swapped["HX-Redirect"]) == (200, "/setelan/")


def test_the_door_is_shut_for_every_view_that_does_not_say_otherwise(salatiga):
    with override_settings(ROOT_URLCONF=Urls):
        stranger = enter(salatiga)
        for address in ("/rusak", "/pindah", "/ditolak"):
            assert stranger.get(address)["Location"] == f"/masuk/?next=%2F{address[1:]}"
        assert stranger.get("/sehat").status_code == 200
        assert stranger.get("/masuk/").status_code == 200


def test_a_fragment_asked_for_without_a_login_leaves_the_page_and_says_where_to_go(salatiga):
    here = "http://salatiga.localhost/setelan/?x=1"
    answer = enter(salatiga).get("/sop/", headers={"HX-Request": "true", "HX-Current-URL": here})
    assert answer.status_code == 401
    assert answer["Rangkul-Login"] == "/masuk/?next=%2Fsetelan%2F%3Fx%3D1"


def test_after_a_post_without_a_login_nobody_is_sent_back_to_the_posts_address(salatiga):
    assert enter(salatiga).post("/sandi/")["Location"] == "/masuk/?next=%2F"


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(client):
    answer = client.get("/setelan/")
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if part.strip())
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    page = read(answer)
    sources = [tag.get("src") or tag.get("href") for tag in page.find_all(["script", "link", "use", "img"])]
    assert sources
    assert all(source.startswith("/static/") for source in sources)


def test_the_rail_names_the_office_the_person_and_how_to_leave(client):
    page = read(client.get("/setelan/"))
    rail = page.select_one(".rk-rail")
    said = " ".join(rail.get_text(" ").split())
    assert said.startswith("Salatiga Hari ini Kasus Laporan Rujukan SOP Menu")
    assert "Ratna Analis Pengaduan Setelan Keluar" in said
    assert rail.find("form", action="/keluar/", method="post")


def test_every_door_of_the_rail_leads_somewhere(client):
    for link in read(client.get("/setelan/")).select(".rk-rail a"):
        assert client.get(link["href"]).status_code in {200, 302}, link["href"]


def test_the_skip_link_comes_first_and_leads_to_the_content(client):
    page = read(client.get("/setelan/"))
    first = page.body.find("a")
    assert first["href"] == "#isi"
    assert page.find(id="isi").name == "main"


def test_pages_behind_the_door_are_kept_by_no_cache_and_found_by_no_search_engine(client):
    answer = client.get("/setelan/")
    assert answer["Cache-Control"] == "no-store"
    assert read(answer).find("meta", {"name": "robots"})["content"] == "noindex"


def test_messages_are_spoken(client):
    client.post("/setelan/", {"language": "id", "look": "light"})
    page = read(client.get("/setelan/"))
    assert "Setelan disimpan." in page.find(id="pesan").get_text()
    assert page.find(id="pesan")["role"] == "status"


def test_a_page_that_is_not_there_keeps_the_dark_look(salatiga):
    dark = enter(salatiga, employ(salatiga, "malam", dark=True))
    assert "rk-dark" in read(dark.get("/tidak-ada/")).html["class"]
    light = enter(salatiga, employ(salatiga, "siang"))
    assert "rk-dark" not in read(light.get("/tidak-ada/")).html["class"]


def test_on_a_telephone_the_bar_holds_five_at_most_and_the_menu_the_rest(client):
    page = read(client.get("/setelan/"))
    bar = [entry for entry in page.select(".rk-rail li") if "rk-wide" not in entry.get("class", [])]
    assert len(bar) == 5
    behind = {link["href"] for link in page.select(".rk-menu a")}
    assert behind == {entry.a["href"] for entry in page.select(".rk-rail li.rk-wide")}
    assert "/sop/" in behind
