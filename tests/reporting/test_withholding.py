"""What is published gives nobody a number below 5, whatever is added, subtracted and combined."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.lattice import Graph, Place, with_totals
from reporting.models import ALL
from reporting.tables import COVER, LEAST, SMALL, Table
from reporting.withholding import decide
from sop_library.parts import STAGES
from tests.reporting.attack import Attack, Shown, sums

AREAS = ("11.01", "11.02", "11.71", "33.73", "35.10", "35.11", "65.03")
KINDS = ("FISIK", "PSIKIS", "SEKSUAL", "TRAFFICKING")
Counts = dict[tuple[str, str, str], int]


def invent(seed: int, *, areas: int, stages: int, cases: float, several: float = 0.3) -> Counts:
    """A month as it might be: offices of all sizes, few stages, some cases of several types, some of none."""
    dice = random.Random(seed)  # noqa: S311 - invented numbers, the same ones each time
    counts: Counter[tuple[str, str, str]] = Counter()
    for area in AREAS[:areas]:
        for _case in range(int(dice.expovariate(1 / cases))):
            kinds = set(dice.choices(KINDS, [8, 4, 4, 1], k=2 if dice.random() < several else 1))
            stage = dice.choices(STAGES[:stages], range(stages, 0, -1))[0]
            for kind in {ALL, *(kinds if dice.random() < 0.9 else ())}:
                counts[kind, area, stage] += 1
    return dict(counts)


def shown_of(tables: dict[str, Table], withheld: dict[str, dict[Place, str]]) -> Shown:
    return {
        (kind, *place): (None, withheld[kind][place]) if place in withheld[kind] else (number, "")
        for kind, table in tables.items()
        for place, number in table.numbers.items()
    }


def published(counts: Counts) -> Shown:
    tables = decide(counts)
    return shown_of(tables, {kind: table.withheld for kind, table in tables.items()})


def only_small_ones_withheld(counts: Counts) -> Shown:
    tables = decide(counts)
    small = {
        kind: {place: SMALL for place, number in table.numbers.items() if number < LEAST}
        for kind, table in tables.items()
    }
    return shown_of(tables, small)


SIZES = [(2, 2, 4), (3, 3, 8), (4, 4, 15), (5, 3, 40), (7, 6, 12), (7, 10, 60), (1, 3, 9)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seed", range(6))
def test_nothing_withheld_can_be_worked_out(seed, size):
    areas, stages, cases = size
    counts = invent(seed, areas=areas, stages=stages, cases=cases)
    assert Attack(published(counts)).found() == {}


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(KINDS), st.sampled_from(AREAS[:4]), st.sampled_from(STAGES[:3])),
        st.integers(1, 9), max_size=16,
    ),
    st.integers(0, 3),
)  # fmt: skip
def test_nothing_withheld_can_be_worked_out_of_any_table(kinds, typeless):
    counts: Counts = dict(kinds)
    for area, stage in {key[1:] for key in kinds}:
        of_this = [number for key, number in kinds.items() if key[1:] == (area, stage)]
        counts[ALL, area, stage] = max(of_this) + (typeless if len(of_this) > 1 else 0)
    assert Attack(published(counts)).found() == {}


@pytest.mark.parametrize("size", [size for size in SIZES if size[0] > 1])
def test_the_attack_succeeds_where_only_small_numbers_are_withheld(size):
    """The attack can: without cover it recovers what it should not."""
    areas, stages, cases = size
    found = [
        Attack(only_small_ones_withheld(invent(seed, areas=areas, stages=stages, cases=cases))).found()
        for seed in range(6)
    ]
    assert any(found)


def test_the_attack_is_right():
    counts = invent(3, areas=5, stages=3, cases=40)
    tables = decide(counts)
    found = Attack(only_small_ones_withheld(counts)).found()
    known = {key: value for key, value in found.items() if value > 0}
    assert known
    assert known == {(kind, area, stage): tables[kind].numbers[Place(area, stage)] for kind, area, stage in known}


@pytest.mark.parametrize("seed", range(8))
def test_every_small_number_has_a_second_table(seed):
    """The proof, checked by another hand: a second whole month in which everything published is the same."""
    tables = decide(invent(seed, areas=7, stages=5, cases=14))
    for kind, table in tables.items():
        for place in [one for one, label in table.withheld.items() if label == SMALL]:
            walk = table.second[place]
            assert abs(walk[place]) == 1
            whole = tables[ALL].second
            others = [{}] if kind == ALL else [{}, walk, *(whole[one] for one in walk if one in whole)]
            assert any(fits(tables, {ALL: other, kind: walk}) for other in others), (kind, place)


def fits(tables: dict[str, Table], moves: dict[str, dict[Place, int]]) -> bool:
    """Whether the month moved so still adds up and agrees with everything published."""
    moved = {
        (kind, *place): number + moves.get(kind, {}).get(place, 0)
        for kind, table in tables.items()
        for place, number in table.numbers.items()
    }
    shown = shown_of(tables, {kind: table.withheld for kind, table in tables.items()})
    for key, (number, label) in shown.items():
        if number is not None and moved[key] != number:
            return False
        if moved[key] < 1 or (label == SMALL and moved[key] >= LEAST):
            return False
        if moved[key] > moved[(ALL, *key[1:])]:
            return False
    return all(sum(sign * moved[key] for key, sign in equation.items()) == 0 for equation in sums(shown))


def test_what_is_below_five_is_withheld_and_zero_is_not_listed():
    tables = decide({(ALL, "33.73", "service"): 4, (ALL, "35.10", "service"): 0, (ALL, "65.03", "service"): 30})
    assert Place("35.10", "service") not in tables[ALL].numbers
    assert tables[ALL].withheld[Place("33.73", "service")] in (SMALL, COVER)
    assert all(number >= LEAST or place in tables[ALL].withheld for place, number in tables[ALL].numbers.items())


def test_large_numbers_are_all_published():
    counts = {(ALL, area, stage): 20 for area in AREAS for stage in STAGES}
    assert decide(counts)[ALL].withheld == {}


def test_totals_are_kept_where_they_can_be():
    """One small number among large ones costs three more inside, and no total."""
    counts = {(ALL, area, stage): 20 for area in ("11.01", "11.02", "11.71") for stage in STAGES[:4]}
    counts[ALL, "11.01", STAGES[0]] = 3
    withheld = decide(counts)[ALL].withheld
    assert len(withheld) == 4
    assert all(len(place.area) == 5 and place.stage != ALL for place in withheld)


def test_an_empty_month_is_empty():
    assert decide({}) == {}


def test_every_number_stands_between_two_sums():
    numbers = with_totals({("33.73", "service"): 3, ("33.74", "intake"): 2})
    assert numbers[Place("ID", ALL)] == numbers[Place("33", ALL)] == 5
    graph = Graph(numbers)
    assert len(graph.edges) == len(numbers) == 10
