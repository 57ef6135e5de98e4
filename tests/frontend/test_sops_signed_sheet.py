"""What the head signs is what is published: the same pages, without the notes that came with the library's sheet."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import OfficeProfile, Staff
from documents import printing, sop_sheets
from sop_library.drafting.changes import SetField, Together
from sop_library.models import Draft, SopVersion
from sop_library.operations import drafts
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.working import next_draft

FROM_THE_SOURCE = ("tidak tercetak pada sumber", "pembacaan kami", "Catatan atas sumber", "Baris ini pada sumber")
TYPED = {
    "number": "050/7/2026", "created": "2026-11-20", "revised": "", "effective": "", "why": "Nama yang baru.",
}  # fmt: skip


@pytest.fixture
def budi(salatiga: Office, version: SopVersion) -> Staff:
    return employ(salatiga, "budi", "*", may_write_sops=True)


@pytest.fixture
def signer(salatiga: Office, version: SopVersion) -> Client:
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post="Kepala Dinas", head_name="Wulan Sari")
    return enter(salatiga, employ(salatiga, "wulan", post="Kepala Dinas"))


@pytest.fixture
def draft(salatiga: Office, version: SopVersion, budi: Staff) -> Draft:
    """The library's sheet, changed a little, waits for the head."""
    change = Together((
        SetField("step:buku-tamu", "name", "Terima tamu"),
        SetField("step:cerita", "applies_when", {"fact": "risk", "is": "high"}),
    ))  # fmt: skip
    with in_office(salatiga):
        made = next_draft(version, by=budi, change=change)
    answer = enter(salatiga, budi).post(reverse("draft_submit", args=[made.pk]), TYPED | {"seen": "1"})
    assert answer.status_code == 303
    return made


def signed(signer: Client, draft: Draft) -> str:
    """The address of the version that the head makes of it."""
    shown = read(signer.get(reverse("draft_approval", args=[draft.pk]))).find("input", {"name": "shown"})["value"]
    answer = signer.post(reverse("draft_approve", args=[draft.pk]), {"shown": shown})
    assert answer.status_code == 303
    return answer["Location"]


def pages(answer) -> list[str]:
    return [image["alt"].partition(", dengan")[0] for image in read(answer).select(".rk-pages img")]


def told(answer) -> str:
    return " ".join(table.get_text(" ") for table in read(answer).select("table.rk-sop"))


def test_the_published_page_shows_the_pages_that_the_head_was_shown(signer: Client, draft: Draft) -> None:
    before = signer.get(reverse("draft_approval", args=[draft.pk]))
    where = signed(signer, draft)
    after = signer.get(where)
    assert faults_of(after) == []
    assert pages(before) == pages(after)
    assert len(pages(after)) > 1
    assert told(before) == told(after)
    assert "Hanya bila Tingkat risiko" in told(after), "a condition of the office's own stands there"
    for one in FROM_THE_SOURCE:
        assert one not in words(before), one
        assert one not in words(after), one
    noted = signer.get(where, {"catatan": "dengan"})
    assert faults_of(noted) == []
    assert len(pages(noted)) > len(pages(after))
    assert "tidak tercetak pada sumber" in words(noted), "whoever asks still finds where it came from"
    assert read(after).find("a", href=f"{where}?catatan=dengan")
    assert "Lembar tanpa catatan" not in words(after), "it has none"
    assert all("catatan=dengan" in image["src"] for image in read(noted).select(".rk-pages img"))


def test_paper_and_drawing_have_these_pages_too(
    salatiga: Office, signer: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[int] = []
    monkeypatch.setattr(sop_sheets, "as_pdf", lambda laid, **_more: printed.append(len(laid.pages)) or b"%PDF-")
    sop_sheets._kept.cache_clear()
    shown = len(pages(signer.get(reverse("draft_approval", args=[draft.pk]))))
    assert signer.get(reverse("draft_sheet_pdf", args=[draft.pk])).status_code == 200
    where = signed(signer, draft)
    for end in ("lembar.pdf", "lembar.pdf?catatan=dengan"):
        assert signer.get(where + end).status_code == 200
    sop_sheets._kept.cache_clear()
    assert printed[:2] == [shown, shown]
    assert printed[2] > shown
    assert signer.get(f"{where}lembar.svg?halaman={shown}").status_code == 200
    assert signer.get(f"{where}lembar.svg?halaman={shown + 1}").status_code == 404
    with in_office(salatiga):
        version = SopVersion.objects.order_by("-number").first()
        assert printing.of_version(version, notes=True).name != printing.of_version(version, notes=False).name


def test_what_was_adopted_unchanged_is_shown_as_it_came(salatiga: Office, signer: Client, version: SopVersion) -> None:
    page = signer.get(reverse("sop_version", args=[version.sop.slug, version.number]))
    assert "pembacaan kami" in words(page)


def test_what_was_tried_before_the_flow_was_changed_is_said_to_the_head_and_another_word_changes_nothing(
    salatiga: Office, signer: Client, draft: Draft, budi: Staff
) -> None:
    assert signer.post(reverse("draft_try_all", args=[draft.pk])).status_code == 200
    where = reverse("draft_approval", args=[draft.pk])
    there = re.search(r"(\d+) dari \1 cabang dicoba", words(signer.get(where)))
    assert there is not None
    sent_back(signer, draft, "Satu kata.")
    written_on(salatiga, draft, budi, SetField("step:wilayah", "text", "Menanyakan tempat tinggal"))
    assert there[0] in words(signer.get(where))
    sent_back(signer, draft, "Satu langkah.")
    written_on(salatiga, draft, budi, SetField("step:wilayah", "optional", True))
    said = words(signer.get(where))
    assert f"0 dari {there[1]} cabang dicoba" in said
    assert f"{there[1]} cabang lain dicoba sebelum alur, pelaksana, syarat, atau waktunya diubah" in said
    assert "cabang lain dicoba sebelum alur" in words(signer.get(reverse("draft_try", args=[draft.pk])))


def sent_back(signer: Client, draft: Draft, why: str) -> None:
    assert signer.post(reverse("draft_send_back", args=[draft.pk]), {"why": why}).status_code == 303


def written_on(office: Office, draft: Draft, by: Staff, *changes: SetField) -> None:
    with in_office(office):
        for change in changes:
            seen = Draft.objects.get(pk=draft.pk).revision
            drafts.edit(draft=draft, change=change, seen=seen, by=by, at=timezone.now())
        seen = Draft.objects.get(pk=draft.pk).revision
    answer = enter(office, by).post(reverse("draft_submit", args=[draft.pk]), TYPED | {"seen": str(seen)})
    assert answer.status_code == 303


def test_a_draft_that_comes_again_says_that_it_was_sent_back_why_and_what_changed_since(
    salatiga: Office, signer: Client, draft: Draft, budi: Staff
) -> None:
    where = reverse("draft_approval", args=[draft.pk])
    assert read(signer.get(where)).find(id="dikembalikan") is None
    sent_back(signer, draft, "Langkah 4 belum jelas.")
    told_now = [SetField("step:wilayah", "text", "Menanyakan tempat tinggal"), SetField("step:rtl", "remarks", "A")]
    written_on(salatiga, draft, budi, *told_now, SetField("step:rtl", "remarks", "Berdua"))
    page = signer.get(where)
    assert faults_of(page) == []
    said = read(page).find(id="dikembalikan").get_text(" ", strip=True)
    assert "Wulan" in said
    assert "Langkah 4 belum jelas." in said
    assert "Yang berubah sejak itu (2)" in said
    assert "Menanyakan tempat tinggal" in said
    assert "Berdua" in said
    assert "Terima tamu" not in said, "what was there when it was sent back is not new"
    sent_back(signer, draft, "Masih kurang jelas.")
    written_on(salatiga, draft, budi)
    whole = read(signer.get(where))
    again = whole.find(id="dikembalikan")
    regions = [one["aria-label"] for one in whole.select("main [role=region]")]
    assert len(set(regions)) == len(regions), "each list is called by its own name"
    assert "Pernah dikembalikan 2" in again.get_text(" ", strip=True)
    latest, first = (one.get_text(" ", strip=True) for one in again.find_all("div", recursive=False)[1:])
    assert "Masih kurang jelas." in latest
    assert "Sejak itu tidak ada yang berubah pada lembar." in latest
    assert "Langkah 4 belum jelas." in first
    assert "Yang berubah sejak itu (2)" in first
