"""What a console sees: its own regencies and the handoffs that touch them, in numbers and days."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Lane, LaneMembership, Staff
from custody.models import Envelope
from frontend.console.regions import Row, furthest_first, shares
from onboarding.models import OfficeState
from onboarding.telling import tell_state
from tenants.current import in_office
from tenants.models import Office
from tests.cases.conftest import take

pytestmark = pytest.mark.django_db
Visit = Callable[[str], Client]
Send = Callable[..., Envelope]


def test_a_province_sees_how_far_its_regencies_have_come(visit: Visit, salatiga: Office) -> None:
    page = visit("jateng").get("/").content.decode()
    assert "0 dari 35 kabupaten/kota sudah melayani" in page
    assert "Kota Salatiga" in page
    assert "SOP belum dipilih" in page
    assert "Kabupaten Banyuwangi" not in page
    assert "34 kabupaten/kota dan provinsinya sendiri belum di platform" in page
    table, fold = page.split("provinsinya sendiri belum di platform")
    assert "Kota Salatiga" in table
    assert "Kabupaten Cilacap" not in table
    assert "?kode=33.01" in fold


def test_the_state_follows_what_the_office_tells(visit: Visit, salatiga: Office) -> None:
    now = timezone.now()
    today = now.astimezone(ZoneInfo(salatiga.zone)).date()
    with in_office(salatiga):
        take("salatiga/layanan-informasi")
        tell_state(at=now)
    assert "2 pelaksana belum ada petugasnya" in visit("jateng").get("/").content.decode()
    with in_office(salatiga):
        staff = Staff.objects.get(username="admin")
        LaneMembership.objects.bulk_create(LaneMembership(lane=lane, staff=staff) for lane in Lane.objects.all())
        tell_state(at=now)
    assert "1 petugas, belum ada kasus" in visit("jateng").get("/").content.decode()
    with in_office(salatiga):
        OfficeState.objects.update(serving_since="2026-08-03", active_on=today)
    page = visit("jateng").get("/").content.decode()
    assert "Melayani sejak 3 Agustus 2026" in page
    assert "1 dari 35" in page
    with in_office(salatiga):
        OfficeState.objects.update(active_on=today - timedelta(days=30))
    page = visit("jateng").get("/").content.decode()
    assert "Belum ada kegiatan 30 hari" in page
    assert "Perlu disapa" in page


def test_who_has_come_furthest_stands_first(visit: Visit) -> None:
    rows = [
        Row("1", "a", "open", ""),
        Row("2", "b", "serving", ""),
        Row("3", "c", "open", ""),
        Row("4", "d", "sops", ""),
    ]
    assert [row.name for row in furthest_first(rows)] == ["b", "d", "a", "c"]
    page = visit("pusat").get("/").content.decode()
    assert page.index("Jawa Tengah") < page.index("Aceh"), "provinces with offices come before those without"
    assert "Belum ada kantor yang dibuka di provinsi ini" in visit("pusat").get("/provinsi/11/").content.decode()


def test_the_filter_leaves_one_state(visit: Visit) -> None:
    page = visit("jateng").get("/?tahap=open").content.decode()
    assert "Kota Salatiga" in page
    assert "Kabupaten Cilacap" not in page
    assert "Kabupaten Cilacap" in visit("jateng").get("/?tahap=absent").content.decode()
    assert "Tidak ada kabupaten/kota pada keadaan ini" in visit("jateng").get("/?tahap=serving").content.decode()
    assert "Kabupaten Cilacap" in visit("jateng").get("/?tahap=ngawur").content.decode()


def test_the_ministry_sees_the_provinces_and_what_they_left(visit: Visit, send: Send) -> None:
    fresh = send(late=timedelta(hours=3), number="RJK-BARU")
    old = send(late=timedelta(hours=30), number="RJK-LAMA")
    page = visit("pusat").get("/").content.decode()
    assert "0 dari 514 kabupaten/kota sudah melayani" in page
    assert old.number in page
    assert fresh.number not in page
    page = visit("pusat").get("/provinsi/33/").content.decode()
    assert "Provinsi Jawa Tengah" in page
    assert fresh.number in page
    with CaptureQueriesContext(connection) as queries:
        assert fresh.number not in visit("pusat").get("/provinsi/64/").content.decode()
    asked = [query["sql"] for query in queries if 'FROM "custody_envelope"' in query["sql"]]
    assert any("LIKE '64%'" in sql for sql in asked), "PostgreSQL picks the province's, not the page"
    assert fresh.number in visit("pusat").get("/rujukan/").content.decode()


def test_a_province_looks_at_no_other(visit: Visit) -> None:
    assert visit("jateng").get("/provinsi/33/").status_code == 200
    for code in ("35", "99", "nation", "../33"):
        assert visit("jateng").get(f"/provinsi/{code}/").status_code == 404
    assert visit("pusat").get("/provinsi/99/").status_code == 404


def test_both_provinces_see_a_handoff_and_no_third_one(visit: Visit, send: Send) -> None:
    row = send()
    for who, seen in (("jateng", True), ("jatim", True), ("pusat", True), ("kaltara", False), ("kalteng", False)):
        for address in ("/", "/rujukan/", "/rujukan/?keadaan=terlambat"):
            assert (row.number in visit(who).get(address).content.decode()) == seen, (who, address)
        assert visit(who).get(f"/rujukan/{row.pk}/").status_code == (200 if seen else 404)


def test_the_rail_counts_what_is_late(visit: Visit, send: Send) -> None:
    send(late=timedelta(hours=-5))
    assert "rk-count" not in visit("jateng").get("/").content.decode()
    send()
    assert 'rk-count">1<' in visit("jatim").get("/setelan/").content.decode()
    assert "rk-count" not in visit("kaltara").get("/").content.decode()


def test_the_bar_adds_up() -> None:
    rows = [Row("1", "a", "serving", ""), Row("2", "b", "absent", ""), Row("3", "c", "absent", "")]
    found = shares(rows)
    assert [(one.state, one.count) for one in found] == [("serving", 1), ("absent", 2)]
    assert round(sum(one.width + 2 for one in found)) == 1000


def test_english(visit: Visit) -> None:
    Staff.objects.filter(username="jateng").update(language="en")
    page = visit("jateng").get("/").content.decode()
    assert "0 of 35 regencies and cities" in page
