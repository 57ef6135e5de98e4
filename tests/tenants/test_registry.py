"""The registry: 38 provinces, 514 regencies, and what an office is called."""

import hashlib
from collections import Counter

import pytest

from tenants.models import Kind, Province, Regency
from tenants.registry.loading import load_registry
from tenants.registry.naming import names_in_use_twice, slug_of_province, slug_of_regency
from tenants.registry.source import FOLDER, changed_codes, provinces, regencies

PUBLISHED = {
    "provinces.csv": "ee9e5b5aaca298c41aef1aa0888285e103856f1414134bbb7afc68b294c9a89d",
    "regencies.csv": "d5fbd54bb1500bbf5e194ddc94a3806df6e6837a310146dfa646b085bd99c0ae",
}


@pytest.mark.parametrize("file", PUBLISHED)
def test_the_published_files_are_unchanged(file: str) -> None:
    assert hashlib.sha256((FOLDER / file).read_bytes()).hexdigest() == PUBLISHED[file]
    assert "ODbL" in (FOLDER / "NOTICE").read_text()


def test_the_files_hold_38_provinces_and_514_regencies() -> None:
    assert len(provinces()) == 38
    assert Counter(regency.kind for regency in regencies().values()) == {"kabupaten": 416, "kota": 98}
    assert {regency.province_code for regency in regencies().values()} == set(provinces())


@pytest.mark.django_db
def test_the_shared_schema_holds_what_the_files_hold() -> None:
    assert {row.code: (row.name, row.zone) for row in Province.objects.all()} == {
        code: (row.name, row.zone) for code, row in provinces().items()
    }
    assert {row.code: (row.name, row.kind, row.province_id) for row in Regency.objects.all()} == {
        code: (row.name, row.kind, row.province_code) for code, row in regencies().items()
    }


def test_loading_again_repairs_and_adds_nothing(owner_db: str) -> None:
    Regency.objects.filter(code="33.73").update(name="Kota Lain")
    assert load_registry(province_model=Province, regency_model=Regency) == (38, 514)
    assert Regency.objects.get(code="33.73").name == "Kota Salatiga"


@pytest.mark.parametrize(
    ("code", "zone", "label"),
    [
        ("33", "Asia/Jakarta", "WIB"),
        ("62", "Asia/Pontianak", "WIB"),
        ("61", "Asia/Pontianak", "WIB"),
        ("65", "Asia/Makassar", "WITA"),
        ("51", "Asia/Makassar", "WITA"),
        ("82", "Asia/Jayapura", "WIT"),
        ("96", "Asia/Jayapura", "WIT"),
    ],
)
def test_every_province_has_its_zone(code: str, zone: str, label: str) -> None:
    assert (provinces()[code].zone, provinces()[code].zone_label) == (zone, label)


def test_a_name_that_two_places_share_carries_its_kind() -> None:
    assert len(names_in_use_twice()) == 26
    assert slug_of_regency("33.74") == "kota-semarang"
    assert slug_of_regency("33.22") == "kabupaten-semarang"
    assert slug_of_regency("96.71") == "kota-sorong"


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        ("33.73", "salatiga"),
        ("35.10", "banyuwangi"),
        ("65.03", "nunukan"),
        ("62.05", "barito-utara"),
        ("31.01", "kepulauan-seribu"),
        ("31.71", "jakarta-pusat"),
        ("72.04", "toli-toli"),
    ],
)
def test_a_name_of_one_place_stands_alone(code: str, slug: str) -> None:
    assert slug_of_regency(code) == slug


def test_no_two_offices_can_get_the_same_slug() -> None:
    slugs = [slug_of_regency(code) for code in regencies()] + [slug_of_province(code) for code in provinces()]
    assert len(set(slugs)) == 514 + 38
    assert slug_of_province("33") == "provinsi-jawa-tengah"


def test_codes_that_changed_in_papua_lead_to_present_ones() -> None:
    assert len(changed_codes()) == 26
    assert changed_codes()["91.01"] == "93.01"
    assert set(changed_codes().values()) <= set(regencies())
    assert not set(changed_codes()) & set(regencies())


def test_kinds_are_the_registry_s() -> None:
    assert {regency.kind for regency in regencies().values()} == {Kind.KABUPATEN, Kind.KOTA}
