"""An SOP of the library as the beginning of an office's own: lanes renamed everywhere, nothing of elsewhere left."""

import json
from typing import Any

import pytest

from library.adapting import OfficeLane, SameLaneTwice, adapted, asked_lanes, not_here
from library.news import taken_over
from sop_library.inspecting import catalogue
from sop_library.loading import check_document, load
from tests.sop_library.sheets import sheet, step

KEYS = sorted(catalogue())
GIVEN = {"sop": "kendal/aduan", "name": "Aduan", "regency": "33.24", "header": {"office": "UPTD PPA Kendal"}}


def made(key: str, **changed: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    document = dict(load(catalogue()[key], name=key).document)
    lanes = {lane: OfficeLane(f"kendal-{place}", f"Meja {place}") for place, lane in enumerate(asked_lanes(document))}
    return document, adapted(document, **({**GIVEN, "based_on": key, "lanes": lanes} | changed))


@pytest.mark.parametrize("key", KEYS)
def test_every_sop_of_the_catalogue_is_whole_with_other_lanes(key: str) -> None:
    before, after = made(key)
    assert check_document(after) == ()
    left = set(asked_lanes(before)) & set(after["lanes"])
    assert left == set()
    assert [step["text"] for step in after["steps"]] == [step["text"] for step in before["steps"]]
    assert all(set(step.get("marks") or ()) <= {one["label"] for one in after["columns"]} for step in after["steps"]
               if after.get("columns"))  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_no_lane_of_the_sheet_is_left_behind_anywhere(key: str) -> None:
    before, after = made(key)
    for lane in asked_lanes(before):
        for field in ("decides", "override", "lane"):
            assert f'"{field}": "{lane}"' not in json.dumps(after), (field, lane)


def test_what_only_the_other_office_could_say_is_gone() -> None:
    before, after = made("salatiga/pengaduan-langsung")
    assert before["header"]["number"] != "" or before["header"]["approved_by"]
    assert after["header"].get("office") == "UPTD PPA Kendal"
    assert not {"number", "created", "revised", "effective", "approved_by", "decree"} & after["header"].keys()
    assert "contacts" not in after["standard"]
    assert "complaints" not in after["standard"]
    assert (after["regency"], after["based_on"], after["sop"]) == ("33.24", "salatiga/pengaduan-langsung", GIVEN["sop"])
    assert after["source"] == before["source"]
    assert after["legal_basis"] == before["legal_basis"]


def test_the_library_s_own_document_stays_as_it_is() -> None:
    document = load(catalogue()["nunukan/intervensi-krisis"], name="x").document
    before = json.dumps(document)
    made("nunukan/intervensi-krisis")
    assert json.dumps(document) == before


def test_one_lane_of_the_office_is_given_once() -> None:
    document = load(catalogue()["salatiga/pengaduan-langsung"], name="x").document
    first, second, *_ = asked_lanes(document)
    same = OfficeLane("meja", "Meja")
    with pytest.raises(SameLaneTwice) as refused:
        made("salatiga/pengaduan-langsung", lanes={first: same, second: same})
    assert refused.value.keys == (first, second)


def test_a_lane_nobody_is_asked_about_gives_way_to_the_office_s_key() -> None:
    key = "salatiga/pengaduan-langsung"
    document = load(catalogue()[key], name=key).document
    outside = next(lane for lane, entry in document["lanes"].items() if entry.get("outside"))
    first, *_ = asked_lanes(document)
    _before, after = made(key, lanes={first: OfficeLane(outside, "Meja depan")})
    assert after["lanes"][outside]["label"] == "Meja depan"
    assert after["lanes"][f"{outside}-2"]["label"] == document["lanes"][outside]["label"]
    assert check_document(after) == ()


def test_a_form_that_stays_on_paper_is_asked_for_there() -> None:
    key = "salatiga/pengaduan-langsung"
    document = load(catalogue()[key], name=key).document
    form = next(name for name, entry in document["forms"].items() if entry.get("form"))
    _before, after = made(key, on_paper=[form])
    assert after["forms"][form]["form"] is None
    assert after["forms"][form]["label"] == document["forms"][form]["label"]
    assert check_document(after) == ()


def newer(document: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The library's next: the first step in other words, and one more at the end, done by whoever did the first."""
    first, *others = document["steps"]
    more = {"key": "umumkan", "name": "Umumkan", "text": "Umumkan hasilnya", "lanes": others[0]["lanes"], "then": "end"}
    return {**document, "steps": [{**first, "text": "Lain"}, *others, more], **changed}


@pytest.mark.parametrize("key", KEYS)
def test_what_the_library_changes_reaches_an_adapted_sop_under_its_own_lanes(key: str) -> None:
    base, ours = made(key)
    merged = taken_over(base=base, ours=ours, theirs=newer(base, title="JUDUL BARU"))
    assert merged.conflicts == ()
    after = merged.document
    assert (after["title"], after["steps"][0]["text"], after["sop"]) == ("JUDUL BARU", "Lain", GIVEN["sop"])
    assert after["header"] == ours["header"]
    assert after["lanes"] == ours["lanes"]
    assert after["steps"][-1]["key"] == "umumkan"
    assert after["steps"][-1]["lanes"] == ours["steps"][1]["lanes"], "the office's lane, not the library's key"
    assert {**after, "title": ours["title"], "steps": ours["steps"]} == ours
    assert taken_over(base=base, ours=ours, theirs=base).document == ours


def test_where_both_changed_the_offices_stands_and_is_named() -> None:
    base, ours = made("salatiga/layanan-informasi")
    ours["steps"][0]["text"] = "Kata kantor"
    merged = taken_over(base=base, ours=ours, theirs=newer(base))
    assert [one.path for one in merged.conflicts] == [("steps", base["steps"][0]["key"], "text")]
    assert merged.document["steps"][0]["text"] == "Kata kantor"


def test_what_was_adopted_whole_becomes_the_newer_one_whole() -> None:
    base, _ours = made("salatiga/layanan-informasi")
    assert taken_over(base=base, ours=base, theirs=newer(base)).document == newer(base)


def test_an_sop_that_it_starts_is_called_as_it_is_here_and_what_is_missing_is_named() -> None:
    subs = [{"key": "s", "label": "S", "sop": "contoh/dua"}, {"key": "t", "label": "T", "service": "konsultasi"}]
    document = sheet(step("a"), step("b", kind="sub_sop", sub=subs))
    assert not_here(document, sops={"contoh/dua"}, services={"konsultasi"}) == []
    assert not_here(document, sops=(), services=()) == subs
    made = adapted(
        document, sop="kantor/satu", name="Satu", based_on="contoh/coba", regency="33.73", header={}, lanes={},
        called={"contoh/dua": "kantor/dua"},
    )  # fmt: skip
    assert [one.get("sop") for one in made["steps"][1]["sub"]] == ["kantor/dua", None]
    assert document["steps"][1]["sub"] == subs
