"""The receiver's screens: the inbox, what may be read before an answer, the three answers, who was first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Case, Person
from custody import console
from custody.models import Envelope
from referrals.models import Exchange, Referral
from referrals.operations import receiving
from tenants.current import in_office
from tenants.roles import as_console
from tests.frontend.between import WORDS, Between, between
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.working import NAME, NIK, STORY, fields_of

pytestmark = pytest.mark.django_db


def accepted(two: Between, referral: Referral, **typed: str):
    page = two.receiver.get(f"/rujukan/{referral.pk}/")
    address = f"/rujukan/{referral.pk}/penerimaan/"
    return two.receiver.post(address, fields_of(page, address) | typed)


def test_the_inbox_names_office_kind_reason_and_deadline_and_nobody(two) -> None:
    referral = two.send(urgency="now")
    page = two.receiver.get("/rujukan/")

    assert page.status_code == 200
    assert faults_of(page) == []
    said = words(page)
    reason = "Data kependudukan korban di daerah Anda"
    for part in ("Kota Salatiga", "Pelimpahan", reason, referral.number, "Masuk (1)"):
        assert part in said
    assert NAME not in said
    assert WORDS not in said
    assert "Rujukan 1 menunggu" in said, "the rail counts it"


def test_high_risk_is_marked_and_says_to_telephone(salatiga, banyuwangi) -> None:
    two = between(salatiga, banyuwangi, risk="high")
    referral = two.send()
    assert "Risiko tinggi" in words(two.receiver.get("/rujukan/"))
    assert "hubungi Kota Salatiga sekarang juga" in words(two.receiver.get(f"/rujukan/{referral.pk}/"))


def test_before_an_answer_the_minimum_is_read_and_the_rest_is_shut(two) -> None:
    referral = two.send()
    page = two.receiver.get(f"/rujukan/{referral.pk}/")

    assert page.status_code == 200
    assert faults_of(page) == []
    said = words(page)
    assert "Perempuan" in said
    assert "R. A." in said
    assert "segel cocok, 2 catatan" in said, "sent, and our first look"
    assert "Terbuka setelah Anda menerima" in said
    for shut in (NAME, NIK, STORY, WORDS):
        assert shut not in page.content.decode()
    with in_office(two.there):
        assert Envelope.objects.get(pk=referral.pk).state == "opened"
        assert not Person.objects.exists()


def test_a_head_request_is_no_look(two) -> None:
    referral = two.send()
    assert two.receiver.head(f"/rujukan/{referral.pk}/").status_code == 200
    with in_office(two.there):
        assert Envelope.objects.get(pk=referral.pk).state == "sent"


def test_the_senders_words_open_with_a_reason_for_ten_minutes(two) -> None:
    referral = two.send()
    address = f"/rujukan/{referral.pk}/identitas/"
    refused = two.receiver.post(address, {"buka-reason": ""})
    assert refused.status_code == 422
    assert WORDS not in refused.content.decode()
    assert two.receiver.post(address, {"buka-reason": "check"}).status_code == 303
    assert WORDS in words(two.receiver.get(f"/rujukan/{referral.pk}/"))
    assert two.receiver.post(address, {"tutup": "ya"}).status_code == 303
    assert WORDS not in words(two.receiver.get(f"/rujukan/{referral.pk}/"))


def test_accepted_by_the_proposed_sop_the_case_opens_here(two) -> None:
    referral = two.send()
    answer = accepted(two, referral)
    assert answer.status_code == 303
    with in_office(two.there):
        case = Case.objects.get()
        assert case.holder_id == two.endah.pk
    assert answer["Location"] == f"/kasus/{case.pk}/"
    page = two.receiver.get(answer["Location"])
    assert faults_of(page) == []
    assert case.number in words(page)
    two.carry()
    ours = two.sender.get(f"/kasus/{two.case.pk}/")
    assert ours.status_code == 200


def test_accepted_at_another_step_by_a_colleague(two) -> None:
    colleague = employ(two.there, "lina", "*")
    referral = two.send()
    page = two.receiver.get(f"/rujukan/{referral.pk}/")
    steps = [one["value"] for one in read(page).select("select[name=terima-step] option") if one["value"]]
    answer = accepted(two, referral, **{"terima-step": steps[3], "terima-holder": str(colleague.pk)})
    assert answer.status_code == 303
    with in_office(two.there):
        case = Case.objects.get()
        assert case.holder_id == colleague.pk
        assert case.passes.filter(step=steps[3].partition("/")[2], status__in=["open", "waiting"]).exists()


def test_a_step_of_no_sop_is_refused_and_everything_typed_stays(two) -> None:
    referral = two.send()
    answer = accepted(two, referral, **{"terima-step": "lain/entah"})
    assert answer.status_code == 422
    with in_office(two.there):
        assert not Case.objects.exists()


def test_who_is_second_is_told_who_was_first_and_keeps_the_words(two) -> None:
    referral = two.send()
    page = two.receiver.get(f"/rujukan/{referral.pk}/")
    address = f"/rujukan/{referral.pk}/pengembalian/"
    typed = fields_of(page, address) | {"kembali-code": "full", "kembali-words": "Rumah aman penuh."}
    assert accepted(two, referral).status_code == 303
    answer = two.receiver.post(address, typed)
    assert answer.status_code == 409
    assert "Endah, Kabupaten Banyuwangi lebih dulu" in words(answer)
    assert "Rumah aman penuh." in words(answer)


def test_a_question_is_asked_and_its_words_stay_shut(two) -> None:
    referral = two.send()
    page = two.receiver.get(f"/rujukan/{referral.pk}/")
    address = f"/rujukan/{referral.pk}/pertanyaan/"
    empty = two.receiver.post(address, fields_of(page, address))
    assert empty.status_code == 422
    answer = two.receiver.post(address, fields_of(page, address) | {"tanya-words": "Siapa yang mengantar?"})
    assert answer.status_code == 303
    shown = words(two.receiver.get(f"/rujukan/{referral.pk}/"))
    assert "Minta keterangan" in shown
    assert "Siapa yang mengantar?" not in shown
    with in_office(two.there):
        assert Exchange.objects.get().words == "Siapa yang mengantar?"


def test_given_back_with_a_reason_and_another_region(two) -> None:
    referral = two.send()
    page = two.receiver.get(f"/rujukan/{referral.pk}/")
    address = f"/rujukan/{referral.pk}/pengembalian/"
    lacking = two.receiver.post(
        address, fields_of(page, address) | {"kembali-code": "other", "kembali-proposed": "35.11"}
    )
    assert lacking.status_code == 422
    assert 'value="35.11" selected' in lacking.content.decode()
    done = two.receiver.post(address, fields_of(page, address) | {
        "kembali-code": "not_resident", "kembali-proposed": "35.11",
    })  # fmt: skip
    assert done.status_code == 303
    assert referral.number in words(two.receiver.get("/rujukan/selesai/"))
    assert referral.number not in words(two.receiver.get("/rujukan/"))
    with in_office(two.there):
        assert Envelope.objects.get(pk=referral.pk).proposed == "35.11"


def test_what_a_province_assigned_has_no_way_back(two) -> None:
    referral = two.send(at=timezone.now() - timedelta(days=2))
    with as_console(connection, "35"):
        console.assign(
            envelope=referral.pk, to="35.10", console="35", answer_by=timezone.now() + timedelta(days=1), seen=0,
            by_name="Sinta", at=timezone.now(),
        )  # fmt: skip
    page = two.receiver.get(f"/rujukan/{referral.pk}/")
    assert "Provinsi menetapkan kantor Anda" in words(page)
    assert "Ditetapkan provinsi" in words(two.receiver.get("/rujukan/"))
    assert read(page).find("form", action=f"/rujukan/{referral.pk}/pengembalian/") is None
    assert read(page).find("form", action=f"/rujukan/{referral.pk}/penerimaan/") is not None
    assert accepted(two, referral).status_code == 303


def test_without_a_lane_nothing_is_there(two) -> None:
    referral = two.send()
    idle = enter(two.there, employ(two.there, "kosong"))
    assert idle.get(f"/rujukan/{referral.pk}/").status_code == 404
    assert "Rujukan tampil kepada pelaksana saja" in words(idle.get("/rujukan/"))


def test_a_third_office_finds_nothing(two, nunukan) -> None:
    referral = two.send()
    third = enter(nunukan, employ(nunukan, "aisyah", "*"))
    assert third.get(f"/rujukan/{referral.pk}/").status_code == 404
    assert third.post(f"/rujukan/{referral.pk}/penerimaan/").status_code == 404


def test_hari_ini_says_what_waits_between_offices(salatiga, banyuwangi) -> None:
    two = between(salatiga, banyuwangi, risk="high")
    referral = two.send()
    assert "Jawab Kota Salatiga" in words(two.receiver.get("/"))
    assert "Telepon Kabupaten Banyuwangi" in words(two.sender.get("/"))
    page = two.receiver.get(f"/rujukan/{referral.pk}/")
    address = f"/rujukan/{referral.pk}/pertanyaan/"
    two.receiver.post(address, fields_of(page, address) | {"tanya-words": "Siapa yang mengantar?"})
    two.carry()
    assert "Kabupaten Banyuwangi menanyakan sesuatu" in words(two.sender.get("/"))
    with in_office(two.there):
        receiving.decline(envelope=referral.pk, code="full", words="Penuh.", by=two.endah, at=timezone.now())
    two.carry()
    assert "Kabupaten Banyuwangi mengembalikan rujukan" in words(two.sender.get("/"))
    assert "Jawab Kota Salatiga" not in words(two.receiver.get("/"))
