"""Letters at rest and at the counter: sealed in the database, opened by who may, told in the access log."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Staff
from cases.models import Event
from cases.operations import consents
from cases.refusals import NotAllowed, Refusal, Stale
from custody import envelopes
from custody.models import Parcel
from documents import operations
from documents.models import Document
from outbox.models import Message
from referrals import lettering
from referrals.models import Referral
from referrals.operations import lettering as at_the_counter
from referrals.operations import sending
from safeguards.models import AccessEvent
from safeguards.sealing import SealBroken
from tenants.current import in_office
from tenants.models import Office
from tests.cases.conftest import MONDAY, staff
from tests.documents.conftest import text_of
from tests.referrals.conftest import RINI, STORY

pytestmark = pytest.mark.django_db
Send = Callable[..., Referral]
Carried = Callable[[], int]
LATER = MONDAY + timedelta(hours=1)


def raw(document: Document) -> bytes:
    """Everything PostgreSQL has of a document."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, body FROM documents_document WHERE id = %s", [document.pk])
        return b"".join(bytes(part) for part in cursor.fetchone() if part is not None)


def test_a_letter_is_written_once_and_printed_once(outside: Referral, everyone: Staff) -> None:
    first = at_the_counter.print_(referral=outside, by=everyone, at=MONDAY)
    again = at_the_counter.print_(referral=outside, by=everyone, at=LATER)
    assert first == again, "what was handed out is what is opened again"
    letter, print_ = Document.objects.order_by("kind")
    assert (letter.kind, print_.kind, letter.code) == ("letter", "print", print_.code)
    assert print_.pages >= 1
    opened = AccessEvent.objects.filter(what="letter").order_by("number")
    assert [(one.by, one.subject_id, one.case_id, one.reason) for one in opened] == [
        (everyone, print_.pk, outside.case_id, "letter")
    ] * 2


def test_its_bytes_are_sealed_to_their_row(outside: Referral, everyone: Staff) -> None:
    pdf = at_the_counter.print_(referral=outside, by=everyone, at=MONDAY)
    print_ = Document.objects.get(kind="print")
    letter = Document.objects.get(kind="letter")
    assert b"PDF" not in raw(print_)
    assert pdf[:200] not in raw(print_)
    assert b"R. A." not in raw(letter)
    moved = Document(id=letter.pk, kind="print")
    moved.body = print_.__dict__["body"]
    with pytest.raises(SealBroken):
        _ = moved.body


def test_no_row_is_changed_or_taken_away(outside: Referral, everyone: Staff) -> None:
    at_the_counter.print_(referral=outside, by=everyone, at=MONDAY)
    for change in ("UPDATE documents_document SET pages = 9", "DELETE FROM documents_document"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_another_lane_opens_nothing(outside: Referral, everyone: Staff) -> None:
    nobody = staff("tamu")
    with pytest.raises(NotAllowed):
        at_the_counter.print_(referral=outside, by=nobody, at=MONDAY)
    with pytest.raises(NotAllowed):
        at_the_counter.lock(referral=outside, by=nobody, at=MONDAY)
    assert lettering.readable(outside.pk, by=nobody) is None
    assert not Document.objects.exists()


def test_a_locked_file_has_the_words_first_and_the_case_once_they_said_yes(outside: Referral, everyone: Staff) -> None:
    made = at_the_counter.lock(referral=outside, by=everyone, at=MONDAY)
    pdf = at_the_counter.open_locked(referral=outside, document=made.document, by=everyone, at=MONDAY)
    text = text_of(pdf, passphrase=made.passphrase)
    assert "Mohon didampingi ke dokter." in text
    assert "1 (satu) berkas" in text
    assert [secret for secret in (RINI.name, RINI.nik, STORY) if str(secret) in text] == []
    sending.record_answer(referral=outside, accepted=True, words="Ibu Contoh, lewat telepon", by=everyone, at=LATER)
    outside.refresh_from_db()
    made = at_the_counter.lock(referral=outside, by=everyone, at=LATER)
    text = text_of(bytes(made.document.body), passphrase=made.passphrase)
    for told in (RINI.name, RINI.nik, STORY):
        assert str(told) in text
    assert Event.objects.filter(kind="letter_locked").count() == 2


def test_what_the_consent_does_not_name_stays_out_of_the_locked_file(
    case: object, send: Send, agree: Callable[..., object], profile: object, everyone: Staff
) -> None:
    consent = agree(case, receiver="33.22", scope=("story",))
    referral = send(case, to_code="33.22", consent=consent, scope=("story",), override_reason="Korban memilih.")
    sending.record_answer(referral=referral, accepted=True, words="Ya", by=everyone, at=LATER)
    made = at_the_counter.lock(referral=referral, by=everyone, at=LATER)
    text = text_of(bytes(made.document.body), passphrase=made.passphrase)
    assert STORY in text
    assert [secret for secret in (RINI.name, RINI.nik, RINI.phone, RINI.address) if str(secret) in text] == []


def test_the_passphrase_is_kept_nowhere(outside: Referral, everyone: Staff) -> None:
    made = at_the_counter.lock(referral=outside, by=everyone, at=MONDAY)
    words = [str(row) for model in (Event, Message, AccessEvent, Document) for row in model.objects.values()]
    assert [one for one in words if made.passphrase in one] == []
    assert made.passphrase.encode() not in raw(made.document)
    other = at_the_counter.lock(referral=outside, by=everyone, at=MONDAY)
    assert other.passphrase != made.passphrase


def test_nothing_is_locked_for_an_office_that_reads_here(case: object, send: Send, everyone: Staff) -> None:
    with pytest.raises(Refusal) as refused:
        at_the_counter.lock(referral=send(case), by=everyone, at=MONDAY)
    assert refused.value.code == "on_platform"


def test_nothing_is_locked_without_consent(outside: Referral, everyone: Staff) -> None:
    assert outside.consent is not None
    consents.withdraw(consent=outside.consent, by=everyone, at=LATER)
    with pytest.raises(Refusal) as refused:
        at_the_counter.lock(referral=outside, by=everyone, at=LATER)
    assert refused.value.code == "consent_withdrawn"


def test_nothing_is_locked_after_the_end(outside: Referral, everyone: Staff) -> None:
    sending.withdraw(referral=outside, reason="Tidak jadi", by=everyone, at=LATER)
    with pytest.raises(Stale):
        at_the_counter.lock(referral=outside, by=everyone, at=LATER)


def test_the_letter_goes_with_the_envelope_to_the_receiver_alone(
    case: object, send: Send, carried: Carried, everyone: Staff, banyuwangi: Office, nunukan: Office
) -> None:
    referral = send(case, words="Mohon didampingi.")
    carried()
    ours = lettering.readable(referral.pk, by=everyone)
    assert ours is not None
    assert Parcel.objects.filter(kind="letter").count() == 1
    with in_office(nunukan):
        assert envelopes.content_of(envelope=referral.pk, kind="letter") == []
        assert lettering.readable(referral.pk, by=staff("orang-nunukan", "*")) is None
    with in_office(banyuwangi):
        assert lettering.readable(referral.pk, by=staff("tanpa-lajur")) is None
        came = lettering.received(referral.pk)
        assert came is not None
        assert (came.code, came) == (ours.letter.code, ours.letter)
        assert not Document.objects.exists(), "nobody keeps what is not taken over"


def test_a_message_carried_twice_writes_one_letter(case: object, send: Send, carried: Carried) -> None:
    send(case)
    for _ in range(2):
        Message.objects.filter(topic="referral.sent").update(sent_at=None)
        carried()
    assert Document.objects.filter(kind="letter").count() == 1
    assert operations.kept(about=Referral.objects.get().pk) is not None
