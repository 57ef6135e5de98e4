"""What changed stands on the sheet: a tag at each row and box, a line of its own kind, and what both mean."""

from copy import deepcopy
from typing import Any

import pytest

from sop_library.comparing.differing import differences
from sop_library.definition import parse
from sop_library.sheet import build
from sop_library.sheet.laid import Laid, Mark
from sop_library.sheet.layout import lay_out
from sop_library.sheet.marking import marked
from sop_library.sheet.svg import MARKS, as_svg
from tests.sop_library.sheets import sheet, step


def before() -> dict[str, Any]:
    steps = [step(key, step=f"{place}.") for place, key in enumerate("abcde", start=1)]
    return dict(sheet(*steps, header={"number": "1/2025"}, legal_basis=["UU 23/2002"]))


def held(old: dict[str, Any], new: dict[str, Any]) -> Laid:
    return marked(lay_out(build(parse(new)), notes=False), differences(old, new))


def tags(laid: Laid) -> list[str]:
    """The tags beside rows and boxes, without the legend's."""
    return [mark.words for page in laid.pages for mark in page.marks if mark.words and not mark.plain and mark.y > 9]


def frames(laid: Laid, kind: str) -> list[Mark]:
    return [mark for page in laid.pages for mark in page.marks if mark.kind == kind and mark.width and not mark.words]


def test_equal_sheets_carry_no_mark() -> None:
    assert not any(page.marks for page in held(before(), before()).pages)


def test_a_new_step_is_framed_and_named() -> None:
    new = before()
    new["steps"].insert(2, step("baru"))
    laid = held(before(), new)
    assert tags(laid) == ["+ baru"]
    table = next(page.table for page in laid.pages if page.table)
    row = next(row for row in table.rows if row.key == "baru")
    (frame,) = frames(laid, "added")
    assert row.y < frame.y < frame.y + frame.height < row.y + row.height


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [("text", "Mencatat", 1), ("printed_needs", "KTP", -4), ("printed_output", "Berkas", -2), ("remarks", "Segera", -1),
     ("time", {"printed": "5 menit"}, -3)],
)  # fmt: skip
def test_the_cell_that_changed_is_framed(field: str, value: Any, column: int) -> None:
    new = before()
    new["steps"][1] = {**new["steps"][1], field: value}
    laid = held(before(), new)
    assert tags(laid) == ["~ ubah"]
    table = next(page.table for page in laid.pages if page.table)
    edges = [table.x + sum(table.widths[:place]) for place in range(len(table.widths) + 1)]
    place = column % len(table.widths)
    (frame,) = frames(laid, "changed")
    assert edges[place] < frame.x < frame.x + frame.width < edges[place + 1]


def test_a_step_that_moved_and_one_that_is_gone_are_named_where_they_stand() -> None:
    new = before()
    new["steps"] = [new["steps"][place] for place in (0, 3, 1, 4)]
    laid = held(before(), new)
    assert sorted(tags(laid)) == ["\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK} pindah", "\N{MINUS SIGN} no. 3"]
    table = next(page.table for page in laid.pages if page.table)
    row = next(row for row in table.rows if row.key == "b")
    (line,) = frames(laid, "removed")
    assert line.y == pytest.approx(row.y + row.height)


def test_what_is_gone_before_the_first_step_is_marked_above_it_once() -> None:
    new = before()
    new["steps"] = [*new["steps"][2:], step("z", text="kata " * 4000)]
    laid = held(before(), new)
    assert tags(laid).count("\N{MINUS SIGN} no. 1, 2") == 1
    assert sum(page.table is not None for page in laid.pages) > 1
    table = next(page.table for page in laid.pages if page.table)
    (line,) = frames(laid, "removed")
    assert line.y == pytest.approx(next(row.y for row in table.rows if row.key))


def test_boxes_and_fields_of_the_header_are_framed() -> None:
    new = before() | {"header": {"number": "2/2026"}, "legal_basis": ["UU 12/2022"]}
    laid = held(before(), new)
    assert tags(laid) == ["~ ubah", "~ ubah"]
    assert len(frames(laid, "changed")) == 2
    assert not laid.pages[1].marks


def test_where_words_come_from_is_no_change_of_the_sheet() -> None:
    new = before()
    new["steps"][0] = {**new["steps"][0], "source_line": 7}
    assert not any(page.marks for page in held(before(), new).pages)


def test_each_kind_has_its_word_its_way_of_being_dashed_and_its_meaning() -> None:
    new = before()
    new["steps"] = [step("baru"), *(new["steps"][place] for place in (0, 3, 1))]
    new["steps"][1]["text"] = "Mencatat lagi"
    old = deepcopy(before())
    drawn = as_svg(held(old, new))
    for meaning in ("langkah baru", "isinya berubah", "urutannya pindah", "langkah lama dihapus di sini"):
        assert meaning in drawn
    dashes = [dashed for _, dashed in MARKS.values()]
    assert len(set(dashes)) == len(dashes)
