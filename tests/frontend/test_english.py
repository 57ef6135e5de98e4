"""English: every screen without one of our Indonesian sentences, its dates and numbers, and who chose it."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext, trans_real

from accounts.models import Staff
from cases.models import StepPass
from sop_library.forms.errors import thousands
from sop_library.models import SopEvent, SopVersion
from sop_library.retelling import retold
from tenants.current import in_office
from tests.frontend.english import (
    ITSELF,
    SOPS,
    Texts,
    crawl,
    data_of,
    hand_in_nothing,
    names_of_pages,
    note,
    open_identities,
    set_to_work,
)
from tests.frontend.indonesian import left_in
from tests.frontend.screens import employ, enter, read, take, words
from tests.frontend.test_shell import ERRORS
from tests.frontend.working import NIK, new_case

HX = {"hx-request": "true"}


@pytest.fixture
def ratna(salatiga) -> Staff:
    for name in SOPS:
        take(salatiga, name)
    return employ(salatiga, "ratna", "*", admin=True, language="en", post="Analis Pengaduan")


@pytest.fixture
def client(salatiga, ratna) -> Client:
    return enter(salatiga, ratna)


@pytest.fixture
def office_at_work(salatiga, ratna, client) -> Texts:
    """An office with work in every state; returns what three cases said on their way."""
    return set_to_work(salatiga, ratna, client)


def test_no_screen_says_anything_of_ours_in_indonesian(salatiga, client, office_at_work):
    texts = dict(office_at_work)
    shown = crawl(client, texts)
    elsewhere = {"carried", "carried_limit_reopen", "case_join", "limit_extend", "sop_base"}
    assert names_of_pages() - set(shown) == {"account_login", "signed_in", "report_detach", *elsewhere}
    asked = [client.get(f"{address}bukan-kasus-ini/") for address in shown["report"]]
    for answer in (one for one in asked if one.status_code == 200):
        note(texts, answer, "bukan-kasus-ini")
    assert "bukan-kasus-ini" in texts.values()
    open_identities(client, texts, [*shown["case"], *shown["report"]])
    for name in ("person", "incident", "notes", "form_filled", "form_fill"):
        for address in shown[name]:
            note(texts, client.get(address), address)
            note(texts, client.get(address, {"ubah": "1"}), f"{address}?ubah=1")
    for address in shown["case"]:
        note(texts, client.get(f"{address}sudah-ditanyakan/"), f"{address}sudah-ditanyakan/")
        note(texts, client.get(f"{address}gabungan/"), f"{address}gabungan/")
        note(texts, client.post(f"{address}gabungan/", {"number": "ZZZ-26-9999"}), f"POST {address}gabungan/")
        hand_in_nothing(client, texts, address)
    note(texts, client.post(f"{shown['report'][0]}kasus/", {}), "report_case")
    note(texts, client.post("/laporan/baru/orang-sama/", {"victim_nik": NIK}, headers=HX), "report_same_person")
    note(texts, client.get("/laporan/baru/pintu/?channel=telepon", headers=HX), "report_doors")
    note(texts, client.get("/kasus/?keadaan=paused&kurun=7&pemegang=saya"), "register")
    for addresses in shown.values():
        note(texts, client.post(addresses[0], {}), f"POST {addresses[0]}")
    left = left_in(texts, data_of(salatiga))
    assert left == [], "\n".join(left)
    assert len(texts) > 900


def test_before_the_login_the_browsers_choice_holds(salatiga):
    stranger = enter(salatiga)
    assert stranger.post("/bahasa/", {"language": "en", "next": "/masuk/"}).status_code == 303
    texts: Texts = {}
    for answer in (stranger.get("/masuk/"), stranger.post("/masuk/", {"login": "x", "password": "y"})):
        assert read(answer).html["lang"] == "en"
        note(texts, answer, "/masuk/")
    assert "User name" in texts
    assert left_in(texts, {salatiga.name, ITSELF}) == []


@pytest.mark.parametrize("name", ERRORS)
def test_no_error_page_says_anything_in_indonesian(name):
    texts: Texts = {}
    with translation.override("en"):
        note(texts, HttpResponse(render_to_string(f"errors/{name}.html")), name)
    assert len(texts) > 3
    assert left_in(texts, ()) == []


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("/", "Tidak ada langkah untuk hari ini"),
        ("/setelan/", "Menu lain"),
        ("/kasus/", "Register kasus"),
        ("/laporan/baru/", "Dengarkan dulu, isi sambil jalan. Hanya saluran dan langkah selanjutnya yang wajib."),
        ("/laporan/baru/", "Umur korban"),
        ("/sop/pengaduan-langsung/", "Versi %(number)s berlaku"),
        ("/kantor/jam/", "“3 hari kerja” yang dimulai sekarang berakhir %(day)s pukul %(time)s."),
    ],
)
def test_a_message_taken_out_of_the_catalogue_is_found(salatiga, client, monkeypatch, address, source):
    known = data_of(salatiga)
    texts: Texts = {}
    note(texts, client.get(address), address)
    assert left_in(texts, known) == []
    for catalogue in trans_real.translation("en")._catalog._catalogs:
        if source in catalogue:
            monkeypatch.delitem(catalogue, source)
    texts.clear()
    note(texts, client.get(address), address)
    assert [fault for fault in left_in(texts, known) if repr(source) in fault]


def test_an_indonesian_clock_or_day_is_found():
    texts = {"Salatiga": "a", "Before 10.20, 8 minutes left": "b", "Senin, 5 January": "c", "33.73": "d", "10:20": "e"}
    assert left_in(texts, ()) == [
        "b: 'Before 10.20, 8 minutes left' is '10.20'",
        "c: 'Senin, 5 January' is 'Senin'",
    ]


def test_days_times_and_numbers_are_written_the_english_way(salatiga, ratna, client):
    with in_office(salatiga):
        version = SopVersion.objects.get(sop__slug="pengaduan-langsung")
    late = new_case(salatiga, version, ratna)
    with in_office(salatiga):
        StepPass.objects.filter(case=late).update(due_at=timezone.now() - timedelta(minutes=30))
    page = read(client.get("/"))
    now = timezone.localtime(timezone=ZoneInfo("Asia/Jakarta"))
    assert page.h1.get_text(strip=True) == f"{now:%A}, {now.day} {now:%B}"
    assert re.fullmatch(r"UPTD PPA Salatiga, \d\d:\d\d WIB", page.find(id="pukul").get_text(strip=True))
    assert re.search(r"\blate\b", page.find(id="kalimat").get_text())
    hours = client.post("/kantor/profil/", {"name": "x" * 12_345})
    assert "12,345 characters" in words(hours)
    with translation.override("en"):
        assert thousands(12_345) == "12,345"
    with translation.override("id"):
        assert thousands(12_345) == "12.345"


def test_the_choice_is_kept_with_the_account_and_taken_back(salatiga, ratna):
    here = enter(salatiga, ratna)
    assert read(here.get("/setelan/")).html["lang"] == "en"
    here.post("/bahasa/", {"language": "id"})
    elsewhere = enter(salatiga, ratna)
    assert "Setelan" in words(elsewhere.get("/setelan/"))
    elsewhere.post("/setelan/", {"language": "en", "look": "light"})
    assert "Settings saved." in words(elsewhere.get("/setelan/"))
    assert "Settings" in words(here.get("/setelan/"))
    with in_office(salatiga):
        assert Staff.objects.get(pk=ratna.pk).language == "en"


def test_one_persons_language_is_nobody_elses(salatiga, client):
    sari = enter(salatiga, employ(salatiga, "sari", "*"))
    assert "Tidak ada langkah untuk hari ini" in words(sari.get("/"))
    assert "No steps for today" in words(client.get("/"))


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("Tidak berlaku: Korban anak: Ya", "Does not apply: Victim is a child: Yes"),
        (
            "Tidak berlaku: Jumlah korban: paling sedikit 2; Tingkat risiko: salah satu dari Risiko tinggi",
            "Does not apply: Number of victims: at least 2; Risk: one of High risk",
        ),
        ("Kembali ke langkah “Terima tamu”: salah isi: nama", "Back to step “Terima tamu”: salah isi: nama"),
        ("Korban anak: Ya, kata ibunya", "Korban anak: Ya, kata ibunya"),
        ("Tidak berlaku: kata atasan", "Does not apply: kata atasan"),
    ],
)
def test_what_the_engine_kept_as_a_sentence_is_retold(kept, said):
    with translation.override("en"):
        assert retold(kept, gettext) == said
    with translation.override("id"):
        assert retold(kept, gettext) == kept


@pytest.mark.parametrize(
    ("kind", "kept", "said"),
    [
        ("bound", "Langkah “Catat: semua”: Petugas, Ketua.", "Step “Catat: semua”: Petugas, Ketua."),
        ("version_retired", "Versi 12 mendahuluinya.", "Version 12 came before it."),
        ("version_retired", "Keliru, lihat versi 12.", "Keliru, lihat versi 12."),
        ("retired", "Versi 12 mendahuluinya.", "Versi 12 mendahuluinya."),
    ],
)
def test_what_an_sops_trail_keeps_as_a_sentence_is_retold(kind, kept, said):
    event = SopEvent(kind=kind, why=kept)
    with translation.override("en"):
        assert event.said == said
    with translation.override("id"):
        assert event.said == kept
