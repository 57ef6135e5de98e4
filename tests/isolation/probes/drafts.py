"""Drafts of SOPs: whoever writes the office's SOPs comes in; a draft names no case."""

from typing import Any

from frontend.sops.editor.saving import mark_of
from tests.isolation.drafted import WRITING
from tests.isolation.probe import SCREEN, In, Kept, Probe, access
from tests.isolation.things import Things

NO_WRITER = Kept(403, "SOP ditulis oleh admin kantor")
WRITERS = access(door=SCREEN, chief=In(), worker=NO_WRITER, colleague=NO_WRITER, stranger=NO_WRITER, laneless=NO_WRITER)


def of(things: Things) -> dict[str, Any]:
    """The parameters of the draft that is being written."""
    return {"draft_id": things.drafts[WRITING]}


def step(things: Things) -> dict[str, Any]:
    """Those of a step of it."""
    return {**of(things), "word": "langkah", "key": "sukarela"}


def _typed(_things: Things) -> dict[str, Any]:
    return {"mark-name": mark_of(9, "lain"), "name": "Nama baru", "do": ""}


def _moved(_things: Things) -> dict[str, Any]:
    return {"after": "akhir", "seen": "9"}


def _pasted(_things: Things) -> dict[str, Any]:
    words = "1. Menerima tamu\n2. Mencatat"
    return {"cara": "mulai", "jenis": "teks", "isi": words, "name": "SOP dari teks", "service": "pendampingan"}


WRITTEN = ("sop_library_draft", "sop_library_edit")
PROBES = [
    Probe("draft", "GET", WRITERS, url=of),
    Probe("draft_part", "GET", WRITERS, url=step, part=lambda side: [side.marker]),
    Probe(
        "draft_part", "POST", WRITERS, url=step, body=_typed, status=303, says=lambda side: ["/langkah/sukarela/"],
        changes=WRITTEN,
    ),
    Probe(
        "draft_add", "POST", WRITERS, url=lambda things: {**of(things), "word": "pelaksana"}, status=303,
        body=lambda things: {"words": "Pendamping baru", "seen": "9"},
        says=lambda side: ["/pelaksana/pendamping-baru/"], changes=WRITTEN,
    ),
    Probe(
        "draft_act", "POST", WRITERS, url=lambda things: {**step(things), "deed": "pindah"}, body=_moved, status=303,
        says=lambda side: ["/langkah/sukarela/"], changes=WRITTEN,
    ),
    Probe(
        "draft_undo", "POST", WRITERS, url=of, body=lambda things: {"bagian": "langkah/terima"}, status=303,
        says=lambda side: ["/langkah/terima/"], changes=WRITTEN,
    ),
    Probe("draft_redo", "POST", WRITERS, url=of, status=422, note="nothing was undone"),
    Probe(
        "draft_here", "POST", WRITERS, url=of, body=lambda things: {"bagian": "langkah/terima", "revision": "0"},
        changes=("sop_library_presence",),
    ),
    Probe("draft_drop", "GET", WRITERS, url=of),
    Probe(
        "draft_drop", "POST", WRITERS, url=of, status=303, says=lambda side: ["/sop/"],
        changes=("sop_library_draft", "sop_library_sopevent"),
    ),
    Probe("draft_differences", "GET", WRITERS, url=of),
    Probe(
        "draft_doubt", "POST", WRITERS, url=of, status=303, says=lambda side: ["/sop/draf/"], note="nothing doubtful"
    ),
    Probe(
        "draft_doubt", "POST", WRITERS, url=of, status=303, says=lambda side: ["/sop/draf/"],
        body=lambda things: {"doubt": "K1", "ambil": "1", "seen": "9"}, note="nothing suggested",
    ),
    Probe("draft_new", "GET", WRITERS, says=lambda side: ["SOP baru"]),
    Probe(
        "draft_new", "POST", WRITERS, says=lambda side: ["Menerima tamu"],
        body=lambda things: {"cara": "teks", "pasted": "1. Menerima tamu\n2. Mencatat"},
    ),
    Probe(
        "draft_new", "POST", WRITERS, status=303, says=lambda side: ["/sop/draf/"], body=_pasted,
        changes=("sop_library_draft", "sop_library_sopevent"),
    ),
    Probe("draft_empty", "GET", WRITERS, says=lambda side: ["SOP baru"]),
    Probe(
        "draft_empty", "POST", WRITERS, status=303, says=lambda side: ["/sop/draf/"],
        body=lambda things: {"name": "SOP yang baru", "service": "pendampingan"},
        changes=("sop_library_draft", "sop_library_sopevent"),
    ),
    Probe(
        "draft_begin", "POST", WRITERS, url=lambda things: {"slug": things.sop}, status=303,
        says=lambda side: ["/sop/draf/"], changes=("sop_library_draft", "sop_library_sopevent"),
    ),
]  # fmt: skip
