"""An SOP that a step starts twice, that ended early, that runs on after the end, and that its step waits for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Staff
from cases.models import Case, StepPass
from cases.operations import steps
from cases.operations.steps import StepWork
from tenants.current import in_office
from tenants.models import Office
from tests.cases.calling import ASKED, BESIDE, DONE, NOTED, accompanying, adopted, asks, consulting, opened, serving
from tests.cases.conftest import MONDAY
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.working import fields_of, open_pass
from tests.sop_library.sheets import outcome, step

AGAIN = [outcome("cukup"), outcome("lagi", "panggil")]
ENDS = [outcome("lanjut"), outcome("akhiri", "end", label="Tidak memenuhi")]


@pytest.fixture
def ratna(salatiga: Office) -> Staff:
    with in_office(salatiga):
        adopted()
    return employ(salatiga, "ratna", "*")


@pytest.fixture
def client(salatiga: Office, ratna: Staff) -> Client:
    return enter(salatiga, ratna)


def walked(office: Office, by: Staff, *done: str, called: dict | None = None, first: dict | None = None) -> Case:
    """A case whose third step may start the consultation again; `done`: `step` or `step:outcome`, an hour apart."""
    looping = serving(step("terima"), first or asks(), step("nilai", kind="decision", outcomes=AGAIN), step(DONE))
    with in_office(office):
        version = adopted(consulting(step("terima", **(called or {})), step("catat")), accompanying(), main=looping)
        case = opened(version, by)
        for hours, said in enumerate(done, start=1):
            key, _colon, chosen = said.partition(":")
            row = StepPass.objects.get(case=case, step=key, status="open")
            work = StepWork(outcomes=(chosen,) if chosen else ())
            steps.complete(step_pass=row, work=work, by=by, at=MONDAY + timedelta(hours=hours))
    return case


def block(client: Client, case: Case):
    answer = client.get(f"/kasus/{case.pk}/")
    assert faults_of(answer) == []
    return read(answer).find("section", class_="rk-sub")


def said_in(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def test_begun_again_it_shows_this_round_and_keeps_the_one_before(client, salatiga, ratna):
    case = walked(salatiga, ratna, "terima", ASKED, NOTED, "nilai:lagi")
    shown = block(client, case)
    before = shown.find("details", class_="rk-answer").extract()
    now = said_in(shown)
    assert "SOP Konsultasi · kali ke-2" in now
    assert "0 dari 2 langkah selesai, langkah di atas menunggu SOP ini" in now
    assert "belum sampai" in said_in(shown.find(id=f"baris-{NOTED}"))
    assert "selesai" not in said_in(shown.find(id=f"baris-{NOTED}"))
    kept = said_in(before)
    assert "SOP Konsultasi sebelum ini" in kept
    assert kept.index("1. Terima") < kept.index("2. Catat")
    assert kept.count("selesai ") == 2


def test_what_was_done_in_an_sop_within_it_is_kept_while_its_starter_is_open_anew(client, salatiga, ratna):
    within = [{"key": key, "label": key, "sop": "contoh/pendampingan", "door": "panggilan"} for key in ("p", "q")]
    inner = step("mulai", kind="sub_sop", sub=within)
    looping = serving(step("terima"), asks(), step("nilai", kind="decision", outcomes=AGAIN), step(DONE))
    starter = "panggil--k--mulai"
    with in_office(salatiga):
        version = adopted(accompanying(), consulting(step("terima"), inner, step("catat")), main=looping)
        case = opened(version, ratna)
        begun = {starter: StepWork(subs=frozenset({"p"})), "nilai": StepWork(outcomes=("lagi",))}
        done = ("terima", ASKED, starter, f"{starter}--p--terima", f"{starter}--p--dampingi", NOTED, "nilai", ASKED)
        for hours, key in enumerate(done, start=1):
            row = StepPass.objects.get(case=case, step=key, status="open")
            steps.complete(step_pass=row, work=begun.get(key, StepWork()), by=ratna, at=MONDAY + timedelta(hours=hours))
        assert StepPass.objects.get(case=case, status="open").step == starter
    kept = said_in(block(client, case).find("details", class_="rk-answer"))
    assert "2. Dampingi selesai" in kept


def test_in_its_first_round_nothing_is_said_of_rounds(client, salatiga, ratna):
    shown = block(client, walked(salatiga, ratna, "terima", ASKED))
    assert "1 dari 2 langkah selesai" in said_in(shown)
    assert "kali ke-" not in said_in(shown)
    assert shown.find("details", class_="rk-answer") is None


def test_a_step_of_an_earlier_round_may_still_be_gone_back_to(client, salatiga, ratna):
    case = walked(salatiga, ratna, "terima", ASKED, NOTED, "nilai:lagi")
    assert "SOP Konsultasi, Catat" in words(client.get(f"/kasus/{case.pk}/kembali/"))


@pytest.mark.parametrize("page", ["", "jejak/"])
def test_the_trail_says_which_round_a_line_is_of(client, salatiga, ratna, page):
    case = walked(salatiga, ratna, "terima", ASKED, NOTED, "nilai:lagi", ASKED, NOTED, "nilai:cukup")
    said = words(client.get(f"/kasus/{case.pk}/{page}"))
    assert "Selesai: SOP Konsultasi, Catat (SOP ini kali ke-2)" in said
    assert "SOP Konsultasi dimulai dari Panggil (kali ke-2)" in said
    assert "hasil Cukup: Nilai (kali ke-2)" in said
    if page:
        assert said.count("Selesai: SOP Konsultasi, Catat") == 2
        assert said.count("(SOP ini kali ke-2)") == 2


@pytest.mark.parametrize("page", ["", "jejak/"])
def test_a_round_more_costs_no_query_more(client, salatiga, ratna, page):
    counts = []
    for done in (("terima", ASKED), ("terima", ASKED, NOTED, "nilai:lagi", ASKED)):
        address = f"/kasus/{walked(salatiga, ratna, *done).pk}/{page}"
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[1] <= counts[0]


def test_one_that_ended_early_says_which_of_its_steps_were_left_out_and_why(client, salatiga, ratna):
    case = walked(salatiga, ratna, "terima", f"{ASKED}:akhiri", called={"kind": "decision", "outcomes": ENDS})
    shown = block(client, case)
    assert "1 dari 2 langkah selesai, 1 dilewati" in said_in(shown)
    left = said_in(shown.find(id=f"baris-{NOTED}"))
    assert "dilewati karena di langkah 1 dipilih “Tidak memenuhi”" in left
    assert "belum sampai" not in left


def test_begun_anew_after_an_early_end_its_steps_may_come_again(client, salatiga, ratna):
    done = ("terima", f"{ASKED}:akhiri", "nilai:lagi")
    shown = block(client, walked(salatiga, ratna, *done, called={"kind": "decision", "outcomes": ENDS}))
    assert "0 dari 2 langkah selesai, langkah di atas" in said_in(shown)
    assert "belum sampai" in said_in(shown.find(id=f"baris-{NOTED}"))


def test_what_runs_on_after_the_end_is_not_told_as_left_undone(client, salatiga, ratna):
    with in_office(salatiga):
        case = opened(adopted(), ratna)
        for hours, key in enumerate(("terima", ASKED, NOTED, DONE), start=1):
            row = StepPass.objects.get(case=case, step=key, status="open")
            steps.complete(step_pass=row, work=StepWork(), by=ratna, at=MONDAY + timedelta(hours=hours))
    answer = client.get(f"/kasus/{case.pk}/")
    assert "Masih berjalan sesudahnya" in words(answer)
    later = read(answer).find(id="baris-dampingi--p--dampingi")
    assert "belum sampai" in said_in(later)
    assert "is-off" not in later["class"]
    assert "belum dikerjakan saat kasus ditutup" not in words(answer)
    assert open_pass(salatiga, case).step == BESIDE


def test_a_step_that_waits_for_what_it_started_is_not_called_done(client, salatiga, ratna):
    beside = {"key": "p", "label": "Pendampingan", "sop": "contoh/pendampingan", "wait": False}
    case = walked(salatiga, ratna, "terima", first=asks() | {"sub": [*asks()["sub"], beside]})
    at = f"/kasus/{case.pk}/langkah/{open_pass(salatiga, case, 'panggil').pk}/selesai/"
    sent = fields_of(client.get(f"/kasus/{case.pk}/"), at) | {"subs": ["k", "p"]}
    said = words(client.post(at, sent, follow=True))
    assert "Langkah 2 dikerjakan. Menunggu “Konsultasi” selesai. Dua langkah terbuka sekarang." in said
    assert "Langkah 2 selesai" not in said
    assert "Dikerjakan, menunggu SOP yang dimulai: Panggil" in said


def test_a_step_that_waits_for_what_it_started_says_by_when_all_the_same(client, salatiga, ratna):
    time = {"printed": "3 hari kerja", "kind": "max", "amount": "P3D", "clock": "working"}
    case = walked(salatiga, ratna, "terima", first=asks(time=time))
    with in_office(salatiga):
        row = StepPass.objects.get(case=case, step="panggil", status="waiting")
    card = said_in(read(client.get(f"/kasus/{case.pk}/")).find(id=f"langkah-{row.pk.hex[:8]}"))
    assert row.due_at is not None
    assert "Sebelum " in card or "Lewat " in card


def test_a_step_that_waits_for_nothing_it_started_is_done(client, salatiga, ratna):
    beside = {"key": "p", "label": "Pendampingan", "sop": "contoh/pendampingan", "wait": False}
    case = walked(salatiga, ratna, "terima", first=asks() | {"sub": [*asks()["sub"], beside]})
    at = f"/kasus/{case.pk}/langkah/{open_pass(salatiga, case, 'panggil').pk}/selesai/"
    sent = fields_of(client.get(f"/kasus/{case.pk}/"), at) | {"subs": ["p"]}
    assert "Langkah 2 selesai. Dua langkah terbuka sekarang." in words(client.post(at, sent, follow=True))
