"""`rangkul sop import`: a file or pasted text becomes a draft, and what is doubtful about it is said."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from onboarding.sop_shell.sources import FILE, source, unreadable
from sop_library.importing.doubts import Doubt, NotImported
from sop_library.importing.drafting import imported
from sop_library.loading import check_document, read
from sop_library.writing import to_yaml

NAME = "import"
HELP = "Berkas YAML, atau teks standar pelayanan (--text), menjadi draf SOP; keraguannya ditandai."


def add_arguments(parser: ArgumentParser) -> None:
    """Ask for the file, what it is, and how to answer."""
    parser.add_argument("file", help=f"{FILE} Dengan --text: berkas teks, atau - untuk masukan standar.")
    parser.add_argument("--text", action="store_true", help="Berkas ini teks yang disalin dari laman atau naskah.")
    parser.add_argument("--json", action="store_true", help="Tulis draf, langkah, dan keraguannya sebagai JSON.")
    parser.add_argument("-o", "--output", metavar="BERKAS", help="Simpan draf sebagai YAML ke berkas ini.")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    """Read the file and say what became of it. Raises CommandError where it can't become a draft at all."""
    document, doubts = _from_text(options["file"]) if options["text"] else _from_yaml(options["file"])
    if options["output"]:
        _save(document, options["output"])
    if options["json"]:
        out.write(json.dumps(_told(document, doubts), ensure_ascii=False, indent=2))
        return
    for line in _lines(document, doubts):
        out.write(line)
    if options["output"]:
        out.write(f"Draf disimpan: {options['output']}")


def _from_text(name: str) -> tuple[dict[str, Any], tuple[Doubt, ...]]:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as problem:
        raise unreadable(name, problem) from problem
    try:
        draft = imported(raw)
    except NotImported as refused:
        raise CommandError(f"{name}: {refused}") from refused
    return draft.document, draft.doubts


def _from_yaml(name: str) -> tuple[dict[str, Any], tuple[Doubt, ...]]:
    name, text = source(name)
    reading = read(text)
    if reading.document is None or not isinstance(reading.document.get("steps", []), list):
        raise CommandError("\n".join(f"{name}:{fault}" for fault in reading.faults))
    return reading.document, ()


def _save(document: Mapping[str, Any], name: str) -> None:
    try:
        Path(name).write_text(to_yaml(document), encoding="utf-8")
    except OSError as problem:
        raise CommandError(f"{name} tidak dapat ditulis: {problem}") from problem


def _told(document: Mapping[str, Any], doubts: tuple[Doubt, ...]) -> dict[str, Any]:
    return {
        "draft": document,
        "steps": document.get("steps", []),
        "doubts": [
            {
                "place": _place(document, one),
                "quote": one.quote,
                "sentence": one.sentence,
                "code": one.code,
                "line": one.line,
                "step": one.step,
                "field": one.field,
            }
            for one in doubts
        ],
        "faults": [{"path": fault.path, "sentence": fault.sentence} for fault in check_document(document)],
    }


def _lines(document: Mapping[str, Any], doubts: tuple[Doubt, ...]) -> Iterator[str]:
    steps = [step for step in document.get("steps", []) if isinstance(step, Mapping)]
    yield f"{document.get('title') or document.get('name') or 'SOP'}: {len(steps)} langkah"
    for step in steps:
        printed = f"  [{time}]" if (time := (step.get("time") or {}).get("printed")) else ""
        yield f"  {step.get('step') or '-':>4} {step.get('text', '')}{printed}"
    if doubts:
        yield f"Perlu dilihat: {len(doubts)}"
    for one in doubts:
        quote = f" “{one.quote}”" if one.quote else ""
        yield f"  {_place(document, one)}: {one.sentence}{quote}"
    for fault in check_document(document):
        yield f"  Kesalahan: {fault.sentence}"


def _place(document: Mapping[str, Any], doubt: Doubt) -> str:
    if doubt.step is not None:
        numbers = {step["key"]: step["step"] for step in document["steps"]}
        return f"langkah {(numbers.get(doubt.step) or doubt.step).removeprefix('Langkah ').rstrip('.: ')}"
    return f"baris {doubt.line}" if doubt.line is not None else "draf"
