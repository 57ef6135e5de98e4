"""Before a consent is withdrawn its page says what follows: which step is held up, which referral is called back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Consent
from cases.operations import consents
from referrals.models import Referral
from tenants.current import in_office
from tests.frontend.between import Between, between
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.test_referrals_in import accepted
from tests.frontend.working import new_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(salatiga, banyuwangi) -> Between:
    return between(salatiga, banyuwangi)


def asked(client, case, consent) -> str:
    """What the page says of withdrawing this consent."""
    answer = client.get(f"/kasus/{case.pk}/persetujuan/{consent.pk}/penarikan/")
    assert answer.status_code == 200
    assert faults_of(answer) == []
    assert read(answer).select_one("#tanya button").get_text(strip=True) == "Tarik persetujuan"
    return words(answer)


def test_it_says_which_step_is_held_up_and_withdraws_nothing_by_looking(salatiga):
    version = take(salatiga, "barito-utara/penjangkauan")
    hand = employ(salatiga, "tangan", "*")
    case = new_case(salatiga, version, hand, door="telepon")
    with in_office(salatiga):
        given = [
            consents.record(
                case=case, person=case.people.get(), kind=kind, given=True, way="spoken", by=hand, at=timezone.now()
            )
            for kind in ("interview", "record")
        ]
    client = enter(salatiga, hand)
    interview, record = (asked(client, case, one) for one in given)
    assert "Yang tertahan sampai ada persetujuan baru: langkah" in interview
    assert "tertahan" not in record
    for said in (interview, record):
        assert "Korban" in said
        assert "catat lagi lewat “Catat jawaban”" in said
    with in_office(salatiga):
        assert not Consent.objects.exclude(withdrawn_at=None).exists()


def test_it_says_which_referral_is_called_back_and_which_office_is_told(two):
    referral = two.send(at=timezone.now() - timedelta(minutes=5))
    with in_office(two.here):
        consent = Consent.objects.get(kind="referral")
    waits = asked(two.sender, two.case, consent)
    assert f"Rujukan {referral.number} ke Kabupaten Banyuwangi ditarik kembali." in waits
    accepted(two, referral)
    two.carry()
    taken = asked(two.sender, two.case, consent)
    assert "Kabupaten Banyuwangi diberi tahu" in taken
    assert "ditarik kembali" not in taken


def test_it_names_a_referral_on_another_yes_that_this_withdrawal_overcomes(two):
    referral = two.send(at=timezone.now() - timedelta(minutes=5))
    with in_office(two.here):
        row = Referral.objects.select_related("case", "consent", "made_by").get()
        general = consents.record(
            case=row.case, person=row.consent.person, kind="referral", given=True, way="spoken", by=row.made_by,
            at=timezone.now(),
        )  # fmt: skip
    said = asked(two.sender, two.case, general)
    assert f"Rujukan {referral.number} ke Kabupaten Banyuwangi ditarik kembali." in said
    with in_office(two.here):
        assert Consent.objects.get(pk=general.pk).withdrawn_at is None, "looked at only"
    two.sender.post(f"/kasus/{two.case.pk}/persetujuan/{general.pk}/penarikan/", {})
    two.carry()
    with in_office(two.here):
        assert Referral.objects.get().state == "withdrawn", "as it was said"
