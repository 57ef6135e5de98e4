"""A waiting report on screen: corrected by who has seen it, set aside with a reason, found again, taken up again."""

import uuid

import pytest

from cases.models import Case, Report, ReportCorrection, SettingAside
from cases.operations import reported
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.test_reports import NEW, WHOLE
from tests.frontend.working import NAME, NIK, STORY, fields_of, typed_again

pytestmark = pytest.mark.django_db
DOOR = "pengaduan-langsung/datang"


@pytest.fixture
def report(salatiga, client) -> Report:
    client.post(NEW, WHOLE | {"next": "simpan", "report_id": str(uuid.uuid4())})
    with in_office(salatiga):
        return Report.objects.get()


def at(report: Report, action: str = "") -> str:
    return f"/laporan/{report.pk}/{action}"


def opened(client, report: Report, **more: str):
    return client.post(at(report, "identitas/"), {"buka-reason": "check"} | more)


def set_aside(client, report: Report, **typed: str):
    return client.post(at(report, "disisihkan/"), {"reason": "referred", "referred_to": "Dinas Rekaan"} | typed)


def test_the_page_offers_both_and_names_nobody(client, report):
    page = client.get(at(report))
    assert faults_of(page) == []
    assert {at(report, "perbaikan/"), at(report, "disisihkan/")} <= {tag["href"] for tag in read(page).find_all("a")}
    closed = client.get(at(report, "perbaikan/"))
    assert faults_of(closed) == []
    assert not any(secret in closed.content.decode() for secret in (NAME, NIK, STORY, "Marni"))


def test_who_opens_it_from_there_comes_back_to_the_form_with_everything_in_it(client, report):
    assert opened(client, report, kembali=at(report, "perbaikan/"))["Location"] == at(report, "perbaikan/")
    assert opened(client, report, kembali="https://jahat.example/")["Location"] == at(report)
    page = client.get(at(report, "perbaikan/"))
    assert faults_of(page) == []
    typed_again(page, {"victim_name": NAME, "victim_nik": NIK, "story": STORY, "reporter_name": "Bu Marni Rekaan"})


def test_sent_as_it_stands_nothing_changes(salatiga, client, report):
    opened(client, report)
    address = at(report, "perbaikan/")
    answer = client.post(address, fields_of(client.get(address), address), follow=True)
    assert "Tidak ada yang berubah" in words(answer)
    with in_office(salatiga):
        assert not ReportCorrection.objects.exists()
        assert Report.objects.get().received_at == report.received_at


def test_a_correction_is_stored_with_its_trace(salatiga, client, report, sari):
    opened(client, report)
    address = at(report, "perbaikan/")
    typed = fields_of(client.get(address), address) | {"victim_name": "Rukmini A.", "victim_sex": ["L"]}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "Tulis alasan perbaikan" in words(refused)
    typed_again(refused, {"victim_name": "Rukmini A.", "story": STORY})
    assert faults_of(refused) == []
    page = client.post(address, typed | {"reason": "Salah dengar"}, follow=True)
    with in_office(salatiga):
        rows = {row.field: (row.before, row.reason, row.by) for row in ReportCorrection.objects.all()}
        assert rows == {"victim.name": (NAME, "Salah dengar", sari), "victim.sex": ("P", "Salah dengar", sari)}
        assert reported.details_of(Report.objects.get()).victim.name == "Rukmini A."
    assert f"sebelumnya: {NAME}" in words(page)
    assert "alasan: Salah dengar" in words(page)
    client.post(at(report, "identitas/"), {"tutup": "1"})
    closed = client.get(at(report))
    assert "Korban: Nama" in words(closed)
    assert NAME not in closed.content.decode()
    assert "Salah dengar" not in closed.content.decode()


def test_who_has_not_seen_it_corrects_nothing_and_keeps_what_was_typed(salatiga, client, report):
    answer = client.post(at(report, "perbaikan/"), WHOLE | {"victim_address": "Gang Rekaan 9", "reason": "x"})
    assert answer.status_code == 422
    assert "Gang Rekaan 9" in words(answer)
    assert faults_of(answer) == []
    with in_office(salatiga):
        assert not ReportCorrection.objects.exists()


def test_from_an_old_page_it_is_refused_and_what_was_typed_stays(salatiga, client, report):
    opened(client, report)
    address = at(report, "perbaikan/")
    typed = fields_of(client.get(address), address) | {"reason": "Salah dengar"}
    client.post(address, typed | {"victim_address": "Gang Rekaan 8"})
    answer = client.post(address, typed | {"victim_address": "Gang Rekaan 9"})
    assert answer.status_code == 409
    assert "baru saja diubah" in words(answer)
    typed_again(answer, {"victim_address": "Gang Rekaan 9"})
    with in_office(salatiga):
        assert reported.details_of(Report.objects.get()).victim.address == "Gang Rekaan 8"


def test_set_aside_it_is_listed_apart_and_taken_up_again(salatiga, client, report):
    page = client.get(at(report, "disisihkan/"))
    assert faults_of(page) == []
    done = client.post(
        at(report, "disisihkan/"), {"reason": "referred", "referred_to": "Dinas Rekaan", "seen": "0"}, follow=True
    )
    assert f"Laporan {report.code} disisihkan." in words(done)
    assert "Tidak ada laporan yang menunggu" in words(done)
    listed = client.get("/laporan/?keadaan=disisihkan")
    assert faults_of(listed) == []
    assert report.code in words(listed)
    assert "diteruskan ke lembaga lain" in words(listed)
    assert "Dinas Rekaan" not in listed.content.decode()
    one = client.get(at(report))
    assert faults_of(one) == []
    assert not read(one).find("form", action=at(report, "kasus/"))
    client.post(at(report, "kasus/"), {"next": DOOR})
    with in_office(salatiga):
        assert not Case.objects.exists()
    assert faults_of(client.get(at(report, "ambil-kembali/"))) == []
    empty = client.post(at(report, "ambil-kembali/"), {"because": ""})
    assert empty.status_code == 422
    again = client.post(at(report, "ambil-kembali/"), {"because": "Ternyata tugas kita", "seen": "1"}, follow=True)
    assert f"Laporan {report.code} menunggu lagi." in words(again)
    assert "Diambil kembali" in words(again)
    assert report.code in words(client.get("/laporan/"))
    opened(client, report)
    assert "alasan: diteruskan ke Dinas Rekaan" in words(client.get(at(report)))
    with in_office(salatiga):
        assert SettingAside.objects.get().taken_up_because == "Ternyata tugas kita"


def test_a_reason_that_is_not_whole_is_asked_for_and_what_was_typed_stays(client, report):
    answer = set_aside(client, report, referred_to="", words="Alamat di kabupaten lain")
    assert answer.status_code == 422
    assert "Tulis ke lembaga mana" in words(answer)
    assert faults_of(answer) == []
    typed_again(answer, {"words": "Alamat di kabupaten lain"})
    assert read(answer).find("input", {"name": "reason", "value": "referred"}).has_attr("checked")
    part = client.post(at(report, "disisihkan/"), {"reason": ""}, headers={"hx-request": "true"})
    assert (part.status_code, read(part).html) == (422, None)
    gone = client.post(at(report, "disisihkan/"), {"reason": "mistaken"}, headers={"hx-request": "true"})
    assert gone["HX-Redirect"] == "/laporan/"


def test_what_no_longer_fits_leads_back_to_the_report(salatiga, client, report):
    assert client.get(at(report, "ambil-kembali/"))["Location"] == at(report)
    set_aside(client, report)
    for action in ("perbaikan/", "disisihkan/"):
        assert client.get(at(report, action))["Location"] == at(report)
        assert client.post(at(report, action), {"reason": "mistaken"})["Location"] == at(report)
    with in_office(salatiga):
        assert SettingAside.objects.count() == 1


def test_the_other_office_and_whoever_holds_no_lane_find_nothing(salatiga, banyuwangi, client, report):
    take(banyuwangi, "banyuwangi/p2tp2a")
    visitors = [enter(banyuwangi, employ(banyuwangi, "wayan", "*")), enter(salatiga, employ(salatiga, "tanpa"))]
    for visitor in visitors:
        for action in ("perbaikan/", "disisihkan/", "ambil-kembali/"):
            assert visitor.get(at(report, action)).status_code == 404
            assert visitor.post(at(report, action), {"reason": "mistaken", "because": "x"}).status_code == 404
    set_aside(client, report)
    for visitor in visitors:
        assert report.code not in words(visitor.get("/laporan/?keadaan=disisihkan"))
