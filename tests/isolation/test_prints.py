"""The digests that the tests of the wall go by: every change shows, also one that takes the place of an undone one."""

from django.db import connection

from cases.models import Case
from tenants.current import in_office
from tests.isolation.prints import DIGEST, Prints, changed, prints_of, tables_of
from tests.isolation.undone import undone
from tests.isolation.world import World


def read_anew(world: World) -> Prints:
    """The digests, every row read again."""
    with in_office(world.ours.office), connection.cursor() as cursor:
        found = {}
        for name in tables_of(world.ours.office):
            cursor.execute(f'SELECT {DIGEST} FROM "{name}" t')
            found[name] = cursor.fetchone()[0]
        return found


def renumber(world: World, revision: int) -> None:
    with in_office(world.ours.office):
        Case.objects.update(revision=revision)


def test_a_change_shows_an_undone_one_does_not_and_another_in_its_place_does(world: World) -> None:
    before, seen = prints_of(world.ours.office), []
    assert before == read_anew(world)
    for revision in (7001, 7002, 7001):
        with undone():
            renumber(world, revision)
            seen.append(prints_of(world.ours.office))
            assert seen[-1] == read_anew(world)
        assert prints_of(world.ours.office) == before
    assert changed(before, seen[0]) == changed(seen[0], seen[1]) == ["cases_case"]
    assert seen[0] == seen[2]


def test_twice_in_one_transaction_and_back_again(world: World) -> None:
    renumber(world, 7001)
    first = prints_of(world.ours.office)
    renumber(world, 7002)
    second = prints_of(world.ours.office)
    renumber(world, 7001)
    assert changed(first, second) == ["cases_case"]
    assert prints_of(world.ours.office) == first == read_anew(world)


def test_a_row_that_goes_shows(world: World) -> None:
    before = prints_of(world.ours.office)
    with in_office(world.ours.office), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
    after = prints_of(world.ours.office)
    assert changed(before, after) == ["django_session"]
    assert after == read_anew(world)
