"""When a report came in: asked for, never invented, and put right with a trace, since limits count from it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Case, Report
from tenants.current import in_office
from tests.frontend.screens import employ, enter, read, take, words
from tests.frontend.working import NAME, NIK, STORY

NEW = "/laporan/baru/"
DOOR = "pengaduan-langsung/datang"
WHOLE = {
    "channel": "datang", "in_danger": "TIDAK", "reporter_is": "lain", "victim_name": NAME, "victim_nik": NIK,
    "victim_sex": "P", "place": "33.73", "kinds": ["FISIK"], "story": STORY,
}  # fmt: skip


@pytest.fixture
def client(salatiga):
    take(salatiga, "salatiga/pengaduan-langsung")
    return enter(salatiga, employ(salatiga, "sari", "resepsionis"))


@pytest.fixture
def stored(salatiga):
    """What the office has."""

    def look() -> tuple[int, int]:
        with in_office(salatiga):
            return Report.objects.count(), Case.objects.count()

    return look


def on(day: date) -> dict[str, int]:
    return {"received_on-day": day.day, "received_on-month": day.month, "received_on-year": day.year}


def test_a_letter_of_yesterday_counts_from_yesterday(client, salatiga):
    day = timezone.localdate(timezone.now(), timezone.get_fixed_timezone(7 * 60)) - timedelta(days=1)
    typed = on(day)
    client.post(NEW, {"channel": "surat", "next": "simpan", "received_time": "9.30"} | typed)
    with in_office(salatiga):
        here = Report.objects.get().received_at.astimezone(timezone.get_fixed_timezone(7 * 60))
    assert (here.date(), here.hour, here.minute) == (day, 9, 30)


def test_a_day_without_its_hour_is_asked_for_the_hour_and_none_is_invented(client, stored):
    """A limit of 3 x 24 hours counts from it: noon would show what came in at seven five hours too long."""
    day = timezone.localdate(timezone.now(), timezone.get_fixed_timezone(7 * 60)) - timedelta(days=1)
    typed = on(day)
    answer = client.post(NEW, {"channel": "surat", "next": "simpan"} | typed)
    assert answer.status_code == 422
    assert "Tulis jam diterimanya, walau kira-kira" in words(answer)
    assert stored() == (0, 0)


def test_the_time_of_a_report_is_put_right_after_it_became_a_case(client, salatiga):
    client.post(NEW, WHOLE | {"next": DOOR})
    with in_office(salatiga):
        report = Report.objects.get()
    where = f"/laporan/{report.pk}/perbaikan/"
    assert read(client.get(f"/laporan/{report.pk}/")).find("a", href=where)
    day = timezone.localdate(timezone.now(), timezone.get_fixed_timezone(7 * 60)) - timedelta(days=9)
    typed = on(day) | {"channel": "telepon", "received_time": "07.15", "seen": report.revision}
    asked = client.post(where, typed)
    assert asked.status_code == 422
    assert read(asked).find("input", {"name": "received_time"})["value"] == "07.15", "nothing typed is lost"
    done = client.post(where, typed | {"reason": "Tanggalnya tertukar"}, follow=True)
    assert f"Laporan {report.code} diperbaiki." in words(done)
    with in_office(salatiga):
        case = Report.objects.get().case
        here = case.reported_at.astimezone(timezone.get_fixed_timezone(7 * 60))
    assert (here.date(), here.hour, here.minute, case.channel) == (day, 7, 15, "telepon")
    assert "07.15" in words(client.get(f"/kasus/{case.pk}/"))


def test_a_time_still_to_come_is_refused_by_the_operation_and_shown(client, stored):
    here = timezone.now().astimezone(timezone.get_fixed_timezone(7 * 60))
    typed = on(here)
    answer = client.post(NEW, {"channel": "surat", "next": "simpan", "received_time": "23.59"} | typed)
    assert answer.status_code == 422
    assert "Waktu diterima tidak boleh di masa depan." in words(answer)
    assert stored() == (0, 0)
