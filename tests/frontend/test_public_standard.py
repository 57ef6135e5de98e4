"""A service standard that the office opens to everybody: nobody logs in, nothing of the office's own stands on it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import OfficeProfile
from sop_library.models import Sop, SopEvent, SopVersion
from sop_library.operations import announcing
from sop_library.operations.retiring import retire
from sop_library.refusals import NotAllowed, Refused
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import employ, enter, faults_of, read, take, words

SLUG = "layanan-informasi"
PAGE, SWITCH = f"/standar/{SLUG}/", f"/sop/{SLUG}/standar/umum/"


@pytest.fixture
def version(salatiga: Office) -> SopVersion:
    return take(salatiga, f"salatiga/{SLUG}")


@pytest.fixture
def admin(salatiga: Office, version: SopVersion) -> Client:
    return enter(salatiga, employ(salatiga, "wulan", admin=True))


@pytest.fixture
def public(salatiga: Office, version: SopVersion) -> Client:
    return enter(salatiga)


def kinds(office: Office) -> list[str]:
    with in_office(office):
        return list(SopEvent.objects.exclude(kind="adopted").values_list("kind", flat=True))


def test_until_it_is_opened_nobody_outside_reads_it_or_hears_of_it(public: Client) -> None:
    assert public.get(PAGE).status_code == 404
    assert "belum menampilkan" in words(public.get("/standar/"))
    assert "/standar/" not in public.get("/masuk/").content.decode()


def test_an_admin_opens_it_and_closes_it_and_both_are_in_the_history(
    salatiga: Office, admin: Client, public: Client
) -> None:
    assert admin.post(SWITCH, {"show": "1"}).status_code == 303
    assert admin.post(SWITCH, {"show": "1"}).status_code == 303
    answer = public.get(PAGE)
    assert (answer.status_code, faults_of(answer)) == (200, [])
    assert [head.get_text()[0] for head in read(answer).select("main h2")] == list("123456")
    assert "Identitas diri Pelapor/Korban (KK dan KTP)" in words(answer)
    assert read(answer).find("a", href="tel:0298326063").get_text() == "(0298) 326063"
    assert read(public.get("/standar/")).find("a", href=PAGE)
    assert read(public.get("/masuk/")).find("a", href="/standar/")
    staff = admin.get(f"/sop/{SLUG}/standar/")
    assert read(staff).find("a", href=PAGE)
    admin.post(SWITCH, {"show": "0"})
    admin.post(SWITCH, {"show": "0"})
    assert public.get(PAGE).status_code == 404
    assert kinds(salatiga) == ["announced", "closed"]
    history = words(admin.get(f"/sop/{SLUG}/riwayat/"))
    assert "Standar pelayanan dibuka untuk umum (versi 1)" in history
    assert "Wulan" in history


def test_the_head_may_and_others_are_told_whose_it_is(salatiga: Office, version: SopVersion, public: Client) -> None:
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post="Kepala Dinas")
    worker = enter(salatiga, employ(salatiga, "ratna", "*", may_write_sops=True))
    assert "Kepala kantor atau admin kantor dapat membukanya" in words(worker.get(f"/sop/{SLUG}/standar/"))
    assert read(worker.get(f"/sop/{SLUG}/standar/")).find("form", action=SWITCH) is None
    assert worker.post(SWITCH, {"show": "1"}).status_code == 403
    assert public.post(SWITCH, {"show": "1"})["Location"].startswith("/masuk/")
    assert (public.get(PAGE).status_code, kinds(salatiga)) == (404, [])
    head = enter(salatiga, employ(salatiga, "kepala", post="Kepala Dinas"))
    assert head.post(SWITCH, {"show": "1"}).status_code == 303
    assert public.get(PAGE).status_code == 200


def test_only_what_is_in_force_is_shown(salatiga: Office, version: SopVersion, public: Client) -> None:
    boss = employ(salatiga, "wulan", admin=True, post="Kepala")
    now = timezone.now()
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post="Kepala")
        announcing.announce(sop=version.sop, by=boss, at=now - timedelta(hours=1))
        assert public.get(PAGE).status_code == 200
        retire(sop=version.sop, why="Diganti.", by=boss, at=now)
        assert public.get(PAGE).status_code == 404
        assert read(public.get("/standar/")).find("a", href=PAGE) is None
        with pytest.raises(Refused, match="none_in_force"):
            announcing.announce(sop=version.sop, by=boss, at=now)


def test_the_same_name_in_another_office_is_not_opened_with_it(
    salatiga: Office, banyuwangi: Office, admin: Client
) -> None:
    take(banyuwangi, f"salatiga/{SLUG}")
    admin.post(SWITCH, {"show": "1"})
    there = enter(banyuwangi)
    assert there.get(PAGE).status_code == 404
    assert read(there.get("/standar/")).find("a", href=PAGE) is None
    with in_office(banyuwangi):
        assert Sop.objects.get(slug=SLUG).announced_at is None


def test_nothing_of_the_office_s_own_stands_on_it(salatiga: Office, admin: Client, public: Client) -> None:
    with in_office(salatiga):
        OfficeProfile.objects.update(head_name="Kepala Rahasia", address="Jalan Tersembunyi 1")
    admin.post(SWITCH, {"show": "1"})
    for at in (PAGE, "/standar/"):
        said = public.get(at).content.decode()
        assert not [
            word for word in ("Wulan", "Kepala Rahasia", "Jalan Tersembunyi", "/sop/", "<script") if word in said
        ]
        assert "noindex" not in said
        assert len(said) < 24_000


def test_a_visitor_keeps_it_for_a_while_and_staff_nothing(admin: Client, public: Client) -> None:
    admin.post(SWITCH, {"show": "1"})
    answer = public.get(PAGE)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in answer["Vary"]
    assert not answer.cookies
    again = public.get(PAGE, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert admin.get(PAGE)["Cache-Control"] == "no-store"
    assert public.get("/standar/tidak-ada/")["Cache-Control"] == "no-store"


def test_more_services_ask_no_more_queries(salatiga: Office, admin: Client, public: Client) -> None:
    def asked(at: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert public.get(at).status_code == 200
        return len(counted)

    admin.post(SWITCH, {"show": "1"})
    few = asked("/standar/")
    other = take(salatiga, "salatiga/pengaduan-langsung")
    admin.post("/sop/pengaduan-langsung/standar/umum/", {"show": "1"})
    assert other.sop.slug in public.get("/standar/").content.decode()
    assert asked("/standar/") == few
    public.get(PAGE)
    assert asked(PAGE) == few, "the sheet itself is known by then"
    assert few <= FEW


FEW = 5
"""Two that find the office and its role, the versions, the office's profile; and one to spare."""


def test_others_may_neither_open_nor_close_it_from_code(salatiga: Office, version: SopVersion) -> None:
    worker = employ(salatiga, "ratna", "*")
    with in_office(salatiga):
        for act in (announcing.announce, announcing.close):
            with pytest.raises(NotAllowed):
                act(sop=version.sop, by=worker, at=timezone.now())
