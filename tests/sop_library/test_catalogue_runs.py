"""Every SOP of the catalogue loads without a fault and can be worked to its end, down every outcome."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest

from sop_library.checks import check
from sop_library.definition import Definition, content_hash, to_document
from sop_library.loading import load, read
from sop_library.national_holidays import holidays_for
from sop_library.walking import paths, walk
from tests.sop_library.sheets import at, office

NAMES = (
    "banyuwangi/p2tp2a",
    "barito-utara/krisis",
    "barito-utara/penjangkauan",
    "nunukan/intervensi-krisis",
    "salatiga/layanan-informasi",
    "salatiga/layanan-konsultasi",
    "salatiga/layanan-penjangkauan",
    "salatiga/pengaduan-langsung",
    "salatiga/pengaduan-tidak-langsung",
)
STEPS = {"barito-utara/penjangkauan": 15, "barito-utara/krisis": 14, "nunukan/intervensi-krisis": 19}
STEPS |= {"salatiga/pengaduan-langsung": 13, "salatiga/pengaduan-tidak-langsung": 7, "salatiga/layanan-informasi": 4}
STEPS |= {"salatiga/layanan-konsultasi": 4, "salatiga/layanan-penjangkauan": 8, "banyuwangi/p2tp2a": 8}
CALENDAR = office(holidays=holidays_for((2026,)).dates)


def catalogue() -> dict[str, Traversable]:
    """Every SOP file of the catalogue, by its key; a name that begins with "_" is no SOP."""
    found = {}
    for regency in files("sop_library").joinpath("catalogue").iterdir():
        for file in regency.iterdir() if regency.is_dir() else ():
            if file.name.endswith(".yaml") and not file.name.startswith("_"):
                found[f"{regency.name}/{file.name.removesuffix('.yaml')}"] = file
    return found


@cache
def definition(name: str) -> Definition:
    return load(catalogue()[name].read_bytes(), name=name)


def test_the_catalogue_holds_the_nine_sops_of_the_seeds() -> None:
    assert set(NAMES) <= catalogue().keys()


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_file_of_the_catalogue_is_without_fault_and_named_as_it_lies(name: str) -> None:
    reading = read(catalogue()[name].read_bytes())
    assert reading.faults == ()
    assert reading.document is not None
    assert reading.document["sop"] == name


@pytest.mark.parametrize("name", NAMES)
def test_an_sop_has_as_many_steps_as_its_sheet(name: str) -> None:
    numbered = [step for step in definition(name).steps if step.number is not None]
    assert len(numbered) == STEPS[name]


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_sop_can_be_worked_down_every_outcome_to_an_end(name: str) -> None:
    found = paths(definition(name))
    outcomes = {(step.key, one.key) for step in definition(name).steps for one in step.outcomes}
    assert {(path.step, path.outcome) for path in found if path.outcome is not None} == outcomes
    for path in found:
        strides = list(
            walk(
                definition(name), start=at("2026-03-02 09:00"), calendar=CALENDAR, door=path.door, choices=path.choices
            )
        )
        state = strides[-1].state
        taken = {(one.step, key) for one in state.passes for key in one.outcomes}
        assert path.outcome is None or (path.step, path.outcome) in taken
        assert state.ended is not None
        assert state.live == ()


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_door_leads_to_an_end(name: str) -> None:
    for door in definition(name).doors:
        strides = list(walk(definition(name), start=at("2026-03-02 09:00"), calendar=CALENDAR, door=door))
        assert strides[-1].state.ended is not None


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_only_times_that_are_deadlines_show_as_one(name: str) -> None:
    for stride in walk(definition(name), start=at("2026-03-02 09:00"), calendar=CALENDAR):
        for one in stride.state.open:
            reading = definition(name).step(one.step).time
            assert (one.due_at is None) == (reading.kind not in ("standard", "max", "range", "at_once"))


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_advice_reads_in_sentences_and_a_document_keeps_its_name(name: str) -> None:
    for finding in check(definition(name)):
        assert finding.severity == "advice"
        assert finding.sentence
    assert content_hash(to_document(definition(name))) == content_hash(definition(name).document)


def test_salatigas_limit_of_three_times_24_hours_runs_from_the_report() -> None:
    strides = list(walk(definition("salatiga/pengaduan-langsung"), start=at("2026-03-19 22:00"), calendar=CALENDAR))
    (limit,) = strides[0].state.limits
    assert limit.due_at == at("2026-03-22 22:00"), "through Nyepi, cuti bersama and Eid"
    assert strides[-1].state.limits[0].met_at is not None


def test_salatigas_three_working_days_of_information_end_after_lebaran() -> None:
    strides = walk(definition("salatiga/layanan-informasi"), start=at("2026-03-16 10:00"), calendar=CALENDAR)
    dues = {one.id: one.due_at for stride in strides for one in stride.state.open}
    assert dues["kumpulkan-bahan#1"] == at("2026-03-26 16:00"), "17, 25 and 26 March are the three"


def test_banyuwangis_two_weeks_that_are_48_hours_make_no_deadline() -> None:
    reading = definition("banyuwangi/p2tp2a").step("rujukan").time
    assert reading.kind == "conflict"
    assert reading.deadline is None
