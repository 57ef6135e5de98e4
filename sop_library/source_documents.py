"""The printed documents around several SOPs: what each says before its first one. Read by people, never run."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from sop_library.definition import Definition
from sop_library.yaml_lines import read_source

NAME = "_document.yaml"
CHAPTERS = ("background", "legal_basis", "definitions", "scope", "principles")
"""What such a document says, in the order it is printed."""


@cache
def source_documents() -> Mapping[str, Mapping[str, Any]]:
    """Every document of the library by the SHA-256 of the file it was transcribed from."""
    found = {}
    for regency in sorted(files("sop_library").joinpath("catalogue").iterdir(), key=lambda one: one.name):
        if regency.is_dir() and (file := regency.joinpath(NAME)).is_file():
            document: dict[str, Any] = read_source(file.read_bytes()).data
            found[document["source"]["sha256"]] = MappingProxyType(document)
    return MappingProxyType(found)


def source_document(definition: Definition) -> Mapping[str, Any] | None:
    """The document an SOP was printed in, named by the hash of its source; None where the library has none.

    The SOP itself carries the name, so it stays the same in every version and office, adopted by file or not.
    """
    digest = (definition.document.get("source") or {}).get("sha256")
    return source_documents().get(digest) if isinstance(digest, str) else None
