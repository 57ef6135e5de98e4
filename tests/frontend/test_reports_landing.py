"""Where a person lands after a report became a case."""

import uuid

import pytest
from django.db import IntegrityError

from accounts.models import Lane, LaneMembership
from tenants.current import in_office
from tests.frontend.screens import employ, enter, take, words

WHOLE = {"channel": "datang", "reporter_is": "tanpa", "kinds": ["FISIK"], "next": "pengaduan-langsung/datang"}


@pytest.mark.django_db
def test_who_opens_a_case_for_another_sops_lanes_lands_on_the_list_and_is_told_whose_it_is(salatiga):
    take(salatiga, "salatiga/pengaduan-langsung")
    outsider = employ(salatiga, "penjaga")
    with in_office(salatiga):
        lane = Lane.objects.create(key="penjaga-pintu", label="Penjaga pintu")
        LaneMembership.objects.create(lane=lane, staff=outsider)
    page = enter(salatiga, outsider).post("/laporan/baru/", WHOLE | {"report_id": str(uuid.uuid4())}, follow=True)

    assert page.status_code == 200
    assert page.redirect_chain[-1][0] == "/laporan/"
    assert "diteruskan kepada pelaksana SOP" in words(page)


@pytest.mark.django_db
def test_a_fault_of_the_database_is_not_taken_for_a_page_sent_twice(salatiga, monkeypatch):
    take(salatiga, "salatiga/pengaduan-langsung")

    def broken(**_given: object) -> None:
        raise IntegrityError("another constraint")

    monkeypatch.setattr("frontend.reports.intake.take_in", broken)
    with pytest.raises(IntegrityError):
        enter(salatiga, employ(salatiga, "sari", "*")).post("/laporan/baru/", {"channel": "telepon", "next": "simpan"})


@pytest.mark.django_db
def test_nobody_gets_in_without_a_login(salatiga):
    for address in ("/laporan/baru/", "/laporan/", f"/laporan/{uuid.uuid4()}/"):
        assert enter(salatiga).get(address)["Location"].startswith("/masuk/")
