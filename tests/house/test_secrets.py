"""No key, password or personal number is committed."""

import re

from tests.house.test_layout import ROOT, committed

SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\bdemo-[0-9a-f]{40}\b"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|\b(?:ghp|gho|glpat|xox[bap])[-_][A-Za-z0-9_-]{20,}"
    r"|\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\."
)
PRIVATE_FILES = re.compile(r"(?:^|/)(?:\.demo|\.env)(?:/|$)|\.(?:pem|key|p12|sqlite3|dump)$")


def test_no_secret_is_in_a_committed_file() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in committed()
        if path.suffix not in {".png", ".woff2", ".pdf", ".jpg"}
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if SECRETS.search(line)
    ]
    assert found == []


def test_no_private_file_is_committed() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in committed()]
    assert [name for name in names if PRIVATE_FILES.search(name)] == []


def test_the_search_finds_what_it_looks_for() -> None:
    made = "demo-" + "0123456789abcdef" * 2 + "01234567"
    assert SECRETS.search(f"url = 'postgresql://rangkul_web:{made}@/x'")
