"""A case in SOPs that its own started, on the screens: its page, Hari ini, trail, the register's file, the sheet."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Staff
from cases.models import Case, StepPass
from cases.operations import opening, reports, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from sop_library.definition import Definition
from sop_library.models import SopVersion
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tenants.models import Office
from tests.cases.calling import ASKED, BESIDE, DONE, NOTED, accompanying, asks, consulting, live, serving
from tests.frontend.screens import OPENED, employ, enter, faults_of, read, words
from tests.frontend.working import fields_of, open_pass
from tests.sop_library.sheets import step

SECOND = "dampingi--p--dampingi"


def take(office: Office, *called: Definition, main: Definition | None = None) -> None:
    with in_office(office):
        for place, one in enumerate((*(called or (consulting(), accompanying())), main or serving())):
            adopt(definition=one, at=OPENED, order=place)


def begun(office: Office, by: Staff, *keys: str) -> Case:
    """A case of it, with these steps done."""
    now = timezone.now()
    with in_office(office):
        version = SopVersion.objects.filter(sop__slug="layanan").latest("number")
        report = reports.receive(data=ReportData(channel="datang"), by=by, at=now)
        case = opening.open_case(report=report, version=version, door="datang", by=by, at=now)
        for key in keys:
            row = StepPass.objects.get(case=case, step=key, status="open")
            steps.complete(step_pass=row, work=StepWork(), by=by, at=now)
    return case


@pytest.fixture
def ratna(salatiga: Office) -> Staff:
    take(salatiga)
    return employ(salatiga, "ratna", "*")


@pytest.fixture
def client(salatiga: Office, ratna: Staff) -> Client:
    return enter(salatiga, ratna)


def test_the_page_shows_a_started_sop_under_its_step_and_what_waits_for_it(client, salatiga, ratna):
    case = begun(salatiga, ratna, "terima")
    answer = client.get(f"/kasus/{case.pk}/")
    assert faults_of(answer) == []
    page, said = read(answer), words(answer)
    block = page.find("section", class_="rk-sub")
    assert block["aria-label"] == "SOP Konsultasi"
    assert "0 dari 2 langkah selesai, langkah di atas menunggu SOP ini" in said
    assert "1 dari 4 langkah selesai" in said
    assert "Langkah 1 dari 2, giliran Petugas" in block.get_text(" ")
    assert "Menunggu “Konsultasi” selesai." in said
    assert page.find(id="sekarang").find_parent("section", class_="rk-sub") is block
    assert "“Kerjakan terima” SOP Konsultasi, versi 1" in " ".join(block.get_text(" ").split())


def test_before_it_begins_nothing_of_it_is_shown(client, salatiga, ratna):
    case = begun(salatiga, ratna)
    answer = client.get(f"/kasus/{case.pk}/")
    assert read(answer).find("section", class_="rk-sub") is None
    assert "Langkah 1 dari 4, giliran Petugas" in words(answer)


def test_its_steps_are_completed_on_the_page_and_the_case_goes_on(client, salatiga, ratna):
    case = begun(salatiga, ratna, "terima")
    for key in (ASKED, NOTED):
        row = open_pass(salatiga, case, key)
        at = f"/kasus/{case.pk}/langkah/{row.pk}/selesai/"
        sent = fields_of(client.get(f"/kasus/{case.pk}/"), at)
        assert client.post(at, sent).status_code == 303
    said = words(client.get(f"/kasus/{case.pk}/"))
    assert "2 dari 2 langkah selesai" in said
    assert "0 dari 2 langkah selesai, berjalan sendiri, tidak ditunggu" in said
    assert "3 dari 4 langkah selesai" in said


def test_hari_ini_names_the_sop_the_step_is_of_and_where_it_comes_from(client, salatiga, ratna):
    begun(salatiga, ratna, "terima")
    answer = client.get("/")
    assert faults_of(answer) == []
    assert "Konsultasi 1/2 dari Layanan" in words(answer)


def test_the_trail_says_what_began_and_which_sop_a_step_is_of(client, salatiga, ratna):
    case = begun(salatiga, ratna, "terima", ASKED)
    said = words(client.get(f"/kasus/{case.pk}/jejak/"))
    assert "SOP Konsultasi dimulai dari Panggil" in said
    assert "Selesai: SOP Konsultasi, Terima" in said


def test_going_back_names_the_sop_of_each_step(client, salatiga, ratna):
    case = begun(salatiga, ratna, "terima", ASKED)
    said = words(client.get(f"/kasus/{case.pk}/kembali/"))
    assert "SOP Konsultasi, Terima" in said


def test_the_register_s_file_names_it_too(salatiga, ratna):
    begun(salatiga, ratna, "terima", ASKED)
    admin = enter(salatiga, employ(salatiga, "wening", "*", admin=True))
    told = admin.post("/kasus/unduhan/").getvalue().decode("utf-8-sig")
    assert "Konsultasi: Catat" in told


def test_of_several_the_step_asks_which_and_refuses_none(client, salatiga):
    several = {"key": "p", "label": "Pendampingan", "sop": "contoh/pendampingan", "wait": False}
    both = asks() | {"sub": [*asks()["sub"], several]}
    take(salatiga, main=serving(step("terima"), both, step("tutup"), note="Dua"))
    case = begun(salatiga, employ(salatiga, "wening", "*"), "terima")
    row = open_pass(salatiga, case, "panggil")
    at = f"/kasus/{case.pk}/langkah/{row.pk}/selesai/"
    page = client_of(salatiga).get(f"/kasus/{case.pk}/")
    assert "SOP yang dimulai pada kasus ini" in words(page)
    sent = fields_of(page, at)
    refused = client_of(salatiga).post(at, sent)
    assert refused.status_code == 422
    assert "Pilih SOP lanjutannya." in words(refused)
    assert client_of(salatiga).post(at, sent | {"subs": ["k", "p"]}).status_code == 303
    with in_office(salatiga):
        live = StepPass.objects.filter(case=case, status="open").values_list("step", flat=True)
        assert set(live) == {ASKED, "panggil--p--terima"}


def client_of(office: Office) -> Client:
    with in_office(office):
        return enter(office, Staff.objects.get(username="wening"))


def test_the_page_asks_the_database_no_more_for_what_it_shows_besides(client, salatiga, ratna):
    case = begun(salatiga, ratna)
    client.get(f"/kasus/{case.pk}/")
    with CaptureQueriesContext(connection) as before:
        client.get(f"/kasus/{case.pk}/")
    other = begun(salatiga, ratna, "terima", ASKED)
    client.get(f"/kasus/{other.pk}/")
    with CaptureQueriesContext(connection) as after:
        client.get(f"/kasus/{other.pk}/")
    assert len(after) <= len(before)


def test_the_sheet_says_that_a_started_sop_has_a_newer_version(client, salatiga):
    assert "memulai" not in words(client.get("/sop/layanan/"))
    with in_office(salatiga):
        adopt(definition=consulting(note="Baru"), at=timezone.now() - timedelta(hours=1))
    answer = client.get("/sop/layanan/")
    assert faults_of(answer) == []
    told = "SOP ini memulai Konsultasi menurut versi 1, sedangkan yang berlaku sekarang versi 2."
    assert told in words(answer)
    assert "called" not in client.get("/sop/layanan/versi/1/yaml").content.decode().replace("called: true", "")


def test_a_case_that_is_done_in_the_end_shows_what_runs_on(client, salatiga, ratna):
    case = begun(salatiga, ratna, "terima", ASKED, NOTED, DONE)
    answer = client.get(f"/kasus/{case.pk}/")
    assert faults_of(answer) == []
    said = words(answer)
    assert "4 dari 4 langkah selesai" in said
    assert "Masih berjalan sesudahnya: Pendampingan: Terima ." in said
    assert "0 dari 2 langkah selesai, berjalan sendiri, tidak ditunggu" in said
    at = f"/kasus/{case.pk}/risiko/"
    assert read(answer).find("a", href=at) is not None, "whoever goes on may still be in danger"
    assert client.post(at, {"risk": "high"}).status_code == 303
    with in_office(salatiga):
        assert Case.objects.get(pk=case.pk).risk == "high"


def test_a_case_whose_started_sop_alone_runs_is_reopened_at_a_step_of_its_own(client, salatiga, ratna):
    case = begun(salatiga, ratna, "terima", ASKED, NOTED, DONE, BESIDE)
    at = f"/kasus/{case.pk}/pembukaan/"
    for step_there, said in (("", "Pilih"), (BESIDE, "kasusnya langsung selesai lagi. Pilih langkah lain.")):
        answer = client.post(at, {"because": "Belum tuntas", "step": step_there})
        assert (answer.status_code, said in words(answer)) == (422, True)
    assert client.post(at, {"because": "Belum tuntas", "step": DONE}).status_code == 303
    with in_office(salatiga):
        assert Case.objects.get(pk=case.pk).state == Case.State.RUNNING
        assert set(live(case)) == {SECOND, DONE}


def test_a_refusal_in_a_started_sop_stands_in_its_own_form(salatiga):
    asked = step("terima", outputs=[{"key": "surat", "label": "Surat"}])
    take(salatiga, consulting(asked, step("catat")), accompanying())
    ratna = employ(salatiga, "ratna", "*")
    case, client = begun(salatiga, ratna, "terima"), enter(salatiga, ratna)
    at = f"/kasus/{case.pk}/langkah/{open_pass(salatiga, case, ASKED).pk}/selesai/"
    sent = fields_of(client.get(f"/kasus/{case.pk}/"), at) | {"note": "Tadi sudah ditanya."}
    answer = client.post(at, sent)
    assert answer.status_code == 422
    assert faults_of(answer) == []
    page = read(answer)
    assert "Tadi sudah ditanya." in page.find("form", action=at).get_text()
    assert page.find(id="ditolak") is None
    sent["output-surat"] = "Ada"
    assert "Langkah 1 SOP Konsultasi selesai." in words(client.post(at, sent, follow=True))


def test_the_last_outcome_in_a_started_sop_says_that_it_ends_and_not_the_case(salatiga):
    ends = [{"key": "cukup", "label": "Cukup", "then": "end"}, {"key": "lagi", "label": "Lagi", "then": "terima"}]
    asked = step("terima", kind="decision", outcomes=ends)
    take(salatiga, consulting(asked), accompanying())
    ratna = employ(salatiga, "ratna", "*")
    case = begun(salatiga, ratna, "terima")
    said = words(enter(salatiga, ratna).get(f"/kasus/{case.pk}/"))
    assert "SOP Konsultasi selesai." in said
    assert "Alur ini selesai" not in said
