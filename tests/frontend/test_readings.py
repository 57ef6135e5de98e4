"""How often a page asks the database: each thing once in a request, and a number that is written down here."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.operations import lifecycle, reports
from cases.operations.reports import ReportData
from tenants.current import in_office
from tests.frontend.screens import employ, enter, take
from tests.frontend.working import new_case

PAGES = {"/": 21, "/kasus/": 12, "/laporan/": 8, "case": 33}


@pytest.fixture
def at_work(salatiga):
    """Someone with cases, one of them paused, and a report of danger that waits."""
    version = take(salatiga, "salatiga/pengaduan-langsung")
    sari = employ(salatiga, "sari", "resepsionis")
    cases = [new_case(salatiga, version, sari) for _number in range(3)]
    with in_office(salatiga):
        reports.receive(data=ReportData(channel="telepon", in_danger=True), by=sari, at=timezone.now())
        lifecycle.pause(case=cases[0], reason="Ibu pergi sebentar", by=sari, at=timezone.now())
    return enter(salatiga, sari), cases[1]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_read_twice_and_the_readings_are_counted(at_work, page):
    client, case = at_work
    path = f"/kasus/{case.pk}/" if page == "case" else page
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    asked = [one["sql"] for one in captured.captured_queries]
    assert [sql for sql, times in Counter(asked).items() if times > 1] == []
    tables = Counter(sql.partition(' FROM "')[2].partition('"')[0] for sql in asked)
    assert tables["sop_library_sopversion"] <= 1
    assert tables["accounts_officeprofile"] <= 1
    assert len(asked) == PAGES[page], "\n".join(asked)


def test_what_one_office_sees_is_never_read_for_another(salatiga, banyuwangi, at_work):
    client, case = at_work
    take(banyuwangi, "banyuwangi/p2tp2a")
    theirs = enter(banyuwangi, employ(banyuwangi, "wayan", "*"))
    for path in ("/", "/kasus/"):
        assert case.number in client.get(path).content.decode()
        other = theirs.get(path).content.decode()
        assert case.number not in other
        assert "Pengaduan langsung" not in other
