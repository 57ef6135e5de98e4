"""Code lists, ages, NIK, family card and phone numbers."""

import csv
from datetime import date
from pathlib import Path

import pytest
import yaml

from sop_library import codes
from sop_library.codes import kk, nik, phone

TODAY = date(2026, 11, 21)
VECTORS = Path(__file__).parents[1] / "truth" / "codes" / "nik_test_vectors.csv"
# The registry holds regencies; no list of the 7,285 districts is shipped, so a district is never doubted.
NOT_KNOWN_HERE = "district_code_not_current"


def vectors() -> list[dict[str, str]]:
    with VECTORS.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@pytest.mark.parametrize("row", vectors(), ids=lambda row: row["comment"])
def test_a_nik_reads_as_the_vectors_say(row: dict[str, str]) -> None:
    read = nik.read(row["input"], on=TODAY)
    assert ",".join(read.errors) == row["errors"]
    assert [code for code in row["warnings_expected"].split() if code != NOT_KNOWN_HERE] == list(read.warnings)
    assert (row["valid_structure"] == "True") == (not read.errors)
    assert (read.digits is None) == (row["errors"] == "format")
    if read.digits:
        assert (read.sex or "") == row["sex"]
        assert (read.birth_date.isoformat() if read.birth_date else "") == row["birth_date"]
        assert read.region == row["regency_code"]
    if row["regency_successor"]:
        assert read.region_now == row["regency_successor"]


def test_the_vectors_are_all_there() -> None:
    assert len(vectors()) == 21


@pytest.mark.parametrize("typed", ["", "abc", "1" * 15, "1" * 17, "1" * 5_000_000, "٣" * 16, "3373015708950003\x00"])
def test_what_is_no_nik_is_refused_without_a_crash(typed: str) -> None:
    assert nik.read(typed, on=TODAY).errors == ("format",)


def test_a_birth_date_still_to_come_belongs_to_the_century_before() -> None:
    read = nik.read("3373013112260001", on=TODAY)
    assert read.birth_date == date(1926, 12, 31)
    assert read.warnings == ()


def test_no_message_repeats_the_number() -> None:
    for code in ("format", "province", "birth_date", "serial", "regency_code_not_current", "century_ambiguous"):
        assert not any(sign.isdigit() for sign in nik.message(code).replace("16", "").replace("0000", ""))


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2026, 11, 21), "A00_05"),
        (date(2020, 11, 22), "A00_05"),
        (date(2020, 11, 21), "A06_12"),
        (date(2013, 11, 21), "A13_17"),
        (date(2008, 11, 22), "A13_17"),
        (date(2008, 11, 21), "A18_24"),
        (date(2001, 11, 21), "A25_44"),
        (date(1981, 11, 21), "A45_59"),
        (date(1966, 11, 21), "A60"),
        (date(1920, 1, 1), "A60"),
    ],
)
def test_the_day_of_a_birthday_changes_the_band(born: date, band: str) -> None:
    assert codes.age_band(born, TODAY) == band


def test_a_leap_day_birthday_falls_on_the_first_of_march() -> None:
    assert codes.age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert codes.age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


def test_a_child_is_under_eighteen_and_the_unborn_is_one() -> None:
    assert codes.is_child(date(2008, 11, 22), TODAY)
    assert not codes.is_child(date(2008, 11, 21), TODAY)
    assert codes.is_child(date(2027, 3, 1), TODAY)
    with pytest.raises(ValueError, match="born after"):
        codes.age_band(date(2027, 3, 1), TODAY)
    with pytest.raises(ValueError, match="negative"):
        codes.band_of_age(-1)


def test_bands_and_child_bands_belong_to_the_list() -> None:
    assert set(codes.labels("age_band")) == {codes.band_of_age(age) for age in range(120)}
    assert codes.child_bands() == {codes.band_of_age(age) for age in range(18)}


@pytest.mark.parametrize("name", codes.NAMES)
def test_every_list_has_words_and_says_how_sure_it_is(name: str) -> None:
    found = codes.code_list(name)
    assert found.title
    assert found.confidence in {"high", "medium", "low", "ours"}
    assert found.confidence == "ours" or found.sources
    assert len(found.labels) >= 2
    assert all(found.labels.values())
    assert len(set(found.labels.values())) == len(found.labels)
    assert all(code == code.upper() for code in found.codes)


def test_the_data_file_holds_the_typed_lists_and_no_other() -> None:
    text = (Path(codes.__file__).parent / "lists.yaml").read_text(encoding="utf-8")
    assert set(yaml.safe_load(text)) == set(codes.NAMES)


def test_the_ministrys_codes_are_kept_as_they_are() -> None:
    assert list(codes.labels("violence_type")) == [
        "FISIK", "PSIKIS", "SEKSUAL", "EKSPLOITASI", "TRAFFICKING", "PENELANTARAN", "LAINNYA",
    ]  # fmt: skip
    assert codes.code_list("violence_type").ministry["TRAFFICKING"] == "Trafficking"
    assert codes.code_list("violence_type").multi_valued
    assert len(codes.labels("service_given")) == 8
    assert codes.label("occupation", "NA") == codes.UNKNOWN_LABEL


def test_an_unknown_list_or_code_is_a_defect() -> None:
    with pytest.raises(codes.UnknownCode):
        codes.code_list("colour")
    with pytest.raises(codes.UnknownCode):
        codes.label("sex", "X")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("081212160212", "+6281212160212"),
        ("0812-1216-0212", "+6281212160212"),
        ("+62 812 1216 0212", "+6281212160212"),
        ("(0298) 326063", "+62298326063"),
        ("+60 12-345 6789", "+60123456789"),
    ],
)
def test_a_phone_number_is_kept_in_one_form(typed: str, number: str) -> None:
    read = phone.read(typed)
    assert read.number == number
    assert read.warnings == ()
    assert phone.read(phone.display(number)).number == number


@pytest.mark.parametrize("typed", ["", "abc", "12", "0812", "1" * 5_000_000, "0812\x00", "0812 1216 0212 ext. 5"])
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    assert phone.read(typed).number is None


def test_a_mobile_number_cut_short_is_shown_a_whole_one_not_an_area_code() -> None:
    for typed in ("08123", "0812 12", "+62 812", "628123"):
        assert phone.read(typed).errors == ("format",), typed
    assert "0812-" in phone.message("format")


def test_a_number_without_area_code_is_asked_for_it() -> None:
    assert phone.read("326063").errors == ("area_code",)
    assert "kode wilayah" in phone.message("area_code")


def test_an_unusual_number_is_a_warning() -> None:
    read = phone.read("0899 0000")
    assert read.number == "+628990000"
    assert read.warnings == ("unusual",)
    assert phone.message("unusual")


def test_a_family_card_number_has_sixteen_digits() -> None:
    assert kk.read("3373 0117 0826 0001").digits == "3373011708260001"
    assert kk.read("337301170826").errors == ("format",)
    assert "16 angka" in kk.message("format")
