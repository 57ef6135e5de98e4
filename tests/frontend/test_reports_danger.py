"""Danger said at intake is never lost: in the lists, in a case opened from it, in a case that had ended."""

import uuid
from datetime import timedelta

from django.utils import timezone

from cases.models import Case, Event, Report, StepPass
from cases.operations import incidents, lifecycle, reports
from cases.operations.reports import ReportData
from frontend.reports.changing_forms import initial_of
from tenants.current import in_office
from tests.cases.driving import drive
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.working import NIK, new_case

DOOR = "pengaduan-langsung/datang"
IN_DANGER = {"channel": "datang", "in_danger": "YA", "victim_nik": NIK, "next": DOOR}
MARK = "Dalam bahaya saat melapor"


def came_in(salatiga, sari, *, hours: int, in_danger: bool | None) -> Report:
    at = timezone.now()
    data = ReportData(channel="telepon", in_danger=in_danger)
    with in_office(salatiga):
        return reports.receive(data=data, by=sari, at=at, received_at=at - timedelta(hours=hours))


def close(salatiga, case) -> None:
    with in_office(salatiga):
        lifecycle.close(case=case, reason="moved", by=case.opened_by, at=timezone.now())


def test_a_case_opened_from_danger_begins_at_high_risk_and_says_so_until_rated(salatiga, client, sari):
    client.post("/laporan/baru/", IN_DANGER)
    with in_office(salatiga):
        case = Case.objects.get()
    assert case.risk == "high"
    page = client.get(f"/kasus/{case.pk}/")
    assert MARK in read(page).select_one("header.rk-id").get_text()
    assert faults_of(page) == []
    with in_office(salatiga):
        incidents.rate_risk(case=case, risk="low", by=sari, at=timezone.now())
    assert MARK not in words(client.get(f"/kasus/{case.pk}/"))


def test_lists_show_danger_first_then_who_waits_longest_with_the_real_count(salatiga, client, sari, monkeypatch):
    monkeypatch.setattr("frontend.reports.views.LISTED", 2)
    new = came_in(salatiga, sari, hours=1, in_danger=None)
    old = came_in(salatiga, sari, hours=9, in_danger=False)
    danger = came_in(salatiga, sari, hours=2, in_danger=True)
    first, second = client.get("/laporan/"), client.get("/laporan/?halaman=2")
    codes = [tag.get_text() for page in (first, second) for tag in read(page).select(".rk-reportlist .rk-code")]
    assert codes == [danger.code, old.code, new.code]
    assert "3 laporan" in words(first)
    assert "Halaman 1 dari 2" in words(first)
    assert faults_of(first) == faults_of(second) == []
    assert client.get("/laporan/?halaman=ngawur").status_code == client.get("/laporan/?halaman=99").status_code == 200
    today = read(client.get("/"))
    assert danger.code in today.select_one("[aria-labelledby=k-safety]").get_text()
    assert [tag.get_text() for tag in today.select("[aria-labelledby=k-laporan] .rk-code")] == codes[1:]
    part = client.get("/laporan/?halaman=2", headers={"hx-request": "true"})
    assert read(part).html is None
    assert read(part).find(id="laporan")["hx-get"] == "/laporan/?halaman=2"


def test_a_report_joined_to_an_ended_case_opens_it_again_and_says_so(salatiga, client, version, sari):
    earlier = new_case(salatiga, version, sari)
    close(salatiga, earlier)
    asked = client.post("/laporan/baru/", IN_DANGER)
    assert asked.status_code == 422
    assert "selesai; akan dibuka lagi" in words(asked)
    typed = {"victim_nik": NIK, "victim_phone": "", "reporter_nik": "", "reporter_phone": ""}
    assert "selesai; akan dibuka lagi" in words(client.post("/laporan/baru/orang-sama/", typed))
    page = client.post("/laporan/baru/", IN_DANGER | {"same": str(earlier.pk)}, follow=True)
    with in_office(salatiga):
        report = Report.objects.get(in_danger=True)
        case = Case.objects.get()
        assert (case.state, report.case_id) == ("running", case.pk)
        assert case.endings.get().reopened_because.words == f"Laporan baru {report.code}"
        assert StepPass.objects.filter(case=case, status="open").exists()
    assert f"Laporan {report.code} dicatat pada kasus {case.number}. Kasus itu sudah selesai" in words(page)
    aside = read(page).select_one("[aria-labelledby=h-lap]")
    assert aside.find("a", href=f"/laporan/{report.pk}/")
    assert "Dalam bahaya" in aside.get_text()
    assert MARK in words(page)
    assert client.get(f"/laporan/{report.pk}/").status_code == 200


def test_a_case_that_went_through_its_sop_begins_again_at_its_door(salatiga, client, version, sari):
    hand = employ(salatiga, "tangan", "*")
    began = timezone.now() - timedelta(hours=10)
    earlier = new_case(salatiga, version, hand, at=began)
    with in_office(salatiga):
        drive(case=earlier, by=hand, at=began)
        assert Case.objects.get().endings.get().kind == "completed"
    client.post("/laporan/baru/", IN_DANGER | {"same": str(earlier.pk)})
    with in_office(salatiga):
        assert Case.objects.get().state == "running"
        assert StepPass.objects.get(status="open").step == "buku-tamu"


def test_a_waiting_report_joined_to_a_running_case_is_not_called_an_opening(salatiga, client, version, sari):
    earlier = new_case(salatiga, version, sari)
    client.post("/laporan/baru/", IN_DANGER | {"next": "simpan", "report_id": str(uuid.uuid4())})
    with in_office(salatiga):
        report = Report.objects.get(case=None)
    page = client.post(f"/laporan/{report.pk}/kasus/", {"same": str(earlier.pk)}, follow=True)
    assert f"Laporan {report.code} dicatat pada kasus {earlier.number}." in words(page)
    assert f"Kasus {earlier.number} dibuka" not in words(page)
    with in_office(salatiga):
        assert not Event.objects.filter(kind="case_reopened").exists()


def test_confirming_the_risk_takes_the_mark_of_danger_away(salatiga, client, sari):
    client.post("/laporan/baru/", IN_DANGER)
    with in_office(salatiga):
        case = Case.objects.get()
    address = f"/kasus/{case.pk}/"
    assert read(client.get(address)).select_one("aside .rk-tag--danger") is not None
    assert client.post(f"{address}risiko/", {"risk": case.risk}).status_code == 303
    page = read(client.get(address))
    assert MARK not in page.select_one("header.rk-id").get_text()
    assert page.select_one("aside .rk-tag--soon") is None
    assert "Risiko dinilai lagi, tetap: Risiko tinggi" in page.get_text()


def test_danger_nobody_asked_about_does_not_look_like_none(salatiga, client, sari):
    unknown = came_in(salatiga, sari, hours=2, in_danger=None)
    safe = came_in(salatiga, sari, hours=1, in_danger=False)
    rows = {row.b.get_text(): row.get_text() for row in read(client.get("/laporan/")).select(".rk-reportlist li")}
    assert "Bahaya: belum diketahui" in rows[unknown.code]
    assert "ahaya" not in rows[safe.code]
    page = client.get(f"/laporan/{unknown.pk}/")
    facts = {tag.dt.get_text(): tag.dd.get_text() for tag in read(page).select(".rk-facts > div")}
    assert facts["Bahaya saat melapor"] == "Belum diketahui"
    asked = read(page).find("a", string="Catat jawabannya")
    assert asked["href"] == f"/laporan/{unknown.pk}/perbaikan/"
    assert faults_of(page) == []
    told = client.get(f"/laporan/{safe.pk}/")
    assert read(told).find("a", string="Catat jawabannya") is None
    assert "Bahaya saat melapor Tidak" in words(told)


def test_half_a_telephone_number_keeps_no_report_from_being_saved(salatiga, client, sari):
    typed = {
        "channel": "telepon", "in_danger": "YA", "next": "simpan", "report_id": str(uuid.uuid4()),
        "victim_phone": "0812 77", "safe_contact": "malam saja", "reporter_phone": "326063",
    }  # fmt: skip
    other = enter(salatiga, employ(salatiga, "wayan", "resepsionis", language="en"))
    other.post("/laporan/baru/", typed | {"report_id": str(uuid.uuid4())})
    with in_office(salatiga):
        written = reports.read(Report.objects.get()).details.victim.safe_contact
        Report.objects.all().delete()
    page = client.post("/laporan/baru/", typed, follow=True)
    assert "tersimpan dan menunggu di daftar" in words(page)
    assert words(page).count("Tersimpan seperti ditulis pada “Cara dan waktu menghubungi yang aman”") == 1
    assert words(page).count("Tersimpan seperti ditulis pada keterangan pelapor") == 1
    with in_office(salatiga):
        report = Report.objects.get()
        said = reports.read(report).details
    assert (said.victim.phone, said.reporter.phone) == ("", "")
    assert said.victim.safe_contact == written == "malam saja; Telepon korban belum lengkap: 0812 77"
    assert said.reporter.safe_contact == "Telepon pelapor belum lengkap: 326063", "it never leaves as the victim's"
    assert client.post("/laporan/baru/", typed).status_code == 303
    with in_office(salatiga):
        assert Report.objects.count() == 1
    with in_office(salatiga):
        shown = initial_of(reports.read(report), received=report.received_at)
    assert shown["reporter_phone"] == "326063", "a correction loses nothing"


def test_half_a_number_for_which_there_is_no_room_is_asked_for(salatiga, client):
    typed = {
        "channel": "telepon", "next": "simpan", "report_id": str(uuid.uuid4()), "victim_phone": "0812 77",
        "safe_contact": "a" * 290,
    }  # fmt: skip
    full = client.post("/laporan/baru/", typed | {"story": "b" * 19_990})
    assert full.status_code == 422
    assert "lengkapi nomornya, atau kosongkan" in words(full)
    with in_office(salatiga):
        assert not Report.objects.exists()
    herself = {"reporter_is": "korban", "reporter_phone": "0812 77", "victim_phone": "", "safe_contact": ""}
    assert client.post("/laporan/baru/", typed | herself).status_code == 303
    with in_office(salatiga):
        assert reports.read(Report.objects.get()).details.victim.safe_contact == "Telepon korban belum lengkap: 0812 77"
