"""The official sheet to be hung: PDF, drawing and service standard, for whoever works in the office."""

import sys
from base64 import b64decode

import pytest
from django.test import Client

from accounts.operations import set_emblem
from sop_library.models import SopVersion
from tenants.current import in_office
from tenants.models import Office
from tests.accounts.pictures import picture
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.test_no_typesetter import Lacking

NAME = "salatiga/layanan-informasi"


@pytest.fixture
def version(salatiga: Office) -> SopVersion:
    return take(salatiga, NAME)


@pytest.fixture
def client(salatiga: Office, version: SopVersion) -> Client:
    return enter(salatiga, employ(salatiga, "ratna"))


def test_the_sheet_page_leads_to_all_three(client: Client) -> None:
    page = read(client.get("/sop/layanan-informasi/"))
    links = {link["href"] for link in page.find_all("a", href=True)}
    for end in ("versi/1/lembar.pdf", "versi/1/lembar.svg", "standar/"):
        assert f"/sop/layanan-informasi/{end}" in links


def test_the_sheet_itself_stands_on_the_page_with_its_words_below(client: Client) -> None:
    page = read(client.get("/sop/layanan-informasi/"))
    pictures = page.select(".rk-pages img")
    shown = [image["alt"] for image in pictures]
    assert (shown[0], shown[1]) == ("Halaman 1 dari 3: kepala lembar", "Halaman 2 dari 3: langkah 1 sampai 4")
    assert shown[2] == "Halaman 3 dari 3: catatan atas lembar"
    region = page.select_one(".rk-pages")
    assert (region["tabindex"], region["role"], bool(region["aria-label"])) == ("0", "region", True)
    for image in pictures:
        assert client.get(image["src"])["Content-Type"] == "image/svg+xml"
    assert page.select_one("table.rk-sop").find_parent(class_="rk-noprint"), "printed once, as the sheet is drawn"
    bare = read(client.get("/sop/layanan-informasi/versi/1/?catatan=tanpa")).select(".rk-pages img")
    assert [image["src"].partition("?")[2] for image in bare] == [f"halaman={n}&catatan=tanpa" for n in (1, 2)]


def test_the_pdf_is_made_once_and_is_the_same_ever_after(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from documents import sop_sheets

    sop_sheets._kept.cache_clear()
    first = client.get("/sop/layanan-informasi/versi/1/lembar.pdf")
    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert first.content.startswith(b"%PDF-")
    monkeypatch.setattr(sop_sheets, "as_pdf", lambda *_a, **_k: pytest.fail("made again"))
    assert client.get("/sop/layanan-informasi/versi/1/lembar.pdf").content == first.content


def test_the_drawing_is_whole_or_one_page_and_not_sent_twice(client: Client) -> None:
    whole = client.get("/sop/layanan-informasi/versi/1/lembar.svg")
    assert (whole.status_code, whole["Content-Type"]) == (200, "image/svg+xml")
    one = client.get("/sop/layanan-informasi/versi/1/lembar.svg?halaman=2")
    assert len(one.content) < len(whole.content)
    assert "no-store" in whole["Cache-Control"]


@pytest.mark.parametrize("end", [
    *(f"versi/1/lembar.svg?halaman={page}" for page in ("99", "x", "0", "-1", "1%0A", "1_0", "%EF%BC%91")),
    "versi/9/lembar.pdf",
])  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, end: str) -> None:
    assert client.get(f"/sop/layanan-informasi/{end}").status_code == 404


def test_without_notes_fewer_pages_are_drawn(client: Client) -> None:
    noted, clean = (client.get(f"/sop/layanan-informasi/versi/1/lembar.svg{end}") for end in ("", "?catatan=tanpa"))
    assert b"Catatan atas lembar ini" in noted.content
    assert b"Catatan atas lembar ini" not in clean.content


def test_the_drawing_carries_the_office_s_emblem_as_the_paper_does(salatiga: Office, client: Client) -> None:
    drawing = "/sop/layanan-informasi/versi/1/lembar.svg"
    assert b"<image" not in client.get(drawing).content
    admin = employ(salatiga, "wulan", admin=True)
    with in_office(salatiga):
        kept = bytes(set_emblem(file=picture(), by=admin).body)
    (first, *others) = [client.get(f"{drawing}?halaman={page}").content for page in (1, 2, 3)]
    assert b64decode(first.partition(b"base64,")[2].partition(b'"')[0]) == kept
    assert not any(b"<image" in one for one in others), "in the head alone"
    assert len(read(client.get("/sop/layanan-informasi/")).select(".rk-pages img")) == 3
    writer = enter(salatiga, admin)
    draft = writer.post("/sop/layanan-informasi/ubah/")["Location"]
    assert b"base64," in writer.get(f"{draft}lembar.svg").content


def test_the_standard_has_six_headings_and_its_paper(client: Client) -> None:
    answer = client.get("/sop/layanan-informasi/standar/")
    assert faults_of(answer) == []
    heads = [head.get_text() for head in read(answer).select("main h2:not(#h-umum)")]
    assert [head.partition(".")[0] for head in heads] == ["1", "2", "3", "4", "5", "6"]
    paper = client.get("/sop/layanan-informasi/standar/lembar.pdf")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")


def test_whoever_writes_a_draft_has_its_sheet_and_nobody_else(salatiga: Office, client: Client) -> None:
    writer = enter(salatiga, employ(salatiga, "wati", admin=True))
    draft = writer.post("/sop/layanan-informasi/ubah/")["Location"]
    assert f"{draft}lembar.pdf" in {link["href"] for link in read(writer.get(draft)).find_all("a", href=True)}
    drawn = writer.get(f"{draft}lembar.svg")
    assert (drawn.status_code, b">DRAF<" in drawn.content) == (200, True)
    assert "Draf, ubahan ke-0" in drawn.content.decode()
    assert writer.get(f"{draft}lembar.pdf").content.startswith(b"%PDF-")
    assert client.get(f"{draft}lembar.svg").status_code == 403


def test_a_machine_without_pango_says_so_and_leads_to_the_page_to_print(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from documents import sop_sheets

    sop_sheets._kept.cache_clear()
    monkeypatch.delitem(sys.modules, "documents.typesetting", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Lacking(), *sys.meta_path])
    answer = client.get("/sop/layanan-informasi/versi/1/lembar.pdf")
    assert answer.status_code == 503
    assert "pustaka Pango belum terpasang" in words(answer)
    assert read(answer).find("a", href="/sop/layanan-informasi/versi/1/?catatan=tanpa")
