"""Help asked by letter reads no chain: whoever ends the case is told to tell them, until that is done."""

import pytest
from django.utils import timezone

from cases.operations import lifecycle
from referrals.models import Referral
from referrals.operations import sending
from tenants.current import in_office
from tests.frontend.between import Between
from tests.frontend.screens import faults_of, words
from tests.frontend.test_referrals_news import said_today
from tests.frontend.working import fields_of

pytestmark = pytest.mark.django_db
TELL = "Beri tahu Kota Semarang: kasusnya berakhir"


def by_letter(two: Between, *, accepted: bool) -> Referral:
    referral = two.send(kind="rujukan", to_code="33.74")
    with in_office(two.here):
        if accepted:
            row = Referral.objects.get(pk=referral.pk)
            sending.record_answer(referral=row, accepted=True, words="Surat 12", by=two.ratna, at=timezone.now())
    two.carry()
    return referral


def end(two: Between) -> None:
    with in_office(two.here):
        lifecycle.close(case=two.case, reason="unreachable", by=two.ratna, at=timezone.now())
    two.carry()


@pytest.mark.parametrize("accepted", [False, True])
def test_whoever_ends_the_case_is_told_to_tell_them(two: Between, accepted: bool) -> None:
    referral = by_letter(two, accepted=accepted)
    assert "harus diberi tahu" in words(two.sender.get(f"/kasus/{two.case.pk}/penutupan/"))
    assert "Beri tahu" not in said_today(two.sender)
    end(two)
    said = said_today(two.sender)
    assert TELL in said
    assert "belum menjawab" not in said
    page = two.sender.get(f"/rujukan/{referral.pk}/")
    assert faults_of(page) == []
    assert "tidak membaca Rangkul" in words(page)
    assert TELL in said_today(two.sender), "looked at is not told"
    act, field = ("akhir", "selesai-words") if accepted else ("penarikan", "tarik-reason")
    where = f"/rujukan/{referral.pk}/tindakan/{act}/"
    typed = fields_of(page, where) | {field: "Diberi tahu lewat telepon."}
    assert two.sender.post(where, typed).status_code == 303
    assert TELL not in said_today(two.sender)


def test_who_reads_the_chain_is_told_by_it(two: Between) -> None:
    two.send(kind="rujukan")
    assert "harus diberi tahu" not in words(two.sender.get(f"/kasus/{two.case.pk}/penutupan/"))
    end(two)
    assert "Beri tahu" not in said_today(two.sender)
