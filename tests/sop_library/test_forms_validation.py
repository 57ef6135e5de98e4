"""One validator: every fault at once, a sentence that says what to do, and never a crash."""

from datetime import date
from typing import Any

import pytest

from sop_library.forms import FormDefinition, get, load, stated_facts, validate, warnings

TODAY = date(2026, 11, 21)
FORM = """\
format: rangkul-form/1
key: contoh
version: 1
title: Contoh
printed: [Contoh]
used_by: [salatiga/contoh]
notes: [Isi usulan kami.]
schema:
  type: object
  required: [mulai, bentuk]
  properties:
    mulai: {x-kind: date, title: Mulai}
    selesai: {x-kind: date, title: Selesai}
    jam: {x-kind: time, title: Jam}
    bentuk: {x-kind: choices, title: Bentuk, x-codes: violence_type, x-unknown: true, x-fact: incident.kinds}
    aman: {x-kind: choice, title: Aman, x-codes: yes_no_unknown, x-fact: victim.safe}
    alasan: {x-kind: note, title: Alasan, maxLength: 20}
    anak: {x-kind: integer, title: Jumlah anak, maximum: 20}
    nik: {x-use: nik, x-compare: {birth_date: lahir, sex: kelamin}}
    kk: {x-use: kk_number}
    lahir: {x-use: birth_date}
    kelamin: {x-use: sex}
    telepon: {x-use: phone, title: Telepon}
    wilayah: {x-use: papers_region, title: Wilayah}
    risiko: {x-use: risk}
ui:
  groups:
    - heading: Isi
      fields: [mulai, selesai, jam, bentuk, aman, alasan, anak, nik, kk, lahir, kelamin, telepon, wilayah, risiko]
rules:
  - {rule: not_future, field: mulai}
  - {rule: not_before, field: selesai, than: mulai}
  - {rule: needed_when, field: alasan, when: {field: aman, is: [TIDAK]}}
  - {rule: one_of, fields: [telepon, wilayah, alasan]}
"""
GOOD: dict[str, Any] = {"mulai": "2026-11-20", "bentuk": ["FISIK"], "wilayah": "33.73"}


@pytest.fixture(scope="module")
def form() -> FormDefinition:
    return load(FORM, "contoh.yaml")


def found(form: FormDefinition, **answers: Any) -> dict[str, tuple[str, str]]:
    data = {name: answer for name, answer in {**GOOD, **answers}.items() if answer is not None}
    return {error.path: (error.code, error.message) for error in validate(form, data, today=TODAY)}


def test_good_answers_have_no_fault(form: FormDefinition) -> None:
    full = {
        "selesai": "2026-11-21", "jam": "09:30", "bentuk": ["FISIK", "PSIKIS"], "aman": "YA", "alasan": "baik",
        "anak": 2, "nik": "3373015708950003", "kk": "3373011708260001", "lahir": "1995-08-17", "kelamin": "P",
        "telepon": "+6281212160212", "risiko": "NA",
    }  # fmt: skip
    assert found(form, **full) == {}
    assert warnings(form, full) == []


@pytest.mark.parametrize(
    ("name", "answer", "code", "words"),
    [
        ("mulai", "2026-02-31", "date", "hanya sampai tanggal 28"),
        ("mulai", "05/13/2026", "date", "tahun-bulan-tanggal"),
        ("mulai", "2026-13-05", "date", "Tulis bulan dengan angka 1 sampai 12"),
        ("mulai", "0001-01-01", "date", "Tulis tahun dengan empat angka"),
        ("mulai", "2026-11-22", "future", "belum terjadi"),
        ("mulai", None, "required", "Isi “Mulai”"),
        ("mulai", "2026-11-20\n", "date", "tahun-bulan-tanggal"),
        ("mulai", 20261120, "type", "tidak dapat dibaca"),
        ("selesai", "2026-11-19", "before", "lebih dulu daripada “Mulai”"),
        ("jam", "24:00", "time", "09.30"),
        ("bentuk", None, "required", "Pilih paling sedikit satu"),
        ("bentuk", [], "required", "Pilih paling sedikit satu"),
        ("bentuk", "FISIK", "type", "tidak dapat dibaca"),
        ("bentuk", ["FISIK", "FISIK"], "twice", "satu kali"),
        ("bentuk", ["FISIK", "NA"], "alone", "“Belum diketahui” tidak dapat"),
        ("bentuk", [["FISIK"]], "type", "tidak dapat dibaca"),
        ("aman", "MUNGKIN", "choice", "Pilih salah satu"),
        ("aman", None, "", ""),
        ("alasan", "a" * 21, "too_long", "21 karakter. Ringkas sampai 20"),
        ("alasan", "  \n ", "blank", "hanya berisi spasi"),
        ("alasan", "", "blank", "hanya berisi spasi"),
        ("alasan", "a\x00b", "characters", "tidak dapat disimpan"),
        ("alasan", "a\ud800b", "characters", "tidak dapat disimpan"),
        ("alasan", {"a": 1}, "type", "tidak dapat dibaca"),
        ("alasan", None, "", ""),
        ("anak", "2", "whole_number", "angka bulat"),
        ("anak", 2.5, "whole_number", "angka bulat"),
        ("anak", True, "whole_number", "angka bulat"),
        ("anak", -1, "too_small", "paling kecil 0"),
        ("anak", 10**400, "too_large", "paling besar 20"),
        ("nik", "337301570895000", "nik", "16 angka"),
        ("nik", "3373 0157 0895 0003", "nik", "16 angka"),
        ("kk", "1", "kk", "16 angka"),
        ("telepon", "081212160212", "phone", "nomor telepon lengkap"),
        ("telepon", "+62", "phone", "nomor telepon lengkap"),
        ("telepon", "+12345678", "phone", "nomor telepon"),
        ("wilayah", "99.99", "region", "Pilih kabupaten atau kota"),
        ("wilayah", "3373", "region", "Pilih kabupaten atau kota"),
        ("wilayah", None, "one_of", "Isi paling sedikit satu"),
        ("umur", 3, "unknown_field", "tidak mempunyai isian “umur”"),
    ],
)
def test_one_wrong_answer(form: FormDefinition, name: str, answer: Any, code: str, words: str) -> None:
    errors = found(form, **{name: answer})
    if not code:
        assert errors == {}
        return
    path = "telepon" if code == "one_of" else name
    assert list(errors) == [path]
    assert errors[path][0] == code
    assert words in errors[path][1]


def test_an_item_of_several_is_named_by_its_place(form: FormDefinition) -> None:
    (error,) = validate(form, {**GOOD, "bentuk": ["FISIK", "LUCU"]}, today=TODAY)
    assert (error.path, error.field, error.code) == ("bentuk/1", "bentuk", "choice")


def test_an_answer_needed_by_another(form: FormDefinition) -> None:
    assert found(form, aman="TIDAK")["alasan"][0] == "required"
    assert found(form, aman="TIDAK", alasan="takut") == {}
    assert found(form, aman="YA") == {}


def test_all_faults_come_at_once(form: FormDefinition) -> None:
    errors = found(form, mulai="2026-02-31", bentuk=None, jam="x", nik="1", anak=-1, selesai="2026-01-01")
    assert set(errors) == {"mulai", "bentuk", "jam", "nik", "anak"}


@pytest.mark.parametrize("data", [None, [], "x", 3, {1: 2}, {("a",): 2}])
def test_what_is_no_object_of_answers(form: FormDefinition, data: Any) -> None:
    (error,) = validate(form, data, today=TODAY)
    assert (error.path, error.code) == ("", "type")


def test_a_long_unknown_name_is_not_thrown_back(form: FormDefinition) -> None:
    (error,) = validate(form, {**GOOD, "x" * 5_000_000: 1}, today=TODAY)
    assert len(error.message) < 200


def test_five_million_characters_are_one_sentence(form: FormDefinition) -> None:
    (error,) = validate(form, {**GOOD, "alasan": "a" * 5_000_000}, today=TODAY)
    assert "5.000.000 karakter" in error.message


def test_questions_already_refused_are_not_called_missing(form: FormDefinition) -> None:
    assert validate(form, {"bentuk": ["FISIK"]}, today=TODAY, unread={"mulai", "wilayah"}) == []


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ({"nik": "3373015708950003", "lahir": "1995-08-18"}, ["birth_date_differs"]),
        ({"nik": "3373015708950003", "kelamin": "L"}, ["sex_differs"]),
        ({"nik": "3373015708950003", "kelamin": "NA"}, []),
        ({"nik": "3373013208950001"}, ["birth_date"]),
        ({"nik": "2273011708950001"}, ["province", "regency_code_not_current"]),
        ({"telepon": "+628990000"}, ["unusual"]),
    ],
)
def test_what_is_only_unusual_is_a_warning(form: FormDefinition, answers: dict[str, str], codes: list[str]) -> None:
    assert found(form, **answers) == {}
    assert [warning.code for warning in warnings(form, {**GOOD, **answers})] == codes


def test_answers_state_facts_and_unknown_states_none(form: FormDefinition) -> None:
    facts = stated_facts(form, {**GOOD, "aman": "TIDAK", "risiko": "TINGGI"})
    assert facts == {
        "incident.kinds": ("FISIK",),
        "victim.safe": False,
        "victim.residence": "33.73",
        "risk": "high",
    }
    assert stated_facts(form, {"aman": "NA", "risiko": "NA", "bentuk": ["NA"]}) == {}


@pytest.mark.parametrize(
    ("state", "open_"), [("BELUM", False), ("LAPOR", True), ("SIDANG", True), ("SELESAI", None), ("NA", None)]
)
def test_a_case_at_the_police_is_in_legal_process(state: str, open_: bool | None) -> None:
    facts = stated_facts(get("asesmen"), {"legal_state": state})
    assert facts.get("legal.process_open") is open_
