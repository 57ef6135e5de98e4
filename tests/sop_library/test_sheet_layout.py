"""A sheet laid out loses no word, lets no line run over another, and draws or letters every way out."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sop_library.definition import parse
from sop_library.inspecting import catalogue
from sop_library.loading import load
from sop_library.sheet import Sheet, build
from sop_library.sheet.half_built import sheet_of
from sop_library.sheet.layout import lay_out
from sop_library.sheet.measuring import LetterMeasure, broken
from sop_library.sheet.routing import tracks_of
from sop_library.sheet.svg import as_svg, without_words
from tests.sop_library import generated, laid
from tests.sop_library.laid import elements
from tests.sop_library.sheets import outcome, sheet, step

MEASURE = LetterMeasure()


def sop(*steps: dict[str, object], **fields: object) -> Sheet:
    return build(parse(sheet(*steps, **fields)))


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_sop_of_the_catalogue_is_laid_out(name: str) -> None:
    whole = build(load(catalogue()[name], name=name))
    laid.check(whole, lay_out(whole))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(generated.documents(most=14))
def test_every_sop_is_laid_out(document: dict[str, object]) -> None:
    whole = build(parse(document))
    laid.check(whole, lay_out(whole))


@st.composite
def tangles(draw: st.DrawFn) -> dict[str, object]:
    """Long sheets whose steps lead anywhere, with words and lanes of any length."""
    count = draw(st.integers(2, 16))
    lanes = {f"p{number}": {"label": draw(LABELS)} for number in range(draw(st.integers(1, 16)))}
    steps = []
    for number in range(count):
        named = draw(st.lists(st.sampled_from(sorted(lanes)), min_size=1, max_size=3, unique=True))
        one = step(f"l{number}", text=draw(LABELS), lanes={draw(st.sampled_from(["any_of", "all_of"])): named})
        one["kind"] = draw(st.sampled_from(["task", "decision", "rule", "end"]))
        keys = st.one_of(st.sampled_from(["next", "end", "attach"]), st.integers(0, count - 1).map("l{}".format))
        ways = [outcome(f"c{way}", draw(keys), label=draw(LABELS)) for way in range(draw(st.integers(0, 5)))]
        steps.append({**one, "outcomes": ways} if ways else {**one, "then": draw(keys)})
    return sheet(*steps, lanes=lanes)


LABELS = st.lists(
    st.sampled_from(["korban", "Petugas/Pendamping", "P2TP2A", "menyampaikan", "x" * 60, "ke", "乙女", "رسالة"]),
    min_size=1,
    max_size=12,
).map(" ".join)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(tangles())
def test_a_sheet_whose_steps_lead_anywhere_is_laid_out(document: dict[str, object]) -> None:
    whole = build(parse(document))
    made = lay_out(whole)
    laid.check(whole, made)
    elements(as_svg(made))


def test_words_at_branches_that_are_taller_than_a_page_stand_in_the_keterangan() -> None:
    document = json.loads((Path(__file__).parent / "tall_branches.json").read_text(encoding="utf-8"))
    whole = build(parse(document))
    made = lay_out(whole)
    laid.check(whole, made)
    words = " ".join(" ".join(line for cell in row.cells for line in cell.lines) for page in made.pages
                     for row in (page.table.rows if page.table else ()))  # fmt: skip
    labels = {one["label"] for step in document["steps"] for one in step.get("outcomes", ()) if len(one["label"]) > 84}
    assert labels
    assert all(label.split()[-1] in words for label in labels)


def test_a_jump_over_the_page_names_page_and_step_at_both_ends() -> None:
    steps = [step(f"l{number}", step=str(number), text="kerja " * 160) for number in range(1, 13)]
    steps[0] |= {"kind": "decision", "outcomes": [outcome("ya"), outcome("tidak", "l12", label="Tidak")]}
    made = lay_out(sop(*steps), notes=False)
    letter = next(letter for letter, key in made.connectors.items() if key == "l12")
    shown = {page.number: page for page in made.pages if any(one.letter == letter for one in page.shapes)}
    first, last = min(shown), max(shown)
    said = {number: " ".join(line for words in page.words for line in words.lines) for number, page in shown.items()}
    assert f"hlm. {last} no. 12" in said[first]
    assert f"hlm. {first}" in said[last]


def test_a_step_that_nobody_does_yet_has_a_column_of_its_own() -> None:
    made = lay_out(sop(step("a", lanes="unsaid"), step("b")))
    table = next(page.table for page in made.pages if page.table)
    assert "belum" in " ".join(line for cell in table.rows[1].cells for line in cell.lines)


def test_more_lanes_than_a4_has_room_for_take_a3() -> None:
    lanes = {f"p{number}": {"label": f"Bidang {number}"} for number in range(20)}
    made = lay_out(sop(step("a", lanes={"any_of": sorted(lanes)}), lanes=lanes))
    assert made.paper.name == "A3"


def test_a_row_taller_than_a_page_goes_on() -> None:
    made = lay_out(sop(step("a", text="kata " * 4000), step("b")), notes=False)
    rows = [row for page in made.pages if page.table for row in page.table.rows if row.key == "a"]
    assert len(rows) > 2
    assert rows[1].cells[1].lines[0] == "(lanjutan)"


def test_ways_out_beyond_what_is_drawn_are_written() -> None:
    ways = [outcome(f"c{number}", f"l{number}", label=f"Cabang {number}") for number in range(1, 12)]
    steps = [step("l0", kind="decision", outcomes=ways), *(step(f"l{number}") for number in range(1, 12))]
    made = lay_out(sop(*steps))
    row = next(row for page in made.pages if page.table for row in page.table.rows if row.key == "l0")
    assert "Cabang 11: ke langkah 12." in " ".join(row.cells[-1].lines)


@pytest.mark.parametrize(
    ("word", "width", "lines"),
    [
        ("mempertanggungjawabkan", 14, ("memper-", "tanggung-", "jawabkan")),
        ("Penampungan", 10, ("Penam-", "pungan")),
        ("menyampaikan", 12, ("menyam-", "paikan")),
        ("P2TP2AP2TP2A", 10, ("P2TP2", "AP2TP", "2A")),
    ],
)
def test_a_word_too_long_for_its_column_is_parted_after_a_syllable(
    word: str, width: float, lines: tuple[str, ...]
) -> None:
    assert broken(word, width=width, size=2.65, measure=MEASURE) == lines


def test_the_words_of_a_branch_stand_in_two_lines_beside_its_symbol() -> None:
    whole = build(load(catalogue()["nunukan/intervensi-krisis"], name="nunukan/intervensi-krisis"))
    labels = [words for page in lay_out(whole).pages for words in page.words if words.role == "label"]
    assert ("Belum disetujui,", "layanan dilanjutkan") in {words.lines for words in labels}
    assert max(len(words.lines) for words in labels) == 2


def test_the_place_of_the_branches_has_a_head() -> None:
    whole = build(load(catalogue()["nunukan/intervensi-krisis"], name="nunukan/intervensi-krisis"))
    tables = [page.table for page in lay_out(whole).pages if page.table]
    for table in tables:
        assert "Cabang alur" in {" ".join(cell.lines) for cell in table.rows[1].cells}
    assert len(tables) == 3


@pytest.mark.parametrize("lanes", [{"a": {"label": "A"}}, {"a": {"label": "Petugas Penerima"}}])
def test_the_place_of_the_branches_has_a_head_beside_one_short_lane_too(lanes: dict[str, dict[str, str]]) -> None:
    again = [outcome("lagi", then="satu"), outcome("cukup")]
    only = {"any_of": ["a"]}
    made = sop(step("satu", lanes=only), step("dua", lanes=only, outcomes=again), step("tiga", lanes=only), lanes=lanes)
    table = next(page.table for page in lay_out(made).pages if page.table)
    assert "Cabang alur" in {" ".join(cell.lines) for cell in table.rows[1].cells}


def test_a_step_that_nobody_is_named_for_begins_and_ends_the_flow_with_its_symbol() -> None:
    made = sop(step("a", lanes="unsaid"), step("b", lanes="unsaid"), step("c", lanes="unsaid"))
    shapes = [one.shape for page in lay_out(made).pages if page.table for one in page.shapes]
    assert shapes == ["terminator", "process", "terminator"]


def test_a_step_that_leaves_by_one_of_several_ways_is_a_decision_and_by_some_of_them_is_work() -> None:
    ways = [outcome("lagi", then="b"), outcome("cukup")]
    either = sop(step("a"), step("b", outcomes=ways), step("c"))
    some = sop(
        step("a"), step("b", outcomes=[outcome("x"), outcome("y", then="d")], choose="some"), step("c"), step("d")
    )
    assert either.rows[1].symbol == "decision"
    assert some.rows[1].symbol == "process"


def test_many_lanes_on_a4_leave_the_words_whole() -> None:
    lanes = {f"p{number}": {"label": f"Petugas Penerimaan {number}"} for number in range(12)}
    long = step("a", text="mempertanggungjawabkan penampungan", lanes={"any_of": ["p3"]})
    long |= {"printed_needs": "mempertanggungjawabkan", "printed_output": "mempertanggungjawabkan"}
    made = lay_out(sop(long, step("b", lanes={"any_of": ["p9"]}), lanes=lanes))
    row = next(row for page in made.pages if page.table for row in page.table.rows if row.key == "a")
    assert sum(cell.lines == ("mempertanggungjawabkan",) for cell in row.cells) == 2


def test_spans_that_overlap_never_share_a_track() -> None:
    tracks = tracks_of([(0.0, 9.0, 1), (1.0, 3.0, 2), (4.0, 6.0, 3), (2.0, 5.0, 4)])
    assert tracks == {1: 0, 2: 1, 4: 2, 3: 1}


@given(st.text(max_size=200), st.floats(4, 60))
def test_broken_lines_keep_every_letter(words: str, width: float) -> None:
    lines = broken(words, width=width, size=2.65, measure=MEASURE)
    assert laid.spelled("".join(lines)) == laid.spelled(words)
    assert all(len(line) == 1 or MEASURE.width(line, size=2.65) <= width + 0.01 for line in lines)


def test_a_word_that_fits_is_never_broken() -> None:
    assert broken("pertanggungjawaban dan", width=30, size=2.65, measure=MEASURE) == ("pertanggungjawaban", "dan")


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"steps": []},
        {"title": "Baru", "header": {"office": "Dinas", "number": 5}, "legal_basis": ["UU 12/2022", 4]},
        {"steps": [{"text": "Menerima"}, 3, None]},
        {"steps": [step("a", then="hilang"), step("a", lanes={"any_of": ["tidak-ada"]})], "lanes": []},
        {"steps": 5, "lanes": "x", "columns": 3, "title": ["a"]},
    ],
)
def test_a_half_built_document_is_drawn(document: dict[str, object]) -> None:
    made = lay_out(sheet_of(document), draft=True)
    drawn = as_svg(made)
    elements(drawn)
    assert drawn.count("DRAF") == len(made.pages)


def test_a_half_built_document_keeps_the_words_it_has() -> None:
    made = lay_out(sheet_of({"title": "Baru", "steps": [{"text": "Menerima laporan"}, {"text": "Mencatat", "key": 3}]}))
    drawn = as_svg(made)
    assert "Menerima laporan" in drawn
    assert "Mencatat" in drawn


def test_the_drawing_carries_no_style_no_script_and_nothing_of_its_words() -> None:
    hostile = "<script>alert(1)</script> & \x01 kata"
    made = lay_out(sop(step("a", text=hostile), title=hostile))
    for drawn in (as_svg(made), *(without_words(made, page) for page in made.pages)):
        found = list(elements(drawn))
        names = {element.tag.rpartition("}")[2] for element in found}
        assert not names & {"script", "style", "foreignObject", "a", "image"}
        assert not any(key in element.attrib for element in found for key in ("style", "onload", "href"))


def test_a_page_that_is_not_there_is_refused() -> None:
    made = lay_out(sop(step("a")))
    for page in (0, len(made.pages) + 1):
        with pytest.raises(IndexError):
            as_svg(made, page)
