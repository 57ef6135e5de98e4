"""Who would see the cases of an SOP stands on the page where the head approves it, and where it is adopted."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import OfficeProfile
from cases.policies import can_see
from sop_library.definition import parse
from sop_library.models import Draft, Sop, SopVersion
from sop_library.operations.adopting import adopt
from sop_library.queries import current_version
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.working import new_case
from tests.sop_library.sheets import sheet, step

ALL = "Siapa yang melihat kasusnya"
LANES = {
    "petugas": {"label": "Petugas"}, "ketua": {"label": "Ketua"}, "satpam": {"label": "Satpam"},
    "tim": {"label": "Tim", "made_of": ["petugas", "ketua"]}, "polisi": {"label": "Polisi", "outside": True},
}  # fmt: skip


def of(*lanes: str) -> dict:
    steps = [step(f"langkah-{place}", lanes={"any_of": [lane]}) for place, lane in enumerate(lanes)]
    return sheet(*steps, lanes=LANES, source={"document": "Ditulis kantor"})


@pytest.fixture
def version(salatiga) -> SopVersion:
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post="Kepala Dinas", head_name="Wulan Sari")
        return adopt(definition=parse(of("petugas", "ketua")), at=timezone.now())


@pytest.fixture
def head(salatiga, version) -> Client:
    return enter(salatiga, employ(salatiga, "wulan", post="Kepala Dinas"))


def waiting(office, version: SopVersion | None, *lanes: str) -> Draft:
    """A draft that waits for the head."""
    writer = employ(office, "budi", may_write_sops=True)
    with in_office(office):
        return Draft.objects.create(
            slug="coba", name="Coba", sop=version.sop if version else None, base=version,
            document=of(*lanes), state=Draft.State.SUBMITTED, started_by=writer, started_at=timezone.now(),
            changed_at=timezone.now(), submitted_by=writer, submitted_at=timezone.now(), why="Satpam ikut",
        )  # fmt: skip


def said_of(client: Client, draft: Draft) -> str:
    answer = client.get(reverse("draft_approval", args=[draft.pk]))
    assert faults_of(answer) == []
    heading = read(answer).find("h3", string=ALL)
    return re.sub(r"\s+", " ", heading.parent.get_text(" "))


def test_the_head_reads_who_would_come_to_see_the_cases_and_who_no_longer_does(salatiga, version, head):
    employ(salatiga, "joko", "satpam")
    employ(salatiga, "kirana", "ketua")
    said = said_of(head, waiting(salatiga, version, "petugas", "satpam"))
    listed, _more, changed = said.partition("Bertambah")
    assert "Petugas (belum ada petugasnya)" in listed
    assert "Satpam (Joko)" in listed
    for nobody in ("Ketua", "Tim", "Polisi"):
        assert nobody not in listed, "no step names it, it is made of others, it is outside"
    new, _less, gone = changed.partition("Berkurang")
    assert "Menurut versi 1 mereka tidak melihatnya:" in new
    assert "Satpam" in new
    assert "Petugas" not in new
    assert "Ketua (Kirana)" in gone
    assert "Satpam" not in gone


def test_what_the_page_says_is_what_comes_true(salatiga, version, head):
    joko, kirana = employ(salatiga, "joko", "satpam", "petugas"), employ(salatiga, "kirana", "ketua")
    before = new_case(salatiga, version, kirana)
    draft = waiting(salatiga, version, "petugas", "satpam")
    page = head.get(reverse("draft_approval", args=[draft.pk]))
    shown = read(page).find("input", {"name": "shown"})["value"]
    answer = head.post(reverse("draft_approve", args=[draft.pk]), {"shown": shown})
    assert answer.headers["Location"] == reverse("sop_version", args=["coba", 2])
    with in_office(salatiga):
        newest = current_version(Sop.objects.get(), at=timezone.now())
    after = new_case(salatiga, newest, joko)
    with in_office(salatiga):
        seen = [(can_see(case=case, by=joko), can_see(case=case, by=kirana)) for case in (before, after)]
    assert seen == [(True, True), (True, False)], "what runs is seen by whom it was seen"


def test_equal_lanes_are_said_to_be_equal_and_a_new_sop_is_beside_nothing(salatiga, version, head):
    said = said_of(head, waiting(salatiga, version, "ketua", "petugas"))
    assert "sama dengan versi 1" in said
    with in_office(salatiga):
        Draft.objects.update(sop=None, base=None, slug="lain")
        draft = Draft.objects.get()
    said = said_of(head, draft)
    assert "Petugas" in said
    for word in ("sama dengan", "Bertambah", "Berkurang"):
        assert word not in said


def test_a_lane_that_the_office_bound_to_a_step_sees_its_cases(salatiga, version, head):
    employ(salatiga, "joko", "satpam")
    draft = waiting(salatiga, version, "petugas", "ketua")
    with in_office(salatiga):
        draft.document["steps"][1]["lanes"] = "unsaid"
        draft.save()
        Sop.objects.update(bound={"langkah-1": [{"key": "satpam", "label": "Satpam"}]})
    said = said_of(head, draft)
    assert "Satpam (Joko)" in said.partition("Bertambah")[2].partition("Berkurang")[0]


def test_an_adoption_says_which_lanes_see_nothing_and_who_sees_the_cases_now(salatiga):
    take(salatiga, "salatiga/layanan-konsultasi")
    employ(salatiga, "ratna", "analis")
    browser = enter(salatiga, employ(salatiga, "wening", admin=True))
    answer = browser.get("/sop/pustaka/salatiga/layanan-konsultasi/pakai/")
    assert faults_of(answer) == []
    said = words(answer)
    assert said.count("jadi petugasnya tidak melihat kasusnya") == 3
    now = said.partition("sekarang dilihat:")[2].partition("Siapa yang bertambah")[0]
    assert "(Ratna)" in now
    assert "Kepala" not in now
