"""Whoever is taken off a case and a note that is struck leave the file that waits; who was told of them hears of it."""

import uuid
from datetime import datetime

import pytest

from cases.models import Case, Correction, Event, Incident, Note, Person, Role
from cases.operations import consents, incidents, notes, people
from cases.operations.incidents import IncidentData
from cases.people import PersonData
from cases.traces import standing_notes
from custody.models import Envelope, Link
from frontend.casework.whose import who_did
from referrals.models import Referral
from referrals.operations import sending
from tests.faults.between import Between, Desk
from tests.referrals.test_unreadable import BANYUWANGI, SALATIGA

pytestmark = pytest.mark.django_db
WITH_NOTES = ("identity", "contact", "story", "notes")
STRAY = PersonData(name="Bunga Lestari", sex="P", age_band="A25_44", residence="35.10")


@pytest.fixture
def here(between: Between) -> Desk:
    return between.desks[SALATIGA]


@pytest.fixture
def matter(between: Between, here: Desk) -> uuid.UUID:
    """A case of Salatiga with a second victim, who belongs to another, and a note from there."""
    opened = between.open_case(SALATIGA)
    with here():
        case = Case.objects.get(matter=opened)
        people.add(case=case, data=STRAY, roles={"victim": ""}, by=here.by, at=between.now(SALATIGA))
        notes.add(case=case, body="Cerita keluarga lain.", by=here.by, at=between.now(SALATIGA))
    return opened


def stray_in(matter: uuid.UUID) -> Person:
    return Person.objects.filter(case__matter=matter).order_by("added_at").last()


def take_off(between: Between, matter: uuid.UUID) -> datetime:
    desk, at = between.desks[SALATIGA], between.now(SALATIGA)
    with desk():
        people.take_off(person=stray_in(matter), reason="Korban kasus lain", by=desk.by, at=at)
    return at


def parties(between: Between, code: str, matter: uuid.UUID) -> list[str]:
    """The victims that an office counts."""
    with between.desks[code]():
        roles = Role.objects.filter(person__case__matter=matter, kind="victim", ended_at=None)
        return [role.person.name for role in roles.select_related("person").order_by("person__added_at")]


@pytest.mark.parametrize("told", [True, False], ids=["the file is renewed", "the file comes too early"])
def test_while_a_handover_waits_nobody_goes_along_who_was_taken_off(
    between: Between, matter: uuid.UUID, told: bool
) -> None:
    key = between.send(SALATIGA, matter, BANYUWANGI, scope=WITH_NOTES)
    between.relay(SALATIGA)
    take_off(between, matter)
    if told:
        between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    with between.desks[BANYUWANGI]():
        assert Person.objects.filter(case__matter=matter).count() == (1 if told else 2)
    between.settle()
    assert parties(between, BANYUWANGI, matter) == ["Rini Astuti"]
    between.check_settled()


def test_a_note_struck_while_the_handover_waits_does_not_travel(
    between: Between, matter: uuid.UUID, here: Desk
) -> None:
    key = between.send(SALATIGA, matter, BANYUWANGI, scope=WITH_NOTES)
    between.relay(SALATIGA)
    with here():
        notes.add(
            case=Case.objects.get(matter=matter), body="Ditelepon sore.", by=here.by, at=between.now(SALATIGA)
        )  # fmt: skip
        wrong = Note.objects.filter(case__matter=matter).last()
        notes.strike(note=wrong, reason="Kasus lain", by=here.by, at=between.now(SALATIGA))
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    with between.desks[BANYUWANGI]():
        assert [one.body for one in Note.objects.all()] == ["Kota Salatiga, Petugas: Ditelepon sore."]
    between.check_settled()


def test_a_referral_that_rests_on_their_word_is_called_back_and_names_nobody_meanwhile(
    between: Between, matter: uuid.UUID, here: Desk
) -> None:
    at = between.now(SALATIGA)
    with here():
        case = Case.objects.get(matter=matter)
        agreed = consents.record(
            case=case, person=stray_in(matter), kind="referral", given=True, way="signed", scope=("identity",),
            receiver=BANYUWANGI, by=here.by, at=at,
        )  # fmt: skip
        key = sending.send(
            case=case, to_code=BANYUWANGI, kind="pelimpahan", reasons=["residence"], urgency="day", consent=agreed,
            scope=("identity",), override_reason="Begitu keputusan petugas.", by=here.by, at=at,
        ).pk  # fmt: skip
    between.relay(SALATIGA)
    taken = take_off(between, matter)
    between.settle()
    with here():
        row = Referral.objects.get(pk=key)
        assert (row.state, row.consent_withdrawn_at) == (Envelope.State.WITHDRAWN, taken)
        assert Case.objects.get(matter=matter).state == "running"
    with between.desks[BANYUWANGI]():
        assert not Case.objects.filter(matter=matter).exists()


def test_an_office_that_handles_it_jointly_takes_them_off_and_hears_when_they_are_put_back(
    between: Between, matter: uuid.UUID, here: Desk
) -> None:
    key = between.send(SALATIGA, matter, BANYUWANGI, "bersama")
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    assert len(parties(between, BANYUWANGI, matter)) == 2
    take_off(between, matter)
    between.settle()
    assert parties(between, BANYUWANGI, matter) == ["Rini Astuti"]
    with between.desks[BANYUWANGI]():
        assert Event.objects.filter(case__matter=matter, kind="person_taken_off").count() == 1
    with here():
        people.correct(
            person=stray_in(matter), data=STRAY, roles={"victim": ""}, reason="Ternyata benar", back=True, by=here.by,
            at=between.now(SALATIGA),
        )  # fmt: skip
    between.settle()
    assert len(parties(between, BANYUWANGI, matter)) == 2
    assert parties(between, SALATIGA, matter) == ["Rini Astuti", "Bunga Lestari"]


@pytest.mark.parametrize("kind", ["rujukan", "bersama"])
@pytest.mark.parametrize("scope", [WITH_NOTES, ("story",)], ids=["by name", "without names"])
def test_whoever_has_a_wrong_respondent_or_incident_takes_them_off(
    between: Between, matter: uuid.UUID, here: Desk, kind: str, scope: tuple[str, ...]
) -> None:
    with here():
        case = Case.objects.get(matter=matter)
        wrong = people.add(
            case=case, data=PersonData(name="Bukan Siapa", sex="L"), roles={"respondent": "LAIN"}, by=here.by,
            at=between.now(SALATIGA),
        )  # fmt: skip
        happened = incidents.add(
            case=case, data=IncidentData(kinds=("FISIK",), domestic=False), by=here.by, at=between.now(SALATIGA)
        )
    key = between.send(SALATIGA, matter, BANYUWANGI, kind, scope=scope)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    with between.desks[BANYUWANGI]():
        assert Role.objects.filter(person=wrong.pk, ended_at=None).count() == 1
        assert Incident.objects.filter(pk=happened.pk).exists()
    with here():
        people.take_off(person=Person.objects.get(pk=wrong.pk), reason="Bukan ia", by=here.by, at=between.now(SALATIGA))
        incidents.take_off(
            incident=Incident.objects.get(pk=happened.pk), reason="Kasus lain", by=here.by, at=between.now(SALATIGA)
        )
    between.settle()
    between.check_settled()
    with between.desks[BANYUWANGI]():
        assert not Role.objects.filter(person=wrong.pk, ended_at=None).exists()
        assert not Incident.objects.filter(pk=happened.pk).exists()
        told = Event.objects.filter(case__matter=matter, kind__in=["person_taken_off", "incident_taken_off"])
        assert [who_did(one) for one in told] == ["Kota Salatiga"] * 2
        [trace] = Correction.objects.filter(row_id=wrong.pk, field="roles")
        assert trace.because.words == "Menurut Kota Salatiga bukan bagian dari kasus ini"


def strike(between: Between, matter: uuid.UUID, code: str = SALATIGA) -> None:
    """Strike the newest note of an office's case."""
    desk, at = between.desks[code], between.now(code)
    with desk():
        wrong = Note.objects.filter(case__matter=matter).order_by("at").last()
        notes.strike(note=wrong, reason="Kasus lain", by=desk.by, at=at)


def standing(between: Between, code: str, matter: uuid.UUID) -> list[str]:
    with between.desks[code]():
        return [note.body for note in standing_notes(Case.objects.get(matter=matter)).order_by("at")]


STORY = "Kota Salatiga, Petugas: Cerita keluarga lain."


@pytest.mark.parametrize("kind", ["rujukan", "bersama", "pelimpahan"])
def test_a_note_struck_after_acceptance_is_struck_there_too(between: Between, matter: uuid.UUID, kind: str) -> None:
    key = between.send(SALATIGA, matter, BANYUWANGI, kind, scope=WITH_NOTES)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    assert standing(between, BANYUWANGI, matter) == [STORY]
    strike(between, matter)
    between.settle()
    assert standing(between, BANYUWANGI, matter) == []
    with between.desks[BANYUWANGI]():
        [trace] = Correction.objects.filter(case__matter=matter, table="cases_note")
        assert trace.because.words == "Menurut Kota Salatiga bukan bagian dari kasus ini"
        told = Event.objects.get(case__matter=matter, kind="note_struck")
        assert who_did(told) == "Kota Salatiga", "nobody of ours"
    between.check_settled()


def test_a_note_struck_before_acceptance_is_struck_there_though_the_file_came_too_early(
    between: Between, matter: uuid.UUID
) -> None:
    key = between.send(SALATIGA, matter, BANYUWANGI, scope=WITH_NOTES)
    between.relay(SALATIGA)
    strike(between, matter)
    between.accept(BANYUWANGI, key)
    assert standing(between, BANYUWANGI, matter) == [STORY]
    between.settle()
    assert standing(between, BANYUWANGI, matter) == []


def test_a_note_that_they_struck_comes_back_struck_and_no_note_comes_back_twice(
    between: Between, matter: uuid.UUID, here: Desk
) -> None:
    with here():
        notes.add(case=Case.objects.get(matter=matter), body="Ia takut.", by=here.by, at=between.now(SALATIGA))
    key = between.send(SALATIGA, matter, BANYUWANGI, scope=WITH_NOTES)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    strike(between, matter, BANYUWANGI)
    back = between.give_back(BANYUWANGI, key)
    between.relay(BANYUWANGI)
    between.accept(SALATIGA, back)
    between.settle()
    assert standing(between, SALATIGA, matter) == ["Cerita keluarga lain."]
    assert standing(between, BANYUWANGI, matter) == [STORY]
    between.check_settled()


def test_an_office_without_the_notes_hears_nothing_of_one_that_is_struck(between: Between, matter: uuid.UUID) -> None:
    key = between.send(SALATIGA, matter, BANYUWANGI, "bersama", scope=("story",))
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    strike(between, matter)
    between.settle()
    with between.desks[BANYUWANGI]():
        assert not Link.objects.filter(matter=matter, kind="supplemented").exists()
