"""What an office binds is whose turn it is: in cases that run and in those to come, after a move, and nowhere else."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction

from accounts.models import Lane, LaneMembership, Staff
from cases.models import Case, Move, StepPass
from cases.operations import binding, opening, reports, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from cases.queries import visible_cases, work_list
from sop_library.models import LaneBinding, Sop, SopVersion
from sop_library.operations.adopting import adopt
from sop_library.queries import definition_of
from sop_library.refusals import Refused
from tenants.current import in_office
from tests.cases import calling
from tests.cases.conftest import MONDAY, staff
from tests.cases.moving import changed, move_all, step_in
from tests.sop_library.opened import adopt_bound
from tests.sop_library.sheets import sop, step

LATER = MONDAY + timedelta(hours=1)


def take_open(lane: str = "petugas", *, mark: str = "") -> SopVersion:
    """An SOP whose second step is nobody's by its source: `petugas` has it until the office says otherwise."""
    Lane.objects.create(key="petugas", label=f"Petugas {mark}", order=1)
    Lane.objects.create(key="piket", label=f"Piket {mark}", order=2)
    definition = sop(step("terima"), step("catat"), step("tutup", kind="end"), name=f"Coba {mark}")
    return adopt_bound(definition, lane, "catat", at=MONDAY)


def enter(version: SopVersion, by: Staff) -> Case:
    report = reports.receive(data=ReportData(channel="datang"), by=by, at=MONDAY)
    return opening.open_case(report=report, version=version, door="datang", by=by, at=MONDAY)


def finish(case: Case, key: str, by: Staff) -> Case:
    row = StepPass.objects.select_related("case__version__sop").get(case=case, step=key, status="open")
    return steps.complete(step_pass=row, work=StepWork(), seen=row.case.revision, by=by, at=MONDAY)


@pytest.fixture
def version(in_salatiga) -> SopVersion:
    return take_open()


@pytest.fixture
def dewi(version) -> Staff:
    return staff("dewi", "petugas")


@pytest.fixture
def piket(version) -> Staff:
    return staff("piket", "piket")


@pytest.fixture
def ani(version) -> Staff:
    return Staff.objects.create_user("ani", name="Ani", is_office_admin=True)


@pytest.fixture
def case(version, dewi, piket) -> Case:
    return finish(enter(version, dewi), "terima", dewi)


def turns(case: Case) -> list[str]:
    return StepPass.objects.get(case=case, step="catat", former=False).lanes


def again(staff: Staff) -> Staff:
    return Staff.objects.get(pk=staff.pk)


def test_an_open_step_goes_to_whom_the_office_names_and_what_is_done_stays(case, version, dewi, piket, ani):
    assert [one.step for one in work_list(to=dewi)] == ["catat"]
    assert list(visible_cases(to=piket)) == []
    before = StepPass.objects.get(case=case, step="terima").lanes
    binding.bind(sop=version.sop, given={"catat": "piket"}, by=ani, at=LATER)
    assert turns(case) == ["piket"]
    assert [one.step for one in work_list(to=again(piket))] == ["catat"]
    assert list(work_list(to=again(dewi))) == []
    assert list(visible_cases(to=again(piket))) == [case]
    assert StepPass.objects.get(case=case, step="terima").lanes == before
    done = finish(case, "catat", again(piket))
    assert StepPass.objects.get(case=done, step="catat").lane == "piket"


def test_a_case_opened_afterwards_goes_there_too_whatever_its_version_was_read_as(version, dewi, piket, ani):
    stale = SopVersion.objects.select_related("sop").get(pk=version.pk)
    case = enter(stale, dewi)
    binding.bind(sop=version.sop, given={"catat": "piket"}, by=ani, at=LATER)
    assert finish(case, "terima", dewi).pk == case.pk
    assert turns(case) == ["piket"]
    report = reports.receive(data=ReportData(channel="datang"), by=dewi, at=MONDAY)
    other = opening.open_case(report=report, version=stale, door="datang", by=dewi, at=MONDAY)
    assert turns(finish(other, "terima", dewi)) == ["piket"]


def test_a_move_to_another_version_keeps_what_is_bound(case, version, ani, dewi):
    binding.bind(sop=version.sop, given={"catat": "piket"}, by=ani, at=LATER)

    def renamed(document):
        step_in(document, "catat")["text"] = "Catat semuanya"

    of = SopVersion.objects.select_related("sop").get(pk=version.pk)
    to = changed(of, renamed, at=LATER)
    assert definition_of(to).step("catat").lanes == ("piket",)
    move_all(of, to, by=ani, at=LATER)
    case.refresh_from_db()
    assert (case.version_id, turns(case)) == (to.pk, ["piket"])


def test_nothing_is_bound_while_cases_are_moved(case, version, ani):
    def renamed(document):
        step_in(document, "catat")["text"] = "Catat semuanya"

    to = changed(version, renamed, at=LATER)
    Move.objects.create(sop=version.sop, of=version, to=to, plan={}, by=ani, at=LATER)
    with pytest.raises(Refused, match="move_running"):
        binding.bind(sop=version.sop, given={"catat": "piket"}, by=ani, at=LATER)
    assert (turns(case), LaneBinding.objects.count()) == (["petugas"], 0)


def test_two_offices_with_the_same_keys_bind_apart(barito_utara, case, version, ani):
    with in_office(barito_utara):
        theirs = take_open(mark="")
        clerk, chief = staff("dewi", "petugas"), Staff.objects.create_user("ani", name="Ani", is_office_admin=True)
        staff("piket", "piket")
        there = finish(enter(theirs, clerk), "terima", clerk)
        assert theirs.content_hash == version.content_hash
        binding.bind(sop=theirs.sop, given={"catat": "piket"}, by=chief, at=LATER)
        assert turns(there) == ["piket"]
    assert turns(case) == ["petugas"]
    here = SopVersion.objects.select_related("sop").get(pk=version.pk)
    assert definition_of(here).step("catat").lanes == ("petugas",)
    with in_office(barito_utara):
        there_now = SopVersion.objects.select_related("sop").get(pk=theirs.pk)
        assert definition_of(there_now).step("catat").lanes == ("piket",)
    assert LaneMembership.objects.filter(lane__key="piket").count() == 1


def test_what_follows_costs_the_same_for_one_case_and_for_many(case, version, dewi, ani, django_assert_max_num_queries):
    for _round in range(5):
        finish(enter(version, dewi), "terima", dewi)
    with django_assert_max_num_queries(22):
        binding.bind(sop=version.sop, given={"catat": "piket"}, by=ani, at=LATER)
    assert {tuple(one.lanes) for one in StepPass.objects.filter(step="catat")} == {("piket",)}


@pytest.mark.parametrize("means", [{"outside": True}, {"made_of": ["petugas", "ketua"]}])
def test_a_called_step_is_the_turn_of_whom_it_was_given_to_whatever_the_sheet_around_calls_so(in_salatiga, means):
    for key in ("petugas", "ketua", "piket"):
        Lane.objects.create(key=key, label=key.title(), order=1)
    ani = Staff.objects.create_user("ani", name="Ani", is_office_admin=True)
    clerk, chair, ours = staff("dewi", "petugas"), staff("ketua", "ketua"), staff("piket", "piket")
    adopt_bound(calling.consulting(), "petugas", "terima", at=calling.ADOPTED)
    lanes = {"petugas": {"label": "Petugas"}, "ketua": {"label": "Ketua"}, "piket": {"label": "Tim", **means}}
    main = calling.serving(step("terima"), calling.asks(), step("tutup"), lanes=lanes)
    version = adopt(definition=main, at=calling.ADOPTED)
    case = calling.working(clerk)(calling.opened(version, clerk), "terima")
    assert list(visible_cases(to=ours)) == []
    binding.bind(sop=Sop.objects.get(slug="konsultasi"), given={"terima": "piket"}, by=ani, at=LATER)
    lists = {one.username: [row.step for row in work_list(to=again(one))] for one in (clerk, chair, ours)}
    assert lists == {"dewi": [], "ketua": [], "piket": [calling.ASKED]}
    seen = {one.username: case in visible_cases(to=again(one)) for one in (clerk, chair, ours)}
    assert seen == {"dewi": True, "ketua": False, "piket": True}
    done = calling.working(again(ours))(case, calling.ASKED)
    assert StepPass.objects.get(case=done, step=calling.ASKED).lane == "piket"


def test_binding_waits_for_nobody_who_works_on_a_case(committed_db, salatiga):
    with in_office(salatiga):
        version, dewi = take_open(), staff("dewi", "petugas")
        staff("piket", "piket")
        chief = Staff.objects.create_user("ani", name="Ani", is_office_admin=True)
        case = finish(enter(version, dewi), "terima", dewi)
        settings = connection.get_connection_params()
        known = {name: settings[name] for name in ("dbname", "user", "password", "host", "port") if settings.get(name)}
        with psycopg.connect(**known) as other, transaction.atomic(), connection.cursor() as cursor:
            other.execute(f'SET ROLE "{salatiga.role_name}"')
            other.execute(f'SELECT 1 FROM "{salatiga.schema_name}".cases_case WHERE id = %s FOR UPDATE', [case.pk])
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
            binding.bind(sop=version.sop, given={"catat": "piket"}, by=chief, at=LATER)
        assert turns(case) == ["piket"]
