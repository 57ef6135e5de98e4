"""The official sheets on screen: every word of the document, for whoever works in the office, and nobody else's."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from accounts.models import Staff
from frontend.templatetags.rangkul import sheet_lines
from sop_library.definition import parse, to_document
from sop_library.models import Sop
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tests.frontend.screens import OPENED, catalogue, employ, enter, faults_of, read, take, words

SHEETS = {
    "salatiga": [
        "salatiga/layanan-informasi",
        "salatiga/layanan-konsultasi",
        "salatiga/layanan-penjangkauan",
        "salatiga/pengaduan-langsung",
        "salatiga/pengaduan-tidak-langsung",
    ],
    "banyuwangi": ["banyuwangi/p2tp2a"],
    "nunukan": ["nunukan/intervensi-krisis"],
    "barito_utara": ["barito-utara/krisis", "barito-utara/penjangkauan"],
}
NINE = [(office, name) for office, names in SHEETS.items() for name in names]


@pytest.fixture
def ratna(salatiga) -> Staff:
    return employ(salatiga, "ratna")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def open_sheet(request, office_name: str, name: str):
    office = request.getfixturevalue(office_name)
    version = take(office, name)
    return enter(office, employ(office, "petugas")).get(f"/sop/{version.sop.slug}/")


@pytest.mark.parametrize(("office", "name"), NINE)
def test_each_of_the_nine_sheets_says_every_word_of_its_document(request, office, name):
    answer = open_sheet(request, office, name)
    assert answer.status_code == 200
    assert faults_of(answer) == []
    said = words(answer)
    document = catalogue(name).document
    for step in document["steps"]:
        for field in ("step", "text", "printed_needs", "printed_output", "fee", "remarks", "section", "note"):
            assert plain(step.get(field) or "") in said, f"{step['key']}: {field}"
        assert plain(step.get("time", {}).get("printed") or "") in said
    for box in ("legal_basis", "qualifications", "equipment", "records", "narrative", "preconditions"):
        for item in document.get(box) or ():
            assert plain(item["text"]) in said
    for anomaly in document.get("anomalies", ()):
        if anomaly["kind"] != "lanes_lost":
            assert plain(anomaly["note"]) in said, anomaly["id"]
    header = document["header"]
    for words_of in (header, header.get("approved_by") or {}):
        for printed in words_of.values():
            if isinstance(printed, str):
                assert plain(printed).rstrip(": ") in said
    assert document["source"]["sha256"] in said
    assert document["title"] in said


@pytest.mark.parametrize(("office", "name"), NINE)
def test_each_row_stands_alone_in_the_order_of_the_sheet(request, office, name):
    page = read(open_sheet(request, office, name))
    rows = [row["id"].removeprefix("langkah-") for row in page.select("table.rk-sop tbody tr[id]")]
    assert rows == [step.key for step in catalogue(name).steps]
    for table in page.select("table.rk-sop"):
        columns = len(table.select("thead tr")[1].select("th.ln"))
        assert all(len(row.select("td.ln")) == columns for row in table.select("tbody tr[id]"))
        heads = table.select_one("thead tr")
        width = sum(int(cell.get("colspan", 1)) for cell in heads.find_all("th"))
        assert all(len(row.find_all(["td", "th"], recursive=False)) == width for row in table.select("tbody tr[id]"))


def test_empty_fields_of_the_header_are_said_to_be_empty(request):
    page = read(open_sheet(request, "salatiga", "salatiga/pengaduan-langsung"))
    fields = {row.dt.get_text(): plain(row.dd.get_text(" ")) for row in page.select(".rk-kop-fields > div")}
    assert fields["Nomor SOP"] == "belum diisi"
    assert fields["Tanggal Efektif"] == "belum diisi"
    assert fields["Disahkan oleh"].endswith("YUNI AMBARWATI, SH Pembina Utama Muda NIP 19650607 199203 2 008")


def test_what_is_not_printed_is_marked_as_our_reading(request):
    page = read(open_sheet(request, "salatiga", "salatiga/pengaduan-langsung"))
    unmarked, marked = page.find(id="langkah-buku-tamu"), page.find(id="langkah-asesmen-awal")
    assert "pelaksana tidak tercetak pada sumber" in plain(unmarked.get_text(" "))
    assert "pelaksana tidak tercetak pada sumber" not in plain(marked.get_text(" "))
    assert unmarked.select(".rk-read .rk-sym")
    assert not marked.select(".rk-read")
    assert "Pembacaan kami (pelaksana, output):" in plain(unmarked.get_text(" "))
    assert "Catatan sumber:" in plain(page.find(id="langkah-hukum").get_text(" "))


def test_branches_and_what_they_propose_are_said_in_words(request):
    row = read(open_sheet(request, "salatiga", "salatiga/pengaduan-langsung")).find(id="langkah-wilayah")
    assert [plain(tag.get_text()) for tag in row.select(".rk-br")] == [
        "Di luar Kota Salatiga: langkah 5, pelimpahan diusulkan",
        "Kota Salatiga: langkah 5",
    ]


def test_limits_doors_and_where_an_sop_of_no_regency_comes_from_are_told(request):
    said = words(open_sheet(request, "salatiga", "salatiga/pengaduan-langsung"))
    assert "tindak lanjut kasus dilaksanakan maksimal 3x24 Jam setelah pengaduan diterima." in said
    assert "dihitung sejak pengaduan diterima sampai langkah 13" in said
    assert "Telepon mulai di langkah 4." in said
    document = catalogue("barito-utara/krisis").document
    assert document["regency"] is None
    assert plain(document["regency_note"]) in words(open_sheet(request, "barito_utara", "barito-utara/krisis"))


def test_a_printed_time_that_is_none_shows_as_nothing(request):
    page = read(open_sheet(request, "barito_utara", "barito-utara/penjangkauan"))
    times = [cell.get_text(strip=True) for cell in page.select('td[data-label="Waktu"]')]
    assert set(times) == {""}


def test_the_sheet_can_be_scrolled_by_keyboard_and_printed_with_who_and_when(request):
    page = read(open_sheet(request, "nunukan", "nunukan/intervensi-krisis"))
    region = page.select_one('[role="region"]')
    assert (region["tabindex"], bool(region["aria-label"])) == ("0", True)
    assert "rk-landscape" in page.body["class"]
    assert re.search(r"Dicetak oleh Petugas, \d+ \w+ \d{4}", plain(page.select_one(".rk-print").get_text()))


@pytest.mark.parametrize(
    ("office", "name"), [("salatiga", "salatiga/pengaduan-langsung"), ("nunukan", "nunukan/intervensi-krisis")]
)
def test_for_the_wall_there_is_the_sheet_without_anything_noted_on_it(request, office, name):
    place = request.getfixturevalue(office)
    version = take(place, name)
    browser = enter(place, employ(place, "petugas"))
    where = f"/sop/{version.sop.slug}/versi/1/"
    noted, bare = browser.get(where), browser.get(where, {"catatan": "tanpa"})
    assert faults_of(bare) == []
    assert f"{where}?catatan=tanpa" in {link.get("href") for link in read(noted).find_all("a")}
    ours = ("Pembacaan kami (", "Catatan sumber:", "Keterangan kami:", "tidak tercetak pada sumber)", "SHA-256")
    assert [mark for mark in ours if mark in words(noted)]
    assert [mark for mark in ours if mark in words(bare)] == []
    assert not read(bare).select(".rk-said")
    printed = read(bare)
    for unprinted in printed.select(".rk-noprint, .rk-sr, nav, header.rk-top"):
        unprinted.decompose()
    inside = plain(printed.main.get_text(" "))
    for ours_alone in ("garis putus", "pembacaan kami", "berlaku", "belum diisi", "Nomor SOP belum", "Dicetak oleh"):
        assert ours_alone not in inside, ours_alone
    assert not printed.select(".rk-blank, .rk-key, .rk-sop .rk-read")
    rows = [[plain(cell.get_text()) for cell in page.select("td[data-label]")] for page in (read(noted), read(bare))]
    assert rows[0] == rows[1], "what the sheet prints stays to the last word"
    assert "rk-clean" in read(bare).body["class"]


class TestList:
    def test_it_names_each_sop_in_force_with_its_lanes_and_doors(self, salatiga, ratna):
        take(salatiga, "salatiga/pengaduan-langsung")
        answer = enter(salatiga, ratna).get("/sop/")
        said = words(answer)
        assert "Pengaduan langsung PENGADUAN SECARA LANGSUNG" in said
        assert "Resepsionis Analis Pengaduan Analis Pemberdayaan" in said
        assert "Versi 1, 13 langkah, berlaku sejak 5 Januari 2026" in said
        assert "Masuk lewat: Datang sendiri · Telepon · Datang dengan rujukan" in said
        assert read(answer).select_one(".rk-lane--3").get_text() == "Analis Pengaduan"
        assert faults_of(answer) == []
        assert read(answer).select_one('.rk-rail a[aria-current="page"]')["href"] == "/sop/"

    def test_an_office_without_sops_is_told_what_to_do(self, salatiga, ratna):
        answer = enter(salatiga, ratna).get("/sop/")
        assert "Belum ada SOP" in words(answer)
        assert faults_of(answer) == []

    def test_an_office_whose_sops_are_all_retired_is_told_that_and_what_still_runs(self, salatiga, ratna):
        version = take(salatiga, "salatiga/layanan-informasi")
        with in_office(salatiga):
            Sop.objects.filter(pk=version.sop_id).update(retired_at=timezone.now())
        answer = enter(salatiga, ratna).get("/sop/")
        said = words(answer)
        assert "Tidak ada SOP yang berlaku" in said
        assert "Sampaikan kepada admin kantor Anda." in said
        assert "Belum ada SOP" not in said
        assert "Ambil SOP dari pustaka" in words(enter(salatiga, employ(salatiga, "wati", admin=True)).get("/sop/"))
        assert faults_of(answer) == []

    def test_an_office_whose_sops_come_into_force_later_is_told_when(self, salatiga, ratna):
        with in_office(salatiga):
            adopt(definition=catalogue("salatiga/layanan-informasi"), at=datetime(2099, 3, 2, 2, tzinfo=UTC))
        said = words(enter(salatiga, ratna).get("/sop/"))
        assert "Belum ada SOP yang berlaku" in said
        assert "versi 1, berlaku mulai 2 Maret 2099." in said


class TestVersions:
    @pytest.fixture
    def two(self, salatiga):
        take(salatiga, "salatiga/layanan-informasi")
        changed = {**to_document(catalogue("salatiga/layanan-informasi")), "note": "Catatan versi kedua."}
        with in_office(salatiga):
            adopt(definition=parse(changed), at=OPENED)

    def test_the_newest_is_in_force_and_older_ones_stay_readable(self, salatiga, ratna, two):
        client = enter(salatiga, ratna)
        newest, first = client.get("/sop/layanan-informasi/"), client.get("/sop/layanan-informasi/versi/1/")
        assert "Versi 2 berlaku" in words(newest)
        assert "Catatan versi kedua." in words(newest)
        assert "Versi 1, sudah diganti" in words(first)
        assert "Catatan versi kedua." not in words(first)
        assert faults_of(first) == []
        assert read(newest).find("a", href="/sop/layanan-informasi/versi/1/")
        assert words(client.get("/sop/layanan-informasi/versi/2/")) == words(newest)

    @pytest.mark.parametrize(
        "path", ["/sop/tidak-ada/", "/sop/layanan-informasi/versi/3/", "/sop/layanan-informasi/versi/0/"]
    )
    def test_what_is_not_there_is_a_404(self, salatiga, ratna, two, path):
        assert enter(salatiga, ratna).get(path).status_code == 404


class TestWho:
    @pytest.mark.parametrize("path", ["/sop/", "/sop/layanan-informasi/", "/sop/layanan-informasi/versi/1/"])
    def test_staff_of_the_office_and_nobody_else(self, two_offices, ratna, path):
        ours, theirs = two_offices
        take(ours, "salatiga/layanan-informasi")
        assert enter(ours, ratna).get(path).status_code == 200
        assert enter(ours).get(path)["Location"].startswith("/masuk/?next=")
        foreign = enter(theirs, employ(theirs, "ratna")).get(path)
        assert foreign.status_code == (200 if path == "/sop/" else 404)
        assert "Layanan informasi" not in words(foreign)

    def test_a_sheet_is_read_only(self, salatiga, ratna):
        take(salatiga, "salatiga/layanan-informasi")
        client = enter(salatiga, ratna)
        for path in ("/sop/", "/sop/layanan-informasi/", "/sop/layanan-informasi/versi/1/"):
            assert client.post(path).status_code == 405


def test_a_list_that_runs_on_in_one_cell_has_a_line_for_each_item():
    assert sheet_lines("- Data Pelapor - Data kesediaan") == "- Data Pelapor\n- Data kesediaan"
    assert sheet_lines("Surat - tembusan") == "Surat - tembusan"
    assert sheet_lines(None) == ""
