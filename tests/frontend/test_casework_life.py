"""A case as a whole: paused, ended early, opened again, gone back in, handed on, its risk rated."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from cases.models import Case, Event, StepPass
from cases.operations import incidents
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.working import finish, first_two_steps, new_case, open_pass, typed_again
from tests.sop_library import sheets

PAGES = ("jeda", "lanjutan", "penutupan", "pembukaan", "kembali", "pemegang", "risiko")
LONG = "Alasan yang panjang " * 40


def now(salatiga, case) -> Case:
    with in_office(salatiga):
        return Case.objects.select_related("holder").get(pk=case.pk)


@pytest.mark.parametrize("name", PAGES)
def test_each_asks_on_a_page_of_its_own(client, case, name):
    answer = client.get(f"/kasus/{case.pk}/{name}/")
    assert answer.status_code == 200
    assert faults_of(answer) == []
    assert case.number in words(answer)
    assert client.put(f"/kasus/{case.pk}/{name}/").status_code == 405


def test_a_pause_takes_a_reason_and_is_ended_again(salatiga, client, case):
    where = f"/kasus/{case.pk}/jeda/"
    assert client.post(where, {"reason": ""}).status_code == 422
    too_long = client.post(where, {"reason": LONG})
    assert too_long.status_code == 422
    typed_again(too_long, {"reason": LONG})
    assert client.post(where, {"reason": "Korban dirawat"})["Location"] == f"/kasus/{case.pk}/"
    page = client.get(f"/kasus/{case.pk}/")
    assert "Kasus dijeda oleh Sari" in words(page)
    assert "Alasannya terbuka bersama identitas." in words(page)
    assert "Korban dirawat" not in page.content.decode()
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "check"})
    assert "Korban dirawat" in words(client.get(f"/kasus/{case.pk}/"))
    assert faults_of(page) == []
    assert client.post(where, {"reason": "Lagi"}).status_code == 422
    assert client.post(f"/kasus/{case.pk}/lanjutan/").status_code == 303
    assert now(salatiga, case).state == "running"
    assert client.post(f"/kasus/{case.pk}/lanjutan/").status_code == 422


def dated(day: date) -> dict[str, int]:
    return {f"look_again_on-{part}": getattr(day, part) for part in ("day", "month", "year")}


def test_a_pause_of_high_risk_asks_for_its_day_with_the_other_faults_and_the_case_says_it(salatiga, client, case):
    where, day = f"/kasus/{case.pk}/jeda/", timezone.localdate() + timedelta(days=3)
    with in_office(salatiga):
        incidents.rate_risk(case=case, risk="high", by=case.opened_by, at=timezone.now())
    both = client.post(where, {"reason": ""})
    assert {link["href"] for link in read(both).select(".govuk-error-summary a")} == {
        "#id_reason", "#id_look_again_on-day",
    }  # fmt: skip
    assert faults_of(both) == []
    past = client.post(where, {"reason": "Dirawat"} | dated(day - timedelta(days=4)))
    assert past.status_code == 422
    assert "Tanggal ini sudah lewat" in words(past)
    assert client.post(where, {"reason": "Dirawat"} | dated(day)).status_code == 303
    page = client.get(f"/kasus/{case.pk}/")
    assert f"Dilihat lagi {date_format(day)}." in words(page)
    assert "Dirawat" not in words(page)


def test_a_case_ends_early_only_with_a_reason_and_is_opened_again(salatiga, client, case):
    where = f"/kasus/{case.pk}/penutupan/"
    assert client.post(where, {}).status_code == 422
    unsaid = client.post(where, {"reason": "other"})
    assert unsaid.status_code == 422
    assert "Tulis alasannya." in words(unsaid)
    assert client.post(where, {"reason": "completed"}).status_code == 422
    assert client.post(where, {"reason": "moved"}).status_code == 303
    page = client.get(f"/kasus/{case.pk}/")
    assert "Pindah ke luar wilayah" in words(page)
    assert faults_of(page) == []
    assert client.post(where, {"reason": "moved"}).status_code == 422
    again = f"/kasus/{case.pk}/pembukaan/"
    assert client.post(again, {"because": ""}).status_code == 422
    assert client.post(again, {"because": "Korban datang lagi"}).status_code == 303
    assert now(salatiga, case).state == "running"


def test_going_back_opens_the_step_once_more_and_undoes_nothing(salatiga, client, case):
    first_two_steps(salatiga, client, case)
    where = f"/kasus/{case.pk}/kembali/"
    offered = {tag["value"] for tag in read(client.get(where)).find_all("input", {"name": "step"})}
    assert offered == {"buku-tamu", "hubungi-analis"}
    assert client.post(where, {"step": "buku-tamu", "because": ""}).status_code == 422
    assert client.post(where, {"step": "wilayah", "because": "Salah"}).status_code == 422
    assert client.post(where, {"step": "buku-tamu", "because": "Nama tamu keliru"}).status_code == 303
    page = words(client.get(f"/kasus/{case.pk}/"))
    assert "kali ke-2" in page
    assert "Kembali ke langkah 1" in page
    assert finish(client, salatiga, case, "buku-tamu").status_code in (303, 422)


def test_a_stale_page_changes_nothing(salatiga, client, case):
    where = f"/kasus/{case.pk}/penutupan/"
    seen = read(client.get(where)).find("input", {"name": "seen"})["value"]
    client.post(f"/kasus/{case.pk}/jeda/", {"reason": "Menunggu"})
    client.post(f"/kasus/{case.pk}/lanjutan/")
    answer = client.post(where, {"reason": "moved", "note": "Keterangan yang tetap ada", "seen": seen})
    assert answer.status_code == 409
    typed_again(answer, {"note": "Keterangan yang tetap ada"})
    assert now(salatiga, case).state == "running"
    fresh = read(answer).find("input", {"name": "seen"})["value"]
    assert client.post(where, {"reason": "moved", "seen": fresh}).status_code == 303


def test_the_holder_is_a_colleague_of_the_same_sop(salatiga, client, case):
    ratna = employ(salatiga, "ratna", "analis")
    outsider = employ(salatiga, "asing")
    where = f"/kasus/{case.pk}/pemegang/"
    offered = {tag["value"] for tag in read(client.get(where)).select("select[name=holder] option")}
    assert str(ratna.pk) in offered
    assert str(outsider.pk) not in offered
    assert client.post(where, {"holder": str(outsider.pk)}).status_code == 422
    assert client.post(where, {"holder": "bukan-uuid"}).status_code == 422
    assert client.post(where, {"holder": str(ratna.pk)}).status_code == 303
    assert now(salatiga, case).holder == ratna


def test_the_risk_is_rated_and_rated_again(salatiga, client, case):
    where = f"/kasus/{case.pk}/risiko/"
    assert client.post(where, {"risk": "gawat"}).status_code == 422
    for risk in ("high", "low"):
        assert client.post(where, {"risk": risk}).status_code == 303
        assert now(salatiga, case).risk == risk
    assert "Risiko rendah" in words(client.get(f"/kasus/{case.pk}/"))


def test_htmx_is_sent_on_or_given_the_form_again(client, case):
    where = f"/kasus/{case.pk}/jeda/"
    wrong = client.post(where, {"reason": ""}, headers={"hx-request": "true"})
    assert (wrong.status_code, read(wrong).html) == (422, None)
    right = client.post(where, {"reason": "Menunggu"}, headers={"hx-request": "true"})
    assert right["HX-Redirect"] == f"/kasus/{case.pk}/"


@pytest.mark.parametrize("name", PAGES)
def test_others_do_not_find_it(salatiga, banyuwangi, case, name):
    take(banyuwangi, "banyuwangi/p2tp2a")
    where = f"/kasus/{case.pk}/{name}/"
    for office, person in ((salatiga, "asing"), (banyuwangi, "wayan")):
        stranger = enter(office, employ(office, person, *(["*"] if office == banyuwangi else [])))
        assert stranger.get(where).status_code == 404
        assert stranger.post(where, {"reason": "moved", "risk": "high"}).status_code == 404
    assert enter(salatiga).post(where)["Location"].startswith("/masuk/")
    assert enter(salatiga, employ(salatiga, "lain", "analis")).get(f"/kasus/{uuid.uuid4()}/{name}/").status_code == 404


def test_a_deadline_that_rests_is_shown_as_resting_not_as_none(salatiga, client, case):
    row = open_pass(salatiga, case)
    with in_office(salatiga):
        StepPass.objects.filter(pk=row.pk).update(due_at=datetime(2026, 3, 2, 2, 30, tzinfo=UTC))
    client.post(f"/kasus/{case.pk}/jeda/", {"reason": "Korban dirawat"})
    page = words(client.get(f"/kasus/{case.pk}/"))
    assert "Dijeda, sudah lewat " in page
    assert "Tanpa tenggat" not in page


def test_a_pause_says_what_is_left_of_a_steps_own_time(salatiga, client, case):
    row = open_pass(salatiga, case)
    with in_office(salatiga):
        StepPass.objects.filter(pk=row.pk).update(due_at=timezone.now() + timedelta(hours=2, minutes=30, seconds=30))
    client.post(f"/kasus/{case.pk}/jeda/", {"reason": "Korban dirawat"})
    page = words(client.get(f"/kasus/{case.pk}/"))
    assert "Dijeda, waktu langkah berhenti: sisa 2 jam 30 menit saat dilanjutkan" in page


def test_a_time_counted_from_the_report_is_said_to_run_on(salatiga):
    reading = {"printed": "1 hari", "kind": "max", "amount": "PT24H", "clock": "clock", "counts_from": "report"}
    with in_office(salatiga):
        version = adopt(definition=sheets.sop(sheets.step("a", time=reading)), at=timezone.now())
    by = employ(salatiga, "dewi", "*")
    case = new_case(salatiga, version, by, door=next(iter(version.definition["doors"])))
    client = enter(salatiga, by)
    client.post(f"/kasus/{case.pk}/jeda/", {"reason": "Korban dirawat"})
    assert "Dijeda, tetapi tenggat ini tetap berjalan: " in words(client.get(f"/kasus/{case.pk}/"))


def test_a_due_time_counted_again_leaves_its_trace_on_the_case(salatiga):
    tiers = [{"when": {"fact": "risk", "is": "high"}, "amount": "PT1H"}]
    time = {"printed": "1 hari", "kind": "max", "amount": "PT24H", "clock": "clock", "tiers": tiers}
    with in_office(salatiga):
        version = adopt(definition=sheets.sop(sheets.step("a", time=time)), at=timezone.now())
    hand = employ(salatiga, "tangan", "*")
    case = new_case(salatiga, version, hand)
    client = enter(salatiga, hand)
    for risk in ("low", "high"):
        assert client.post(f"/kasus/{case.pk}/risiko/", {"risk": risk}).status_code == 303
    with in_office(salatiga):
        told = Event.objects.get(case=case, kind="due_recounted")
        row = StepPass.objects.get(case=case)
    assert told.step == "a"
    assert datetime.fromisoformat(told.data["after"]) == row.due_at
    assert "Tenggat dihitung lagi: A, dari" in words(client.get(f"/kasus/{case.pk}/jejak/"))
