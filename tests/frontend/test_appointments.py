"""Appointments on the case page and on Hari ini."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Appointment
from cases.operations import appointments
from cases.operations.appointments import AppointmentData
from tenants.current import in_office
from tests.frontend.between import Between
from tests.frontend.screens import faults_of, words

pytestmark = pytest.mark.django_db
PLACE = "Rumah aman di jalan rekaan"


@pytest.fixture
def agreed(two) -> Appointment:
    with in_office(two.here):
        data = AppointmentData(kind="court", at=timezone.now() + timedelta(hours=2), place=PLACE)
        return appointments.add(case=two.case, data=data, by=two.ratna, at=timezone.now())


def of(two: Between, row: Appointment | None = None, what: str = "") -> str:
    tail = f"{row.pk}/{what}/" if row is not None else ""
    return f"/kasus/{two.case.pk}/janji/{tail}"


def test_one_is_made_and_what_it_says_stays_shut(two) -> None:
    later = timezone.localdate() + timedelta(days=3)
    typed = {
        "kind": "counselling", "day-day": later.day, "day-month": later.month, "day-year": later.year, "hour": "9.30",
        "place": PLACE,
    }  # fmt: skip
    assert two.sender.post(of(two), typed).status_code == 303
    page = two.sender.get(of(two))
    assert faults_of(page) == []
    assert "Konseling" in words(page)
    assert PLACE not in words(page)
    assert "Konseling" in words(two.sender.get(f"/kasus/{two.case.pk}/"))
    two.sender.post(f"/kasus/{two.case.pk}/identitas/", {"buka-reason": "check"})
    assert PLACE in words(two.sender.get(of(two)))


def test_a_time_that_has_passed_is_refused_at_its_question(two) -> None:
    typed = {"kind": "court", "day-day": 1, "day-month": 2, "day-year": 2020, "hour": "9.30", "place": PLACE}
    refused = two.sender.post(of(two), typed)
    assert refused.status_code == 422
    assert "harus di masa depan" in words(refused)
    assert PLACE in refused.content.decode()
    with in_office(two.here):
        assert not Appointment.objects.exists()


def test_hari_ini_shows_today_s_and_tomorrow_s(two, agreed) -> None:
    said = words(two.sender.get("/"))
    assert "Sidang" in said
    assert PLACE not in said


def test_it_takes_place_once(two, agreed) -> None:
    assert two.sender.post(of(two, agreed, "terlaksana")).status_code == 303
    assert two.sender.post(of(two, agreed, "terlaksana")).status_code == 409
    assert "Sidang" not in words(two.sender.get("/"))


def test_what_was_said_by_mistake_is_set_back_with_its_reason(two, agreed) -> None:
    two.sender.post(of(two, agreed, "terlaksana"))
    assert "Kembalikan ke dijadwalkan" in words(two.sender.get(of(two)))
    assert faults_of(two.sender.get(of(two, agreed, "kembali"))) == []
    assert two.sender.post(of(two, agreed, "kembali"), {"reason": " "}).status_code == 422
    assert two.sender.post(of(two, agreed, "kembali"), {"reason": "Salah baris."}).status_code == 303
    assert "Sidang" in words(two.sender.get("/"))
    said = words(two.sender.get(of(two)))
    assert "oleh Ratna, sebelumnya terlaksana; alasannya terbuka bersama identitas" in said
    assert two.sender.post(of(two, agreed, "kembali"), {"reason": "Lagi."}).status_code == 409
    two.sender.post(f"/kasus/{two.case.pk}/identitas/", {"buka-reason": "check"})
    assert "sebelumnya terlaksana; Salah baris." in words(two.sender.get(of(two)))


def test_it_is_called_off_and_put_off_with_a_reason(two, agreed) -> None:
    assert two.sender.post(of(two, agreed, "pembatalan"), {"reason": ""}).status_code == 422
    later = timezone.localdate() + timedelta(days=9)
    typed = {
        "day-day": later.day, "day-month": later.month, "day-year": later.year, "hour": "10.00", "reason": "Ditunda.",
    }  # fmt: skip
    assert two.sender.post(of(two, agreed, "jadwal"), typed).status_code == 303
    with in_office(two.here):
        new = Appointment.objects.get(state="planned")
        assert new.replaces_id == agreed.pk
    assert two.sender.post(of(two, new, "pembatalan"), {"reason": "Dibatalkan hakim."}).status_code == 303
    with in_office(two.here):
        assert not Appointment.objects.filter(state="planned").exists()


def test_another_cases_appointment_is_not_found(two, agreed, salatiga) -> None:
    assert two.sender.post(f"/kasus/{two.case.matter}/janji/{agreed.pk}/terlaksana/").status_code == 404
    assert two.sender.get(f"/kasus/{two.case.pk}/janji/{two.case.pk}/jadwal/").status_code == 404
