"""`rangkul sop diff A B`: what differs between two SOPs, step by step."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from onboarding.sop_shell.sources import FILE, source
from sop_library.comparing.differing import Change, Differences, Entry, differences
from sop_library.comparing.telling import Told, told
from sop_library.loading import read

NAME = "diff"
HELP = "Apa yang berbeda antara dua SOP, langkah demi langkah."


def add_arguments(parser: ArgumentParser) -> None:
    """Ask for both files."""
    parser.add_argument("before", metavar="A", help=f"Yang lama. {FILE}")
    parser.add_argument("after", metavar="B", help="Yang baru.")
    parser.add_argument("--json", action="store_true", help="Tulis perbedaannya sebagai JSON.")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    """Say what differs; files with faults may be held against each other too. Raises CommandError for no SOP at all."""
    before, after = _document(options["before"]), _document(options["after"])
    found = differences(before, after)
    if options["json"]:
        out.write(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
        return
    for row in told(found, before, after):
        out.write(_line(row))
    for pair in found.renamed:
        out.write(f"Mungkin langkah yang sama: {pair.before} dan {pair.after} ({round(pair.ratio * 100)}%).")
    out.write(f"{len(found.steps)} langkah berbeda." if found else "Tidak ada perbedaan.")


def _document(word: str) -> Mapping[str, Any]:
    name, text = source(word)
    reading = read(text)
    if reading.document is None:
        raise CommandError("\n".join(f"{name}:{fault}" for fault in reading.faults))
    return reading.document


def _line(row: Told) -> str:
    where = f"langkah {row.where}" if row.part == "steps" else row.where
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    words = "".join(marks[piece.kind].format(piece.words) for piece in row.pieces)
    return ": ".join(filter(None, (where, row.field, row.note, words)))


def _as_json(found: Differences) -> dict[str, Any]:
    parts = ("steps", "lanes", "doors", "forms", "limits", "interrupts")
    return {
        **{part: [_entry(entry) for entry in found.of(part)] for part in parts},
        "boxes": [_change(one) for one in found.boxes],
        "renamed": [{"before": one.before, "after": one.after, "ratio": one.ratio} for one in found.renamed],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {"key": entry.key, "kinds": list(entry.kinds), "changes": [_change(one) for one in entry.changes]}


def _change(change: Change) -> dict[str, Any]:
    return {"field": change.field, "before": change.before, "after": change.after}
