"""Any word, tag, number or length of time at any place of a file: faults with their lines, and nothing that raises."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sop_library.calendar import weekday_hours
from sop_library.definition import parse
from sop_library.durations import LONGEST_YEARS, NotADuration, TooLong, parse_duration
from sop_library.engine.effects import DueChanged, LimitMoved
from sop_library.engine.events import Extend
from sop_library.inspecting import inspect
from sop_library.loading import check_document, read
from sop_library.trying import Act, play, run_all
from tests.sop_library.sheets import Walked, at, office, outcome, sheet, sop, step

EXTENDABLE = {"lane": "petugas", "times": 99, "up_to": "P1D"}
TIMED = {
    "printed": "3 hari", "kind": "max", "amount": "P3D", "clock": "working", "extendable_by": EXTENDABLE,
    "tiers": [{"when": {"fact": "risk", "is": "high"}, "amount": "PT2H"}],
}  # fmt: skip
FULL = sheet(
    step("a", page=1, records=["risk"], time=TIMED, needs=[{"document": "K", "when": {"fact": "crisis", "is": True}}]),
    step("b", time={"kind": "range", "from": "PT1H", "to": "PT2H"}, outcomes=[outcome("x", "a"), outcome("y", "end")]),
    step("c", repeat={"every": "P1W", "until": "selesai"}, applies_when={"fact": "victim.count", "at_least": 2}),
    doors={"datang": {"label": "Datang", "starts": "a"}, "lain": {"label": "Lain", "starts": "c"}},
    limits=[{"key": "l", "label": "L", "amount": "P30D", "until": "b", "extendable_by": EXTENDABLE}],
    standard={"total_time": {"printed": "3 hari", "kind": "max", "amount": "P3D"}},
    note="catatan",
)  # fmt: skip


def leaves(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every scalar."""
    if isinstance(part, (dict, list)):
        for key, inner in part.items() if isinstance(part, dict) else enumerate(part):
            yield from leaves(inner, (*path, key))
    else:
        yield path


LEAVES = tuple(leaves(FULL))
LENGTHS = tuple(
    path for path in LEAVES if path[-1] in ("amount", "from", "to", "up_to", "every")
)  # fmt: skip


def replaced(part: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at a path."""
    if not path:
        return value
    copy = dict(part) if isinstance(part, dict) else list(part)
    copy[path[0]] = replaced(part[path[0]], path[1:], value)
    return copy


def written(path: tuple[Any, ...], scalar: str) -> str:
    """The file with a scalar as somebody may type it."""
    mark = "TANDADISINI"
    return yaml.safe_dump(replaced(FULL, path, mark), width=10_000).replace(mark, scalar)


KINDS = ("int", "float", "bool", "null", "timestamp", "str", "binary", "seq", "map", "set")
TAGS = st.sampled_from(["", "!x ", *(f"!!{kind} " for kind in KINDS)])
WORDS = st.one_of(
    st.sampled_from(
        ["foo", "''", "yes", "~", ".nan", ".inf", "2022-13-45", "0x1F", "0b1", "1_000", "190:20:30", "-0", "²"]
    ),
    st.integers(-(10**40), 10**40).map(str),
    st.integers(1, 5_000).map(lambda many: "9" * many),
    st.floats().map(str),
    st.text("PTYMWDHS0123456789", max_size=45),
    st.text(st.characters(blacklist_categories=("Cs",)), max_size=6),
)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(LEAVES), TAGS, WORDS)
def test_any_scalar_with_any_tag_is_read_or_is_a_fault_with_its_line(
    path: tuple[Any, ...], tag: str, word: str
) -> None:
    text = written(path, tag + word)
    for fault in (*read(text).faults, *inspect(text).faults, *inspect(text).advice):
        assert fault.line >= 1
        assert fault.sentence
        assert "%(" not in fault.sentence


@pytest.mark.parametrize("word", ["!!bool foo", "!!int foo", "!!float foo", "!!timestamp x", "!!null x", "!!int ''"])
def test_a_tag_that_does_not_fit_its_word_is_a_fault_at_its_line(word: str) -> None:
    (fault,) = read(yaml.safe_dump(sheet(step("a"))) + f"note: {word}\n").faults
    assert fault.code == "strange_value"
    assert fault.sentence == f"Isian berjenis tag:yaml.org,2002:{word[2:].partition(' ')[0]} tidak dapat dipakai."
    assert (fault.line, fault.column, fault.path) == (28, 7, "note")


def test_a_number_of_five_thousand_digits_is_a_fault_at_its_line() -> None:
    faults = read(written(("steps", 0, "page"), "9" * 5_000)).faults
    assert ("number_too_large", "Angka di sini terlalu besar; paling panjang 18 angka.") in {
        (one.code, one.sentence) for one in faults
    }


UNITS = st.sampled_from(["P{}Y", "P{}M", "P{}W", "P{}D", "PT{}H", "PT{}M", "PT{}S"])
OFFICES = (office(), office(hours=weekday_hours([2], ("09:00", "10:00"))))


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from(LENGTHS), UNITS, st.integers(0, 12).flatmap(lambda many: st.integers(0, 10**many)), st.booleans()
)
def test_any_length_at_any_place_is_a_fault_or_can_be_run(
    path: tuple[Any, ...], unit: str, number: int, rarely: bool
) -> None:
    document = replaced(FULL, path, unit.format(number))
    codes = [one.code for one in check_document(document)]
    assert "length_too_long" in codes or set(codes) <= {
        "time_unit_working",
        "time_zero",
        "repeat_zero",
        "range_backwards",
    }
    if not codes:
        run_all(parse(document), start=at("2026-03-05 09:00"), calendar=OFFICES[rarely])


@pytest.mark.parametrize("path", LENGTHS, ids=lambda path: "/".join(map(str, path)))
@pytest.mark.parametrize("length", ["P9999999D", "P999999999D", "P9999Y", "P101Y", "P999999W", "PT999999999M"])
def test_a_time_longer_than_a_hundred_years_is_a_fault_where_it_stands(path: tuple[Any, ...], length: str) -> None:
    (fault,) = check_document(replaced(FULL, path, length))
    assert (fault.code, fault.path) == ("length_too_long", "/".join(map(str, path)))
    assert fault.sentence.endswith(f"“{length}” terlalu lama; paling lama {LONGEST_YEARS} tahun.")


@pytest.mark.parametrize("length", ["P100Y", "P1200M", "P36500D", "PT876000H"])
def test_the_bound_itself_can_be_written(length: str) -> None:
    parse_duration(length)
    with pytest.raises(TooLong):
        parse_duration(length.replace("1", "2", 1).replace("36", "37").replace("87", "88"))
    with pytest.raises(NotADuration):
        parse_duration("P" + "9" * 5_000 + "D")


def test_a_time_lengthened_again_and_again_and_a_clock_set_on_and_on_stay_among_the_dates_there_are() -> None:
    century = {"kind": "max", "amount": "P100Y", "extendable_by": {"lane": "petugas", "times": 99}}
    definition = sop(step("a", time=century), limits=[{"key": "l", "label": "L", "until": "a", **century}])
    case = Walked(definition)
    for _ in range(99):
        case.tell(Extend(pass_id="a#1", by="ani", lanes=frozenset({"petugas"}), reason="perlu"))
        assert isinstance(case.effects[0], DueChanged)
        case.tell(Extend(limit="l", by="ani", lanes=frozenset({"petugas"}), reason="perlu"))
        assert isinstance(case.effects[0], LimitMoved)
    ahead = [Act("clock", minutes=10**30), Act("due")] * 150
    played = play(definition, door="datang", acts=ahead, start=at("2026-03-05 09:00"), calendar=office())
    assert played.refused is None
    assert played.now - at("2026-03-05 09:00") > timedelta(days=150 * 400)
