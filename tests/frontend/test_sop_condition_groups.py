"""A condition with groups in it, "this and (that or that)": picked, one level deep; deeper ones are kept."""

import pytest
from django.http import HttpResponse

from frontend.sops.editor.condition_fields import When
from frontend.sops.editor.saving import shown_otherwise
from frontend.sops.editor.shapes import ABSENT, Drawn, Near, sent
from tenants.models import Office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.test_sop_draft import sent_of, step_of
from tests.frontend.test_sop_fields import CHILD, RISK, posted_of

HERE, THERE = {"fact": "victim.residence", "within": "regency"}, {"fact": "incident.place", "within": "regency"}
HOME = {"fact": "victim.domicile", "within": "regency"}
SERVED = {"all": [HERE, {"any": [THERE, HOME]}]}
DEEP = {"all": [RISK, {"any": [CHILD, {"all": [RISK, {"not": CHILD}]}]}]}
GROUPED = [
    SERVED, {"any": [{"all": [RISK, CHILD]}, {"all": [HERE, {"not": THERE}]}]}, {"all": [{"any": [RISK, CHILD]}]},
    {"all": [RISK, {"not": {"any": [CHILD, HERE]}}]}, {"not": {"all": [RISK, {"not": {"all": [CHILD, HERE]}}]}},
    {"all": [RISK, {"any": [CHILD]}]}, {"not": {"any": [{"all": [RISK, CHILD]}]}},
]  # fmt: skip
WHEN, NEAR = When("when", "Bila"), Near({})


def drawn_of(condition: object, near: Near = NEAR) -> Drawn:
    return WHEN.draw("when", condition, near)


def taken(fields: dict[str, list[str]], was: object = ABSENT, *, drop: str = "") -> object:
    posted = posted_of(fields)
    posted.dropped = drop
    found = WHEN.read("when", posted, was, NEAR)
    assert posted.wrong == {}
    return found


def kinds(drawn: Drawn) -> list[str]:
    return [row.kind for row in drawn.rows]


@pytest.mark.parametrize("condition", GROUPED)
def test_a_group_is_all_selects_and_reads_the_same_without_knowing_what_stood_there(condition: dict) -> None:
    drawn = drawn_of(condition)
    assert set(kinds(drawn)) <= {"test", "tests"}
    assert "tests" in kinds(drawn)
    assert {kind for row in drawn.rows if row.kind == "tests" for kind in kinds(row)} == {"test"}
    assert taken(sent(drawn)) == condition
    assert taken(sent(drawn), condition) == condition


def test_a_group_is_built_row_by_row_and_goes_together_otherwise_than_what_it_stands_in() -> None:
    new = drawn_of(HERE, Near({}, added="when-group"))
    assert kinds(new) == ["test", "tests"]
    group = new.rows[1]
    assert (group.inner[0].value, kinds(group)) == ("any", ["test", "test"])
    assert taken(sent(new), HERE) == HERE, "an empty group changes nothing"
    area = {"op": "within", "area": "regency"}
    picked = {f"when-1-{place}-{name}": [value] for place, fact in ((0, "incident.place"), (1, "victim.domicile"))
              for name, value in {"subject": fact, "of": fact, **area}.items()}  # fmt: skip
    assert taken(sent(new) | picked, HERE) == SERVED
    started = {name: value for name, value in picked.items() if "-0-" in name}
    half = {"all": [HERE, {"any": [THERE]}]}
    assert taken(sent(new) | started, HERE) == half, "it stays a group meanwhile"
    assert [row.inner[0].value for row in drawn_of(half).rows[1].rows] == ["incident.place", ""], "the second waits"


def test_rows_are_added_to_a_group_and_taken_out_and_a_group_goes_as_a_whole() -> None:
    more = drawn_of(SERVED, Near({}, added="when-1"))
    assert (kinds(more), more.rows[1].count, more.rows[1].rows[2].new) == (["test", "tests"], 3, True)
    fields = sent(drawn_of(SERVED))
    assert taken(fields, SERVED, drop="when-1-0") == {"all": [HERE, {"any": [HOME]}]}
    assert taken(fields, SERVED, drop="when-1") == HERE
    assert taken(fields, SERVED, drop="when-0") == {"all": [{"any": [THERE, HOME]}]}
    assert taken(fields | {"when-1-mode": ["all"]}, SERVED) == {"all": [HERE, {"all": [THERE, HOME]}]}
    still_empty = drawn_of(HERE, Near({}, added="when-1"))
    assert still_empty.rows[1].kind == "tests", "a row is asked for in a group that nothing was picked in yet"


def test_what_is_not_finished_in_a_group_stays_as_it_was_typed() -> None:
    fields = sent(drawn_of(SERVED)) | {"when-1-1-subject": ["risk"], "when-1-1-of": ["risk"]}
    posted = posted_of(fields)
    WHEN.read("when", posted, SERVED, NEAR)
    assert list(posted.wrong) == ["when-1-1"]
    again = drawn_of(SERVED, Near({}, typed=posted, added="when-1"))
    rows = again.rows[1].rows
    assert [row.inner[0].value for row in rows] == ["incident.place", "risk", ""]
    assert "belum lengkap" in rows[1].wrong
    posted.dropped = "when-1-0"
    left = drawn_of(SERVED, Near({}, typed=posted)).rows[1].rows
    assert [(row.at, row.inner[0].value) for row in left] == [("when-1-0", "risk")]


def test_what_nests_deeper_is_told_in_words_and_kept_while_the_rest_is_changed() -> None:
    drawn = drawn_of(DEEP)
    assert (kinds(drawn), kinds(drawn.rows[1])) == (["test", "tests"], ["test", "kept"])
    assert "Korban anak: Ya" in drawn.rows[1].rows[1].label
    fields = sent(drawn) | {"when-0-value": ["low"], "when-1-mode": ["none"]}
    group = {"not": {"any": DEEP["all"][1]["any"]}}
    assert taken(fields, DEEP) == {"all": [{"fact": "risk", "is": "low"}, group]}
    assert taken(fields, DEEP, drop="when-1-1") == {
        "all": [{"fact": "risk", "is": "low"}, {"not": {"any": [CHILD]}}]
    }  # fmt: skip
    assert taken(sent(drawn), DEEP) == DEEP


def test_a_group_that_was_written_is_not_drawn_anew_while_a_row_of_it_is_empty() -> None:
    fields = sent(drawn_of(SERVED, Near({}, added="when-1")))
    assert not shown_otherwise(drawn_of(SERVED), posted_of(fields))
    assert not shown_otherwise(drawn_of(SERVED), posted_of(sent(drawn_of(SERVED))))


@pytest.mark.django_db
def test_a_group_is_picked_on_the_page_without_a_script(salatiga: Office, version: object) -> None:
    wati = enter(salatiga, employ(salatiga, "wati", admin=True))
    where = f"{wati.post('/sop/pengaduan-langsung/ubah/')['Location']}langkah/cerita/"

    def press(page: HttpResponse, do: str = "", **picked: str) -> HttpResponse:
        data = sent_of(read(page)) | {name.replace("__", "-"): [value] for name, value in picked.items()}
        answer = wati.post(where, {**data, "do": [do]} if do else data)
        return wati.get(where) if answer.status_code == 303 else answer

    page = press(wati.get(where), "add:applies_when")
    assert [one["name"] for one in read(page).select("[autofocus]")] == ["applies_when-0-subject"]
    assert "Tambah kelompok syarat" in words(page)
    page = press(page, applies_when__0__subject="victim.residence")
    assert step_of(salatiga, "cerita")["applies_when"] == HERE
    page = press(page, "add:applies_when-group")
    group = read(page).select_one("#g-applies_when fieldset fieldset")
    assert group.select_one("legend").get_text() == "Kelompok syarat 1"
    assert "Kelompok ini terpenuhi bila" in group.get_text()
    assert [one["name"] for one in read(page).select("[autofocus]")] == ["applies_when-1-0-subject"]
    facts = {"applies_when__1__0__subject": "incident.place", "applies_when__1__1__subject": "victim.domicile"}
    page = press(page, **facts)
    assert step_of(salatiga, "cerita")["applies_when"] == SERVED
    assert (page.status_code, faults_of(page)) == (200, [])
    picks = [
        one.select_one("option[selected]")["value"] for one in read(page).select("#g-applies_when select[id$=subject]")
    ]
    assert picks == ["victim.residence", "incident.place", "victim.domicile"]
    press(page, "drop:applies_when-1")
    assert step_of(salatiga, "cerita")["applies_when"] == HERE
