"""The sender's screens: what speaks for and against, the form with its consent, one look back, and the page after."""

import pytest

from cases.models import Case, Consent, Ending
from cases.operations import consents
from custody.models import Envelope
from referrals.models import Exchange, Referral
from referrals.operations import receiving
from tenants.current import in_office
from tests.frontend.between import WORDS, Between, between
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.working import NAME, fields_of

pytestmark = pytest.mark.django_db


def proposal(two: Between, **typed: object):
    """The form as the page offers it, filled for Banyuwangi."""
    address = f"/kasus/{two.case.pk}/rujukan/"
    page = two.sender.get(address)
    victim = read(page).select_one("input[name=person]")["value"]
    return address, fields_of(page, address) | {
        "to": "35.10", "kind": "pelimpahan", "reasons": ["service"], "person": victim, "way": "signed",
        "words": WORDS, "override_reason": "Keluarga korban di sana.",
    } | typed  # fmt: skip


def act(two: Between, referral: Referral, what: str, **typed: str):
    return two.sender.post(f"/rujukan/{referral.pk}/tindakan/{what}/", typed)


def test_the_proposal_shows_what_speaks_for_and_against(two) -> None:
    page = two.sender.get(f"/kasus/{two.case.pk}/rujukan/")
    assert page.status_code == 200
    assert faults_of(page) == []
    said = words(page)
    assert "Kabupaten Semarang, di luar wilayah kantor ini" in said
    assert "Tempat kejadian: Kota Salatiga, di wilayah kantor ini" in said
    assert NAME not in said


def test_it_is_looked_at_once_more_and_then_sent_with_its_consent(two) -> None:
    address, typed = proposal(two)
    review = two.sender.post(address, typed | {"aksi": "tinjau"})
    assert review.status_code == 200, words(review)
    assert faults_of(review) == []
    assert "Terbaca sebelum diterima" in words(review)
    assert NAME not in words(review)
    with in_office(two.here):
        assert not Referral.objects.exists()
        assert not Consent.objects.filter(kind="referral").exists()
    sent = two.sender.post(address, fields_of(review, address) | {
        name: values for name, values in typed.items() if isinstance(values, list)
    } | {"aksi": "kirim"})  # fmt: skip
    assert sent.status_code == 303
    with in_office(two.here):
        referral = Referral.objects.get()
        assert (referral.other_code, referral.kind, referral.consent.receiver) == ("35.10", "pelimpahan", "35.10")
        assert referral.words == WORDS
    page = two.sender.get(sent["Location"])
    assert faults_of(page) == []
    assert "sedang dikirim" in words(page)
    two.carry()
    assert "Menunggu jawaban Kabupaten Banyuwangi" in words(two.sender.get(sent["Location"]))
    assert referral.number in words(two.sender.get("/rujukan/keluar/"))


def test_it_can_be_changed_after_the_look_back(two) -> None:
    address, typed = proposal(two)
    again = two.sender.post(address, typed | {"aksi": "ubah"})
    assert again.status_code == 200
    assert WORDS in words(again)
    assert read(again).select_one(f'form[action="{address}"]') is not None


def test_every_fault_is_told_at_once_and_what_was_typed_stays(two) -> None:
    address, typed = proposal(two, to="33.73", way="", override_reason="")
    refused = two.sender.post(address, typed)
    assert refused.status_code == 422
    assert WORDS in words(refused)
    address, typed = proposal(two, reasons=["other"], words="")
    refused = two.sender.post(address, typed)
    assert refused.status_code == 422
    assert "Tulis alasan lain itu apa" in words(refused)
    with in_office(two.here):
        assert not Consent.objects.filter(kind="referral").exists()


def test_who_neither_holds_nor_works_it_proposes_nothing(two) -> None:
    colleague = enter(two.here, employ(two.here, "wahyu", "tim-kasus"))
    page = colleague.get(f"/kasus/{two.case.pk}/rujukan/")
    assert page.status_code in (200, 404)
    if page.status_code == 200:
        assert "Tinjau usulan" not in words(page)


def test_high_risk_asks_for_a_telephone_call_until_it_is_recorded(salatiga, banyuwangi) -> None:
    two = between(salatiga, banyuwangi, risk="high")
    referral = two.send()
    assert "Risiko tinggi: telepon" in words(two.sender.get(f"/rujukan/{referral.pk}/"))
    assert "Belum ditelepon, pengirim Ratna" in words(two.sender.get("/rujukan/keluar/"))
    assert act(two, referral, "telepon").status_code == 422
    done = act(two, referral, "telepon", **{"telepon-spoke_with": "Petugas piket"})
    assert done.status_code == 303
    page = words(two.sender.get(f"/rujukan/{referral.pk}/"))
    assert "dihubungi lewat telepon" in page
    assert "Petugas piket" not in page
    assert "Belum ditelepon" not in words(two.sender.get("/rujukan/keluar/"))


def test_a_risk_that_turns_high_while_it_waits_asks_for_a_telephone_call_at_once(two) -> None:
    referral = two.send()
    assert "Belum ditelepon" not in words(two.sender.get("/rujukan/keluar/"))
    assert two.sender.post(f"/kasus/{two.case.pk}/risiko/", {"risk": "high"}).status_code == 303
    for _carried in range(2):
        page = two.sender.get(f"/rujukan/{referral.pk}/")
        assert faults_of(page) == []
        assert "Risiko tinggi: telepon" in words(page)
        assert "Belum ditelepon, pengirim Ratna" in words(two.sender.get("/rujukan/keluar/"))
        assert "Telepon sekarang" in words(two.sender.get("/"))
        two.carry()
    assert "Tingkat risiko naik" in words(two.sender.get(f"/rujukan/{referral.pk}/"))
    page = words(two.receiver.get(f"/rujukan/{referral.pk}/"))
    assert page.count("Risiko tinggi") > 1, "the mark, and the minimum"
    assert "Risiko sedang" not in page
    assert "Risiko tinggi" in words(two.receiver.get("/rujukan/"))


def test_a_question_is_answered_and_the_words_open_with_a_reason(two) -> None:
    referral = two.send()
    with in_office(two.there):
        receiving.ask(envelope=referral.pk, words="Siapa yang mengantar?", by=two.endah, at=referral.made_at)
    two.carry()
    page = two.sender.get(f"/rujukan/{referral.pk}/")
    assert "Jawab pertanyaan" in words(page)
    assert "Siapa yang mengantar?" not in words(page)
    two.sender.post(f"/rujukan/{referral.pk}/identitas/", {"buka-reason": "check"})
    assert "Siapa yang mengantar?" in words(two.sender.get(f"/rujukan/{referral.pk}/"))
    assert act(two, referral, "jawaban", **{"balas-words": "Kakaknya."}).status_code == 303
    two.carry()
    with in_office(two.there):
        assert Exchange.objects.get(kind="reply").words == "Kakaknya."


def test_withdrawn_with_a_reason_and_once_only(two) -> None:
    referral = two.send()
    assert act(two, referral, "penarikan", **{"tarik-reason": " "}).status_code == 422
    assert act(two, referral, "penarikan", **{"tarik-reason": "Korban berubah pikiran."}).status_code == 303
    again = act(two, referral, "penarikan", **{"tarik-reason": "Sekali lagi."})
    assert again.status_code == 409
    assert "lebih dulu" in words(again)
    assert "Sekali lagi." in words(again)


def test_an_office_outside_is_answered_for_on_paper(two) -> None:
    referral = two.send(to_code="33.22", reasons=["residence"])
    page = two.sender.get(f"/rujukan/{referral.pk}/")
    assert "belum ada di Rangkul" in words(page)
    done = act(two, referral, "hasil", **{"jawab-answer": "diterima", "jawab-words": "Kepala bidang, lewat surat."})
    assert done.status_code == 303
    with in_office(two.here):
        assert Referral.objects.get().state == "accepted"


def test_after_handing_over_the_case_page_says_who_holds_it(two) -> None:
    referral = two.send()
    with in_office(two.there):
        from sop_library.models import SopVersion

        theirs = receiving.accept(
            envelope=referral.pk, version=SopVersion.objects.get(), by=two.endah, at=referral.made_at
        )
    two.carry()
    with in_office(two.here):
        assert Ending.objects.get().kind == Ending.Kind.HANDED_OVER
    page = two.sender.get(f"/kasus/{two.case.pk}/")
    assert page.status_code == 200
    assert faults_of(page) == []
    said = words(page)
    assert "Kabupaten Banyuwangi memegang kasus ini sejak" in said
    assert "Buka kembali" not in said
    told = two.receiver.post(f"/rujukan/{referral.pk}/tindakan/umpan-balik/", {
        "umpan-code": "other", "umpan-words": "Sudah di rumah aman.",
    })  # fmt: skip
    assert told.status_code == 303
    two.carry()
    ours = two.sender.get(f"/rujukan/{referral.pk}/")
    assert "Umpan balik" in words(ours)
    assert "Sudah di rumah aman." not in words(ours)
    with in_office(two.there):
        theirs = Case.objects.get(pk=theirs.pk)
    assert "Umpan balik ke kantor perujuk" in words(two.receiver.get(f"/rujukan/{referral.pk}/"))


def test_the_case_page_lists_its_referrals_and_offers_a_new_one(two) -> None:
    assert "Rujuk atau limpahkan" in words(two.sender.get(f"/kasus/{two.case.pk}/"))
    referral = two.send()
    page = two.sender.get(f"/kasus/{two.case.pk}/")
    assert referral.number in words(page)
    with in_office(two.here):
        assert Envelope.objects.get(pk=referral.pk).state == "sent"


def test_sharing_that_was_refused_stands_on_top_and_a_yes_over_it_says_that_she_was_asked_again(two) -> None:
    with in_office(two.here):
        said = {"case": two.case, "person": two.case.people.first(), "kind": "referral", "by": two.ratna}
        consents.record(**said, given=False, way="spoken", at=two.case.opened_at)
    address, typed = proposal(two, scope=["contact"], consent="baru", way="spoken")
    page = two.sender.get(address)
    assert faults_of(page) == []
    assert "tidak setuju datanya dibagikan untuk rujukan" in words(page)
    assert "lisan, dicatat petugas; pencatat Ratna" in words(page)
    asked = read(page).select("input[name=scope], input[name=consent], input[name=asked_again]")
    assert not [one for one in asked if one.has_attr("checked")], "nothing is ticked against a refusal"
    unasked = two.sender.post(address, typed)
    assert unasked.status_code == 422
    assert "Tanyakan lagi, lalu centang" in words(unasked)
    review = two.sender.post(address, typed | {"asked_again": ["ya"], "note": "Ia menelepon sendiri."})
    assert review.status_code == 200, words(review)
    assert faults_of(review) == []
    for told in (
        "tidak setuju datanya",
        "Korban, juga pelapor",
        "Dicatat Ratna, saat rujukan",
        "Ditanyakan lagi sesudah",
    ):
        assert told in words(review), told
    assert "Ia menelepon sendiri." in words(review)
    sent = {"asked_again": ["ya"], "aksi": "kirim", "seen": fields_of(page, address)["seen"]}
    assert two.sender.post(address, typed | sent).status_code == 303
    assert "Sesudah menolak ditanyakan lagi" in words(two.sender.get(f"/kasus/{two.case.pk}/jejak/"))
