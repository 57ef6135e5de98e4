"""The honest limit of roles (see test_wall) holds only as long as one module alone sets them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("platform", "tenants", "sop_library", "api", "frontend", "infra")
ALLOWED = Path("tenants/roles.py")
SETS = re.compile(
    r"\bset\s+(?:session\s+|local\s+)?(?:role\b|session\s+authorization|search_path)"
    r"|\breset\s+(?:role|all|search_path|session\s+authorization)\b"
    r"|\bdiscard\s+all\b"
    r"|set_config\(\s*['\"](?:role|search_path|session_authorization)"
    r"|\bassume_role\b",
    re.IGNORECASE,
)


PINNED = ("SECURITY DEFINER SET search_path = pg_catalog", "LANGUAGE plpgsql SET search_path = pg_catalog AS")
"""What a function may say of itself: nobody's search path leads it astray, and the session's stays as it is."""


def offenders(text: str) -> list[str]:
    text = " ".join(text.split())
    for pinned in PINNED:
        text = text.replace(pinned, "")
    return [match.group() for match in SETS.finditer(text)]


@pytest.mark.parametrize(
    "text",
    [
        "SET ROLE office_r3373",
        "set local role x",
        "RESET ROLE",
        "SET search_path = r3373",
        "SET  LOCAL  search_path TO x",
        "select set_config('role', %s, true)",
        "pg_catalog.set_config( 'search_path', x, false)",
        "SET SESSION AUTHORIZATION x",
        '"OPTIONS": {"assume_role": "x"}',
        "DISCARD ALL",
    ],
)
def test_every_way_to_set_a_role_is_known(text: str) -> None:
    assert offenders(text)


def test_what_is_no_such_way_is_let_be() -> None:
    assert not offenders("SELECT set_config('lock_timeout', '3s', true); GRANT x TO y WITH SET TRUE; SHOW search_path")


def test_no_other_module_sets_a_role_or_a_search_path() -> None:
    files = [
        file
        for folder in FOLDERS
        for suffix in ("*.py", "*.sql", "*.html")
        for file in (ROOT / folder).rglob(suffix)
        if "node_modules" not in file.parts
    ]
    assert len(files) > 50
    found = {
        str(file.relative_to(ROOT)): offenders(file.read_text(encoding="utf-8"))
        for file in files
        if file.relative_to(ROOT) != ALLOWED
    }
    assert {file: lines for file, lines in found.items() if lines} == {}
    assert offenders((ROOT / ALLOWED).read_text(encoding="utf-8"))
