"""What the documents promise can be typed, and what is linked is there."""

import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands

from config.console import OWNER_COMMANDS, PROGRAMS
from tests.house.test_layout import committed

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")


def documents() -> list[Path]:
    return committed(".md")


@pytest.mark.parametrize(
    "target", ["ready", "demo", "demo-check", "rehearse", "test", "check", "bench", "clean", "lock", "messages"]
)
def test_the_targets_a_newcomer_types_are_there(target: str) -> None:
    assert target in TARGETS
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_check_of_the_demo_prints_its_report_alone() -> None:
    """What is set up before it is told on the error stream: the output is one JSON object."""
    done = subprocess.run(["make", "-n", "demo-check"], cwd=ROOT, capture_output=True, text=True, check=True)
    *before, check = done.stdout.splitlines()
    assert [line for line in before if not line.endswith(">&2")] == []
    assert check.endswith("rangkul demo --check")


def test_every_target_is_phony_or_a_file() -> None:
    phony = set(" ".join(re.findall(r"^\.PHONY:((?:.*\\\n)*.*)", MAKEFILE, re.MULTILINE)).replace("\\\n", " ").split())
    assert phony == TARGETS


def test_a_documents_links_lead_somewhere() -> None:
    lost = [
        f"{document.relative_to(ROOT)}: {link}"
        for document in documents()
        for link in LINK.findall(document.read_text(encoding="utf-8"))
        if "://" not in link
        and not link.startswith(("#", "mailto:"))
        and not (document.parent / unquote(link.partition("#")[0])).exists()
    ]
    assert lost == []


def test_what_the_documents_tell_to_type_exists() -> None:
    known = set(PROGRAMS) | set(get_commands()) | {name.replace("_", "-") for name in get_commands()}
    lost = []
    for document in documents():
        for words in CODE.findall(document.read_text(encoding="utf-8")):
            typed = re.sub(r"^(?:[A-Z_]+=\S+ )+", "", words).split()
            if typed[:1] == ["make"] and len(typed) > 1 and not set(typed[1:2]) <= TARGETS | {"-k"}:
                lost.append(f"{document.name}: {words}")
            if typed[:1] in (["rangkul"], [".venv/bin/rangkul"]) and len(typed) > 1 and typed[1] not in known:
                lost.append(f"{document.name}: {words}")
    assert lost == []


def test_what_a_message_tells_to_type_exists() -> None:
    """A program that is missing something names the line to type; a line that does nothing leaves somebody standing."""
    told = [
        (path.name, line)
        for path in (*committed(".py"), *committed(".sh"))
        for line in re.findall(r"Ketik: make ?([a-z-]*)", path.read_text(encoding="utf-8"))
    ]
    assert told
    assert [(name, line) for name, line in told if line and line not in TARGETS] == []


def test_our_commands_exist() -> None:
    for module, _said in PROGRAMS.values():
        place = ROOT.joinpath(*module.split("."))
        assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), module
    assert set(get_commands()) >= OWNER_COMMANDS


def test_continuous_integration_types_what_a_developer_types() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in script
    assert "make check" in script
    assert "make test" in script
    assert "make rehearse" in script
    assert not re.search(r"\b(?:apt-get|pip|npm)\b", script)
