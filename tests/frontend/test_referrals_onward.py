"""What whoever handed somebody on reads once others took over: where they are, how it goes, and what was withdrawn."""

from uuid import UUID

import pytest
from django.utils import timezone

from cases.models import CarriedLimit, Case, Consent
from cases.operations import carried_limits, consents, lifecycle
from tests.faults.between import Between, furnish
from tests.frontend.screens import enter, words

pytestmark = pytest.mark.django_db
A, B, C = "33.73", "35.10", "65.03"


@pytest.fixture
def between(db: None, salatiga: object) -> Between:
    return Between(furnish())


@pytest.fixture
def matter(between: Between) -> UUID:
    return between.open_case(A)


def withdraw(between: Between, code: str, matter: UUID) -> None:
    desk = between.desks[code]
    with desk():
        given = Consent.objects.get(case__matter=matter, kind="referral")
        consents.withdraw(consent=given, by=desk.by, at=timezone.now())
    between.settle()


def seen(between: Between, code: str, path: str) -> str:
    desk = between.desks[code]
    answer = enter(desk.office, desk.by).get(path)
    assert answer.status_code == 200
    return words(answer)


def case_path(between: Between, code: str, matter: UUID) -> str:
    with between.desks[code]():
        return f"/kasus/{Case.objects.get(matter=matter).pk}/"


def test_a_case_sent_on_is_read_where_it_is_and_not_as_finished(between: Between, matter: UUID) -> None:
    key = between.hand(matter, A, B)
    page = seen(between, A, f"/rujukan/{key}/")
    assert "Kabupaten Banyuwangi memegang kasus ini sekarang." in page
    between.hand(matter, B, C)
    page = seen(between, A, f"/rujukan/{key}/")
    assert "Kabupaten Banyuwangi meneruskan kasus ini: Kabupaten Nunukan memegangnya sejak" in page
    assert "Diteruskan ke Kabupaten Nunukan" in page
    assert "Layanan selesai" not in page
    assert "Banyuwangi memegang kasus ini sekarang" not in page
    desk = between.desks[C]
    with desk():
        lifecycle.close(case=Case.objects.get(matter=matter), reason="unreachable", by=desk.by, at=between.now())
    between.settle()
    for path in (f"/rujukan/{key}/", case_path(between, A, matter)):
        assert "Kabar terakhir dari sana: Layanan selesai" in seen(between, A, path)


def test_a_case_given_back_is_not_read_as_being_there(between: Between, matter: UUID) -> None:
    key = between.hand(matter, A, B)
    back = between.give_back(B, key)
    between.relay(B)
    between.accept(A, back)
    between.settle()
    page = seen(between, A, f"/rujukan/{key}/")
    assert "Pemegangnya sekarang: Kota Salatiga" in page
    assert "memegang kasus ini sekarang" not in page


def test_who_helps_is_not_said_to_help_us_once_we_gave_the_case_away(between: Between, matter: UUID) -> None:
    help_ = between.hand(matter, A, C, "rujukan")
    assert "Kantor Anda tetap memegang kasus." in seen(between, A, f"/rujukan/{help_}/")
    handover = between.hand(matter, A, B)
    page = seen(between, A, f"/rujukan/{help_}/")
    assert "Kabupaten Nunukan membantu. Pemegang kasus sekarang: Kabupaten Banyuwangi." in page
    assert "Kantor Anda tetap memegang kasus" not in page
    between.feed_back(C, help_)
    between.settle()
    assert "Petugas, Kabupaten Nunukan" in seen(between, B, f"/rujukan/{handover}/")


def test_consent_withdrawn_there_is_told_on_both_sides_in_true_words(between: Between, matter: UUID) -> None:
    key = between.hand(matter, A, B)
    between.feed_back(B, key)
    between.settle()
    withdraw(between, B, matter)
    for code in (A, B):
        page = seen(between, code, f"/rujukan/{key}/")
        assert "Persetujuan ditarik" in page
        assert "Yang telah menjadi catatan layanan Kabupaten Banyuwangi sejak diterima tetap ada di sana." in page
        assert "tidak pernah terbuka" not in page
        assert "Persetujuan berbagi data ditarik" in seen(between, code, case_path(between, code, matter))
    trail = seen(between, A, case_path(between, A, matter) + "jejak/")
    assert "Persetujuan ditarik di Kabupaten Banyuwangi; umpan baliknya tidak lagi tersimpan di sini" in trail


@pytest.mark.parametrize("state", ["taken", "opened", "sent"])
def test_what_was_sent_stays_said_when_the_consent_is_withdrawn(between: Between, matter: UUID, state: str) -> None:
    key = between.hand(matter, A, B) if state == "taken" else between.send(A, matter, B)
    between.relay(A)
    if state == "opened":
        between.open_(B, key)
    withdraw(between, A, matter)
    page = seen(between, A, f"/rujukan/{key}/")
    told = page[page.index("Yang dikirim") :]
    assert "Data minimum tanpa nama: dikirim" in told
    assert ("dibuka" in told.partition("Nama, NIK, dan tanggal lahir")[0]) == (state != "sent")
    kept, gone = "Terbuka pula saat diterima", "Dikirim tersegel, tidak pernah terbuka"
    assert (kept in told, gone in told) == (state == "taken", state != "taken")
    left_out = told.partition("Tidak dikirim:")[2].partition("Persetujuan ditarik")[0]
    assert "Nama, NIK" not in left_out
    assert "Kronologi" not in left_out
    assert "kirimannya" in told
    assert "Umpan baliknya tampil di bawah" not in page
    assert "Buka salinan surat kantor Anda" in told


def test_what_never_left_is_not_said_to_have_been_sent(between: Between, matter: UUID) -> None:
    key = between.send(A, matter, B)
    withdraw(between, A, matter)
    page = seen(between, A, f"/rujukan/{key}/")
    assert "Tidak ada yang terkirim: persetujuan ditarik" in page
    assert "Data minimum tanpa nama" not in page


def test_a_limit_met_there_is_read_here(between: Between, matter: UUID) -> None:
    between.hand(matter, A, B)
    desk = between.desks[B]
    with desk():
        limit = CarriedLimit.objects.get(case__matter=matter, office_name="Kota Salatiga")
        carried_limits.meet(limit=limit, by=desk.by, at=timezone.now())
    between.settle()
    trail = seen(between, A, case_path(between, A, matter) + "jejak/")
    assert "Tenggat terpenuhi di Kabupaten Banyuwangi:" in trail
