"""What is said of a person while a handoff waits, or around the moment of its acceptance, reaches whoever has them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Case, Correction, Event, Incident, Person
from cases.operations import incidents, notes, people
from cases.operations.incidents import IncidentData
from cases.people import PersonData, read
from custody import chain, console, envelopes
from custody.models import Envelope, Link, Parcel
from frontend.casework.between import BETWEEN
from outbox.models import Message
from referrals import queries
from referrals.models import Referral
from referrals.operations import receiving
from sop_library.queries import definition_of
from tenants.roles import as_console
from tests.faults.between import Between

pytestmark = pytest.mark.django_db
SALATIGA, BANYUWANGI, NUNUKAN = "33.73", "35.10", "65.03"
CHILD = PersonData(name="Anak Kedua", sex="P", age_band="A06_12")
HALF_AN_HOUR = timedelta(minutes=30)
WITH_NOTES = ("identity", "contact", "story", "notes")


@pytest.fixture
def matter(between: Between) -> UUID:
    return between.open_case(SALATIGA)


def sent(between: Between, matter: UUID, kind: str = "pelimpahan", **more: Any) -> UUID:
    key = between.send(SALATIGA, matter, BANYUWANGI, kind, **more)
    between.relay(SALATIGA)
    return key


def rate(between: Between, code: str, matter: UUID, risk: str) -> None:
    desk = between.desks[code]
    with desk():
        incidents.rate_risk(case=Case.objects.get(matter=matter), risk=risk, by=desk.by, at=between.now(code))


def add_child(between: Between, matter: UUID) -> None:
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=matter)
        people.add(case=case, data=CHILD, roles={"victim": ""}, by=desk.by, at=between.now(SALATIGA))


def case_at(between: Between, code: str, matter: UUID) -> Case:
    with between.desks[code]():
        return Case.objects.get(matter=matter)


def names_at(between: Between, code: str, matter: UUID) -> list[str]:
    with between.desks[code]():
        return sorted(person.name or "" for person in Person.objects.filter(case__matter=matter))


# around the moment of acceptance ----------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(HALF_AN_HOUR, timedelta()), (timedelta(), -HALF_AN_HOUR), (-HALF_AN_HOUR, HALF_AN_HOUR)],
)
def test_a_second_victim_added_before_acceptance_reaches_them_whatever_the_clocks_say(
    between: Between, matter: UUID, ours: timedelta, theirs: timedelta
) -> None:
    between.desks[SALATIGA].skew, between.desks[BANYUWANGI].skew = ours, theirs
    key = sent(between, matter)
    add_child(between, matter)
    between.accept(BANYUWANGI, key)
    between.settle()
    assert len(names_at(between, BANYUWANGI, matter)) == 2
    with between.desks[BANYUWANGI]():
        assert Link.objects.filter(matter=matter, kind="supplemented").count() == 1
        assert chain.faults(matter=matter) == []


def test_what_was_said_before_goes_once_and_what_is_said_after_only_as_far_as_it_may(
    between: Between, matter: UUID
) -> None:
    key = sent(between, matter, scope=WITH_NOTES)
    add_child(between, matter)
    between.accept(BANYUWANGI, key)
    between.settle()
    desk = between.desks[SALATIGA]
    with desk():
        Message.objects.filter(topic="matter.changed").update(sent_at=None)
    between.settle()
    with desk():
        notes.add(case=Case.objects.get(matter=matter), body="Ia menelepon.", by=desk.by, at=between.now(SALATIGA))
    between.settle()
    with between.desks[BANYUWANGI]():
        case = Case.objects.get(matter=matter)
        assert len({link.data["parcel"] for link in Link.objects.filter(matter=matter, kind="supplemented")}) <= 3
        assert [note.body for note in case.notes.all()] == ["Kota Salatiga, Petugas: Ia menelepon."]
        assert case.people.count() == 2


def test_a_correction_of_the_last_moment_is_taken_up_and_what_they_wrote_themselves_stays(
    between: Between, matter: UUID
) -> None:
    """Their telephone is what her husband has by now: whoever has her must not go on calling the old one."""
    key = sent(between, matter)
    desk, there = between.desks[SALATIGA], between.desks[BANYUWANGI]
    with desk():
        victim = Case.objects.get(matter=matter).people.get()
        said = PersonData(**{**vars(read(victim)), "name": "Rini Astuti Dewi", "safe_contact": "Lewat kakaknya"})
        people.correct(
            person=victim, data=said, roles={"victim": ""}, reason="Salah.", by=desk.by, at=between.now(SALATIGA)
        )
        told = Incident.objects.get(case__matter=matter)
        data = IncidentData(kinds=("FISIK", "PSIKIS"), domestic=True, place="35.10", story="Ia dipukul.")
        incidents.correct(incident=told, data=data, reason="Kurang.", by=desk.by, at=between.now(SALATIGA))
    between.accept(BANYUWANGI, key)
    with there():
        victim = Case.objects.get(matter=matter).people.get()
        own = PersonData(**{**vars(read(victim)), "name": "Rini A. Dewi"})
        people.correct(
            person=victim, data=own, roles={"victim": ""}, reason="KTP.", by=there.by, at=between.now(BANYUWANGI)
        )
    between.settle()
    with there():
        victim = Case.objects.get(matter=matter).people.get()
        assert (victim.name, victim.safe_contact) == ("Rini A. Dewi", "Lewat kakaknya")
        incident = Incident.objects.get(case__matter=matter)
        assert incident.kinds == ["FISIK", "PSIKIS"]
        trace = Correction.objects.get(case__matter=matter, table="cases_incident")
        assert (trace.field, trace.because.words) == ("kinds", "Diperbaiki oleh Kota Salatiga")


def test_what_comes_late_is_passed_on_to_whoever_has_them_now(between: Between, matter: UUID) -> None:
    key = sent(between, matter)
    add_child(between, matter)
    rate(between, SALATIGA, matter, "high")
    between.accept(BANYUWANGI, key)
    there = between.desks[BANYUWANGI]
    with there():
        victim = Case.objects.get(matter=matter).people.get()
        data = PersonData(**{**vars(read(victim)), "name": "Rini A. Dewi"})
        people.correct(
            person=victim, data=data, roles={"victim": ""}, reason="KTP.", by=there.by, at=between.now(BANYUWANGI)
        )
    onward = between.send(BANYUWANGI, matter, NUNUKAN)
    between.relay(BANYUWANGI)
    between.accept(NUNUKAN, onward)
    between.follow(BANYUWANGI, matter)
    between.settle()
    for code in (BANYUWANGI, NUNUKAN):
        assert names_at(between, code, matter) == ["", "Rini A. Dewi"], "what they mended themselves stays"
    assert case_at(between, NUNUKAN, matter).risk == "high"
    between.settle()
    between.check_settled()


def test_a_matter_that_came_back_sends_nothing_round_in_a_ring(between: Between, matter: UUID) -> None:
    key = sent(between, matter, scope=WITH_NOTES)
    add_child(between, matter)
    between.accept(BANYUWANGI, key)
    back = between.give_back(BANYUWANGI, key)
    between.relay(BANYUWANGI)
    between.accept(SALATIGA, back)
    between.settle()
    assert len(names_at(between, SALATIGA, matter)) == 2
    assert len(names_at(between, BANYUWANGI, matter)) == 2
    between.check_settled()


# a risk that rises --------------------------------------------------------------


def test_a_risk_that_rises_while_it_waits_is_told_at_once_and_asks_for_a_telephone(
    between: Between, matter: UUID
) -> None:
    key = sent(between, matter)
    desk = between.desks[SALATIGA]
    between.open_(BANYUWANGI, key)
    with desk():
        asked_for = Referral.objects.get(pk=key).answer_by
        assert list(queries.to_telephone(to=desk.by)) == []
    rate(between, SALATIGA, matter, "high")
    with desk():
        assert [row.pk for row in queries.to_telephone(to=desk.by)] == [key], "before anything was carried"
    between.settle()
    with desk():
        assert [row.pk for row in queries.to_telephone(to=desk.by)] == [key]
        ours = Referral.objects.get(pk=key)
        rated = Event.objects.get(case=ours.case, kind="risk_rated").at
        assert (ours.risk, ours.urgency, ours.answer_by) == ("high", "now", rated + timedelta(hours=3))
        assert ours.answer_by < asked_for
        assert chain.faults(matter=matter) == []
    with between.desks[BANYUWANGI]():
        (waiting,) = receiving.inbox(at=between.now())
        assert (waiting.envelope.risk, waiting.envelope.answer_by) == ("high", ours.answer_by)
        (minimum,) = [content for _at, content in envelopes.content_of(envelope=key, kind="minimum")]
        assert (minimum["risk"], minimum["initials"]) == ("high", "R. A.")
        assert Parcel.objects.filter(envelope=key, kind="minimum").count() == 1, "the old one is gone"
        assert Referral.objects.get(pk=key).risk == "high"
        told = Link.objects.get(matter=matter, kind="risk_rated")
        assert (told.data["risk"], told.by_name) == ("high", "Petugas")
    connection.set_schema_to_public()
    with as_console(connection, "35"):
        assert console.in_flight(at=between.now()).get(pk=key).risk == "high"
    between.accept(BANYUWANGI, key)
    between.settle()
    assert case_at(between, BANYUWANGI, matter).risk == "high"
    between.check_settled()


def test_whoever_was_telephoned_before_the_risk_rose_is_telephoned_again(between: Between, matter: UUID) -> None:
    key = sent(between, matter)
    desk = between.desks[SALATIGA]
    between.telephone(SALATIGA, key)
    rate(between, SALATIGA, matter, "high")
    between.settle()
    with desk():
        assert [row.pk for row in queries.to_telephone(to=desk.by)] == [key]
    between.telephone(SALATIGA, key)
    between.settle()
    with desk():
        assert list(queries.to_telephone(to=desk.by)) == []


def test_a_risk_that_rises_before_the_referral_leaves_goes_with_it(between: Between, matter: UUID) -> None:
    key = between.send(SALATIGA, matter, BANYUWANGI)
    rate(between, SALATIGA, matter, "high")
    add_child(between, matter)
    between.relay(SALATIGA)
    with between.desks[BANYUWANGI]():
        envelope = Envelope.objects.get(pk=key)
        (minimum,) = [content for _at, content in envelopes.content_of(envelope=key, kind="minimum")]
    assert (envelope.risk, minimum["risk"]) == ("high", "high")
    assert minimum["others"] == [{"age_band": "A06_12", "sex": "P"}]
    assert envelope.answer_by - envelope.sent_at < timedelta(hours=4)


def test_a_risk_that_falls_is_told_by_the_minimum_and_warns_all_the_same(between: Between, matter: UUID) -> None:
    key = sent(between, matter)
    rate(between, SALATIGA, matter, "low")
    between.settle()
    with between.desks[BANYUWANGI]():
        assert Envelope.objects.get(pk=key).risk == "medium"
        assert envelopes.content_of(envelope=key, kind="minimum")[-1][1]["risk"] == "low"


@pytest.mark.parametrize("risk", ["low", ""])
def test_postgresql_lets_a_risk_rise_only_and_by_the_sender_only(between: Between, matter: UUID, risk: str) -> None:
    key = sent(between, matter)
    for code, said, match in [
        (SALATIGA, risk, "only rises"), (BANYUWANGI, "high", "the sender alone"),
    ]:  # fmt: skip
        with between.desks[code](), pytest.raises(IntegrityError, match=match), transaction.atomic():
            Envelope.objects.filter(pk=key).update(risk=said, revision=1)
    with between.desks[SALATIGA]():
        later = Envelope.objects.get(pk=key).answer_by + timedelta(hours=1)
        with pytest.raises(IntegrityError, match="puts no deadline off"), transaction.atomic():
            Envelope.objects.filter(pk=key).update(answer_by=later, revision=1)
    between.accept(BANYUWANGI, key)
    with between.desks[SALATIGA](), pytest.raises(IntegrityError, match="is awaited"), transaction.atomic():
        Envelope.objects.filter(pk=key).update(risk="high", revision=2)


def test_a_risk_rated_in_the_last_moment_reaches_the_case_there(between: Between, matter: UUID) -> None:
    key = sent(between, matter)
    rate(between, SALATIGA, matter, "high")
    between.accept(BANYUWANGI, key)
    between.settle()
    with between.desks[BANYUWANGI]():
        case = Case.objects.get(matter=matter)
        assert case.risk == case.flow["facts"]["risk"] == "high", "its steps and clocks heard of it, too"
        said = Event.objects.filter(case=case, kind="file_received").last().data
        assert said == {"risk": "high", "before": "medium", "office": SALATIGA}


def test_what_they_rated_since_is_not_overruled_by_what_is_no_news(between: Between, matter: UUID) -> None:
    rate(between, SALATIGA, matter, "high")
    key = sent(between, matter, scope=WITH_NOTES)
    between.accept(BANYUWANGI, key)
    between.settle()
    rate(between, BANYUWANGI, matter, "low")
    desk = between.desks[SALATIGA]
    with desk():
        notes.add(case=Case.objects.get(matter=matter), body="Ia menelepon.", by=desk.by, at=between.now(SALATIGA))
    between.settle()
    assert case_at(between, BANYUWANGI, matter).risk == "low"


def test_a_risk_that_rose_there_comes_back_with_the_person(between: Between, matter: UUID) -> None:
    key = sent(between, matter)
    between.accept(BANYUWANGI, key)
    between.settle()
    rate(between, BANYUWANGI, matter, "high")
    back = between.give_back(BANYUWANGI, key)
    between.relay(BANYUWANGI)
    between.accept(SALATIGA, back)
    between.settle()
    assert case_at(between, SALATIGA, matter).risk == "high"


def test_who_helps_hears_of_a_risk_that_rises(between: Between, matter: UUID) -> None:
    key = sent(between, matter, "rujukan")
    between.accept(BANYUWANGI, key)
    between.settle()
    rate(between, SALATIGA, matter, "high")
    add_child(between, matter)
    between.settle()
    assert case_at(between, BANYUWANGI, matter).risk == "high"
    assert len(names_at(between, BANYUWANGI, matter)) == 1 + 1, "the file that goes with it is the case as it is"


def test_who_helps_says_that_the_risk_is_high_there(between: Between, matter: UUID) -> None:
    key = sent(between, matter, "rujukan")
    between.accept(BANYUWANGI, key)
    between.settle()
    for risk in ("low", "high", "high"):
        rate(between, BANYUWANGI, matter, risk)
    between.settle()
    with between.desks[SALATIGA]():
        said = Referral.objects.get(pk=key).exchanges.filter(kind="feedback").values_list("code", flat=True)
        assert sorted(said) == ["intake", "risk_high"]
        told = Event.objects.filter(case__matter=matter, kind="referral_feedback").order_by("number").last()
        assert told.data["code"] == "risk_high"
        assert "menilai risikonya tinggi" in BETWEEN[told.kind](told, definition_of(told.case.version))


def test_what_was_mended_there_comes_back_mended(between: Between, matter: UUID) -> None:
    """Nothing can be written here while they have it: their word is the newer, and ours stays as a trace."""
    key = sent(between, matter)
    between.accept(BANYUWANGI, key)
    between.settle()
    there = between.desks[BANYUWANGI]
    with there():
        victim = Case.objects.get(matter=matter).people.get()
        data = PersonData(**{**vars(read(victim)), "name": "Rini Astuti Dewi", "residence": "35.11"})
        people.correct(
            person=victim, data=data, roles={"victim": ""}, reason="KTP.", by=there.by, at=between.now(BANYUWANGI)
        )
    back = between.give_back(BANYUWANGI, key)
    between.relay(BANYUWANGI)
    between.accept(SALATIGA, back)
    between.settle()
    with between.desks[SALATIGA]():
        victim = Case.objects.get(matter=matter).people.get()
        assert (victim.name, victim.residence) == ("Rini Astuti Dewi", "35.11")
        traces = Correction.objects.filter(case__matter=matter).order_by("field")
        assert [(one.field, one.before) for one in traces] == [("name", "Rini Astuti"), ("residence", "35.10")]


def test_who_handles_it_jointly_hears_of_a_second_victim(between: Between, matter: UUID) -> None:
    key = sent(between, matter, "bersama", receiver_leads=True)
    between.accept(BANYUWANGI, key)
    between.settle()
    add_child(between, matter)
    between.settle()
    assert len(names_at(between, BANYUWANGI, matter)) == 2
