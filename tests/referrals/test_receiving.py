"""The other side: looked at, asked, accepted or given back; the case goes on where it stood, and nobody is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import Staff
from cases.models import CarriedAnswers, Case, Ending, Event, Person, Role, StepPass
from cases.operations import notes, steps
from cases.operations.steps import StepWork
from cases.progress import progress
from cases.refusals import NotAllowed, Refusal, Stale
from custody import chain, console, holding
from custody.models import Custody, Envelope, Link
from outbox.relay import relay
from referrals import following, placing
from referrals.models import Exchange, Referral
from referrals.operations import receiving, sending
from referrals.tasks import pass_on, sweep
from sop_library.models import SopVersion
from sop_library.queries import definition_of
from tenants.current import current_office, in_office
from tenants.models import Office
from tenants.roles import as_console
from tests.cases.conftest import MONDAY, staff, take
from tests.cases.driving import work_step
from tests.referrals.conftest import LONG_AGO

pytestmark = pytest.mark.django_db
Send = Callable[..., Referral]
LATER = MONDAY + timedelta(hours=2)


class There:
    """Banyuwangi: its SOP, its staff, and what it does with a referral."""

    def __init__(self, office: Office) -> None:
        self.office = office
        with in_office(office):
            self.version: SopVersion = take("banyuwangi/p2tp2a")
            self.by: Staff = staff("endah", "*")

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with in_office(self.office):
            yield

    def accept(self, referral: Referral, **given: object) -> Case:
        with in_office(self.office):
            return receiving.accept(envelope=referral.pk, version=self.version, by=self.by, at=LATER, **given)  # type: ignore[arg-type]


@pytest.fixture
def there(banyuwangi: Office) -> There:
    return There(banyuwangi)


@pytest.fixture
def sent(case: Case, send: Send) -> Referral:
    """A referral that has left Salatiga."""
    referral = send(case)
    relay(at=MONDAY)
    return referral


def follow(case: Case) -> int:
    return following.follow(case.matter, at=LATER)


def test_the_inbox_shows_codes_and_a_deadline_and_the_minimum_opens(sent: Referral, there: There) -> None:
    with there():
        [waiting] = receiving.inbox(at=LATER)
        assert (waiting.sender_name, waiting.late) == ("Kota Salatiga", False)
        preview = receiving.open_(envelope=sent.pk, by=there.by, at=LATER)
        assert preview.minimum["initials"] == "R. A."
        assert "Rini" not in str(preview.minimum)
        assert preview.verbs == {"ask", "accept", "decline"}
        assert not Person.objects.exists()
    assert Envelope.objects.get(pk=sent.pk).state == "opened"


def test_accepted_the_case_is_there_with_what_was_known_and_ends_here(case: Case, sent: Referral, there: There) -> None:
    theirs = there.accept(sent)
    with there():
        assert theirs.matter == case.matter
        assert theirs.number.startswith("BWI-") or theirs.number != case.number
        assert Person.objects.get(case=theirs).name == "Rini Astuti"
        assert theirs.incidents.get().story == "Ia dipukul di rumah kerabat."
        assert theirs.reported_at == case.reported_at, "its clocks run on from the first report"
        assert holding.part_in(case.matter) == "holder"
    assert follow(case) > 0
    case.refresh_from_db()
    assert (case.state, case.endings.get().kind) == ("ended", Ending.Kind.HANDED_OVER)
    assert not StepPass.objects.filter(case=case, status__in=["open", "waiting"]).exists()
    assert Referral.objects.get(pk=sent.pk).state == "accepted"
    assert follow(case) == 0, "applied once"
    assert chain.faults(matter=case.matter) == []


def test_what_an_office_told_itself_is_nothing_to_apply(case: Case, sent: Referral, there: There) -> None:
    assert Link.objects.filter(matter=case.matter, office_id=current_office().id).exists()
    assert follow(case) == 0
    assert case.matter not in following.behind()
    there.accept(sent)
    assert follow(case) == Link.objects.filter(matter=case.matter).exclude(office_id=current_office().id).count()


def test_between_acceptance_and_following_nobody_works_here(
    case: Case, everyone: Staff, sent: Referral, there: There
) -> None:
    there.accept(sent)
    open_ = StepPass.objects.filter(case=case, status="open").first()
    with pytest.raises(Stale, match="handed_over") as refused:
        steps.complete(step_pass=open_, work=StepWork(), by=everyone, at=LATER)
    assert "Kabupaten Banyuwangi" in refused.value.message
    notes.add(case=case, body="Masih boleh menulis.", by=everyone, at=LATER)


def test_two_of_them_accept_and_one_is_told(sent: Referral, there: There) -> None:
    there.accept(sent)
    with pytest.raises(Stale):
        there.accept(sent)
    with there():
        assert Case.objects.count() == 1


def test_rujukan_leaves_the_case_running_here(case: Case, send: Send, there: There) -> None:
    referral = send(case, kind="rujukan", reasons=["service"])
    relay(at=MONDAY)
    there.accept(referral)
    follow(case)
    case.refresh_from_db()
    assert case.state == "running"
    assert Custody.objects.get(matter=case.matter).revision == 0
    with there():
        assert holding.may_work(case.matter)


def test_given_back_with_a_reason_it_goes_on_here(case: Case, sent: Referral, there: There) -> None:
    with there():
        with pytest.raises(Refusal) as refused:
            receiving.decline(envelope=sent.pk, code="full", words=" ", by=there.by, at=LATER)
        assert refused.value.missing[0].field == "words"
        for nowhere in ("99.99", "x" * 40, "35.10"):
            with pytest.raises(Refusal, match="proposed_unknown"):
                receiving.decline(
                    envelope=sent.pk, code="full", words="Penuh.", proposed=nowhere, by=there.by, at=LATER
                )
        receiving.decline(envelope=sent.pk, code="full", words="Rumah aman penuh.", proposed="35.11", by=there.by,
                          at=LATER)  # fmt: skip
        assert not Case.objects.exists()
    follow(case)
    said = Exchange.objects.get(referral=sent, kind="decline")
    assert (said.words, said.code, said.ours) == ("Rumah aman penuh.", "full", False)
    assert Referral.objects.get(pk=sent.pk).state == "declined"
    case.refresh_from_db()
    assert case.state == "running"


def test_a_question_and_its_reply(case: Case, everyone: Staff, sent: Referral, there: There) -> None:
    with there():
        receiving.ask(envelope=sent.pk, words="Apakah aman malam ini?", by=there.by, at=LATER)
    follow(case)
    ours = Referral.objects.get(pk=sent.pk)
    assert (ours.state, ours.exchanges.get(kind="question").words) == ("asked", "Apakah aman malam ini?")
    sending.reply(referral=ours, words="Aman, di rumah kakak.", by=everyone, at=LATER)
    relay(at=LATER)
    with there():
        following.follow(case.matter, at=LATER)
        theirs = Referral.objects.get(pk=sent.pk)
        assert (theirs.state, theirs.exchanges.get(kind="reply").words) == ("opened", "Aman, di rumah kakak.")


def test_nothing_is_asked_twice(case: Case, everyone: Staff, send: Send, there: There) -> None:
    [panel] = progress(case=case, by=everyone).panels
    work_step(case=case, panel=panel, by=everyone, at=MONDAY, outcomes=())
    referral = send(case)
    relay(at=MONDAY)
    theirs = there.accept(referral)
    with there():
        [carried] = CarriedAnswers.objects.filter(case=theirs)
        assert (carried.form, carried.office_name) == ("buku-tamu", "Kota Salatiga")
        assert carried.answers


def test_it_begins_where_it_stands_and_says_what_was_credited(case: Case, sent: Referral, there: There) -> None:
    with there():
        definition = definition_of(there.version)
        file = {"steps": [
            {"status": "done", "stages": ["intake"]}, {"status": "done", "stages": ["identification"]},
            {"status": "open", "stages": ["assessment"]},
        ]}  # fmt: skip
        placement = placing.place(file=file, definition=definition)
        assert placement.credited
        assert set(placement.stages) <= {"intake", "identification"}
        begins = definition.step(placement.step)
        assert not begins.stages or not set(begins.stages) <= {"intake", "identification"}
        theirs = there.accept(sent, step=definition.steps[2].key)
        passed = StepPass.objects.filter(case=theirs, status="passed_over")
        assert {one.reason for one in passed} == {"Sudah dilakukan kantor sebelumnya"}
        assert StepPass.objects.get(case=theirs, status="open").step == definition.steps[2].key


def test_it_comes_back_and_goes_on_where_it_was_cut_off(
    case: Case, everyone: Staff, sent: Referral, there: There, langsung: SopVersion
) -> None:
    before = set(StepPass.objects.filter(case=case, status="open").values_list("step", flat=True))
    theirs = there.accept(sent)
    follow(case)
    with there():
        consent = theirs.consents.get(kind="referral")
        consent.scope, consent.receiver = ["identity"], "33.73"
        consent.save()
        back = sending.send(
            case=theirs, to_code="33.73", kind="pelimpahan", reasons=["residence"], urgency="day", consent=consent,
            scope=["identity"], override_reason="Kembali ke keluarga.", by=there.by, at=LATER,
        )  # fmt: skip
        relay(at=LATER)
    again = receiving.accept(envelope=back.pk, version=langsung, by=everyone, at=LATER)
    assert again.pk == case.pk
    assert (again.state, holding.part_in(case.matter)) == ("running", "holder")
    assert set(StepPass.objects.filter(case=case, status="open").values_list("step", flat=True)) == before
    assert Person.objects.filter(case=case).count() == 1, "nobody is written twice"


def test_a_province_sends_it_elsewhere_and_we_seal_it_anew(
    case: Case, send: Send, there: There, nunukan: Office
) -> None:
    sent = send(case, at=LONG_AGO)
    relay(at=MONDAY)
    connection.set_schema_to_public()
    with as_console(connection, "35"):
        console.assign(
            envelope=sent.pk, to="35.11", console="35", answer_by=LATER + timedelta(days=2), seen=0, by_name="Prov",
            at=LATER,
        )  # fmt: skip
    connection.set_tenant(Office.objects.get(code="33.73"))
    follow(case)
    onward = Referral.objects.get(follows=sent.pk)
    assert (onward.other_code, onward.binding, onward.state) == ("35.11", True, "queued")
    relay(at=LATER)
    assert Referral.objects.get(pk=onward.pk).state == "sent"
    follow(case)
    assert Referral.objects.filter(follows=sent.pk).count() == 1


def test_who_has_no_lane_answers_nothing(sent: Referral, there: There) -> None:
    with there():
        nobody = staff("tanpa")
        for act in (
            lambda: receiving.open_(envelope=sent.pk, by=nobody, at=LATER),
            lambda: receiving.ask(envelope=sent.pk, words="?", by=nobody, at=LATER),
            lambda: receiving.decline(envelope=sent.pk, code="full", words="x", by=nobody, at=LATER),
            lambda: receiving.accept(envelope=sent.pk, version=there.version, by=nobody, at=LATER),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_a_third_office_finds_nothing(sent: Referral, nunukan: Office) -> None:
    with in_office(nunukan):
        version = take("nunukan/intervensi-krisis")
        other = staff("yohana", "*")
        assert receiving.inbox(at=LATER) == []
        with pytest.raises(Refusal, match="no_such_envelope"):
            receiving.accept(envelope=sent.pk, version=version, by=other, at=LATER)


def test_somebody_known_here_before_is_found_by_our_own_index(case: Case, sent: Referral, there: There) -> None:
    with there():
        first = there.accept(sent)
        assert receiving.earlier_cases(first) == []
        known = Person.objects.create(
            case=Case.objects.create(
                number="LAMA-1", version=there.version, door=first.door, channel="datang", reported_at=MONDAY,
                opened_at=MONDAY, opened_by=there.by,
            ),
            added_at=MONDAY, nik_index=Person.objects.get(case=first).nik_index,
        )  # fmt: skip
        assert receiving.earlier_cases(first) == [], "whoever has no part in a case is not known by it"
        Role.objects.create(person=known, kind=Role.Kind.VICTIM)
        assert [one.number for one in receiving.earlier_cases(first)] == ["LAMA-1"]
        assert Event.objects.filter(case=first, kind="case_taken_over").exists()


def test_what_no_waking_told_of_the_sweep_finds(case: Case, sent: Referral, there: There) -> None:
    there.accept(sent)
    assert following.behind() == [case.matter]
    connection.set_schema_to_public()
    assert sweep() > 0
    connection.set_tenant(Office.objects.get(code="33.73"))
    case.refresh_from_db()
    assert case.state == "ended"
    assert following.behind() == []


def test_waking_reaches_the_other_office_by_its_name_alone(case: Case, sent: Referral, there: There) -> None:
    there.accept(sent)
    salatiga = Office.objects.get(code="33.73")
    connection.set_schema_to_public()
    pass_on(str(salatiga.pk), str(case.matter))
    connection.set_tenant(salatiga)
    case.refresh_from_db()
    assert case.state == "ended"
