"""The official sheet says every word of the document at its place, and its lines go where the flow goes."""

from importlib.resources import files
from typing import Any

import pytest

from sop_library.definition import Definition, parse
from sop_library.loading import load, with_order
from sop_library.sheet import Sheet, build
from sop_library.sheet.marks import read_marks

NINE = [
    "barito-utara/krisis",
    "barito-utara/penjangkauan",
    "banyuwangi/p2tp2a",
    "nunukan/intervensi-krisis",
    "salatiga/layanan-informasi",
    "salatiga/layanan-konsultasi",
    "salatiga/layanan-penjangkauan",
    "salatiga/pengaduan-langsung",
    "salatiga/pengaduan-tidak-langsung",
]


def catalogue(name: str) -> Definition:
    return load(files("sop_library").joinpath("catalogue", f"{name}.yaml").read_bytes(), name=name)


def sheet(name: str) -> Sheet:
    return build(catalogue(name))


def lines(drawn: Sheet, number: str) -> list[str]:
    """The lines of a row, column by column: "in out | h"."""
    row = next(row for row in drawn.rows if row.number == number)
    return [" ".join(cell.lines) for cell in row.cells]


def small(steps: list[dict[str, Any]], columns: list[dict[str, Any]] | None = None) -> Sheet:
    """A sheet of a made-up SOP with the lanes a, b, c and t, which is made of a and b."""
    lanes = {key: {"label": key.upper()} for key in ("a", "b", "c")}
    document = {
        "format": "rangkul-sop/1", "sop": "uji/coba", "name": "Coba", "title": "COBA", "service": "coba",
        "regency": None,
        "lanes": {**lanes, "t": {"label": "T", "made_of": ["a", "b"]}},
        "doors": {"d": {"label": "D", "starts": steps[0]["key"]}},
        "steps": [{"name": step["key"], "text": step["key"], "lanes": {"any_of": ["a"]}, **step} for step in steps],
        "source": {"document": "uji"},
    }  # fmt: skip
    if columns is not None:
        document["columns"] = columns
    return build(parse(with_order(document)))


@pytest.mark.parametrize("name", NINE)
def test_every_step_stands_once_in_the_order_of_the_document(name):
    definition = catalogue(name)
    assert [row.step.key for row in build(definition).rows] == [step.key for step in definition.steps]


@pytest.mark.parametrize("name", NINE)
def test_every_oddity_of_the_source_is_said_beside_its_steps_or_below_the_table(name):
    definition = catalogue(name)
    drawn = build(definition)
    below = [note.text for note in drawn.notes]
    for anomaly in definition.document.get("anomalies", ()):
        steps = anomaly.get("step", [])
        keys = {steps} if isinstance(steps, str) else set(steps)
        beside = {row.step.key for row in drawn.rows if any(note.text == anomaly["note"] for note in row.notes)}
        if anomaly["kind"] == "lanes_lost":
            assert {row.step.key for row in drawn.rows if not row.marked} >= keys - beside
        else:
            assert beside == keys
        assert beside or anomaly["note"] in below


@pytest.mark.parametrize("name", NINE)
def test_every_reading_of_ours_is_named_as_ours(name):
    definition = catalogue(name)
    for row in build(definition).rows:
        ours = [note for note in row.notes if note.kind == "reading"]
        assert bool(ours) is bool(row.step.reading or row.step.note)
        if ours:
            assert set(ours[0].fields) >= set(row.step.reading)


@pytest.mark.parametrize("name", NINE)
def test_every_step_of_work_has_a_symbol_and_every_printed_mark_is_kept_as_printed(name):
    for row in sheet(name).rows:
        assert any(cell.shapes for cell in row.cells) or row.step.kind == "rule"
        printed = sorted(cell.glyphs for cell in row.cells if cell.glyphs)
        assert printed == sorted(row.step.marks.values())


def test_an_oddity_of_several_steps_is_told_once_and_pointed_at_afterwards():
    rows = sheet("nunukan/intervensi-krisis").rows
    shifted = [note for row in rows for note in row.notes if "SATU BARIS LEBIH" in note.text]
    assert [note.see.number if note.see else None for note in shifted] == [None, *["1"] * (len(shifted) - 1)]
    assert len(shifted) == 7


def test_nunukans_lines_step_from_lane_to_lane_as_on_its_sheet():
    drawn = sheet("nunukan/intervensi-krisis")
    assert lines(drawn, "1") == ["out", "", "", "", ""]
    assert lines(drawn, "2") == ["hr", "hl in out", "", "", ""]
    assert lines(drawn, "3") == ["", "hr", "h", "hl in-d out", ""]
    assert lines(drawn, "19") == ["hr in", "h", "h", "h", "hl"]


def test_nunukans_branches_and_its_loop_are_said_in_words():
    rows = {row.number: row for row in sheet("nunukan/intervensi-krisis").rows}
    assert [(way.kind, [step.number for step in way.targets]) for way in rows["6"].ways] == [
        ("forward", ["7"]),
        ("back", ["5"]),
    ]
    assert {way.kind for way in rows["16"].ways} == {"again", "forward"}
    assert [way.kind for way in rows["19"].ways] == ["end"]


def test_where_the_source_moved_a_row_the_printed_cells_are_kept_beside_it():
    rows = {row.number: row for row in sheet("nunukan/intervensi-krisis").rows}
    assert rows["2"].as_printed["waktu"] == "5 menit"
    assert rows["2"].step.time.printed == "15-30 menit"
    assert "satu baris" in rows["2"].shift
    assert rows["9"].as_printed == {}


def test_salatigas_two_pages_keep_their_own_columns_and_are_joined_by_connectors():
    first, second = sheet("salatiga/pengaduan-langsung").pages
    assert [column.label for column in first.columns][-1] == "Bidang PUGPP dan/atau Bidang KPA"
    assert [column.label for column in second.columns][-2:] == ["Bida ng KPA/ PUG PP", "Tim Penanganan Kasus"]
    assert (first.leaves, first.enters, second.leaves, second.enters) == (2, None, None, 2)


def test_a_printed_cell_with_two_symbols_shows_both_and_its_words():
    rows = {row.number: row for row in sheet("salatiga/pengaduan-langsung").rows}
    cell = rows["9"].cells[2]
    assert (cell.symbols, cell.words, cell.glyphs) == (("process", "decision"), "Ya Tidak", "↓ □ ↓ ◇ Ya Tidak")


def test_several_printed_symbols_in_a_row_are_joined_and_the_one_that_decides_leads_on():
    drawn = sheet("salatiga/pengaduan-langsung")
    assert lines(drawn, "12") == ["", "", "in mr", "m", "ml out"]
    assert lines(drawn, "13") == ["", "", "", "", "in"]


def test_an_arrow_that_only_passes_by_is_no_place_where_something_is_done():
    row = sheet("banyuwangi/p2tp2a").rows[0]
    assert [cell.symbols for cell in row.cells] == [("process",), ("arrow",), ("process",)]
    assert [cell.shapes for cell in row.cells] == [True, False, True]


def test_where_the_source_prints_no_columns_the_lanes_stand_in_and_say_so():
    columns = sheet("barito-utara/penjangkauan").pages[0].columns
    assert [column.printed for column in columns] == [False] * 5
    assert columns[0].label == "Petugas Penerima Pengaduan"


def test_a_rule_is_passed_by_the_line_and_gets_no_symbol():
    drawn = small([{"key": "x"}, {"key": "r", "kind": "rule"}, {"key": "y", "lanes": {"any_of": ["b"]}}])
    cells = [[" ".join(cell.lines) for cell in row.cells] for row in drawn.rows]
    assert cells == [["out", ""], ["thru", ""], ["hr", "hl in"]]
    assert not drawn.rows[1].cells[0].symbols


def test_no_line_is_drawn_to_the_next_row_where_the_flow_does_not_go_there():
    drawn = small([{"key": "x", "then": "z"}, {"key": "y", "then": "end"}, {"key": "z"}])
    assert [row.cells[0].lines for row in drawn.rows] == [(), (), ()]
    assert drawn.rows[0].ways[0].kind == "forward"


def test_a_lane_without_a_column_stands_where_the_lanes_it_is_made_of_stand():
    columns = [{"label": "A", "lanes": ["a"]}, {"label": "B", "lanes": ["b"]}, {"label": "C", "lanes": ["c"]}]
    row = small([{"key": "x", "lanes": {"any_of": ["t"]}}], columns).rows[0]
    assert [bool(cell.symbols) for cell in row.cells] == [True, True, False]
    assert row.alternatives


def test_lanes_that_all_sign_are_no_alternatives():
    row = small([{"key": "x", "lanes": {"all_of": ["a", "b"]}}, {"key": "y"}]).rows[0]
    assert not row.alternatives
    assert [cell.lines for cell in row.cells] == [("mr",), ("ml", "out")]


@pytest.mark.parametrize(
    ("glyphs", "symbols", "words"),
    [
        ("□", ("process",), ""),
        ("■", ("process",), ""),
        ("↓ ◇", ("decision",), ""),
        ("→", ("arrow",), ""),
        ("↓ □ ↓ ◇ Ya Tidak", ("process", "decision"), "Ya Tidak"),
        ("Ya", (), "Ya"),
    ],
)
def test_glyphs_are_read_as_symbols_and_their_words_kept(glyphs, symbols, words):
    assert read_marks(glyphs) == (symbols, words)
