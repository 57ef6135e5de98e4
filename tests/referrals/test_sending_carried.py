"""After it left: what stands at the centre, what the other office can open, and what follows the envelope."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Staff
from cases.models import Case, Consent
from cases.operations import appointments, consents, notes, people
from cases.operations.appointments import AppointmentData
from cases.people import PersonData
from cases.refusals import Refusal, Stale
from custody import chain, envelopes
from custody.models import Custody, Envelope, Link, Parcel
from outbox.models import Message
from outbox.operations import send_again
from outbox.relay import relay
from referrals.models import Referral
from referrals.operations import sending
from tenants.current import in_office
from tenants.models import Office
from tests.cases.conftest import MONDAY
from tests.referrals.conftest import RINI, STORY

pytestmark = pytest.mark.django_db
Send = Callable[..., Referral]
Carried = Callable[[], int]
LATER = MONDAY + timedelta(hours=1)


def there(office: Office, referral: Referral, kind: str) -> list[dict[str, Any]]:
    """What the other office can open now."""
    with in_office(office):
        return [content for _at, content in envelopes.content_of(envelope=referral.pk, kind=kind)]


def do(office: Office, referral: Referral, verb: str, **more: Any) -> None:
    with in_office(office):
        envelopes.do(envelope=referral.pk, verb=verb, by_name="Dewi", at=LATER, **more)


def links(referral: Referral) -> list[str]:
    return list(Link.objects.filter(matter=referral.matter).order_by("number").values_list("kind", flat=True))


@pytest.fixture
def sent(case: Case, send: Send, carried: Carried) -> Referral:
    """A pelimpahan to Banyuwangi that has left."""
    referral = send(case, words="Mohon didampingi.")
    carried()
    referral.refresh_from_db()
    return referral


def test_the_envelope_names_codes_and_the_other_office_reads_the_minimum_only(
    sent: Referral, banyuwangi: Office, nunukan: Office
) -> None:
    envelope = Envelope.objects.get(pk=sent.pk)
    assert (sent.state, envelope.state, envelope.number) == ("sent", "sent", sent.number)
    assert envelope.answer_by - envelope.sent_at == sent.answer_by - MONDAY
    assert envelope.sent_at <= MONDAY, "and no later than PostgreSQL's own clock"
    (minimum,) = there(banyuwangi, sent, "minimum")
    assert (minimum["initials"], minimum["words"]) == ("R. A.", "Mohon didampingi.")
    assert not any(word in json.dumps(minimum) for word in ("Rini", RINI.nik, "Jalan", STORY))
    assert there(banyuwangi, sent, "file") == [], "the file opens with acceptance"
    assert there(nunukan, sent, "minimum") == []
    do(banyuwangi, sent, "accept")
    (file,) = there(banyuwangi, sent, "file")
    assert (file["people"][0]["name"], file["incidents"][0]["story"]) == (RINI.name, STORY)
    assert file["consents"][0]["kind"] == "referral"


def test_carried_twice_it_is_there_once(sent: Referral, carried: Carried) -> None:
    for _ in range(2):
        Message.objects.filter(topic="referral.sent").update(sent_at=None)
        carried()
    assert Envelope.objects.count() == 1
    assert links(sent) == ["sent"]
    assert Parcel.objects.count() == 3


def test_what_the_consent_leaves_out_does_not_go(case: Case, send: Send, carried: Carried, banyuwangi: Office) -> None:
    referral = send(case, scope=("contact",))
    carried()
    do(banyuwangi, referral, "accept")
    (file,) = there(banyuwangi, referral, "file")
    text = json.dumps(file)
    assert RINI.phone in text
    assert not any(word in text for word in (RINI.name, RINI.nik, STORY))


def test_a_second_victim_who_did_not_agree_goes_without_a_name(
    case: Case, send: Send, carried: Carried, everyone: Staff, banyuwangi: Office
) -> None:
    sister = PersonData(name="Sari Wulandari", sex="P", age_band="A18_24", phone="081399990000")
    people.add(case=case, data=sister, roles={"victim": ""}, by=everyone, at=LATER)
    referral = send(case, at=LATER)
    carried()
    (minimum,) = there(banyuwangi, referral, "minimum")
    assert (minimum["initials"], minimum["others"]) == ("R. A.", [{"age_band": "A18_24", "sex": "P"}])
    do(banyuwangi, referral, "accept")
    (file,) = there(banyuwangi, referral, "file")
    assert "Sari" not in json.dumps(file)
    assert "081399990000" not in json.dumps(file)
    assert sorted(one["age_band"] for one in file["people"]) == ["A18_24", "A25_44"]


def test_the_minimum_is_about_whoever_agreed(
    case: Case, send: Send, agree: Callable[..., Consent], carried: Carried, everyone: Staff, banyuwangi: Office
) -> None:
    sister = PersonData(name="Sari Wulandari", sex="P", age_band="A18_24")
    second = people.add(case=case, data=sister, roles={"victim": ""}, by=everyone, at=LATER)
    referral = send(case, consent=agree(case, person=second))
    carried()
    (minimum,) = there(banyuwangi, referral, "minimum")
    assert (minimum["initials"], minimum["age_band"]) == ("S. W.", "A18_24")
    do(banyuwangi, referral, "accept")
    (file,) = there(banyuwangi, referral, "file")
    assert RINI.nik not in json.dumps(file), "the first victim did not agree"


def test_the_file_that_opens_is_the_case_as_it_is_then(
    sent: Referral, case: Case, everyone: Staff, carried: Carried, banyuwangi: Office
) -> None:
    (before,) = Parcel.objects.filter(kind="file").values_list("id", flat=True)
    companion = PersonData(name="Wati")
    people.add(case=case, data=companion, roles={"companion": ""}, by=everyone, at=MONDAY + timedelta(minutes=10))
    carried()
    (after,) = Parcel.objects.filter(kind="file").values_list("id", flat=True)
    assert after != before, "one file, made anew"
    assert links(sent) == ["sent", "renewed"]
    do(banyuwangi, sent, "accept")
    (file,) = there(banyuwangi, sent, "file")
    assert {one["name"] for one in file["people"]} == {RINI.name, ""}, "who came along goes by the part alone"
    assert chain.faults(matter=sent.matter) == []


def test_what_reached_the_centre_after_acceptance_follows_as_a_supplement(
    sent: Referral, case: Case, everyone: Staff, carried: Carried, banyuwangi: Office
) -> None:
    people.add(
        case=case, data=PersonData(name="Wati"), roles={"companion": ""}, by=everyone, at=MONDAY + timedelta(minutes=10)
    )
    do(banyuwangi, sent, "accept")
    carried()
    (file,) = there(banyuwangi, sent, "file")
    assert {one["name"] for one in file["people"]} == {RINI.name}
    (supplement,) = there(banyuwangi, sent, "supplement")
    assert {one["name"] for one in supplement["file"]["people"]} == {RINI.name, ""}
    assert links(sent)[-1] == "supplemented"


def test_nobody_is_told_of_a_case_that_stays_at_home(case: Case, everyone: Staff) -> None:
    notes.add(case=case, body="Di sini saja.", by=everyone, at=MONDAY)
    assert not Message.objects.filter(topic="matter.changed").exists()


def test_a_file_too_large_waits_for_a_person_and_can_be_sent_again(
    case: Case, send: Send, carried: Carried, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral = send(case)
    with monkeypatch.context() as small:
        small.setattr("custody.sealing.LARGEST", 1200)
        assert relay(at=LATER).failed == 1
    dead = Message.objects.get(topic="referral.sent")
    assert (dead.fault, dead.dead_at, Envelope.objects.count()) == ("NeverDeliverable", LATER, 0)
    referral.refresh_from_db()
    assert referral.state == "queued", "and the case is still served here"
    assert send_again(message=dead.id, at=LATER)
    carried()
    assert links(referral) == ["sent"]


def test_a_withdrawn_consent_does_not_wait_behind_a_file_that_cannot_be_renewed(
    sent: Referral, case: Case, everyone: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.add(case=case, data=PersonData(name="Wati"), roles={"companion": ""}, by=everyone, at=LATER)
    consents.withdraw(consent=sent.consent, by=everyone, at=LATER)
    monkeypatch.setattr("custody.sealing.LARGEST", 100)
    relay(at=LATER + timedelta(minutes=1))
    assert Envelope.objects.get(pk=sent.pk).consent_withdrawn_at == LATER
    assert Parcel.objects.count() == 0


# withdraw -------------------------------------------------------------------


def test_withdrawing_ends_it_at_the_centre_and_destroys_what_it_carried(
    sent: Referral, everyone: Staff, banyuwangi: Office
) -> None:
    do(banyuwangi, sent, "open")
    sending.withdraw(referral=sent, reason="Korban pindah lagi", by=everyone, at=LATER)
    assert Envelope.objects.get(pk=sent.pk).state == "withdrawn"
    assert Parcel.objects.count() == 0
    assert links(sent) == ["sent", "opened", "withdrawn"]
    with in_office(banyuwangi):
        assert Parcel.objects.count() == 0


def test_who_withdraws_after_acceptance_is_told(sent: Referral, everyone: Staff, banyuwangi: Office) -> None:
    do(banyuwangi, sent, "accept")
    with pytest.raises(Stale, match="overtaken"):
        sending.withdraw(referral=sent, reason="Terlambat", by=everyone, at=LATER)
    sent.refresh_from_db()
    assert sent.state != "withdrawn"
    assert not sent.exchanges.exists()


# question and reply, telephone ------------------------------------------------


def test_a_reply_is_given_to_a_question_and_reaches_the_other_office_sealed(
    sent: Referral, everyone: Staff, carried: Carried, banyuwangi: Office
) -> None:
    with pytest.raises(Stale):
        sending.reply(referral=sent, words="Belum ditanya", by=everyone, at=LATER)
    do(banyuwangi, sent, "ask")
    sending.reply(referral=sent, words="Ya, ada tempat aman.", by=everyone, at=LATER)
    carried()
    (reply,) = there(banyuwangi, sent, "reply")
    assert (reply["words"], reply["by"]) == ("Ya, ada tempat aman.", everyone.name)
    assert Envelope.objects.get(pk=sent.pk).state == "opened"
    assert links(sent)[-1] == "replied"
    Message.objects.filter(topic="referral.parcel").update(sent_at=None)
    carried()
    assert len(there(banyuwangi, sent, "reply")) == 1
    assert links(sent).count("replied") == 1


def test_a_reply_that_comes_after_acceptance_is_read_all_the_same(
    sent: Referral, everyone: Staff, carried: Carried, banyuwangi: Office
) -> None:
    do(banyuwangi, sent, "ask")
    sending.reply(referral=sent, words="Ya.", by=everyone, at=LATER)
    do(banyuwangi, sent, "accept")
    carried()
    assert [one["words"] for one in there(banyuwangi, sent, "reply")] == ["Ya."]
    assert Envelope.objects.get(pk=sent.pk).state == "accepted"


def test_a_telephone_call_is_recorded_and_seen_at_the_centre(sent: Referral, everyone: Staff, carried: Carried) -> None:
    with pytest.raises(Refusal, match="words_missing"):
        sending.telephone(referral=sent, spoke_with=" ", by=everyone, at=LATER)
    said = sending.telephone(referral=sent, words="Siap menjemput", spoke_with="Bu Dewi", by=everyone, at=LATER)
    for _ in range(2):
        Message.objects.filter(topic="referral.said").update(sent_at=None)
        carried()
    assert (said.words, said.content) == ("Siap menjemput", {"spoke_with": "Bu Dewi"})
    assert Envelope.objects.get(pk=sent.pk).telephoned_at == LATER
    assert links(sent) == ["sent", "telephoned"]


def test_a_call_before_it_left_is_carried_after_it(case: Case, send: Send, everyone: Staff, carried: Carried) -> None:
    referral = send(case, urgency="now")
    sending.telephone(referral=referral, spoke_with="Bu Dewi", by=everyone, at=LATER)
    carried()
    assert links(referral) == ["sent", "telephoned"]


# an office that is not on the platform ------------------------------------------


def test_of_an_office_not_on_the_platform_the_answer_is_recorded_here(
    case: Case, send: Send, everyone: Staff, carried: Carried
) -> None:
    referral = send(case, to_code="33.22", override_reason="Ikut keluarga")
    with pytest.raises(Refusal, match="words_missing"):
        sending.record_answer(referral=referral, accepted=True, words="", by=everyone, at=LATER)
    sending.record_answer(referral=referral, accepted=False, words="Surat balasan 12/2026", by=everyone, at=LATER)
    carried()
    envelope = Envelope.objects.get(pk=referral.pk)
    assert (envelope.state, envelope.receiver_id, envelope.receiver_code) == ("declined", None, "33.22")
    assert Parcel.objects.count() == 0, "nothing is sealed for nobody"
    assert Case.objects.get(pk=case.pk).state == "running"
    with pytest.raises(Stale):
        sending.record_answer(referral=referral, accepted=True, words="Ternyata", by=everyone, at=LATER)


def test_a_handover_taken_outside_the_platform_ends_the_case_here_as_moved(
    case: Case, send: Send, everyone: Staff, carried: Carried, salatiga: Office
) -> None:
    planned = appointments.add(
        case=case, data=AppointmentData("visit", MONDAY + timedelta(days=3)), by=everyone, at=MONDAY
    )
    referral = send(case, to_code="33.22", override_reason="Ikut keluarga")
    carried()
    assert Case.objects.get(pk=case.pk).state == "running", "ours until somebody records the answer"
    sending.record_answer(referral=referral, accepted=True, words="Bu Endah, telepon 10.00", by=everyone, at=LATER)
    ended = Case.objects.get(pk=case.pk)
    assert (ended.state, ended.endings.get().reason) == ("ended", "moved")
    planned.refresh_from_db()
    assert planned.state == "planned", "the consent kept it here: it is ours to keep or to call off"
    assert Custody.objects.get(matter=case.matter).office_id == salatiga.id, "nobody else on the platform answers"
    assert referral.exchanges.get(kind="answer").words == "Bu Endah, telepon 10.00"


def test_help_from_outside_the_platform_leaves_the_case_here(
    case: Case, send: Send, everyone: Staff, carried: Carried
) -> None:
    referral = send(case, to_code="33", kind="rujukan")
    carried()
    sending.record_answer(referral=referral, accepted=True, words="Surat 3", by=everyone, at=LATER)
    assert Case.objects.get(pk=case.pk).state == "running"


def test_an_office_on_the_platform_answers_for_itself(sent: Referral, everyone: Staff) -> None:
    with pytest.raises(Refusal, match="on_platform"):
        sending.record_answer(referral=sent, accepted=True, words="Katanya ya", by=everyone, at=LATER)
    assert Envelope.objects.get(pk=sent.pk).state == "sent"


# finishing --------------------------------------------------------------------


def test_help_that_was_given_is_finished_by_either_once(
    case: Case, send: Send, everyone: Staff, carried: Carried, banyuwangi: Office
) -> None:
    referral = send(case, kind="rujukan")
    carried()
    with pytest.raises(Stale):
        sending.finish(referral=referral, by=everyone, at=LATER)
    do(banyuwangi, referral, "accept")
    sending.finish(referral=referral, words="Terima kasih.", by=everyone, at=LATER)
    carried()
    assert Envelope.objects.get(pk=referral.pk).state == "finished"
    assert [one["words"] for one in there(banyuwangi, referral, "feedback")] == ["Terima kasih."]
    with pytest.raises(Stale):
        sending.finish(referral=referral, by=everyone, at=LATER)


# consent withdrawn --------------------------------------------------------------


def test_consent_withdrawn_while_it_waits_takes_it_back(
    sent: Referral, everyone: Staff, carried: Carried, banyuwangi: Office
) -> None:
    do(banyuwangi, sent, "open")
    consents.withdraw(consent=sent.consent, by=everyone, at=LATER)
    for _ in range(2):
        Message.objects.filter(topic="case.consent_withdrawn").update(sent_at=None)
        carried()
    envelope = Envelope.objects.get(pk=sent.pk)
    assert (envelope.state, envelope.scope, envelope.consent_withdrawn_at) == ("withdrawn", [], LATER)
    assert Parcel.objects.count() == 0
    assert links(sent)[-2:] == ["consent_withdrawn", "withdrawn"]
    sent.refresh_from_db()
    assert (sent.state, sent.consent_withdrawn_at) == ("withdrawn", LATER)


@pytest.mark.parametrize(("receiver", "state"), [("", "withdrawn"), ("35.10", "withdrawn"), ("65.03", "sent")])
def test_a_no_said_later_takes_it_back_where_it_means_that_office(
    sent: Referral, case: Case, agree: Callable[..., Consent], carried: Carried, receiver: str, state: str
) -> None:
    agree(case, given=False, scope=(), receiver=receiver, at=LATER)
    carried()
    assert Envelope.objects.get(pk=sent.pk).state == state
    sent.consent.refresh_from_db()
    assert (sent.consent.withdrawn_at is None) == (state == "sent")


@pytest.mark.parametrize(("scope", "follows"), [(("contact", "notes"), 1), (("contact",), 0)])
def test_a_note_written_after_the_handover_goes_after_it_where_notes_may(
    case: Case, send: Send, agree: Callable[..., Consent], everyone: Staff, carried: Carried, banyuwangi: Office,
    scope: tuple[str, ...], follows: int,
) -> None:  # fmt: skip
    referral = send(case, scope=scope, consent=agree(case, scope=scope))
    carried()
    do(banyuwangi, referral, "accept")
    notes.add(case=case, body="Ia menelepon kami.", by=everyone, at=LATER + timedelta(hours=1))
    carried()
    supplements = there(banyuwangi, referral, "supplement")
    assert len(supplements) == follows
    assert all(one["file"]["notes"][-1]["body"] == "Ia menelepon kami." for one in supplements)


def test_consent_withdrawn_after_acceptance_is_said_and_nothing_more_goes(
    sent: Referral, case: Case, everyone: Staff, carried: Carried, banyuwangi: Office
) -> None:
    do(banyuwangi, sent, "accept")
    consents.withdraw(consent=sent.consent, by=everyone, at=LATER + timedelta(minutes=1))
    carried()
    notes.add(case=case, body="Setelah itu", by=everyone, at=LATER + timedelta(minutes=2))
    carried()
    envelope = Envelope.objects.get(pk=sent.pk)
    assert (envelope.state, envelope.scope) == ("accepted", [])
    assert envelope.consent_withdrawn_at == LATER + timedelta(minutes=1)
    for kind in ("minimum", "file", "supplement"):
        assert there(banyuwangi, sent, kind) == []
    assert links(sent)[-2:] == ["consent_withdrawn", "consents_told"]
    assert chain.faults(matter=sent.matter) == []
