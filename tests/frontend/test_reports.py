"""Taking in a report: one page, nothing typed is lost, the same person is asked about, identities stay closed."""

import uuid
from typing import Any

import pytest

from cases.models import Case, Fact, Person, Report, Role
from safeguards.models import AccessEvent
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.working import NAME, NIK, PHONE, STORY, new_case, typed_again

NEW = "/laporan/baru/"
DOOR = "pengaduan-langsung/datang"
WHOLE = {
    "channel": "datang", "in_danger": "TIDAK", "reporter_is": "lain", "reporter_name": "Bu Marni Rekaan",
    "reporter_phone": "0812-1216-0212", "reporter_relation": "TETANGGA", "victim_name": NAME, "victim_nik": NIK,
    "victim_phone": "0813 2222 3333", "victim_sex": "P", "victim_age": "31", "victim_residence": "33.22",
    "victim_domicile": "33.73", "victim_presence": "33.74", "victim_address": "Jalan Rekaan 5", "place": "33.73",
    "place_kind": "RUMAH_TANGGA", "kinds": ["FISIK", "PSIKIS"], "domestic": "YA", "happened_on-day": "20",
    "happened_on-month": "11", "happened_on-year": "2025", "story": STORY, "safe_contact": "Siang saja",
}  # fmt: skip


@pytest.fixture
def stored(salatiga):
    """What the office has."""

    def look() -> tuple[int, int]:
        with in_office(salatiga):
            return Report.objects.count(), Case.objects.count()

    return look


def waiting(salatiga, client, **typed: Any) -> Report:
    client.post(NEW, WHOLE | {"next": "simpan", "report_id": str(uuid.uuid4())} | typed)
    with in_office(salatiga):
        return Report.objects.get()


def test_the_page_is_calm_and_sound(client):
    answer = client.get(NEW)
    assert answer.status_code == 200
    assert faults_of(answer) == []
    required = [tag.parent.get_text(" ", strip=True) for tag in read(answer).find_all("span", string="(wajib)")]
    assert required == ["Lewat apa laporan ini sampai? (wajib)", "Apa yang dilakukan sekarang? (wajib)"]


def test_who_is_in_danger_comes_first_and_the_button_says_what_it_does(client):
    page = read(client.get(NEW))
    assert {link["href"] for link in page.select(".rk-danger a")} == {"tel:110", "tel:119", "tel:129"}
    assert page.select_one(".rk-actions button").get_text(strip=True) == "Simpan"
    answer = client.post(NEW, {"channel": "datang", "next": DOOR, "victim_nik": "123"})
    assert answer.status_code == 422
    assert read(answer).select_one(".rk-actions button").get_text(strip=True) == "Simpan dan buka kasus"
    assert "Pintu" not in words(answer)


def test_channel_and_what_now_are_enough(client, salatiga, stored):
    answer = client.post(NEW, {"channel": "telepon", "next": "simpan"})
    assert answer.status_code == 303
    with in_office(salatiga):
        report = Report.objects.get()
    assert answer["Location"] == f"/laporan/{report.pk}/"
    assert stored() == (1, 0)
    assert report.channel == "telepon"


def test_everything_typed_comes_into_the_case_each_region_apart(client, salatiga):
    answer = client.post(NEW, WHOLE | {"next": DOOR})
    with in_office(salatiga):
        case = Case.objects.get()
        assert answer["Location"] == f"/kasus/{case.pk}/#sekarang"
        assert case.door == "datang"
        victim = Person.objects.get(roles__kind=Role.Kind.VICTIM)
        reporter = Person.objects.get(roles__kind=Role.Kind.REPORTER)
        assert (victim.name, victim.nik, victim.phone, victim.age_band) == (NAME, NIK, "+6281322223333", "A25_44")
        assert (victim.residence, victim.domicile, victim.presence) == ("33.22", "33.73", "33.74")
        assert (victim.address, victim.safe_contact) == ("Jalan Rekaan 5", "Siang saja")
        assert (reporter.name, reporter.phone) == ("Bu Marni Rekaan", PHONE)
        incident = case.incidents.get()
        assert (incident.place, incident.place_kind, incident.kinds) == ("33.73", "RUMAH_TANGGA", ["FISIK", "PSIKIS"])
        assert (incident.domestic, incident.story, str(incident.happened_on)) == (True, STORY, "2025-11-20")


def test_who_reports_for_themselves_is_written_once(client, salatiga):
    own = {"channel": "datang", "reporter_is": "korban", "reporter_name": NAME, "reporter_nik": NIK, "next": DOOR}
    client.post(NEW, own)
    with in_office(salatiga):
        person = Person.objects.get()
        assert person.name == NAME
        assert set(person.roles.values_list("kind", flat=True)) == {"victim", "reporter"}


def test_how_the_reporter_stands_to_the_victim_stays_with_the_reporter(client, salatiga):
    client.post(NEW, WHOLE | {"next": DOOR})
    with in_office(salatiga):
        assert Role.objects.get(kind=Role.Kind.REPORTER).relation == "TETANGGA"


def test_of_who_reports_for_themselves_nothing_typed_twice_is_lost(client, salatiga):
    own = {
        "channel": "datang", "reporter_is": "korban", "reporter_name": "Panggilan Rekaan", "reporter_nik": NIK,
        "reporter_phone": "0812-1216-0212", "victim_name": NAME, "victim_phone": "0813 2222 3333", "next": DOOR,
    }  # fmt: skip
    client.post(NEW, own)
    with in_office(salatiga):
        victim, report = Person.objects.get(), Report.objects.get()
        assert (victim.name, victim.nik, victim.phone) == (NAME, NIK, "+6281322223333")
        assert (report.reporter_name, report.reporter_phone) == ("Panggilan Rekaan", PHONE)
        assert report.details["reporter"]["phone"] == PHONE


def test_who_asks_for_information_is_no_unknown_victim_but_told_violence_has_one(client, salatiga):
    asking = {"channel": "datang", "reporter_is": "lain", "reporter_name": "Bu Marni Rekaan", "next": DOOR}
    client.post(NEW, asking)
    client.post(NEW, asking | {"kinds": ["FISIK"]})
    with in_office(salatiga):
        assert list(Fact.objects.order_by("kinds").values_list("kinds", "unknown")) == [([], 0), (["FISIK"], 1)]


def test_what_a_report_keeps_is_not_lost_until_the_case_is_opened(client, salatiga):
    report = waiting(salatiga, client)
    answer = client.post(f"/laporan/{report.pk}/kasus/", {"next": DOOR})
    assert answer.status_code == 303
    with in_office(salatiga):
        victim = Person.objects.get(roles__kind=Role.Kind.VICTIM)
        assert (victim.name, victim.nik, victim.residence, victim.presence) == (NAME, NIK, "33.22", "33.74")
        assert Person.objects.get(roles__kind=Role.Kind.REPORTER).name == "Bu Marni Rekaan"
        assert Case.objects.get().incidents.get().story == STORY


def test_all_faults_are_said_at_once_each_with_a_link_and_everything_typed_stays(client, stored):
    wrong = WHOLE | {
        "channel": "", "victim_nik": "12345", "victim_phone": "abc", "victim_age": "tujuh",
        "happened_on-day": "31", "happened_on-month": "02", "happened_on-year": "2026", "received_time": "09.30",
    }  # fmt: skip
    answer = client.post(NEW, wrong)
    assert answer.status_code == 422
    assert faults_of(answer) == []
    page = read(answer)
    linked = {link["href"] for link in page.select(".govuk-error-summary a")}
    fields = ("channel", "victim_nik", "victim_phone", "victim_age", "happened_on", "received_on", "next")
    assert all(any(href.startswith(f"#id_{name}") for href in linked) for name in fields), linked
    assert len(linked) == len(fields)
    assert page.title.get_text().startswith("Perbaiki:")
    typed_again(answer, {name: value for name, value in wrong.items() if isinstance(value, str) and name in TEXTS})
    chosen = {(tag["name"], tag["value"]) for tag in page.find_all("input", checked=True)}
    assert {("kinds", "FISIK"), ("kinds", "PSIKIS"), ("domestic", "YA"), ("victim_sex", "P")} <= chosen
    assert page.find("select", {"name": "victim_residence"}).find("option", selected=True)["value"] == "33.22"
    assert stored() == (0, 0)


TEXTS = {
    "victim_name", "victim_nik", "victim_phone", "victim_age", "story", "safe_contact", "reporter_name",
    "happened_on-day", "happened_on-month", "happened_on-year", "received_time", "victim_address",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"victim_nik": "337301570895000"}, "Tulis 16 angka NIK"),
        ({"happened_on-day": "31", "happened_on-month": "2", "happened_on-year": "2026"}, "Bulan itu hanya sampai"),
        ({"happened_on": "05/13/2026"}, "Tulis bulan dengan angka 1 sampai 12"),
        ({"happened_on-day": "05/13/2026"}, "Tulis bulan dengan angka 1 sampai 12"),
        ({"story": "x" * 5_000_000}, "terlalu panjang: 5.000.000 karakter"),
        ({"story": "ada\x00nol"}, "karakter yang tidak dapat disimpan"),
        ({"victim_name": "N" * 200}, "Ringkas sampai 120 karakter"),
        ({"channel": "merpati"}, "Pilih salah satu jawaban yang tersedia"),
        ({"victim_residence": "99.99"}, "Pilih kabupaten atau kota dari daftar"),
        ({"kinds": ["FISIK", "NGAWUR"]}, "Pilih salah satu jawaban yang tersedia"),
        ({"next": "tidak-ada/pintu"}, "Pilih salah satu jawaban yang tersedia"),
        ({"victim_birth_date": "01-01-2090"}, "belum terjadi"),
        ({"reporter_is": "tanpa"}, "Pelapor tanpa nama: kosongkan"),
        ({"received_on-day": "1", "received_on-month": "1", "received_on-year": "2090"}, "belum terjadi"),
    ],
)  # fmt: skip
def test_bad_input_is_a_fault_at_its_question_never_an_error_page(client, stored, typed, said):
    without_date = {name: value for name, value in WHOLE.items() if not name.startswith("happened_on")}
    answer = client.post(NEW, without_date | {"next": "simpan"} | typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert stored() == (0, 0)


def test_an_unusual_nik_is_warned_of_and_kept(client, salatiga):
    answer = client.post(NEW, WHOLE | {"victim_nik": "0073 0157 0895 0000", "next": "tidak-ada"})
    assert "Dua angka pertama NIK ini bukan kode provinsi." in words(answer)
    kept = client.post(NEW, WHOLE | {"victim_nik": "0073015708950000", "next": DOOR}, follow=True)
    assert kept.redirect_chain
    assert "Dua angka pertama NIK ini bukan kode provinsi." in words(kept)


def test_an_age_that_contradicts_the_birth_date_is_asked_about(client):
    born = {"victim_birth_date-day": "1", "victim_birth_date-month": "1", "victim_birth_date-year": "1950"}
    answer = client.post(NEW, WHOLE | born | {"next": DOOR})
    assert answer.status_code == 422
    assert "Umur ini tidak cocok dengan tanggal lahirnya" in words(answer)


def test_a_page_sent_twice_is_one_report(client, stored):
    sent = WHOLE | {"next": DOOR, "report_id": str(uuid.uuid4())}
    first = client.post(NEW, sent)
    again = client.post(NEW, sent | {"same": "baru"})
    assert first["Location"] == again["Location"]
    assert stored() == (1, 1)


def test_a_key_that_is_none_is_replaced(client, stored):
    assert client.post(NEW, {"channel": "datang", "next": "simpan", "report_id": "bukan-kunci"}).status_code == 303
    assert stored() == (1, 0)


def test_the_same_person_is_asked_about_and_what_was_typed_stays(client, salatiga, version, sari, stored):
    earlier = new_case(salatiga, version, sari)
    answer = client.post(NEW, WHOLE | {"next": DOOR})
    assert answer.status_code == 422
    page = read(answer)
    assert {tag["value"] for tag in page.find_all("input", {"name": "same"})} == {str(earlier.pk), "baru"}
    assert earlier.number in words(answer)
    typed_again(answer, {"victim_name": NAME, "story": STORY})
    assert stored() == (1, 1)


def test_an_old_case_takes_the_report(client, salatiga, version, sari, stored):
    earlier = new_case(salatiga, version, sari)
    answer = client.post(NEW, WHOLE | {"next": DOOR, "same": str(earlier.pk)})
    assert answer["Location"] == f"/kasus/{earlier.pk}/#sekarang"
    assert stored() == (2, 1)
    with in_office(salatiga):
        assert earlier.reports.count() == 2


def test_a_new_case_may_be_opened_all_the_same(client, salatiga, version, sari, stored):
    new_case(salatiga, version, sari)
    assert client.post(NEW, WHOLE | {"next": DOOR, "same": "baru"}).status_code == 303
    assert stored() == (2, 2)


def test_a_case_that_is_no_candidate_takes_nothing(client, salatiga, version, sari, stored):
    new_case(salatiga, version, sari)
    assert client.post(NEW, WHOLE | {"next": DOOR, "same": str(uuid.uuid4())}).status_code == 422
    assert stored() == (1, 1)


def test_the_hint_is_posted_so_that_no_address_carries_a_number(client, salatiga, version, sari):
    case = new_case(salatiga, version, sari)
    hint = client.post("/laporan/baru/orang-sama/", {"victim_nik": NIK}, headers={"hx-request": "true"})
    assert case.number in words(hint)
    assert NIK not in hint.content.decode()
    assert client.get("/laporan/baru/orang-sama/").status_code == 405
    unreadable = client.post("/laporan/baru/orang-sama/", {"victim_nik": "12", "victim_phone": "x\x00"})
    assert words(unreadable).strip() == ""
    unknown = client.post("/laporan/baru/orang-sama/", {"victim_nik": "3373011203900009"})
    assert "belum pernah tercatat" in words(unknown)


def test_the_doors_follow_the_channel(client, salatiga):
    take(salatiga, "salatiga/layanan-informasi")
    answer = client.get("/laporan/baru/pintu/", {"channel": "telepon", "next": "simpan"})
    cards = {tag["value"] for tag in read(answer).select(".rk-choice input")}
    assert cards == {"pengaduan-langsung/telepon", "layanan-informasi/telepon", "simpan"}
    assert read(answer).find("input", checked=True)["value"] == "simpan"


def test_a_waiting_report_shows_no_identity_until_it_is_opened_with_a_reason(client, salatiga):
    report = waiting(salatiga, client)
    page = client.get(f"/laporan/{report.pk}/")
    assert faults_of(page) == []
    for secret in (NAME, NIK, STORY, "Bu Marni", "Siang saja"):
        assert secret not in page.content.decode()
    unsaid = client.post(f"/laporan/{report.pk}/identitas/", {})
    assert unsaid.status_code == 422
    other = client.post(f"/laporan/{report.pk}/identitas/", {"buka-reason": "other"})
    assert "Tulis keperluan lain itu apa." in words(other)
    client.post(f"/laporan/{report.pk}/identitas/", {"buka-reason": "contact"})
    opened = client.get(f"/laporan/{report.pk}/")
    for secret in (NAME, "3373 0157 0895 0003", STORY, "Bu Marni Rekaan", "Tetangga", "Siang saja"):
        assert secret in words(opened)
    assert faults_of(opened) == []
    with in_office(salatiga):
        assert AccessEvent.objects.get().reason == "contact"
    client.post(f"/laporan/{report.pk}/identitas/", {"tutup": "1"})
    assert NAME not in client.get(f"/laporan/{report.pk}/").content.decode()


def test_opening_a_case_asks_about_the_same_person_too(client, salatiga, version, sari):
    report = waiting(salatiga, client)
    earlier = new_case(salatiga, version, sari)
    address = f"/laporan/{report.pk}/kasus/"
    assert str(earlier.pk) in client.get(f"/laporan/{report.pk}/").content.decode()
    assert client.post(address, {"next": DOOR}).status_code == 422
    joined = client.post(address, {"same": str(earlier.pk)})
    assert joined["Location"] == f"/kasus/{earlier.pk}/#sekarang"


def test_a_report_becomes_a_case_once(client, salatiga, stored):
    report = waiting(salatiga, client)
    address = f"/laporan/{report.pk}/kasus/"
    assert client.post(address, {}).status_code == 422
    first = client.post(address, {"next": DOOR})
    assert client.post(address, {"next": DOOR})["Location"] == first["Location"]
    assert stored() == (1, 1)
    assert "Sudah menjadi kasus" in words(client.get(f"/laporan/{report.pk}/"))


def test_the_list_shows_what_waits_and_says_when_nothing_does(client, salatiga):
    assert "Tidak ada laporan yang menunggu" in words(client.get("/laporan/"))
    report = waiting(salatiga, client)
    answer = client.get("/laporan/")
    assert report.code in words(answer)
    assert NAME not in answer.content.decode()
    assert faults_of(answer) == []


def test_htmx_gets_the_form_again_and_is_sent_on(client):
    wrong = client.post(NEW, {"channel": ""}, headers={"hx-request": "true"})
    assert (wrong.status_code, read(wrong).html) == (422, None)
    assert read(wrong).find(id="laporan-baru")
    right = client.post(NEW, {"channel": "datang", "next": "simpan"}, headers={"hx-request": "true"})
    assert right["HX-Redirect"].startswith("/laporan/")


def test_whoever_holds_no_lane_takes_no_report(salatiga, version, stored):
    nobody = enter(salatiga, employ(salatiga, "baru"))
    assert nobody.get(NEW).status_code == 403
    assert nobody.post(NEW, WHOLE | {"next": "simpan"}).status_code == 403
    assert stored() == (0, 0)
    assert "Laporan tampil kepada pelaksana saja" in words(nobody.get("/laporan/"))


def test_the_other_office_has_no_such_report(client, salatiga, banyuwangi):
    report = waiting(salatiga, client)
    take(banyuwangi, "banyuwangi/p2tp2a")
    theirs = enter(banyuwangi, employ(banyuwangi, "wayan", "*"))
    for address in ("", "kasus/", "identitas/"):
        assert theirs.get(f"/laporan/{report.pk}/{address}").status_code == 404
        assert theirs.post(f"/laporan/{report.pk}/{address}", {"next": DOOR}).status_code in (404, 405)
    assert report.code not in words(theirs.get("/laporan/"))


def test_an_unknown_report_is_not_found_and_other_methods_are_refused(client):
    assert client.get(f"/laporan/{uuid.uuid4()}/").status_code == 404
    assert client.get("/laporan/bukan-uuid/").status_code == 404
    assert client.put(NEW).status_code == 405
    assert client.delete("/laporan/").status_code == 405


def test_a_page_sent_again_with_more_on_it_says_what_is_not_stored_and_keeps_it(salatiga, client, stored):
    key = {"report_id": str(uuid.uuid4())}
    report = waiting(salatiga, client, **key)
    more = WHOLE | key | {"next": "simpan", "victim_address": "Jalan Rekaan 7, gang kedua"}
    answer = client.post(NEW, more)
    assert answer.status_code == 409
    assert f"Formulir ini sudah tersimpan sebagai {report.code}" in words(answer)
    assert read(answer).find("a", href=f"/laporan/{report.pk}/")
    typed_again(answer, {"victim_address": "Jalan Rekaan 7, gang kedua", "victim_name": NAME})
    assert faults_of(answer) == []
    assert client.post(NEW, WHOLE | key | {"next": DOOR}).status_code == 409, "no case was opened the first time"
    assert client.post(NEW, WHOLE | key | {"next": "simpan"})["Location"] == f"/laporan/{report.pk}/"
    assert stored() == (1, 0)
