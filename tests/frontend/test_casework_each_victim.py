"""On the page of a case: a paper that is asked of each victim, one question each, without a name."""

import pytest
from django.test import Client

from accounts.models import Staff
from cases.models import Case, Person, RequirementSeen, StepPass
from cases.operations import people
from cases.people import PersonData
from sop_library.models import SopVersion
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tests.frontend.screens import OPENED, employ, enter, faults_of, read, words
from tests.frontend.working import VICTIM, fields_of, new_case
from tests.sop_library.sheets import sop, step

CHILD = PersonData(name="Melati", sex="P", age_band="A06_12")
NEEDS = [
    {"document": "Akta lahir", "key": "akta", "for": "each_victim"},
    {"document": "Kartu keluarga", "key": "kk", "for": "each_victim", "may_follow": True},
]


@pytest.fixture
def paper(salatiga) -> SopVersion:
    with in_office(salatiga):
        return adopt(definition=sop(step("terima", needs=NEEDS), step("catat"), step("tutup", kind="end")), at=OPENED)


@pytest.fixture
def dewi(salatiga, paper) -> Staff:
    return employ(salatiga, "dewi", "petugas")


@pytest.fixture
def clerk(salatiga, dewi) -> Client:
    return enter(salatiga, dewi)


@pytest.fixture
def two(salatiga, paper, dewi) -> Case:
    return new_case(salatiga, paper, dewi, victims=[VICTIM, CHILD])


def work(salatiga, case: Case) -> tuple[str, list[str]]:
    """Where the first step is completed, and its victims in their order."""
    with in_office(salatiga):
        row = StepPass.objects.get(case=case, step="terima")
        found = Person.objects.filter(case=case, roles__kind="victim").order_by("added_at", "id")
        return f"/kasus/{case.pk}/langkah/{row.pk}/selesai/", [str(one.pk) for one in found]


def test_each_victim_has_a_question_and_what_one_lacks_is_said_at_it(salatiga, clerk, two):
    where, (a, b) = work(salatiga, two)
    page = clerk.get(f"/kasus/{two.pk}/")
    assert faults_of(page) == []
    said = words(page)
    assert "Akta lahir (korban 1)" in said
    assert "Akta lahir (korban 2)" in said
    assert "Korban 2: Anak perempuan, 6" in said
    assert "Melati" not in said
    sent = fields_of(page, where) | {f"need-akta@{a}": "seen", f"need-kk@{b}": "owed"}
    refused = clerk.post(where, sent)
    assert (refused.status_code, faults_of(refused)) == (422, [])
    summary = read(refused).select_one(".govuk-error-summary")
    assert "Akta lahir (korban 2)" in summary.get_text()
    assert "Akta lahir (korban 1)" not in summary.get_text()
    anchor = summary.select_one("a")["href"].removeprefix("#")
    assert read(refused).find(id=anchor)["name"] == f"need-akta@{b}"
    kept = [one["name"] for one in read(refused).select("input[type=radio][checked][value=owed]")]
    assert kept == [f"need-kk@{b}"]


def test_what_is_owed_for_one_and_for_one_who_came_later_is_brought_by_itself(salatiga, clerk, dewi, two):
    where, (_a, b) = work(salatiga, two)
    page = clerk.get(f"/kasus/{two.pk}/")
    sent = fields_of(page, where)
    sent |= {name: "seen" for name in sent if name.startswith("need-")} | {f"need-kk@{b}": "owed"}
    assert clerk.post(where, sent).status_code == 303
    with in_office(salatiga):
        people.add(case=two, data=CHILD, roles={"victim": ""}, by=dewi, at=two.opened_at)
    owed = read(clerk.get(f"/kasus/{two.pk}/")).select_one("[aria-labelledby=h-sus]")
    lines = [one.get_text(" ", strip=True) for one in owed.select("li b")]
    assert lines == ["Akta lahir (korban 3)", "Kartu keluarga (korban 2)", "Kartu keluarga (korban 3)"]
    form = next(one for one in owed.select("form") if "korban 2" in one.get_text())
    sent = {one["name"]: one.get("value", "") for one in form.select("input")}
    assert sent["need"] == f"kk@{b}"
    clerk.post(form["action"], sent)
    told = words(clerk.get(f"/kasus/{two.pk}/"))
    assert "Kelengkapan yang datang kemudian" in told
    with in_office(salatiga):
        assert RequirementSeen.objects.get(key="kk", person=b).owed is False
    trail = words(clerk.get(f"/kasus/{two.pk}/riwayat/"))
    assert "Kartu keluarga (korban 2)" in told + trail


def test_one_victim_alone_is_no_number(salatiga, clerk, paper, dewi):
    case = new_case(salatiga, paper, dewi)
    said = words(clerk.get(f"/kasus/{case.pk}/"))
    assert "Akta lahir" in said
    assert "korban 1" not in said
