"""Every background task: it works in its own office and only there; without an office it fails where it is seen."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Staff
from cases.models import Case
from cases.operations import moving
from config.celery import app
from custody import envelopes
from custody.models import Envelope
from documents import printing
from outbox.models import Message
from outbox.operations import post
from outbox.tasks import KEPT_DAYS
from referrals.models import Followed, Referral
from safeguards.models import AccessEvent
from sop_library.models import Draft, Sop, SopVersion
from sop_library.moving import propose
from sop_library.queries import current_versions, definition_of
from tenants.current import in_office
from tenants.models import Office
from tenants.tasks import SCHEMA_HEADER, TaskWithoutOffice
from tests.cases.moving import changed as newer_of
from tests.isolation.drafted import WRITING
from tests.isolation.handoffs import THIRD
from tests.isolation.prints import changed, prints_of
from tests.isolation.world import Side, World

MATTER = uuid.UUID("00000000-0000-4000-8000-0000000ab0de")
SESSION_KEY = "kadaluwarsa" * 3 + "1234567"


@dataclass(frozen=True)
class TaskProbe:
    """`prepare` gives one office something to do, under the same key in both; `result` and `changes` are what comes."""

    prepare: Callable[[Side], Any]
    result: Callable[[Side], Any]
    idle: Any
    changes: tuple[str, ...] = ()
    args: Callable[[Side], list[Any]] = lambda side: []


def old_session(side: Side) -> None:
    with in_office(side.office):
        Session.objects.create(
            session_key=SESSION_KEY, session_data=side.marker, expire_date=timezone.now() - timedelta(days=1)
        )


def forged_showing(side: Side) -> None:
    """A row of the access log that does not follow from the one before."""
    with in_office(side.office):
        AccessEvent.objects.create(
            at=timezone.now(),
            by=Staff.objects.get(pk=side.things.staff["worker"]),
            subject_table="cases_case",
            subject_id=side.things.cases["running"].id,
            what="identity",
            reason="forged",
            digest=b"0" * 32,
        )


def last_showing(side: Side) -> int:
    with in_office(side.office):
        return AccessEvent.objects.latest("number").number


def unheard_message(side: Side) -> None:
    with in_office(side.office), transaction.atomic():
        post(topic="case.nobody_hears", matter=MATTER, payload={}, at=timezone.now())


def looked_at(side: Side) -> None:
    """The third office opens what this one has sent to it."""
    assert side.things.handoff is not None
    with in_office(Office.objects.get(code=THIRD)):
        envelopes.do(envelope=side.things.handoff.referral, verb="open", by_name="Penerima", at=timezone.now())


def its_matter(side: Side) -> list[str]:
    with in_office(side.office):
        return [str(Followed.objects.get().matter)]


def due_now(side: Side) -> None:
    """The third office wants its answer at once."""
    assert side.things.handoff is not None
    key, third = side.things.handoff.offered, Office.objects.get(code=THIRD)
    with in_office(third):
        asked = Envelope.objects.filter(pk=key)
        asked.update(answer_by=F("sent_at"), revision=F("revision") + 1)


def long_over(side: Side) -> None:
    """What this office sent came to nothing long ago, and its minimum stayed at the centre."""
    assert side.things.handoff is not None
    long_ago = timezone.now() - timedelta(days=400)
    with in_office(side.office):
        Followed.objects.update(number=1000)
        ours = Referral.objects.filter(pk=side.things.handoff.referral)
        ours.update(state="withdrawn", finished_at=long_ago)


def old_message(side: Side) -> None:
    long_ago = timezone.now() - timedelta(days=KEPT_DAYS + 1)
    with in_office(side.office):
        Message.objects.create(topic="probe.old", stream="probe", matter=MATTER, payload={}, sent_at=long_ago)


def newer_fact(side: Side) -> None:
    """A fact that the nation has not as new: its case was worked on, and the message was lost."""
    with in_office(side.office):
        Case.objects.filter(pk=side.things.cases["running"].id).update(revision=F("revision") + 1)


def cases_to_move(side: Side) -> None:
    """A move that was begun and carried on by nobody."""
    with in_office(side.office):
        version = Case.objects.get(pk=side.things.cases["fresh"].id).version
        newer = newer_of(version, lambda document: document.update(note="Versi berikutnya."), at=timezone.now())
        plan, chief = propose(definition_of(version), definition_of(newer)), side.things.staff["chief"]
        moving.begin(
            of=version, to=newer, plan=plan, why="Sesuai SOP baru.", by=Staff.objects.get(pk=chief), at=timezone.now()
        )


def older_name(side: Side) -> None:
    """An SOP that still goes by the name of a version before the one in force."""
    with in_office(side.office):
        Sop.objects.filter(pk=current_versions(at=timezone.now())[0].sop_id).update(name="Nama lama")


@pytest.fixture(autouse=True)
def _no_sheets_waited_for() -> None:
    """What is noted in a cache is not taken back with the rows of a test."""
    caches["prints"].clear()


def sheet_waited_for(side: Side) -> None:
    with in_office(side.office):
        printing.want(printing.of_version(SopVersion.objects.get(sop__slug=side.things.sop, number=1), notes=False))


def its_sheet(side: Side) -> list[Any]:
    with in_office(side.office):
        return [str(SopVersion.objects.get(sop__slug=side.things.sop, number=1).pk), False]


def draft_waited_for(side: Side) -> None:
    with in_office(side.office):
        printing.want(printing.of_draft(Draft.objects.get(pk=side.things.drafts[WRITING]), at=timezone.now()))


PROBES = {
    "accounts.forget_old_sessions": TaskProbe(old_session, lambda side: 1, idle=0, changes=("django_session",)),
    "referrals.follow": TaskProbe(
        looked_at,
        lambda side: 1,
        idle=0,
        changes=("cases_case", "cases_event", "referrals_followed", "referrals_referral"),
        args=its_matter,
    ),
    "referrals.remind": TaskProbe(due_now, lambda side: 1, idle=0),
    "referrals.forget_parcels": TaskProbe(long_over, lambda side: 1, idle=0),
    "cases.carry_moves": TaskProbe(
        cases_to_move,
        lambda side: 1,
        idle=0,
        changes=("cases_case", "cases_casemove", "cases_event", "cases_move", "cases_steppass"),
    ),
    "documents.print_sheet": TaskProbe(sheet_waited_for, lambda side: True, idle=False, args=its_sheet),
    "documents.print_draft": TaskProbe(
        draft_waited_for, lambda side: True, idle=False, args=lambda side: [str(side.things.drafts[WRITING])]
    ),
    "sop_library.take_up_names": TaskProbe(older_name, lambda side: 1, idle=0, changes=("sop_library_sop",)),
    "onboarding.tell_state": TaskProbe(lambda side: None, lambda side: None, idle=None),
    "outbox.relay": TaskProbe(unheard_message, lambda side: 0, idle=0, changes=("outbox_message",)),
    "outbox.forget_old_messages": TaskProbe(old_message, lambda side: 1, idle=0, changes=("outbox_message",)),
    "reporting.carry_everything": TaskProbe(newer_fact, lambda side: 1, idle=0),
    "safeguards.verify_access_log": TaskProbe(forged_showing, last_showing, idle=None),
}
OF_ONE_THING = frozenset({"referrals.follow", "documents.print_sheet", "documents.print_draft"})
"""Those that are told what to work on: none is sent to every office."""
OF_THE_PLATFORM = {
    "accounts.forget_old_console_sessions": "deletes sessions of the shared schema alone; tried below",
    "onboarding.carry_out": "opens offices with the owner's login, and with any other does nothing; tests/onboarding",
    "tenants.for_every_office": "sends one task for each office and touches none itself; tried below",
    "reporting.publish": "asks each office as itself how far it lags, then acts as the ministry; tests/reporting",
    "referrals.pass_on": "sends one task to the office it is told; tests/referrals",
    "referrals.sweep": "goes through the offices, each entered as itself; tests/referrals",
    "outbox.sweep": "goes through the offices, each entered as itself; tests/outbox",
}


@pytest.fixture(autouse=True, scope="module")
def _found() -> None:
    """As in a worker: every task is found, whatever this run has imported before."""
    app.loader.import_default_modules()


def ours() -> set[str]:
    """The tasks of the product: Celery's own left out."""
    return {name for name in app.tasks if not name.startswith("celery.")}


def send(name: str, side: Side) -> Any:
    return app.tasks[name].apply(args=PROBES[name].args(side), headers={SCHEMA_HEADER: side.office.schema_name}).get()


def test_every_task_has_a_probe() -> None:
    assert ours() == set(PROBES) | set(OF_THE_PLATFORM)


def test_a_task_without_a_probe_fails_the_build() -> None:
    @app.task(name="cases.brand_new", shared=False)
    def brand_new() -> None:
        """Nothing."""

    try:
        assert ours() - set(PROBES) - set(OF_THE_PLATFORM) == {"cases.brand_new"}
    finally:
        app.tasks.pop("cases.brand_new")


def test_only_those_listed_need_no_office() -> None:
    assert {name for name in ours() if app.tasks[name].without_office} == set(OF_THE_PLATFORM)


@pytest.mark.parametrize("name", PROBES)
@pytest.mark.parametrize("crossed", [False, True], ids=["ours", "theirs"])
def test_a_task_works_in_its_office_and_only_there(world: World, name: str, crossed: bool) -> None:
    probe = PROBES[name]
    here, there = (world.theirs, world.ours) if crossed else (world.ours, world.theirs)
    assert send(name, here) == probe.idle
    probe.prepare(there)
    assert send(name, here) == probe.idle, "what waits in the other office is none of this one's"
    probe.prepare(here)
    before, beside = prints_of(here.office), prints_of(there.office)
    assert send(name, here) == probe.result(here)
    assert set(probe.changes) == set(changed(before, prints_of(here.office)))
    assert changed(beside, prints_of(there.office)) == []


@pytest.mark.parametrize("name", PROBES)
def test_the_header_decides_and_not_where_it_was_sent_from(world: World, name: str) -> None:
    probe = PROBES[name]
    probe.prepare(world.theirs)
    before = prints_of(world.ours.office)
    with in_office(world.ours.office):
        assert send(name, world.theirs) == probe.result(world.theirs)
    assert changed(before, prints_of(world.ours.office)) == []


@pytest.mark.parametrize("name", PROBES)
def test_a_task_without_an_office_fails_loudly_and_does_nothing(world: World, name: str) -> None:
    for side in (world.ours, world.theirs):
        PROBES[name].prepare(side)
    before = [prints_of(side.office) for side in (world.ours, world.theirs)]
    task = app.tasks[name]
    for attempt in (
        task.delay,
        task.apply,
        task,
        lambda: task.apply(headers={SCHEMA_HEADER: "public"}),
        lambda: task.apply(headers={SCHEMA_HEADER: "r9999"}, throw=True),
    ):
        with pytest.raises(TaskWithoutOffice):
            attempt()
    assert [prints_of(side.office) for side in (world.ours, world.theirs)] == before


@pytest.mark.parametrize("name", [name for name in PROBES if name not in OF_ONE_THING])
def test_sent_to_every_office_it_works_in_each(world: World, name: str) -> None:
    for side in (world.ours, world.theirs):
        PROBES[name].prepare(side)
    before = {side.marker: prints_of(side.office) for side in (world.ours, world.theirs)}
    assert app.tasks["tenants.for_every_office"].apply([name]).get() == 4
    for side in (world.ours, world.theirs):
        assert set(PROBES[name].changes) == set(changed(before[side.marker], prints_of(side.office)))


def test_sessions_of_the_consoles_are_forgotten_and_no_office_s(world: World) -> None:
    long_ago, later = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    old_session(world.ours)
    connection.set_schema_to_public()
    for key, until in ((SESSION_KEY, long_ago), ("masih-berlaku", later)):
        Session.objects.create(session_key=key, session_data="", expire_date=until)
    before = prints_of(world.ours.office)
    assert app.tasks["accounts.forget_old_console_sessions"].apply().get() == 1
    connection.set_schema_to_public()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["masih-berlaku"]
    assert changed(before, prints_of(world.ours.office)) == []
