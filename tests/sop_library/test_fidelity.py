"""The catalogue says what its sources say, to the last character: nothing missing, nothing added that isn't marked."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from tests.sop_library.comparison import Difference, differences
from tests.sop_library.sources import (
    ROOT,
    SEEDS,
    SOP_OF,
    catalogue,
    leaves,
    plain,
    plain_source,
    remarks,
    transcription,
)

GROUPS = (
    "title",
    "title_in_table",
    "regency",
    "header",
    "legal_basis",
    "related",
    "qualifications",
    "equipment",
    "records",
    "note",
    "preconditions",
    "preamble",
    "standard.requirements",
    "standard.total_time",
    "standard.fee",
    "standard.products",
    "standard.contacts",
    "standard.complaints",
    "columns",
    "headings",
    "lanes",
    "doors",
    "forms",
    "steps.step",
    "steps.text",
    "steps.section",
    "steps.page",
    "steps.marks",
    "steps.lanes",
    "steps.kind",
    "steps.needs",
    "steps.printed_needs",
    "steps.outputs",
    "steps.printed_output",
    "steps.printed_forms",
    "steps.fee",
    "steps.remarks",
    "steps.as_printed",
    "steps.alignment",
    "steps.time",
    "steps.outcomes",
    "steps.then",
    "steps.reading",
    "steps.note",
    "limits",
    "narrative",
    "source",
    "anomalies",
)
FURNITURE = (
    "Sistem, Mekanisme dan Prosedur",
    "Waktu Penyelesaian",
    "Biaya / Tarif",
    "Disahkan oleh",
    "Keterkaitan :",
    "Catatan :",
    "Sarana dan Prasarana",
    "Pencatatan dan Pendataan :",
    "PROSEDUR PELAYANAN PENGADUAN SECARA LANGSUNG",
    "PROSEDUR PELAYANAN PENGADUAN SECARA TIDAK LANGSUNG",
    "PROSEDUR PELAYANAN INFORMASI",
    "Langkah-Langkah dalam layanan informasi :",
    "NIP.",
    "Pemerintah Kab. Banyuwangi / Dinas Sosial Dan Pemberdayaan Perempuan Dan KB",
    "Anda juga dapat menyampaikan pengaduan, aspirasi, maupun permintaan informasi melalui aplikasi LAPOR!",
    (
        "Melalui LAPOR!, Anda dapat menyampaikan permasalahan pelayanan publik yang Anda temui dalam satu kanal"
        " sehingga laporanmu dapat kami sampaikan ke instansi terkait."
    ),
    (
        'Klik banner dibawah untuk melaporkan masalah Pelayanan Publik "SOP Pelayanan Penanganan Pengaduan Secara'
        ' langsung dengan Intervensi Krisis Di P2TP2A"'
    ),
)
"""Names of boxes and pieces of web pages: they say nothing of their own."""

_TAG = re.compile(r"</?(?:b|p|li|ol|u)[^>]*>")
_NUMBER = re.compile(r"(?:^|(?<=\s))(?:- )?(?:\d{1,2}[.)]?|[a-g]\.) (?=\*{0,2}[A-Za-z])")

Document = dict[str, Any]


@cache
def found(name: str) -> tuple[Difference, ...]:
    return tuple(differences(name, catalogue(SOP_OF[name])))


def group_of(way: tuple[str | int, ...]) -> str:
    names = [part for part in way if isinstance(part, str)]
    return ".".join(names[:2]) if names[0] in ("steps", "standard") else names[0]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", SOP_OF)
def test_field_is_as_in_the_source(name: str, group: str) -> None:
    assert [str(one) for one in found(name) if group_of(one.way) == group] == []


@pytest.mark.parametrize("name", SOP_OF)
def test_nothing_else_differs(name: str) -> None:
    assert [str(one) for one in found(name) if group_of(one.way) not in GROUPS] == []


@pytest.mark.parametrize("name", SOP_OF)
def test_regency_is_only_said_where_the_source_says_it(name: str) -> None:
    document = catalogue(SOP_OF[name])
    stated = transcription(name)["regency"]["code_basis"] == "stated_in_source"
    assert (document["regency"] is not None) is stated
    assert bool(document.get("regency_note")) is not stated
    assert stated or "Barito" not in plain_source(name)


@pytest.mark.parametrize("name", SOP_OF)
def test_sum_of_times_is_the_transcribed_sum(name: str) -> None:
    document = catalogue(SOP_OF[name])
    wanted = transcription(name)["sum_of_step_times"]
    timed = [step["time"] for step in document["steps"] if {"amount", "to"} & set(step["time"])]
    assert bool(timed) is wanted["computable"]
    if not timed:
        return
    clock = [time for time in timed if time["clock"] != "working"]
    assert sum(minutes(time.get("from") or time["amount"]) for time in clock) == minutes(wanted["min"])
    assert sum(minutes(time.get("to") or time["amount"]) for time in clock) == minutes(wanted["max"])
    days = sum(minutes(time["amount"]) for time in timed if time["clock"] == "working")
    assert days == wanted.get("plus_working_days", 0) * minutes("P1D")


def minutes(duration: str) -> int:
    parts = re.fullmatch(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", duration)
    assert parts is not None, duration
    days, hours, rest = (int(part or 0) for part in parts.groups())
    return (days * 24 + hours) * 60 + rest


@pytest.mark.parametrize("seed", sorted({transcription(name)["source"]["file"] for name in SOP_OF}))
def test_nothing_of_the_document_is_lost(seed: str) -> None:
    sops = [sop for name, sop in SOP_OF.items() if transcription(name)["source"]["file"] == seed]
    documents = [catalogue(sop) for sop in sops]
    documents += [catalogue("salatiga/_document")] if "salatiga" in sops[0] else []
    kept = " ".join(str(value) for document in documents for value in words_in(document))
    assert [piece for piece in pieces(seed) if piece not in kept] == []


def words_in(document: Document) -> Iterator[str]:
    for way, value in leaves(document):
        yield from (part for part in way if isinstance(part, str) and "marks" in way)
        yield str(value)


def pieces(seed: str) -> Iterator[str]:
    """The document in small pieces: cells of its tables, entries of its lists, paragraphs, without furniture."""
    for line in (SEEDS / seed).read_text(encoding="utf-8").split("\n"):
        for cell in _TAG.sub("\t", line).split("\t"):
            for part in _NUMBER.split(cell):
                piece = plain(part)
                for words in FURNITURE:
                    piece = piece.removeprefix(words).strip() if words == "NIP." else piece.replace(words, "")
                for half in piece.split(" NIP. "):
                    text = half.strip("#- ;") if len(half) < 120 else half.strip()
                    if text and not text.isdigit() and text.removesuffix(".") != "":
                        yield text.removesuffix(".")


def test_document_around_the_salatiga_sops() -> None:
    truth, document = transcription("salatiga_00_document"), catalogue("salatiga/_document")
    assert document["title"] == truth["title"]
    assert document["cover"] == {"office": truth["cover"]["agency"], "address": truth["cover"]["address"]}
    assert document["organisation"] == truth["organisational_basis"]
    for ours, theirs in {"legal_basis": "legal_basis_bab1", "definitions": "definitions"}.items():
        assert document[ours]["items"] == entries(truth[theirs])
    assert document["scope"]["items"] == entries(truth["scope"])
    assert document["principles"]["items"] == entries(truth["principles"])
    assert document["source"]["sha256"] == truth["source"]["sha256"]
    assert document["sops"] == [sop for sop in SOP_OF.values() if sop.startswith("salatiga/")]
    notes = remarks()["anomalies"][truth["id"]]
    for ours, theirs in zip(document["anomalies"], truth["anomalies"], strict=True):
        assert ours == {**theirs, "note": notes[theirs["id"]]}


def test_document_around_the_salatiga_sops_fits_its_schema() -> None:
    schema = json.loads((ROOT / "sop_library/schema/sop-document.schema.json").read_text(encoding="utf-8"))
    jsonschema_rs.validator_for(schema).validate(catalogue("salatiga/_document"))


def entries(rows: list[Document]) -> list[Document]:
    return [{"number": row["number_verbatim"], "text": row["text"]} for row in rows]
