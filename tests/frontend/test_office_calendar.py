"""What screens say of days: up to which year they are known, and what is due on a day that was closed afterwards."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from accounts.models import Closure
from cases.models import StepPass
from cases.operations import lifecycle
from sop_library.definition import parse, to_document
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tests.frontend.screens import OPENED, catalogue, employ, enter, faults_of, read, take, words
from tests.frontend.working import fill_paper, finish, new_case

SAID = "Cuti bersama 2028 belum diketahui, jadi belum dihitung."
OVER_NEW_YEAR = datetime(2027, 12, 29, 2, tzinfo=UTC)


@pytest.fixture
def admin(salatiga):
    take(salatiga, "salatiga/pengaduan-langsung")
    return employ(salatiga, "wulan", "*", admin=True)


def seen(office, person, path, *, at: datetime):
    with time_machine.travel(at, tick=False):
        answer = enter(office, person).get(path)
    assert answer.status_code == 200
    assert faults_of(answer) == []
    return answer


class TestHowFarDaysAreKnown:
    def test_the_hours_page_says_up_to_which_year(self, salatiga, admin):
        said = words(seen(salatiga, admin, "/kantor/jam/", at=datetime(2026, 11, 23, 2, tzinfo=UTC)))
        assert "Libur nasional dan cuti bersama diketahui sampai dengan 2027." in said
        assert SAID not in said

    def test_its_example_says_it_where_it_reaches_further(self, salatiga, admin):
        said = words(seen(salatiga, admin, "/kantor/jam/", at=OVER_NEW_YEAR))
        assert f"berakhir Senin, 3 Januari pukul 16.00. {SAID}" in said

    @pytest.mark.parametrize(
        ("at", "told"),
        [(datetime(2027, 9, 30, 9, tzinfo=UTC), False), (datetime(2027, 10, 1, 9, tzinfo=UTC), True)],
    )
    def test_admins_are_told_from_october_of_the_last_year(self, salatiga, admin, at, told):
        page = seen(salatiga, admin, "/kantor/", at=at)
        assert ("Cuti bersama 2028 belum diketahui Rangkul" in words(page)) is told


class TestDaysClosedLater:
    def test_what_is_due_there_is_counted_on_the_offices_own_day_and_stays(self, salatiga, admin):
        version = take(salatiga, "salatiga/pengaduan-langsung")
        cases = [new_case(salatiga, version, admin) for _ in range(3)]
        with in_office(salatiga):
            Closure.objects.create(date=date(2099, 12, 9), name="Pilkada")
            Closure.objects.create(date=date(2099, 12, 10), name="Hari jadi")
            # Half past six and eleven at night in Salatiga: two days in Greenwich, one here.
            for case, hour in zip(cases[:2], ("2099-12-08T23:30", "2099-12-09T16:00"), strict=True):
                StepPass.objects.filter(case=case).update(due_at=datetime.fromisoformat(hour).replace(tzinfo=UTC))
            StepPass.objects.filter(case=cases[2]).update(due_at=datetime(2099, 12, 9, 3, tzinfo=UTC))
            paused = cases[2]
            lifecycle.pause(case=paused, reason="Menunggu", seen=paused.revision, by=admin, at=paused.opened_at)
        page = enter(salatiga, admin).get("/kantor/hari-tutup/")
        rows = [words_of(row) for row in read(page).select(".rk-list > li")]
        assert "Pilkada 2 langkah terbuka jatuh tempo hari itu; tenggatnya tetap" in rows[0]
        assert "jatuh tempo" not in rows[1]
        assert "Libur nasional dan cuti bersama sampai dengan 2027 sudah dihitung." in words(page)
        assert "Tenggat yang sudah diberikan tetap, juga bila jatuh pada hari yang ditutup kemudian." in words(page)
        assert faults_of(page) == []


def test_all_that_is_wrong_with_the_hours_is_said_at_once(salatiga, admin):
    wrong = {
        "day_0_0_opens": "25.00", "day_0_0_closes": "16.00", "day_1_0_opens": "07.30", "day_1_0_closes": "06.00",
        "day_2_0_opens": "07.30", "day_2_0_closes": "16.00", "day_2_1_opens": "15.00", "day_2_1_closes": "17.00",
    }  # fmt: skip
    answer = enter(salatiga, admin).post("/kantor/jam/", wrong)
    assert answer.status_code == 422
    linked = [link["href"] for link in read(answer).select(".govuk-error-summary a")]
    assert linked == ["#id_day_0_0_opens", "#id_day_1_0_closes", "#id_day_2_1_opens"]
    assert "Selasa: Jam tutup harus sesudah jam buka." in words(answer)
    assert "Tulis jam dari 00.00 sampai 23.59" in words(answer)


class TestDaysThatNeedNoClosing:
    AT = datetime(2026, 11, 22, 3, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            (date(2020, 1, 1), "Tanggal ini sudah lewat."),
            (date(2026, 11, 29), "Kantor sudah tutup setiap hari Minggu."),
            (date(2026, 12, 25), "Sudah libur nasional: Hari Raya Natal."),
        ],
    )
    def test_say_why_and_are_not_recorded(self, salatiga, admin, day, said):
        typed = {"date-day": day.day, "date-month": day.month, "date-year": day.year, "name": "Libur"}
        with time_machine.travel(self.AT, tick=False):
            answer = enter(salatiga, admin).post("/kantor/hari-tutup/", typed)
        assert answer.status_code == 422
        assert said in words(answer)
        assert faults_of(answer) == []
        with in_office(salatiga):
            assert not Closure.objects.exists()

    def test_the_national_ones_of_this_year_and_the_next_can_be_read(self, salatiga, admin):
        page = read(seen(salatiga, admin, "/kantor/hari-tutup/", at=self.AT))
        years = page.find(id="h-nasional").find_parent("section").select("details")
        assert [year.summary.get_text()[:4] for year in years] == ["2026", "2027"]
        assert "Jumat, 25 Desember Hari Raya Natal" in words_of(years[0])
        with_leave = [year for year in years if "belum diketahui" not in words_of(year)]
        assert with_leave == years


def words_of(tag) -> str:
    return " ".join(tag.get_text(" ").split())


class TestOnACase:
    def test_a_step_in_working_days_says_it_beside_its_time(self, salatiga, admin):
        version = take(salatiga, "salatiga/layanan-informasi")
        person = employ(salatiga, "ratna", "*")
        with time_machine.travel(OVER_NEW_YEAR, tick=False):
            case, client = new_case(salatiga, version, person), enter(salatiga, person)
            first = client.get(f"/kasus/{case.pk}/")
            assert SAID not in words(first)
            fill_paper(salatiga, case, "catat-pertanyaan", "formulir-pengaduan")
            assert finish(client, salatiga, case, "catat-pertanyaan").status_code == 303
            page = client.get(f"/kasus/{case.pk}/")
        facts = {words_of(one.dt): words_of(one.dd) for one in read(page).select(".rk-hug .rk-facts > div")}
        assert facts["Waktu baku"] == f"3 hari kerja {SAID}"
        assert faults_of(page) == []

    def test_a_limit_in_working_days_says_it_until_it_is_met(self, salatiga, admin):
        document = to_document(catalogue("salatiga/pengaduan-langsung"))
        document["limits"] = [{**limit, "amount": "P3D", "clock": "working"} for limit in document["limits"]]
        with in_office(salatiga):
            version = adopt(definition=parse(document), at=OPENED)
        with time_machine.travel(OVER_NEW_YEAR, tick=False):
            case = new_case(salatiga, version, admin)
            page = read(enter(salatiga, admin).get(f"/kasus/{case.pk}/"))
            assert SAID in words_of(page.find(id="h-clk").find_parent("section"))
            with in_office(salatiga):
                case.limits.update(met_at=OVER_NEW_YEAR)
            page = read(enter(salatiga, admin).get(f"/kasus/{case.pk}/"))
        assert SAID not in words_of(page.find(id="h-clk").find_parent("section"))
