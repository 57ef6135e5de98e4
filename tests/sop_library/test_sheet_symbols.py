"""The looks of an official sheet, read back from its drawing: the five symbols, the heads of the table, the header."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest

from sop_library.definition import parse
from sop_library.inspecting import catalogue
from sop_library.loading import load
from sop_library.sheet import build
from sop_library.sheet.laid import Laid, Page
from sop_library.sheet.layout import lay_out
from sop_library.sheet.svg import as_svg, without_words
from tests.sop_library.laid import elements
from tests.sop_library.sheets import sheet, step

Point = tuple[float, float]
FIRST, LAST, DECISIONS = 1, 19, {3, 5, 6, 10, 13, 16, 18}
"""What the 19 steps of Nunukan's sheet are; all others are work. What goes on or comes again (16) is decided, too."""


@pytest.fixture(scope="module")
def nunukan() -> Laid:
    return lay_out(build(load(catalogue()["nunukan/intervensi-krisis"], name="nunukan")), notes=False)


def corners(element: ET.Element) -> list[Point]:
    """The corners of a box or a polygon."""
    if element.tag.endswith("rect"):
        x, y, width, height = (float(element.get(key, "0")) for key in ("x", "y", "width", "height"))
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    pairs = (pair.split(",") for pair in element.get("points", "").split())
    return [(float(x), float(y)) for x, y in pairs]


def figure(element: ET.Element) -> str:
    """What a reader sees: capsule, box, diamond, pentagon that points down, or an arrow's head."""
    points = corners(element)
    if element.tag.endswith("rect"):
        tall = points[2][1] - points[0][1]
        return "capsule" if float(element.get("rx", "0")) >= tall / 2 - 0.01 else "box"
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    upper, lower = min(y for _, y in points), max(y for _, y in points)
    middle = ((left + right) / 2, (upper + lower) / 2)
    if len(points) == 4 and all(x == pytest.approx(middle[0], abs=0.02) or y == pytest.approx(middle[1], abs=0.02)
                                for x, y in points):  # fmt: skip
        return "diamond"
    if len(points) == 5 and [x for x, y in points if y == lower] == [pytest.approx(middle[0], abs=0.02)]:
        return "pentagon"
    return "head" if len(points) == 3 else "?"


def symbols(elements: list[ET.Element]) -> Iterator[tuple[str, list[Point]]]:
    """The symbols of a drawing; frames of cells have another line."""
    for element in elements:
        if element.get("stroke-width") == "0.35":
            yield figure(element), corners(element)


def tips(elements: list[ET.Element]) -> list[Point]:
    """Where arrows point: the first corner of each head."""
    heads = (one for one in elements if one.tag.endswith("polygon") and figure(one) == "head")
    return [corners(one)[0] for one in heads]


def touched(points: list[Point], found: list[Point]) -> bool:
    """Whether an arrow points at the middle of the upper or the left edge of a symbol."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    upper, lower = min(y for _, y in points), max(y for _, y in points)
    goals = (((left + right) / 2, upper), (left, (upper + lower) / 2))
    return any(abs(x - at) + abs(y - to) < 0.05 for x, y in found for at, to in goals)


def steps_on(page: Page) -> list[tuple[int, float, float]]:
    """Each step that begins on a page: its number, and where its row begins and ends."""
    assert page.table is not None
    return [(int(row.cells[0].lines[0].strip(".")), row.y, row.y + row.height) for row in page.table.rows if row.key]


@pytest.mark.parametrize("where", ["screen", "paper"])
def test_a_sheet_is_drawn_with_the_five_symbols(nunukan: Laid, where: str) -> None:
    of_step: dict[int, str] = {}
    lettered = {"comes": 0, "goes": 0}
    for page in nunukan.pages[1:]:
        found = list(elements(as_svg(nunukan, page.number) if where == "screen" else without_words(nunukan, page)))
        arrows = tips(found)
        for name, points in symbols(found):
            middle = sum(y for _, y in points) / len(points)
            if name == "pentagon":
                lettered["goes" if touched(points, arrows) else "comes"] += 1
                continue
            number = next(number for number, top, end in steps_on(page) if top < middle < end)
            of_step[number] = name
            assert touched(points, arrows) == (number != FIRST), number
    assert of_step == {
        number: "capsule" if number in (FIRST, LAST) else "diamond" if number in DECISIONS else "box"
        for number in range(FIRST, LAST + 1)
    }
    assert lettered == {"comes": 4, "goes": 4}


def words_of(page: Page, laid: Laid, *, bold: bool = False) -> dict[str, Point]:
    """Each text of a page with the place where it stands first."""
    return {
        one.text or "": (float(one.get("x", "0")), float(one.get("y", "0")))
        for one in reversed(list(elements(as_svg(laid, page.number))))
        if one.tag.endswith("text") and (not bold or one.get("font-weight") == "700")
    }


def test_every_page_of_the_flow_has_the_heads_of_the_form(nunukan: Laid) -> None:
    for page in nunukan.pages[1:]:
        heads = words_of(page, nunukan, bold=True)
        upper = ["No", "Kegiatan", "Pelaksana", "Mutu Baku", "Keterangan"]
        lower = ["Kelengkapan", "Waktu", "Biaya", "Output"]
        for names in (upper, lower):
            assert sorted(names, key=lambda name: heads[name][0]) == names
        assert heads["Mutu Baku"][1] < heads["Waktu"][1]
        assert heads["Kelengkapan"][0] < heads["Mutu Baku"][0] < heads["Output"][0], "Mutu Baku stands over its columns"


HEADER = {
    "number": "050/7/2026", "created": "2 November 2026", "revised": "9 November 2026",
    "effective": "1 Desember 2026", "office": "DINAS CONTOH",
    "approved_by": {"post": "Kepala Dinas", "name": "Wulan Sari", "rank": "Pembina", "nip": "19700101 199503 2 001"},
}  # fmt: skip


def test_the_header_says_each_thing_beside_its_name() -> None:
    made = lay_out(build(parse(sheet(step("a"), step("b"), header=HEADER, title="COBA"))), notes=False)
    found = words_of(made.pages[0], made)
    beside = {
        "Nomor SOP": "050/7/2026", "Tanggal Pembuatan": "2 November 2026", "Tanggal Revisi": "9 November 2026",
        "Tanggal Efektif": "1 Desember 2026", "Disahkan oleh": "Kepala Dinas", "Nama SOP": "COBA",
    }  # fmt: skip
    for name, value in beside.items():
        assert found[name][1] == pytest.approx(found[value][1], abs=0.05), name
        assert found[name][0] < found[value][0]
    order = [found[name][1] for name in beside]
    assert order == sorted(order)
    under = [found[words][1] for words in ("Kepala Dinas", "Wulan Sari", "Pembina", "NIP 19700101 199503 2 001")]
    assert under == sorted(under)
    assert under[1] - under[0] > 15, "room for a signature and a stamp"
    boxes = ["Dasar Hukum", "Kualifikasi Pelaksana", "Keterkaitan", "Peralatan/Perlengkapan", "Peringatan",
             "Pencatatan dan Pendataan"]  # fmt: skip
    assert sorted(boxes, key=lambda name: (found[name][1], found[name][0])) == boxes
