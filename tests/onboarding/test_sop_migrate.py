"""`rangkul sop migrate`: what would happen is said and changes nothing; then it happens, in somebody's name."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cases.models import Case, Event, Move
from cases.operations import opening, reports
from cases.operations.reports import ReportData
from sop_library.models import Sop, SopVersion
from tenants.current import in_office
from tenants.models import Office
from tests.cases.conftest import staff
from tests.cases.moving import changed
from tests.frontend.screens import OPENED, take

SOP = "pengaduan-langsung"


def sop(*words: str) -> str:
    out = StringIO()
    call_command("sop", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def office(owner_db: str, salatiga: Office):
    with in_office(salatiga):
        version = take(salatiga, "salatiga/pengaduan-langsung")
        boss = staff("semua", "*")
        boss.is_office_admin = True
        boss.save()
        report = reports.receive(data=ReportData(channel="datang"), by=boss, at=OPENED)
        opening.open_case(report=report, version=version, door="datang", by=boss, at=OPENED)

        def without_first(document):
            first = next(iter(document["doors"].values()))["starts"]
            place = [step["key"] for step in document["steps"]].index(first)
            del document["steps"][place]
            for door in document["doors"].values():
                door["starts"] = document["steps"][place]["key"] if door["starts"] == first else door["starts"]

        changed(version, lambda document: document.update(note="Versi berikutnya."), at=OPENED)
        changed(version, without_first, at=OPENED)
    return salatiga


def test_it_is_tried_then_done_and_said(office, tmp_path, monkeypatch):
    told = json.loads(sop("migrate", "33.73", SOP, "--to", "3", "--dry-run", "--json"))
    assert (told["moving"], told["staying"], told["held"]) == (0, 1, {"no_place": 1})
    assert told["cases"][0]["reasons"] == ["no_place"]
    (first,) = [key for key, to in told["plan"]["steps"].items() if to is None]
    with in_office(office):
        version, place = Case.objects.get().version, Case.objects.get().number
        assert version.number == 1
    tried = sop("migrate", "33.73", SOP, "--to", "3", "--dry-run")
    stays = r"Yang tetap pada versi lama\n  Di 1\. [^\n]*: 1 kasus\. Langkah yang sedang terbuka [^\n]*\n"
    assert re.search(rf"{stays}    {place}\n", tried), tried

    plan = tmp_path / "rencana.json"
    plan.write_text(json.dumps({"steps": {first: next(to for to in told["plan"]["steps"].values() if to)}}))
    tried = sop("migrate", "33.73", SOP, "--to", "3", "--plan", str(plan), "--dry-run")
    assert "1 kasus pindah, 0 tetap" in tried
    with pytest.raises(CommandError, match="--by"):
        sop("migrate", "33.73", SOP, "--to", "3", "--plan", str(plan), "--yes")
    with pytest.raises(CommandError, match="--why"):
        sop("migrate", "33.73", SOP, "--to", "3", "--plan", str(plan), "--by", "semua", "--yes")
    monkeypatch.setattr("builtins.input", lambda _question: "tidak")
    with pytest.raises(CommandError, match="Tidak ada yang dipindah"):
        sop("migrate", "33.73", SOP, "--to", "3", "--plan", str(plan), "--by", "semua", "--why", "Baru.")
    with in_office(office):
        assert not Event.objects.filter(kind="case_moved").exists()
    done = sop("migrate", "33.73", SOP, "--to", "3", "--plan", str(plan), "--by", "semua", "--why", "Baru.", "--yes")
    assert "1 kasus dipindah, 0 tetap" in done
    with in_office(office):
        assert (Case.objects.get().version.number, Move.objects.get().why) == (3, "Baru.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tidak-ada", "--to", "2"), "tidak punya SOP"),
        ((SOP, "--to", "9"), "Tidak ada versi 9. Yang ada: 1, 2, 3."),
        ((SOP, "--to", "1"), "Tidak ada kasus berjalan pada versi lain"),
        ((SOP, "--to", "2", "--plan", "tidak-ada.json"), "tidak dapat dibaca"),
    ],
)
def test_what_is_no_move_is_said(office, words, said):
    with pytest.raises(CommandError, match=said):
        sop("migrate", "33.73", *words, "--dry-run")


def test_a_plan_that_is_no_json_is_said_with_its_place(office, tmp_path):
    plan = tmp_path / "rencana.json"
    plan.write_text("{steps}")
    with pytest.raises(CommandError, match="tidak dapat dibaca: bukan JSON, baris 1 kolom 2"):
        sop("migrate", "33.73", SOP, "--to", "2", "--plan", str(plan), "--dry-run")


def test_of_a_retired_sop_it_says_that_it_is_retired(office):
    with in_office(office):
        Sop.objects.filter(slug=SOP).update(retired_at=timezone.now())
    with pytest.raises(CommandError, match="SOP ini sudah tidak dipakai, jadi tidak ada kasus yang dipindah lagi"):
        sop("migrate", "33.73", SOP, "--to", "2", "--dry-run")


def test_of_a_retired_version_it_says_that_it_is_withdrawn(office):
    with in_office(office):
        SopVersion.objects.filter(sop__slug=SOP, number=2).update(retired_at=timezone.now())
    with pytest.raises(CommandError, match=r"Versi 2 sudah ditarik\. Kasus hanya dipindah ke versi yang berlaku"):
        sop("migrate", "33.73", SOP, "--to", "2", "--dry-run")


def test_of_a_version_to_come_it_says_that_it_is_not_in_force_yet(office):
    with in_office(office):
        first = SopVersion.objects.get(sop__slug=SOP, number=1)
        changed(first, lambda document: document.update(note="Kelak."), at=timezone.now() + timedelta(days=9))
    with pytest.raises(CommandError, match=r"Versi 4 belum berlaku\. Kasus hanya dipindah ke versi yang berlaku"):
        sop("migrate", "33.73", SOP, "--to", "4", "--dry-run")


@pytest.mark.parametrize(
    "text", ["[]", '{"langkah": {}}', '{"steps": {"a": 3}}', '{"steps": {"a": "b"}}', "{" * 50_000]
)
def test_a_file_that_is_no_plan_is_refused(office, tmp_path, text):
    plan = tmp_path / "rencana.json"
    plan.write_text(text)
    with pytest.raises(CommandError):
        sop("migrate", "33.73", SOP, "--to", "2", "--plan", str(plan), "--dry-run")
