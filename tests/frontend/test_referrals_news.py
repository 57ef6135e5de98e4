"""What another office did is told on Hari ini to whoever sent it, once: gone when it was read, or acted on."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case
from referrals import news
from referrals.models import Referral
from referrals.operations import feeding_back, receiving, sending
from sop_library.models import SopVersion
from tenants.current import in_office
from tests.frontend.between import Between
from tests.frontend.screens import employ, enter, faults_of, read, words

pytestmark = pytest.mark.django_db
TAKEN_OVER = "Kabupaten Banyuwangi menerima pelimpahan dan memegang kasusnya"


def said_today(client: Client) -> str:
    answer = client.get("/")
    assert faults_of(answer) == []
    found = read(answer).select_one("[aria-labelledby=k-rujukan]")
    return found.get_text(" ", strip=True) if found else ""


def accepted(two: Between, referral: Referral, *, at: datetime | None = None) -> Case:
    with in_office(two.there):
        case = receiving.accept(
            envelope=referral.pk, version=SopVersion.objects.get(), by=two.endah, at=at or timezone.now()
        )
    two.carry()
    return case


def test_the_sender_reads_of_an_acceptance_until_it_was_looked_at(two: Between) -> None:
    referral = two.send()
    assert "menerima" not in said_today(two.sender)
    accepted(two, referral)
    said = said_today(two.sender)
    assert TAKEN_OVER in said
    assert referral.number in said
    assert TAKEN_OVER in said_today(two.sender), "seen in passing is not read"
    assert two.sender.get(f"/rujukan/{referral.pk}/").status_code == 200
    assert said_today(two.sender) == ""


def test_a_line_for_each_referral_the_latest_first_and_what_came_before_it(two: Between) -> None:
    referral = two.send(kind="rujukan")
    accepted(two, referral)
    said = said_today(two.sender)
    assert "Kabupaten Banyuwangi menerima rujukan" in said
    assert "Juga: umpan balik" in said, "the stage that it comes to there"
    two.sender.get(f"/rujukan/{referral.pk}/")
    with in_office(two.there):
        row = Referral.objects.get()
        feeding_back.feed_back(referral=row, code="other", words="Ia datang.", by=two.endah, at=timezone.now())
    two.carry()
    said = said_today(two.sender)
    assert "Kabupaten Banyuwangi memberi kabar" in said
    assert "Juga" not in said
    assert "Ia datang" not in said
    two.sender.get(f"/rujukan/{referral.pk}/")
    with in_office(two.there):
        sending.finish(referral=row, by=two.endah, at=timezone.now())
    two.carry()
    said = said_today(two.sender)
    assert "Kabupaten Banyuwangi menyatakan bantuan selesai" in said
    assert "memberi kabar" not in said


def test_a_declined_help_is_told_although_another_office_was_asked_since(two: Between, nunukan) -> None:
    referral = two.send(kind="rujukan")
    with in_office(two.there):
        receiving.decline(envelope=referral.pk, code="full", words="Penuh.", by=two.endah, at=timezone.now())
    two.send(kind="rujukan", to_code="65.03")
    assert "Kabupaten Banyuwangi mengembalikan rujukan" in said_today(two.sender)
    two.sender.get(f"/rujukan/{referral.pk}/")
    assert "mengembalikan" not in said_today(two.sender)


def test_deciding_about_what_came_back_is_reading_it(two: Between) -> None:
    referral = two.send()
    with in_office(two.there):
        receiving.decline(envelope=referral.pk, code="full", words="Penuh.", by=two.endah, at=timezone.now())
    two.carry()
    assert said_today(two.sender).count("mengembalikan") == 1, "told once, as what waits for a decision"
    two.send()
    assert "mengembalikan" not in said_today(two.sender)


def test_a_colleague_who_looks_takes_nothing_away(two: Between) -> None:
    referral = two.send()
    accepted(two, referral)
    with in_office(two.here):
        tono = employ(two.here, "tono", "*")
    colleague = enter(two.here, tono)
    assert "menerima" not in said_today(colleague), "it is told to whoever sent it"
    assert colleague.get(f"/rujukan/{referral.pk}/").status_code == 200
    assert TAKEN_OVER in said_today(two.sender)
    with in_office(two.here):
        type(two.ratna).objects.filter(pk=two.ratna.pk).update(is_active=False)
    assert TAKEN_OVER in said_today(colleague), "nobody else is left to read it"
    colleague.get(f"/rujukan/{referral.pk}/")
    assert said_today(colleague) == ""


def test_what_comes_while_somebody_reads_stays_unread(two: Between) -> None:
    referral = two.send()
    accepted(two, referral)
    with in_office(two.here):
        loaded = Referral.objects.get()
        news.tell(Referral.objects.get(), kind="finished", at=loaded.news_at)
        assert not news.read(referral=loaded, by=two.ratna)
    assert "menyatakan bantuan selesai" in said_today(two.sender)


def test_the_receiver_reads_that_it_was_withdrawn_and_that_a_question_is_answered(two: Between) -> None:
    referral = two.send()
    two.receiver.get(f"/rujukan/{referral.pk}/")
    with in_office(two.here):
        sending.withdraw(referral=Referral.objects.get(), reason="Ia pindah.", by=two.ratna, at=timezone.now())
    two.carry()
    assert "Kota Salatiga menarik rujukan" in said_today(two.receiver)
    two.receiver.get(f"/rujukan/{referral.pk}/")
    assert said_today(two.receiver) == ""


def test_news_asks_no_more_queries(two: Between) -> None:
    referral = two.send()
    two.sender.get("/")
    accepted(two, referral)
    with CaptureQueriesContext(connection) as told:
        assert TAKEN_OVER in words(two.sender.get("/"))
    two.sender.get(f"/rujukan/{referral.pk}/")
    with CaptureQueriesContext(connection) as quiet:
        assert TAKEN_OVER not in words(two.sender.get("/"))
    assert len(told) == len(quiet) <= 21
