"""Message catalogues: collected from our sources, checked to be complete, compiled. No gettext programs needed.

Started by `rangkul messages [--check]`. Indonesian is the source language; every other language is a folder in locale/.
"""

import argparse
import sys
from pathlib import Path
from uuid import uuid4

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from infra.build.message_faults import Entries, faults
from infra.build.message_sources import collect

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "locale"
LANGUAGES = ("en",)
SHOWN = 60
"""As many faults as a person reads at once; the last line counts them all."""
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""Without dates and names, so that a catalogue changes only when a message does."""


def path_of(language: str, locale: Path = LOCALE) -> Path:
    """Return where the catalogue of `language` stands."""
    return locale / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    """Return the catalogue at `path`, or an empty one of `language` where there is none."""
    if not path.exists():
        return Catalog(locale=language, project="Rangkul", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def entries_of(catalogue: Catalog) -> Entries:
    """Return the messages by context and source text; the header is not one of them."""
    return {(message.context, message.id): message for message in catalogue if message.id}


def update(language: str, source: Catalog, locale: Path = LOCALE) -> None:
    """Bring the catalogue of `language` in step with our sources: new messages come empty, gone ones go."""
    path = path_of(language, locale)
    catalogue = read(path, language)
    catalogue.update(source, no_fuzzy_matching=True, update_header_comment=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.format(language=language, plural=catalogue.plural_forms).encode())
        write_po(
            file, catalogue, width=110, sort_output=True, omit_header=True, ignore_obsolete=True, include_lineno=False
        )


def check(language: str, source: Catalog, locale: Path = LOCALE) -> list[str]:
    """Return every fault of the catalogue of `language`, one line each; empty when it is complete."""
    path = path_of(language, locale)
    catalogue = read(path, language)
    return [f"{path.relative_to(locale.parent)}: {fault}" for fault in faults(entries_of(source), catalogue)]


def compile_all(locale: Path = LOCALE) -> None:
    """Compile every catalogue in `locale` beside itself, in one step each: a running program reads old or new."""
    for path in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3], abort_invalid=True)
        partial = path.with_name(f".{uuid4().hex}.mo")  # its own: two that build at once take nothing from each other
        with partial.open("wb") as file:
            write_mo(file, catalogue)
        partial.replace(path.with_suffix(".mo"))


def main(words: list[str] | None = None) -> int:
    """Update the catalogues, or with `--check` only report what is missing; return the exit code."""
    parser = argparse.ArgumentParser(prog="rangkul messages", description="Katalog terjemahan.")
    parser.add_argument("--check", action="store_true", help="hanya periksa; gagal bila ada yang belum lengkap")
    wants_check = parser.parse_args(words).check
    source = collect(ROOT)
    if not wants_check:
        for language in LANGUAGES:
            update(language, source)
        compile_all()
    found = [fault for language in LANGUAGES for fault in check(language, source)]
    for fault in found[:SHOWN]:
        sys.stderr.write(f"{fault}\n")
    count = len(entries_of(source))
    sys.stdout.write(f"{count} pesan, {len(found)} masalah\n")
    return 1 if found and wants_check else 0


if __name__ == "__main__":
    sys.exit(main())
