"""Who works in an office is changed by its admins alone, and nothing that was recorded goes away."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts import operations
from accounts.models import Lane, LaneMembership, Staff
from accounts.passwords import LETTERS, one_time_password
from accounts.policies import can_administer
from accounts.queries import lanes_with_holders, staff_members, unheld_lanes
from accounts.refusals import NotAllowed, Refused

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def office(salatiga, in_office):
    with in_office(salatiga):
        yield salatiga


@pytest.fixture
def admin(office) -> Staff:
    return Staff.objects.create_user("wulan", "x", name="Wulan Sari", is_office_admin=True)


@pytest.fixture
def ratna(office) -> Staff:
    return Staff.objects.create_user("ratna", "lama-sekali-9", name="Ratna Wulandari")


@pytest.fixture
def lanes(office) -> dict[str, Lane]:
    return {
        key: Lane.objects.create(key=key, label=key.title(), order=place)
        for place, key in enumerate(("analis", "resepsionis", "bidang"))
    }


def test_an_account_is_made_with_a_password_that_must_be_changed_and_with_its_lanes(admin, lanes):
    made = operations.add_staff(
        by=admin, username="Dwi.H", name="Dwi Hartanto", password="sekali-pakai", lanes=[lanes["resepsionis"]], at=NOW
    )
    assert (made.username, made.must_change_password, made.is_office_admin) == ("dwi.h", True, False)
    assert made.check_password("sekali-pakai")
    assert list(made.memberships.values_list("lane__key", "started_at", "ended_at")) == [("resepsionis", NOW, None)]


def test_a_user_name_is_given_once_whatever_its_case_and_nothing_is_half_made(admin, ratna, lanes):
    with pytest.raises(Refused) as refusal:
        operations.add_staff(by=admin, username="RATNA", name="Lain", password="x", lanes=list(lanes.values()), at=NOW)
    assert (refusal.value.code, refusal.value.field) == ("username_taken", "username")
    assert not Staff.objects.filter(name="Lain").exists()
    assert not LaneMembership.objects.exists()


EVERY_CHANGE = {
    "add_staff": lambda by, other, lane: operations.add_staff(by=by, username="u", name="n", password="p"),
    "change_staff": lambda by, other, lane: operations.change_staff(
        staff=other, by=by, name="n", post="", email="", is_office_admin=False
    ),
    "end_staff": lambda by, other, lane: operations.end_staff(staff=other, by=by, at=NOW),
    "return_staff": lambda by, other, lane: operations.return_staff(staff=other, by=by, password="p"),
    "reset_password": lambda by, other, lane: operations.reset_password(staff=other, by=by, password="p"),
    "hold_lanes": lambda by, other, lane: operations.hold_lanes(staff=other, lanes=[lane], by=by, at=NOW),
    "set_hours": lambda by, other, lane: operations.set_hours(hours={}, by=by),
    "add_closure": lambda by, other, lane: operations.add_closure(date=NOW.date(), name="n", by=by),
    "change_profile": lambda by, other, lane: operations.change_profile(by=by, name="n"),
}


@pytest.mark.parametrize("change", EVERY_CHANGE)
def test_whoever_is_no_admin_changes_nothing(change, ratna, lanes, office):
    other = Staff.objects.create_user("dwi", "x", name="Dwi")
    with pytest.raises(NotAllowed, match="not_office_admin"):
        EVERY_CHANGE[change](ratna, other, lanes["analis"])


@pytest.mark.parametrize("change", EVERY_CHANGE)
def test_an_admin_whose_account_is_closed_changes_nothing(change, admin, ratna, lanes):
    admin.is_active = False
    assert not can_administer(by=admin)
    with pytest.raises(NotAllowed):
        EVERY_CHANGE[change](admin, ratna, lanes["analis"])


def test_lanes_are_given_and_taken_and_every_holding_stays_on_record(admin, ratna, lanes):
    operations.hold_lanes(staff=ratna, lanes=[lanes["analis"], lanes["bidang"]], by=admin, at=NOW)
    operations.hold_lanes(staff=ratna, lanes=[lanes["analis"], lanes["resepsionis"]], by=admin, at=LATER)
    operations.hold_lanes(staff=ratna, lanes=[lanes["bidang"]], by=admin, at=LATER + timedelta(days=1))
    rows = LaneMembership.objects.order_by("started_at", "lane__key").values_list("lane__key", "started_at", "ended_at")
    assert list(rows) == [
        ("analis", NOW, LATER + timedelta(days=1)),
        ("bidang", NOW, LATER),
        ("resepsionis", LATER, LATER + timedelta(days=1)),
        ("bidang", LATER + timedelta(days=1), None),
    ]
    assert Staff.objects.get(pk=ratna.pk).lane_keys() == {"bidang"}


def test_whoever_leaves_cannot_log_in_holds_nothing_and_stays_in_the_record(admin, ratna, lanes):
    operations.hold_lanes(staff=ratna, lanes=[lanes["analis"]], by=admin, at=NOW)
    ended = operations.end_staff(staff=ratna, by=admin, at=LATER)
    assert (ended.is_active, ended.is_office_admin, ended.lane_keys()) == (False, False, frozenset())
    assert LaneMembership.objects.get().ended_at == LATER
    assert ratna in staff_members()
    with pytest.raises(Refused, match="inactive"):
        operations.reset_password(staff=ratna, by=admin, password="x")
    with pytest.raises(Refused, match="inactive"):
        operations.hold_lanes(staff=ratna, lanes=[lanes["analis"]], by=admin, at=LATER)


def test_whoever_comes_back_gets_a_new_password_and_no_lane_by_itself(admin, ratna, lanes):
    operations.hold_lanes(staff=ratna, lanes=[lanes["analis"]], by=admin, at=NOW)
    operations.end_staff(staff=ratna, by=admin, at=LATER)
    back = operations.return_staff(staff=ratna, by=admin, password="baru-sekali")
    assert (back.is_active, back.must_change_password, back.lane_keys()) == (True, True, frozenset())
    assert back.check_password("baru-sekali")


def test_an_admin_cannot_close_their_own_account_or_step_down(admin):
    with pytest.raises(Refused, match="own_account"):
        operations.end_staff(staff=admin, by=admin, at=NOW)
    with pytest.raises(Refused, match="own_admin"):
        operations.change_staff(staff=admin, by=admin, name="W", post="", email="", is_office_admin=False)
    admin.refresh_from_db()
    assert (admin.is_active, admin.is_office_admin, admin.name) == (True, True, "Wulan Sari")


def test_a_reset_password_must_be_changed_and_a_chosen_one_not(admin, ratna):
    reset = operations.reset_password(staff=ratna, by=admin, password="sekali")
    assert reset.must_change_password
    chosen = operations.change_own_password(staff=reset, password="pilihan-sendiri")
    assert not chosen.must_change_password
    assert Staff.objects.get(pk=ratna.pk).check_password("pilihan-sendiri")


def test_what_an_admin_set_meanwhile_is_not_overwritten_by_ones_own_choice(admin, ratna):
    operations.reset_password(staff=ratna, by=admin, password="sekali")
    with pytest.raises(Refused, match="password_changed"):
        operations.change_own_password(staff=ratna, password="pilihan-sendiri")
    now = Staff.objects.get(pk=ratna.pk)
    assert (now.check_password("sekali"), now.must_change_password) == (True, True)
    operations.end_staff(staff=ratna, by=admin, at=NOW)
    with pytest.raises(Refused, match="password_changed"):
        operations.change_own_password(staff=now, password="pilihan-sendiri")


def test_the_lanes_nobody_holds_are_found_and_those_held_only_by_whoever_left_are_among_them(admin, ratna, lanes):
    operations.hold_lanes(staff=ratna, lanes=[lanes["analis"], lanes["bidang"]], by=admin, at=NOW)
    operations.hold_lanes(staff=admin, lanes=[lanes["bidang"]], by=admin, at=NOW)
    operations.end_staff(staff=ratna, by=admin, at=LATER)
    assert {lane.key for lane in unheld_lanes()} == {"analis", "resepsionis"}
    held = {lane.key: [row.staff.username for row in lane.held_by] for lane in lanes_with_holders()}
    assert held == {"analis": [], "resepsionis": [], "bidang": ["wulan"]}


def test_a_one_time_password_is_long_and_has_nothing_that_is_misread():
    made = {one_time_password() for _round in range(50)}
    assert len(made) == 50
    for password in made:
        assert [len(group) for group in password.split("-")] == [4, 4, 4, 4]
        assert set(password) <= set(LETTERS) | {"-"}
    assert not set("ilo01") & set(LETTERS)
