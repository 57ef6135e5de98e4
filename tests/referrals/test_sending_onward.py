"""A matter that was taken over: whoever sent it hears how it goes, it can be given back, a province can assign it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import schema_context

from accounts.models import Staff
from cases.models import Case, Event, Fact, Reason
from cases.operations import appointments, consents, incidents, lifecycle, opening, reports
from cases.operations.appointments import AppointmentData
from cases.operations.reports import ReportData
from cases.people import PersonData
from cases.queries import appointments_ahead
from cases.refusals import NotAllowed, Refusal
from custody import console, envelopes, holding
from custody.models import Envelope, Link
from outbox.models import Message
from outbox.relay import relay
from referrals import queries
from referrals.models import Exchange, Referral
from referrals.operations import feeding_back, keeping, onward, sending
from tenants.current import in_office
from tenants.models import Office
from tenants.roles import as_console
from tests.cases.conftest import MONDAY, staff, take
from tests.referrals.conftest import LONG_AGO, RINI, SCOPE

pytestmark = pytest.mark.django_db
Send = Callable[..., Referral]
Carried = Callable[[], int]
LATER = MONDAY + timedelta(hours=1)


def take_over(referral: Referral, *, office: Office) -> tuple[Referral, Staff]:
    """The other office accepts, with rows of its own; it is current afterwards."""
    version = take("banyuwangi/p2tp2a")
    by = staff("dewi", "*")
    report = reports.receive(data=ReportData(channel="datang"), by=by, at=LATER)
    door = next(iter(version.definition["doors"]))
    case = opening.open_case(report=report, version=version, door=door, victims=[RINI], by=by, at=LATER)
    Case.objects.filter(pk=case.pk).update(matter=referral.matter)
    Fact.objects.filter(case=case).update(matter=referral.matter)
    Message.objects.all().delete()
    envelopes.do(envelope=referral.pk, verb="accept", by_name=by.name, at=LATER)
    mine = Referral.objects.create(
        id=referral.pk, side="in", case=Case.objects.get(pk=case.pk), matter=referral.matter, number=referral.number,
        kind=referral.kind, moves=referral.moves, other_code="33.73", other_name="Kota Salatiga", urgency="day",
        scope=list(SCOPE), state="accepted", answer_by=referral.answer_by, made_at=LATER, answered_at=LATER,
    )  # fmt: skip
    return mine, by


@pytest.fixture
def taken(case: Case, send: Send, carried: Carried, banyuwangi: Office) -> Iterator[tuple[Referral, Staff]]:
    """Taken over by Banyuwangi, which is current."""
    referral = send(case)
    carried()
    with in_office(banyuwangi):
        yield take_over(referral, office=banyuwangi)


def heard(office: Office, referral: Referral) -> list[dict[str, Any]]:
    with in_office(office):
        return [content for _at, content in envelopes.content_of(envelope=referral.pk, kind="feedback")]


# feedback -------------------------------------------------------------------


def test_the_sender_hears_in_words_and_sealed(
    taken: tuple[Referral, Staff], carried: Carried, salatiga: Office, nunukan: Office
) -> None:
    referral, by = taken
    feeding_back.feed_back(referral=referral, code="service", words="Sudah bertemu psikolog.", by=by, at=LATER)
    carried()
    said = heard(salatiga, referral)
    assert said[0]["words"] == "Sudah bertemu psikolog."
    assert (said[0]["code"], said[0]["by"]) == ("service", "Dewi")
    assert heard(nunukan, referral) == []
    link = Link.objects.filter(matter=referral.matter, kind="feedback").first()
    assert link.data["code"] == "service"
    assert "psikolog" not in str(link.data)


def test_stages_and_the_end_are_told_by_their_codes_without_a_word(
    taken: tuple[Referral, Staff], carried: Carried, salatiga: Office
) -> None:
    referral, by = taken
    incidents.rate_risk(case=referral.case, risk="high", by=by, at=LATER + timedelta(minutes=1))
    incidents.rate_risk(case=referral.case, risk="low", by=by, at=LATER + timedelta(minutes=2))
    carried()
    assert [one["code"] for one in heard(salatiga, referral)] == ["intake"], "a stage once, not every event"
    lifecycle.close(case=referral.case, reason="unreachable", by=by, at=LATER + timedelta(minutes=3))
    for _ in range(2):
        Message.objects.filter(topic="matter.changed").update(sent_at=None)
        carried()
    said = heard(salatiga, referral)
    assert [one["code"] for one in said] == ["intake", "ended"]
    assert {one["words"] for one in said} == {""}


def test_feedback_ends_with_the_consent(taken: tuple[Referral, Staff], carried: Carried, salatiga: Office) -> None:
    referral, by = taken
    consent = consents.record(
        case=referral.case, person=referral.case.people.get(), kind="referral", given=True, way="signed",
        scope=SCOPE, receiver="33.73", by=by, at=LATER,
    )  # fmt: skip
    consents.withdraw(consent=consent, by=by, at=LATER + timedelta(minutes=1))
    incidents.rate_risk(case=referral.case, risk="high", by=by, at=LATER + timedelta(minutes=2))
    carried()
    assert [one for one in heard(salatiga, referral) if one["at"] > (LATER + timedelta(minutes=1)).isoformat()] == []
    with pytest.raises(Refusal, match="consent_withdrawn"):
        feeding_back.feed_back(referral=referral, code="service", by=by, at=LATER)


def test_feedback_names_what_it_is_about(taken: tuple[Referral, Staff]) -> None:
    referral, by = taken
    for code, words in (("gossip", "x"), ("other", " ")):
        with pytest.raises(Refusal, match="words_missing"):
            feeding_back.feed_back(referral=referral, code=code, words=words, by=by, at=LATER)
    with pytest.raises(NotAllowed):
        feeding_back.feed_back(referral=referral, code="service", by=staff("charlie"), at=LATER)


def test_the_sender_itself_feeds_nothing_back(case: Case, send: Send, everyone: Staff) -> None:
    with pytest.raises(Refusal, match="not_taken"):
        feeding_back.feed_back(referral=send(case), code="service", by=everyone, at=LATER)


# given back, sent on ----------------------------------------------------------


def test_what_was_taken_over_can_be_given_back(
    taken: tuple[Referral, Staff], carried: Carried, salatiga: Office
) -> None:
    referral, by = taken
    with pytest.raises(Refusal) as refused:
        onward.give_back(referral=referral, words="", urgency="day", by=by, at=LATER)
    assert {one.field for one in refused.value.missing} == {"words"}
    back = onward.give_back(referral=referral, words="Korban kembali ke Salatiga.", urgency="day", by=by, at=LATER)
    carried()
    envelope = Envelope.objects.get(pk=back.pk)
    assert (envelope.follows, envelope.receiver_code, envelope.reasons) == (referral.pk, "33.73", ["returned"])
    assert back.scope == sorted(SCOPE)
    with in_office(salatiga):
        envelopes.do(envelope=back.pk, verb="accept", by_name="Ratna", at=LATER)
        assert holding.part_in(referral.matter) == "holder"


def test_whoever_gave_the_matter_away_sends_it_no_more(
    taken: tuple[Referral, Staff], salatiga: Office, send: Send
) -> None:
    with in_office(salatiga):
        case = Case.objects.get(matter=taken[0].matter)
        Referral.objects.update(state="accepted")
        with pytest.raises(Refusal) as refused:
            send(case, to_code="65.03", override_reason="x", consent=None)
        assert [one.message for one in refused.value.missing if one.field == ""] == [
            "Kasus ini dipegang Kabupaten Banyuwangi, jadi bukan kantor Anda yang merujuk."
        ]


def test_sending_on_to_a_third_office_asks_for_a_consent_that_names_it(taken: tuple[Referral, Staff]) -> None:
    referral, by = taken
    given = {
        "case": referral.case, "to_code": "65.03", "kind": "pelimpahan", "reasons": ["domicile"], "urgency": "day",
        "scope": ["contact"], "follows": referral, "by": by, "at": LATER,
    }  # fmt: skip
    with pytest.raises(Refusal):
        sending.send(consent=None, **given)
    consent = consents.record(
        case=referral.case, person=referral.case.people.get(), kind="referral", given=True, way="spoken",
        scope=["contact"], receiver="65.03", by=by, at=LATER,
    )  # fmt: skip
    on = sending.send(consent=consent, **given)
    assert (on.follows, on.number) == (referral.pk, "RJK-3510-26-0001")


# a province assigns -------------------------------------------------------------


def assigned(referral: Referral, to: str) -> None:
    with schema_context("public"), as_console(connection, "nation"):
        seen = Envelope.objects.get(pk=referral.pk).revision
        console.assign(
            envelope=referral.pk, to=to, console="nation", answer_by=LATER + timedelta(days=1), seen=seen,
            by_name="Provinsi", at=LATER,
        )  # fmt: skip


def test_a_redirected_referral_is_followed_by_a_binding_one(
    case: Case, send: Send, carried: Carried, in_salatiga: Office
) -> None:
    referral = send(case, at=LONG_AGO)
    carried()
    assigned(referral, "65.03")
    with in_office(in_salatiga):
        new = onward.redirected(referral=referral, to_code="65.03", due=LATER + timedelta(days=1), at=LATER)
        assert onward.redirected(referral=referral, to_code="65.03", due=LATER, at=LATER) is None, "once"
        carried()
        envelope = Envelope.objects.get(pk=new.pk)
    assert (envelope.binding, envelope.follows, envelope.receiver_code) == (True, referral.pk, "65.03")
    assert envelope.answer_by == LATER + timedelta(days=1)
    assert new.scope == sorted(SCOPE)


def test_a_withdrawn_consent_is_not_redirected(
    case: Case, send: Send, carried: Carried, everyone: Staff, in_salatiga: Office
) -> None:
    referral = send(case, at=LONG_AGO)
    carried()
    assigned(referral, "65.03")
    with in_office(in_salatiga):
        consents.withdraw(consent=referral.consent, by=everyone, at=LATER)
        assert onward.redirected(referral=referral, to_code="65.03", due=LATER, at=LATER) is None


# served here all the same -------------------------------------------------------


def test_serving_here_against_the_proposal_is_on_record(
    case: Case, new_case: Callable[..., Case], everyone: Staff
) -> None:
    with pytest.raises(Refusal, match="reason_missing"):
        keeping.keep_here(case=case, reason="", by=everyone, at=MONDAY)
    event = keeping.keep_here(case=case, reason="Ia memilih dilayani di sini.", by=everyone, at=MONDAY)
    assert (event.data["to"], event.data["how"]) == ("35.10", "pelimpahan")
    assert Reason.objects.get(pk=event.data["because"]).words == "Ia memilih dilayani di sini."
    here = new_case(victims=[PersonData(residence="33.73")])
    with pytest.raises(Refusal, match="nothing_proposed"):
        keeping.keep_here(case=here, reason="x", by=everyone, at=MONDAY)
    assert Event.objects.filter(kind="referral_kept").count() == 1


# lists ----------------------------------------------------------------------------


def test_high_risk_stays_on_the_list_until_somebody_telephoned(
    new_case: Callable[..., Case], send: Send, everyone: Staff, carried: Carried
) -> None:
    low, high = send(new_case()), send(new_case(risk="high"), urgency="now")
    assert list(queries.to_telephone(to=everyone)) == [high]
    carried()
    assert list(queries.to_telephone(to=everyone)) == [high]
    assert set(queries.unanswered(to=everyone)) == {low, high}
    assert list(queries.to_telephone(to=staff("charlie"))) == []
    high.refresh_from_db()
    sending.telephone(referral=high, spoke_with="Bu Dewi", by=everyone, at=LATER)
    assert list(queries.to_telephone(to=everyone)) == []
    assert Exchange.objects.get().content == {"spoke_with": "Bu Dewi"}


def test_lists_cost_the_same_however_long_they_are(new_case: Callable[..., Case], send: Send, everyone: Staff) -> None:
    def cost(read: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as queried:
            read()
        return len(queried)

    def sent() -> list[str]:
        return [f"{one.number} {one.case.version.sop.name} {one.made_by}" for one in queries.outgoing(to=everyone)]

    def planned() -> list[str]:
        ahead = appointments_ahead(to=everyone, until=MONDAY + timedelta(days=7))
        return [f"{one.at} {one.case.number} {one.made_by}" for one in ahead]

    def one_more() -> None:
        case = new_case()
        data = AppointmentData("visit", MONDAY + timedelta(days=2))
        send(case)
        appointments.add(case=case, data=data, by=everyone, at=MONDAY)

    one_more()
    sent()  # which SOPs somebody works in is asked once
    few = cost(sent), cost(planned)
    for _ in range(4):
        one_more()
    assert (cost(sent), cost(planned)) == few
    assert (len(sent()), len(planned())) == (5, 5)
    assert relay(at=LATER).failed == 0
