"""Sending: every fault is named at once, what was decided stays on record, and one referral leaves once."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Staff
from cases.models import Case, Consent, Event
from cases.operations import consents, incidents, lifecycle, notes, people
from cases.people import PersonData
from cases.refusals import NotAllowed, Refusal, Stale
from custody.models import Envelope
from outbox.models import Message
from referrals.models import Exchange, Referral
from referrals.operations import sending
from tests.cases.conftest import MONDAY, staff
from tests.referrals.conftest import RINI, SCOPE

pytestmark = pytest.mark.django_db
Send = Callable[..., Referral]
Agree = Callable[..., Consent]


def faults(refused: pytest.ExceptionInfo[Refusal]) -> set[str]:
    return {one.field for one in refused.value.missing}


def test_a_referral_is_rows_an_event_and_a_message_in_one(case: Case, send: Send) -> None:
    referral = send(case, words="Mohon didampingi.")
    assert (referral.number, referral.state, referral.moves) == ("RJK-3373-26-0001", "queued", True)
    assert (referral.other_name, referral.overridden) == ("Kabupaten Banyuwangi", False)
    assert referral.content["minimum"]["initials"] == "R. A."
    assert referral.content["minimum"]["words"] == "Mohon didampingi."
    event = Event.objects.get(case=case, kind="referral_sent")
    assert event.data == {"referral": str(referral.pk), "to": "35.10", "how": "pelimpahan"}
    message = Message.objects.get(topic="referral.sent")
    assert message.payload == {"referral": str(referral.pk)}
    assert Envelope.objects.count() == 0, "it leaves with the relay"


def test_numbers_run_on_within_the_office(new_case: Callable[..., Case], send: Send) -> None:
    numbers = [send(new_case()).number for _ in range(3)]
    assert numbers == ["RJK-3373-26-0001", "RJK-3373-26-0002", "RJK-3373-26-0003"]


def test_all_faults_are_named_at_once_each_at_its_field(case: Case, everyone: Staff) -> None:
    with pytest.raises(Refusal, match="referral_refused") as refused:
        sending.send(
            case=case, to_code="33.73", kind="hadiah", reasons=[], urgency="sometime", consent=None, scope=["all"],
            words="\x00", by=everyone, at=MONDAY,
        )  # fmt: skip
    assert faults(refused) == {"to", "kind", "reasons", "urgency", "scope", "words", "consent"}
    assert "kantor Anda sendiri" in next(one.message for one in refused.value.missing if one.field == "to")
    assert not Referral.objects.exists()
    assert not Message.objects.filter(topic="referral.sent").exists()


@pytest.mark.parametrize("code", ["99.99", "abroad", "", "35.10.01", "ab"])
def test_an_unknown_region_is_refused(case: Case, agree: Agree, send: Send, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        send(case, to_code=code, consent=agree(case))
    assert "to" in faults(refused)


def test_who_sends_holds_the_case_or_works_its_step(case: Case, send: Send) -> None:
    with pytest.raises(NotAllowed):
        send(case, by=staff("charlie"))
    with pytest.raises(NotAllowed, match="not_your_case"):
        send(case, by=staff("tim", "tim"))
    assert send(case, by=staff("lobi", "pelapor", "resepsionis", "analis")).pk


def test_an_ended_case_and_a_matter_of_another_office_are_not_sent(case: Case, send: Send, everyone: Staff) -> None:
    lifecycle.close(case=case, reason="withdrawn", by=everyone, at=MONDAY)
    with pytest.raises(Refusal) as refused:
        send(case)
    assert "" in faults(refused)


def test_a_page_older_than_the_case_is_told(case: Case, send: Send, everyone: Staff) -> None:
    seen = Case.objects.get(pk=case.pk).revision
    lifecycle.pause(case=case, reason="Libur", by=everyone, at=MONDAY)
    with pytest.raises(Stale):
        send(case, seen=seen)


# consent --------------------------------------------------------------------


def test_a_consent_that_is_withdrawn_refused_or_of_another_kind_carries_nothing(
    case: Case, agree: Agree, send: Send, everyone: Staff
) -> None:
    gone = agree(case)
    consents.withdraw(consent=gone, by=everyone, at=MONDAY + timedelta(minutes=1))
    gone.refresh_from_db()
    refusal = agree(case, given=False)
    other = agree(case, kind="service", scope=(), receiver="")
    for consent in (gone, refusal, other, None):
        with pytest.raises(Refusal) as refused:
            send(case, consent=consent)
        assert faults(refused) == {"consent"}


def test_a_later_no_ends_an_earlier_yes(case: Case, agree: Agree, send: Send) -> None:
    consent = agree(case)
    agree(case, given=False, scope=(), receiver="", at=MONDAY + timedelta(minutes=5))
    with pytest.raises(Refusal) as refused:
        send(case, consent=consent)
    assert faults(refused) == {"consent"}


def test_a_page_that_still_shows_the_consent_is_too_old(case: Case, agree: Agree, send: Send, everyone: Staff) -> None:
    shown = agree(case)
    consents.withdraw(consent=Consent.objects.get(pk=shown.pk), by=everyone, at=MONDAY)
    assert shown.withdrawn_at is None
    with pytest.raises(Refusal) as refused:
        send(case, consent=shown)
    assert faults(refused) == {"consent"}


def test_a_consent_names_to_whom_and_what(case: Case, agree: Agree, send: Send) -> None:
    for consent in (agree(case, receiver=""), agree(case, receiver="65.03")):
        with pytest.raises(Refusal) as refused:
            send(case, consent=consent)
        assert faults(refused) == {"consent"}
    with pytest.raises(Refusal) as refused:
        send(case, consent=agree(case, scope=("contact",)), scope=("contact", "story"))
    (fault,) = refused.value.missing
    assert (fault.field, "Kronologi" in fault.message) == ("scope", True)
    assert send(case, consent=agree(case, scope=SCOPE), scope=("contact",)).scope == ["contact"]


def test_the_consent_of_another_case_carries_nothing(new_case: Callable[..., Case], agree: Agree, send: Send) -> None:
    with pytest.raises(Refusal) as refused:
        send(new_case(), consent=agree(new_case()))
    assert faults(refused) == {"consent"}


def test_a_child_is_spoken_for_by_a_guardian_unless_the_guardian_is_the_respondent(
    new_case: Callable[..., Case], agree: Agree, send: Send
) -> None:
    child = PersonData(name="Bunga", sex="P", age_band="A06_12", residence="35.10", domicile="35.10")
    case = new_case(victims=[child])
    with pytest.raises(Refusal) as refused:
        send(case, consent=agree(case, way="signed"))
    assert "pasal 25" in refused.value.missing[0].message
    assert send(case, consent=agree(case, way="guardian")).pk

    case = new_case(victims=[child], respondents=[(PersonData(name="Joko"), "ORANG_TUA")])
    with pytest.raises(Refusal) as refused:
        send(case, consent=agree(case, way="guardian"))
    assert "Wali adalah terlapor" in refused.value.missing[0].message
    with pytest.raises(Refusal, match="consent_invalid"):
        agree(case, way="duty")
    assert send(case, consent=agree(case, way="duty", note="Wali adalah terlapor; anak perlu dilindungi.")).pk


def test_a_bystander_does_not_consent_for_the_victim(case: Case, agree: Agree, send: Send, everyone: Staff) -> None:
    aunt = people.add(case=case, data=PersonData(name="Wati"), roles={"reporter": ""}, by=everyone, at=MONDAY)
    with pytest.raises(Refusal) as refused:
        send(case, consent=agree(case, person=aunt))
    assert faults(refused) == {"consent"}


def test_of_several_victims_it_is_said_who_agreed(case: Case, agree: Agree, send: Send, everyone: Staff) -> None:
    sister = PersonData(name="Sari", sex="P", age_band="A18_24")
    people.add(case=case, data=sister, roles={"victim": ""}, by=everyone, at=MONDAY + timedelta(minutes=1))
    with pytest.raises(Refusal) as refused:
        send(case, consent=agree(case, person=None))
    assert "siapa" in refused.value.missing[0].message


# urgency, risk, override ----------------------------------------------------


def test_the_answer_is_due_by_urgency(new_case: Callable[..., Case], send: Send) -> None:
    friday = MONDAY + timedelta(days=4)  # 27 November 2026, 09.00 WIB
    for urgency, due in (
        ("now", friday + timedelta(hours=3)),
        ("day", friday + timedelta(hours=24)),
        ("days", None),
    ):
        referral = send(new_case(), urgency=urgency, at=friday)
        if due is not None:
            assert referral.answer_by == due
        else:
            assert referral.answer_by.astimezone().date().isoformat() == "2026-12-02", "the weekend does not count"


def test_high_risk_does_not_wait_for_working_days_and_asks_for_a_telephone_call(
    case: Case, agree: Agree, send: Send, everyone: Staff
) -> None:
    incidents.rate_risk(case=case, risk="high", by=everyone, at=MONDAY)
    with pytest.raises(Refusal) as refused:
        send(case, urgency="days")
    assert faults(refused) == {"urgency"}
    referral = send(case, urgency="now")
    assert (referral.risk, referral.telephoned_at) == ("high", None)


def test_deciding_against_the_rule_says_why_and_stays_on_record(new_case: Callable[..., Case], send: Send) -> None:
    case = new_case(victims=[PersonData(sex="P", age_band="A25_44", residence="33.73")])
    with pytest.raises(Refusal) as refused:
        send(case)
    assert faults(refused) == {"override_reason"}
    referral = send(case, override_reason="Keluarganya di Banyuwangi.")
    again = Referral.objects.get(pk=referral.pk)
    assert (again.overridden, again.override_reason) == (True, "Keluarganya di Banyuwangi.")
    assert again.weighed["met"] is True
    with connection.cursor() as cursor:
        cursor.execute("SELECT override_reason FROM referrals_referral WHERE id = %s", [referral.pk])
        assert b"Keluarganya" not in bytes(cursor.fetchone()[0])


def test_help_from_elsewhere_overrides_nothing(new_case: Callable[..., Case], send: Send) -> None:
    case = new_case(victims=[PersonData(sex="P", age_band="A25_44", residence="33.73")])
    referral = send(case, kind="rujukan", override_reason="tidak perlu")
    assert (referral.overridden, referral.override_reason, referral.moves) == (False, None, False)


def test_who_leads_jointly_decides_whether_custody_moves(new_case: Callable[..., Case], send: Send) -> None:
    assert send(new_case(), kind="bersama").moves is False
    assert send(new_case(), kind="bersama", receiver_leads=True).moves is True


def test_another_reason_is_told_in_words(case: Case, send: Send) -> None:
    with pytest.raises(Refusal) as refused:
        send(case, reasons=["other"])
    assert faults(refused) == {"words"}


# one at a time --------------------------------------------------------------


def test_one_handover_waits_at_a_time_beside_it_help_may_be_asked_for(case: Case, send: Send) -> None:
    help_asked = send(case, kind="rujukan", to_code="65.03")
    handover = send(case)
    with pytest.raises(Refusal) as refused:
        send(case, to_code="62.05", override_reason="Pindah lagi")
    assert faults(refused) == {"kind"}
    assert handover.number in refused.value.missing[0].message
    with pytest.raises(Refusal) as refused:
        send(case, kind="rujukan", to_code="65.03")
    assert faults(refused) == {"to"}
    assert help_asked.number in refused.value.missing[0].message
    assert send(case, kind="rujukan", to_code="33").pk, "its province is asked besides"


def test_the_database_holds_one_handover_too(case: Case, send: Send) -> None:
    first = send(case)
    with pytest.raises(IntegrityError, match="one_handover_out_at_a_time"), transaction.atomic():
        Referral.objects.create(
            side="out", case=case, matter=case.matter, number="RJK-X", kind="pelimpahan", moves=True,
            other_code="65.03", other_name="x", urgency="day", answer_by=first.answer_by, made_at=MONDAY,
        )  # fmt: skip


# before it leaves -----------------------------------------------------------


def test_what_has_not_left_is_withdrawn_and_never_leaves(
    case: Case, send: Send, everyone: Staff, carried: Callable[[], int]
) -> None:
    referral = send(case)
    with pytest.raises(Refusal, match="words_missing"):
        sending.withdraw(referral=referral, reason=" ", by=everyone, at=MONDAY)
    sending.withdraw(referral=referral, reason="Korban berubah pikiran", by=everyone, at=MONDAY)
    carried()
    assert Envelope.objects.count() == 0
    referral.refresh_from_db()
    assert (referral.state, referral.exchanges.get().words) == ("withdrawn", "Korban berubah pikiran")
    with pytest.raises(Stale):
        sending.withdraw(referral=referral, reason="Lagi", by=everyone, at=MONDAY)
    assert send(case).number == "RJK-3373-26-0002", "and another may be sent"


def test_consent_withdrawn_before_it_leaves_keeps_it_here(
    case: Case, send: Send, everyone: Staff, carried: Callable[[], int]
) -> None:
    referral = send(case)
    consents.withdraw(consent=referral.consent, by=everyone, at=MONDAY + timedelta(minutes=1))
    carried()
    assert Envelope.objects.count() == 0
    referral.refresh_from_db()
    assert referral.state == "withdrawn"
    assert referral.consent_withdrawn_at == MONDAY + timedelta(minutes=1)
    assert referral.exchanges.get().code == "consent_withdrawn"


def test_an_outsider_may_follow_nothing(case: Case, send: Send) -> None:
    referral, outsider = send(case), staff("charlie")
    for act in (
        lambda: sending.withdraw(referral=referral, reason="x", by=outsider, at=MONDAY),
        lambda: sending.reply(referral=referral, words="x", by=outsider, at=MONDAY),
        lambda: sending.telephone(referral=referral, spoke_with="x", by=outsider, at=MONDAY),
        lambda: sending.record_answer(referral=referral, accepted=True, words="x", by=outsider, at=MONDAY),
        lambda: sending.finish(referral=referral, by=outsider, at=MONDAY),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_service_goes_on_while_it_waits(case: Case, send: Send, everyone: Staff) -> None:
    send(case)
    notes.add(case=case, body="Ditemani ke puskesmas.", by=everyone, at=MONDAY)
    assert Case.objects.get(pk=case.pk).state == "running"


# two offices, the same ids --------------------------------------------------


def test_the_same_id_in_another_office_is_another_referral(
    case: Case, send: Send, everyone: Staff, salatiga, banyuwangi, in_office
) -> None:
    referral = send(case)
    with in_office(banyuwangi):
        theirs = Referral.objects.create(
            id=referral.pk, side="in", matter=uuid.uuid4(), number=referral.number, kind="rujukan", moves=False,
            other_code="65.03", other_name="Kabupaten Nunukan", urgency="day", state="accepted",
            answer_by=MONDAY, made_at=MONDAY,
        )  # fmt: skip
    sending.withdraw(referral=referral, reason="Salah tujuan", by=everyone, at=MONDAY)
    with in_office(banyuwangi):
        theirs.refresh_from_db()
        assert theirs.state == "accepted"
        assert not Exchange.objects.exists()
        assert not Message.objects.exists()


def test_the_victims_name_stands_nowhere_in_clear(case: Case, send: Send) -> None:
    referral = send(case, words=f"Tolong {RINI.name} didampingi", override_reason="")
    with connection.cursor() as cursor:
        for table in ("referrals_referral", "outbox_message", "cases_event"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            assert not any(RINI.name in row for (row,) in cursor.fetchall()), table
    assert RINI.name in referral.words
