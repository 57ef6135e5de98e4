"""What changed, in words: version against version, and a draft against what is in force."""

from copy import deepcopy
from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import Staff
from sop_library.definition import parse
from sop_library.models import Draft
from sop_library.operations.adopting import adopt
from sop_library.operations.drafts import begin
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import catalogue, employ, enter, faults_of, read, take, words

KEY = "salatiga/layanan-informasi"
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def admin(salatiga: Office) -> Staff:
    return employ(salatiga, "wati", admin=True)


@pytest.fixture
def wati(salatiga: Office, admin: Staff) -> Client:
    return enter(salatiga, admin)


@pytest.fixture
def changed() -> dict:
    document = deepcopy(dict(catalogue(KEY).document))
    first = document["steps"][0]
    first["text"] = first["text"].replace(first["text"].split()[0], "Menyambut", 1)
    document["steps"].append(
        {"key": "arsip", "step": "99", "name": "Arsip", "text": "Menyimpan berkas", "lanes": "unsaid"}
    )
    return document


@pytest.fixture
def two(salatiga: Office, changed: dict) -> str:
    """The address of the comparison of two published versions."""
    version = take(salatiga, KEY)
    changed["steps"][-1]["lanes"] = changed["steps"][0]["lanes"]
    with in_office(salatiga):
        adopt(definition=parse(changed), at=AT)
    return f"/sop/{version.sop.slug}/beda/"


def test_the_newest_version_is_told_from_the_one_before_it(wati, two):
    answer = wati.get(two)
    assert answer.status_code == 200
    assert faults_of(answer) == []
    page = read(answer)
    assert page.h1.text.strip() == "Yang berubah dari versi 1"
    assert "2 langkah" in words(answer)
    assert [row.select("td")[0].text for row in page.select("table.rk-diff tbody tr")][-1] == "99"
    assert "Menyambut" in page.select_one("ins").text
    assert page.select_one("del")


def test_any_two_versions_can_be_chosen(wati, two):
    back = wati.get(two, {"dari": "2", "ke": "1"})
    assert "Yang berubah dari versi 2" in words(back)
    assert wati.get(two, {"dari": "1", "ke": "1"}).status_code == 200
    assert wati.get(two, {"ke": "7"}).status_code == 404
    assert wati.get(two, {"ke": "x"}).status_code == 404


def test_one_version_alone_has_nothing_to_compare(wati, salatiga):
    version = take(salatiga, KEY)
    answer = wati.get(f"/sop/{version.sop.slug}/beda/")
    assert "Baru ada satu versi" in words(answer)
    assert wati.get("/sop/tidak-ada/beda/").status_code == 404


def test_it_stands_on_the_sheet_too_with_its_legend(wati, two):
    pictures = [image["src"] for image in read(wati.get(two)).select(".rk-pages img")]
    assert pictures == ["/sop/layanan-informasi/versi/2/lembar.svg?beda=1&halaman=2"]
    drawn = wati.get(pictures[0]).content.decode()
    assert [tag for tag in ("+ baru", "~ ubah", "langkah baru", "isinya berubah") if tag not in drawn] == []
    assert "+ baru" not in wati.get("/sop/layanan-informasi/versi/2/lembar.svg?halaman=2").content.decode()
    for asked in ("9", "x"):
        assert wati.get(f"/sop/layanan-informasi/versi/2/lembar.svg?beda={asked}").status_code == 404


def test_a_variant_is_held_against_what_the_library_has(wati, two):
    answer = wati.get(two, {"dari": "induk", "ke": "2"})
    assert (answer.status_code, faults_of(answer)) == (200, [])
    assert "Yang berubah dari induk di pustaka" in words(answer)
    assert "Menyambut" in read(answer).select_one("ins").text
    (picture, *_) = [image["src"] for image in read(answer).select(".rk-pages img")]
    assert "beda=induk" in picture
    assert wati.get(picture)["Content-Type"] == "image/svg+xml"


def test_an_sop_of_the_office_alone_has_nothing_in_the_library(wati, salatiga, changed):
    changed["steps"][-1]["lanes"] = changed["steps"][0]["lanes"]
    with in_office(salatiga):
        version = adopt(definition=parse({**changed, "sop": "salatiga/sendiri", "name": "Sendiri"}), at=AT)
    where = f"/sop/{version.sop.slug}/"
    assert wati.get(f"{where}beda/", {"dari": "induk"}).status_code == 404
    assert wati.get(f"{where}versi/1/lembar.svg?beda=induk").status_code == 404


def test_the_comparison_asks_the_database_the_same_for_any_number_of_steps(wati, two, django_assert_max_num_queries):
    wati.get(two)
    with django_assert_max_num_queries(22):
        wati.get(two)


def begun(office: Office, by: Staff, document: dict, **more: object) -> Draft:
    with in_office(office):
        return begin(
            document=document,
            slug="layanan-informasi",
            name="Informasi",
            service="layanan-informasi",
            by=by,
            at=AT,
            **more,
        )


def test_a_draft_is_told_from_the_version_it_began_from(wati, salatiga, admin, changed):
    version = take(salatiga, KEY)
    draft = begun(salatiga, admin, changed, sop=version.sop, base=version)
    answer = wati.get(f"/sop/draf/{draft.pk}/beda/")
    assert answer.status_code == 200
    assert faults_of(answer) == []
    assert "Menyimpan berkas" in words(answer)
    assert "Yang berubah dari versi 1" in words(answer)
    pictures = [image["src"] for image in read(answer).select(".rk-pages img")]
    assert pictures
    assert "+ baru" in wati.get(pictures[-1]).content.decode()


def test_a_half_built_draft_of_a_new_sop_is_all_new(wati, salatiga, admin):
    draft = begun(salatiga, admin, {"steps": [{}], "lanes": {}})
    answer = wati.get(f"/sop/draf/{draft.pk}/beda/")
    assert answer.status_code == 200
    assert "Ini SOP baru" in words(answer)
    assert wati.get(f"/sop/draf/{draft.pk}/lembar.svg?beda=ya").status_code == 404


def test_drafts_are_not_for_everybody(salatiga, admin):
    draft = begun(salatiga, admin, {"steps": []})
    assert enter(salatiga, employ(salatiga, "sari")).get(f"/sop/draf/{draft.pk}/beda/").status_code == 403
