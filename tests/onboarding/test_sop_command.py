"""From a clerk's file to an office's own SOP: every fault with its line, then in force, and nothing twice."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Lane
from onboarding.operations import open_office
from sop_library.importing.drafting import imported
from sop_library.inspecting import catalogue, inspect
from sop_library.models import Sop, SopVersion
from sop_library.writing import to_yaml
from tenants.current import in_office
from tenants.models import Office
from tests.sop_library.sheets import sheet, step

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
KEY = "salatiga/layanan-informasi"
TEXT = catalogue()[KEY].decode()


def sop(*words: str) -> str:
    """Type `rangkul sop …` and return what it says."""
    out = io.StringIO()
    call_command("sop", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kantor.yaml"


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_every_fault_is_said_at_once_with_its_line(file: Path) -> None:
    text = TEXT.replace("service: layanan-informasi", "servis: layanan-informasi").replace("  office:", "  kantor:")
    file.write_text(text, encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"kesalahan; belum dapat dipakai"):
        call_command("sop", "check", str(file), stdout=out)
    said = out.getvalue()
    assert f"{file}:{line_of(text, 'servis:')}:1 " in said
    assert f"{file}:{line_of(text, '  kantor:')}:3 " in said
    assert "“servis” tidak dikenal" in said
    assert "“kantor” tidak dikenal" in said


def test_a_file_without_fault_gets_advice_with_lines(file: Path) -> None:
    file.write_text(TEXT, encoding="utf-8")
    said = sop("check", str(file)).splitlines()
    assert said[-1].startswith(f"{file}: tidak ada kesalahan, ")
    assert said[:-1], "this sheet leaves some things unsaid"
    assert all(" Saran: " in line and line.startswith(f"{file}:") for line in said[:-1])
    assert any(f"{file}:{number}:" in line for line in said[:-1] for number in range(2, TEXT.count("\n")))


def test_faults_and_advice_come_as_json_with_their_places(file: Path) -> None:
    file.write_text(TEXT, encoding="utf-8")
    good = json.loads(sop("check", "--json", str(file)))
    assert (good["file"], good["faults"]) == (str(file), [])
    assert set(good["advice"][0]) == {"line", "column", "sentence", "path", "step"}
    assert any(row["step"] == "catat-pertanyaan" and row["path"] == "steps/0/text" for row in good["advice"])
    file.write_text(TEXT.replace("stage: intake", "stage: awal", 1), encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 kesalahan"):
        call_command("sop", "check", "--json", str(file), stdout=out)
    (fault,) = json.loads(out.getvalue())["faults"]
    assert (fault["line"], fault["path"], fault["step"]) == (
        line_of(TEXT, "stage: intake"), "steps/0/stage", "catat-pertanyaan",
    )  # fmt: skip


def test_files_that_start_each_other_in_circles_are_a_fault_when_checked_together(tmp_path: Path) -> None:
    for name, other in (("satu", "dua"), ("dua", "satu")):
        row = step("b", kind="sub_sop", sub=[{"key": "s", "label": "S", "sop": f"contoh/{other}", "door": "datang"}])
        document = sheet(step("a"), row, step("c"), sop=f"contoh/{name}")
        (tmp_path / f"{name}.yaml").write_text(to_yaml(document), encoding="utf-8")
    one, two = str(tmp_path / "satu.yaml"), str(tmp_path / "dua.yaml")
    assert "tidak ada kesalahan" in sop("check", one)
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 kesalahan"):
        call_command("sop", "check", one, two, stdout=out)
    assert out.getvalue().count("memanggil SOP yang pada akhirnya memanggil SOP ini lagi") == 2


def test_what_could_not_be_adopted_is_a_fault() -> None:
    name = "Layanan " + "panjang " * 30
    text = TEXT.replace("name: Layanan informasi", f"name: {name}")
    assert [fault.line for fault in inspect(text).faults] == [3]
    sheet = catalogue()["salatiga/pengaduan-langsung"].decode()
    strange = sheet.replace(
        "  buku-tamu: {label: Buku Tamu, form: buku-tamu", "  buku-tamu: {label: Buku Tamu, form: lain"
    )
    assert [str(fault).partition(":")[0] for fault in inspect(strange).faults] == [str(line_of(strange, "form: lain}"))]
    assert "tidak punya formulir “lain”" in inspect(strange).faults[0].sentence


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_the_catalogue_has_no_fault(key: str) -> None:
    assert inspect(catalogue()[key]).faults == ()


def test_an_office_takes_an_sop_of_the_catalogue_once(owner_db: str) -> None:
    office = open_office(code="11.06", at=AT).office
    said = sop("adopt", "11.06", KEY)
    assert "Kabupaten Aceh Besar: Layanan informasi, versi 1, berlaku mulai sekarang." in said
    assert "Belum ada petugasnya: " in said
    assert "versi 1, sudah ada; tidak ada yang berubah" in sop("adopt", "11.06", KEY)
    with in_office(office):
        assert SopVersion.objects.get().origin == KEY
        assert Lane.objects.exists()


def test_a_file_becomes_the_offices_and_a_changed_one_its_next_version(owner_db: str, file: Path) -> None:
    office = open_office(code="11.06", at=AT).office
    file.write_text(TEXT.replace(f"sop: {KEY}", "sop: aceh-besar/informasi"), encoding="utf-8")
    sop("adopt", "11.06", str(file))
    file.write_text(file.read_text(encoding="utf-8").replace("name: Layanan informasi", "name: Informasi"))
    assert "versi 2, berlaku mulai sekarang" in sop("adopt", "11.06", str(file))
    sop("adopt", "11.06", KEY)
    with in_office(office):
        assert list(Sop.objects.order_by("order").values_list("slug", "order")) == [
            ("informasi", 0), ("layanan-informasi", 1),
        ]  # fmt: skip


def test_what_can_not_be_adopted_is_said_and_changes_nothing(owner_db: str, salatiga: Office, file: Path) -> None:
    file.write_text("format: rangkul-sop/1\n", encoding="utf-8")
    with pytest.raises(CommandError, match="belum dapat dipakai"):
        sop("adopt", "33.73", str(file))
    with pytest.raises(CommandError, match=r"Katalog: .*salatiga/layanan-informasi"):
        sop("adopt", "33.73", "salatiga/layanan-informsi")
    with pytest.raises(CommandError, match=r"rangkul open 11\.06"):
        sop("adopt", "11.06", KEY)
    with pytest.raises(CommandError, match="bermakna ganda"):
        sop("adopt", "3373", KEY)
    step = "    key: catat-pertanyaan\n"
    calls = f"{step}    kind: sub_sop\n    sub: [{{key: lanjut, label: Lanjut, service: lanjut}}]\n"
    file.write_text(TEXT.replace(step, calls), encoding="utf-8")
    with pytest.raises(CommandError, match="Ambil atau sahkan dulu SOP itu"):
        sop("adopt", "33.73", str(file))
    with in_office(salatiga):
        assert not Sop.objects.exists()
    sop("adopt", "33.73", KEY)
    file.write_text(TEXT.replace(f"sop: {KEY}", "sop: kota-lain/layanan-informasi"), encoding="utf-8")
    with pytest.raises(CommandError, match="dari sumber lain"):
        sop("adopt", "33.73", str(file))


def test_the_web_login_adopts_nothing(committed_db: str) -> None:
    with pytest.raises(CommandError, match="RANGKUL_DB_AS"):
        sop("adopt", "33.73", KEY)


def test_a_file_without_lanes_is_checked_alike_alone_and_beside_another(tmp_path: Path) -> None:
    mine = tmp_path / "lapor.yaml"
    mine.write_text(to_yaml(imported("1. Menerima berkas\n2. Mencatat").document), encoding="utf-8")
    assert "tidak ada kesalahan" in sop("check", str(mine))
    assert sop("check", str(mine), "banyuwangi/p2tp2a").count("tidak ada kesalahan") == 2


def test_several_files_are_checked_at_once_and_every_one_is_looked_at(tmp_path: Path) -> None:
    wrong = tmp_path / "salah.yaml"
    wrong.write_text("sop: bukan\n", encoding="utf-8")
    assert sop("check", "salatiga/pengaduan-langsung", "banyuwangi/p2tp2a").count("tidak ada kesalahan") == 2
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"salah\.yaml"):
        call_command("sop", "check", str(wrong), "banyuwangi/p2tp2a", stdout=out)
    assert "banyuwangi/p2tp2a: tidak ada kesalahan" in out.getvalue()
