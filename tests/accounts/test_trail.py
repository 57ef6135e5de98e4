"""Every change by an admin leaves a line with who and when; nobody takes it back; changes wait for one another."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from django.db import DatabaseError, connection, connections, transaction

from accounts import operations
from accounts.models import Lane, OfficeEvent, OpeningHours, Staff
from accounts.queries import trail
from accounts.refusals import NotAllowed, Refused
from tenants.current import in_office
from tenants.models import Office

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
Kind = OfficeEvent.Kind


def employ(username: str, **fields: bool) -> Staff:
    return Staff.objects.create_user(username, "lama-sekali-9", name=f"Nama {username}", **fields)


@pytest.fixture
def admin(salatiga):
    with in_office(salatiga):
        yield employ("wulan", is_office_admin=True)


@pytest.fixture
def ratna(admin) -> Staff:
    return employ("ratna")


@pytest.fixture
def lane(admin) -> Lane:
    return Lane.objects.create(key="analis", label="Analis")


def lines() -> list[tuple[str, dict[str, object]]]:
    return [(row.kind, row.data) for row in OfficeEvent.objects.order_by("number")]


def test_what_is_done_to_a_person_names_who_did_it_when_and_to_whom(admin, ratna, lane):
    who = {"staff": ratna, "by": admin, "at": NOW}
    operations.change_staff(**who, name=ratna.name, post="Analis", email="", is_office_admin=True)
    operations.change_staff(**who, name=ratna.name, post="Analis", email="", is_office_admin=False)
    operations.hold_lanes(**who, lanes=[lane])
    operations.hold_lanes(**who, lanes=[])
    operations.hold_lanes(**who, lanes=[lane])
    operations.reset_password(**who, password="sekali")
    operations.end_staff(**who)
    operations.return_staff(**who, password="lagi")
    assert lines() == [
        (Kind.STAFF_CHANGED, {"fields": ["post"]}),
        (Kind.ADMIN_MADE, {}),
        (Kind.ADMIN_ENDED, {}),
        (Kind.LANES_CHANGED, {"held": ["analis"], "released": []}),
        (Kind.LANES_CHANGED, {"held": [], "released": ["analis"]}),
        (Kind.LANES_CHANGED, {"held": ["analis"], "released": []}),
        (Kind.PASSWORD_RESET, {}),
        (Kind.STAFF_ENDED, {"admin": False, "released": ["analis"]}),
        (Kind.STAFF_RETURNED, {}),
    ]
    assert set(OfficeEvent.objects.values_list("by", "subject", "at")) == {(admin.pk, ratna.pk, NOW)}


def test_a_new_account_and_its_lanes_are_on_the_trail(admin, lane):
    made = operations.add_staff(
        by=admin, username="dwi", name="Dwi", password="sekali", is_office_admin=True, lanes=[lane], at=NOW
    )
    assert lines() == [
        (Kind.STAFF_ADDED, {"admin": True}),
        (Kind.LANES_CHANGED, {"held": ["analis"], "released": []}),
    ]
    assert {row.subject for row in trail(last=2)} == {made}


def test_what_is_changed_of_the_office_is_on_the_trail_in_keys_without_a_name(admin):
    operations.set_hours(hours={0: [(time(13), time(16)), (time(7, 30), time(12))], 1: []}, by=admin, at=NOW)
    closed = operations.add_closure(date=date(2026, 12, 9), name="Pilkada", by=admin, at=NOW)
    operations.drop_closure(closure=closed, by=admin, at=NOW)
    operations.change_profile(by=admin, at=NOW, hotline="0812", head_name="Kepala Baru")
    assert lines() == [
        (Kind.HOURS_CHANGED, {"hours": {"0": ["07:30-12:00", "13:00-16:00"]}}),
        (Kind.CLOSURE_ADDED, {"date": "2026-12-09"}),
        (Kind.CLOSURE_DROPPED, {"date": "2026-12-09"}),
        (Kind.PROFILE_CHANGED, {"fields": ["head_name", "hotline"]}),
    ]
    assert set(OfficeEvent.objects.values_list("by", "subject", "at")) == {(admin.pk, None, NOW)}


def test_what_changes_nothing_or_is_refused_leaves_no_line(admin, ratna):
    operations.change_staff(staff=ratna, by=admin, name=ratna.name, post="", email="", is_office_admin=False)
    operations.hold_lanes(staff=ratna, lanes=[], by=admin, at=NOW)
    with pytest.raises(Refused):
        operations.set_hours(hours={}, by=admin)
    with pytest.raises(NotAllowed):
        operations.reset_password(staff=admin, by=ratna, password="x")
    assert lines() == []


@pytest.mark.parametrize("verb", ["UPDATE {} SET kind = 'lain'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_office_cannot_change_its_trail(verb, admin, ratna):
    operations.reset_password(staff=ratna, by=admin, password="sekali")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb.format("accounts_officeevent"))
    assert lines() == [(Kind.PASSWORD_RESET, {})]


@pytest.mark.parametrize("verb", ["UPDATE {} SET kind = 'lain'", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("shared", [False, True])
def test_nor_can_the_owner_in_an_office_or_in_the_shared_schema(verb, shared, owner_db, salatiga):
    schema = "public" if shared else salatiga.schema_name
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL search_path = "{schema}"')
        admin = employ("wulan", is_office_admin=True)
        OfficeEvent.objects.create(kind=Kind.PASSWORD_RESET, by=admin, at=NOW)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(verb.format(f'"{schema}".accounts_officeevent'))


def at_once(office: Office, *changes: Callable[[], object]) -> list[Exception | None]:
    """Run each change in a thread of its own, all held back until every one stands ready; what each came to."""
    ready = threading.Barrier(len(changes))
    came: list[Exception | None] = [None] * len(changes)

    def run(place: int, change: Callable[[], object]) -> None:
        try:
            with in_office(office):
                connection.ensure_connection()
                ready.wait(timeout=30)
                change()
        except Exception as error:  # noqa: BLE001 - handed to the test
            came[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(changes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return came


def demote(one: Staff, by: Staff) -> object:
    return operations.change_staff(staff=one, by=by, name=one.name, post="", email="", is_office_admin=False)


@pytest.mark.parametrize("change", [demote, lambda one, by: operations.end_staff(staff=one, by=by, at=NOW)])
def test_two_admins_who_put_each_other_out_at_once_leave_one(change, committed_db, salatiga):
    with in_office(salatiga):
        Staff.objects.update(is_office_admin=False)
        one, other = (employ(name, is_office_admin=True) for name in ("wulan", "surya"))
    came = at_once(salatiga, lambda: change(one, other), lambda: change(other, one))
    assert sorted(type(error).__name__ for error in came) == ["NoneType", "NotAllowed"]
    with in_office(salatiga):
        assert Staff.objects.filter(is_active=True, is_office_admin=True).count() == 1


def test_an_admin_whose_turn_comes_after_their_end_changes_nothing(admin, ratna):
    stale = Staff.objects.get(pk=admin.pk)
    Staff.objects.filter(pk=admin.pk).update(is_office_admin=False)
    with pytest.raises(NotAllowed):
        operations.reset_password(staff=ratna, by=stale, password="x")


def test_hours_set_at_once_are_those_of_one_admin_never_of_both(committed_db, salatiga):
    with in_office(salatiga):
        by = employ("wulan", is_office_admin=True)
    early = {day: [(time(7), time(15))] for day in range(7)}
    late = {day: [(time(8), time(16))] for day in range(7)}
    for _again in range(5):
        came = at_once(
            salatiga,
            lambda: operations.set_hours(hours=early, by=by),
            lambda: operations.set_hours(hours=late, by=by),
        )
        assert came == [None, None]
        with in_office(salatiga):
            assert OpeningHours.objects.count() == 7
