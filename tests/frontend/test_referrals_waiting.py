"""No answer, no departure, no decision: whoever can do something about it reads it on Hari ini."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from custody import console
from custody.models import Envelope
from outbox.models import Message
from referrals import reminding
from referrals.models import Referral
from referrals.operations import keeping, receiving
from tenants.current import in_office
from tenants.roles import as_console
from tests.frontend.between import between
from tests.frontend.screens import faults_of, read, words
from tests.frontend.working import fields_of

pytestmark = pytest.mark.django_db


def said_today(client) -> str:
    answer = client.get("/")
    assert faults_of(answer) == []
    found = read(answer).select_one("[aria-labelledby=k-rujukan]")
    return found.get_text(" ", strip=True) if found else ""


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def chased(referral: Referral, act: str, **given) -> None:
    """A console reminds or assigns, as the province of the receiver."""
    connection.set_schema_to_public()
    with as_console(connection, "35"):
        row = Envelope.objects.get(pk=referral.pk)
        told = {"envelope": row.pk, "console": "35", "by_name": "Provinsi", "at": timezone.now()} | given
        if act == "assign":
            told |= {"seen": row.revision, "answer_by": timezone.now() + timedelta(days=1)}
        getattr(console, act)(**told)


def test_the_sender_reads_that_nobody_answered_in_time(two) -> None:
    two.send()
    assert "belum menjawab" not in said_today(two.sender)
    with in_office(two.here):
        Referral.objects.update(answer_by=timezone.now() - timedelta(hours=3))
    said = said_today(two.sender)
    assert "Kabupaten Banyuwangi belum menjawab" in said
    assert "Lewat 3 jam" in said


def test_what_has_not_left_is_told_to_whoever_sent_it(two) -> None:
    two.send()
    with in_office(two.here):
        Referral.objects.update(state=Referral.QUEUED)
        assert "belum terkirim" not in said_today(two.sender), "it may take a moment"
        Referral.objects.update(made_at=timezone.now() - timedelta(minutes=11))
        Message.objects.update(dead_at=timezone.now(), sent_at=None)
    said = said_today(two.sender)
    assert "Rujukan ke Kabupaten Banyuwangi belum terkirim" in said
    assert "Telepon kantor itu" in said


def test_what_was_declined_stands_until_somebody_decides(two) -> None:
    referral = two.send(at=days_ago(40))
    with in_office(two.there):
        receiving.decline(envelope=referral.pk, code="full", words="Penuh.", by=two.endah, at=days_ago(39))
    two.carry()
    with in_office(two.here):
        assert Referral.objects.get().state == "declined"
    assert "mengembalikan rujukan" in said_today(two.sender), "also after weeks"
    two.send(at=days_ago(1))
    assert "mengembalikan rujukan" not in said_today(two.sender), "sent anew is decided"


def test_keeping_the_case_here_is_a_decision_also_where_the_sop_proposes_nothing(two) -> None:
    referral = two.send(at=days_ago(3))
    with in_office(two.there):
        receiving.decline(envelope=referral.pk, code="full", words="Penuh.", by=two.endah, at=days_ago(2))
    two.carry()
    assert "mengembalikan rujukan" in said_today(two.sender)
    where = f"/kasus/{two.case.pk}/rujukan/di-sini/"
    page = two.sender.get(f"/kasus/{two.case.pk}/rujukan/")
    typed = fields_of(page, where) | {"disini-reason": "Korban memilih di sini"}
    assert two.sender.post(where, typed).status_code == 303
    assert "mengembalikan rujukan" not in said_today(two.sender)


def test_the_receiver_reads_that_it_was_reminded(two) -> None:
    referral = two.send(at=days_ago(3))
    assert "Diingatkan" not in said_today(two.receiver)
    chased(referral, "remind")
    assert "Diingatkan, " in said_today(two.receiver)
    assert "Diingatkan, " in words(two.receiver.get("/rujukan/"))


def test_the_platform_s_reminder_is_told_from_a_province_s_and_the_sender_reads_it(two) -> None:
    referral = two.send(at=days_ago(3))
    assert "Diingatkan" not in words(two.sender.get("/rujukan/keluar/"))
    with in_office(two.there):
        assert reminding.remind(at=timezone.now()) == 1
    two.carry()
    for client, where in ((two.receiver, "/"), (two.receiver, "/rujukan/"), (two.sender, "/rujukan/keluar/")):
        answer = client.get(where)
        assert faults_of(answer) == []
        said = words(answer)
        assert "Diingatkan sistem, " in said, where
        assert "Diingatkan, " not in said, where
    for where in (f"/rujukan/{referral.pk}/", f"/kasus/{two.case.pk}/"):
        assert "diingatkan sistem" in words(two.sender.get(where)), where
    chased(referral, "remind")
    said = words(two.receiver.get("/rujukan/"))
    assert "Diingatkan, " in said
    assert "Diingatkan sistem, " in said


def test_a_redirection_that_its_sender_has_not_sealed_stays_on_the_consoles(two) -> None:
    """Custody is the sender's, the receiver lost it, the new office has nothing: the provinces must see it."""
    referral = two.send(at=days_ago(3))
    chased(referral, "assign", to="35.11")
    for where in ("33", "35", "nation"):
        connection.set_schema_to_public()
        with as_console(connection, where):
            assert [one.pk for one in console.in_flight(at=timezone.now())] == [referral.pk], where
            assert not console.unanswered(at=timezone.now()).exists(), "nobody can assign it a second time"


def test_a_redirection_that_waits_for_a_person_is_told_to_that_person(two) -> None:
    from cases.models import Consent

    referral = two.send(at=days_ago(3))
    with in_office(two.here):
        Consent.objects.filter(pk=referral.consent_id).update(given=False)
    chased(referral, "assign", to="35.11")
    two.carry()
    with in_office(two.here):
        assert Referral.objects.get().state == "redirected"
    assert "dialihkan provinsi: putuskan kelanjutannya" in said_today(two.sender)
    with in_office(two.here):
        row = Referral.objects.select_related("case", "made_by").get()
        keeping.keep_here(case=row.case, reason="Ia memilih di sini.", by=row.made_by, at=timezone.now())
    connection.set_schema_to_public()
    with as_console(connection, "nation"):
        assert not console.in_flight(at=timezone.now()).exists(), "decided here: no console waits"


def test_an_answer_of_high_risk_goes_before_all_others(salatiga, banyuwangi) -> None:
    both = between(salatiga, banyuwangi, risk="high")
    both.send()
    answer = both.receiver.get("/")
    assert faults_of(answer) == []
    assert "Jawab Kota Salatiga" in read(answer).select_one("[aria-labelledby=k-safety]").get_text()
    assert said_today(both.receiver) == "", "told once"
    assert "Satu hal menyangkut orang yang dalam bahaya" in words(answer)
    assert "Semua giliran Anda sudah selesai" not in words(answer)


def test_an_answer_that_waits_is_counted_in_what_the_day_asks_for(two) -> None:
    assert "menunggu jawaban kantor Anda" not in words(two.receiver.get("/"))
    two.send()
    answer = two.receiver.get("/")
    assert "Satu rujukan menunggu jawaban kantor Anda." in words(answer)
    assert "Rujukan di halaman ini masih menunggu jawaban." in words(answer)
