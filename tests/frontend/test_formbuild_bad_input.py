"""Bad input on a built form: a field error that says what to do, what was typed kept, never a crash."""

import re
from typing import Any

import pytest

from frontend.formbuild import build_form
from frontend.formbuild.build import BuiltForm
from sop_library import forms

INTAKE = forms.get("formulir-pengaduan")
FILLED = {
    "report_date-day": "20", "report_date-month": "11", "report_date-year": "2025",
    "reporter_relation": "KORBAN", "chronology": "Cerita.",
}  # fmt: skip


def posted(**typed: Any) -> BuiltForm:
    return build_form(INTAKE)({**FILLED, **{name.replace("__", "-"): value for name, value in typed.items()}})


def errors_of(form: BuiltForm) -> dict[str, str]:
    return {name: str(messages[0]) for name, messages in form.errors.items()}


def test_a_good_form_is_good() -> None:
    assert posted().is_valid()


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"report_date__day": "31", "report_date__month": "02"}, "report_date", "hanya sampai tanggal 28"),
        ({"report_date__month": "13"}, "report_date", "Tulis bulan dengan angka 1 sampai 12"),
        ({"report_date__month": "Bulan"}, "report_date", "Tulis bulan dengan angka 1 sampai 12"),
        ({"report_date__day": "32"}, "report_date", "Tulis tanggal dengan angka 1 sampai 31"),
        ({"report_date__day": "²"}, "report_date", "Tulis tanggal dengan angka 1 sampai 31"),
        ({"report_date__year": "26"}, "report_date", "Tulis tahun dengan empat angka"),
        ({"report_date__year": ""}, "report_date", "Lengkapi tahunnya"),
        ({"report_date__day": "", "report_date__month": "", "report_date__year": ""}, "report_date", "Isi “Tanggal"),
        ({"report_date__year": "2099"}, "report_date", "belum terjadi"),
        ({"report_date__year": "2126"}, "report_date", "Tahun itu masih jauh"),
        ({"report_date__day": "9" * 5_000_000}, "report_date", "Tulis tanggal dengan angka"),
        ({"report_date__day": "1\x00"}, "report_date", "Tulis tanggal dengan angka"),
        ({"victim_nik": "337301570895000"}, "victim_nik", "Tulis 16 angka NIK"),
        ({"victim_nik": "9" * 5_000_000}, "victim_nik", "Ringkas"),
        ({"victim_nik": "\x00" * 16}, "victim_nik", "tidak dapat disimpan"),
        ({"reporter_phone": "0812"}, "reporter_phone", "Tulis nomor telepon lengkap"),
        ({"reporter_phone": "326063"}, "reporter_phone", "kode wilayahnya"),
        ({"chronology": "a" * 5_000_000}, "chronology", "5.000.000 karakter. Ringkas sampai 10.000 karakter"),
        ({"chronology": "a\x00b"}, "chronology", "tidak dapat disimpan"),
        ({"reporter_name": "a\x00b"}, "reporter_name", "tidak dapat disimpan"),
        ({"reporter_name": "a\ud800"}, "reporter_name", "tidak dapat disimpan"),
        ({"victim_age": "tiga"}, "victim_age", "angka bulat"),
        ({"victim_age": "121"}, "victim_age", "paling besar 120"),
        ({"victim_age": "9" * 5_000_000}, "victim_age", "angka bulat"),
        ({"victim_sex": "X"}, "victim_sex", "Pilih salah satu"),
        ({"victim_sex": "P\x00"}, "victim_sex", "Pilih salah satu"),
        ({"papers_region": "99.99"}, "papers_region", "Pilih kabupaten atau kota"),
        ({"papers_region": "9" * 5_000_000}, "papers_region", "Pilih kabupaten atau kota"),
        ({"violence_types": ["FISIK", "LUCU"]}, "violence_types", "Pilih salah satu"),
        ({"violence_types": ["FISIK", "NA"]}, "violence_types", "tidak dapat dipilih bersama"),
        ({"reporter_relation": ""}, "reporter_relation", "Pilih satu jawaban"),
        ({"chronology": "   \n\t "}, "chronology", "Isi paling sedikit satu"),
    ],
)  # fmt: skip
def test_a_field_error_and_no_crash(typed: dict[str, Any], field: str, words: str) -> None:
    form = posted(**typed)
    assert not form.is_valid()
    found = errors_of(form)
    assert set(found) == {field}
    assert words in found[field]
    assert str(form)


@pytest.mark.parametrize("whole", ["05/13/2026", "2026-13-05", "05-13-2026", "besok"])
@pytest.mark.parametrize("name", ["report_date__day", "report_date"])
def test_a_whole_date_typed_in_one_go_is_never_read_the_american_way(name: str, whole: str) -> None:
    blank = {"report_date__month": "", "report_date__year": ""} if name.endswith("day") else {}
    data = {**FILLED, **{key.replace("__", "-"): value for key, value in {**blank, name: whole}.items()}}
    if name == "report_date":
        data = {key: value for key, value in data.items() if not key.startswith("report_date-")}
    form = build_form(INTAKE)(data)
    assert set(errors_of(form)) == {"report_date"}
    assert whole in str(form)
    assert form.faults()[0].anchor == "id_report_date-day"


@pytest.mark.parametrize("whole", ["5/6/2025", "05-06-2025", "5.6.2025", "2025-06-05", " 5 6 2025 "])
def test_a_whole_date_typed_in_one_go_is_read_day_first(whole: str) -> None:
    form = posted(report_date__day=whole, report_date__month="", report_date__year="")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["report_date"].isoformat() == "2025-06-05"


def test_everything_typed_is_kept_when_something_is_wrong() -> None:
    form = posted(
        report_date__month="13", reporter_name=" Sari <b>", reporter_phone="0812", victim_nik="12 34",
        victim_age="tiga", chronology="baris satu\r\nbaris dua & \"tiga\"", violence_types=["PSIKIS"],
        domestic="YA", papers_region="33.73",
    )  # fmt: skip
    html = str(form)
    assert 'value="13"' in html
    assert 'value=" Sari &lt;b&gt;"' in html
    assert 'value="0812"' in html
    assert 'value="12 34"' in html
    assert 'value="tiga"' in html
    assert "baris satu\r\nbaris dua &amp; &quot;tiga&quot;" in html
    assert re.search(r'value="PSIKIS"[^>]* checked', html)
    assert re.search(r'value="YA"[^>]* checked', html)
    assert '<option value="33.73" selected>Kota Salatiga</option>' in html


def test_all_faults_are_said_at_once_in_the_order_of_the_questions() -> None:
    form = posted(report_date__month="13", reporter_phone="1", victim_nik="1", chronology="a\x00")
    assert [fault.field for fault in form.faults()] == ["report_date", "reporter_phone", "victim_nik", "chronology"]
    assert [fault.anchor for fault in form.faults()] == [
        "id_report_date-month", "id_reporter_phone", "id_victim_nik", "id_chronology",
    ]  # fmt: skip


def test_a_strange_nik_is_a_warning_and_no_error() -> None:
    form = posted(victim_nik="3373013208950001")
    assert form.is_valid()
    assert [warning.field for warning in form.warnings()] == ["victim_nik"]
    assert 'id="id_victim_nik_caution"' in str(form)
    assert 'aria-describedby="id_victim_nik_helptext id_victim_nik_caution"' in str(form)


def test_a_nik_that_differs_from_the_birth_date_is_a_warning() -> None:
    form = posted(
        victim_nik="3373015708950003", victim_sex="L",
        victim_birth_date__day="18", victim_birth_date__month="8", victim_birth_date__year="1995",
    )  # fmt: skip
    assert form.is_valid()
    assert [notice.message[:13] for notice in form.warnings()] == ["Tanggal lahir", "Jenis kelamin"]


def test_an_empty_post_and_a_form_never_posted() -> None:
    assert set(build_form(INTAKE)({}).errors) == {"report_date", "reporter_relation", "chronology"}
    blank = build_form(INTAKE)()
    assert blank.warnings() == []
    assert blank.faults() == []
    assert "govuk-error" not in str(blank)
