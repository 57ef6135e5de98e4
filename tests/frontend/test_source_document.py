"""The printed document around Salatiga's SOPs, on screen: every value of its file, reached from each sheet of it."""

import re
from html import unescape

import pytest

from sop_library.definition import parse, to_document
from sop_library.operations.adopting import adopt
from sop_library.source_documents import source_document, source_documents
from tenants.current import in_office
from tests.frontend.screens import OPENED, catalogue, employ, enter, faults_of, read, take, words
from tests.frontend.test_sops import NINE, SHEETS
from tests.sop_library.sources import catalogue as document_of
from tests.sop_library.sources import leaves

FILE = document_of("salatiga/_document")
MACHINE = {"format", "document", "kind"}
"""Fields that name the file and sort its notes; they are for programs."""
PAGE = "/sop/layanan-informasi/versi/1/sumber/"


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text)).strip()


@pytest.fixture
def client(salatiga):
    take(salatiga, "salatiga/layanan-informasi")
    return enter(salatiga, employ(salatiga, "ratna"))


def test_every_value_of_the_file_is_on_the_page(client):
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert faults_of(answer) == []
    said = words(answer)
    looked_for = [(path, value) for path, value in leaves(FILE) if path[-1] not in MACHINE]
    assert len(looked_for) > 80
    missing = [path for path, value in looked_for if plain(str(value)) not in said]
    assert missing == []


def test_its_eight_notes_stand_there_with_what_they_quote(client):
    rows = read(client.get(PAGE)).select("section[aria-labelledby=h-catatan] li")
    assert len(rows) == len(FILE["anomalies"]) == 8
    for row, note in zip(rows, FILE["anomalies"], strict=True):
        assert plain(row.get_text(" ")) == plain(f"{note['id']} “{note['quote']}” {note['note']}")


def test_items_keep_their_numbers_and_their_order(client):
    page = read(client.get(PAGE))
    for chapter in ("legal_basis", "definitions", "scope", "principles"):
        section = page.find("h2", string=FILE[chapter]["heading"]).find_parent("section")
        listed = [[plain(span.get_text()) for span in row.find_all("span")] for row in section.select("li")]
        assert listed == [[item["number"], plain(item["text"])] for item in FILE[chapter]["items"]]


def test_the_sops_the_office_works_by_are_linked(client, salatiga):
    take(salatiga, "salatiga/pengaduan-langsung")
    rows = read(client.get(PAGE)).select("section[aria-labelledby=h-sop] li")
    assert (
        [row.find(class_="rk-code").get_text() for row in rows]
        == FILE["sops"]
        == sorted(SHEETS["salatiga"], key=FILE["sops"].index)
    )
    links = {row.find(class_="rk-code").get_text(): row.a["href"] for row in rows if row.a}
    assert links == {
        "salatiga/pengaduan-langsung": "/sop/pengaduan-langsung/versi/1/",
        "salatiga/layanan-informasi": "/sop/layanan-informasi/versi/1/",
    }


@pytest.mark.parametrize(("office", "name"), NINE)
def test_each_sheet_of_it_leads_there_and_no_other(request, office, name):
    place = request.getfixturevalue(office)
    slug = take(place, name).sop.slug
    client = enter(place, employ(place, "petugas"))
    address = f"/sop/{slug}/versi/1/sumber/"
    of_salatiga = name in FILE["sops"]
    assert bool(read(client.get(f"/sop/{slug}/")).find_all("a", href=address)) is of_salatiga
    assert client.get(address).status_code == (200 if of_salatiga else 404)


def test_an_sop_adopted_by_file_has_it_where_it_names_the_same_source_and_else_nothing(salatiga, client):
    printed = to_document(catalogue("salatiga/layanan-konsultasi"))
    ours = {**printed, "sop": "semarang/konsultasi", "note": "Disalin dari lembar Salatiga."}
    bare = {**printed, "sop": "semarang/tanpa-sumber", "source": {"document": "Lembar sendiri"}}
    with in_office(salatiga):
        for document in (ours, bare):
            adopt(definition=parse(document), at=OPENED)
    assert "Seharusnya Pasal 28I" in words(client.get("/sop/konsultasi/versi/1/sumber/"))
    assert client.get("/sop/tanpa-sumber/").status_code == 200
    assert "Dokumen sumber" not in words(client.get("/sop/tanpa-sumber/"))
    assert client.get("/sop/tanpa-sumber/versi/1/sumber/").status_code == 404


def test_what_the_library_holds_is_the_file(salatiga):
    assert [dict(one) for one in source_documents().values()] == [FILE]
    assert source_document(catalogue("nunukan/intervensi-krisis")) is None


@pytest.mark.parametrize("path", ["/sop/layanan-informasi/versi/2/sumber/", "/sop/tidak-ada/versi/1/sumber/"])
def test_what_is_not_there_is_a_404_and_it_is_read_only(client, path):
    assert client.get(path).status_code == 404
    assert client.post(PAGE).status_code == 405
