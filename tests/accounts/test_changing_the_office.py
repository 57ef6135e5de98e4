"""Hours, closed days and profile of an office: what would break deadlines is refused before it is written."""

from datetime import date, time

import pytest

from accounts import operations
from accounts.models import Closure, OfficeProfile, OpeningHours, Staff
from accounts.queries import closures, opening_hours, profile
from accounts.refusals import Refused

MORNING, NOON, ONE, FOUR = time(7, 30), time(12), time(13), time(16)


@pytest.fixture
def admin(salatiga, in_office):
    with in_office(salatiga):
        yield Staff.objects.create_user("wulan", "x", name="Wulan Sari", is_office_admin=True)


def test_hours_are_replaced_whole_and_in_order(admin):
    operations.set_hours(hours={0: [(ONE, FOUR), (MORNING, NOON)], 4: [(MORNING, time(11, 30))]}, by=admin)
    assert opening_hours() == {0: ((MORNING, NOON), (ONE, FOUR)), 4: ((MORNING, time(11, 30)),)}
    operations.set_hours(hours={1: [(MORNING, FOUR)]}, by=admin)
    assert opening_hours() == {1: ((MORNING, FOUR),)}


@pytest.mark.parametrize(
    ("hours", "code", "field"),
    [
        ({0: [(FOUR, MORNING)]}, "hours_cross", "day_0"),
        ({0: [(FOUR, FOUR)]}, "hours_cross", "day_0"),
        ({2: [(MORNING, ONE), (NOON, FOUR)]}, "hours_cross", "day_2"),
        ({2: [(MORNING, NOON), (NOON, FOUR)]}, "hours_cross", "day_2"),
        ({}, "never_open", ""),
        ({0: []}, "never_open", ""),
    ],
)
def test_hours_that_no_deadline_could_be_counted_with_are_refused_and_the_old_ones_stay(admin, hours, code, field):
    operations.set_hours(hours={1: [(MORNING, FOUR)]}, by=admin)
    with pytest.raises(Refused) as refusal:
        operations.set_hours(hours=hours, by=admin)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert OpeningHours.objects.values_list("weekday", flat=True).get() == 1


def test_a_day_is_closed_once_and_can_be_opened_again(admin):
    closed = operations.add_closure(date=date(2026, 12, 9), name="Pilkada", by=admin)
    with pytest.raises(Refused) as refusal:
        operations.add_closure(date=date(2026, 12, 9), name="Lain", by=admin)
    assert refusal.value.field == "date"
    assert "Pilkada" in refusal.value.message
    assert [row.name for row in closures(since=date(2026, 12, 9))] == ["Pilkada"]
    assert not closures(since=date(2026, 12, 10))
    operations.drop_closure(closure=closed, by=admin)
    assert not Closure.objects.exists()


def test_only_what_the_profile_has_can_be_changed_and_the_register_prefix_cannot(admin):
    before = OfficeProfile.objects.get().register_prefix
    operations.change_profile(by=admin, name="UPTD PPA Salatiga", hotline="0812")
    assert (profile().name, profile().hotline) == ("UPTD PPA Salatiga", "0812")
    for field in ("register_prefix", "id", "sesuatu"):
        with pytest.raises(TypeError):
            operations.change_profile(by=admin, **{field: "AB"})
    assert profile().register_prefix == before
