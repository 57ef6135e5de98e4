"""The numbers of a sheet's rows: when they run, what the first wrong one is, and what they would be."""

import pytest

from sop_library.checks import check
from sop_library.numbering import first_wrong, numbers, runs
from tests.sop_library.sheets import sop, step


def rows(*printed: str | None, **more: object) -> list[dict]:
    return [{"step": one, **more} for one in printed]


def part(name: str, *printed: str | None) -> list[dict]:
    return rows(*printed, section=name)


@pytest.mark.parametrize(
    "steps",
    [
        [], rows("1", "2", "3"), rows("1", "2.", "3)"), rows(None, "", None),
        part("A", "1", "2") + part("B", "1", "2"), part("A", "1", "2") + part("B", "3", "4"),
        rows("1.") + rows(None, kind="rule") + rows("2."),
    ],
)  # fmt: skip
def test_numbers_that_run(steps: list[dict]) -> None:
    assert runs(steps)
    if any(one["step"] for one in steps):
        assert numbers(steps) == [one["step"] for one in steps], "and so stay as they are printed"


@pytest.mark.parametrize(
    ("steps", "wrong", "anew"),
    [
        (rows("1", "3"), 1, ["1", "2"]),
        (rows("1.", None, "2."), 1, ["1.", "2.", "3."]),
        (rows("1", "2", "2"), 2, ["1", "2", "3"]),
        (rows("2", "1"), 0, ["1", "2"]),
        (rows("0", "1"), 0, ["1", "2"]),
        (part("A", "1.", "3.") + part("B", "1.", "2."), 1, ["1.", "2.", "1.", "2."]),
        (rows("1.", None, "3.", kind="rule"), 2, ["1.", None, "2."]),
        ([{"step": 7}, {"step": "2"}], 0, ["1", "2"]),
    ],
)
def test_the_first_row_out_of_the_order_and_the_numbers_that_would_run(
    steps: list[dict], wrong: int, anew: list[str | None]
) -> None:
    assert first_wrong(steps) == wrong
    assert numbers(steps) == anew


@pytest.mark.parametrize("steps", [rows("a.", "b."), rows("1.", "2a.", "2b."), rows("1.1", "1.3"), rows("II", "I")])
def test_a_sheet_that_numbers_in_its_own_way_is_neither_wrong_nor_numbered_anew(steps: list[dict]) -> None:
    assert (runs(steps), first_wrong(steps)) == (False, None)


def test_a_new_number_is_written_as_most_are_and_a_right_one_stays_as_printed() -> None:
    before = rows("1", "2", "3.", "4.", "5.")
    after = rows("1", None, "2", "3.", "4.", "5.")
    assert numbers(after, like=before) == ["1", "2.", "3.", "4.", "5.", "6."]


def said(*steps: dict) -> list[tuple[str, str | None, str]]:
    found = check(sop(*steps))
    return [(one.code, one.step, one.sentence) for one in found if one.path[-1] == "step"]


def test_the_check_names_the_first_row_whose_number_is_out_of_order() -> None:
    gap = said(step("a", step="1."), step("b", step="3."))
    assert [(code, key) for code, key, _ in gap] == [("numbers_not_in_order", "b")]
    assert "lembar mencetak 3., urutannya 2" in gap[0][2]
    bare = said(step("a", step="1."), step("b"), step("c", step="2."))
    assert [(code, key) for code, key, _ in bare] == [("number_not_printed", "b")]
    assert said(step("a", step="1"), step("b", step="2.")) == said(step("a"), step("b")) == []
