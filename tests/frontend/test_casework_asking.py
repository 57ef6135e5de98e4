"""A step that waits for what no page holds asks for it itself."""

from django.utils import timezone

from cases.models import StepPass
from frontend.casework.facts_form import fact_field
from sop_library.facts import FACTS
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.working import fields_of, new_case
from tests.sop_library import sheets


def test_a_step_that_waits_for_what_no_page_holds_asks_for_it_itself(salatiga):
    asking = sheets.step("a", applies_when={"fact": "legal.process_open", "is": True})
    with in_office(salatiga):
        version = adopt(definition=sheets.sop(asking, sheets.step("b")), at=timezone.now())
    hand = employ(salatiga, "tangan", "*")
    case = new_case(salatiga, version, hand)
    client = enter(salatiga, hand)
    with in_office(salatiga):
        row = StepPass.objects.get(case=case, step="a")
    where = f"/kasus/{case.pk}/langkah/{row.pk}/keterangan/"
    page = client.get(f"/kasus/{case.pk}/")
    assert "Sudah dalam proses lembaga hukum" in words(page)
    assert faults_of(page) == []
    empty = client.post(where, fields_of(page, where))
    assert empty.status_code == 422
    assert "Jawab dulu yang ditanyakan." in words(empty)
    assert faults_of(empty) == []
    assert client.get(where).status_code == 303
    assert client.post(where, fields_of(page, where) | {"fact-legal.process_open": "true"}).status_code == 303
    after = client.get(f"/kasus/{case.pk}/")
    assert read(after).select("form[action*=selesai]")
    assert "Keterangan dicatat untuk" in words(after)
    gone = client.post(where, {"fact-legal.process_open": "false"})
    assert gone.status_code == 409
    assert "tidak lagi menunggu keterangan" in words(gone)


def test_a_region_that_a_step_asks_for_begins_with_the_offices_own(salatiga):
    with in_office(salatiga):
        groups = fact_field(FACTS["incident.place"]).choices
    heading, near = groups[1]
    assert heading == "Wilayah ini dan sekitarnya"
    assert near[0] == ("33.73", "Kota Salatiga")
    assert {code[:2] for code, _name in near} == {"33"}
