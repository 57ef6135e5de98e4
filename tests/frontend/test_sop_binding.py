"""The screen on which an admin says who does the steps whose source names nobody: of an SOP, and of a draft."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Lane, OfficeProfile, Staff
from sop_library.models import Draft, LaneBinding, Sop, SopVersion
from sop_library.operations import drafts
from sop_library.operations.binding import bind_draft
from sop_library.queries import definition_of
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.sop_library.opened import adopt_bound, left_open
from tests.sop_library.sheets import sop, step


@pytest.fixture
def bound(salatiga: Office) -> SopVersion:
    with in_office(salatiga):
        Lane.objects.create(key="petugas", label="Petugas", order=1)
        Lane.objects.create(key="piket", label="Petugas piket", order=2)
        Lane.objects.create(key="kosong", label="Belum dipegang", order=3)
        definition = sop(step("terima"), step("catat", step="2."), step("tutup", kind="end"))
        return adopt_bound(definition, "petugas", "catat", at=timezone.now())


@pytest.fixture
def ani(salatiga: Office, bound: SopVersion) -> Staff:
    return employ(salatiga, "ani", "petugas", "piket", admin=True)


@pytest.fixture
def admin(salatiga: Office, ani: Staff) -> Client:
    return enter(salatiga, ani)


@pytest.fixture
def draft(salatiga: Office, bound: SopVersion, ani: Staff) -> Draft:
    with in_office(salatiga):
        document = dict(left_open(definition_of(bound), "terima", source={"document": "Perwali", "sha256": "0" * 64})
                        .document)  # fmt: skip
        at = timezone.now()
        return drafts.begin(document=document, slug="lain", name="Lain", service="konsultasi", by=ani, at=at)


def test_an_admin_names_another_lane_and_the_page_says_who_said_it_and_what_was_before(admin, salatiga, bound):
    page = admin.get("/sop/coba/pelaksana/")
    assert (page.status_code, faults_of(page)) == (200, [])
    assert "Langkah 2, Catat" in words(page)
    chosen = read(page).select_one("select option[selected]")
    assert chosen["value"] == "petugas"
    assert "kosong" not in {one["value"] for one in read(page).select("select option")}
    answer = admin.post("/sop/coba/pelaksana/", {"langkah-catat": "piket"})
    assert (answer.status_code, answer["location"]) == (303, "/sop/coba/pelaksana/")
    told = words(admin.get("/sop/coba/pelaksana/"))
    assert "Pelaksana satu langkah ditetapkan." in told or "Pelaksana 1 langkah ditetapkan." in told
    assert "Ditetapkan Ani" in told
    admin.post("/sop/coba/pelaksana/", {"langkah-catat": "petugas"})
    assert "Yang pernah ditetapkan" in words(admin.get("/sop/coba/pelaksana/"))
    with in_office(salatiga):
        assert Sop.objects.get().bound == {"catat": [{"key": "petugas", "label": "Petugas"}]}
        assert LaneBinding.objects.count() == 2


def test_the_sheet_says_that_it_is_the_offices_word_and_leads_the_admin_there(admin, salatiga, bound):
    page = admin.get("/sop/coba/")
    assert faults_of(page) == []
    row = read(page).select_one("#langkah-catat")
    assert "(ditetapkan kantor)" in row.get_text()
    assert "Pelaksana ditetapkan kantor: Petugas." in row.get_text()
    assert read(page).select_one('a[href="/sop/coba/pelaksana/"]')
    clean = read(admin.get("/sop/coba/?catatan=tanpa")).select_one("#langkah-catat")
    assert "(ditetapkan kantor)" in clean.get_text()
    reader = enter(salatiga, employ(salatiga, "dewi", "petugas"))
    assert not read(reader.get("/sop/coba/")).select_one('a[href="/sop/coba/pelaksana/"]')
    assert "piket" not in words(reader.get("/sop/coba/versi/1/lembar.svg"))
    admin.post("/sop/coba/pelaksana/", {"langkah-catat": "piket"})
    assert "ditetapkan kantor: Petugas piket" in drawn(admin.get("/sop/coba/versi/1/lembar.svg"))


def drawn(answer) -> str:
    """The words of a drawing, its lines joined."""
    return " ".join(tag.get_text(" ", strip=True) for tag in read(answer).find_all(["text", "tspan"]))


@pytest.mark.parametrize("sent", ["kosong", "tidak-ada", "petugas\x00"])
def test_a_lane_that_nobody_offered_is_refused_in_words_and_nothing_is_kept(admin, salatiga, bound, sent):
    page = admin.post("/sop/coba/pelaksana/", {"langkah-catat": sent})
    assert (page.status_code, faults_of(page)) == (422, [])
    assert read(page).select_one(".govuk-error-summary a[href^='#id_langkah-catat']")
    with in_office(salatiga):
        assert LaneBinding.objects.count() == 0


def test_a_draft_has_a_page_of_its_own_and_submitting_leads_there(admin, salatiga, draft):
    asked = admin.get(f"/sop/draf/{draft.pk}/ajukan/")
    assert read(asked).select_one(f'a[href="/sop/draf/{draft.pk}/pelaksana/"]')
    page = admin.get(f"/sop/draf/{draft.pk}/pelaksana/")
    assert (page.status_code, faults_of(page)) == (200, [])
    assert "2 langkah belum punya pelaksana." in words(page)
    answer = admin.post(f"/sop/draf/{draft.pk}/pelaksana/", {"langkah-terima": "piket", "langkah-catat": ""})
    assert answer.status_code == 303
    assert "Satu langkah belum punya pelaksana." in words(admin.get(f"/sop/draf/{draft.pk}/pelaksana/"))
    with in_office(salatiga):
        assert [(one.step, one.sop, one.labels) for one in LaneBinding.objects.all()] == [
            ("terima", None, "Petugas piket")
        ]
        Draft.objects.update(state="dropped")
    assert admin.get(f"/sop/draf/{draft.pk}/pelaksana/").status_code == 409


def test_only_an_admin_comes_here_and_an_sop_without_such_a_step_says_so(salatiga, bound, admin):
    reader = enter(salatiga, employ(salatiga, "dewi", "petugas"))
    assert reader.get("/sop/coba/pelaksana/").status_code == 403
    assert reader.post("/sop/coba/pelaksana/", {"langkah-catat": "piket"}).status_code == 403
    with in_office(salatiga):
        Sop.objects.create(slug="lengkap", name="Lengkap", service="konsultasi")
    page = admin.get("/sop/lengkap/pelaksana/")
    assert (page.status_code, faults_of(page)) == (200, [])
    assert "Setiap langkah sudah menyebut pelaksananya." in words(page)
    assert admin.get("/sop/tidak-ada/pelaksana/").status_code == 404


def test_the_head_reads_whom_the_office_gave_a_step_and_who_sees_the_cases_by_it(admin, salatiga, draft, ani):
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post="Kepala Dinas", head_name="Wulan Sari")
        bind_draft(draft=draft, given={"terima": "piket", "catat": "petugas"}, by=ani, at=timezone.now())
        Draft.objects.update(state="submitted", submitted_by=ani, submitted_at=timezone.now())
    head = enter(salatiga, employ(salatiga, "wulan", post="Kepala Dinas"))
    page = head.get(f"/sop/draf/{draft.pk}/pengesahan/")
    assert (page.status_code, faults_of(page)) == (200, [])
    assert "(ditetapkan kantor)" in read(page).select_one("#langkah-terima").get_text()
    assert "kantor perlu menetapkannya" not in words(page)
    assert "ditetapkan kantor: Petugas piket" in drawn(head.get(f"/sop/draf/{draft.pk}/lembar.svg"))


def test_the_page_of_handing_in_says_whose_steps_are_nobodys_and_that_all_are_given(admin, salatiga, draft, ani):
    with in_office(salatiga):
        bind_draft(draft=draft, given={"terima": "piket"}, by=ani, at=timezone.now())
    address = f"/sop/draf/{draft.pk}/ajukan/"
    assert "Sumber SOP ini tidak menyebut siapa mengerjakan satu langkah. Tetapkan" in words(admin.get(address))
    with in_office(salatiga):
        bind_draft(draft=draft, given={"catat": "petugas"}, by=ani, at=timezone.now())
    shown = words(admin.get(address))
    assert "Pelaksana 2 langkah ditetapkan kantor, karena sumbernya tidak menyebut. Lihat atau ubah" in shown
    assert "Tetapkan pelaksananya" not in shown
