"""`rangkul sop sheet FILE -o x.pdf|x.svg`: the official sheet of an SOP, from its file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from documents.typesetter import NoTypesetter
from onboarding.sop_shell.sources import FILE, check, source
from sop_library.loading import load
from sop_library.sheet import build
from sop_library.sheet.layout import lay_out
from sop_library.sheet.svg import as_svg

NAME = "sheet"
HELP = "Lembar resmi SOP sebagai PDF (A4 mendatar) atau SVG."
KINDS = (".pdf", ".svg")


def add_arguments(parser: ArgumentParser) -> None:
    """Ask for the SOP and the file to write."""
    parser.add_argument("file", help=FILE)
    parser.add_argument("-o", "--output", required=True, help="Berkas yang ditulis: berakhiran .pdf atau .svg.")
    parser.add_argument("--draft", action="store_true", help="Dengan tulisan DRAF di setiap halaman.")
    parser.add_argument("--no-notes", action="store_true", help="Tanpa halaman catatan atas sumber.")


def run(options: dict[str, Any], out: OutputWrapper) -> None:
    """Write the sheet. Raises CommandError where the SOP has faults or the file can't be written."""
    target = Path(options["output"])
    if target.suffix.lower() not in KINDS:
        raise CommandError(f"{target}: akhiran berkas harus .pdf atau .svg.")
    name, text = source(options["file"])
    check(name, text, advise=False, out=out)
    sheet = build(load(text, name=name))
    laid = lay_out(sheet, draft=options["draft"], notes=not options["no_notes"])
    try:
        if target.suffix.lower() == ".svg":
            body = as_svg(laid).encode()
        else:
            from documents.sop_sheets import as_pdf  # Django's templates: only for paper

            body = as_pdf(laid)
        target.write_bytes(body)
    except NoTypesetter as refusal:
        raise CommandError(refusal.message) from refusal
    except OSError as problem:
        raise CommandError(f"{target} tidak dapat ditulis: {problem.strerror}.") from problem
    out.write(f"{target}: {len(laid.pages)} halaman, {len(sheet.rows)} langkah.")
