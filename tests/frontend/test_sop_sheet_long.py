"""A long sheet is set in type in the background: a page waits and asks again, with scripts or not, for a while."""

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from documents import printing
from documents.tasks import print_draft, print_sheet
from documents.typesetter import NoTypesetter
from frontend.sops import sheet_views
from sop_library.definition import parse
from sop_library.models import Draft, Sop, SopVersion
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.sop_library.sheets import sheet, step


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What was sent to the workers; none of it is done."""
    found: list[tuple[object, ...]] = []
    for task in (print_sheet, print_draft):
        monkeypatch.setattr(task, "delay", lambda *args: found.append(args))
    caches["prints"].clear()
    return found


@pytest.fixture
def version(salatiga: Office) -> SopVersion:
    with in_office(salatiga):
        return adopt(definition=parse(sheet(*(step(f"l{n}") for n in range(61)))), at=timezone.now())


@pytest.fixture
def client(salatiga: Office, version: SopVersion) -> Client:
    return enter(salatiga, employ(salatiga, "ratna"))


def address(version: SopVersion) -> str:
    return f"/sop/{version.sop.slug}/versi/1/lembar.pdf"


def test_a_page_waits_and_asks_again_with_scripts_and_without(client: Client, version: SopVersion, sent: list) -> None:
    answer = client.get(address(version))
    assert (answer.status_code, faults_of(answer)) == (202, [])
    assert "Lembar 61 langkah ini sedang disiapkan." in words(answer)
    page = read(answer)
    again = page.select_one("#keadaan")["hx-get"]
    assert again == f"{address(version)}?kali=1"
    assert page.select_one('noscript meta[http-equiv="refresh"]')["content"] == f"4;url={again}"
    assert sent == [(str(version.pk), True)]


def test_whoever_asks_again_begins_no_second_print(client: Client, version: SopVersion, sent: list) -> None:
    for _again in range(3):
        client.get(address(version))
    client.get(address(version), {"catatan": "tanpa"})
    assert sent == [(str(version.pk), True), (str(version.pk), False)]


def test_a_lane_given_to_a_step_since_makes_another_sheet(
    client: Client, salatiga: Office, version: SopVersion, sent: list
) -> None:
    client.get(address(version))
    with in_office(salatiga):
        Sop.objects.filter(pk=version.sop_id).update(bound={"l1": ["petugas"]})
    client.get(address(version))
    assert len(sent) == 2


def test_it_stops_waiting(client: Client, version: SopVersion, sent: list) -> None:
    answer = client.get(address(version), {"kali": sheet_views.MOST_ASKED, "catatan": "tanpa"})
    assert (answer.status_code, faults_of(answer)) == (202, [])
    page = read(answer)
    assert "hx-get" not in page.select_one("#keadaan").attrs
    assert not page.select('meta[http-equiv="refresh"]')
    assert page.find("a", href=f"{address(version)}?catatan=tanpa")
    for odd in ("x", "-1", "9999999", "\N{FULLWIDTH DIGIT ONE}"):
        assert read(client.get(address(version), {"kali": odd})).select_one("#keadaan")["hx-get"].endswith("?kali=1")


def test_once_made_it_is_the_pdf_and_the_page_that_waits_goes_there(
    client: Client, salatiga: Office, version: SopVersion, sent: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "version_pdf", lambda *_args, **_more: b"%PDF-made")
    client.get(address(version))
    with in_office(salatiga):
        assert print_sheet(*sent[0])
        assert not print_sheet(*sent[0]), "nobody waits for it any more"
    asks = client.get(address(version), {"kali": 1}, headers={"HX-Request": "true"})
    assert asks["HX-Redirect"] == address(version)
    answer = client.get(address(version), {"kali": 1})
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "application/pdf", b"%PDF-made")
    assert len(sent) == 1


def test_a_worker_that_cannot_print_says_so(
    client: Client, salatiga: Office, version: SopVersion, sent: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_args: object, **_more: object) -> bytes:
        raise NoTypesetter("no_typesetter", "x")

    monkeypatch.setattr(printing, "version_pdf", cannot)
    client.get(address(version))
    with in_office(salatiga):
        print_sheet(*sent[0])
    answer = client.get(address(version))
    assert (answer.status_code, faults_of(answer)) == (503, [])
    assert "PDF belum dapat dibuat" in words(answer)


def test_a_draft_waits_in_the_same_way_and_an_edit_makes_another_paper(
    salatiga: Office, version: SopVersion, sent: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "draft_pdf", lambda document, **_more: b"%PDF-" + document["note"].encode())
    writer = enter(salatiga, employ(salatiga, "wati", admin=True))
    begun = writer.post(f"/sop/{version.sop.slug}/ubah/")["Location"]
    with in_office(salatiga):
        draft = Draft.objects.get()
        Draft.objects.update(document=draft.document | {"note": "satu"})
    answer = writer.get(f"{begun}lembar.pdf")
    assert (answer.status_code, faults_of(answer)) == (202, [])
    page = read(answer)
    assert page.select_one("#keadaan")["hx-get"] == f"{begun}lembar.pdf?kali=1"
    assert page.find("a", href=begun)
    assert writer.get(f"{begun}lembar.pdf").status_code == 202
    assert sent == [(str(draft.pk),)]
    with in_office(salatiga):
        assert print_draft(*sent[0])
    assert writer.get(f"{begun}lembar.pdf").content == b"%PDF-satu"
    with in_office(salatiga):
        Draft.objects.update(document=draft.document | {"note": "dua"})
    assert writer.get(f"{begun}lembar.pdf").status_code == 202
    stopped = read(writer.get(f"{begun}lembar.pdf", {"kali": sheet_views.MOST_ASKED}))
    assert stopped.find("a", href=f"{begun}lembar.svg"), "where it is seen meanwhile"


def test_a_short_one_is_made_at_once(client: Client, salatiga: Office, sent: list) -> None:
    short = take(salatiga, "salatiga/layanan-informasi")
    assert client.get(address(short))["Content-Type"] == "application/pdf"
    assert sent == []


def test_the_print_is_the_sheet_itself(client: Client, version: SopVersion) -> None:
    """Nothing stands in for it here: the task runs at once, and the next who asks has the paper."""
    caches["prints"].clear()
    assert client.get(address(version)).status_code == 202
    assert client.get(address(version)).content.startswith(b"%PDF-")
