"""What is told back along a chain of offices: a helper's words to whoever holds the case now, a limit that was met."""

from collections.abc import Sequence
from datetime import UTC, timedelta
from uuid import UUID

import pytest

from cases.models import CarriedLimit, Case, Event, LimitClock
from cases.operations import carried_limits, consents
from cases.progress import progress
from cases.queries import carried_limits_ahead, limits_ahead
from custody.models import Parcel
from frontend.casework.closed_days import ClosedDays
from frontend.casework.limits import due_elsewhere, limits_of
from frontend.referrals.owed import owed
from frontend.register.finding import Wanted, found
from referrals import following
from referrals.models import Exchange, Referral
from tests.faults.between import Between

pytestmark = pytest.mark.django_db
A, B, C = "33.73", "35.10", "65.03"


@pytest.fixture
def matter(between: Between) -> UUID:
    return between.open_case(A)


def words(between: Between, code: str, key: UUID) -> list[tuple[str, str | None]]:
    with between.desks[code]():
        rows = Exchange.objects.filter(referral=key, kind="feedback", ours=False, code="other")
        return [(row.by_name, row.words) for row in rows]


# help beside a handover ------------------------------------------------------------


def test_who_helps_tells_whoever_holds_it_now(between: Between, matter: UUID) -> None:
    help_, handover = between.hand(matter, A, C, "rujukan"), between.hand(matter, A, B)
    between.feed_back(C, help_)
    between.settle()
    assert words(between, B, handover) == [("Petugas, Kabupaten Nunukan", "Sudah bertemu.")]
    with between.desks[B]():
        told = Event.objects.filter(case__matter=matter, kind="referral_feedback").values_list("data", flat=True)
        assert [(one["to"], one["code"]) for one in told] == [(C, "other")]
        assert Parcel.objects.filter(envelope=help_).exists()
    between.settle()
    between.check_settled()


def test_before_the_handover_the_holder_alone_who_asked(between: Between, matter: UUID) -> None:
    help_ = between.hand(matter, A, C, "rujukan")
    between.feed_back(C, help_)
    between.settle()
    handover = between.hand(matter, A, B)
    assert words(between, A, help_) == [("Petugas", "Sudah bertemu.")]
    assert words(between, B, handover) == []


def test_the_holder_hears_of_it_without_being_waked(between: Between, matter: UUID) -> None:
    help_ = between.hand(matter, A, C, "rujukan")
    between.hand(matter, A, B)
    between.feed_back(C, help_)
    between.relay(C)
    with between.desks[B]():
        assert following.behind() == [matter]


def test_what_a_helper_told_goes_with_its_consent(between: Between, matter: UUID) -> None:
    help_, handover = between.hand(matter, A, C, "rujukan"), between.hand(matter, A, B)
    between.feed_back(C, help_)
    between.settle()
    desk = between.desks[C]
    with desk():
        [given] = [one for one in Case.objects.get(matter=matter).consents.filter(receiver=C) if one.given]
        consents.withdraw(consent=given, by=desk.by, at=between.now())
    between.settle()
    assert words(between, B, handover) == [("Petugas, Kabupaten Nunukan", None)]
    with desk():
        assert not Parcel.objects.filter(envelope=help_).exists()


# a limit that came along -------------------------------------------------------------


def limits(between: Between, code: str, matter: UUID) -> Sequence[tuple[str, bool]]:
    """The limits that an office was given with the case, and whether they are met."""
    with between.desks[code]():
        rows = CarriedLimit.objects.filter(case__matter=matter).order_by("key")
        return [(row.key, row.met_at is not None) for row in rows]


def meet(between: Between, code: str, matter: UUID) -> None:
    desk = between.desks[code]
    with desk():
        limit = CarriedLimit.objects.filter(case__matter=matter, office_name="Kota Salatiga").first()
        assert limit is not None
        carried_limits.meet(limit=limit, by=desk.by, at=between.now(code))
    between.settle()
    between.check_settled()


@pytest.mark.parametrize("via", [(), (B,)])
def test_a_limit_met_elsewhere_is_told_back_to_whose_it_is(between: Between, matter: UUID, via: tuple[str]) -> None:
    between.hand(matter, A, B)
    if via:
        between.hand(matter, B, C)
    where = C if via else B
    with between.desks[A]():
        [key] = LimitClock.objects.filter(case__matter=matter, met_at=None).values_list("key", flat=True)
    meet(between, where, matter)
    with between.desks[where]():
        met_at = CarriedLimit.objects.get(case__matter=matter, key=key, office_name="Kota Salatiga").met_at
    with between.desks[A]():
        assert LimitClock.objects.get(case__matter=matter, key=key).met_at == met_at
        [told] = Event.objects.filter(case__matter=matter, kind="limit_met_there").values_list("data", flat=True)
        assert told == {"limit": key, "to": B}
    assert all(met for _key, met in limits(between, B, matter) if _key == key)


def test_told_back_it_stays_met_when_the_case_comes_back(between: Between, matter: UUID) -> None:
    first = between.hand(matter, A, B)
    meet(between, B, matter)
    back = between.give_back(B, first)
    between.relay(B)
    between.accept(A, back)
    between.settle()
    with between.desks[A]():
        assert not LimitClock.objects.filter(case__matter=matter, met_at=None).exists()


def test_taken_back_there_it_runs_here_again(between: Between, matter: UUID) -> None:
    between.hand(matter, A, B)
    meet(between, B, matter)
    desk = between.desks[B]
    with desk():
        limit = CarriedLimit.objects.get(case__matter=matter, office_name="Kota Salatiga")
        carried_limits.reopen(limit=limit, reason="Salah tekan", by=desk.by, at=between.now())
    between.settle()
    with between.desks[A]():
        assert LimitClock.objects.filter(case__matter=matter, met_at=None).exists()


@pytest.mark.parametrize("kind", ["pelimpahan", "bersama"])
def test_a_limit_is_late_on_one_list_alone(between: Between, matter: UUID, kind: str) -> None:
    """Whoever leads has it, whoever handed the lead over no longer; before they followed, too."""
    late = between.now() + timedelta(days=400)
    key = between.send(A, matter, B, kind, **({"receiver_leads": True} if kind == "bersama" else {}))
    between.relay(A)
    between.accept(B, key)

    def listed(code: str) -> int:
        desk = between.desks[code]
        with desk():
            own = limits_ahead(to=desk.by, until=late).filter(case__matter=matter, key="rtl")
            came = carried_limits_ahead(to=desk.by, until=late).filter(case__matter=matter, key="rtl")
            return own.count() + came.count()

    assert (listed(A), listed(B)) == (0, 1)
    between.settle()
    assert (listed(A), listed(B)) == (0, 1)
    shown = {}
    for code in (A, B):
        desk = between.desks[code]
        with desk():
            case = Case.objects.get(matter=matter)
            [row] = found(Wanted(state="semua"), to=desk.by, now=late).filter(pk=case.pk)
            there = due_elsewhere(case)
            stands, closed = progress(case=case, by=desk.by), ClosedDays(late)
            views = limits_of(stands, case=case, there=there, now=late, zone=UTC, closed=closed)
            came = owed(case, opened=False, now=late, zone=UTC)
            runs = [one for one in (*views, *came) if one.due.kind != "none"]
            shown[code] = (row.next_limit is not None, bool(runs), there)
    assert shown[A] == (False, False, "Kabupaten Banyuwangi")
    assert shown[B] == (True, True, "")


def test_help_takes_no_limit_away(between: Between, matter: UUID) -> None:
    desk = between.desks[A]
    between.hand(matter, A, C, "rujukan")
    with desk():
        late = between.now() + timedelta(days=400)
        assert limits_ahead(to=desk.by, until=late).filter(case__matter=matter).exists()
        assert Referral.objects.filter(matter=matter, state="accepted").exists()
