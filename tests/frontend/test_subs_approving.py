"""An SOP that starts others goes to the head: the page names them, the hash holds them, a newer one is asked anew."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Lane, OfficeProfile
from cases.policies import lanes_of
from sop_library.definition import parse, to_document
from sop_library.models import Draft, SopVersion
from sop_library.operations import drafts
from sop_library.operations.adopting import adopt
from sop_library.queries import definition_of, sheet_definition_of
from tenants.current import in_office
from tenants.models import Office
from tests.cases.calling import accompanying, consulting, serving
from tests.frontend.screens import OPENED, employ, enter, faults_of, read, words
from tests.frontend.test_sops_approving import at, submitted
from tests.sop_library.opened import adopt_bound


@pytest.fixture
def draft(salatiga: Office) -> Draft:
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post="Kepala Dinas", head_name="Wulan Sari")
        for one in (consulting(), accompanying(), serving()):
            version = adopt(definition=one, at=OPENED)
    budi = employ(salatiga, "budi", "*", may_write_sops=True)
    sheet = sheet_definition_of(version)
    with in_office(salatiga):
        drafts.begin(
            document=to_document(sheet), slug="layanan", name=sheet.name, service=sheet.service, sop=version.sop,
            base=version, base_hash=version.content_hash, origin=version.origin, by=budi, at=timezone.now(),
        )  # fmt: skip
        return Draft.objects.select_related("started_by").get()


def test_the_head_reads_which_versions_are_started_and_signs_them_too(salatiga: Office, draft: Draft) -> None:
    writer, head = enter(salatiga, draft.started_by), enter(salatiga, employ(salatiga, "wulan", post="Kepala Dinas"))
    submitted(writer, draft)
    page = head.get(at("draft_approval", draft.pk))
    assert faults_of(page) == []
    assert "SOP yang dimulainya Konsultasi, versi 1 Pendampingan, versi 1" in words(page)
    shown = read(page).find("input", {"name": "shown"})["value"]

    with in_office(salatiga):
        adopt(definition=consulting(note="Baru"), at=timezone.now() - timedelta(minutes=1))
    again = head.post(at("draft_approve", draft.pk), {"shown": shown})
    assert again.status_code == 409
    assert "Lembar ini berubah sejak ditampilkan." in words(again)
    assert "Konsultasi, versi 2" in words(again)

    shown = read(again).find("input", {"name": "shown"})["value"]
    assert head.post(at("draft_approve", draft.pk), {"shown": shown}).status_code == 303
    with in_office(salatiga):
        version = SopVersion.objects.get(sop__slug="layanan", number=2)
    assert version.definition["called"]["contoh/konsultasi"]["version"] == 2
    assert "sedangkan yang berlaku sekarang" not in words(head.get("/sop/layanan/"))


def test_the_head_reads_that_a_lane_bound_to_a_started_sop_will_see_the_cases(salatiga: Office, draft: Draft) -> None:
    writer, head = enter(salatiga, draft.started_by), enter(salatiga, employ(salatiga, "wulan", post="Kepala Dinas"))
    with in_office(salatiga):
        Lane.objects.create(key="satpam", label="Satpam", order=90)
    employ(salatiga, "joko", "satpam")
    with in_office(salatiga):
        adopt_bound(consulting(), "satpam", "catat", at=timezone.now() - timedelta(minutes=1))
    submitted(writer, draft)
    page = head.get(at("draft_approval", draft.pk))
    assert faults_of(page) == []
    sight = read(page).find("h3", string="Siapa yang melihat kasusnya").parent.get_text(" ")
    assert "Satpam (Joko)" in re.sub(r"\s+", " ", sight).partition("Bertambah")[2]

    shown = read(page).find("input", {"name": "shown"})["value"]
    assert head.post(at("draft_approve", draft.pk), {"shown": shown}).status_code == 303
    with in_office(salatiga):
        version = SopVersion.objects.select_related("sop").get(sop__slug="layanan", number=2)
        assert "satpam" in lanes_of(definition_of(version))


def test_the_head_reads_who_starts_the_sop_and_who_has_its_number(salatiga: Office, draft: Draft) -> None:
    writer, head = enter(salatiga, draft.started_by), enter(salatiga, employ(salatiga, "wulan", post="Kepala Dinas"))
    with in_office(salatiga):
        konsultasi = SopVersion.objects.select_related("sop").get(sop__slug="konsultasi")
        numbered = to_document(accompanying()) | {"header": {"number": "463/ 12 /2026"}}
        adopt(definition=parse(numbered), at=timezone.now() - timedelta(minutes=1))
        sheet = sheet_definition_of(konsultasi)
        begun = drafts.begin(
            document=to_document(sheet), slug="konsultasi", name=sheet.name, service=sheet.service, sop=konsultasi.sop,
            base=konsultasi, base_hash=konsultasi.content_hash, origin=konsultasi.origin, by=draft.started_by,
            at=timezone.now(),
        )  # fmt: skip
    submitted(writer, begun)
    page = head.get(at("draft_approval", begun.pk))
    assert faults_of(page) == []
    assert "SOP yang memulainya Layanan, versi 1 tetap memulai versi yang lama sampai disahkan lagi" in words(page)
    assert "Nomor SOP yang sama" not in words(page)

    said = "Nomor SOP ini sudah dipakai Pendampingan, versi 2. Biasanya setiap SOP bernomor sendiri."
    refused = writer.post(at("draft_submit", draft.pk), {"number": "463/12/2026"})
    assert (refused.status_code, said in words(refused)) == (422, True)
    assert said not in words(writer.get(at("draft_submit", begun.pk)))

    submitted(writer, draft, number="463/12/2026")
    page = head.get(at("draft_approval", draft.pk))
    assert "SOP yang memulainya" not in words(page)
    assert "Nomor SOP yang sama Pendampingan, versi 2 juga bernomor 463/12/2026" in words(page)
