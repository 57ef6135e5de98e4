"""A deadline of the office before is one here: kept once, moved with theirs, met by hand, over with the case."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Staff
from cases.carrying import SCOPE, file_of
from cases.models import CarriedLimit, Case, Event
from cases.operations import carried_limits, lifecycle
from cases.operations.taking_over import merge
from cases.queries import carried_limits_ahead
from cases.refusals import NotAllowed, Refusal, Stale
from frontend.register.finding import Wanted, found
from frontend.register.views import row_of
from frontend.today.board import board_of
from tests.cases.conftest import MONDAY, staff

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
DUE, SENDER = MONDAY + timedelta(days=3), "Kabupaten Banyuwangi"


def limit(due: datetime = DUE, **more: str) -> dict[str, str]:
    return {"key": "rtl", "label": "Rencana tindak lanjut", "due_at": due.isoformat()} | more


@pytest.fixture
def case(new_case: Callable[..., Case]) -> Case:
    return new_case()


@pytest.fixture
def came(case: Case, everyone: Staff) -> Callable[..., CarriedLimit | None]:
    """A file of another office with these limits is merged; the first limit of the case, None where it has none."""

    def come(*limits: dict[str, str], before: Any = None, at: datetime = MONDAY, **more: Any) -> CarriedLimit | None:
        told = file_of(case, [], limits=False) | {"limits": list(limits)} | more
        old = told | {"limits": list(before)} if before is not None else None
        merge(case=case, file=told, before=old, office_name=SENDER, by=everyone, at=at)
        return CarriedLimit.objects.filter(case=case).order_by("due_at").first()

    return come


Came = Callable[..., CarriedLimit]


def kinds(case: Case) -> list[str]:
    return list(Event.objects.filter(case=case, kind__startswith="carried_limit").values_list("kind", flat=True))


def test_it_comes_once_however_often_the_file_comes(case: Case, came: Came) -> None:
    for _again in range(3):
        kept = came(limit())
    assert (kept.office_name, kept.key, kept.label, kept.due_at) == (SENDER, "rtl", "Rencana tindak lanjut", DUE)
    assert CarriedLimit.objects.count() == 1
    assert kinds(case) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        CarriedLimit.objects.create(case=case, office_name=SENDER, key="rtl", label="x", due_at=DUE, came_at=MONDAY)


def test_where_it_moves_there_it_moves_here_and_what_is_met_stays_met(case: Case, came: Came, everyone: Staff) -> None:
    came(limit())
    later = came(limit(DUE + timedelta(days=1)), before=[limit()])
    assert later.due_at == DUE + timedelta(days=1)
    assert kinds(case) == ["carried_limit_moved"]
    carried_limits.meet(limit=later, by=everyone, at=MONDAY)
    again = came(limit(DUE + timedelta(days=9)))
    assert (again.due_at, again.met_by) == (DUE + timedelta(days=1), everyone)


def test_met_there_is_met_here_by_nobody_here(case: Case, came: Came) -> None:
    came(limit(), limit(key="lain"))
    met = came(limit(key="lain"), before=[limit(), limit(key="lain")], at=DUE)
    rows = {one.key: (one.met_at, one.met_by) for one in CarriedLimit.objects.filter(case=case)}
    assert rows == {"rtl": (DUE, None), "lain": (None, None)}
    assert kinds(case) == ["carried_limit_met"]
    assert met is not None


def test_a_file_that_says_nothing_of_limits_changes_none(case: Case, came: Came, everyone: Staff) -> None:
    came(limit())
    merge(case=case, file=file_of(case, [], limits=False), office_name=SENDER, by=everyone, at=DUE)
    assert CarriedLimit.objects.get().met_at is None


def test_one_of_a_third_office_keeps_its_name_and_our_own_is_left_to_our_sop(case: Case, came: Came) -> None:
    came(limit(office="Kabupaten Nunukan"), limit(key="sendiri", office="Kota Salatiga"))
    assert CarriedLimit.objects.get().office_name == "Kabupaten Nunukan"
    onward = file_of(case, list(SCOPE))["limits"]
    assert {
        "key": "rtl",
        "label": "Rencana tindak lanjut",
        "due_at": DUE.isoformat(),
        "office": "Kabupaten Nunukan",
        "office_code": "",
    } in (onward)
    assert {one["key"] for one in onward if "office" not in one} == set(case.limits.values_list("key", flat=True))


def test_said_to_be_met_it_says_who_and_when_and_only_once(case: Case, came: Came, everyone: Staff) -> None:
    kept = came(limit())
    with pytest.raises(NotAllowed):
        carried_limits.meet(limit=kept, by=staff("tanpa"), at=MONDAY)
    done = carried_limits.meet(limit=kept, by=everyone, at=MONDAY)
    assert (done.met_at, done.met_by, kinds(case)) == (MONDAY, everyone, ["carried_limit_met"])
    with pytest.raises(Stale):
        carried_limits.meet(limit=kept, by=everyone, at=MONDAY)
    assert file_of(case, [])["limits"] == [one for one in file_of(case, [])["limits"] if "office" not in one]


def test_it_is_on_the_list_of_whoever_holds_the_case_a_day_before_and_when_late(
    case: Case, came: Came, everyone: Staff
) -> None:
    came(limit())
    other = staff("lain", "*")

    def rows(at: datetime, to: Staff = everyone) -> list[tuple[str, str]]:
        tasks = board_of(to=to, now=at, zone=WIB).tasks
        return [(task.name, task.when) for task in tasks if "Banyuwangi" in task.name]

    name = "Tenggat dari Kabupaten Banyuwangi: Rencana tindak lanjut"
    assert rows(MONDAY) == []
    assert rows(DUE - timedelta(hours=1)) == [(name, "today")]
    assert rows(DUE + timedelta(hours=1)) == [(name, "late")]
    Case.objects.filter(pk=case.pk).update(holder=other)
    assert rows(DUE) == []
    assert rows(DUE, other) != []
    Case.objects.filter(pk=case.pk).update(holder=None)
    assert rows(DUE) != [], "held by nobody it is everybody's"
    Case.objects.filter(pk=case.pk).update(holder=staff("pindah"))
    assert rows(DUE) != [], "whoever works in the SOP no more sees it no more"


def test_the_register_counts_it_among_the_next_deadlines(case: Case, came: Came, everyone: Staff) -> None:
    came(limit(MONDAY - timedelta(days=1)))
    [row] = found(Wanted(), to=everyone, now=MONDAY)
    assert (row.next_limit, row.next_due) == (MONDAY - timedelta(days=1),) * 2  # type: ignore[attr-defined]
    assert row_of(row, now=MONDAY, zone=timezone.get_current_timezone()).due.kind == "late"


def test_it_ends_with_the_case(case: Case, came: Came, everyone: Staff) -> None:
    kept = came(limit())
    lifecycle.close(case=case, reason="unreachable", note="Tiga kali.", by=everyone, at=MONDAY)
    assert not carried_limits_ahead(to=everyone, until=DUE).exists()
    with pytest.raises(Refusal) as refused:
        carried_limits.meet(limit=kept, by=everyone, at=MONDAY)
    assert refused.value.code == "case_ended"


def test_of_a_case_that_comes_back_whatever_is_not_told_was_met_there(case: Case, came: Came) -> None:
    came(limit(office="Kabupaten Nunukan"))
    came()
    assert CarriedLimit.objects.get().met_at is None, "another office's: this one does not know"
    merge(
        case=case, file=file_of(case, [], limits=False) | {"limits": []}, back=True, office_name=SENDER,
        by=case.opened_by, at=DUE,
    )  # fmt: skip
    assert CarriedLimit.objects.get().met_at == DUE
