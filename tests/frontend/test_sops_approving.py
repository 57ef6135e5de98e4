"""From a draft to a version on screen: what is missing is said, the head signs what is shown, history says who."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import LaneMembership, OfficeProfile, Staff
from cases.refusals import Refusal
from sop_library.drafting.changes import SetField
from sop_library.models import Draft, Sop, SopVersion, Trial
from sop_library.operations import drafts, trials
from sop_library.operations.adopting import adopt
from sop_library.operations.retiring import retire
from sop_library.queries import current_version
from tenants.current import in_office
from tests.cases.calling import consulting
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.working import new_case, next_draft

TYPED = {
    "number": "050/7/2026", "created": "2026-11-20", "revised": "", "effective": "", "why": "Alamat kantor yang baru.",
}  # fmt: skip


@pytest.fixture
def head(salatiga) -> Staff:
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post="Kepala Dinas", head_name="Wulan Sari")
    return employ(salatiga, "wulan", post="Kepala Dinas")


@pytest.fixture
def budi(salatiga, version) -> Staff:
    """Writes SOPs, and holds every lane."""
    return employ(salatiga, "budi", "*", may_write_sops=True)


@pytest.fixture
def draft(salatiga, version, budi) -> Draft:
    with in_office(salatiga):
        return next_draft(version, by=budi, change=SetField("sop", "note", "Catatan baru"))


@pytest.fixture
def writer(salatiga, budi) -> Client:
    return enter(salatiga, budi)


@pytest.fixture
def signer(salatiga, head) -> Client:
    return enter(salatiga, head)


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def submitted(writer: Client, draft: Draft, **typed: str) -> None:
    answer = writer.post(at("draft_submit", draft.pk), TYPED | {"seen": str(draft.revision)} | typed)
    assert (answer.status_code, answer.headers["Location"]) == (303, at("draft_approval", draft.pk))


def shown(page) -> str:
    return read(page).find("input", {"name": "shown"})["value"]


def test_a_writer_submits_and_the_head_finds_it_on_hari_ini_reads_it_and_signs(salatiga, draft, writer, signer, head):
    page = writer.get(at("draft_submit", draft.pk))
    assert faults_of(page) == []
    assert "Menjadi versi 2 bila disahkan Wulan Sari" in words(page)
    submitted(writer, draft)
    today = signer.get(at("today"))
    assert read(today).find("a", href=at("draft_approval", draft.pk))
    sheet = signer.get(at("draft_approval", draft.pk))
    assert faults_of(sheet) == []
    said = words(sheet)
    assert "Alamat kantor yang baru." in said
    assert "050/7/2026" in said
    assert "menggantikan versi 1" in said
    answer = signer.post(at("draft_approve", draft.pk), {"shown": shown(sheet)})
    assert answer.headers["Location"] == at("sop_version", draft.slug, 2)
    assert "Versi 2 disahkan dan berlaku mulai" in words(signer.get(answer.headers["Location"]))
    assert read(signer.get(at("today"))).find(id="k-draf") is None
    with in_office(salatiga):
        found = current_version(Sop.objects.get(), at=timezone.now())
        assert (found.number, found.approved_by, found.definition["note"]) == (2, head, "Catatan baru")


def test_the_head_sees_the_drawn_sheet_with_what_changes_and_signs_that_one(salatiga, draft, writer, signer, head):
    with in_office(salatiga):
        change = SetField("step:rtl", "remarks", "Berduaan")
        drafts.edit(draft=draft, change=change, seen=1, by=draft.started_by, at=timezone.now())
    draft.revision = 2
    submitted(writer, draft)
    page = read(signer.get(at("draft_approval", draft.pk)))
    signed = page.find("input", {"name": "shown"})["value"]
    pictures = page.select(".rk-pages img")
    assert all(f"?sidik={signed}&beda=1&" in image["src"] for image in pictures)
    drawn = [signer.get(image["src"]).content.decode() for image in pictures]
    assert pictures[0]["alt"] == f"Halaman 1 dari {len(drawn)}: kepala lembar, dengan tanda perubahan"
    assert "Wulan Sari" in drawn[0], "signed as it will be"
    assert all(">DRAF<" in one for one in drawn)
    assert "Berduaan" in "".join(drawn)
    assert "~ ubah" in drawn[0]
    assert "Yang berubah dari versi 1 ditandai" in page.get_text(" ", strip=True)
    assert page.select_one("details table.rk-diff"), "the marks in words"
    marked = [str(number) for number, image in enumerate(pictures, 1) if image["alt"].endswith("tanda perubahan")]
    assert len(marked) > 1
    assert f"Tanda ada di halaman {', '.join(marked)} dari {len(pictures)}" in page.get_text(" ", strip=True)
    with in_office(salatiga):
        OfficeProfile.objects.update(head_name="Wulan Sari Dewi")
    assert signer.get(pictures[0]["src"]).status_code == 404, "no other sheet under the name that is signed"
    assert signer.post(at("draft_approve", draft.pk), {"shown": signed}).status_code == 409


def test_the_head_sees_what_was_tried_and_what_got_stuck(salatiga, draft, writer, signer, head):
    with in_office(salatiga):
        there = len(trials.coverage_of(draft).there)
    writer.post(at("draft_try", draft.pk), {"door": "datang"})
    assert f"1 dari {there} cabang sudah dicoba" in words(writer.get(at("draft_submit", draft.pk)))
    submitted(writer, draft)
    page = signer.get(at("draft_approval", draft.pk))
    assert f"1 dari {there} cabang dicoba" in words(page)
    assert read(page).find("a", href=at("draft_try", draft.pk))
    writer.post(at("draft_try_all", draft.pk))
    with in_office(salatiga):
        Trial.objects.filter(door="").update(stuck=2)
    said = words(signer.get(at("draft_approval", draft.pk)))
    assert f"{there} dari {there} cabang dicoba 2 tidak sampai akhir" in said


def test_what_is_missing_is_said_with_its_place_and_nothing_typed_is_lost(salatiga, draft, writer, head):
    with in_office(salatiga):
        LaneMembership.objects.filter(lane__key="analis").update(ended_at=timezone.now())
        change = SetField("step:rtl", "then", "tidak-ada")
        drafts.edit(draft=draft, change=change, seen=9, by=draft.started_by, at=timezone.now())
    answer = writer.post(at("draft_submit", draft.pk), TYPED | {"seen": "2"})
    assert answer.status_code == 422
    assert faults_of(answer) == []
    page = read(answer)
    assert page.find("a", href=lambda to: to and to.startswith(at("draft_part", draft.pk, "langkah", "rtl")))
    assert page.find("textarea", {"name": "why"}).get_text(strip=True) == "Alamat kantor yang baru."
    with in_office(salatiga):
        drafts.undo(draft=draft, by=draft.started_by, at=timezone.now())
    page = read(writer.get(at("draft_submit", draft.pk)))
    where = f"{at('draft_part', draft.pk, 'pelaksana', 'analis')}#pemegang"
    assert page.find("section", {"aria-labelledby": "h-kurang"}).find("a", href=where)


def test_a_head_without_a_name_is_said_before_the_form_is_filled(salatiga, draft, writer, head):
    assert read(writer.get(at("draft_submit", draft.pk))).find(id="kepala") is None
    with in_office(salatiga):
        OfficeProfile.objects.update(head_name="")
        Staff.objects.filter(pk=draft.started_by_id).update(is_office_admin=True)
    told = read(writer.get(at("draft_submit", draft.pk))).find(id="kepala")
    assert told.find("a", href=at("office_profile")) or "Admin kantor" in told.get_text()


def test_what_is_left_empty_is_asked_for(draft, writer, head):
    empty = dict.fromkeys(TYPED, "")
    answer = writer.post(at("draft_submit", draft.pk), empty | {"seen": "1"})
    assert answer.status_code == 422
    summary = read(answer).find(class_="govuk-error-summary")
    assert {link["href"] for link in summary.find_all("a")} >= {"#id_number", "#id_why"}
    assert len(summary.find_all("a")) == 3


def test_who_changed_it_meanwhile_is_waited_for(salatiga, draft, writer, head):
    answer = writer.post(at("draft_submit", draft.pk), TYPED | {"seen": "0"})
    assert answer.status_code == 409
    assert "baru saja diubah orang lain" in words(answer)


def test_the_head_sends_it_back_and_the_writer_reads_why(draft, writer, signer):
    submitted(writer, draft)
    assert signer.post(at("draft_send_back", draft.pk), {"why": " "}).status_code == 422
    assert signer.post(at("draft_send_back", draft.pk), {"why": "Langkah 4 belum jelas."}).status_code == 303
    assert "Langkah 4 belum jelas." in words(writer.get(at("today")))
    assert "Langkah 4 belum jelas." in words(writer.get(at("draft_submit", draft.pk)))
    assert signer.get(at("draft_approval", draft.pk)).status_code == 409
    assert writer.get(at("draft_approval", draft.pk)).headers["Location"] == at("draft", draft.pk)


def test_a_writer_takes_the_submission_back(draft, writer, signer):
    submitted(writer, draft)
    page = writer.get(at("draft_approval", draft.pk))
    assert read(page).find("form", action=at("draft_approve", draft.pk)) is None
    assert writer.post(at("draft_take_back", draft.pk)).headers["Location"] == at("draft", draft.pk)
    assert signer.post(at("draft_approve", draft.pk), {"shown": "x"}).status_code == 409


def test_what_was_not_shown_is_not_signed(draft, writer, signer, salatiga):
    submitted(writer, draft)
    answer = signer.post(at("draft_approve", draft.pk), {"shown": "0" * 64})
    assert answer.status_code == 409
    assert faults_of(answer) == []
    assert "berubah sejak ditampilkan" in words(answer)
    assert signer.post(at("draft_approve", draft.pk), {"shown": shown(answer)}).status_code == 303


def test_nobody_but_the_head_signs_and_nobody_but_a_writer_submits(salatiga, draft, writer, client, signer):
    assert client.get(at("draft_submit", draft.pk)).status_code == 403
    assert client.get(at("draft_approval", draft.pk)).status_code == 403
    assert signer.get(at("draft_submit", draft.pk)).status_code == 403
    submitted(writer, draft)
    assert writer.post(at("draft_approve", draft.pk), {"shown": "x"}).status_code == 403
    assert writer.post(at("draft_send_back", draft.pk), {"why": "x"}).status_code == 403
    assert client.get(at("sop_retire", draft.slug)).status_code == 403


def test_the_history_says_who_and_why_and_a_version_to_come_is_marked(salatiga, draft, writer, signer, client):
    day = timezone.localdate() + timedelta(days=9)
    submitted(writer, draft, effective=day.isoformat())
    signer.post(at("draft_approve", draft.pk), {"shown": shown(signer.get(at("draft_approval", draft.pk)))})
    page = client.get(at("sop_history", draft.slug))
    assert faults_of(page) == []
    said = words(page)
    for one in (
        "Disahkan Wulan",
        "diajukan Budi",
        "Alamat kantor yang baru.",
        "berlaku mulai",
        "Diajukan untuk disahkan",
    ):
        assert one in said
    assert "belum berlaku" in words(client.get(at("sop_version", draft.slug, 2)))
    assert "Versi 1 berlaku" in words(client.get(at("sop", draft.slug)))
    listed = read(client.get(at("sops")))
    coming = listed.find("section", attrs={"aria-labelledby": "h-akan"})
    assert "versi 2, berlaku mulai" in coming.get_text(" ", strip=True)
    assert coming.find("a")["href"] == at("sop_version", draft.slug, 2)


def test_a_new_sop_that_comes_into_force_later_is_found_until_then(salatiga, client):
    with in_office(salatiga):
        coming = adopt(definition=consulting(), at=timezone.now() + timedelta(days=9))
    page = client.get(at("sop", coming.sop.slug))
    assert faults_of(page) == []
    assert "Versi 1, belum berlaku" in words(page)
    assert "2 langkah, mulai " in words(page)
    listed = read(client.get(at("sops")))
    assert "Konsultasi" in listed.find("section", attrs={"aria-labelledby": "h-akan"}).get_text()


def test_a_version_withdrawn_before_its_day_leaves_an_sop_that_can_be_approved_anew(salatiga, writer, signer, client):
    with in_office(salatiga):
        coming = adopt(definition=consulting(), at=timezone.now() + timedelta(days=9))
    slug = coming.sop.slug
    where = at("sop_version_retire", slug, 1)
    page = signer.get(where)
    assert faults_of(page) == []
    assert "Versi ini belum berlaku" in words(page)
    assert "Tarik versi 1" in words(page)
    assert "kasus yang sedang berjalan" not in words(page)
    signer.post(where, {"why": "Tanggalnya keliru."})
    with in_office(salatiga):
        assert Sop.objects.get(slug=slug).retired_at is None
    assert "Tanpa versi yang berlaku" in words(client.get(at("sops")))
    told = words(client.get(at("sop_history", slug)))
    assert "Ditarik sebelum berlaku" in told
    assert "Berlaku sejak" not in told
    sheet = words(client.get(at("sop", slug)))
    assert "Versi 1, ditarik sebelum berlaku" in sheet
    assert "sejak" not in sheet.partition("2 langkah")[2][:20]
    assert "Ubah SOP ini" in words(writer.get(at("sop", slug)))
    assert writer.post(at("draft_begin", slug)).status_code in (302, 303)
    with in_office(salatiga):
        assert Draft.objects.get(slug=slug).base == coming


def test_the_head_retires_a_version_then_the_sop_with_what_follows_said(salatiga, draft, version, writer, signer):
    submitted(writer, draft)
    signer.post(at("draft_approve", draft.pk), {"shown": shown(signer.get(at("draft_approval", draft.pk)))})
    where = at("sop_version_retire", draft.slug, 2)
    page = signer.get(where)
    assert faults_of(page) == []
    assert "Sesudah ini kasus baru memakai versi 1" in words(page)
    assert signer.post(where, {"why": ""}).status_code == 422
    assert signer.post(where, {"why": "Keliru"}).headers["Location"] == at("sop_history", draft.slug)
    with in_office(salatiga):
        assert current_version(version.sop, at=timezone.now()) == version
    page = signer.get(at("sop_retire", draft.slug))
    assert "tidak ada kasus yang dapat dibuka" in words(page)
    signer.post(at("sop_retire", draft.slug), {"why": "Diganti"})
    assert "Tidak dipakai lagi sejak" in words(signer.get(at("sop_history", draft.slug)))
    assert "tidak berlaku lagi sejak" in words(signer.get(at("sop_version", draft.slug, 1)))


def test_a_retired_sop_stays_readable_from_the_list_and_begins_no_case(salatiga, version, budi, head, writer):
    slug, now = version.sop.slug, timezone.now()
    assert "tidak berlaku lagi" not in words(writer.get(at("sops")))
    with in_office(salatiga):
        retire(sop=version.sop, why="Diganti", by=head, at=now)
        fresh = SopVersion.objects.select_related("sop").get(pk=version.pk)
    listed = writer.get(at("sops"))
    assert faults_of(listed) == []
    assert f"{version.sop.name} tidak berlaku lagi sejak" in words(listed)
    leads = {link["href"] for link in read(listed).select("details a")}
    assert leads == {at("sop", slug), at("sop_history", slug)}
    sheet = writer.get(at("sop", slug))
    assert "Versi 1, tidak berlaku lagi sejak" in words(sheet)
    assert at("sop_history", slug) in {link["href"] for link in read(sheet).select("a[href]")}
    assert at("draft_begin", slug) not in sheet.content.decode()
    assert writer.get(at("sop_history", slug)).status_code == 200
    assert at("sop", slug) in {link["href"] for link in read(writer.get(at("sop_history", slug))).select("a[href]")}
    with pytest.raises(Refusal):
        new_case(salatiga, fresh, budi)


def test_hari_ini_asks_nothing_more_of_a_clerk_however_many_drafts_wait(salatiga, draft, writer, signer, client):
    def asked(browser: Client) -> int:
        browser.get(at("today"))
        with CaptureQueriesContext(connection) as queries:
            browser.get(at("today"))
        return sum("sop_library_draft" in query["sql"] for query in queries)

    submitted(writer, draft)
    assert (asked(client), asked(signer), asked(writer)) == (0, 1, 1)
    with in_office(salatiga):
        for number in range(3):
            made = Draft.objects.get(slug=draft.slug)
            made.pk, made.slug, made.sop = None, f"lagi-{number}", None
            made._state.adding = True
            made.save()
    assert asked(signer) == 1
    with in_office(salatiga):
        assert SopVersion.objects.count() == 1
