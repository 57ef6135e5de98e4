"""A server of its own for each test run: the first free of a few kept folders, so that a second run starts warm."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from infra.postgres.database import ensure_database, wait_for_server
from infra.postgres.errors import PostgresError, StateBusy
from infra.postgres.passwords import for_given_server, keep_or_make
from infra.postgres.server import Server, start, stop

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / ".cache" / "test-pg"
AT_ONCE = 12
DATABASE = "rangkul"
FORGETFUL: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Test data need not outlive a power cut."""


def addresses_are_given() -> bool:
    """Whether the environment names both logins of a server that already runs."""
    return bool(os.environ.get("RANGKUL_OWNER_URL") and os.environ.get("RANGKUL_WEB_URL"))


def server_is_given() -> bool:
    """Whether tests are to work on a server that is not ours; its roles are shared by all who work on it."""
    return addresses_are_given() or bool(os.environ.get("DATABASE_URL"))


@contextmanager
def environment_for_tests(place: Path = PLACE) -> Iterator[dict[str, str]]:
    """Give a server for tests, with both logins, as environment variables; stop it afterwards.

    DATABASE_URL names a real server instead; RANGKUL_OWNER_URL and RANGKUL_WEB_URL together are taken as they are.

    Raises:
        PostgresError: no server can be had.
    """
    if addresses_are_given():
        yield {}
        return
    place.mkdir(mode=0o755, parents=True, exist_ok=True)
    given = os.environ.get("DATABASE_URL", "")
    if given:
        wait_for_server(given)
        state = place / "given"
        state.mkdir(mode=0o700, exist_ok=True)
        yield _variables(given, state, for_given_server(), given=True)
        return
    server = _first_free(place)
    try:
        yield _variables(server.admin_url, server.state, keep_or_make(server.state / "passwords.json"))
    finally:
        stop(server)


def _first_free(place: Path) -> Server:
    for number in range(1, AT_ONCE + 1):
        try:
            return start(place / str(number), settings=FORGETFUL)
        except StateBusy:
            continue
    raise PostgresError(f"{AT_ONCE} kali pengujian sudah berjalan bersamaan; tunggu salah satu selesai.")


def _variables(admin_url: str, state: Path, passwords: Mapping[str, str], *, given: bool = False) -> dict[str, str]:
    owner, web = ensure_database(
        admin_url=admin_url, name=DATABASE, passwords=passwords, owner_makes_databases=True, given=given
    )
    return {
        "RANGKUL_ADMIN_URL": admin_url,
        "RANGKUL_OWNER_URL": owner,
        "RANGKUL_WEB_URL": web,
        "RANGKUL_STATE": str(state / "files"),
    }
