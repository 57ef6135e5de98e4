"""The sheet of who was a victim by mistake, mended: her answers are nobody's until the right victim is asked."""

import pytest
from django.utils import timezone

from cases.case_facts import facts_of
from cases.models import Consent, FilledForm, Person
from cases.operations import people
from cases.people import PersonData
from tenants.current import in_office
from tests.frontend.screens import faults_of, read, words

ANSWERS = {
    "consent_date-day": "20", "consent_date-month": "11", "consent_date-year": "2025", "explained": "YA",
    "given_by": "KORBAN", "consent_service": "YA", "consent_interview": "YA",
}  # fmt: skip
ASKED_ANEW = "mungkin dari orang yang bukan korban lagi: tanyakan lagi"


@pytest.fixture
def sheet(case) -> str:
    return f"/kasus/{case.pk}/formulir/lembar-informed-consent/"


def ticked(page) -> set[str]:
    return {one["name"] for one in read(page).select("input[checked]") if one["name"].startswith("consent_")}


def begun(client, case, sheet):
    client.post(f"/kasus/{case.pk}/identitas/", {"buka-reason": "form"})
    return client.get(sheet)


@pytest.mark.parametrize("shared", [False, True], ids=["hers alone", "of one of two"])
def test_the_right_victim_has_said_nothing_until_she_is_asked(salatiga, client, case, sari, sheet, shared):
    right = PersonData(name="Wati Rekaan", sex="P", age_band="A18_24")
    with in_office(salatiga):
        wrong = Person.objects.get(case=case, roles__kind="victim")
        added = [people.add(case=case, data=right, roles={"victim": ""}, by=sari, at=timezone.now())] if shared else []
    answer = client.post(sheet, ANSWERS)
    assert answer.status_code == 303, words(answer)
    page = begun(client, case, sheet)
    assert ticked(page) == {"consent_service", "consent_interview"}
    assert ASKED_ANEW not in words(page)
    with in_office(salatiga):
        said = {"by": sari, "at": timezone.now()}
        added = added or [people.add(case=case, data=right, roles={"victim": ""}, **said)]
        people.take_off(person=wrong, reason="Korban kasus lain", **said)

    page = client.get(sheet)
    assert (ticked(page), ASKED_ANEW in words(page), faults_of(page)) == (set(), True, [])
    kept = read(page).find("input", {"name": "menggantikan"})["value"]
    mended = {name: value for name, value in ANSWERS.items() if not name.startswith(("consent_service", "consent_i"))}
    client.post(sheet, mended | {"menggantikan": kept, "reason": "Salah ketik"})
    with in_office(salatiga):
        assert Consent.objects.filter(case=case).count() == 2
        assert not Consent.objects.exclude(withdrawn_at=None).exists(), "nobody said no"
        assert "consent.service" not in facts_of(case)

    kept = read(client.get(sheet)).find("input", {"name": "menggantikan"})["value"]
    assert client.post(sheet, ANSWERS | {"menggantikan": kept, "reason": "Ditanya lagi"}).status_code == 303
    with in_office(salatiga):
        assert {one.person for one in Consent.objects.order_by("-at")[:2]} == set(added)
        assert facts_of(case)["consent.service"] is True
        assert FilledForm.objects.filter(case=case, replaced_at=None).count() == 1
