"""What a sheet says beside its steps is written in the editor too: limits in words, preamble, what must hold first."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from django.test import Client

from frontend.sops.editor.findings import findings_of
from sop_library.drafting.settling import blank
from sop_library.schema_faults import schema
from tenants.models import Office
from tests.frontend.screens import read, words
from tests.frontend.test_sop_draft import HTMX, admin, at, document_of, saved, sent_of, wati
from tests.sop_library.test_whole_language import allowed
from tests.sop_library.whole_language import whole_language

__all__ = ["admin", "at", "wati"]

SAME_WORDS = {"format"}
"""Keys that are Indonesian words, too."""


def added(wati: Client, where: str, name: str) -> dict[str, list[str]]:
    """The field with one row more, as the page gives it back."""
    answer = wati.post(where, {**sent_of(read(wati.get(where))), "do": [f"add:{name}"]}, headers=HTMX)
    assert answer.status_code == 200
    return sent_of(read(answer), f"g-{name.partition('-')[0]}")


def limit_of(office: Office) -> dict:
    return document_of(office)["limits"][-1]


def test_a_limit_reads_the_time_that_is_typed_as_a_step_does(wati: Client, at: str, salatiga: Office) -> None:
    made = wati.post(f"{at}batas/tambah/", {"words": "Penyelesaian", "seen": "0"})
    where = made["Location"].partition("#")[0]
    page = read(wati.get(where))
    assert page.find(id="f-time-amount"), "of what is at most a length the length is asked"
    assert page.find(id="f-time-from") is None
    answer = saved(wati, where, time__printed="maksimal 3 (tiga) hari kerja")
    limit = limit_of(salatiga)
    assert {name: limit[name] for name in ("printed", "kind", "amount", "clock")} == {
        "printed": "maksimal 3 (tiga) hari kerja", "kind": "max", "amount": "P3D", "clock": "working",
    }  # fmt: skip
    assert "Terbaca dari tulisan di atas" in words(answer)
    assert "time" not in limit


def test_a_bare_length_of_a_limit_is_the_most_it_may_take(wati: Client, at: str, salatiga: Office) -> None:
    where = wati.post(f"{at}batas/tambah/", {"words": "Tanggapan", "seen": "0"})["Location"].partition("#")[0]
    assert saved(wati, where, time__printed="14 hari").status_code == 200
    assert (limit_of(salatiga)["kind"], limit_of(salatiga)["amount"]) == ("max", "P14D")
    assert saved(wati, where, time__kind="range").status_code == 200
    assert (limit_of(salatiga).get("to"), limit_of(salatiga).get("amount")) == ("P14D", None)


def test_what_must_hold_first_a_preamble_and_the_prose_are_written(wati: Client, at: str, salatiga: Office) -> None:
    where, before = f"{at}lembar/identitas/", document_of(salatiga)
    row = added(wati, where, "preconditions")
    typed = {"preconditions-0-text": ["Bidang menganggap perlu"], "preconditions-0-reading": ["Dicatat di langkah 3"]}
    assert wati.post(where, {**row, **typed}, headers=HTMX).status_code == 200
    place = len(before["preamble"])
    row = added(wati, where, "preamble")
    assert wati.post(where, {**row, f"preamble-{place}-heading": ["MEDIASI"]}, headers=HTMX).status_code == 200
    row = added(wati, where, f"preamble-{place}-items")
    item = {f"preamble-{place}-items-0-number": ["a."], f"preamble-{place}-items-0-text": ["atas izin korban"]}
    assert wati.post(where, {**row, **item}, headers=HTMX).status_code == 200
    last = len(before["narrative"])
    row = added(wati, where, "narrative")
    told = {f"narrative-{last}-text": ["Petugas memeriksa wilayah"], f"narrative-{last}-steps": ["wilayah"]}
    assert wati.post(where, {**row, **told}, headers=HTMX).status_code == 200
    now = document_of(salatiga)
    assert now["preconditions"] == [{"text": "Bidang menganggap perlu", "reading": "Dicatat di langkah 3"}]
    assert now["preamble"] == [
        *before["preamble"], {"heading": "MEDIASI", "items": [{"number": "a.", "text": "atas izin korban"}]},
    ]  # fmt: skip
    assert now["narrative"] == [*before["narrative"], {"text": "Petugas memeriksa wilayah", "steps": ["wilayah"]}]
    sheet = words(wati.get(f"{at}lembar/identitas/"))
    assert "atas izin korban" in sheet


def test_the_decree_stands_in_the_head_of_the_sheet(wati: Client, at: str, salatiga: Office) -> None:
    assert saved(wati, f"{at}lembar/kepala/", decree="Keputusan Kepala Dinas Nomor 7").status_code == 200
    assert document_of(salatiga)["header"]["decree"] == "Keputusan Kepala Dinas Nomor 7"


def led(told: list, words_in: str) -> tuple[str, str, str]:
    one = next(one for one in told if words_in in one.sentence)
    return one.kind, one.key, one.field


def test_findings_of_steps_as_a_whole_lead_to_the_field_that_mends_them() -> None:
    document = blank(sop="uji/uji", name="Uji", service="mediasi", regency="33.73", source="Ditulis kantor")
    lanes = {"any_of": ["petugas"]}
    document |= {
        "lanes": {"petugas": {"label": "Petugas", "order": 1}},
        "doors": {"datang": {"label": "Datang", "starts": "putus", "order": 1},
                  "lagi": {"label": "Lagi", "starts": "ulang", "order": 2}},
        "steps": [
            {"key": "putus", "name": "Memutuskan", "text": "Memutuskan", "kind": "decision", "lanes": lanes,
             "stage": "intake"},
            {"key": "mediasi", "name": "Mediasi", "text": "Mediasi", "lanes": lanes, "then": "end"},
            {"key": "ulang", "name": "Mengulang", "text": "Mengulang", "lanes": lanes, "then": "ulang"},
        ],
        "limits": [{"key": "semua", "label": "Semua", "until": "mediasi", "kind": "max"}],
        "narrative": [{"text": "Uraian", "steps": ["tidak-ada"]}],
    }  # fmt: skip
    told = findings_of(document)
    assert led(told, "keputusan tetapi tidak punya pilihan") == ("step", "putus", "outcomes")
    assert led(told, "Dari langkah “Mengulang” kasus tidak pernah") == ("step", "ulang", "then")
    assert led(told, "tanpa persetujuan mediasi") == ("step", "mediasi", "gate")
    assert led(told, "tahap asesmen") == ("step", "mediasi", "stage")
    assert led(told, "“Mediasi” tidak mencantumkan waktu") == ("step", "mediasi", "time")
    assert led(told, "lamanya belum diisi") == ("limit", "semua", "time")
    assert led(told, "tidak-ada")[::2] == ("sop", "narrative")
    assert not any("then" in one.sentence or "jurisdiction" in one.sentence for one in told)


def without_one(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The document without each of its keys and rows in turn."""
    places: list[tuple[Any, ...]] = [()]
    while places:
        path = places.pop()
        holder: Any = document
        for part in path:
            holder = holder[part]
        names = list(holder) if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        for name in names:
            places.append((*path, name))
            broken = deepcopy(document)
            inner: Any = broken
            for part in path:
                inner = inner[part]
            del inner[name]
            yield broken


def test_no_finding_names_a_part_by_its_key_in_the_language() -> None:
    keys = {name for _place, name in allowed(schema())}
    assert {"when", "amount", "then", "region_of"} <= keys
    said = {one.sentence for broken in without_one(whole_language()) for one in findings_of(broken)}
    assert any("“bila apa” belum diisi" in sentence for sentence in said)
    assert len(said) > 100
    told = {sentence: set(re.findall(r"[a-z]+(?:_[a-z]+)*", sentence)) & keys - SAME_WORDS for sentence in said}
    assert {sentence: named for sentence, named in told.items() if named} == {}


def test_a_row_that_was_asked_for_is_begun_with_the_next_key(wati: Client, at: str) -> None:
    where = f"{at}langkah/wilayah/"
    opened = read(wati.post(where, {**sent_of(read(wati.get(where))), "do": ["add:outcomes"]}, headers=HTMX))
    row = sent_of(opened, "g-outcomes")
    assert [one["name"] for one in opened.select("[autofocus]")] == ["outcomes-2-label"]
    again = read(wati.post(where, {**row, "do": ["add:outcomes"]}, headers=HTMX))
    assert sent_of(again, "g-outcomes") == row, "one that is still empty is the one to begin"
    assert [one["name"] for one in again.select("[autofocus]")] == ["outcomes-2-label"]
