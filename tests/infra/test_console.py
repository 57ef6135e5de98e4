import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import console
from infra.demo.state import ROOT


def rangkul(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Type one `rangkul` command."""
    program = [sys.executable, "-P", "-m", "config.console", *words]
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", **environment}
    return subprocess.run(program, capture_output=True, text=True, check=False, env=variables, cwd=ROOT, timeout=60)


def test_without_words_it_lists_what_there_is() -> None:
    done = rangkul()
    assert done.returncode == 0
    for name in (*console.PROGRAMS, "open", "migrate_offices"):
        assert f"\n  {name} " in done.stdout


def test_a_misspelt_command_is_answered_with_the_nearest_and_the_list() -> None:
    done = rangkul("dmeo")
    assert done.returncode == 2
    assert "'dmeo' bukan perintah Rangkul. Maksud Anda 'demo'?" in done.stderr
    assert "Perintah Rangkul:" in done.stderr


def test_what_is_missing_of_a_command_is_said_in_indonesian() -> None:
    done = rangkul("sop", "check")
    assert done.returncode == 2
    assert "rangkul sop check: yang belum ditulis: file\nKeterangan: rangkul sop check --help" in done.stderr
    assert "required" not in done.stderr


def test_other_words_are_djangos() -> None:
    assert rangkul("help", "makemigrations").stdout.startswith("usage: rangkul makemigrations")


@pytest.mark.parametrize(
    ("command", "login"), [("open", "owner"), ("sop", "owner"), ("migrate-offices", "owner"), ("check", None)]
)
def test_commands_that_make_tables_take_the_owners_login(
    command: str, login: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed: list[list[str]] = []
    monkeypatch.setattr("django.core.management.execute_from_command_line", typed.append)
    monkeypatch.setattr(sys, "argv", ["rangkul", command, "33.73"])
    monkeypatch.setenv("RANGKUL_DB_AS", "")
    monkeypatch.delenv("RANGKUL_DB_AS")
    console.main()
    assert typed == [["rangkul", command.replace("-", "_"), "33.73"]]
    assert os.environ.get("RANGKUL_DB_AS") == login


def test_an_sop_file_is_checked_without_a_database(tmp_path: Path) -> None:
    nowhere = "postgresql://x:y@/x?host=%2Fnonexistent&port=5432"
    file = tmp_path / "sop.yaml"
    file.write_text("format: rangkul-sop/1\nnama: x\nnama: y\n", encoding="utf-8")
    done = rangkul("sop", "check", str(file), RANGKUL_OWNER_URL=nowhere, RANGKUL_WEB_URL=nowhere)
    assert done.returncode == 1
    assert f"{file}:3:1 “nama” ditulis dua kali di tempat yang sama. Hapus salah satu." in done.stdout
    assert "Traceback" not in done.stderr
    fine = rangkul("sop", "check", "salatiga/layanan-informasi", RANGKUL_OWNER_URL=nowhere, RANGKUL_WEB_URL=nowhere)
    assert fine.returncode == 0, fine.stderr
    assert "salatiga/layanan-informasi: tidak ada kesalahan" in fine.stdout


STEERING = "sop: c/c\nname: C\ntitle: C\nservice: c\nregency: null\nlanes: {p: {label: P}}\n"


def test_what_a_file_says_does_not_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "sop\x1b[2J.yaml"
    name = r"A\e[31mMERAH\e]0;x\a\u202e\u009b\n1:1 palsu"
    rows = f'steps: [{{key: a, name: "{name}", text: t, lanes: {{any_of: [p]}}, then: zz}}]\nsource: {{document: d}}\n'
    text = f"format: rangkul-sop/1\n{STEERING}doors: {{d: {{label: D, starts: a}}}}\n{rows}"
    file.write_text(text, encoding="utf-8")
    for more in ((), ("--json",)):
        done = rangkul("sop", "check", *more, str(file))
        assert done.returncode == 1
        assert r"A\u001b[31mMERAH\u001b]0;x\u0007\u202e\u009b\n1:1 palsu" in done.stdout
        assert (done.stdout + done.stderr).replace("\n", "").isprintable()
        assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(("words", "code"), [(["help"], 141), (["sop", "check", "nunukan/intervensi-krisis"], 141)])
def test_a_reader_that_has_read_enough_ends_it_quietly(words: list[str], code: int, tmp_path: Path) -> None:
    program = [sys.executable, "-P", "-m", "config.console", *words]
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(
        program, stdout=writes, stderr=subprocess.PIPE, check=False, env=variables, cwd=ROOT, timeout=60
    )
    os.close(writes)
    assert (done.returncode, done.stderr.decode()) == (code, "")


def test_a_login_that_was_chosen_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda words: None)
    monkeypatch.setattr(sys, "argv", ["rangkul", "open"])
    monkeypatch.setenv("RANGKUL_DB_AS", "web")
    console.main()
    assert os.environ["RANGKUL_DB_AS"] == "web"


def test_without_a_database_it_says_what_to_start() -> None:
    done = rangkul("open", "33.73", RANGKUL_OWNER_URL="postgresql://x:rahasia@/x?host=%2Fnonexistent&port=5432")
    assert done.returncode == 1
    assert "Jalankan demo di jendela lain (make demo), atau beri RANGKUL_OWNER_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert "rahasia" not in done.stderr


@pytest.mark.parametrize(
    ("words", "started"),
    [
        (["demo"], ["infra.demo"]),
        (["demo", "--check"], ["infra.demo.check"]),
        (["messages", "--check"], ["infra.build.catalogues", "--check"]),
        (["bench", "engine"], ["infra.bench", "engine"]),
    ],
)
def test_programs_of_infra_are_started_as_processes(
    words: list[str], started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Became(BaseException):
        pass

    def become(program: str, command: list[str]) -> None:
        raise Became(*command)

    monkeypatch.setattr(os, "execv", become)
    monkeypatch.setattr(sys, "argv", ["rangkul", *words])
    with pytest.raises(Became) as became:
        console.main()
    assert list(became.value.args) == [sys.executable, "-P", "-m", *started]


def test_the_demos_variables_are_used_where_the_environment_says_nothing(
    tmp_path: os.PathLike[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open(os.path.join(tmp_path, "env"), "w") as file:
        file.write("RANGKUL_KEK=demo-kunci\nRANGKUL_WEB_URL=dari-demo\n")
    show = "import os; print(os.environ['RANGKUL_KEK'], os.environ['RANGKUL_WEB_URL'])"
    program = [sys.executable, "-c", f"from config import console; console._use_settings(); {show}"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("RANGKUL_", "DJANGO_"))}
    chosen = {**clean, "RANGKUL_STATE": str(tmp_path), "RANGKUL_WEB_URL": "dari-lingkungan"}
    done = subprocess.run(program, capture_output=True, text=True, check=True, env=chosen, cwd=ROOT)
    assert done.stdout.split() == ["demo-kunci", "dari-lingkungan"]
    production = {**chosen, "DJANGO_SETTINGS_MODULE": "config.settings.production"}
    refused = subprocess.run(program, capture_output=True, text=True, check=False, env=production, cwd=ROOT)
    assert "KeyError: 'RANGKUL_KEK'" in refused.stderr
