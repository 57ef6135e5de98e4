"""The register taken along as a table: by the head and the admins alone, without names, and the access log knows."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import OfficeProfile
from cases.calendars import local_moment
from cases.models import Case
from cases.operations import lifecycle
from cases.people import PersonData
from frontend.register.sheet import COLUMNS, safe
from safeguards.models import AccessEvent
from sop_library.models import Sop
from tenants.current import in_office
from tests.frontend.screens import employ, enter, read, words
from tests.frontend.working import INCIDENT, NAME, NIK, PHONE, STORY, new_case

REGISTER, TABLE = "/kasus/", "/kasus/unduhan/"


@pytest.fixture
def admin(salatiga, version) -> Client:
    return enter(salatiga, employ(salatiga, "bagus", "analis", admin=True))


def taken(client: Client, **wanted: str) -> list[dict[str, str]]:
    answer = client.post(TABLE, wanted)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    body = b"".join(answer.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_line_tells_what_a_case_is_and_nothing_of_who(salatiga, version, sari, admin):
    at = timezone.now() - timedelta(days=2)
    case = new_case(salatiga, version, sari, at=at, risk="high")
    (line,) = taken(admin)
    with in_office(salatiga):
        here = local_moment(at)
    assert list(line) == [str(name) for name in COLUMNS]
    assert line["Nomor kasus"] == case.number
    assert line["Diterima"] == here.strftime("%Y-%m-%d %H:%M")
    assert (line["Keadaan"], line["Tahap"], line["Risiko"]) == ("Berjalan", "Penerimaan", "Risiko tinggi")
    assert (line["Bentuk kekerasan"], line["Selesai"]) == ("Fisik", "")
    regions = [line[f"Kode wilayah {name}"] for name in ("KTP/KK", "domisili", "kejadian")]
    assert regions == ["33.22", "33.73", "33.73"]
    assert "tamu" in line["Langkah terbuka"].lower()
    said = " ".join(line.values())
    for secret in (NAME, NIK, PHONE, STORY):
        assert secret not in said


def test_it_is_narrowed_as_the_page_is_and_the_page_offers_it(salatiga, version, sari, admin):
    running, ended = new_case(salatiga, version, sari, risk="low"), new_case(salatiga, version, sari)
    with in_office(salatiga):
        lifecycle.close(case=ended, reason="moved", by=sari, at=timezone.now())
    assert [line["Nomor kasus"] for line in taken(admin)] == [running.number]
    assert [line["Nomor kasus"] for line in taken(admin, keadaan="ended")] == [ended.number]
    assert [line["Nomor kasus"] for line in taken(admin, keadaan="semua", risiko="-")] == [ended.number]
    page = read(admin.get(REGISTER, {"keadaan": "ended", "kurun": "7"}))
    form = page.find("form", action=TABLE)
    sent = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    assert {"keadaan": "ended", "kurun": "7"}.items() <= sent.items()


def test_who_took_it_along_stands_in_the_access_log(salatiga, version, sari, admin):
    new_case(salatiga, version, sari)
    taken(admin)
    with in_office(salatiga):
        event = AccessEvent.objects.get(what="register_taken")
        assert (event.by.username, event.reason, event.until) == ("bagus", "register", None)


def test_the_head_may_of_the_cases_they_see_and_whoever_only_works_on_them_may_not(salatiga, version, sari, client):
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post="Kepala DP3AP2KB")
    new_case(salatiga, version, sari)
    head = enter(salatiga, employ(salatiga, "kepala", post="Kepala DP3AP2KB"))
    assert taken(head) == [], "no lane, no case"
    assert read(head.get(REGISTER)).find("form", action=TABLE) is None
    assert read(client.get(REGISTER)).find("form", action=TABLE) is None
    refused = client.post(TABLE)
    assert refused.status_code == 403
    assert "hanya untuk kepala kantor dan admin kantor" in words(refused)
    assert head.get(TABLE).status_code == 405


@pytest.mark.parametrize("words_of_the_sop", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_is_a_formula(salatiga, version, sari, admin, words_of_the_sop):
    new_case(salatiga, version, sari)
    with in_office(salatiga):
        Sop.objects.update(name=words_of_the_sop)
    (line,) = taken(admin)
    assert line["SOP"] == f"'{words_of_the_sop}"
    assert safe("33.73") == "33.73"


def test_more_cases_ask_no_more_queries(salatiga, version, sari, admin):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            taken(admin, keadaan="semua")
        return len(captured)

    new_case(salatiga, version, sari)
    queries()
    few = queries()
    for _number in range(6):
        new_case(salatiga, version, sari, victims=[PersonData(sex="P"), PersonData(sex="L")])
    assert queries() == few
    assert few <= 16


def test_risk_stage_and_door_narrow_the_register_itself(client, salatiga, version, sari):
    high, unrated = new_case(salatiga, version, sari, risk="high"), new_case(salatiga, version, sari)
    with in_office(salatiga):
        Case.objects.filter(pk=unrated.pk).update(stage="monitoring", door="lain")

    def numbers(**wanted: str) -> list[str]:
        return [tag.get_text(strip=True) for tag in read(client.get(REGISTER, wanted)).select(".rk-register .what a")]

    assert numbers(risiko="high") == [high.number]
    assert numbers(risiko="-") == numbers(tahap="monitoring") == numbers(pintu="lain") == [unrated.number]
    assert numbers(risiko="ngawur", tahap="ngawur") == [unrated.number, high.number]
    sent = client.post(REGISTER, {"words": "", "risiko": "high", "tahap": "intake", "pintu": "datang"})
    assert sent["Location"] == "/kasus/?risiko=high&tahap=intake&pintu=datang"
    page = read(client.get(sent["Location"]))
    assert page.find("details", open=True).find("select", id="tahap")
    assert "Hasil pencarian" in page.get_text()


def test_it_opens_in_columns_in_a_spreadsheet_that_parts_cells_at_semicolons(salatiga, version, sari, admin):
    both = replace(INCIDENT, kinds=("FISIK", "PSIKIS"))
    new_case(salatiga, version, sari, incident=both)
    answer = admin.post(TABLE)
    head, line = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert head.split(";") == [str(name) for name in COLUMNS]
    assert len(line.split(";")) == len(COLUMNS), "no cell has a semicolon of its own"
    assert "Fisik, Psikis" in line.split(";")
