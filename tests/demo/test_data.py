"""The demo's data: invented answers that every form accepts, moments that suit any hour, all of it made once."""

import json
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import Lane, Staff
from accounts.queries import unheld_lanes
from cases.models import Case, Person, Report, StepPass
from cases.queries import work_list
from infra.demo.check.closed_days import CLOSED
from infra.demo.check.stage import read_accounts
from infra.demo.data.answers import About, answers_for
from infra.demo.data.making import SAMPLES, make
from infra.demo.data.offices import NEIGHBOURS, OFFICES, DemoOffice
from infra.demo.data.opening import OPEN_SINCE
from infra.demo.data.people import man, woman
from infra.demo.data.staff import STAFF
from infra.demo.data.times import Times
from reporting.indicators import state
from reporting.reconciling import reconcile
from sop_library.calendar import OfficeCalendar, weekday_hours
from sop_library.codes import nik
from sop_library.forms import library, validate
from sop_library.forms.stating import stated_facts
from sop_library.models import SopVersion
from tenants.models import Office

Entering = Callable[[Office], AbstractContextManager[None]]
NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # 12.00 WIB, a Tuesday


def _about(**facts: object) -> About:
    return About(woman("Melati Ayu", 1992, 12), "33.73", "Ratna", date(2026, 11, 20), facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("plan", [*OFFICES, *NEIGHBOURS], ids=lambda plan: plan.slug)
def test_every_office_has_a_head_who_can_approve_its_sops(plan: DemoOffice) -> None:
    """An SOP waits for whoever's post is the head's, and for a name to be signed with."""
    heads = [one for one in STAFF[plan.code] if one.duty == plan.profile["head_post"]]
    assert [one.name for one in heads] == [plan.profile["head_name"]]
    assert not heads[0].admin


@pytest.mark.parametrize("key", sorted(library()))
def test_every_form_can_be_filled(key: str) -> None:
    form = library()[key]
    answers = answers_for(form, _about())
    assert validate(form, answers, today=date(2026, 11, 20)) == []


def test_a_form_repeats_what_is_known_of_the_case() -> None:
    form = library()["lembar-informed-consent"]
    assert stated_facts(form, answers_for(form, _about(**{"consent.service": False})))["consent.service"] is False
    assert stated_facts(form, answers_for(form, _about(**{"consent.service": True})))["consent.service"] is True
    risk = library()["asesmen"]
    assert stated_facts(risk, answers_for(risk, _about(risk="high")))["risk"] == "high"


def test_nobody_has_the_identity_numbers_of_the_samples() -> None:
    for someone in (woman("Ayu", 1992, 12), man("Bagas", 2014, 7)):
        read = nik.read(someone.nik("33.73"))
        assert read.digits
        assert not read.errors
        assert read.digits[4:6] == "99"
        assert (read.sex, read.birth_date) == (someone.sex, someone.born)
    assert woman("Tanpa kartu", 1990, 1, papers=False).nik("65.03") == ""


@pytest.mark.parametrize("hour", range(0, 24, 3))
@pytest.mark.parametrize(
    "day",
    [
        *(date(2026, 11, day) for day in (20, 21, 22, 23)),  # Friday to Monday
        *(date(2026, 3, day) for day in (17, 21, 25)),  # Nyepi and Idulfitri with their joint leave
        *(date(2026, 12, day) for day in (24, 31)), date(2027, 1, 1), date(2027, 2, 28), date(2027, 3, 1),
    ],
)  # fmt: skip
def test_moments_suit_any_hour(hour: int, day: date) -> None:
    hours = weekday_hours(range(5), ("07:30", "16:00"))
    calendar = OfficeCalendar(zone="Asia/Jakarta", hours=hours, holidays=CLOSED)
    now = datetime.combine(day, time(hour, 30), UTC)
    times = Times(now, calendar)
    today = calendar.local(now).date()
    for ahead in (0, 1, 2):
        began = times.started_for(working_days=3, due_in=ahead)
        due = calendar.closing(calendar.working_day(calendar.local(began).date(), 3))
        assert began < now < due
        assert calendar.working_days_between(today, due.date()) <= ahead + 1
    assert times.days_back(3) < times.days_back(1) < now
    may = times.in_last(5, 31, time(23, 59))
    assert now - OPEN_SINCE < may.replace(day=1) < may < now
    assert calendar.local(now).date() < date(may.year + 1, 6, 1)
    assert times.ago(minutes=5) == now - timedelta(minutes=5)


@pytest.mark.slow
def test_offices_at_work_and_nothing_twice(owner_committed_db: str, tmp_path: Path, in_office: Entering) -> None:
    told: list[str] = []
    make(folder=tmp_path, now=NOON, tell=told.append)
    assert not [line for line in told if "dilewati" in line]
    file = tmp_path / "accounts.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    offices = read_accounts(file.read_text(encoding="utf-8"))
    assert set(offices) == {*Office.objects.values_list("slug", flat=True), "console"}
    assert set(offices["console"]) == {"bagus", "indah", "yusuf"}
    before = {}
    for office in Office.objects.all():
        with in_office(office):
            if office.code in SAMPLES:
                _check_office(office, offices[office.slug])
            else:
                assert not unheld_lanes().exists()
            before[office.code] = _counts()
    _check_figures()
    told.clear()
    make(folder=tmp_path, now=NOON + timedelta(days=1), tell=told.append)
    assert told == []
    assert state().number == 1, "the schedule publishes from here on"
    assert read_accounts(file.read_text(encoding="utf-8")) == offices
    for office in Office.objects.all():
        with in_office(office):
            assert _counts() == before[office.code]


def _check_figures() -> None:
    """Every sample case is counted and published, and no office lags behind."""
    counted = reconcile(at=timezone.now())
    assert counted.agrees
    assert counted.nation == counted.cases > 0
    assert {account.unsent for account in counted.accounts} == {0}
    published = state()
    assert published.number == 1
    assert set(published.lags.values()) == {0}
    assert set(published.months) == {line.month for account in counted.accounts for line in account.lines}


def _counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Case, Report, Person, Staff, Lane, SopVersion, StepPass))


def _check_office(office: Office, accounts: dict[str, object]) -> None:
    assert Report.objects.count() == len(SAMPLES[office.code](_times(office)))
    assert Report.objects.filter(case=None).exists()
    assert set(Case.objects.values_list("state", flat=True)) >= {"running", "ended"}
    assert not unheld_lanes().exists()
    assert set(Staff.objects.values_list("username", flat=True)) == set(accounts)
    password = next(iter(accounts.values())).password  # type: ignore[attr-defined]
    assert password.startswith("demo-")
    for staff in Staff.objects.all():
        assert staff.check_password(password)
        assert not staff.must_change_password
    late = [work_list(to=staff).filter(due_at__lt=NOON).count() for staff in Staff.objects.all()]
    assert any(late) or office.code == "62.05"  # its sheets print no times


def _times(office: Office) -> Times:
    hours = weekday_hours(range(5), ("07:30", "16:00"))
    return Times(NOON, OfficeCalendar(zone=office.zone, hours=hours))


def test_accounts_are_kept_when_the_data_are_new(tmp_path: Path) -> None:
    from infra.demo.data.accounts import keep, kept_password, new_password

    assert kept_password(tmp_path) is None
    password = new_password()
    keep(tmp_path, [{"office": "x", "slug": "x", "accounts": [{"username": "a", "password": password, "duty": ""}]}])
    assert kept_password(tmp_path) == password
    assert json.loads((tmp_path / "accounts.json").read_text(encoding="utf-8"))[0]["slug"] == "x"
