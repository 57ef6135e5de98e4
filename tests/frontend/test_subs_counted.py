"""A case inside an SOP that its own started costs Hari ini and the register no reading more than any other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.operations import opening, reports
from cases.operations.reports import ReportData
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tests.cases.calling import ASKED
from tests.frontend.screens import OPENED, employ, enter, words
from tests.frontend.test_subs import begun, take
from tests.sop_library.sheets import sop, step


def queries(client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["/", "/kasus/"])
def test_a_case_inside_a_called_sop_asks_no_more_queries(salatiga, page):
    take(salatiga)
    with in_office(salatiga):
        plain = adopt(definition=sop(step("terima"), step("tutup")), at=OPENED, order=9)
    ratna = employ(salatiga, "ratna", "*")
    with in_office(salatiga):
        now = timezone.now()
        report = reports.receive(data=ReportData(channel="datang"), by=ratna, at=now)
        opening.open_case(report=report, version=plain, door="datang", by=ratna, at=now)
    client = enter(salatiga, ratna)
    client.get(page)
    without = queries(client, page)
    inside = begun(salatiga, ratna, "terima")
    assert inside.number in words(client.get(page))
    assert queries(client, page) == without
    begun(salatiga, ratna, "terima", ASKED)
    begun(salatiga, ratna)
    assert queries(client, page) == without
