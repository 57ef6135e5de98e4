"""Who comes in at the console: people with a seat, and nobody of an office."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Staff
from tenants.current import in_office
from tenants.models import Office
from tests.console.conftest import HOST

pytestmark = pytest.mark.django_db
Visit = Callable[[str], Client]
PASSWORD = "jembatan kuning tua"


def with_password(username: str) -> None:
    staff = Staff.objects.get(username=username)
    staff.set_password(PASSWORD)
    staff.save()


def test_somebody_with_a_seat_logs_in(visit: Visit) -> None:
    client = visit("")
    assert client.get("/")["Location"] == "/masuk/?next=%2F"
    with_password("jateng")
    page = client.get("/masuk/").content.decode()
    assert "Konsol provinsi dan kementerian" in page
    answer = client.post("/masuk/", {"login": "jateng", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "Provinsi Jawa Tengah" in client.get("/").content.decode()
    assert client.get("/setelan/").status_code == 200
    assert client.post("/keluar/")["Location"] == "/masuk/"
    assert client.get("/").status_code == 302


def test_who_left_or_never_was_does_not(visit: Visit) -> None:
    with_password("mantan")
    for login in ("mantan", "siapa"):
        assert visit("").post("/masuk/", {"login": login, "password": PASSWORD}).status_code == 422


def test_without_a_seat_there_is_nothing_to_see(visit: Visit) -> None:
    answer = visit("tamu").get("/")
    assert answer.status_code == 403
    assert "belum punya tempat" in answer.content.decode()
    assert visit("tamu").get("/setelan/").status_code == 200


def test_a_one_time_password_is_changed_first(visit: Visit) -> None:
    assert visit("baru").get("/")["Location"] == "/sandi/"
    assert visit("baru").get("/sandi/").status_code == 200


def test_staff_of_an_office_do_not_log_in_here(visit: Visit, salatiga: Office) -> None:
    with in_office(salatiga):
        staff = Staff.objects.create_user("ratna", password=PASSWORD, name="Ratna")
        office = Client(headers={"host": "salatiga.localhost"})
        office.force_login(staff, backend=settings.AUTHENTICATION_BACKENDS[0])
        key = office.cookies[settings.SESSION_COOKIE_NAME].value
    assert visit("").post("/masuk/", {"login": "ratna", "password": PASSWORD}).status_code == 422
    client = visit("")
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/")["Location"].startswith("/masuk/")


def test_people_of_the_console_see_no_office(visit: Visit) -> None:
    with_password("jateng")
    client = visit("jateng")
    office = Client(headers={"host": "salatiga.localhost"})
    office.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert office.get("/")["Location"].startswith("/masuk/")
    assert office.post("/masuk/", {"login": "jateng", "password": PASSWORD}).status_code == 422


def test_a_post_needs_its_key(visit: Visit) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": HOST})
    strict.force_login(Staff.objects.get(username="jateng"), backend=settings.AUTHENTICATION_BACKENDS[0])
    assert strict.post("/pembukaan/", {"code": "33.22"}).status_code == 403
