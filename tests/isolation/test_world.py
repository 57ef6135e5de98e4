"""The world is what the other tests take it for: the same keys in every table of both offices, other words in them."""

from django.db import connection

from tenants.current import in_office
from tests.isolation.prints import changed, prints_of, tables_of
from tests.isolation.world import Side, World

MADE_AT_OPENING = {
    "safeguards_officekey": "each office's keys are its own from the start",
}
EMPTY = {
    "account_emailaddress": "staff log in by user name; nothing is sent by mail",
    "account_emailconfirmation": "likewise",
    "accounts_staff_groups": "rights come from lanes, not from Django's groups",
    "accounts_staff_user_permissions": "likewise",
    "auth_group": "likewise",
    "auth_group_permissions": "likewise",
}


KEY_COLUMNS = """
    SELECT a.attname FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indisprimary AND i.indrelid = %s::regclass
"""


def keys(side: Side, table: str) -> set[tuple[object, ...]]:
    with in_office(side.office), connection.cursor() as cursor:
        cursor.execute(KEY_COLUMNS, [table])
        columns = ", ".join(f'"{row[0]}"' for row in cursor.fetchall())
        cursor.execute(f'SELECT {columns} FROM "{table}"')
        return set(cursor.fetchall())


def test_every_table_of_the_office_holds_something(world: World) -> None:
    empty = {name for name, digest in prints_of(world.ours.office).items() if digest.startswith("0 ")}
    assert empty == set(EMPTY)


def test_whatever_ours_holds_the_other_holds_under_the_same_key(world: World) -> None:
    alone = {}
    for table in tables_of(world.ours.office):
        ours, theirs = keys(world.ours, table), keys(world.theirs, table)
        if ours - theirs:
            alone[table] = len(ours - theirs)
    # The first admin is made at opening, sessions have keys nobody can foresee.
    # A referral's key is its envelope's, which stands once on the whole platform.
    handed = {
        "referrals_referral": 3, "referrals_exchange": 1, "referrals_followed": 1, "cases_carriedanswers": 1,
        "cases_appointment": 2, "cases_carriedlimit": 2, "documents_document": 4,
            "cases_casemove": 1,
    }  # fmt: skip
    unlike = {"accounts_staff": 1, "django_session": len(world.ours.sessions)} | handed
    assert alone == unlike | dict.fromkeys(MADE_AT_OPENING, 3)


def test_the_words_differ(world: World) -> None:
    differ = changed(prints_of(world.ours.office), prints_of(world.theirs.office))
    same = set(tables_of(world.ours.office)) - set(differ)
    assert same == set(EMPTY) | {"auth_permission", "django_content_type", "django_migrations"}


def test_the_other_office_holds_things_that_ours_does_not(world: World) -> None:
    only = world.theirs.only
    assert only is not None
    assert not {case.id for case in only.cases.values()} & {case.id for case in world.ours.things.cases.values()}
    assert not set(only.staff.values()) & set(world.ours.things.staff.values())
