"""What a case page says of others who were asked about the same person, and of help that is over."""

import pytest
from django.utils import timezone

from accounts.models import Staff
from cases.models import Case
from referrals.models import Referral
from referrals.operations import receiving
from tenants.current import in_office
from tenants.models import Office
from tests.frontend.between import Between
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.working import NAME

pytestmark = pytest.mark.django_db
HELP = {"kind": "rujukan", "to_code": "65.03", "reasons": ["service"]}


def accept(two: Between, referral: Referral, office: Office, sop: str) -> Case:
    """The office takes it; both of the first two follow."""
    version = take(office, sop)
    by = two.endah if office == two.there else employ(office, "yohana", "*")
    with in_office(office):
        case = receiving.accept(envelope=referral.pk, version=version, by=by, at=timezone.now())
    two.carry()
    return case


def test_who_holds_it_now_reads_whose_help_ended_and_asks_anew(two: Between, nunukan: Office) -> None:
    help_ = two.send(**HELP)
    case = accept(two, two.send(), two.there, "banyuwangi/p2tp2a")
    page = two.receiver.get(f"/kasus/{case.pk}/")
    assert faults_of(page) == []
    said = words(page)
    assert "Kota Salatiga juga meminta bantuan Kabupaten Nunukan" in said
    assert "Permintaan itu berhenti ketika kasus Anda terima" in said
    assert help_.number in said
    [link] = read(page).find_all("a", string="Minta bantuan Kabupaten Nunukan")
    assert link["href"] == f"/kasus/{case.pk}/rujukan/?ke=65.03"
    assert two.receiver.get(str(link["href"])).status_code == 200
    assert NAME not in said
    chain = words(two.sender.get(f"/rujukan/{help_.pk}/"))
    assert "Berhenti: kasusnya diterima kantor lain" in chain
    assert "Rujukan dengan Kabupaten Nunukan berhenti: kasusnya diterima kantor lain" in words(
        two.sender.get(f"/kasus/{two.case.pk}/jejak/")
    )


def test_who_holds_it_now_reads_who_helps_and_who_helps_reads_who_holds_it(two: Between, nunukan: Office) -> None:
    help_ = two.send(**HELP)
    helping = accept(two, help_, nunukan, "nunukan/intervensi-krisis")
    case = accept(two, two.send(), two.there, "banyuwangi/p2tp2a")
    said = words(two.receiver.get(f"/kasus/{case.pk}/"))
    assert "Kabupaten Nunukan membantu atas permintaan Kota Salatiga" in said
    assert help_.number in said
    with in_office(nunukan):
        yohana = Staff.objects.get(username="yohana")
    theirs = words(enter(nunukan, yohana).get(f"/kasus/{helping.pk}/"))
    assert "Pemegang kasus: Kabupaten Banyuwangi" in theirs
    assert "atas permintaan" not in words(two.sender.get(f"/kasus/{two.case.pk}/")), "it holds the case no more"


def test_help_that_is_over_is_told_as_such_and_offers_no_way_back(two: Between) -> None:
    referral = two.send(kind="rujukan", reasons=["service"])
    case = accept(two, referral, two.there, "banyuwangi/p2tp2a")
    form = words(two.receiver.get(f"/rujukan/{referral.pk}/"))
    assert "Kasus di kantor yang membantu ikut ditutup" in form
    assert two.receiver.post(f"/rujukan/{referral.pk}/tindakan/akhir/", {"selesai-words": ""}).status_code == 303
    page = two.receiver.get(f"/kasus/{case.pk}/")
    assert faults_of(page) == []
    said = words(page)
    assert "Bantuan kantor Anda sudah dinyatakan selesai." in said
    assert "Alasan: Bantuan untuk kantor lain selesai." in said
    assert "Kota Salatiga" in said
    assert "Buka kembali" not in said
    assert "memegang kasus ini sejak" not in said
    assert "Kasus ditutup: bantuan untuk kantor lain selesai" in words(two.receiver.get(f"/kasus/{case.pk}/jejak/"))


def test_closing_while_a_handover_waits_is_refused_in_words(two: Between) -> None:
    referral = two.send()
    address = f"/kasus/{two.case.pk}/penutupan/"
    refused = two.sender.post(address, {"reason": "unreachable"})
    assert refused.status_code == 422
    assert f"Pelimpahan {referral.number} ke Kabupaten Banyuwangi masih menunggu jawaban" in words(refused)
    with in_office(two.here):
        assert Case.objects.get(pk=two.case.pk).state == "running"
