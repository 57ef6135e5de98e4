"""The case page: who sees what, whose turn it is, what stays closed, and a number of queries that stays the same."""

import re
import uuid
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import frontend
from accounts.models import Staff
from cases.models import Case, Event, Person
from cases.operations import consents, incidents, notes, people
from cases.operations.incidents import IncidentData
from cases.people import PersonData
from frontend.casework.timeline import SENTENCES
from safeguards.models import AccessEvent
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.working import INCIDENT, NAME, NIK, STORY, VICTIM, finish, first_two_steps, new_case

AREAS = ("today", "reports", "register", "casework")


@pytest.fixture
def ratna(salatiga, version):
    return enter(salatiga, employ(salatiga, "ratna", "analis"))


@pytest.fixture
def page(case) -> str:
    return f"/kasus/{case.pk}/"


def test_the_page_leads_with_the_step_whose_turn_it_is(client, page, case):
    answer = client.get(page)
    assert answer.status_code == 200
    assert faults_of(answer) == []
    said = words(answer)
    assert case.number in said
    assert "Langkah 1 dari 13, giliran Resepsionis" in said
    assert "0 dari 13 langkah selesai, baku 110\N{EN DASH}160 menit" in said
    assert "SOP PENGADUAN SECARA LANGSUNG, versi 1" in said
    assert "Kasus dibuka lewat pintu Datang sendiri" in said
    now = read(answer).select_one(".rk-lanes > li[aria-current=step]")
    assert now["id"] == "sekarang"
    assert len(read(answer).select(".rk-lanes > li")) == 13
    assert len(read(answer).select(".rk-hug")) == 1


def test_whose_turn_it_is_not_reads_and_is_told_whose_it_is(ratna, page):
    answer = ratna.get(page)
    assert answer.status_code == 200
    assert "Giliran Resepsionis. Anda bisa membaca langkah ini. Dipegang Sari." in words(answer)
    assert not read(answer).select("form[action*=selesai]")
    assert not read(answer).select("a[href*=formulir]")
    assert faults_of(answer) == []


def test_whoever_works_in_no_lane_of_the_sop_finds_nothing(salatiga, page):
    outsider = enter(salatiga, employ(salatiga, "asing"))
    for address in (page, f"{page}jejak/", f"{page}pihak/", f"{page}catatan/"):
        assert outsider.get(address).status_code == 404


def test_the_other_office_has_no_such_case(banyuwangi, page):
    take(banyuwangi, "banyuwangi/p2tp2a")
    theirs = enter(banyuwangi, employ(banyuwangi, "wayan", "*"))
    assert theirs.get(page).status_code == 404
    for address in ("jejak/", "pihak/", "catatan/", "persetujuan/", "jeda/", "penutupan/", "risiko/", "pemegang/"):
        assert theirs.get(f"{page}{address}").status_code == 404
        assert theirs.post(f"{page}{address}", {"reason": "x", "body": "x"}).status_code in (404, 405)


def test_nobody_gets_in_without_a_login(salatiga, page):
    assert enter(salatiga).get(page)["Location"].startswith("/masuk/")
    assert enter(salatiga).get(page, headers={"hx-request": "true"})["Rangkul-Login"].startswith("/masuk/")


def test_an_unknown_case_is_not_found_and_other_methods_are_refused(client, page):
    assert client.get(f"/kasus/{uuid.uuid4()}/").status_code == 404
    assert client.get("/kasus/bukan-uuid/").status_code == 404
    assert client.put(page).status_code == 405
    assert client.post(page).status_code == 405


def test_identity_and_story_stay_closed_until_a_reason_is_given(client, page, salatiga):
    for secret in (NAME, NIK, STORY):
        assert secret not in client.get(page).content.decode()
    assert client.post(f"{page}identitas/", {}).status_code == 422
    shown = client.post(f"{page}identitas/", {"buka-reason": "contact"})
    assert shown["Location"] == page
    opened = client.get(page)
    for secret in (NAME, "3373 0157 0895 0003", STORY):
        assert secret in words(opened)
    assert "Tertutup lagi pukul" in words(opened)
    assert faults_of(opened) == []
    with in_office(salatiga):
        assert [event.reason for event in AccessEvent.objects.all()] == ["contact"]
    assert client.post(f"{page}identitas/tutup/").status_code == 303
    assert NAME not in client.get(page).content.decode()


def test_one_persons_window_shows_nothing_to_another(client, ratna, page):
    client.post(f"{page}identitas/", {"buka-reason": "contact"})
    assert NAME not in ratna.get(page).content.decode()


def test_who_opened_an_identity_and_why_stands_in_the_trail(client, ratna, page):
    client.post(f"{page}identitas/", {"buka-reason": "contact"})
    client.post(f"{page}identitas/", {"buka-reason": "other", "buka-words": "Menyiapkan kunjungan Bu Siti"})
    answer = ratna.get(f"{page}jejak/")
    assert "Identitas dibuka 10 menit: Menghubungi korban atau pelapor" in words(answer)
    assert "Identitas dibuka 10 menit: Keperluan lain (kata-katanya terbuka bersama identitas)" in words(answer)
    assert "Bu Siti" not in answer.content.decode(), "what was typed may tell a story"
    assert "Sari" in words(answer)
    assert faults_of(answer) == []
    ratna.post(f"{page}identitas/", {"buka-reason": "check"})
    assert "Identitas dibuka 10 menit: Menyiapkan kunjungan Bu Siti" in words(ratna.get(f"{page}jejak/"))


def test_the_window_leads_back_only_inside_the_case(client, page):
    inside = client.post(f"{page}identitas/", {"buka-reason": "contact", "kembali": f"{page}catatan/"})
    assert inside["Location"] == f"{page}catatan/"
    for elsewhere in ("https://example.org/", "//example.org", "/kasus/", f"{page}//example.org", f"{page}\r\nX: 1"):
        answer = client.post(f"{page}identitas/", {"buka-reason": "contact", "kembali": elsewhere})
        assert answer["Location"] == page


def test_what_the_rule_found_and_why_it_suggests_is_shown(salatiga, client, ratna, page, case):
    first_two_steps(salatiga, client, case)
    finish(ratna, salatiga, case, "identitas")
    answer = ratna.get(page)
    table = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in read(answer).select(".rk-regions tbody tr")
    ]
    assert [row[:2] for row in table] == [
        ["KTP/KK", "Kabupaten Semarang"], ["Domisili", "Kota Salatiga"],
        ["Berada sekarang", "Belum diketahui Lengkapi Berada sekarang"],
        ["Tempat kejadian", "Kota Salatiga"],
    ]  # fmt: skip
    assert [tag.get_text() for tag in read(answer).select(".rk-regions b")] == ["Kota Salatiga", "Kota Salatiga"]
    suggested = [tag.parent.get_text(" ", strip=True) for tag in read(answer).select(".rk-choice .rk-tag--ok")]
    assert suggested == ["Kota Salatiga disarankan"]
    assert "Wilayah tempat kejadian: Kota Salatiga (wilayah kantor ini)" in words(answer)
    assert "Pelimpahan diusulkan ke Kabupaten Semarang. Pelapor tetap dilayani di sini sampai diterima." in words(
        answer
    )
    assert not read(answer).select("input[name=outcomes][checked]"), "the person decides"


def test_a_region_filled_later_says_by_whom_and_no_office_proposes_to_itself(salatiga, client, ratna, page, case):
    first_two_steps(salatiga, client, case)
    finish(ratna, salatiga, case, "identitas")
    with in_office(salatiga):
        victim = Person.objects.get(case=case)
        mended = replace(VICTIM, residence="33.73", presence="33.73")
        people.correct(
            person=victim, data=mended, roles={"victim": "", "reporter": ""}, reason="KTP baru",
            by=Staff.objects.get(username="ratna"), at=timezone.now(),
        )  # fmt: skip
    answer = ratna.get(page)
    rows = [row.get_text(" ", strip=True) for row in read(answer).select(".rk-regions tbody tr")]
    assert all("Ratna" in row for row in rows if row.startswith(("KTP/KK", "Berada sekarang")))
    assert "Pelimpahan diusulkan ke Kota Salatiga" not in words(answer)
    assert "Yang tercatat adalah wilayah kantor ini sendiri." in words(answer)


def queries(client, page) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_a_case_that_grows_asks_no_more_queries(salatiga, client, ratna, page, case, sari):
    client.get(page)
    few = queries(client, page)
    now = timezone.now()
    with in_office(salatiga):
        for number in range(4):
            somebody = people.add(
                case=case, data=PersonData(name=f"Saksi {number}"), roles={"companion": ""}, by=sari, at=now
            )
            consents.record(case=case, person=somebody, kind="service", given=True, way="signed", by=sari, at=now)
            incidents.add(case=case, data=INCIDENT, by=sari, at=now)
            notes.add(case=case, body="catatan", by=sari, at=now)
    assert queries(client, page) == few
    first_two_steps(salatiga, client, case)
    assert queries(client, page) <= few + 1  # a pass that is done brings the row of its output
    assert few <= 33  # one of them: what a step proposed to another office and nobody sent; two: when it is open


def test_every_kind_of_event_has_its_sentence():
    def source(app, part):
        return "".join(one.read_text() for one in files(app).joinpath(part).iterdir() if one.name.endswith(".py"))

    cases, referrals = source("cases", "operations"), source("referrals", "operations") + source("referrals", ".")
    kinds = set(re.findall(r'kind="([a-z_]+)"', cases)) | set(re.findall(r'return "([a-z_]+)", (?:step|"")', cases))
    kinds |= set(re.findall(r'append\(\s*case=[^"]*?kind="([a-z_]+)"', referrals))
    kinds |= set(re.findall(r'(?:_event\(row|_tell\(row, link), "([a-z_]+)"', referrals))
    assert {"referral_sent", "referral_withdrawn", "referral_redirected", "appointment_made"} <= kinds
    kinds |= {"form_filled", "form_corrected", "step_passed_over", "gate_overridden", "attach_proposed"}
    kinds |= {"appointment_done", "appointment_cancelled", "referral_feedback", "referral_replied", "feedback_given"}
    assert kinds <= SENTENCES.keys(), kinds - SENTENCES.keys()


def test_the_trail_has_the_whole_of_it_newest_first(salatiga, client, page, case):
    first_two_steps(salatiga, client, case)
    answer = client.get(f"{page}jejak/")
    lines = [tag.find(string=True).strip() for tag in read(answer).select("#jejak > li")]
    assert lines[0] == "Langkah 2 selesai: Hubungi Staf Analis Pengaduan"
    assert lines[-1] == "Kasus dibuka lewat pintu Datang sendiri"
    with in_office(salatiga):
        assert len(lines) == Event.objects.filter(case=case).count()


def test_htmx_gets_the_main_part(client, page):
    answer = client.get(page, headers={"hx-request": "true"})
    assert read(answer).html is None
    assert read(answer).find(id="kasus")


def test_very_long_words_are_shown_whole(salatiga, version, sari, client):
    long = "Kata" * 25
    case = new_case(salatiga, version, sari, incident=IncidentData(story=long * 20))
    with in_office(salatiga):
        Case.objects.filter(pk=case.pk).update(holder=employ(salatiga, "panjang", "analis"))
    assert client.get(f"/kasus/{case.pk}/").status_code == 200


def test_every_icon_of_these_screens_is_in_the_sprite():

    root = Path(frontend.__file__).parent
    shipped = set((root.parent / "infra" / "build" / "icons.txt").read_text().split())
    templates = [file for area in AREAS for file in (root / "templates" / area).rglob("*.html")]
    used = {name for file in templates for name in re.findall(r'icon "([a-z0-9-]+)"', file.read_text())}
    assert used
    assert used <= shipped, used - shipped
