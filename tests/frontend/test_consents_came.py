"""A consent that came along with a case names nobody of the office that has it now as who took it down or back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, Consent
from cases.operations import consents
from tenants.current import in_office
from tests.frontend.screens import words
from tests.frontend.test_referrals_in import accepted

pytestmark = pytest.mark.django_db
CAME = "datang bersama kasus dari Kota Salatiga"


def taken_of(client, case: Case) -> dict[str, tuple[str, str]]:
    """Kind of consent -> the line of the page that says when and by whom it was taken."""
    rows = client.get(f"/kasus/{case.pk}/persetujuan/").context["rows"]
    return {f"{one.row.kind} {one.row.receiver}".strip(): (one.taken, one.withdrawn) for one in rows}


def test_what_came_says_from_where_and_what_was_taken_here_by_whom(two) -> None:
    referral = two.send()
    assert accepted(two, referral).status_code == 303
    two.carry()
    with in_office(two.there):
        case = Case.objects.get(matter=referral.matter)
        at = timezone.now() + timedelta(minutes=1)
        victim = case.people.filter(roles__kind="victim").first()
        consents.record(case=case, person=victim, kind="service", given=True, way="spoken", by=two.endah, at=at)
        [came] = Consent.objects.filter(case=case, kind="referral")
        page = two.receiver.get(f"/kasus/{case.pk}/persetujuan/")
        assert CAME in words(page)
        assert taken_of(two.receiver, case) == {"referral 35.10": (CAME, ""), "service": (two.endah.name, "")}
        consents.withdraw(consent=came, by=two.endah, at=at + timedelta(minutes=1))
        assert taken_of(two.receiver, case)["referral 35.10"] == (CAME, two.endah.name)
    two.carry()
    with in_office(two.here):
        assert taken_of(two.sender, two.case) == {"referral 35.10": (two.ratna.name, "Kabupaten Banyuwangi")}
