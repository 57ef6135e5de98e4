"""Where people fell through in systems like this one, by the number of the report: each told, and shown not to happen.

What takes two processes at the same moment is tried in tests/faults as well.
"""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from cases.models import Appointment, Case, StepPass
from cases.operations import appointments, lifecycle, notes, steps
from cases.operations.appointments import AppointmentData
from cases.operations.steps import StepWork
from cases.queries import register
from cases.refusals import NotAllowed, Refusal, Stale
from custody import console
from custody.models import Custody, Envelope, Link, Part
from referrals.models import Referral
from referrals.operations import receiving, sending
from tenants.roles import as_console
from tests.cases.conftest import MONDAY, staff
from tests.faults.between import Between

pytestmark = pytest.mark.django_db
SALATIGA, BANYUWANGI, NUNUKAN = "33.73", "35.10", "65.03"
LATER = MONDAY + timedelta(days=1)


def handed_over(between: Between, kind: str = "pelimpahan") -> tuple[object, object]:
    """A matter that went from Salatiga to Banyuwangi, followed by both; returns its id and the referral's."""
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI, kind)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    return matter, key


def test_sormas_4423_the_receiver_is_told_and_may_refuse(between: Between) -> None:
    """A case sent to another district appeared there without a word, and could not be given back."""
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    with between.desks[BANYUWANGI]():
        assert [one.envelope.pk for one in receiving.inbox(at=LATER)] == [key]
        assert receiving.waiting_count() == 1
    between.decline(BANYUWANGI, key)
    assert between.holder_of(matter) == SALATIGA
    between.settle()
    with between.desks[SALATIGA]():
        assert Referral.objects.get(pk=key).exchanges.get(kind="decline").words == "Penuh."
        assert Case.objects.get(matter=matter).state == "running"


def test_sormas_8576_two_offices_never_both_own_a_case(between: Between) -> None:
    """After a handover both systems showed themselves as the owner, and both went on editing."""
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    parts = {}
    for code, desk in between.desks.items():
        with desk():
            parts[code] = list(Part.objects.filter(matter=matter).values_list("kind", flat=True))
    assert parts == {SALATIGA: ["former"], BANYUWANGI: ["holder"], NUNUKAN: []}
    desk = between.desks[SALATIGA]
    with desk():
        open_ = StepPass.objects.filter(case__matter=matter, status="open").first()
        with pytest.raises(Stale, match="handed_over"):
            steps.complete(step_pass=open_, work=StepWork(), by=desk.by, at=LATER)


def test_sormas_8113_the_case_stays_to_be_seen_in_both_offices(between: Between) -> None:
    """The case was filtered by the jurisdiction it used to be in, so that its new office did not find it."""
    matter, _key = handed_over(between)
    for code in (SALATIGA, BANYUWANGI):
        desk = between.desks[code]
        with desk():
            assert [case.matter for case in register(to=desk.by)] == [matter]
            told = [link.kind for link in Link.objects.filter(matter=matter)]
            assert told[:2] == ["sent", "accepted"]


def test_sormas_6941_custody_does_not_come_back_by_itself(between: Between) -> None:
    """A later synchronisation gave the ownership back to the office that had given it away."""
    matter, key = handed_over(between)
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=matter)
        notes.add(case=case, body="Ditulis belakangan.", by=desk.by, at=LATER)
        with pytest.raises((Refusal, Stale)):
            lifecycle.reopen(case=case, because="Ingin melanjutkan.", by=desk.by, at=LATER)
        with pytest.raises(Refusal):
            sending.withdraw(referral=Referral.objects.get(pk=key), reason="Ingin kembali.", by=desk.by, at=LATER)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Custody.objects.filter(matter=matter).update(office_id=desk.office.id)
    for _again in range(2):
        between.settle()
        assert between.follow(SALATIGA, matter) == 0
    assert between.holder_of(matter) == BANYUWANGI
    between.check_settled()


def test_sormas_11204_the_sender_lets_go_of_nothing_before_the_other_has_it(
    between: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sending system deleted its copy first; where the transfer then failed, the case was nowhere."""
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    with monkeypatch.context() as broken:
        broken.setattr(appointments, "take_over", lambda **_given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            between.accept(BANYUWANGI, key)
    with between.desks[SALATIGA]():
        case = Case.objects.get(matter=matter)
        assert case.state == "running"
        assert case.people.exists()
        assert StepPass.objects.filter(case=case, status="open").exists()
    assert between.holder_of(matter) == SALATIGA
    between.accept(BANYUWANGI, key)
    between.settle()
    with between.desks[SALATIGA]():
        assert Case.objects.get(matter=matter).people.exists(), "what was known stays here too, as a record"


def test_oscar_two_of_an_office_accept_and_there_is_one_case(between: Between, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two staff accepted one referral, each making a client; a copy that broke half-way stayed half a copy."""
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    with monkeypatch.context() as broken:
        broken.setattr(receiving, "_keep", lambda *_row, **_given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            between.accept(BANYUWANGI, key)
    with between.desks[BANYUWANGI]():
        assert not Case.objects.filter(matter=matter).exists()
        assert Envelope.objects.get(pk=key).state == "sent"
    between.accept(BANYUWANGI, key)
    with pytest.raises(Stale):
        between.accept(BANYUWANGI, key)
    with between.desks[BANYUWANGI]():
        assert Case.objects.filter(matter=matter).count() == 1


def test_primero_every_handoff_has_a_deadline_that_others_watch(between: Between) -> None:
    """A transfer could wait for ever: it had no deadline, and nobody but the two offices saw it."""
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    with between.desks[SALATIGA]():
        sent = Envelope.objects.get(pk=key)
        assert sent.answer_by == sent.sent_at + timedelta(hours=24)
        with pytest.raises(IntegrityError), transaction.atomic():
            Envelope.objects.filter(pk=key).update(revision=1, answer_by=sent.sent_at - timedelta(minutes=1))
    connection.set_schema_to_public()
    for province, sees in {"33": True, "35": True, "nation": True, "65": False}.items():
        with as_console(connection, province):
            assert console.unanswered(at=sent.answer_by + timedelta(minutes=1)).exists() is sees
            assert not console.unanswered(at=sent.answer_by - timedelta(minutes=1)).exists()


def test_primero_who_has_no_access_changes_no_handoff(between: Between) -> None:
    """Transitions were accepted and revoked by users who could not open the record."""
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    for code, acts in {SALATIGA: ("withdraw", "telephone", "give_back"), BANYUWANGI: ("accept", "ask")}.items():
        desk = between.desks[code]
        with desk():
            desk.by = staff("tanpa-jalur")
        for act in acts:
            with pytest.raises((NotAllowed, Refusal)):
                getattr(between, act)(code, key)
    with between.desks[SALATIGA]():
        assert Envelope.objects.get(pk=key).state == "sent"


def test_dhis2_appointments_go_with_the_person(between: Between) -> None:
    """After a transfer the person's scheduled visits stayed behind, on a list that nobody looked at."""
    matter = between.open_case(SALATIGA)
    desk = between.desks[SALATIGA]
    agreed = AppointmentData("visit", MONDAY + timedelta(days=3), what="Kunjungan", place="Rumah kakak")
    with desk():
        case = Case.objects.get(matter=matter)
        appointments.add(case=case, data=agreed, by=desk.by, at=between.now())
    key = between.send(SALATIGA, matter, BANYUWANGI, scope=("identity", "contact", "story", "appointments"))
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    with desk():
        assert Appointment.objects.get(case=case).state == Appointment.State.HANDED_OVER
    with between.desks[BANYUWANGI]():
        there = Appointment.objects.get(case__matter=matter)
        assert (there.state, there.at, there.what) == (Appointment.State.PLANNED, agreed.at, "Kunjungan")
