"""Whoever runs the platform lets people in again and lets them go: at the consoles, and an office's only admin."""

import io

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.models import OfficeEvent, Staff
from frontend.office.words import trail_words
from onboarding.models import Seat
from tenants.current import in_office
from tenants.models import Office


def typed(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    connection.set_schema_to_public()
    return out.getvalue()


@pytest.fixture
def bagus(owner_db: str) -> Staff:
    typed("seat", "add", "33", "--username", "bagus", "--name", "Bagus Pranoto")
    return Staff.objects.get(username="bagus")


def at_the_console(staff: Staff) -> Client:
    client = Client(headers={"host": "console.localhost"})
    client.force_login(staff, backend=settings.AUTHENTICATION_BACKENDS[0])
    connection.set_schema_to_public()
    return client


def test_whoever_leaves_a_console_comes_in_no_more_and_stays_on_record(bagus: Staff) -> None:
    client = at_the_console(bagus)
    assert "/masuk/" not in client.get("/").headers.get("Location", "")
    assert "bagus ditutup" in typed("seat", "end", "BAGUS")
    assert client.get("/")["Location"].startswith("/masuk/")
    assert Seat.objects.filter(staff=bagus).exists()
    for action in ("end", "reset"):
        with pytest.raises(CommandError, match="Tidak ada akun konsol yang aktif"):
            typed("seat", action, "bagus")
    with pytest.raises(CommandError, match="sudah dipakai"):
        typed("seat", "add", "33", "--username", "bagus", "--name", "Lain")


def test_a_seat_gets_a_new_password_for_once_and_its_sessions_end(bagus: Staff) -> None:
    Staff.objects.filter(pk=bagus.pk).update(must_change_password=False)
    client = at_the_console(bagus)
    password = typed("seat", "reset", "bagus").split()[-1]
    assert client.get("/")["Location"].startswith("/masuk/")
    now = Staff.objects.get(pk=bagus.pk)
    assert (now.check_password(password), now.must_change_password, now.is_active) == (True, True, True)


def test_an_office_s_only_admin_gets_back_in_and_the_trail_tells_of_it(owner_db: str) -> None:
    office = Office.objects.get(code="33.73")
    with in_office(office):
        admin = Staff.objects.create_user("kepala", password="lupa-sekali-9", name="Kepala", is_office_admin=True)
    said = typed("staff", "reset", "33.73", "Kepala")
    assert said.startswith("Kota Salatiga: kepala, ")
    with in_office(office):
        now = Staff.objects.get(pk=admin.pk)
        event = OfficeEvent.objects.get(subject=admin)
    assert (now.check_password(said.split()[-1]), now.must_change_password) == (True, True)
    assert (event.kind, event.by_id, event.data) == ("password_reset", admin.pk, {"by_platform": True})
    assert trail_words(event, lanes={}) == "oleh pengelola platform"


def test_who_is_not_there_is_let_into_nothing(owner_db: str) -> None:
    office = Office.objects.get(code="33.73")
    with in_office(office):
        Staff.objects.create_user("lama", password="x", name="Lama", is_active=False)
    for words, told in (
        (("33.73", "lama"), "Tidak ada akun aktif"),
        (("33.73", "hilang"), "Tidak ada akun aktif"),
        (("33.74", "kepala"), "belum punya kantor"),
        (("99.99", "kepala"), "99.99"),
    ):
        with pytest.raises(CommandError, match=told):
            typed("staff", "reset", *words)


@pytest.mark.django_db
def test_the_web_login_lets_nobody_in() -> None:
    for words in (("seat", "end", "jateng"), ("seat", "reset", "jateng"), ("staff", "reset", "33.73", "admin")):
        with pytest.raises(CommandError):
            typed(*words)
