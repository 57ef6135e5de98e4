"""The comparison of catalogue and source notices every changed character, every removed value, every addition."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sop_library.comparison import differences, dotted, quotes_the_source
from tests.sop_library.expectation import expected
from tests.sop_library.sources import SOP_OF, catalogue, leaves

Document = dict[str, Any]


@pytest.mark.parametrize("name", SOP_OF)
def test_every_changed_character_is_noticed(name: str) -> None:
    document = catalogue(SOP_OF[name])
    unnoticed = []
    for way in transcribed(name, document):
        holder = follow(document, way[:-1])
        kept = holder[way[-1]]
        holder[way[-1]] = changed(kept)
        if way not in {one.way for one in differences(name, document)}:
            unnoticed.append(dotted(way))
        holder[way[-1]] = kept
    assert unnoticed == []
    assert differences(name, document) == []


@pytest.mark.parametrize("name", SOP_OF)
def test_every_removed_value_is_noticed(name: str) -> None:
    document = catalogue(SOP_OF[name])
    unnoticed = []
    for way in expected(name, keys_of(document)):
        holder = follow(document, way[:-1])
        before = holder.copy()
        del holder[way[-1]]
        if not differences(name, document):
            unnoticed.append(dotted(way))
        restore(holder, before)
    assert unnoticed == []
    assert differences(name, document) == []


def keys_of(document: Document) -> tuple[str, ...]:
    return tuple(step["key"] for step in document["steps"])


def restore(holder: Any, before: Any) -> None:
    if isinstance(holder, list):
        holder[:] = before
    else:
        holder.clear()
        holder.update(before)


def transcribed(name: str, document: Document) -> list[tuple[str | int, ...]]:
    """Every value of the file that came out of the source: transcribed fields, and quotations in our own."""
    printed = expected(name, keys_of(document))
    ways = [way for way, _ in leaves(document) if way in printed or quotes_the_source(document, way)]
    assert set(printed) <= set(ways)
    return ways


def follow(document: Any, way: tuple[str | int, ...]) -> Any:
    for part in way:
        document = document[part]
    return document


def changed(value: Any) -> Any:
    """The value with one character changed in the middle; numbers by one, truth values turned round."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            middle = len(value) // 2
            return f"{value[:middle]}¤{value[middle + 1 :]}"
    return "x"


def drop_step(document: Document) -> None:
    del document["steps"][2]


def swap_steps(document: Document) -> None:
    document["steps"][0], document["steps"][1] = document["steps"][1], document["steps"][0]


def add_step(document: Document) -> None:
    document["steps"].append({**document["steps"][-1], "key": "tambahan"})


def drop_anomaly(document: Document) -> None:
    del document["anomalies"][0]


def add_remark(document: Document) -> None:
    document["steps"][0]["remarks"] = "segera"


def add_law(document: Document) -> None:
    document.setdefault("legal_basis", []).append({"number": "99.", "text": "Peraturan yang tidak tercetak"})


def shorten_time(document: Document) -> None:
    document["steps"][0]["time"] = {"printed": "1 menit", "kind": "max", "amount": "PT1M", "clock": "clock"}


def hide_the_readings(document: Document) -> None:
    for step in document["steps"]:
        step.pop("reading", None)


def hide_the_reasons(document: Document) -> None:
    for step in document["steps"]:
        step.pop("note", None)


def invent_output(document: Document) -> None:
    step = next(step for step in document["steps"] if "outputs" not in step.get("reading", []))
    step.setdefault("outputs", []).append({"key": "karangan", "label": "Surat karangan"})


def forget_outputs(document: Document) -> None:
    del next(step for step in document["steps"] if "outputs" in step)["outputs"]


def guess_regency(document: Document) -> None:
    document["regency"] = "11.01"


@pytest.mark.parametrize(
    "damage",
    [
        drop_step,
        swap_steps,
        add_step,
        drop_anomaly,
        add_remark,
        add_law,
        shorten_time,
        hide_the_readings,
        hide_the_reasons,
        invent_output,
        forget_outputs,
        guess_regency,
    ],
)
@pytest.mark.parametrize("name", SOP_OF)
def test_damage_is_noticed(name: str, damage: Callable[[Document], None]) -> None:
    document = catalogue(SOP_OF[name])
    damage(document)
    assert differences(name, document) != []
