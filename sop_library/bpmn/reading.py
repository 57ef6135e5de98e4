"""A BPMN file that Rangkul wrote, read back: the document inside it, unless somebody changed the drawing."""

import json
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from sop_library.bpmn.visible import visible_digest
from sop_library.definition import content_hash
from sop_library.writing import NotPlain, TooLarge, to_yaml

LARGEST = 4_000_000
"""Bytes: an SOP of 1 MB with its drawing."""
_DEEPEST = 100
_MOST_PARTS = 200_000
_TAG = "{urn:rangkul:bpmn:1}sop"


def _(msgid: str) -> str:
    return msgid


SENTENCES: Mapping[str, str] = {
    "too_large": _("Berkas BPMN ini terlalu besar; paling besar 4 MB."),
    "not_xml": _("Berkas ini tidak terbaca sebagai XML."),
    "doctype": _("Berkas ini memuat DOCTYPE atau entitas, yang tidak dibaca demi keamanan."),
    "too_deep": _("Berkas ini bersarang terlalu dalam."),
    "too_many_parts": _("Isi berkas ini terlalu banyak."),
    "not_ours": _("Berkas BPMN ini tidak dibuat Rangkul, jadi tidak memuat SOP yang dapat diambil."),
    "document_changed": _("SOP di dalam berkas BPMN ini sudah diubah di luar Rangkul."),
    "drawing_changed": _(
        "Gambar BPMN ini sudah diubah di aplikasi lain. Ubah SOP-nya di Rangkul, atau ambil berkas asli."
    ),
}


class BpmnRefused(ValueError):
    """The file can't be taken. `code` says why, `sentence` says it in Indonesian."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.sentence = SENTENCES[code]
        super().__init__(self.sentence)


def looks_like_bpmn(data: bytes) -> bool:
    """True where a file is XML rather than YAML or plain text."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def read_bpmn(data: bytes) -> dict[str, Any]:
    """The document of the SOP in a BPMN file. Whether it has faults is for `check_document`. Raises BpmnRefused.

    Safe on hostile files: no DTD, no entities, bounded size, depth and number of parts.
    """
    root = _root(data)
    found = root.findall(f".//{_TAG}")
    if len(found) != 1 or not found[0].text:
        raise BpmnRefused("not_ours")
    (whole,) = found
    try:
        document = json.loads(whole.text or "")
    except (ValueError, RecursionError):
        raise BpmnRefused("document_changed") from None
    if not isinstance(document, dict) or _hash(document) != whole.get("sha256"):
        raise BpmnRefused("document_changed")
    if visible_digest(root) != whole.get("drawing"):
        raise BpmnRefused("drawing_changed")
    return document


def as_yaml(data: bytes) -> bytes:
    """A file as YAML: the SOP inside where it is a BPMN file, else as it is. Raises BpmnRefused."""
    if not looks_like_bpmn(data):
        return data
    try:
        return to_yaml(read_bpmn(data)).encode()
    except TooLarge:
        raise BpmnRefused("too_large") from None
    except NotPlain:
        raise BpmnRefused("document_changed") from None


def _hash(document: Mapping[str, Any]) -> str | None:
    try:
        return content_hash(document)
    except (ValueError, RecursionError):
        return None


def _root(data: bytes) -> Element:
    """The parsed file. Refuses what is dangerous before anything of it is kept."""
    if len(data) > LARGEST:
        raise BpmnRefused("too_large")
    builder = TreeBuilder()
    depth = parts = 0

    def refuse(*_arguments: object) -> None:
        raise BpmnRefused("doctype")

    def opened(name: str, given: dict[str, str]) -> None:
        nonlocal depth, parts
        depth += 1
        parts += 1
        if depth > _DEEPEST:
            raise BpmnRefused("too_deep")
        if parts > _MOST_PARTS:
            raise BpmnRefused("too_many_parts")
        builder.start(_spaced(name), {_spaced(key): value for key, value in given.items()})

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_spaced(name))

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError):
        raise BpmnRefused("not_xml") from None
    return builder.close()


def _spaced(name: str) -> str:
    return f"{{{name}" if "}" in name else name
