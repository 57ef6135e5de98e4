"""A wrong SOP file: every fault at once, each with its line and a sentence a clerk understands."""

import json
from typing import Any

import jsonschema_rs
import pytest
import yaml

from sop_library import mending
from sop_library.definition import parse
from sop_library.faults import SENTENCES, Fault
from sop_library.loading import NotAnSop, check_document, load, read
from sop_library.mending import Mended
from sop_library.schema_faults import schema
from tests.sop_library.sheets import outcome, sheet, step

GOOD = yaml.safe_dump(sheet(step("terima", kind="decision", outcomes=[outcome("a"), outcome("b")]), step("catat")))


def faults(text: str | bytes) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in read(text).faults]


def only(text: str | bytes) -> Fault:
    (fault,) = read(text).faults
    return fault


def wrong(**fields: Any) -> Fault:
    """The single fault of a sheet whose one step has these fields."""
    (fault,) = check_document(sheet(step("terima", **fields)))
    return fault


def test_a_good_file_loads() -> None:
    assert load(GOOD, name="coba.yaml").steps[0].key == "terima"
    assert load(GOOD.encode("utf-8-sig"), name="coba.yaml").sop == "contoh/coba"


def test_the_published_schema_is_a_valid_one_and_strict() -> None:
    jsonschema_rs.meta.validate(schema())

    def closed(node: Any) -> bool:
        if isinstance(node, dict):
            if node.get("properties") and node.get("additionalProperties") is not False:
                return False
            return all(closed(part) for part in node.values())
        return all(closed(part) for part in node) if isinstance(node, list) else True

    assert closed(schema())


LINES = """\
format: rangkul-sop/1
sop: contoh/coba
name: Coba
title: COBA
service: coba
regency: 33.73
lanes:
  petugas: {label: Petugas}
doors:
  datang: {label: Datang, starts: mulai}
steps:
  - key: terima
    name: Terima
    text: Terima tamu
    lanes: {any_of: [petuga]}
    stage: intak
    tine: {kind: max, amount: 30 menit}
    then: catatt
    outcomes:
      - {key: ya, label: Ya}
  - key: catat
    step: 2
    text: Catat
    lanes: unsaid
    time: {kind: max, amount: 30 menit}
source: {document: coba}
"""


def test_every_fault_is_found_at_once_each_with_its_line() -> None:
    assert faults(LINES) == [
        (10, "target_unknown"),
        (15, "lane_unknown"),
        (16, "not_a_stage"),
        (17, "unknown_field_near"),
        (18, "target_unknown"),
        (20, "branch_without_target"),
        (21, "missing_field"),
        (22, "number_not_text"),
        (25, "not_a_duration"),
    ]


def test_faults_are_said_in_sentences() -> None:
    said = {fault.code: fault.sentence for fault in read(LINES).faults}
    assert said["not_a_stage"].startswith("Langkah “Terima”, stage: tahap tidak dikenal. Pilih dari: intake, ")
    assert said["unknown_field_near"] == "Langkah “Terima”: “tine” tidak dikenal. Maksudnya “time”?"
    assert said["missing_field"] == "Langkah “catat”: “name” belum diisi."
    quoted = 'tulis di antara tanda kutip, misalnya “"2"”, karena ini teks.'
    assert said["number_not_text"] == f"Langkah “catat”, step: {quoted}"
    assert said["not_a_duration"] == (
        "Langkah “catat”, time, amount: “30 menit” bukan lama waktu. Tulis misalnya PT30M (30 menit), PT72H, atau P3D."
    )
    with pytest.raises(NotAnSop) as refused:
        load(LINES, name="coba.yaml")
    assert str(refused.value).splitlines()[0].startswith("coba.yaml:")
    assert len(refused.value.faults) == len(read(LINES).faults)


def test_what_a_well_shaped_file_means_is_checked_with_lines_too() -> None:
    text = LINES.replace("33.73", '"33.73"').replace("    stage: intak\n", "").replace("tine", "time")
    text = text.replace("30 menit", "PT30M").replace("step: 2", "name: Catat")
    assert faults(text) == [
        (10, "target_unknown"),
        (15, "lane_unknown"),
        (17, "target_unknown"),
        (19, "branch_without_target"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty", 1),
        ("# hanya komentar\n", "empty", 1),
        ("- satu\n- dua\n", "not_a_mapping", 1),
        ("hanya teks", "not_a_mapping", 1),
        ("a: [1, 2\nb: 3\n", "yaml", 2),
        ("a: 'tidak ditutup\n", "yaml", 2),
        ("a: b: c\n", "yaml", 1),
        (b"a: 1\nnama: \xff\xfe\n", "not_utf8", 2),
        ("a:\n\tb: 1\n", "tab", 2),
        ("a: x\x00y\n", "character", 1),
        ("x: " + "a" * 1_000_001, "too_large", 1),
        (b"x: " + b"a" * 1_000_001, "too_large", 1),
        ("a: " + "[" * 200 + "]" * 200, "too_deep", 1),
        ("x: &a [1]\ny: [" + "*a, " * 21 + "1]\n", "too_many_aliases", 2),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_where(text: str | bytes, code: str, line: int) -> None:
    assert (line, code) in faults(text)
    with pytest.raises(NotAnSop):
        load(text, name="coba.yaml")


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    rows = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    assert only("\n".join(rows)).code == "too_many_aliases"


@pytest.mark.parametrize("text", ["a: " + "[" * 400_000, "a: " + "{a: " * 100_000, "- " * 100_000])
def test_a_file_nested_without_end_is_refused_at_once(text: str) -> None:
    assert only(text).code == "too_deep"


@pytest.mark.parametrize("text", ["a: &a [*a, *a, *a]\n", "a: &a {b: *a, c: *a}\n", "a: &a [[[*a]], [*a]]\n"])
def test_an_alias_inside_itself_is_a_fault_and_no_endless_loop(text: str) -> None:
    found = read(text)
    assert "too_deep" in [fault.code for fault in found.faults] or found.document is None


@pytest.mark.parametrize("word", ["no", "on", "yes", "off", "No", "ON"])
def test_a_word_that_yaml_reads_as_yes_or_no_is_a_fault_and_never_a_surprise(word: str) -> None:
    (as_key,) = [fault for fault in read(f"{word}: 4\n").faults if fault.code == "boolean_key"]
    assert as_key.sentence == f"“{word}” di sini terbaca sebagai ya/tidak. Pakai nama lain atau beri tanda kutip."
    as_value = [fault for fault in read(f"name: {word}\n").faults if fault.code == "boolean_value"]
    assert len(as_value) == 1


def test_true_false_and_quoted_words_are_themselves() -> None:
    document = read('name: "no"\nnote: "on"\nlanes: {a: {label: A, outside: true}}\n').document
    assert document is not None
    assert (document["name"], document["note"], document["lanes"]["a"]["outside"]) == ("no", "on", True)


def test_a_key_written_twice_is_a_fault_and_not_the_last_one() -> None:
    doubled = [fault for fault in read("name: satu\nsteps: []\nname: dua\n").faults if fault.code == "duplicate_key"]
    assert [(fault.line, fault.params["key"]) for fault in doubled] == [(3, "name")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("? [a, b]\n: 1\n", "strange_key"),
        ("a: &x {b: 1}\nc: {<<: *x}\n", "strange_key"),
        ("a: !!python/object:os.system x\n", "strange_value"),
        ("a: !!binary aGFsbw==\n", "strange_value"),
    ],
)
def test_strange_yaml_is_refused_and_never_run(text: str, code: str) -> None:
    assert code in [found for _, found in faults(text)]


def test_dates_and_fractions_stay_the_text_that_was_written() -> None:
    document = read("header: {created: 2022-01-05}\nname: 1.10\ntitle: 0x1F\nnote: 1_000\n").document
    assert document is not None
    assert (document["header"]["created"], document["name"], document["title"], document["note"]) == (
        "2022-01-05",
        "1.10",
        "0x1F",
        "1_000",
    )


def test_reading_a_file_writes_the_order_of_its_lanes_doors_and_forms() -> None:
    text = "lanes: {b: {label: B}, a: {label: A, order: 9}}\ndoors: {y: {label: Y, starts: s}}\nforms: {z: 3}\n"
    document = read(text).document
    assert document is not None
    assert [document["lanes"][key]["order"] for key in ("b", "a")] == [1, 9]
    assert document["doors"]["y"]["order"] == 1
    assert document["forms"] == {"z": 3}


def test_a_document_nested_without_end_is_refused_at_once() -> None:
    condition: dict[str, Any] = {"fact": "crisis", "is": True}
    for _ in range(5000):
        condition = {"not": condition}
    assert wrong(applies_when=condition).code == "too_deep"


@pytest.mark.parametrize("letter", ["\x00", "\ud800"])
def test_a_document_with_a_letter_the_database_cannot_keep_is_refused(letter: str) -> None:
    assert wrong(text=f"Terima{letter}tamu").code == "character"
    assert check_document(sheet(step("a", text="Terima\ntamu - “di sini”"))) == ()


def test_the_order_survives_storage_that_sorts_keys() -> None:
    text = "lanes: {b: {label: B}, a: {label: A}}\n" + GOOD.partition("lanes:")[0].replace("\nlanes", "")
    stored = json.loads(json.dumps(read(text).document, sort_keys=True))
    assert sorted(stored["lanes"], key=lambda key: stored["lanes"][key]["order"]) == ["b", "a"]


@pytest.mark.parametrize(
    ("fields", "code", "words"),
    [
        ({"kind": "tugas"}, "not_in_list", "“tugas” tidak dikenal. Pilih salah satu: task, decision"),
        ({"optional": "ya"}, "wrong_type", "optional: harus berupa true atau false"),
        ({"needs": "KTP"}, "wrong_type", "needs: harus berupa daftar"),
        ({"needs": [{"document": "KTP", "form": "f"}]}, "not_a_need", "tepat satu dari document, form, fact"),
        ({"needs": [{"label": "KTP"}]}, "not_a_need", "tepat satu dari"),
        ({"applies_when": {"fact": "crisis"}}, "not_a_condition", "syarat harus berupa satu dari all, any, not"),
        ({"applies_when": {"fact": "crisis", "is": True, "in": [True]}}, "not_a_condition", "syarat harus"),
        ({"kind": "sub_sop", "sub": [{"key": "a", "label": "A"}]}, "not_a_sub", "tepat satu dari sop atau service"),
        ({"text": ""}, "too_short", "text: tidak boleh kosong"),
        ({"text": "x" * 20_001}, "too_long", "text: terlalu panjang"),
        ({"records": ["risk", "risk"]}, "not_unique", "records: ada isian yang sama dua kali"),
        ({"lanes": {"any_of": []}}, "too_few", "lanes, any_of: isinya kurang"),
        ({"lanes": {}}, "too_few", "lanes: isinya kurang"),
        ({"lanes": "siapa saja"}, "wrong_pattern", "“siapa saja” tidak sesuai"),
        ({"outputs": [{"key": "Hasil!", "label": "H"}]}, "not_a_key", "“Hasil!” bukan nama kunci"),
        ({"section": 3}, "number_not_text", 'misalnya “"3"”'),
        ({"page": 0}, "wrong", "page: isian ini tidak dapat dipakai"),
        ({"jurusan": 1}, "unknown_field", "“jurusan” tidak dikenal."),
    ],
)
def test_each_wrong_shape_has_its_sentence(fields: dict[str, Any], code: str, words: str) -> None:
    found = [fault for fault in check_document(sheet(step("terima", **fields))) if fault.code == code]
    assert len(found) == 1
    assert words in found[0].sentence


@pytest.mark.parametrize("wrong", [{"x": 1}, {"fact": "risk"}, {"all": []}, "ya", 3])
def test_a_jurisdiction_that_is_no_condition_is_said_to_be_none_and_mended(wrong: Any) -> None:
    document = sheet(step("a", applies_when={"jurisdiction": "met"}), jurisdiction=wrong)
    assert "not_a_condition" in {fault.code for fault in check_document(document)}
    mended = Mended(document)
    assert mended.document is not None
    assert parse(mended.document).jurisdiction is not None


def test_faults_outside_the_steps_name_their_place() -> None:
    document = sheet(step("a"), format="rangkul-sop/9", regency="Salatiga", columns=[{"label": "K"}])
    document["lanes"] = {"Petugas": {"label": "P"}, "petugas": {"label": "P"}}
    said = {fault.path: fault.sentence for fault in check_document(document)}
    assert said["format"] == "format: format berkas ini bukan “rangkul-sop/1”."
    assert said["regency"] == 'regency: “Salatiga” bukan kode wilayah. Tulis misalnya "33.73".'
    assert said["columns/0"] == "Kolom “K”: “lanes” belum diisi."
    assert said["lanes"] == "lanes: “Petugas” bukan nama kunci. Pakai huruf kecil, angka, dan tanda hubung."


def test_a_document_that_is_not_even_nearly_one_still_names_its_faults() -> None:
    codes = {fault.code for fault in check_document({"steps": [1, "dua", None], "lanes": [], "doors": 3})}
    assert {"missing_field", "wrong_type"} <= codes


def test_every_sentence_takes_the_parameters_it_is_given() -> None:
    names = "where field near value types options expected key step line most tag printed operator stage total sum"
    names += " lanes lane form count sub sop inner due counted doors consents longest shortest number there"
    params = dict.fromkeys([*names.split(), "label"], "x")
    assert all(sentence % params for sentence in SENTENCES.values())


def test_what_the_mending_made_up_is_never_reported() -> None:
    document = sheet(step("a", then=5), step("b", outcomes="ya/tidak", kind="decision"), step("c", needs=[{"fact": 1}]))
    assert {(fault.path, fault.code) for fault in check_document(document)} == {
        ("steps/0/then", "number_not_text"),
        ("steps/1/outcomes", "wrong_type"),
        ("steps/2/needs/0/fact", "number_not_text"),
    }


def test_of_very_many_faults_the_first_are_named_and_that_there_are_more() -> None:
    found = read("\n".join(f"k{number}: 1" for number in range(5000))).faults
    assert len(found) == 301
    assert "too_many_faults" in {fault.code for fault in found}


def test_what_cannot_be_mended_still_names_its_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mending, "_ROUNDS", 0)
    assert [fault.code for fault in check_document(sheet(step("a", then=5)))] == ["number_not_text"]


def test_a_row_that_is_no_row_is_named_by_its_place() -> None:
    document = sheet(step("a"), limits=[7], narrative={"a": 1})
    assert [fault.sentence for fault in check_document(document)] == [
        "Batas “1”: harus berupa kelompok isian.",
        "narrative: harus berupa daftar.",
    ]


def test_a_wrong_shape_in_one_place_hides_no_wrong_meaning_in_another() -> None:
    document = sheet(step("a", optional="ya"), step("b", lanes={"any_of": ["siapa"]}, gate={"words": "x"}))
    assert {(fault.path, fault.code) for fault in check_document(document)} == {
        ("steps/0/optional", "wrong_type"),
        ("steps/1/gate", "missing_field"),
        ("steps/1/lanes", "lane_unknown"),
    }


def test_what_a_door_asks_is_overridden_by_nobody() -> None:
    asks = {"when": {"fact": "origin", "is": "referred"}, "words": "Hanya kasus rujukan.", "note": "x"}
    doors = {"rujukan": {"label": "Rujukan", "starts": "a", "requires": asks}}
    assert check_document(sheet(step("a"), doors=doors)) == ()
    doors["rujukan"]["requires"] = {**asks, "override": "ketua"}
    (fault,) = check_document(sheet(step("a"), doors=doors))
    assert "“override” tidak dikenal" in fault.sentence
    shut = {**asks, "override": "ketua"}
    assert check_document(sheet(step("a", gate=shut))) == (), "the gate of a step has somebody who acts for a lane"
