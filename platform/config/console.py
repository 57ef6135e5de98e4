"""`rangkul`: one console command over Django's. Programs of infra/ are started as processes, never imported."""

import os
import sys
from difflib import get_close_matches
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
DEMO_SETTINGS = "config.settings.demo"

PROGRAMS = {
    "demo": ("infra.demo", "lima kantor di mesin ini; --check memeriksa demo yang sedang berjalan"),
    "rehearse": (
        "infra.demo.rehearsal",
        "demo tersendiri di folder sementara, diperiksa dua kali, lalu dihentikan",
    ),
    "demo-data": ("infra.demo.data", "kantor, pegawai, dan kasus contoh untuk demo; yang sudah ada tetap"),
    "bench": ("infra.bench", "ukuran kecepatan sebagai JSON: request, open, migrate, facts, handoff, engine, sop"),
    "assets": ("infra.build.assets", "berkas statis dari paket tampilan"),
    "messages": ("infra.build.catalogues", "katalog terjemahan; --check hanya memeriksa"),
    "look": ("infra.look.shots", "gambar layar server yang berjalan pada dua lebar, dengan temuan axe"),
    "templates": ("infra.build.templates", "memeriksa bahwa semua templat dapat dibaca"),
    "test-db": ("infra.postgres", "server PostgreSQL sementara, untuk satu perintah atau sampai Ctrl-C"),
}
"""Our own programs: the module started with `python -m`, and what the list says of it."""

OWNER_COMMANDS = {
    "migrate", "migrate_schemas", "migrate_offices", "registry", "template", "open",
    "sop", "seat", "staff", "key", "provision", "flush", "reconcile",
}  # fmt: skip
"""Django commands that make or change tables, roles or offices: they need the owner's login."""

OUR_APPS = {
    "config", "accounts", "safeguards", "outbox", "cases",
    "reporting", "onboarding", "tenants", "sop_library", "api",
}  # fmt: skip


CUT_OFF = 141
"""What a shell says of a command whose reader went away: 128 + SIGPIPE."""


def main() -> None:
    """Start the program or the Django command that the command line names.

    Ends quietly where whoever reads it has read enough (`rangkul … | head`).
    """
    code: object = CUT_OFF
    try:
        try:
            _start(sys.argv[1:])
        except SystemExit as ending:
            code = ending.code
            raise
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(code) from None


def _start(words: list[str]) -> None:
    if not words or words in (["-h"], ["--help"], ["help"]):
        _use_settings()
        sys.stdout.write(_list_of_commands())
        return
    name, rest = words[0], words[1:]
    program = name.replace("_", "-")
    if program in PROGRAMS:
        _become(program, rest)
    command = name.replace("-", "_") if not name.startswith("-") else name
    _use_settings()
    if command in OWNER_COMMANDS:
        os.environ.setdefault("RANGKUL_DB_AS", "owner")
    known = _django_commands()
    if command not in known and command not in {"help", "--version"}:
        near = get_close_matches(name, [*PROGRAMS, *known], n=1)
        hint = f" Maksud Anda '{near[0]}'?" if near else ""
        sys.stderr.write(f"'{name}' bukan perintah Rangkul.{hint}\n\n{_list_of_commands()}")
        raise SystemExit(2)
    _run_django(["rangkul", command, *rest])


def demo_environment(state: Path) -> dict[str, str]:
    """Return the variables a demo left in `state`/env (`NAME=value` lines); empty when there was no demo."""
    path = state / "env"
    if not path.exists():
        return {}
    pairs = (line.partition("=") for line in path.read_text(encoding="utf-8").splitlines() if "=" in line)
    return {name: value for name, _equals, value in pairs}


def _become(name: str, rest: list[str]) -> None:
    module = PROGRAMS[name][0]
    if name == "demo" and "--check" in rest:
        module, rest = "infra.demo.check", [word for word in rest if word != "--check"]
    os.execv(sys.executable, [sys.executable, "-P", "-m", module, *rest])  # noqa: S606


def _use_settings() -> None:
    """Use the demo's settings unless told otherwise, and with them what the demo made; the environment goes first."""
    settings = os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEMO_SETTINGS)
    if settings == DEMO_SETTINGS:
        state = Path(os.environ.get("RANGKUL_STATE") or BASE_DIR / ".demo")
        for name, value in demo_environment(state).items():
            os.environ.setdefault(name, value)


def _run_django(words: list[str]) -> None:
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from config.console_words import speak_indonesian

    speak_indonesian()
    try:
        execute_from_command_line(words)
    except OperationalError as problem:
        if getattr(problem.__cause__, "sqlstate", None) is not None:
            raise
        login = os.environ.get("RANGKUL_DB_AS", "web").upper()
        sys.stderr.write(
            f"Basis data tidak menjawab. Jalankan demo di jendela lain (make demo), atau beri RANGKUL_{login}_URL "
            f"alamat basis data sendiri.\n{problem}\n"
        )
        raise SystemExit(1) from None


def _django_commands() -> dict[str, str]:
    import django
    from django.core.management import get_commands

    django.setup()
    return get_commands()


def _list_of_commands() -> str:
    from django.core.management import load_command_class

    lines = [(name, said) for name, (_module, said) in PROGRAMS.items()]
    for name, app in sorted(_django_commands().items()):
        if str(app).split(".", 1)[0] in OUR_APPS:
            lines.append((name, load_command_class(app, name).help.rstrip(".")))
    rows = "".join(f"  {name:<18} {said}\n" for name, said in lines)
    return f"Perintah Rangkul:\n{rows}Perintah Django lain: rangkul help NAMA (misalnya check, shell, makemigrations)\n"


if __name__ == "__main__":
    main()
