"""Logging in and out, one's own password, language and look."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts import operations
from accounts.models import Staff
from config.settings import base
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, words

PASSWORD = "pintu-kayu-9"
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.fixture
def ratna(salatiga) -> Staff:
    return employ(salatiga, "ratna", post="Analis Pengaduan")


def log_in(client, username="ratna", password=PASSWORD, **more):
    return client.post("/masuk/", {"login": username, "password": password, **more})


def test_the_login_page_names_the_office_and_is_sound(salatiga):
    answer = enter(salatiga).get("/masuk/")
    assert answer.status_code == 200
    assert "Kota Salatiga" in words(answer)
    assert faults_of(answer) == []
    assert answer["Cache-Control"]


def test_a_login_leads_where_the_person_was_going(salatiga, ratna):
    client = enter(salatiga)
    first = client.get("/setelan/?x=1")
    assert first.status_code == 302
    assert first["Location"] == "/masuk/?next=%2Fsetelan%2F%3Fx%3D1"
    page = read(client.get(first["Location"]))
    answer = log_in(client, next=page.find("input", {"name": "next"})["value"])
    assert answer["Location"] == "/setelan/?x=1"
    assert client.get("/setelan/").status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\x01", ""])
def test_a_login_never_leads_to_another_place(salatiga, ratna, elsewhere):
    assert log_in(enter(salatiga), next=elsewhere)["Location"] == reverse("today")


def test_unknown_wrong_closed_and_odd_get_one_and_the_same_answer(salatiga, ratna):
    employ(salatiga, "pergi", is_active=False)
    tried = [("tidak-ada", PASSWORD), ("ratna", "salah"), ("pergi", PASSWORD), ("ratna", "x" * 500), ("ratna", "\x00")]
    answers = [log_in(enter(salatiga), *pair) for pair in tried]
    assert {answer.status_code for answer in answers} == {422}
    said = {read(answer).find(class_="govuk-error-summary__list").get_text(strip=True) for answer in answers[:3]}
    assert len(said) == 1
    for answer in answers:
        assert "rangkul_session" not in answer.cookies
        assert "Jawaban lain tetap tersimpan" not in words(answer)
        assert faults_of(answer) == []
    assert read(answers[1]).find("input", {"name": "login"})["value"] == "ratna"
    assert read(answers[1]).find("input", {"name": "password"}).get("value") is None


@pytest.mark.parametrize("name", ["", " ", "\x00", "a" * 400, "' OR 1=1 --"])
def test_odd_user_names_are_a_fault_on_the_form(salatiga, name):
    assert log_in(enter(salatiga), name).status_code == 422


def test_too_many_tries_for_one_name_are_stopped_even_with_the_right_password(salatiga, ratna, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/key"}
    client = enter(salatiga)
    for _try in range(3):
        assert log_in(client, password="salah").status_code == 422
    stopped = log_in(client)
    assert stopped.status_code == 429
    assert "Tunggu satu menit" in words(stopped)
    assert faults_of(stopped) == []


def test_one_name_is_tried_fifty_times_an_hour_and_not_ten_a_minute_for_ever(salatiga, ratna, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": base.ACCOUNT_RATE_LIMITS["login_failed"]}
    client = enter(salatiga)
    with time_machine.travel(NOON, tick=False) as clock:
        for minute in range(5):
            clock.move_to(NOON + timedelta(minutes=2 * minute))
            assert {log_in(client, password="salah").status_code for _try in range(10)} == {422}
            assert log_in(client).status_code == 429
        clock.move_to(NOON + timedelta(minutes=12))
        assert log_in(client).status_code == 429, "a minute's rest is enough no more"
        clock.move_to(NOON + timedelta(minutes=70))
        assert log_in(client)["Location"] == "/"


def test_too_many_tries_from_one_address_are_stopped_with_a_page(salatiga, ratna, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    client = enter(salatiga)
    answers = [log_in(client, password="salah") for _try in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert "Terlalu banyak percobaan" in words(answers[2])
    assert faults_of(answers[2]) == []


def test_a_session_of_one_office_is_nothing_in_another(two_offices, ratna):
    ours, theirs = two_offices
    client = enter(ours, ratna)
    stolen = enter(theirs)
    stolen.cookies["rangkul_session"] = client.cookies["rangkul_session"].value
    assert client.get("/setelan/").status_code == 200
    assert stolen.get("/setelan/")["Location"].startswith("/masuk/")
    assert log_in(enter(theirs)).status_code == 422


def test_whoever_is_in_is_not_asked_again(salatiga, ratna):
    assert enter(salatiga, ratna).get("/masuk/?next=/setelan/")["Location"] == "/setelan/"


def test_a_closed_account_is_out_at_once(salatiga, ratna):
    client = enter(salatiga, ratna)
    with in_office(salatiga):
        Staff.objects.filter(pk=ratna.pk).update(is_active=False)
    assert client.get("/setelan/")["Location"].startswith("/masuk/")


def test_only_a_post_logs_out(salatiga, ratna):
    client = enter(salatiga, ratna)
    assert client.get("/keluar/")["Location"] == "/setelan/"
    assert client.get("/setelan/").status_code == 200
    answer = client.post("/keluar/")
    assert (answer.status_code, answer["Location"]) == (303, "/masuk/")
    assert client.get("/setelan/").status_code == 302


def test_a_logout_without_its_key_is_refused_with_a_page(salatiga, ratna):
    client = enter(salatiga, ratna)
    client.handler.enforce_csrf_checks = True
    answer = client.post("/keluar/")
    assert answer.status_code == 403
    assert "kedaluwarsa" in words(answer)
    assert faults_of(answer) == []


def test_a_one_time_password_is_not_asked_for_twice_and_no_menu_leads_back_here(salatiga):
    new = employ(salatiga, "baru", must_change_password=True)
    client = enter(salatiga, new)
    page = read(client.get("/sandi/"))
    assert page.find("input", {"name": "current"}) is None
    assert page.select_one("nav.rk-rail") is None
    same = client.post("/sandi/", {"new": PASSWORD, "again": PASSWORD})
    assert "berbeda dari yang sekarang" in words(same)
    assert client.post("/sandi/", {"new": "rumah-teduh-27", "again": "rumah-teduh-27"}).status_code == 303


class TestPassword:
    def change(self, client, current=PASSWORD, new="rumah-teduh-27", again="rumah-teduh-27"):
        return client.post("/sandi/", {"current": current, "new": new, "again": again})

    def test_what_an_admin_sets_at_the_same_moment_stands_and_that_is_said(self, salatiga, ratna, monkeypatch):
        chosen = operations.change_own_password

        def too_late(*, staff: Staff, password: str) -> Staff:
            meanwhile = Staff.objects.get(pk=staff.pk)
            meanwhile.set_password("dari-admin-31")
            meanwhile.save()
            return chosen(staff=staff, password=password)

        monkeypatch.setattr(operations, "change_own_password", too_late)
        answer = self.change(enter(salatiga, ratna))
        assert answer.status_code == 422
        assert "baru saja diganti oleh admin kantor" in words(answer)
        with in_office(salatiga):
            assert Staff.objects.get(pk=ratna.pk).check_password("dari-admin-31")

    def test_a_new_password_is_set_and_this_session_goes_on(self, salatiga, ratna):
        client, elsewhere = enter(salatiga, ratna), enter(salatiga, ratna)
        answer = self.change(client)
        assert (answer.status_code, answer["Location"]) == (303, reverse("today"))
        assert client.get("/setelan/").status_code == 200
        assert elsewhere.get("/setelan/").status_code == 302
        with in_office(salatiga):
            assert Staff.objects.get(pk=ratna.pk).check_password("rumah-teduh-27")

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"current": "salah"}, "Kata sandi sekarang belum cocok"),
            ({"new": "pendek", "again": "pendek"}, "terlalu pendek"),
            ({"new": "password1234", "again": "password1234"}, "terlalu umum"),
            ({"again": "lain-sekali-99"}, "yang sama dua kali"),
            ({"new": PASSWORD, "again": PASSWORD}, "berbeda dari yang sekarang"),
            ({"new": "x" * 300, "again": "x" * 300}, "Ringkas"),
            ({"current": "", "new": "", "again": ""}, "Isi"),
        ],
    )
    def test_a_fault_is_said_and_the_old_password_stays(self, salatiga, ratna, typed, said):
        answer = self.change(enter(salatiga, ratna), **typed)
        assert answer.status_code == 422
        assert said in words(answer)
        assert faults_of(answer) == []
        assert read(answer).title.get_text().startswith("Perbaiki:")
        with in_office(salatiga):
            assert Staff.objects.get(pk=ratna.pk).check_password(PASSWORD)

    def test_guessing_the_old_password_is_stopped(self, salatiga, ratna, settings):
        settings.ACCOUNT_RATE_LIMITS = {"change_password": "2/m/user"}
        client = enter(salatiga, ratna)
        assert [self.change(client, current="salah").status_code for _try in range(3)] == [422, 422, 429]

    def test_a_one_time_password_opens_nothing_but_its_own_change(self, salatiga):
        client = enter(salatiga, employ(salatiga, "baru", must_change_password=True))
        for path in ("/setelan/", "/sop/", "/", "/kantor/"):
            assert client.get(path)["Location"] == "/sandi/"
        assert client.get("/sop/", headers={"HX-Request": "true"})["HX-Redirect"] == "/sandi/"
        page = client.get("/sandi/")
        assert "Pilih kata sandi Anda sendiri" in words(page)
        assert faults_of(page) == []
        self.change(client)
        assert client.get("/setelan/").status_code == 200


class TestSettings:
    def test_the_page_shows_who_i_am_and_what_i_do_here(self, salatiga, ratna):
        answer = enter(salatiga, ratna).get("/setelan/")
        assert "Analis Pengaduan" in words(answer)
        assert "belum ditetapkan sebagai pelaksana" in words(answer)
        assert faults_of(answer) == []

    def test_language_and_look_are_kept_with_the_account(self, salatiga, ratna):
        client = enter(salatiga, ratna)
        answer = client.post("/setelan/", {"language": "en", "look": "dark"})
        assert (answer.status_code, answer["Location"]) == (303, "/setelan/")
        page = read(client.get("/setelan/"))
        assert page.html["lang"] == "en"
        assert "rk-dark" in page.html["class"]

    def test_what_is_not_on_offer_is_refused(self, salatiga, ratna):
        answer = enter(salatiga, ratna).post("/setelan/", {"language": "fr", "look": "pink"})
        assert answer.status_code == 422
        with in_office(salatiga):
            assert (Staff.objects.get(pk=ratna.pk).language, ratna.dark) == ("id", False)


class TestLanguage:
    def test_before_the_login_the_browser_remembers_it(self, salatiga):
        client = enter(salatiga)
        answer = client.post("/bahasa/", {"language": "en", "next": "/masuk/"})
        assert (answer.status_code, answer["Location"]) == (303, "/masuk/")
        assert read(client.get("/masuk/")).html["lang"] == "en"

    def test_after_the_login_the_account_does(self, salatiga, ratna):
        client = enter(salatiga, ratna)
        client.post("/bahasa/", {"language": "en"})
        with in_office(salatiga):
            assert Staff.objects.get(pk=ratna.pk).language == "en"

    @pytest.mark.parametrize("code", ["", "fr", "id\x00", "../en"])
    def test_an_unknown_one_changes_nothing(self, salatiga, code):
        answer = enter(salatiga).post("/bahasa/", {"language": code})
        assert answer.status_code == 303
        assert "rangkul_language" not in answer.cookies

    def test_it_is_changed_by_a_post_only(self, salatiga):
        assert enter(salatiga).get("/bahasa/").status_code == 405
