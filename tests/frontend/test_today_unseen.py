"""What no open step brings to Hari ini: steps that wait, cases nobody holds, limits over several steps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import OfficeProfile, Staff
from accounts.operations import end_staff
from cases.calendars import local_date
from cases.models import Case, LimitClock, Pause, StepPass
from cases.office_queries import office_counts
from cases.operations import consents, lifecycle
from cases.progress import progress
from tenants.current import in_office
from tests.cases.driving import work_step
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.working import new_case


def at_the_gate(office, *, risk: str) -> Case:
    """A case whose only live step waits until the victim agrees to be interviewed."""
    version = take(office, "barito-utara/penjangkauan")
    who = employ(office, "semua", "*")
    case = new_case(office, version, who, door="telepon", risk=risk)
    with in_office(office):
        for _turn in range(9):
            case = Case.objects.get(pk=case.pk)
            panels = [panel for panel in progress(case=case, by=who).panels if not panel.waits_for]
            if not panels:
                return case
            chosen = {"5": ("tidak-perlu",), "6": ("setuju",)}.get(panels[0].step.number.rstrip("."), ())
            work_step(case=case, panel=panels[0], by=who, at=timezone.now(), outcomes=chosen)
    raise AssertionError("it waits for nothing")


def lane_of_waiting(office, case) -> str:
    with in_office(office):
        return StepPass.objects.get(case=case, status="waiting").lanes[0]


def test_a_case_that_only_waits_stands_on_the_list_with_what_it_waits_for(barito_utara):
    case = at_the_gate(barito_utara, risk="medium")
    holder = employ(barito_utara, "rina", lane_of_waiting(barito_utara, case))
    answer = enter(barito_utara, holder).get("/")
    group = read(answer).select_one("[aria-labelledby=k-waits]")
    assert case.number in group.get_text()
    assert "Wawancara hanya bila korban telah menyatakan persetujuannya" in group.get_text()
    assert "Satu langkah menunggu keterangan atau persetujuan." in words(answer)
    assert "Semua giliran Anda sudah selesai" not in words(answer)
    assert faults_of(answer) == []


def test_of_high_risk_it_goes_before_all_others(barito_utara):
    case = at_the_gate(barito_utara, risk="high")
    page = read(enter(barito_utara, employ(barito_utara, "rina", lane_of_waiting(barito_utara, case))).get("/"))
    assert case.number in page.select_one("[aria-labelledby=k-safety]").get_text()
    assert page.select_one("[aria-labelledby=k-waits]") is None


def test_whose_turn_it_is_not_has_it_not_on_the_list(barito_utara):
    case = at_the_gate(barito_utara, risk="medium")
    assert case.number not in words(enter(barito_utara, employ(barito_utara, "lain")).get("/"))


def test_a_paused_case_whose_holder_left_stands_with_its_colleagues(salatiga, version):
    leaving, stays = employ(salatiga, "sari", "resepsionis"), employ(salatiga, "budi", "resepsionis")
    case = new_case(salatiga, version, leaving)
    with in_office(salatiga):
        lifecycle.pause(case=case, reason="Menunggu kabar", by=leaving, at=timezone.now())
    assert case.number not in words(enter(salatiga, stays).get("/"))
    with in_office(salatiga):
        end_staff(staff=leaving, by=employ(salatiga, "galih", admin=True), at=timezone.now())
    resting = read(enter(salatiga, stays).get("/")).select_one("[aria-labelledby=k-dijeda]").get_text()
    assert case.number in resting
    assert "Tanpa pemegang" in resting


def test_of_high_risk_its_row_says_that_nobody_holds_it(salatiga, version):
    leaving, stays = employ(salatiga, "sari", "resepsionis"), employ(salatiga, "budi", "resepsionis")
    case = new_case(salatiga, version, leaving, risk="high")
    again = timezone.localdate() + timedelta(days=3)
    with in_office(salatiga):
        lifecycle.pause(case=case, reason="Menunggu kabar", look_again_on=again, by=leaving, at=timezone.now())
    first = read(enter(salatiga, stays).get("/")).select_one("[aria-labelledby=k-safety]").get_text()
    assert "Sari" in first
    with in_office(salatiga):
        end_staff(staff=leaving, by=employ(salatiga, "galih", admin=True), at=timezone.now())
    first = read(enter(salatiga, stays).get("/")).select_one("[aria-labelledby=k-safety]").get_text()
    assert "Tanpa pemegang" in first
    assert "Sari" not in first
    for page in (f"/kasus/{case.pk}/", "/kasus/"):
        assert "Sari tidak bertugas lagi" in words(enter(salatiga, stays).get(page)).replace(
            " Ganti pemegang kasus", ""
        )


class TestLimits:
    """The law's "maksimal 3x24 jam" runs over several steps; no step's own deadline tells of it."""

    @pytest.fixture
    def case(self, salatiga, version):
        self.holder = employ(salatiga, "sari", "resepsionis")
        return new_case(salatiga, version, self.holder)

    def due(self, office, case, moment) -> None:
        with in_office(office):
            LimitClock.objects.filter(case=case).update(due_at=moment)
            StepPass.objects.filter(case=case).update(due_at=None)

    def test_a_limit_that_ran_out_or_ends_within_a_day_stands_on_the_list(self, salatiga, case):
        client, now = enter(salatiga, self.holder), timezone.now()
        assert "Tenggat kasus:" not in words(client.get("/")), "three days are left"
        self.due(salatiga, case, now - timedelta(hours=5))
        late = read(client.get("/")).select_one("[aria-labelledby=k-late]").get_text()
        assert "Tenggat kasus: Rencana Tindak Lanjut" in late
        assert "Lewat 5 jam" in late
        self.due(salatiga, case, now + timedelta(hours=23))
        assert "Tenggat kasus:" in words(client.get("/"))
        with in_office(salatiga):
            LimitClock.objects.update(met_at=now)
        assert "Tenggat kasus:" not in words(client.get("/"))

    def test_it_runs_on_while_the_case_is_paused(self, salatiga, case):
        self.due(salatiga, case, timezone.now() - timedelta(hours=5))
        with in_office(salatiga):
            lifecycle.pause(case=case, reason="Korban sakit", by=self.holder, at=timezone.now())
        client = enter(salatiga, self.holder)
        late = read(client.get("/")).select_one("[aria-labelledby=k-late]").get_text()
        assert "Tenggat kasus:" in late
        assert "Dijeda" in late
        assert "Lewat 5 jam" in words(client.get("/kasus/?keadaan=paused"))

    def test_the_register_shows_it_where_it_comes_before_the_open_steps(self, salatiga, case):
        self.due(salatiga, case, timezone.now() - timedelta(hours=7))
        assert "Lewat 7 jam" in words(enter(salatiga, self.holder).get("/kasus/"))

    def test_it_stands_with_the_lanes_that_can_meet_it_and_nobody_else(self, salatiga, case):
        self.due(salatiga, case, timezone.now() - timedelta(hours=5))
        with in_office(salatiga):
            from sop_library.queries import definition_of

            definition = definition_of(Case.objects.get().version)
            (limit,) = definition.limits
            able = sorted(definition.lanes_of(definition.step(limit.until[0])))[0]
            others = sorted(set(definition.lanes) - set().union(
                *(definition.lanes_of(definition.step(key)) for key in limit.until)))  # fmt: skip
        assert "Tenggat kasus:" in words(enter(salatiga, employ(salatiga, "bisa", able)).get("/"))
        assert "Tenggat kasus:" not in words(enter(salatiga, employ(salatiga, "lain", others[0])).get("/"))


class TestTheDayToLookAgain:
    def rests(self, salatiga, version, holder, *, days: int, risk: str = ""):
        """A case that rests since a week, looked at again so many days from now."""
        case, at = new_case(salatiga, version, holder, risk=risk), timezone.now()
        with in_office(salatiga):
            lifecycle.pause(case=case, reason="Dirawat", look_again_on=local_date(at), by=holder, at=at)
            Pause.objects.update(look_again_on=local_date(at) + timedelta(days=days))
        return case

    @pytest.mark.parametrize(("days", "said"), [(0, "Dilihat lagi hari ini"), (-2, "Dilihat lagi sejak")])
    def test_brings_the_case_to_its_holder_and_to_nobody_else(self, salatiga, version, days, said):
        sari, budi = employ(salatiga, "sari", "resepsionis"), employ(salatiga, "budi", "resepsionis")
        case = self.rests(salatiga, version, sari, days=days)
        page = enter(salatiga, sari).get("/")
        section = read(page).select_one("[aria-labelledby=k-dilihat]").get_text()
        assert case.number in section
        assert said in section
        assert "Satu kasus yang dijeda dilihat lagi hari ini." in words(page)
        assert "Semua giliran Anda sudah selesai." not in words(page)
        assert read(page).select_one("[aria-labelledby=k-dijeda]") is None
        assert faults_of(page) == []
        assert case.number not in words(enter(salatiga, budi).get("/"))
        with in_office(salatiga):
            end_staff(staff=sari, by=employ(salatiga, "galih", admin=True), at=timezone.now())
        assert said in words(enter(salatiga, budi).get("/"))

    def test_until_then_it_rests_beside_the_day(self, salatiga, version):
        sari = employ(salatiga, "sari", "resepsionis")
        self.rests(salatiga, version, sari, days=1)
        page = read(enter(salatiga, sari).get("/"))
        assert page.select_one("[aria-labelledby=k-dilihat]") is None
        assert "Dilihat lagi" in page.select_one("[aria-labelledby=k-dijeda]").get_text()

    def test_at_high_risk_it_stays_where_safety_comes_first(self, salatiga, version):
        sari = employ(salatiga, "sari", "resepsionis")
        case = self.rests(salatiga, version, sari, days=0, risk="high")
        page = read(enter(salatiga, sari).get("/"))
        first = page.select_one("[aria-labelledby=k-safety]").get_text()
        assert case.number in first
        assert "Dilihat lagi hari ini" in first
        assert page.select_one("[aria-labelledby=k-dilihat]") is None


class TestTheOfficesNumbers:
    @pytest.fixture
    def head(self, barito_utara):
        with in_office(barito_utara):
            OfficeProfile.objects.update(head_post="Kepala Dinas")
        return enter(barito_utara, employ(barito_utara, "retno", post="Kepala dinas"))

    def test_a_step_that_waits_is_in_them_and_they_add_up_without_a_lane(self, barito_utara, head):
        at_the_gate(barito_utara, risk="high")
        with in_office(barito_utara):
            counts = office_counts(at=timezone.now())
        assert (counts.running, counts.waiting, counts.late, counts.held_up) == (1, 0, 0, 1)
        assert [(lane.waiting, lane.held_up, lane.high_risk) for lane in counts.lanes] == [(0, 1, 1)] * len(
            counts.lanes
        )
        answer = head.get("/")
        office = read(answer).select_one("[aria-labelledby=k-kantor]")
        numbers = {row.dt.get_text(): row.dd.get_text(" ", strip=True) for row in office.select("dl > div")}
        assert (numbers["Risiko tinggi"], numbers["Langkah tertahan"]) == ("1", "1 menunggu keterangan")
        assert numbers["Langkah lewat waktu"] == "0 dari 0 langkah"
        (row, *_more) = office.select("tbody tr")
        assert [cell.get_text(" ") for cell in row.select("td")] == ["1", "0 +1 tertahan", "0"]
        assert faults_of(answer) == []

    def test_once_it_is_agreed_to_it_is_an_open_step_as_any_other(self, barito_utara, head):
        case = at_the_gate(barito_utara, risk="high")
        with in_office(barito_utara):
            who = Staff.objects.get(username="semua")
            consents.record(
                case=case,
                person=case.people.get(),
                kind="interview",
                given=True,
                way="spoken",
                by=who,
                at=timezone.now(),
            )
            counts = office_counts(at=timezone.now())
        assert (counts.waiting, counts.held_up) == (1, 0)
        assert "Langkah tertahan" not in words(head.get("/"))

    def test_they_cost_the_same_however_many_wait(self, barito_utara, django_assert_num_queries):
        at_the_gate(barito_utara, risk="medium")
        with in_office(barito_utara):
            row = StepPass.objects.get(status="waiting")
            for count in (1, 2):
                with django_assert_num_queries(4):
                    assert office_counts(at=timezone.now()).held_up == count
                again = {
                    "number": 9,
                    "arrived": 99,
                    "status": "waiting",
                    "lanes": row.lanes,
                    "engine": row.engine,
                    "version": row.version,
                }
                StepPass.objects.get_or_create(case=row.case, step=row.step, number=9, defaults=again)
