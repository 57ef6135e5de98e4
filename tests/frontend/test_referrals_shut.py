"""What can't be opened is not offered, what was deleted is said to be; whoever may be closed is telephoned."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from cases.models import Case, Consent
from cases.operations import consents
from custody.models import Address
from frontend.referrals import page as referral_page
from frontend.referrals import proposing
from referrals.likely_closed import may_be_closed
from referrals.models import Referral
from referrals.operations import receiving, sending
from tenants.current import in_office
from tests.frontend.between import Between
from tests.frontend.screens import faults_of, read, words
from tests.frontend.test_referrals_in import accepted
from tests.frontend.test_referrals_out import proposal

pytestmark = pytest.mark.django_db
SUNDAY_NIGHT = datetime(2026, 11, 22, 14, 26, tzinfo=UTC)  # 21.26 in Banyuwangi
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09.00
OPENS = "Tampilkan identitas"
THREE_HOURS = timedelta(hours=3)


def at_receiver(two: Between, referral: Referral):
    return two.receiver.get(f"/rujukan/{referral.pk}/")


def test_before_acceptance_nothing_is_offered_to_open_where_nothing_is_there(two: Between) -> None:
    said = words(at_receiver(two, two.send(words="")))
    assert OPENS not in said
    assert "Tidak ada yang dapat ditampilkan sebelum itu" in said


def test_where_the_sender_wrote_something_it_is_offered(two: Between) -> None:
    said = words(at_receiver(two, two.send()))
    assert OPENS in said
    assert "Tidak ada yang dapat ditampilkan" not in said


def test_a_question_is_masked_and_can_be_opened(two: Between) -> None:
    referral = two.send(words="")
    with in_office(two.there):
        receiving.ask(envelope=referral.pk, words="Rekaan?", by=two.endah, at=timezone.now())
    said = words(at_receiver(two, referral))
    assert OPENS in said
    assert "disamarkan" in said


def test_the_receiver_reads_the_reason_from_its_own_side(two: Between) -> None:
    referral = two.send(reasons=["residence", "legal"])
    here = "Data kependudukan korban di daerah Anda; Proses hukum berjalan di daerah Anda"
    assert here in words(at_receiver(two, referral))
    ours = words(two.sender.get(f"/rujukan/{referral.pk}/"))
    assert "Data kependudukan korban di sana; Proses hukum berjalan di sana" in ours


def test_feedback_is_reached_opened_from_the_case(two: Between) -> None:
    referral = two.send()
    assert accepted(two, referral).status_code == 303
    with in_office(two.there):
        case = Case.objects.get()
    link = read(two.receiver.get(f"/kasus/{case.pk}/")).select_one('a[href*="#umpan-balik"]')
    assert link is not None
    address = urlsplit(str(link["href"]))
    there = read(two.receiver.get(f"{address.path}?{address.query}")).find(id=address.fragment)
    assert there is not None
    assert there.has_attr("open")
    assert not read(at_receiver(two, referral)).find(id="umpan-balik").has_attr("open")


def test_what_went_with_the_consent_is_said_to_be_deleted(two: Between) -> None:
    referral = two.send(words="")
    with in_office(two.there):
        receiving.ask(envelope=referral.pk, words="Rekaan?", by=two.endah, at=timezone.now())
    two.carry()
    with in_office(two.here):
        sending.reply(referral=Referral.objects.get(), words="Aman.", by=two.ratna, at=timezone.now())
    two.carry()
    assert accepted(two, referral).status_code == 303
    two.carry()
    with in_office(two.here):
        consents.withdraw(consent=Consent.objects.get(kind="referral"), by=two.ratna, at=timezone.now())
    two.carry()
    said = words(two.sender.get(f"/rujukan/{referral.pk}/"))
    assert "Isinya dihapus karena persetujuan ditarik." in said
    theirs = at_receiver(two, referral)
    assert faults_of(theirs) == []
    assert words(theirs).count("Isinya dihapus karena persetujuan ditarik.") == 1, "their own question is theirs"


@pytest.mark.parametrize(
    ("since", "hours", "closed"),
    [
        (SUNDAY_NIGHT, 3, True), (SUNDAY_NIGHT, 24, False), (MONDAY, 3, False),
        (SUNDAY_NIGHT - timedelta(hours=30), 24, True),
        (datetime(2026, 12, 25, 2, 0, tzinfo=UTC), 3, True),
    ],
)  # fmt: skip
def test_an_office_may_be_closed_where_no_usual_hour_is_left_to_answer_in(
    two: Between, since: datetime, hours: int, closed: bool
) -> None:
    with in_office(two.here):
        there = may_be_closed(code="35.10", since=since, until=since + timedelta(hours=hours))
        assert may_be_closed(code="51.71", since=since, until=since + timedelta(hours=hours)) is None, "on paper"
    assert (there is not None) is closed


def test_before_and_after_sending_it_is_said_with_the_telephone(two: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    def on_sunday(*, code: str, since: datetime, until: datetime) -> datetime | None:
        del since, until
        return may_be_closed(code=code, since=SUNDAY_NIGHT, until=SUNDAY_NIGHT + THREE_HOURS)

    for where in (proposing, referral_page):
        monkeypatch.setattr(where, "may_be_closed", on_sunday)
    said = "Kantor Kabupaten Banyuwangi mungkin tutup sampai jawaban diminta. Di sana sekarang Minggu pukul 21.26;"
    address, typed = proposal(two)
    review = two.sender.post(address, typed | {"aksi": "tinjau"})
    assert review.status_code == 200
    assert said in words(review)
    assert "Nomor teleponnya belum dicantumkan." in words(review)
    with in_office(two.there):
        Address.objects.filter(code="35.10").update(phone="0333-555-010")
    sent = two.sender.get(f"/rujukan/{two.send().pk}/")
    assert f"{said} jam bukanya tidak tercatat di sini. Telepon 0333-555-010" in words(sent)
    assert faults_of(sent) == []


def test_in_usual_hours_nothing_is_said_of_it(two: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(referral_page, "may_be_closed", lambda **_given: None)
    assert "mungkin tutup" not in words(two.sender.get(f"/rujukan/{two.send().pk}/"))
