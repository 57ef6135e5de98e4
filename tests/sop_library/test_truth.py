"""The transcription says what the source documents say: every text, cell, time, quote and contact is in its source."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.sop_library.sources import (
    SEEDS,
    SOP_OF,
    STEPS,
    TRANSCRIPTIONS,
    plain,
    plain_source,
    source_text,
    transcription,
)

LISTS = (
    "legal_basis",
    "legal_basis_bab1",
    "kualifikasi_pelaksana",
    "sarana_prasarana",
    "pencatatan_pendataan",
    "requirements",
    "preconditions",
    "products",
    "definitions",
    "scope",
    "principles",
    "information_topics",
    "narrative_steps",
)
CELLS = {"kelengkapan": "kelengkapan", "output": "output", "fee": "biaya", "keterangan": "keterangan"}


def lines_of(name: str, first: int, last: int) -> str:
    return plain("\n".join(source_text(name).split("\n")[first - 1 : last]))


def rows_of(name: str, step: dict[str, Any]) -> list[str]:
    line = step["source_line"]
    return [lines_of(name, number, number) for number in (line if isinstance(line, list) else [line])]


def step_lines(name: str, step: dict[str, Any]) -> str:
    return " ".join(rows_of(name, step))


def stands_in(text: str, rows: list[str]) -> bool:
    """True where one row holds the text, or where it is broken between two words over the two rows."""
    if len(rows) == 1:
        return text in rows[0]
    breaks = [place for place, sign in enumerate(text) if sign == " "]
    return any(text[:place] in rows[0] and text[place + 1 :] in rows[1] for place in breaks)


def printed_cells(step: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What stands on the step's own printed row: as printed where the rows were out of line, else the fields."""
    row = step.get("as_printed")
    if row is not None:
        yield from ((cell, words) for cell, words in row.items() if words)
    elif "alignment" not in step:
        yield from ((field, step[field]) for field in CELLS if step.get(field))
        if step["time"]["verbatim"]:
            yield "waktu", step["time"]["verbatim"]


@pytest.mark.parametrize("name", TRANSCRIPTIONS)
def test_source_is_the_file_that_was_transcribed(name: str) -> None:
    source = transcription(name)["source"]
    content = (SEEDS / source["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == source["sha256"]
    first, last = source["lines"]
    assert 1 <= first <= last <= len(source_text(name).split("\n"))


@pytest.mark.parametrize("name", SOP_OF)
def test_every_step_is_there_once_and_in_order(name: str) -> None:
    steps = transcription(name)["steps"]
    assert [step["seq"] for step in steps] == list(range(1, STEPS[name] + 1))
    assert [step["number_verbatim"].rstrip(".") for step in steps] == [str(step["seq"]) for step in steps]


@pytest.mark.parametrize("name", SOP_OF)
def test_step_texts_stand_on_their_lines(name: str) -> None:
    steps = transcription(name)["steps"]
    assert [step["seq"] for step in steps if not stands_in(step["text"], rows_of(name, step))] == []


@pytest.mark.parametrize("name", SOP_OF)
def test_cells_stand_on_the_printed_row(name: str) -> None:
    absent = []
    for step in transcription(name)["steps"]:
        row = step_lines(name, step)
        absent += [(step["seq"], cell, words) for cell, words in printed_cells(step) if words not in row]
    assert absent == []


@pytest.mark.parametrize("name", SOP_OF)
def test_straightened_cells_are_made_of_source_words(name: str) -> None:
    source = plain_source(name).split()
    absent = []
    for step in transcription(name)["steps"]:
        words = [step.get(field) or "" for field in CELLS] + [step["time"]["verbatim"] or ""]
        absent += [(step["seq"], word) for cell in words for word in cell.split() if word not in source]
    assert absent == []


@pytest.mark.parametrize("name", SOP_OF)
def test_times_of_the_separate_list_stand_on_their_lines(name: str) -> None:
    absent = [
        step["seq"]
        for step in transcription(name)["steps"]
        if (line := step["time"].get("source_line"))
        and not lines_of(name, line, line).endswith(f"{step['time_list_text']}")
    ]
    assert absent == []


@pytest.mark.parametrize("name", SOP_OF)
def test_lane_marks_are_printed_symbols(name: str) -> None:
    document = transcription(name)
    wrong = []
    for step in document["steps"]:
        for lane, glyphs in (step["actors"]["lane_marks"] or {}).items():
            if glyphs not in step_lines(name, step) or lane not in plain_source(name):
                wrong.append((step["seq"], lane, glyphs))
    assert wrong == []
    silent = [step for step in document["steps"] if not step["actors"]["lane_marks"]]
    assert [step["seq"] for step in silent if set("□◇■→↓") & set(step_lines(name, step))] == []


@pytest.mark.parametrize("name", SOP_OF)
def test_named_actors_are_named_in_the_sentence(name: str) -> None:
    wrong = [
        (step["seq"], actor)
        for step in transcription(name)["steps"]
        for actor in step["actors"]["named_in_text"]
        if actor.lower() not in step["text"].lower()
    ]
    assert wrong == []


@pytest.mark.parametrize("name", SOP_OF)
def test_conditions_of_decisions_are_in_the_source(name: str) -> None:
    wrong = [
        step["seq"]
        for step in transcription(name)["steps"]
        if step["decision"] and (words := step["decision"].get("condition")) and words not in step_lines(name, step)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", TRANSCRIPTIONS)
def test_list_entries_are_in_the_source(name: str) -> None:
    document = transcription(name)
    absent = []
    for field in LISTS:
        for entry in document.get(field) or []:
            number = entry.get("number_verbatim") or (entry["letter"] + "." if "letter" in entry else "")
            if f"{number} {entry['text']}".strip() not in plain_source(name):
                absent.append((field, entry["text"]))
    assert absent == []


@pytest.mark.parametrize("name", TRANSCRIPTIONS)
def test_heads_are_in_the_source(name: str) -> None:
    document = transcription(name)
    header = {key: words for key, words in (document.get("header") or {}).items() if words}
    words = [*header.values(), document["title"], document.get("catatan"), document.get("keterkaitan")]
    words += [document.get("table_title"), (document.get("cost") or {}).get("verbatim")]
    words += list((document.get("cover") or {}).values())
    words += [lane["label_verbatim"] for lane in document.get("lanes") or [] if "label_verbatim" in lane]
    words += [label for page in document.get("lanes") or [] for label in page.get("labels", [])]
    assert [text for text in words if text and text not in plain_source(name)] == []


@pytest.mark.parametrize("name", TRANSCRIPTIONS)
def test_contacts_are_in_the_source(name: str) -> None:
    contacts = transcription(name).get("contacts", [])
    assert [found["value"] for found in contacts if found["value"] not in plain_source(name)] == []


@pytest.mark.parametrize("name", TRANSCRIPTIONS)
def test_quotes_of_anomalies_are_literal(name: str) -> None:
    anomalies = transcription(name)["anomalies"]
    raw = source_text(name)
    joined = " ".join(raw.split())
    wrong = [
        found["id"]
        for found in anomalies
        if found["quote"] not in raw
        and " ".join(found["quote"].split()) not in joined
        and found["quote"] not in plain_source(name)
    ]
    assert wrong == []
    assert len({found["id"] for found in anomalies}) == len(anomalies)


def test_transcriptions_have_names_of_their_own() -> None:
    names = [transcription(name)["id"] for name in TRANSCRIPTIONS]
    assert len(set(names)) == len(names) == 10


@pytest.mark.parametrize("name", SOP_OF)
def test_a_changed_letter_would_be_noticed(name: str) -> None:
    for step in transcription(name)["steps"]:
        text = step["text"]
        middle = len(text) // 2
        changed = text[:middle] + ("x" if text[middle] != "x" else "y") + text[middle + 1 :]
        assert not stands_in(changed, rows_of(name, step)), step["seq"]
