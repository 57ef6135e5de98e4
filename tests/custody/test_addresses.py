"""How an office is reached: it says its own telephone and unit, and is called what the owner calls it."""

import pytest
from django.db import IntegrityError, transaction

from custody.models import Address
from tenants.current import in_office
from tenants.models import Office


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"code": "33.74"}, {"name": "Kota Lain"}, {"zone": "Asia/Jayapura"}, {"phone": "1", "code": "33.74"}]
)
def test_an_office_is_called_nothing_else_by_itself(salatiga: Office, change: dict[str, str]) -> None:
    with in_office(salatiga):
        mine = Address.objects.filter(office_id=salatiga.id)
        before = mine.values().get()
        with pytest.raises(IntegrityError, match="telephone and unit alone"), transaction.atomic():
            mine.update(**change)
        assert mine.values().get() == before


@pytest.mark.django_db
def test_an_office_does_not_hand_its_address_to_another(salatiga: Office, banyuwangi: Office) -> None:
    with in_office(salatiga):
        with pytest.raises(IntegrityError, match="telephone and unit alone"), transaction.atomic():
            Address.objects.filter(office_id=salatiga.id).update(office_id=banyuwangi.id)
        assert Address.objects.filter(office_id=salatiga.id).update(phone="0298 555 0100", unit="Layanan") == 1
        assert Address.objects.filter(office_id=banyuwangi.id).update(phone="1") == 0


def test_whoever_runs_the_platform_calls_it_anew(owner_db: str) -> None:
    office = Office.objects.get(code="33.73")
    Office.objects.filter(pk=office.pk).update(name="Kota Salatiga Baru")
    assert Address.objects.get(office_id=office.pk).name == "Kota Salatiga Baru"
