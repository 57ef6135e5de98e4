"""Jejak page by page: everything that happened, each line once, however long the trail has grown."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Event
from cases.operations import filling, identities, opening, reports
from cases.operations.reported import ReportDetails
from cases.operations.reports import ReportData
from documents import sheets
from frontend.casework import trailing
from frontend.casework.timeline import SENTENCES
from frontend.casework.trailing import Place
from safeguards.access import record_access
from sop_library.queries import form_version
from tenants.current import in_office
from tests.cases.driving import answers
from tests.frontend.screens import catalogue, enter, faults_of, read
from tests.frontend.working import new_case

LONG = 1_234


@pytest.fixture
def case(salatiga, version, sari):
    return new_case(salatiga, version, sari, at=timezone.now() - timedelta(days=300))


def happen(office, case, by, *, times: int, since) -> None:
    """Something happens so many times, five each moment, and every sixtieth moment somebody opens the identity."""
    with in_office(office):
        Event.objects.bulk_create(
            Event(case=case, kind="note_added", by=by, at=since + timedelta(minutes=number // 5))
            for number in range(times)
        )
        for number in range(0, times, 300):
            identities.show(case=case, reason="check", words="", by=by, at=since + timedelta(minutes=number // 5))


def lines_of(answer) -> list[tuple[str, str]]:
    """Each line with its moment."""
    return [(line.find(string=True).strip(), line.time["datetime"]) for line in read(answer).select("#jejak > li")]


def older(answer) -> str:
    link = read(answer).find("a", id="jejak-lama")
    return link["href"] if link else ""


def test_everything_is_there_once_newest_first_page_by_page(salatiga, sari, case):
    happen(salatiga, case, sari, times=LONG, since=timezone.now() - timedelta(days=200))
    client = enter(salatiga, sari)
    answer = client.get(f"/kasus/{case.pk}/jejak/")
    found, pages, first = lines_of(answer), 1, older(answer)
    assert len(found) == trailing.PAGE
    assert faults_of(answer) == []
    while older(answer):
        answer = client.get(older(answer))
        assert answer.status_code == 200
        found += lines_of(answer)
        pages += 1
    with in_office(salatiga):
        opened = Event.objects.filter(case=case).count() + len(range(0, LONG, 300))
    assert len(found) == opened
    assert pages == -(-opened // trailing.PAGE)
    assert [at for _words, at in found] == sorted((at for _words, at in found), reverse=True)
    assert found[-1][0] == "Kasus dibuka lewat pintu Datang sendiri"
    assert "Sampai awal kasus ini." in read(answer).find(id="jejak-lanjut").get_text()
    assert faults_of(client.get(first)) == []


def test_each_line_is_there_once_where_many_are_of_one_moment(salatiga, sari, case, monkeypatch):
    at = timezone.now() - timedelta(days=100)
    with in_office(salatiga):
        for _turn in range(3):
            Event.objects.create(case=case, kind="note_added", by=sari, at=at)
            identities.show(case=case, reason="contact", by=sari, at=at)
        Event.objects.create(case=case, kind="case_paused", by=sari, at=at)
        whole = lines_of(enter(salatiga, sari).get(f"/kasus/{case.pk}/jejak/"))
    assert [words.split(":")[0] for words, _at in whole[:7]] == [
        "Kasus dijeda", *["Catatan ditambahkan"] * 3, *["Identitas dibuka 10 menit"] * 3,
    ]  # fmt: skip
    for size in (1, 2, 3):
        monkeypatch.setattr(trailing, "PAGE", size)
        client, address, found = enter(salatiga, sari), f"/kasus/{case.pk}/jejak/", []
        while address:
            answer = client.get(address)
            found += lines_of(answer)
            address = older(answer)
        assert found == whole


def test_a_page_asks_no_more_of_a_long_trail(salatiga, sari, case):
    client, address = enter(salatiga, sari), f"/kasus/{case.pk}/jejak/"
    client.get(address)

    def asked(where: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(where)
        return len(captured)

    few = asked(address)
    happen(salatiga, case, sari, times=700, since=timezone.now() - timedelta(days=200))
    assert asked(address) == asked(older(client.get(address))) == few


def test_htmx_gets_the_older_lines_and_what_follows_them_alone(salatiga, sari, case):
    happen(salatiga, case, sari, times=150, since=timezone.now() - timedelta(days=200))
    client = enter(salatiga, sari)
    page = client.get(f"/kasus/{case.pk}/jejak/")
    link = read(page).find("a", id="jejak-lama")
    assert link["hx-get"] == link["href"]
    part = client.get(link["href"], headers={"hx-request": "true"})
    soup = read(part)
    assert soup.find("h1") is None
    assert soup.select(f"{link['hx-select'].replace('#jejak', 'ol#jejak')}")
    assert soup.select_one(link["hx-select-oob"]) is not None
    assert "Ke yang terbaru" not in soup.get_text()
    assert read(client.get(link["href"])).find("a", string="Ke yang terbaru")["href"] == f"/kasus/{case.pk}/jejak/"


def test_a_short_trail_has_one_page(salatiga, sari, case):
    answer = enter(salatiga, sari).get(f"/kasus/{case.pk}/jejak/")
    assert older(answer) == ""
    assert read(answer).find(id="jejak-lanjut").get_text(strip=True) == ""


@pytest.mark.parametrize(
    "words", ["", "x", "\x00", "1k", "9" * 40 + "k1", "1x1", "-1k-1", "99999999999999999k" + "9" * 19]
)
def test_what_is_no_place_is_the_first_page(salatiga, sari, case, words):
    client = enter(salatiga, sari)
    whole = lines_of(client.get(f"/kasus/{case.pk}/jejak/"))
    assert lines_of(client.get(f"/kasus/{case.pk}/jejak/", {"sebelum": words})) == whole


def test_a_place_is_read_as_it_was_written():
    for place in (Place(timezone.now(), "k", 1), Place(timezone.now(), "i", 10**18 - 1)):
        assert Place.read(str(place)) == place


def test_whatever_was_opened_or_taken_along_on_paper_is_there(salatiga, sari, version):
    at = timezone.now() - timedelta(days=1)
    with in_office(salatiga):
        data = ReportData(channel="datang", details=ReportDetails(reporter_is_victim=True))
        report = reports.receive(data=data, by=sari, at=at)
        identities.show_report(report=report, reason="check", by=sari, at=at)
        identities.hide_report(report=report, by=sari, at=at)
        case = opening.open_from_report(report=report, version=version, door="datang", by=sari, at=at)
        form = filling.form_of(form_version(key="buku-tamu"))
        filled = filling.fill(
            case=case, step_pass=None, form_key=form.key, answers=answers(form), by=sari, at=at
        )  # fmt: skip
        identities.show(case=case, reason="form", by=sari, at=at)
        log = {"by": sari, "at": at, "case_id": case.pk, "reason": "letter"}
        record_access(subject_table="cases_filledform", subject_id=filled.pk, what=sheets.WHAT, **log)
        for what in ("letter", "letter_locked", "lain_lagi"):
            record_access(subject_table="documents_document", subject_id=uuid4(), what=what, **log)
        record_access(subject_table="cases_case", subject_id=uuid4(), what="identity", **log | {"case_id": uuid4()})
    said = [words for words, _at in lines_of(enter(salatiga, sari).get(f"/kasus/{case.pk}/jejak/"))]
    assert said[2:] == [
        "Isi yang tersegel dibuka", "Surat rujukan dibuat sebagai berkas berkata sandi", "Surat rujukan dicetak",
        "Formulir dicetak: Buku Tamu", "Identitas dibuka 10 menit: Mengisi formulir SOP",
        "Identitas dalam laporan dibuka 10 menit: Memeriksa kebenaran data",
    ]  # fmt: skip
    assert said[:2] == ["Formulir diisi: Buku Tamu", "Kasus dibuka lewat pintu Datang sendiri"]


@pytest.mark.parametrize("kind", ["requirement_brought", "requirement_set_back"])
def test_the_trail_says_which_requirement_came_or_did_not(kind):
    definition = catalogue("salatiga/pengaduan-langsung")
    step = next(one for one in definition.steps if one.needs)
    said = {need.label: SENTENCES[kind](Event(kind=kind, step=step.key, data={"need": need.key}), definition)
            for need in step.needs}  # fmt: skip
    for label, sentence in said.items():
        assert f": {label} (" in sentence
        assert step.name in sentence
