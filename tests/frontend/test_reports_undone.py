"""On screen: a report that is not of this case, and a case that was opened under the wrong SOP or by the wrong door."""

from django.utils import timezone

from cases.models import Ending, Report
from cases.operations import lifecycle, opening, reports
from cases.operations.reports import ReportData
from tenants.current import in_office
from tests.frontend.screens import faults_of, read, words

LINK = "Bukan kasus ini"


def join(salatiga, case, by) -> Report:
    with in_office(salatiga):
        report = reports.receive(data=ReportData(channel="telepon"), by=by, at=timezone.now())
        opening.attach(report=report, case=case, by=by, at=timezone.now())
    return report


def test_a_joined_report_is_taken_off_with_a_reason_and_both_sides_say_so(salatiga, client, case, sari):
    report = join(salatiga, case, sari)
    page = f"/laporan/{report.pk}/"
    where = read(client.get(page)).find("a", string=LINK)["href"]
    asked = client.get(where)
    assert faults_of(asked) == []
    empty = client.post(where, {"reason": ""})
    assert empty.status_code == 422
    assert faults_of(empty) == []
    done = client.post(where, {"reason": "Nomor sama, orangnya lain"}, follow=True)
    assert done.redirect_chain[-1][0] == page
    assert f"Laporan {report.code} dilepas dan menunggu lagi." in words(done)
    assert "masih berjalan" not in words(done)
    assert "Dilepas dari kasus" in words(done)
    assert case.number not in words(done), "the number is read in an open window"
    assert "orangnya lain" not in words(done)
    client.post(f"{page}identitas/", {"buka-reason": "check"})
    assert f"sebelumnya: {case.number}" in words(client.get(page))
    assert "Nomor sama, orangnya lain" in words(client.get(page))
    trail = client.get(f"/kasus/{case.pk}/jejak/")
    assert f"Laporan {report.code} dilepas dan menunggu lagi" in words(trail)
    assert "orangnya lain" not in words(trail)
    assert client.get(where)["Location"] == page, "it is not on a case any more"


def test_the_report_that_opened_the_case_offers_no_way_off(salatiga, client, case):
    with in_office(salatiga):
        own = Report.objects.get(case=case)
    assert LINK not in words(client.get(f"/laporan/{own.pk}/"))
    refused = client.post(f"/laporan/{own.pk}/bukan-kasus-ini/", {"reason": "x"})
    assert refused.status_code == 422
    assert "tutup kasus sebagai salah dibuka" in words(refused)


def test_a_case_that_it_had_opened_again_is_said_to_run_still(salatiga, client, case, sari):
    with in_office(salatiga):
        lifecycle.close(case=case, reason="moved", by=sari, at=timezone.now())
    report = join(salatiga, case, sari)
    done = client.post(f"/laporan/{report.pk}/bukan-kasus-ini/", {"reason": "Orangnya lain"}, follow=True)
    assert f"Kasus {case.number} masih berjalan." in words(done)


def test_a_case_opened_by_mistake_leads_back_to_its_report_and_is_not_offered_again(salatiga, client, case):
    with in_office(salatiga):
        report = Report.objects.get(case=case)
    where = f"/kasus/{case.pk}/"
    sent = {"reason": "mistaken", "note": ""}
    refused = client.post(f"{where}penutupan/", sent)
    assert refused.status_code == 422
    assert "Tulis apa yang keliru" in words(refused)
    done = client.post(f"{where}penutupan/", sent | {"note": "Ini konsultasi"}, follow=True)
    assert done.redirect_chain[-1][0] == f"/laporan/{report.pk}/"
    assert "Buka kasus lagi dari laporan ini" in words(done)
    assert read(done).select_one("form[action$='/kasus/']"), "it can be made into a case at once"
    with in_office(salatiga):
        assert Ending.objects.get(case=case).because.words == "Ini konsultasi"
    page = client.get(where)
    assert "Alasan: Salah dibuka, SOP atau pintunya keliru." in words(page)
    assert faults_of(page) == []
    assert not read(page).select("a[href$='/pembukaan/']")
    again = client.post(f"{where}pembukaan/", {"because": "Datang lagi", "step": ""})
    assert again.status_code == 422
    assert "salah dibuka dan tidak dilanjutkan" in words(again)
