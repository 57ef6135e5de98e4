"""A step that must leave a consent known leads to where consents are taken down, and is done once it is."""

import pytest
from bs4.element import Tag
from django.utils import timezone

from cases.models import Case, Person, StepPass
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.working import fields_of, new_case, typed_again
from tests.sop_library import sheets

NOTE = "Sudah dijelaskan dua kali."
WANTS = [{"records": ["consent.service"]}, {"needs": [{"fact": "consent.service", "label": "Persetujuan"}]}]


def only_person(office: Office, case: Case) -> Person:
    with in_office(office):
        return Person.objects.get(case=case)


@pytest.mark.parametrize("wants", WANTS)
def test_a_step_that_wants_a_consent_known_is_done_by_way_of_the_page_of_consents(salatiga, wants):
    with in_office(salatiga):
        version = adopt(definition=sheets.sop(sheets.step("a", **wants), sheets.step("b")), at=timezone.now())
    hand = employ(salatiga, "tangan", "*")
    case = new_case(salatiga, version, hand)
    client = enter(salatiga, hand)
    with in_office(salatiga):
        row = StepPass.objects.get(case=case, step="a")
    where = f"/kasus/{case.pk}/langkah/{row.pk}/selesai/"
    page = client.get(f"/kasus/{case.pk}/")
    there = f"/kasus/{case.pk}/persetujuan/?langkah={row.pk}&tentang=service"
    link = read(page).select_one("form .rk-note a[href*='/persetujuan/']")
    assert isinstance(link, Tag)
    assert link["href"] == there
    assert not read(page).select("[name='fact-consent.service']")
    assert faults_of(page) == []

    refused = client.post(where, fields_of(page, where))
    assert refused.status_code == 422
    assert "tidak menanyakan" not in words(refused)
    assert faults_of(refused) == []

    left = client.post(where, fields_of(page, where) | {"note": NOTE, "isi": "consents", "tentang": "service"})
    assert left["Location"] == there
    asked = client.get(there)
    assert {one["value"] for one in read(asked).select("#persetujuan form [checked]")} == {
        "service", str(only_person(salatiga, case).pk)
    }  # fmt: skip
    assert client.get(f"/kasus/{case.pk}/persetujuan/?langkah={case.pk}").status_code == 404
    unsaid = client.post(there, fields_of(asked, there))
    assert unsaid.status_code == 422
    told = client.post(there, fields_of(unsaid, there) | {"given": "tidak", "way": "spoken"})
    assert told["Location"] == f"/kasus/{case.pk}/#langkah-{row.pk.hex[:8]}"
    assert "Tidak disetujui" not in words(page)
    back = client.get(f"/kasus/{case.pk}/")
    said = read(back).find(id=f"langkah-{row.pk.hex[:8]}").get_text(" ", strip=True)
    assert "Tidak disetujui Persetujuan mengikuti layanan. Pilih hasil yang sesuai dengan jawaban itu." in said
    typed_again(back, {"note": NOTE})
    assert client.post(where, fields_of(back, where)).status_code == 303
    with in_office(salatiga):
        assert StepPass.objects.get(pk=row.pk).status == StepPass.Status.DONE
