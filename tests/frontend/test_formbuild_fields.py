"""The fields by themselves, as the hand-written screens use them."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from frontend.formbuild import (
    ClockTime,
    DateParts,
    KkField,
    ManyChoices,
    NikField,
    PhoneField,
    RegionField,
    SafeText,
    Section,
    SheetForm,
    SingleChoice,
    WholeNumber,
    coded,
    region_choices,
)
from frontend.formbuild.sheet import naming
from frontend.formbuild.widgets import LineInput, RadioChoice, SelectChoice
from sop_library import codes


def refused(field: forms.Field, typed: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(typed)
    return str(caught.value.messages[0])


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (SafeText(label="Nama"), "  Sari \r\n Ayu ", "Sari   Ayu"),
        (SafeText(label="Catatan", lines=True), " satu\r\ndua\vtiga\f ", "satu\ndua\ntiga"),
        (SafeText(label="Nama", required=False), " \t\n", ""),
        (WholeNumber(label="Jumlah"), " 12 ", 12),
        (WholeNumber(label="Rupiah"), "1.500.000", 1_500_000),
        (WholeNumber(label="Jumlah", required=False), "", None),
        (WholeNumber(label="Jumlah"), "0", 0),
        (ClockTime(label="Jam"), "9.30", "09:30"),
        (ClockTime(label="Jam"), "2130", "21:30"),
        (ClockTime(label="Jam", required=False), " ", ""),
        (DateParts(label="Tanggal"), ["1", "2", "2026"], date(2026, 2, 1)),
        (DateParts(label="Tanggal"), ["29", "02", "2024"], date(2024, 2, 29)),
        (DateParts(label="Tanggal", required=False), ["", " ", ""], None),
        (NikField(label="NIK"), "33.73.01.570895.0003", "3373015708950003"),
        (KkField(label="KK"), "3373 0117 0826 0001", "3373011708260001"),
        (PhoneField(label="Telepon"), "0812-1216-0212", "+6281212160212"),
        (RegionField(label="Wilayah"), "65.03", "65.03"),
        (RegionField(label="Wilayah", required=False), "", ""),
        (SingleChoice(label="Jenis", choices=coded(codes.labels("sex"))), "P", "P"),
        (ManyChoices(label="Bentuk", choices=coded(codes.labels("violence_type"))), ["FISIK"], ["FISIK"]),
        (ManyChoices(label="Bentuk", choices=[("A", "A")], required=False), None, []),
    ],
)
def test_what_is_typed_becomes_a_value(field: forms.Field, typed: Any, value: Any) -> None:
    assert field.clean(typed) == value


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (SafeText(label="Nama"), "", "Isi “Nama”"),
        (SafeText(label="Nama", longest=3), "abcd", "“Nama” terlalu panjang: 4 karakter. Ringkas sampai 3 karakter"),
        (SafeText(label="Nama"), "a\x00", "“Nama” memuat karakter"),
        (SafeText(label="Nama"), "a\x1b", "“Nama” memuat karakter"),
        (WholeNumber(label="Jumlah"), "", "Isi “Jumlah”"),
        (WholeNumber(label="Jumlah"), "1,5", "angka bulat"),
        (WholeNumber(label="Jumlah"), "1.50", "angka bulat"),
        (WholeNumber(label="Jumlah", smallest=1), "0", "paling kecil 1"),
        (WholeNumber(label="Jumlah", largest=2000), "2001", "paling besar 2.000"),
        (ClockTime(label="Jam"), "25.00", "Tulis jam"),
        (ClockTime(label="Jam"), "9.3", "Tulis jam"),
        (DateParts(label="Tanggal"), ["29", "2", "2026"], "hanya sampai tanggal 28"),
        (DateParts(label="Tanggal"), ["", "2", "2026"], "Lengkapi tanggalnya"),
        (DateParts(label="Tanggal"), ["1", "", "2026"], "Lengkapi bulannya"),
        (DateParts(label="Tanggal"), "05/13/2026", "Tulis bulan dengan angka 1 sampai 12"),
        (DateParts(label="Tanggal"), None, "Isi “Tanggal”"),
        (NikField(label="NIK"), "1", "16 angka"),
        (KkField(label="KK"), "1", "16 angka"),
        (PhoneField(label="Telepon"), "x", "nomor telepon"),
        (RegionField(label="Wilayah"), "", "Pilih kabupaten atau kota"),
        (RegionField(label="Wilayah"), "33.99", "Pilih kabupaten atau kota"),
        (SingleChoice(label="Jenis", choices=[("A", "A")]), "", "Pilih satu jawaban untuk “Jenis”"),
        (SingleChoice(label="Jenis", choices=[("A", "A")]), "B", "Pilih salah satu jawaban"),
        (ManyChoices(label="Bentuk", choices=[("A", "A")]), [], "Pilih paling sedikit satu"),
        (ManyChoices(label="Bentuk", choices=[("A", "A")]), ["B"], "Pilih salah satu jawaban"),
    ],
)
def test_what_is_wrong_gets_a_sentence(field: forms.Field, typed: Any, words: str) -> None:
    assert words in refused(field, typed)


def test_a_date_after_today_is_refused_where_it_must_be_over() -> None:
    today = timezone.localdate()
    field = DateParts(label="Diterima", not_after_today=True)
    tomorrow = today + timedelta(days=1)
    assert field.clean(today.isoformat()) == today
    assert "belum terjadi" in refused(field, tomorrow.isoformat())


def test_a_date_knows_whether_it_was_changed() -> None:
    field = DateParts(label="Tanggal")
    assert not field.has_changed(date(2026, 2, 1), ["1", "2", "2026"])
    assert not field.has_changed("2026-02-01", ["01", "02", "2026"])
    assert field.has_changed(date(2026, 2, 1), ["2", "2", "2026"])
    assert field.has_changed(date(2026, 2, 1), ["31", "2", "2026"])


def test_all_regencies_can_be_chosen_by_province() -> None:
    groups = dict(region_choices())
    assert len(groups) == 38
    assert sum(len(rows) for rows in groups.values()) == 514
    assert ("33.73", "Kota Salatiga") in groups["Jawa Tengah"]


def test_a_caller_may_narrow_the_regions() -> None:
    field = RegionField(label="Wilayah", choices=[("33.73", "Kota Salatiga")])
    assert field.clean("33.73") == "33.73"
    assert "Pilih kabupaten" in refused(field, "65.03")


def test_few_choices_are_radios_and_many_a_list() -> None:
    few, many = [("A", "A"), ("B", "B")], [(str(number), str(number)) for number in range(8)]
    assert isinstance(SingleChoice(label="x", choices=few).widget, RadioChoice)
    assert isinstance(SingleChoice(label="x", choices=many).widget, SelectChoice)
    assert isinstance(SingleChoice(label="x", choices=few, radios=False).widget, SelectChoice)
    assert isinstance(SingleChoice(label="x", choices=many, radios=True).widget, RadioChoice)


class Party(SheetForm):
    name = SafeText(label="Nama", width=20, help_text="Boleh nama panggilan.")
    nik = NikField(label="NIK", required=False)
    phone = PhoneField(label="Telepon", required=False)
    born = DateParts(label="Tanggal lahir", required=False)
    at = ClockTime(label="Jam", required=False)
    place = RegionField(label="Wilayah", required=False)
    ticket = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("name") == "tidak boleh":
            raise ValidationError("Sesuatu pada formulir ini perlu diperiksa")
        return self.cleaned_data


TICKET = "6b7c1f6e-0f0f-4d55-9a3c-0a4b8f8d3c11"


def test_a_form_written_by_hand_has_the_same_looks_and_manners() -> None:
    form = Party(
        {"nik": "3373013208950001", "phone": "0899 0000", "born-day": "31", "born-month": "2", "born-year": "2026"}
    )
    assert [(fault.field, fault.anchor) for fault in form.faults()] == [
        ("name", "id_name"), ("born", "id_born-day"), ("ticket", ""),
    ]  # fmt: skip
    assert [warning.field for warning in form.warnings()] == ["nik", "phone"]
    html = BeautifulSoup(str(form), "html.parser")
    name = html.find(id="id_name")
    assert name is not None
    assert name["class"] == ["govuk-input", "govuk-input--width-20", "govuk-input--error"]
    assert name["aria-invalid"] == "true"
    assert name["aria-describedby"] == "id_name_helptext id_name_error"
    assert len(html.select(".govuk-form-group")) == 6
    assert len(html.select("input[type=hidden]")) == 1


def test_a_fault_of_the_whole_form_stands_first_without_a_link() -> None:
    form = Party({"name": "tidak boleh", "ticket": TICKET})
    assert form.faults()[0].message == "Sesuatu pada formulir ini perlu diperiksa"
    html = BeautifulSoup(str(form), "html.parser")
    first = html.select_one(".govuk-error-summary__list li")
    assert first is not None
    assert first.find("a") is None


def test_stored_values_are_shown_as_they_are_written_at_home() -> None:
    stored = {"phone": "+6281212160212", "at": "09:30", "born": date(1995, 8, 17), "place": "33.73"}
    html = BeautifulSoup(str(Party(initial=stored)), "html.parser")

    def value(name: str) -> str:
        return str(html.select_one(f"[name={name}]")["value"])  # type: ignore[index]

    assert value("phone") == "0812-1216-0212"
    assert value("at") == "09.30"
    assert [value(f"born-{part}") for part in ("day", "month", "year")] == ["17", "8", "1995"]
    assert html.select_one("option[selected]").get_text() == "Kota Salatiga"  # type: ignore[union-attr]


def test_sections_may_be_chosen_by_the_form() -> None:
    class Two(SheetForm):
        one = SafeText(label="Satu")
        two = SafeText(label="Dua")

        def sections(self) -> list[Section]:
            return [Section("Kedua", "Petunjuk.", (self["two"],)), Section("", "", (self["one"],))]

    html = BeautifulSoup(str(Two(prefix="p")), "html.parser")
    assert [label.get_text() for label in html.find_all("label")] == ["Dua (wajib)", "Satu (wajib)"]
    assert [tag.get_text() for tag in html.find_all("h2")] == ["Kedua"]
    assert html.find(id="p-bagian-1") is not None


def test_a_disabled_or_tuned_input_keeps_its_attributes() -> None:
    field = SafeText(label="Nama", disabled=True, widget=LineInput({"autocomplete": "name", "class": "lain"}))

    class One(SheetForm):
        name = field

    tag = BeautifulSoup(str(One()), "html.parser").find("input")
    assert tag is not None
    assert tag["autocomplete"] == "name"
    assert tag["class"] == ["govuk-input", "lain"]
    assert tag.has_attr("disabled")


@pytest.mark.parametrize("month", ["5", "05", "Mei", "mei", "May"])
def test_a_month_may_be_written_as_a_word(month: str) -> None:
    assert DateParts(label="Tanggal").clean(["13", month, "2026"]) == date(2026, 5, 13)
    assert DateParts(label="Tanggal").clean(f"13 {month} 2026") == date(2026, 5, 13)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("Nov", 11), ("nov.", 11), ("februari", 2), ("pebruari", 2), ("agt", 8), ("Agu", 8), ("Des", 12)],
)
def test_a_month_may_be_cut_short(typed: str, number: int) -> None:
    assert DateParts(label="Tanggal").clean(["1", typed, "2026"]) == date(2026, number, 1)


@pytest.mark.parametrize("typed", ["Nop1", "ju", "Hujan", "13"])
def test_what_is_no_month_is_refused(typed: str) -> None:
    assert "atau namanya" in refused(DateParts(label="Tanggal"), ["1", typed, "2026"])


class TwoDates(SheetForm):
    born = DateParts(label="Tanggal lahir", required=False)
    happened = DateParts(label="Kapan terjadi?", required=False)
    phone = PhoneField(label="Telepon pelapor", required=False)


def test_the_list_of_faults_names_the_question_of_each() -> None:
    form = TwoDates({"born": "1/13/2026", "happened": "1/13/2026", "phone": "x"})
    assert [fault.message.partition(" Tulis")[0] for fault in form.faults()] == [
        "Tanggal lahir:", "Kapan terjadi?", "Telepon pelapor:",
    ]  # fmt: skip
    assert str(form.errors["born"][0]).startswith("Tulis bulan"), "beside its question it need not be named"


@pytest.mark.parametrize(
    ("label", "message", "said"),
    [
        ("Nama korban", "terlalu panjang", "Nama korban: terlalu panjang"),
        ("Siapa?", "Pilih satu", "Siapa? Pilih satu"),
        ("Keperluan lain, tulis di sini", "Tulis keperluan lain itu apa.", "Tulis keperluan lain itu apa."),
        ("Apa yang dihasilkan? (agenda)", "Isi output langkah ini: agenda.", "Isi output langkah ini: agenda."),
        ("Selasa, tutup", "Selasa: Jam tutup harus sesudah jam buka.", "Selasa: Jam tutup harus sesudah jam buka."),
    ],
)
def test_a_list_of_faults_says_nothing_twice(label: str, message: str, said: str) -> None:
    assert naming(label, message) == said


def test_a_number_that_is_none_is_answered_with_an_example_that_fits() -> None:
    with pytest.raises(ValidationError, match="misalnya 36"):
        WholeNumber(label="Umur korban", example="36").clean("abc")
