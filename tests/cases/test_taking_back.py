"""What was said by one click too many is taken back: with a trace, by whoever may, once, and it counts again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import OfficeProfile, Staff
from cases.models import Appointment, CarriedLimit, Case, Correction, Event, RequirementSeen, SignOff, StepPass
from cases.operations import appointments, carried_limits, filling, lifecycle, requirements, steps
from cases.operations.appointments import AppointmentData
from cases.operations.steps import OWED, SEEN, StepWork
from cases.progress import progress
from cases.queries import appointments_ahead, carried_limits_ahead, work_list
from cases.refusals import NotAllowed, Refusal, Stale
from frontend.register.finding import Wanted, found
from sop_library.queries import form_version
from tests.cases.conftest import MONDAY, staff
from tests.cases.driving import answers
from tests.cases.test_turns import _at_signing

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=2)
SOON = MONDAY + timedelta(days=1)


@pytest.fixture
def case(new_case: Callable[..., Case]) -> Case:
    return new_case()


def last(case: Case) -> Event:
    found = Event.objects.filter(case=case).order_by("number").last()
    assert found is not None
    return found


class TestASignature:
    def test_its_lane_has_the_turn_again_and_the_trail_says_who(self, new_case, everyone):
        row, at = _at_signing(new_case, everyone)
        analyst = staff("analis", "analis")
        steps.sign(step_pass=row, lane="analis", by=analyst, at=at)
        assert not work_list(to=analyst).exists()
        case = steps.unsign(step_pass=row, lane="analis", by=analyst, at=at)
        assert list(work_list(to=analyst)) == [row]
        assert not SignOff.objects.filter(step_pass=row).exists()
        event = last(case)
        assert (event.kind, event.by, event.step, event.data) == (
            "step_unsigned", analyst, row.step, {"lane": "analis"}
        )  # fmt: skip
        steps.sign(step_pass=row, lane="analis", by=analyst, at=at)
        case = steps.unsign(step_pass=row, by=analyst, at=at)
        assert last(case).data == {"lane": "analis"}, "whose lane it was, also where none was named"
        steps.sign(step_pass=row, lane="analis", by=analyst, at=at)
        assert SignOff.objects.get(step_pass=row).by == analyst

    def test_nobody_else_takes_it_back_but_the_head(self, new_case, everyone):
        row, at = _at_signing(new_case, everyone)
        analyst, department, outsider = staff("analis", "analis"), staff("bidang", "bidang-kpa"), staff("luar")
        steps.sign(step_pass=row, lane="analis", by=analyst, at=at)
        for somebody in (department, outsider):
            with pytest.raises(NotAllowed):
                steps.unsign(step_pass=row, lane="analis", by=somebody, at=at)
        assert SignOff.objects.filter(step_pass=row).count() == 1
        OfficeProfile.objects.update(head_post="Kepala Dinas")
        Staff.objects.filter(pk=department.pk).update(post="kepala dinas ")
        steps.unsign(step_pass=row, lane="analis", by=Staff.objects.get(pk=department.pk), at=at)
        assert not SignOff.objects.filter(step_pass=row).exists()

    def test_what_is_gone_and_an_old_page_are_refused(self, new_case, everyone):
        row, at = _at_signing(new_case, everyone)
        analyst = staff("analis", "analis")
        with pytest.raises(Stale):
            steps.unsign(step_pass=row, lane="analis", by=analyst, at=at)
        seen = steps.sign(step_pass=row, lane="analis", by=analyst, at=at).revision
        steps.sign(step_pass=row, lane="tim", by=everyone, at=at)
        with pytest.raises(Stale):
            steps.unsign(step_pass=row, lane="analis", seen=seen, by=analyst, at=at)
        assert SignOff.objects.filter(step_pass=row).count() == 2


class TestARequirement:
    @pytest.fixture
    def papers(self, case: Case, everyone: Staff) -> Callable[[dict[str, str]], StepPass]:
        """Step 3 of Salatiga, whose papers may follow, done with what is said of its first one."""

        def do(said: dict[str, str]) -> StepPass:
            row = StepPass.objects.get(case=case, status="open")
            given = answers(filling.form_of(form_version(key="buku-tamu")))
            filling.fill(case=case, step_pass=row, form_key="buku-tamu", answers=given, by=everyone, at=MONDAY)
            for given_now in ({}, {}, said):
                row = StepPass.objects.get(case=case, status="open")
                steps.complete(step_pass=row, work=StepWork(requirements=given_now), by=everyone, at=MONDAY)
            return row

        return do

    @pytest.fixture
    def key(self, case: Case, everyone: Staff) -> str:
        return next(
            row.step.needs[0].key for row in progress(case=case, by=everyone).rows if row.step.key == "identitas"
        )

    @pytest.mark.parametrize("promised", [True, False])
    def test_what_came_by_mistake_is_owed_or_lacking_as_before(self, case, everyone, papers, key, promised):
        row = papers({key: OWED} if promised else {})
        before = progress(case=case, by=everyone).short
        requirements.bring(step_pass=row, key=key, by=everyone, at=LATER)
        stands = progress(case=case, by=everyone)
        assert stands.short == ()
        assert [(one.need.key, one.promised, one.came_at) for one in stands.came_later] == [(key, promised, LATER)]
        requirements.set_back(step_pass=row, key=key, by=everyone, at=LATER)
        stands = progress(case=case, by=everyone)
        assert (stands.short, stands.came_later) == (before, ())
        assert [one.promised for one in before] == [promised]
        assert (last(case).kind, last(case).by, last(case).data) == ("requirement_set_back", everyone, {"need": key})
        with pytest.raises(Stale):
            requirements.set_back(step_pass=row, key=key, by=everyone, at=LATER)
        requirements.bring(step_pass=row, key=key, by=everyone, at=LATER)
        assert progress(case=case, by=everyone).short == ()

    def test_what_was_there_when_the_step_was_done_stays(self, case, everyone, papers, key):
        row = papers({key: SEEN})
        assert progress(case=case, by=everyone).came_later == ()
        with pytest.raises(Stale):
            requirements.set_back(step_pass=row, key=key, by=everyone, at=LATER)
        assert not RequirementSeen.objects.get(step_pass=row, key=key).owed

    def test_nobody_outside_the_sop(self, case, everyone, papers, key):
        row = papers({})
        requirements.bring(step_pass=row, key=key, by=everyone, at=LATER)
        with pytest.raises(NotAllowed):
            requirements.set_back(step_pass=row, key=key, by=staff("luar"), at=LATER)
        assert progress(case=case, by=everyone).short == ()


class TestALimitOfTheOfficeBefore:
    @pytest.fixture
    def met(self, case: Case, everyone: Staff) -> CarriedLimit:
        row = CarriedLimit.objects.create(
            case=case, office_name="Kabupaten Banyuwangi", key="rtl", label="Rencana", due_at=SOON, came_at=MONDAY
        )
        return carried_limits.meet(limit=row, by=everyone, at=MONDAY)

    def test_it_is_on_the_day_and_in_the_register_again(self, case, everyone, met):
        def due() -> list[object]:
            [row] = found(Wanted(), to=everyone, now=MONDAY)
            return [row.next_limit == SOON, carried_limits_ahead(to=everyone, until=SOON).exists()]

        assert due() == [False, False]
        row = carried_limits.reopen(limit=met, reason="Salah baris", by=everyone, at=LATER)
        assert (row.met_at, row.met_by, row.due_at) == (None, None, SOON)
        assert due() == [True, True]
        kept = Correction.objects.get(row_id=met.pk)
        assert (kept.table, kept.field, kept.before) == ("cases_carriedlimit", "met_at", MONDAY.isoformat())
        assert (kept.because.words, kept.by, kept.at) == ("Salah baris", everyone, LATER)
        assert (last(case).kind, last(case).data) == ("carried_limit_reopened", {"carried": str(met.pk)})
        with pytest.raises(Stale):
            carried_limits.reopen(limit=met, reason="Lagi", by=everyone, at=LATER)
        assert carried_limits.meet(limit=met, by=everyone, at=LATER).met_at == LATER

    def test_a_reason_is_asked_and_nobody_outside_the_sop(self, case, everyone, met):
        with pytest.raises(Refusal) as refused:
            carried_limits.reopen(limit=met, reason=" ", by=everyone, at=LATER)
        assert refused.value.code == "reason_missing"
        with pytest.raises(NotAllowed):
            carried_limits.reopen(limit=met, reason="Salah", by=staff("luar"), at=LATER)
        met.refresh_from_db()
        assert met.met_by == everyone

    def test_what_was_met_there_stays_met_and_an_ended_case_stays_as_it_is(self, case, everyone, met):
        CarriedLimit.objects.filter(pk=met.pk).update(met_by=None)
        with pytest.raises(Refusal) as refused:
            carried_limits.reopen(limit=met, reason="Salah", by=everyone, at=LATER)
        assert refused.value.code == "met_there"
        CarriedLimit.objects.filter(pk=met.pk).update(met_by=everyone)
        lifecycle.close(case=case, reason="withdrawn", by=everyone, at=LATER)
        with pytest.raises(Refusal) as refused:
            carried_limits.reopen(limit=met, reason="Salah", by=everyone, at=LATER)
        assert refused.value.code == "case_ended"


class TestAnAppointment:
    @pytest.fixture
    def agreed(self, case: Case, everyone: Staff) -> Appointment:
        return appointments.add(case=case, data=AppointmentData("court", SOON), by=everyone, at=MONDAY)

    @pytest.mark.parametrize("said", ["done", "cancelled"])
    def test_it_is_planned_again_for_the_same_time(self, case, everyone, agreed, said):
        if said == "done":
            appointments.done(appointment=agreed, by=everyone, at=MONDAY)
        else:
            appointments.cancel(appointment=agreed, reason="Hujan", by=everyone, at=MONDAY)
        assert not appointments_ahead(to=everyone, until=SOON).exists()
        row = appointments.set_back(appointment=agreed, reason="Salah pilih", by=everyone, at=LATER)
        assert (row.state, row.at, row.closed_at, row.closed_by) == ("planned", SOON, None, None)
        assert list(appointments_ahead(to=everyone, until=SOON)) == [row]
        kept = {one.field: (one.before, one.because.words) for one in Correction.objects.filter(row_id=agreed.pk)}
        called_off = {"because": ("Hujan", "Salah pilih")} if said == "cancelled" else {}
        assert kept == {"state": (said, "Salah pilih")} | called_off
        assert last(case).data == {"appointment": str(agreed.pk), "what": "court"}
        with pytest.raises(Stale):
            appointments.set_back(appointment=agreed, reason="Lagi", by=everyone, at=LATER)

    def test_one_put_off_stays_put_off(self, case, everyone, agreed):
        appointments.move(appointment=agreed, to=SOON + timedelta(days=1), reason="Sakit", by=everyone, at=MONDAY)
        with pytest.raises(Stale):
            appointments.set_back(appointment=agreed, reason="Salah", by=everyone, at=LATER)

    def test_a_reason_is_asked_and_nobody_outside_the_sop(self, case, everyone, agreed):
        appointments.done(appointment=agreed, by=everyone, at=MONDAY)
        with pytest.raises(Refusal) as refused:
            appointments.set_back(appointment=agreed, reason="", by=everyone, at=LATER)
        assert refused.value.code == "reason_missing"
        with pytest.raises(NotAllowed):
            appointments.set_back(appointment=agreed, reason="Salah", by=staff("luar"), at=LATER)
        agreed.refresh_from_db()
        assert agreed.state == "done"
