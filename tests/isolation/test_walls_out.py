"""The wall with each of its parts taken out: then the tries get through, and this suite says so."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from tenants import roles
from tenants.middleware import hosts
from tests import databases
from tests.conftest import _entered
from tests.isolation.prints import tables_of
from tests.isolation.probes import READS
from tests.isolation.visiting import faults, visit
from tests.isolation.walls import ROWS_KEPT_APART, tried
from tests.isolation.world import World

WithoutPart = Callable[..., AbstractContextManager[World]]


@pytest.fixture
def without(prepared: tuple[str, World], django_db_blocker: DjangoDbBlocker, inside_urls: None) -> WithoutPart:
    """`with without("ALTER TABLE …") as world: …`: a copy of the world in which a part of the wall is gone."""
    name, made = prepared

    @contextmanager
    def opened(*statements: str, login: str = "web") -> Iterator[World]:
        clone = f"{name}_wall"
        with psycopg.connect(databases.owner_url(), autocommit=True) as owner:
            databases._create(owner, clone, template=name)
            try:
                with psycopg.connect(databases.owner_url(clone), autocommit=True) as inner:
                    for statement in statements:
                        inner.execute(statement)
                with _entered(clone, login), django_db_blocker.unblock():
                    hosts.forget()
                    yield made
            finally:
                databases._drop(owner, clone)

    return opened


def test_without_the_role_switch_every_table_of_the_other_office_lies_open(
    without: WithoutPart, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Search path as always, no role, a login that may everything: the pages look right, and the tries get through."""
    monkeypatch.setattr(roles, "role_for", lambda schema: roles.NO_ROLE)
    with without(login="owner") as made:
        page = next(probe for probe in READS if probe.route == "case")
        assert faults(visit(made.ours, page, "worker"), page, made.ours, "worker") == []
        found = tried(made.ours, made.theirs)
        for table in tables_of(made.theirs.office):
            where = f'"{made.theirs.office.schema_name}"."{table}"'
            missed = {f"{where}: {verb}" for verb in ("SELECT", "UPDATE", "DELETE", "INSERT")} - set(found)
            assert not missed, f"the suite would not notice {missed}"
        for table in ROWS_KEPT_APART:
            assert f'"public"."{table}": SELECT' in found
        assert '"public"."accounts_staff": SELECT' in found
        assert '"public"."django_session": UPDATE' in found
        assert '"public"."tenants_officekey": UPDATE' in found


@pytest.mark.parametrize("table", ROWS_KEPT_APART)
def test_without_row_level_security_a_table_shows_the_others(without: WithoutPart, table: str) -> None:
    with without(f"ALTER TABLE public.{table} DISABLE ROW LEVEL SECURITY") as made:
        assert f'"public"."{table}": SELECT' in tried(made.ours, made.theirs)


@pytest.mark.parametrize(
    ("grant", "breach"),
    [
        ("GRANT SELECT ON public.accounts_staff TO office_base", '"public"."accounts_staff": SELECT'),
        ("GRANT SELECT ON public.django_session TO office_base", '"public"."django_session": SELECT'),
        ("GRANT UPDATE ON public.tenants_officekey TO office_base", '"public"."tenants_officekey": UPDATE'),
        ("GRANT INSERT ON public.tenants_domain TO office_base", '"public"."tenants_domain": INSERT'),
        ("GRANT DELETE ON public.tenants_regency TO office_base", '"public"."tenants_regency": DELETE'),
        ("GRANT USAGE ON SCHEMA r3510 TO office_r3373", None),
        (
            "GRANT USAGE ON SCHEMA r3510 TO office_r3373; GRANT SELECT ON r3510.cases_case TO office_r3373",
            '"r3510"."cases_case": SELECT',
        ),
        (
            "CREATE TABLE public.forgotten (id int); GRANT SELECT ON public.forgotten TO office_base",
            '"public"."forgotten": SELECT',
        ),
    ],
)
def test_a_right_too_many_is_noticed(without: WithoutPart, grant: str, breach: str | None) -> None:
    with without(grant) as made:
        assert tried(made.ours, made.theirs) == ([breach] if breach else [])
