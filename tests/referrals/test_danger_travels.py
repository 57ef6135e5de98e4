"""A report that tells of danger now and is joined to a case between offices is heard wherever the person is awaited."""

from datetime import timedelta
from uuid import UUID

import pytest

from cases.danger_queries import danger_unrated
from cases.models import Case, Event, Report
from cases.operations import incidents, opening, people, reports
from cases.operations.reports import ReportData
from cases.people import PersonData
from cases.refusals import Stale
from custody import envelopes
from custody.models import Address, Envelope
from referrals import queries
from referrals.models import Referral
from tests.faults.between import Between
from tests.referrals.test_unreadable import BANYUWANGI, SALATIGA

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(between: Between) -> UUID:
    return between.open_case(SALATIGA)


def report_danger(between: Between, code: str, matter: UUID) -> Case:
    desk, at = between.desks[code], between.now(code)
    with desk():
        report = reports.receive(data=ReportData(channel="telepon", in_danger=True), by=desk.by, at=at)
        return opening.attach(report=report, case=Case.objects.get(matter=matter), by=desk.by, at=at)


def test_while_a_handover_waits_it_asks_for_a_telephone_and_an_answer_now(between: Between, matter: UUID) -> None:
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    here = between.desks[SALATIGA]
    case = report_danger(between, SALATIGA, matter)
    assert case.risk == case.flow["facts"]["risk"] == "high", "its steps and clocks heard of it, too"
    with here():
        assert [row.pk for row in queries.to_telephone(to=here.by)] == [key], "before anything was carried"
    between.settle()
    with here():
        assumed = Event.objects.get(case=case, kind="risk_assumed")
        assert assumed.data["before"] == "medium"
        ours = Referral.objects.get(pk=key)
        assert (ours.risk, ours.urgency, ours.answer_by) == ("high", "now", assumed.at + timedelta(hours=3))
    with between.desks[BANYUWANGI]():
        assert Envelope.objects.get(pk=key).risk == "high"
        assert envelopes.content_of(envelope=key, kind="minimum")[-1][1]["risk"] == "high"
    between.accept(BANYUWANGI, key)
    between.settle()
    with between.desks[BANYUWANGI]():
        assert Case.objects.get(matter=matter).risk == "high"
    between.check_settled()


@pytest.mark.parametrize("kind", ["rujukan", "bersama"])
def test_whoever_helps_is_told_of_it(between: Between, matter: UUID, kind: str) -> None:
    key = between.send(SALATIGA, matter, BANYUWANGI, kind)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    report_danger(between, SALATIGA, matter)
    between.settle()
    with between.desks[BANYUWANGI]():
        assert Case.objects.get(matter=matter).risk == "high"


def test_whoever_helps_and_hears_of_danger_first_says_so(between: Between, matter: UUID) -> None:
    key = between.send(SALATIGA, matter, BANYUWANGI, "rujukan")
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    report_danger(between, BANYUWANGI, matter)
    between.settle()
    with between.desks[SALATIGA]():
        said = Referral.objects.get(pk=key).exchanges.filter(kind="feedback").values_list("code", flat=True)
        assert "risk_high" in said


@pytest.mark.parametrize("phone", ["0333 4210 77", ""])
def test_once_it_is_theirs_the_refusal_says_whom_to_telephone(between: Between, matter: UUID, phone: str) -> None:
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    with between.desks[BANYUWANGI]():
        Address.objects.filter(code=BANYUWANGI).update(phone=phone)
    with pytest.raises(Stale) as refused:
        report_danger(between, SALATIGA, matter)
    assert refused.value.code == "handed_over"
    assert "menyebut bahaya" in refused.value.message
    assert refused.value.message.endswith(f"sekarang di {phone}." if phone else "sekarang lewat telepon.")
    with between.desks[SALATIGA]():
        assert not Report.objects.filter(case__matter=matter, in_danger=True).exists()


@pytest.mark.parametrize("rated", [False, True], ids=["nobody rated it", "rated before it went"])
@pytest.mark.parametrize("kind", ["pelimpahan", "rujukan"])
def test_the_mark_of_danger_goes_along_until_somebody_rated_it(
    between: Between, matter: UUID, kind: str, rated: bool
) -> None:
    case = report_danger(between, SALATIGA, matter)
    desk = between.desks[SALATIGA]
    with desk():
        if rated:
            incidents.rate_risk(case=case, risk="high", by=desk.by, at=between.now(SALATIGA))
    key = between.send(SALATIGA, matter, BANYUWANGI, kind)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    desk = between.desks[BANYUWANGI]
    with desk():
        there = Case.objects.get(matter=matter)
        assert Report.objects.get(case=there).in_danger is True
        assert (there.pk in danger_unrated(cases=[there.pk])) is not rated
        incidents.rate_risk(case=there, risk="high", by=desk.by, at=between.now(BANYUWANGI))
        assert danger_unrated(cases=[there.pk]) == frozenset()


def test_the_mark_of_danger_comes_back_with_the_case(between: Between, matter: UUID) -> None:
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    report_danger(between, BANYUWANGI, matter)
    back = between.give_back(BANYUWANGI, key)
    between.settle()
    between.accept(SALATIGA, back)
    between.settle()
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=matter)
        assert (case.state, case.risk) == ("running", "high")
        assert case.pk in danger_unrated(cases=[case.pk])
        assert Report.objects.get(case=case, in_danger=True).channel == "rujukan"
        incidents.rate_risk(case=case, risk="high", by=desk.by, at=between.now(SALATIGA))
        assert danger_unrated(cases=[case.pk]) == frozenset()
    between.settle()
    between.check_settled()


def test_the_mark_of_danger_follows_what_was_sent_and_only_once(between: Between, matter: UUID) -> None:
    key = between.send(SALATIGA, matter, BANYUWANGI, "rujukan")
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    report_danger(between, SALATIGA, matter)
    between.settle()
    desk = between.desks[BANYUWANGI]
    with desk():
        there = Case.objects.get(matter=matter)
        assert there.pk in danger_unrated(cases=[there.pk])
        incidents.rate_risk(case=there, risk="high", by=desk.by, at=between.now(BANYUWANGI))
    here = between.desks[SALATIGA]
    with here():
        case = Case.objects.get(matter=matter)
        first = case.people.get()
        people.add(
            case=case, data=PersonData(name="Bunga", sex="P"), roles={"respondent": ""}, by=here.by,
            at=between.now(SALATIGA),
        )  # fmt: skip
        stray = case.people.exclude(pk=first.pk).get()
        people.take_off(person=stray, reason="Keliru.", by=here.by, at=between.now(SALATIGA))
    between.settle()
    with desk():
        assert Event.objects.filter(case=there, kind="file_received").count() > 2, "a file followed that says it still"
        assert danger_unrated(cases=[there.pk]) == frozenset()
        assert Report.objects.filter(case=there, in_danger=True).count() == 1
    between.check_settled()
