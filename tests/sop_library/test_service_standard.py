"""The six components of an SOP's service standard: as printed, else read from its steps and said so."""

import pytest

from sop_library.definition import parse
from sop_library.inspecting import catalogue
from sop_library.loading import load
from sop_library.service_standard import ORDER, Component, service_standard
from tests.sop_library.sheets import sheet, step


def of(name: str) -> dict[str, Component]:
    return {one.key: one for one in service_standard(load(catalogue()[name], name=name))}


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_the_six_stand_in_their_official_order(name: str) -> None:
    assert tuple(of(name)) == ORDER


def test_what_is_printed_stands_as_printed() -> None:
    found = of("banyuwangi/p2tp2a")
    first = found["requirements"].entries[0]
    assert (first.number, first.text) == ("1.", "KTP")
    assert found["time"].entries[0].text == "2 Minggu"
    assert found["fee"].entries[0].text == "Tidak dipungut biaya"
    assert "0333415220" in " ".join(one.text for one in found["complaints"].entries)
    assert not any(one.from_steps for one in found.values())


def test_what_only_the_steps_say_is_read_from_them_and_marked() -> None:
    found = of("nunukan/intervensi-krisis")
    assert found["time"].from_steps
    assert found["time"].entries[0].text.startswith("Langkah 1: 5 menit; langkah 2: 15-30 menit; ")
    assert found["fee"].entries[0].text == "Tidak dipungut biaya", "its column prints a dash"
    assert len(found["procedure"].entries) == 19


def test_an_sop_that_says_nothing_leaves_them_empty() -> None:
    found = {one.key: one for one in service_standard(parse(sheet(step("a"))))}
    assert [one.text for one in found["procedure"].entries] == ["Kerjakan a"]
    assert all(not found[key].entries and not found[key].from_steps for key in ORDER if key != "procedure")
