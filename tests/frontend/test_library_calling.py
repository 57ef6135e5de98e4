"""An SOP of the library that starts others is taken into an office: which to take first, and what they are called."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from library.operations import shipping
from sop_library.inspecting import catalogue
from sop_library.models import Draft, Sop
from sop_library.operations.publishing import publish
from sop_library.writing import to_yaml
from tenants.current import in_office
from tenants.database import connection
from tenants.models import Office
from tests.cases.calling import consulting, serving
from tests.frontend.screens import OPENED, employ, enter, faults_of, read, words
from tests.sop_library.sheets import step

CALLED, CALLS = "salatiga/konsultasi", "salatiga/layanan-terpadu"
AT = f"/sop/pustaka/{CALLS}/pakai/"


@pytest.fixture
def shelved(owner_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library of a release that has the two."""
    ask = step("panggil", kind="sub_sop", sub=[{"key": "k", "label": "Konsultasi dulu", "sop": CALLED}])
    main = serving(step("terima"), ask, step("tutup"), sop=CALLS, name="Layanan terpadu")
    files = dict(catalogue())
    for one in (consulting(sop=CALLED), main):
        files[one.sop] = to_yaml(dict(one.document)).encode()
    connection.set_schema_to_public()
    monkeypatch.setattr(shipping, "catalogue", lambda: files)
    assert {one.key for one in shipping.ensure_shipped(at=timezone.now())} == {CALLED, CALLS}


@pytest.fixture
def writer(shelved: None, salatiga: Office) -> Client:
    staff = employ(salatiga, "wening")
    with in_office(salatiga):
        Staff.objects.filter(pk=staff.pk).update(is_office_admin=True)
    return enter(salatiga, staff)


def test_what_it_starts_and_is_not_here_yet_is_named_with_the_way_to_take_it(writer: Client) -> None:
    answer = writer.get(AT)
    assert faults_of(answer) == []
    assert "ambil dan sahkan dulu: Konsultasi dulu: ambil Konsultasi" in words(answer)
    assert read(answer).find("a", href=f"/sop/pustaka/{CALLED}/pakai/") is not None


def test_where_it_is_here_under_another_name_the_draft_starts_that_one(writer: Client, salatiga: Office) -> None:
    with in_office(salatiga):
        own = consulting(sop="salatiga/konsultasi-kami", name="Konsultasi kami")
        sop = Sop.objects.create(slug="konsultasi-kami", name=own.name, service=own.service)
        publish(sop=sop, definition=own, origin=CALLED, effective_from=OPENED, by=None, at=OPENED)
    page = writer.get(AT)
    assert "ambil dan sahkan dulu" not in words(page)
    given = {"as_sop": "baru", "name": "Terpadu", "lane-petugas": "lane:petugas", "lane-ketua": "lane:ketua"}
    assert writer.post(AT, given).status_code == 303
    with in_office(salatiga):
        (draft,) = Draft.objects.all()
    assert draft.document["steps"][1]["sub"] == [{"key": "k", "label": "Konsultasi dulu", "sop": own.sop}]
