"""Cases by the API: pages that hold still, steps done, forms filled, and every refusal with its reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, FilledForm, StepPass
from cases.operations import filling
from sop_library.queries import form_version
from tenants.current import in_office
from tests.api.conftest import ask, faults, problem
from tests.cases.calling import ASKED, adopted, asks, serving
from tests.cases.driving import answers
from tests.frontend.screens import employ, enter, take
from tests.frontend.working import new_case, open_pass
from tests.sop_library.sheets import step

pytestmark = pytest.mark.django_db
FORM = "buku-tamu"


@pytest.fixture
def case(salatiga, version, sari) -> Case:
    return new_case(salatiga, version, sari)


def completion(salatiga, case: Case) -> str:
    return f"cases/{case.pk}/passes/{open_pass(salatiga, case).pk}/completion"


def least(salatiga) -> dict:
    with in_office(salatiga):
        version = form_version(key=FORM)
        assert version is not None
        return answers(filling.form_of(version))


def test_pages_by_cursor_hold_still_while_cases_are_added(salatiga, client, version, sari, monkeypatch):
    monkeypatch.setattr("api.answering.NewestFirst.page_size", 2)
    began = timezone.now() - timedelta(hours=1)
    old = [new_case(salatiga, version, sari, at=began + timedelta(minutes=minute)).number for minute in range(5)]
    first = ask(client, "GET", "cases").json()
    new_case(salatiga, version, sari)
    pages, following = [first], first["next"]
    while following:
        pages.append(client.get(following).json())
        following = pages[-1]["next"]
    assert [row["number"] for page in pages for row in page["results"]] == list(reversed(old))
    assert [len(page["results"]) for page in pages] == [2, 2, 1]
    assert client.get(pages[1]["previous"]).json()["results"] == first["results"]
    assert problem(ask(client, "GET", "cases?cursor=ngawur")) == (404, "not_found")


def test_a_form_is_read_filled_and_its_step_completed(salatiga, client, case):
    schema = ask(client, "GET", f"forms/{FORM}").json()
    told = least(salatiga)
    assert set(told) <= set(schema["properties"])
    row = open_pass(salatiga, case)
    filled = ask(client, "POST", f"cases/{case.pk}/forms/{FORM}", {"answers": told, "pass_id": str(row.pk)})
    assert (filled.status_code, filled.json()["form"]) == (201, FORM)
    seen = ask(client, "GET", f"cases/{case.pk}").json()["revision"]
    done = ask(client, "POST", completion(salatiga, case), {"seen": seen})
    assert done.status_code == 200, done.content
    assert [one["status"] for one in done.json()["passes"] if one["id"] == str(row.pk)] == ["done"]
    with in_office(salatiga):
        assert FilledForm.objects.get().answers == told
    again = {"answers": told, "pass_id": str(row.pk), "reason": "Salah tulis"}
    where = f"cases/{case.pk}/forms/{FORM}"
    assert problem(ask(client, "POST", where, again)) == (409, "form_changed"), "what stands is named by who read it"
    assert ask(client, "POST", where, again | {"replaces": filled.json()["id"]}).status_code == 201


def test_a_form_with_faults_names_each(salatiga, client, case):
    found = ask(client, "POST", f"cases/{case.pk}/forms/{FORM}", {"answers": {"visit_date": "31-02", "ngawur": 1}})
    assert found.status_code == 422
    assert {"visit_date", "ngawur"} <= set(faults(found))
    with in_office(salatiga):
        assert not FilledForm.objects.exists()
    assert problem(ask(client, "POST", f"cases/{case.pk}/forms/tidak-ada", {"answers": {}})) == (404, "not_found")
    assert problem(ask(client, "GET", "forms/tidak-ada")) == (404, "not_found")


def test_a_step_without_its_form_is_refused_with_all_that_is_missing(salatiga, client, case):
    answer = ask(client, "POST", completion(salatiga, case), {})
    assert answer.status_code == 422
    assert any(FORM in field for field in faults(answer)), answer.json()


def test_where_a_step_may_start_several_sops_those_that_are_named_begin(salatiga):
    beside = {"key": "p", "label": "Pendampingan", "sop": "contoh/pendampingan", "wait": False}
    both = asks() | {"sub": [*asks()["sub"], beside]}
    with in_office(salatiga):
        version = adopted(main=serving(both, step("tutup")))
    staff = employ(salatiga, "ratna", "*")
    case, client = new_case(salatiga, version, staff), enter(salatiga, staff)
    where = completion(salatiga, case)
    assert ask(client, "POST", where, {"subs": ["lain"]}).status_code == 422
    assert ask(client, "POST", where, {}).status_code == 422
    told = ask(client, "POST", where, {"subs": ["k"]}).json()["passes"]
    assert [(one["step"], one["status"]) for one in told] == [("panggil", "waiting"), (ASKED, "open")]


def test_a_step_of_another_lane_is_refused_and_names_the_lane(salatiga, client, case):
    analis = enter(salatiga, employ(salatiga, "ratna", "analis"))
    answer = ask(analis, "POST", completion(salatiga, case), {})
    assert problem(answer) == (403, "not_your_lane")
    assert "giliran" in answer.json()["title"]
    with in_office(salatiga):
        assert StepPass.objects.get(case=case).status == "open"


def test_from_an_old_revision_a_step_is_stale(salatiga, client, case):
    seen, where = case.revision, completion(salatiga, case)
    ask(client, "POST", f"cases/{case.pk}/forms/{FORM}", {
        "answers": least(salatiga), "pass_id": str(open_pass(salatiga, case).pk),
    })  # fmt: skip
    assert ask(client, "POST", where, {"seen": seen + 1}).status_code == 200
    assert problem(ask(client, "POST", where, {"seen": seen}))[0] == 409


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"langkah": 1}, "langkah"),
        ({"outcomes": "ya"}, "outcomes"),
        ({"outputs": {"x": "a\x00"}}, "outputs/x"),
        ({"outputs": []}, "outputs"),
        ({"requirements": {"x": "lupa"}}, "requirements/x"),
        ({"subs": "k"}, "subs"),
        ({"facts": {"victim.residence": "99.99"}}, "facts/victim.residence"),
        ({"seen": -1}, "seen"),
        ({"note": "x" * 20_001}, "note"),
    ],
)
def test_what_does_not_fit_stands_at_its_field(salatiga, client, case, body, field):
    answer = ask(client, "POST", completion(salatiga, case), body)
    assert (problem(answer), list(faults(answer))) == ((422, "invalid"), [field])


def test_the_case_of_another_office_or_another_sop_is_not_there(salatiga, banyuwangi, client, case):
    take(banyuwangi, "banyuwangi/p2tp2a")
    theirs = enter(banyuwangi, employ(banyuwangi, "wayan", "*"))
    outsider = enter(salatiga, employ(salatiga, "tanpa"))
    where = completion(salatiga, case)
    for visitor in (theirs, outsider):
        assert problem(ask(visitor, "GET", f"cases/{case.pk}")) == (404, "not_found")
        assert problem(ask(visitor, "POST", where, {})) == (404, "not_found")
        assert ask(visitor, "GET", "cases").json()["results"] == []
