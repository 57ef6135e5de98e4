"""A started SOP that does not apply leaves nobody before a closed door: the step that waits for it says what to do."""

from django.test import Client
from django.utils import timezone

from cases.operations import incidents
from tenants.current import in_office
from tests.cases.calling import DOOR, accompanying, consulting
from tests.frontend.screens import employ, enter, words
from tests.frontend.test_subs import begun, take

ASKS = {"requires": {"when": {"fact": "risk", "is": "high"}, "words": "Hanya bila berisiko tinggi."}}
WHAT_TO_DO = "kembali ke langkah sebelumnya atau tutup kasus ini"


def test_the_step_that_waits_for_an_sop_that_stays_shut_says_what_to_do(salatiga, client: Client):
    doors = {"panggilan": {**DOOR["panggilan"], **ASKS}}
    take(salatiga, consulting(doors=doors), accompanying())
    ratna = employ(salatiga, "ratna", "*")
    client = enter(salatiga, ratna)
    case = begun(salatiga, ratna, "terima")
    said = words(client.get(f"/kasus/{case.pk}/"))
    assert "Menunggu “Konsultasi” selesai." in said
    assert WHAT_TO_DO not in said, "the risk may still be rated"
    with in_office(salatiga):
        incidents.rate_risk(case=case, risk="low", by=ratna, at=timezone.now())
    said = words(client.get(f"/kasus/{case.pk}/"))
    assert "Hanya bila berisiko tinggi." in said
    assert f"Menunggu “Konsultasi” selesai. Langkahnya tertutup. Bila tetap begitu, {WHAT_TO_DO}." in said
    with in_office(salatiga):
        incidents.rate_risk(case=case, risk="high", by=ratna, at=timezone.now())
    assert WHAT_TO_DO not in words(client.get(f"/kasus/{case.pk}/"))
