"""What a server needs is written down: every setting read has its row, and every limit of the web's login its line."""

import re
from pathlib import Path

from infra.postgres.database import TAKE_LOGINS, WEB_WAITS

ROOT = Path(__file__).resolve().parents[2]
RUNNING = (ROOT / "infra" / "RUNNING.md").read_text(encoding="utf-8")
CONFIG = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "platform" / "config").rglob("*.py"))
READ = re.compile(r"""env\.\w+\(\s*f?"([A-Z_{}().a-z]+)\"""")


def settings_read() -> set[str]:
    """The names that the settings take from the environment."""
    names = set(READ.findall(CONFIG))
    by_login = "RANGKUL_{login.upper()}_URL"
    assert by_login in names, "how the address of a login is named"
    return (names - {by_login}) | {"RANGKUL_WEB_URL", "RANGKUL_OWNER_URL"}


def rows() -> set[str]:
    """The names that have a row in the table of settings."""
    return set(re.findall(r"^\| `([A-Z_]+)` \|", RUNNING, re.MULTILINE))


def test_every_setting_that_is_read_has_its_row_and_no_row_is_left_over() -> None:
    read = settings_read()
    assert len(read) > 10, "otherwise nothing is found any more"
    assert rows() == read
    assert set(re.findall(r"RANGKUL_[A-Z_]+[A-Z]", CONFIG)) <= read, "a name that nothing reads"
    assert TAKE_LOGINS in RUNNING


def test_whoever_makes_the_roles_by_hand_is_told_every_limit() -> None:
    told = dict(re.findall(r"^ALTER ROLE rangkul_web SET (\w+) = '(\w+)';$", RUNNING, re.MULTILINE))
    assert told == WEB_WAITS


def test_the_readme_leads_there() -> None:
    assert "(infra/RUNNING.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
