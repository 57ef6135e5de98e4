"""`rangkul sop check FILE`: every fault of an SOP at once, each with its line."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from onboarding.sop_shell.sources import FILE, refuse, say, source
from sop_library.definition import Definition
from sop_library.inspecting import inspect
from sop_library.loading import NotAnSop, load

NAME = "check"
HELP = "Semua kesalahan sekaligus, masing-masing dengan barisnya."


def add_arguments(parser: ArgumentParser) -> None:
    """Ask for the files."""
    parser.add_argument("files", nargs="+", metavar="file", help=f"{FILE} Boleh beberapa.")
    parser.add_argument("--json", action="store_true", help="Satu objek JSON tiap berkas: file, faults, advice.")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    """Check every file, also after one with faults. Raises CommandError once all were looked at.

    Several files are held against each other too: an SOP that starts another must find it, and not itself again.
    """
    wrong, texts = [], []
    for word in options["files"]:
        try:
            texts.append(source(word))
        except CommandError as fault:
            wrong.append(fault)
    around = _around(texts) if len(texts) > 1 else None
    for name, text in texts:
        found = inspect(text, around=around)
        if options["json"]:
            row = {"file": name, "faults": found.faults, "advice": found.advice}
            out.write(json.dumps(row, ensure_ascii=False, default=asdict))
        else:
            say(name, found, advise=True, out=out)
        if found.faults:
            wrong.append(refuse(name, found))
    if wrong:
        raise CommandError("\n".join(str(fault) for fault in wrong))


def _around(texts: list[tuple[str, bytes]]) -> Mapping[str, Definition]:
    known = {}
    for name, text in texts:
        try:
            definition = load(text, name=name)
        except NotAnSop:
            continue
        known[definition.sop] = definition
    return known
