import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from infra import postgres
from infra.postgres import passwords
from infra.postgres.address import address, with_login, without_password
from infra.postgres.database import WEB_WAITS, refuse_old
from infra.postgres.passwords import keep_or_make
from tests.infra.conftest import ask

SSL_OR_GSS = (80877103, 80877104)


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Server]:
    started = postgres.start(tmp_path_factory.mktemp("server") / "state", settings={"fsync": "off"})
    yield started
    postgres.stop(started)


@pytest.fixture
def urls(shared_server: postgres.Server) -> tuple[str, str]:
    return prepared(shared_server)


def prepared(server: postgres.Server) -> tuple[str, str]:
    passwords = keep_or_make(server.state / "passwords.json")
    return postgres.ensure_database(admin_url=server.admin_url, name="rangkul", passwords=passwords)


def test_preparing_twice_changes_nothing(shared_server: postgres.Server, urls: tuple[str, str]) -> None:
    owner, web = urls
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    assert prepared(shared_server) == (owner, web)
    assert ask(owner, "SELECT number FROM kept") == 7
    assert ask(web, "SELECT current_user") == "rangkul_web"


def test_the_web_login_can_do_nothing_by_itself(urls: tuple[str, str]) -> None:
    _owner, web = urls
    rights = "rolsuper OR rolinherit OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"
    assert ask(web, f"SELECT {rights} FROM pg_roles WHERE rolname = current_user") is False
    for refused in ("CREATE TABLE t (i int)", "CREATE SCHEMA s", "CREATE ROLE r", "CREATE DATABASE d"):
        with psycopg.connect(web, autocommit=True) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(refused)


def test_the_web_login_waits_for_nobody_without_end(shared_server: postgres.Server, urls: tuple[str, str]) -> None:
    def waits(url: str) -> dict[str, object]:
        return {name: ask(url, f"SHOW {name}") for name in WEB_WAITS}

    owner, web = urls
    with psycopg.connect(shared_server.admin_url, autocommit=True) as connection:
        connection.execute("ALTER ROLE rangkul_web RESET ALL")  # as a server stands that was prepared long ago
        assert waits(web) == dict.fromkeys(WEB_WAITS, "0")
        connection.execute("ALTER ROLE rangkul_web SET work_mem = '8MB'")
    prepared(shared_server)
    assert waits(web) == WEB_WAITS
    assert ask(web, "SHOW work_mem") == "8MB"
    assert waits(owner) == dict.fromkeys(WEB_WAITS, "0")


def test_the_owner_opens_an_office_that_the_web_can_become(urls: tuple[str, str]) -> None:
    owner, web = urls
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE ROLE office_r9999 NOLOGIN")
        connection.execute("GRANT office_base TO office_r9999")
        connection.execute("GRANT office_r9999 TO rangkul_web WITH INHERIT FALSE, SET TRUE")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SET ROLE office_base")
    with psycopg.connect(web, autocommit=True) as connection:
        connection.execute("SET ROLE office_r9999")
        row = connection.execute("SELECT pg_has_role('office_base', 'USAGE')").fetchone()
    assert row == (True,)


def test_another_login_of_the_server_cannot_enter(shared_server: postgres.Server, urls: tuple[str, str]) -> None:
    with psycopg.connect(shared_server.admin_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE stranger LOGIN PASSWORD 'orang-lain'")
    stranger = with_login(shared_server.admin_url, user="stranger", password="orang-lain", database="rangkul")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(stranger)


def test_a_web_role_with_too_many_rights_is_refused(shared_server: postgres.Server, urls: tuple[str, str]) -> None:
    with psycopg.connect(shared_server.admin_url, autocommit=True) as connection:
        connection.execute("ALTER ROLE rangkul_web BYPASSRLS")
        try:
            with pytest.raises(postgres.PostgresError, match="rangkul_web di server ini memegang BYPASSRLS"):
                prepared(shared_server)
        finally:
            connection.execute("ALTER ROLE rangkul_web NOBYPASSRLS")


def test_an_administrator_who_is_no_superuser_can_prepare_a_server(tmp_path: Path) -> None:
    server = postgres.start(tmp_path / "state", settings={"fsync": "off"})
    try:
        with psycopg.connect(server.admin_url, autocommit=True) as connection:
            connection.execute("CREATE ROLE steward LOGIN CREATEROLE CREATEDB PASSWORD 'bukan-super'")
        passwords = keep_or_make(server.state / "passwords.json")
        steward = with_login(server.admin_url, user="steward", password="bukan-super", database="postgres")
        for _twice in range(2):
            owner, web = postgres.ensure_database(admin_url=steward, name="rangkul", passwords=passwords)
        owned_by = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'rangkul'"
        assert (ask(owner, owned_by), ask(web, "SELECT current_user")) == ("rangkul_owner", "rangkul_web")
    finally:
        postgres.stop(server)


def test_logins_of_another_rangkul_on_a_given_server_stay_theirs(
    shared_server: postgres.Server, urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, web = urls
    ours = keep_or_make(shared_server.state / "passwords.json")
    theirs = {login: f"lain-{login}" for login in ours}

    def given(passwords: dict[str, str]) -> tuple[str, str]:
        return postgres.ensure_database(
            admin_url=shared_server.admin_url, name="rangkul", passwords=passwords, given=True
        )

    assert given(ours) == (owner, web)
    with pytest.raises(
        postgres.PostgresError, match=r"rangkul_owner sudah dipakai Rangkul lain.*RANGKUL_TAKE_LOGINS=1"
    ):
        given(theirs)
    assert [ask(url, "SELECT current_user") for url in (owner, web)] == ["rangkul_owner", "rangkul_web"]
    monkeypatch.setenv("RANGKUL_TAKE_LOGINS", "1")
    assert [ask(url, "SELECT current_user") for url in given(theirs)] == ["rangkul_owner", "rangkul_web"]
    assert given(ours) == (owner, web)


def test_demo_tests_and_benchmarks_share_the_logins_of_a_given_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "GIVEN", tmp_path / "given" / "passwords.json")
    assert passwords.for_given_server() == passwords.for_given_server() == keep_or_make(passwords.GIVEN)


@pytest.mark.parametrize("version", [90624, 150018])
def test_an_old_server_is_refused_by_its_number(version: int) -> None:
    with pytest.raises(postgres.PostgresError, match=rf"versi {version // 10_000}; Rangkul memerlukan versi 16"):
        refuse_old(version)


def test_an_old_server_is_refused_when_it_is_met() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        thread = threading.Thread(target=_pretend_to_be_15, args=(listening,))
        thread.start()
        url = address(user="admin", password="rahasia", database="postgres", host="127.0.0.1", port=_port(listening))
        with pytest.raises(postgres.PostgresError, match="versi 15; Rangkul memerlukan versi 16"):
            postgres.wait_for_server(url)
        thread.join(timeout=5)


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        url = address(user="admin", password="rahasia", database="postgres", host="127.0.0.1", port=_port(listening))
    with pytest.raises(postgres.PostgresError, match=r"admin@127\.0\.0\.1") as refused:
        postgres.wait_for_server(url, patience=0.3)
    assert "rahasia" not in str(refused.value)


def test_a_given_address_keeps_its_options() -> None:
    given = "postgres://root:rahasia@db.example:6432/postgres?sslmode=verify-full"
    assert with_login(given, user="rangkul_web", password="a/b", database="rangkul") == (
        "postgresql://rangkul_web:a%2Fb@db.example:6432/rangkul?sslmode=verify-full"
    )
    assert without_password(given) == "postgres://root@db.example:6432/postgres"


def _port(listening: socket.socket) -> int:
    port: int = listening.getsockname()[1]
    return port


def _pretend_to_be_15(listening: socket.socket) -> None:
    """Speak just enough of PostgreSQL's protocol to log one client in as version 15."""
    client, _address = listening.accept()
    with client:
        while True:
            length, code = struct.unpack("!ii", client.recv(8))
            if code not in SSL_OR_GSS:
                break
            client.sendall(b"N")
        client.recv(length - 8)
        said = [_message(b"R", struct.pack("!i", 0))]
        for name, value in (("server_version", "15.18"), ("client_encoding", "UTF8"), ("DateStyle", "ISO")):
            said.append(_message(b"S", f"{name}\0{value}\0".encode()))
        said.append(_message(b"Z", b"I"))
        client.sendall(b"".join(said))
        client.recv(64)


def _message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body
