"""A requirement that a sheet asks of each victim: one tick each, owed each, also of one who was added later."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Staff
from cases.models import Case, Event, Person, RequirementSeen, Role, StepPass
from cases.operations import opening, people, reports, requirements, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from cases.people import PersonData
from cases.progress import Progress, progress
from cases.refusals import Refusal, Stale
from sop_library.models import SopVersion
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tests.cases.conftest import MONDAY, staff
from tests.sop_library.sheets import sop, step

LATER = MONDAY + timedelta(hours=1)
NEEDS = [
    {"document": "KTP korban", "key": "ktp", "for": "each_victim"},
    {"document": "Foto korban", "key": "foto", "for": "each_victim", "may_follow": True},
    {"document": "Surat tugas", "key": "surat", "may_follow": True},
]


def take() -> tuple[SopVersion, Staff]:
    definition = sop(step("terima", needs=NEEDS), step("catat"), step("tutup", kind="end"))
    version = adopt(definition=definition, at=MONDAY)
    return version, staff("dewi", "petugas")


@pytest.fixture
def dewi(in_salatiga) -> Staff:
    return take()[1]


@pytest.fixture
def version(dewi) -> SopVersion:
    return SopVersion.objects.select_related("sop").get()


def enter(version: SopVersion, by: Staff, victims: int) -> Case:
    report = reports.receive(data=ReportData(channel="datang"), by=by, at=MONDAY)
    given = [PersonData(sex="P") for _one in range(victims)]
    return opening.open_case(report=report, version=version, door="datang", victims=given, by=by, at=MONDAY)


@pytest.fixture
def two(version, dewi) -> Case:
    return enter(version, dewi, 2)


def the_pass(case: Case, key: str = "terima") -> StepPass:
    return StepPass.objects.select_related("case__version__sop").get(case=case, step=key)


def ids(case: Case) -> list[str]:
    found = Person.objects.filter(case=case, roles__kind="victim", roles__ended_at=None).order_by("added_at", "id")
    return [str(one.pk) for one in found]


def complete(case: Case, by: Staff, **given: str) -> Case:
    return steps.complete(step_pass=the_pass(case), work=StepWork(requirements=given), by=by, at=MONDAY)


def stands(case: Case, by: Staff) -> Progress:
    return progress(case=Case.objects.select_related("version__sop").get(pk=case.pk), by=by)


def short(case: Case, by: Staff) -> list[tuple[str, bool]]:
    return [(one.label, one.promised) for one in stands(case, by).short]


def test_each_victim_has_a_tick_of_their_own(two, dewi):
    a, b = ids(two)
    (panel,) = stands(two, dewi).panels
    assert [(one.key, one.label) for one in panel.needs] == [
        (f"ktp@{a}", "KTP korban (korban 1)"), (f"ktp@{b}", "KTP korban (korban 2)"),
        (f"foto@{a}", "Foto korban (korban 1)"), (f"foto@{b}", "Foto korban (korban 2)"),
        ("surat", "Surat tugas"),
    ]  # fmt: skip
    with pytest.raises(Refusal) as refused:
        complete(two, dewi, **{f"ktp@{a}": "seen"})
    assert [(one.field, one.message) for one in refused.value.missing] == [
        (f"need-ktp@{b}", "Pilih “Ada” bila sudah ada: KTP korban (korban 2).")
    ]
    assert RequirementSeen.objects.count() == 0
    complete(two, dewi, **{f"ktp@{a}": "seen", f"ktp@{b}": "seen"})
    assert the_pass(two).status == "done"


def test_the_plain_key_says_the_same_of_every_victim(two, dewi):
    a, b = ids(two)
    complete(two, dewi, ktp="seen", foto="owed", **{f"foto@{b}": "seen"})
    rows = {(one.key, str(one.person_id)): one.owed for one in RequirementSeen.objects.all()}
    assert rows == {("ktp", a): False, ("ktp", b): False, ("foto", a): True, ("foto", b): False}
    assert short(two, dewi) == [("Foto korban (korban 1)", True), ("Surat tugas", False)]


def test_what_one_victim_owes_comes_by_itself_and_may_be_set_back(two, dewi):
    a, b = ids(two)
    complete(two, dewi, ktp="seen", **{f"foto@{a}": "owed"})
    assert short(two, dewi) == [
        ("Foto korban (korban 1)", True), ("Foto korban (korban 2)", False), ("Surat tugas", False),
    ]  # fmt: skip
    requirements.bring(step_pass=the_pass(two), key=f"foto@{b}", by=dewi, at=LATER)
    assert short(two, dewi) == [("Foto korban (korban 1)", True), ("Surat tugas", False)]
    assert [one.label for one in stands(two, dewi).came_later] == ["Foto korban (korban 2)"]
    assert Event.objects.get(kind="requirement_brought").data == {"need": "foto", "victim": 2}
    with pytest.raises(Refusal, match="nothing_owed"):
        requirements.bring(step_pass=the_pass(two), key=f"foto@{b}", by=dewi, at=LATER)
    requirements.set_back(step_pass=the_pass(two), key=f"foto@{b}", by=dewi, at=LATER)
    assert ("Foto korban (korban 2)", False) in short(two, dewi)
    with pytest.raises(Stale):
        requirements.set_back(step_pass=the_pass(two), key=f"ktp@{b}", by=dewi, at=LATER)


def test_a_victim_who_is_added_later_has_brought_nothing_and_the_step_stays_done(two, dewi):
    complete(two, dewi, ktp="seen", foto="seen", surat="seen")
    assert short(two, dewi) == []
    people.add(case=two, data=PersonData(sex="L"), roles={"victim": ""}, by=dewi, at=LATER)
    assert the_pass(two).status == "done"
    assert short(two, dewi) == [("KTP korban (korban 3)", False), ("Foto korban (korban 3)", False)]
    third = ids(two)[2]
    requirements.bring(step_pass=the_pass(two), key=f"ktp@{third}", by=dewi, at=LATER)
    assert short(two, dewi) == [("Foto korban (korban 3)", False)]


def test_a_victim_who_is_taken_off_counts_no_more(two, dewi):
    a, b = ids(two)
    Role.objects.filter(person=b).update(ended_at=LATER)
    with pytest.raises(Refusal, match="unknown_key"):
        complete(two, dewi, **{f"ktp@{a}": "seen", f"ktp@{b}": "seen"})
    complete(two, dewi, **{f"ktp@{a}": "seen"})
    assert short(two, dewi) == [("Foto korban", False), ("Surat tugas", False)]
    with pytest.raises(Refusal, match="nothing_owed"):
        requirements.bring(step_pass=the_pass(two), key=f"foto@{b}", by=dewi, at=LATER)


def test_while_no_victim_is_known_it_is_asked_once(version, dewi):
    case = enter(version, dewi, 0)
    (panel,) = stands(case, dewi).panels
    assert next((one.key, one.label) for one in panel.needs) == ("ktp", "KTP korban")
    with pytest.raises(Refusal) as refused:
        complete(case, dewi)
    assert [one.field for one in refused.value.missing] == ["need-ktp"]
    complete(case, dewi, ktp="seen", foto="owed")
    assert short(case, dewi) == [("Foto korban", True), ("Surat tugas", False)]


@pytest.mark.parametrize("key", ["ktp@bukan", "ktp@", "surat@{one}", "ktp@{stranger}", "lain@{one}"])
def test_a_key_of_somebody_who_is_no_victim_here_is_refused(version, two, dewi, key):
    stranger = ids(enter(version, dewi, 1))[0]
    key = key.format(one=ids(two)[0], stranger=stranger)
    with pytest.raises(Refusal, match="unknown_key"):
        complete(two, dewi, **{key: "seen"})
    complete(two, dewi, ktp="seen")
    with pytest.raises(Refusal, match="nothing_owed"):
        requirements.bring(step_pass=the_pass(two), key=key, by=dewi, at=LATER)


def test_one_row_for_each_of_whom_it_is_asked(two, dewi):
    a, _b = ids(two)
    complete(two, dewi, ktp="seen")
    row = {"step_pass": the_pass(two), "key": "ktp", "at": LATER, "by": dewi}
    for person in (a, None):
        RequirementSeen.objects.get_or_create(step_pass=row["step_pass"], key="ktp", person_id=person, defaults=row)
        with pytest.raises(IntegrityError), transaction.atomic():
            RequirementSeen.objects.create(**row, person_id=person)


def test_an_office_s_victims_are_nothing_to_another_even_under_the_same_id(barito_utara, two, dewi):
    ours = ids(two)
    with in_office(barito_utara):
        version, clerk = take()
        there = enter(version, clerk, 1)
        with pytest.raises(Refusal, match="unknown_key"):
            complete(there, clerk, **{f"ktp@{ours[0]}": "seen"})
        twin = Person.objects.create(id=ours[0], case=there, sex="P", added_at=MONDAY)
        Role.objects.create(person=twin, kind="victim")
        complete(there, clerk, ktp="seen", **{f"foto@{ours[0]}": "owed"})
        assert RequirementSeen.objects.filter(person=ours[0]).count() == 2
    assert RequirementSeen.objects.count() == 0
    complete(two, dewi, ktp="seen", foto="seen")
    assert short(two, dewi) == [("Surat tugas", False)]
    with in_office(barito_utara):
        assert [one.promised for one in stands(there, clerk).short].count(True) == 1


def test_a_page_reads_the_victims_once_however_many_there_are(version, dewi, count):
    assert count(enter(version, dewi, 1)) == count(enter(version, dewi, 5))


@pytest.fixture
def count(dewi) -> Callable[[Case], int]:
    """How many queries it takes to read how a case stands."""

    def counted(case: Case) -> int:
        with CaptureQueriesContext(connection) as found:
            stands(case, dewi)
        return len(found)

    return counted


def test_an_older_release_knows_it_as_one_that_is_owed_while_anybody_owes_it(two, dewi):
    a, b = ids(two)
    complete(two, dewi, ktp="seen", surat="seen", **{f"foto@{a}": "owed"})
    requirements.bring(step_pass=the_pass(two), key=f"foto@{b}", by=dewi, at=LATER)
    with connection.cursor() as cursor:
        cursor.execute(import_module("cases.migrations.0024_each_victim").ONE_FOR_ALL)
    rows = sorted(RequirementSeen.objects.values_list("key", "owed"))
    assert rows == [("foto", True), ("ktp", False), ("surat", False)]
