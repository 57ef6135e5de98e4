"""`rangkul sop bpmn FILE [-o x.bpmn]`: an SOP as BPMN 2.0 with its drawing, for other programs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from onboarding.sop_shell.sources import FILE, check, source
from sop_library.bpmn import to_bpmn
from sop_library.loading import load

NAME = "bpmn"
HELP = "SOP sebagai BPMN 2.0 lengkap dengan gambarnya; rangkul sop import mengembalikannya persis sama."


def add_arguments(parser: ArgumentParser) -> None:
    """Ask for the file and where to write."""
    parser.add_argument("file", help=FILE)
    parser.add_argument("-o", "--output", metavar="BERKAS", help="Tulis ke berkas ini; tanpa itu ke keluaran standar.")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    """Write the SOP as BPMN. Raises CommandError where it has faults, or the file can't be written."""
    name, text = source(options["file"])
    check(name, text, advise=False, out=out)
    body = to_bpmn(load(text, name=name))
    if not options["output"]:
        out.write(body.decode())
        return
    target = Path(options["output"])
    try:
        target.write_bytes(body)
    except OSError as problem:
        raise CommandError(f"{target} tidak dapat ditulis: {problem.strerror}.") from problem
    out.write(f"{target}: BPMN 2.0, {len(body)} bita.")
