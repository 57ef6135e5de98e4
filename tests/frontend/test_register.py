"""The register: found by number, by NIK or telephone without an address that carries them, names never shown."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case
from cases.operations import lifecycle
from cases.people import PersonData
from cases.policies import lanes_of
from frontend.register.finding import PAGE
from sop_library.queries import definition_of
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.working import NAME, NIK, STORY, new_case

REGISTER = "/kasus/"


def numbers(answer) -> list[str]:
    return [tag.get_text(strip=True) for tag in read(answer).select(".rk-register .what a")]


def test_an_empty_register_says_so(client):
    answer = client.get(REGISTER)
    assert "Belum ada kasus" in words(answer)
    assert faults_of(answer) == []


def test_cases_stand_newest_first_without_names(client, salatiga, version, sari):
    first, second = (new_case(salatiga, version, sari) for _number in range(2))
    answer = client.get(REGISTER)
    assert numbers(answer) == [second.number, first.number]
    page = answer.content.decode()
    for secret in (NAME, NIK, STORY):
        assert secret not in page
    assert "Perempuan, 25\N{EN DASH}44 tahun · Fisik" in words(answer)
    assert "Penerimaan" in words(answer)
    assert "Sari" in words(answer)
    assert faults_of(answer) == []


def test_a_number_has_an_address_of_its_own(client, salatiga, version, sari):
    case, _other = new_case(salatiga, version, sari), new_case(salatiga, version, sari)
    sent = client.post(REGISTER, {"words": case.number[-4:]})
    assert sent["Location"] == f"/kasus/?q={case.number[-4:]}"
    assert numbers(client.get(sent["Location"])) == [case.number]


@pytest.mark.parametrize("typed", [NIK, "3373 0157 0895 0003", "0812-1216-0212", "+62 812 1216 0212"])
def test_a_nik_or_telephone_number_is_posted_and_stands_in_no_address(client, salatiga, version, sari, typed):
    case = new_case(salatiga, version, sari)
    new_case(salatiga, version, sari, victims=[PersonData(name="Orang Lain")])
    answer = client.post(REGISTER, {"words": typed})
    assert answer.status_code == 200
    assert numbers(answer) == [case.number]
    page = read(answer)
    hrefs = [link["href"].replace(str(case.pk), "") for link in page.find_all("a")]
    assert not any(re.search(r"(?:\d[\s.\-()+]*){8,}", href) for href in hrefs)
    assert page.find("input", {"name": "words"})["value"] == typed


def test_a_number_in_the_address_is_neither_searched_nor_shown(client, salatiga, version, sari):
    new_case(salatiga, version, sari)
    answer = client.get(REGISTER, {"q": NIK})
    assert NIK not in answer.content.decode()
    assert "Cari NIK atau nomor telepon lewat kotak cari" in words(answer)


def test_part_of_a_nik_finds_nothing_and_the_page_says_how_many_digits_there_are(client, salatiga, version, sari):
    new_case(salatiga, version, sari)
    said = words(client.post(REGISTER, {"words": NIK[:12]}))
    assert "Tidak ditemukan" in said
    assert "NIK terdiri dari 16 angka; yang diketik 12 angka." in said


@pytest.mark.parametrize("typed", [NAME, NAME.split()[0], "Jalan Mawar 3", "a@b.id"])
def test_a_name_stands_in_no_address_and_the_page_says_that_names_cannot_be_searched(
    client, salatiga, version, sari, typed
):
    new_case(salatiga, version, sari)
    answer = client.post(REGISTER, {"words": typed})
    assert answer.status_code == 200
    assert numbers(answer) == []
    assert "Nama tidak bisa dicari" in words(answer)
    assert not any(typed in link["href"] for link in read(answer).find_all("a"))
    assert typed not in client.get(REGISTER, {"q": typed}).content.decode()


@pytest.mark.parametrize("shape", ["{}", "{:d}", "SLT-26-{:d}", "slt-26-{:d}", "26-{:d}"])
def test_a_register_number_is_found_however_it_is_typed(client, salatiga, version, sari, shape):
    case = new_case(salatiga, version, sari)
    prefix, year, last = case.number.split("-")
    typed = shape.replace("SLT-26", f"{prefix}-{year}").replace("slt-26", f"{prefix}-{year}".lower())
    typed = typed.replace("26-", f"{year}-", 1) if typed.startswith("26-") else typed
    sent = client.post(REGISTER, {"words": typed.format(int(last))})
    assert numbers(client.get(sent["Location"])) == [case.number]


@pytest.mark.parametrize("typed", ["\x00", "%", "'; DROP TABLE cases_case; --", "x" * 5000, "SLT-26-9999"])
def test_odd_words_find_nothing_and_break_nothing(client, salatiga, version, sari, typed):
    new_case(salatiga, version, sari)
    answer = client.post(REGISTER, {"words": typed}, follow=True)
    assert answer.status_code == 200


def test_filters_narrow_and_stand_in_the_address(client, salatiga, version, sari):
    running, ended = new_case(salatiga, version, sari), new_case(salatiga, version, sari)
    with in_office(salatiga):
        lifecycle.close(case=ended, reason="moved", by=sari, at=timezone.now())
    sent = client.post(REGISTER, {"words": "", "keadaan": "ended", "sop": "pengaduan-langsung", "kurun": "7"})
    assert sent["Location"] == "/kasus/?keadaan=ended&sop=pengaduan-langsung&kurun=7"
    assert numbers(client.get(sent["Location"])) == [ended.number]
    assert numbers(client.get(REGISTER, {"keadaan": "running"})) == [running.number]
    assert numbers(client.get(REGISTER, {"keadaan": "ngawur", "kurun": "-1"})) == [running.number]
    everything = read(client.get(REGISTER)).find("a", string="Tampilkan juga kasus yang selesai")["href"]
    assert numbers(client.get(everything)) == [ended.number, running.number]
    assert numbers(client.get(REGISTER, {"q": ended.number})) == [ended.number]
    assert "Tidak ditemukan" in words(client.get(REGISTER, {"sop": "layanan-informasi"}))


def test_old_cases_fall_out_of_a_period(client, salatiga, version, sari):
    new_case(salatiga, version, sari, at=timezone.now() - timedelta(days=40))
    assert numbers(client.get(REGISTER, {"kurun": "30"})) == []
    assert len(numbers(client.get(REGISTER, {"kurun": "365"}))) == 1


def test_my_own_cases(client, salatiga, version, sari):
    mine = new_case(salatiga, version, sari)
    new_case(salatiga, version, employ(salatiga, "ratna", "analis"))
    assert numbers(client.get(REGISTER, {"pemegang": "saya"})) == [mine.number]


def test_pages_follow_each_other_without_gap_or_repeat(client, salatiga, version, sari):
    made = [new_case(salatiga, version, sari).number for _number in range(PAGE + 3)]
    first = client.get(REGISTER)
    onward = next(link["href"] for link in read(first).find_all("a") if "setelah=" in link["href"])
    second = client.get(onward)
    assert numbers(first) + numbers(second) == made[::-1]
    assert f"{PAGE + 3} kasus" in words(second)
    assert client.get(REGISTER, {"setelah": "bukan-uuid"}).status_code == 200
    assert client.get(REGISTER, {"setelah": str(uuid.uuid4())}).status_code == 200


def queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(REGISTER).status_code == 200
    return len(captured)


def test_more_cases_ask_no_more_queries(client, salatiga, version, sari):
    new_case(salatiga, version, sari)
    client.get(REGISTER)
    few = queries(client)
    for _number in range(8):
        new_case(salatiga, version, sari)
    assert queries(client) == few
    assert few <= 12


def test_htmx_gets_the_results(client, salatiga, version, sari):
    case = new_case(salatiga, version, sari)
    answer = client.post(REGISTER, {"words": NIK}, headers={"hx-request": "true"})
    assert read(answer).html is None
    assert numbers(answer) == [case.number]
    assert client.post(REGISTER, {"words": "0001"}, headers={"hx-request": "true"})["HX-Redirect"] == "/kasus/?q=0001"


def test_whoever_works_in_no_lane_of_the_sop_sees_none_of_it(client, salatiga, version, sari):
    take(salatiga, "nunukan/intervensi-krisis")
    new_case(salatiga, version, sari)
    other = enter(salatiga, employ(salatiga, "asing", "ketua"))
    assert "Belum ada kasus" in words(other.get(REGISTER))
    nobody = enter(salatiga, employ(salatiga, "baru"))
    assert "Anda belum ditetapkan sebagai pelaksana" in words(nobody.get(REGISTER))


def test_the_other_office_finds_nothing_of_ours(client, salatiga, banyuwangi, version, sari):
    case = new_case(salatiga, version, sari)
    take(banyuwangi, "banyuwangi/p2tp2a")
    theirs = enter(banyuwangi, employ(banyuwangi, "wayan", "*"))
    for typed in (case.number, NIK):
        assert numbers(theirs.post(REGISTER, {"words": typed}, follow=True)) == []
    with in_office(banyuwangi):
        assert Case.objects.count() == 0


def test_nobody_gets_in_without_a_login_and_other_methods_are_refused(client, salatiga):
    assert enter(salatiga).get(REGISTER)["Location"].startswith("/masuk/")
    assert client.put(REGISTER).status_code == 405


def test_it_says_that_only_the_cases_of_ones_lanes_are_listed_and_a_number_to_who_may_see_it(
    client, salatiga, version, sari
):
    other = take(salatiga, "salatiga/layanan-informasi")
    semua = employ(salatiga, "semua", "*")
    new_case(salatiga, version, sari)
    for _case in range(2):
        new_case(salatiga, other, semua)
    with in_office(salatiga):
        lanes = lanes_of(definition_of(version)) - lanes_of(definition_of(other))
    head = enter(salatiga, employ(salatiga, "kepala", *lanes, admin=True))
    shown = words(head.get(REGISTER))
    assert "1 dari 3 kasus yang belum selesai; yang lain tidak melewati pelaksana Anda." in shown
    assert "jadi hanya yang melewati pelaksana Anda" in shown, "what is downloaded is no more"
    assert "1 dari 3 kasus; yang lain" in words(head.get(REGISTER, {"keadaan": "semua"}))
    searched = words(head.post(REGISTER, {"words": NIK}))
    assert " dari 3 " not in searched, "a number found would tell of cases that are not theirs"
    plain = words(client.get(REGISTER))
    assert "Yang tampil hanya kasus yang melewati pelaksana Anda." in plain
    assert " dari 3 " not in plain
