"""A filled form as PDF: in an open window alone, each one in the access log, with the words that the screen shows."""

from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import OfficeProfile
from cases.operations import filling, identities
from documents import sheets, typesetting
from safeguards.models import AccessEvent
from sop_library.queries import form_version
from tenants.current import in_office
from tests.cases.driving import answers
from tests.frontend.screens import employ, enter, read, take, words
from tests.frontend.working import VICTIM, new_case

pytestmark = pytest.mark.django_db
NAME = "Rini Astuti"


@pytest.fixture
def salatiga_with_paper(salatiga):
    version = take(salatiga, "salatiga/pengaduan-langsung")
    ratna = employ(salatiga, "ratna", "*")
    case = new_case(salatiga, version, ratna, victims=[VICTIM])
    with in_office(salatiga):
        OfficeProfile.objects.update(name="DP3APPKB Kota Salatiga", address="Jalan Contoh 110 B")
        form = filling.form_of(form_version(key="formulir-pengaduan"))
        filled = filling.fill(
            case=case, step_pass=None, form_key=form.key, answers=answers(form) | {"victim_name": NAME}, by=ratna,
            at=timezone.now(),
        )  # fmt: skip
    return salatiga, ratna, case, filled


def address_of(case, filled) -> str:
    return f"/kasus/{case.pk}/isian/{filled.pk}/pdf/"


def opened(office, case, by) -> None:
    with in_office(office):
        identities.show(case=case, reason="form", by=by, at=timezone.now())


def logged(office) -> int:
    with in_office(office):
        return AccessEvent.objects.filter(what="form_printed").count()


def test_with_the_window_shut_nothing_is_handed_out(salatiga_with_paper) -> None:
    office, ratna, case, filled = salatiga_with_paper
    client = enter(office, ratna)
    assert (
        read(client.get(f"/kasus/{case.pk}/isian/{filled.pk}/")).find("form", action=address_of(case, filled)) is None
    )
    answer = client.post(address_of(case, filled), follow=True)
    assert answer.redirect_chain == [(f"/kasus/{case.pk}/isian/{filled.pk}/", 303)]
    assert "Buka dulu identitas" in words(answer)
    assert logged(office) == 0


def test_in_an_open_window_it_is_handed_out_and_logged(salatiga_with_paper) -> None:
    office, ratna, case, filled = salatiga_with_paper
    opened(office, case, ratna)
    client = enter(office, ratna)
    page = client.get(f"/kasus/{case.pk}/isian/{filled.pk}/")
    assert read(page).find("form", action=address_of(case, filled)) is not None
    assert client.get(address_of(case, filled)).status_code == 303, "looking hands nothing out"
    assert logged(office) == 0
    answer = client.post(address_of(case, filled))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert "Rini" not in answer["Content-Disposition"]
    assert logged(office) == 1
    reader = PdfReader(BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert all(word in text for word in (NAME, case.number, "DP3APPKB", "Jalan Contoh 110 B", "Ratna", "RAHASIA"))
    assert "Belum diisi:" in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_office_s_log_waits_for_no_typesetting(salatiga_with_paper, monkeypatch) -> None:
    office, ratna, case, filled = salatiga_with_paper
    opened(office, case, ratna)
    order: list[str] = []
    typeset, write = typesetting.set_in_type, sheets.record_access
    monkeypatch.setattr(typesetting, "set_in_type", lambda *a, **k: order.append("typeset") or typeset(*a, **k))
    monkeypatch.setattr(sheets, "record_access", lambda **k: order.append("log") or write(**k))
    assert enter(office, ratna).post(address_of(case, filled)).status_code == 200
    assert order == ["typeset", "log"]


def test_another_s_open_window_opens_nothing(salatiga_with_paper) -> None:
    office, ratna, case, filled = salatiga_with_paper
    opened(office, case, ratna)
    other = enter(office, employ(office, "budi", "*"))
    assert other.post(address_of(case, filled)).status_code == 303
    outsider = enter(office, employ(office, "citra"))
    assert outsider.post(address_of(case, filled)).status_code == 404
    assert logged(office) == 0


def test_a_form_of_another_case_is_not_found(salatiga_with_paper) -> None:
    office, ratna, case, filled = salatiga_with_paper
    other = new_case(office, case.version, ratna, victims=[VICTIM])
    opened(office, other, ratna)
    assert enter(office, ratna).post(address_of(other, filled)).status_code == 404
