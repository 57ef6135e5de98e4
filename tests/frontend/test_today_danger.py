"""Hari ini where somebody may be in danger: nothing says that all is done, and a closed day says that it is one."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Closure, OfficeProfile
from accounts.operations import end_staff
from accounts.queries import opening_hours
from cases.models import Case
from cases.office_queries import office_counts
from cases.operations import incidents
from frontend.today.closed import closed_words
from tenants.current import in_office
from tests.frontend.between import between
from tests.frontend.screens import employ, enter, faults_of, read, words
from tests.frontend.test_casework_rows import work_to
from tests.frontend.working import new_case


def at_the_analyst(office, version, holder, *, risk: str) -> Case:
    """A case that `holder` holds and the analyst has the turn of."""
    worker = employ(office, "semua", "*")
    case = new_case(office, version, worker, risk=risk)
    work_to(office, case, worker, "identitas")
    with in_office(office):
        Case.objects.filter(pk=case.pk).update(holder=holder)
    return case


def safety(client) -> str:
    answer = client.get("/")
    assert faults_of(answer) == []
    found = read(answer).select_one("[aria-labelledby=k-safety]")
    return found.get_text(" ", strip=True) if found else ""


def test_who_holds_a_case_of_high_risk_sees_it_while_another_lane_has_the_turn(salatiga, version, sari, client):
    case = at_the_analyst(salatiga, version, sari, risk="high")
    said = safety(client)
    assert f"Kasus {case.number}, menunggu Analis Pengaduan" in said
    assert "Anda pemegangnya" in said
    page = words(client.get("/"))
    assert "Satu hal menyangkut orang yang dalam bahaya atau berisiko tinggi." in page
    assert "Semua giliran Anda sudah selesai" not in page
    assert "Selain yang di atas tidak ada langkah untuk hari ini." in page
    with in_office(salatiga):
        incidents.rate_risk(case=case, risk="low", by=employ(salatiga, "tri", "*"), at=timezone.now())
    assert case.number not in safety(client)


def test_a_case_nobody_holds_any_more_stands_with_the_colleagues(salatiga, version, sari, client):
    leaving = employ(salatiga, "budi", "resepsionis")
    case = at_the_analyst(salatiga, version, leaving, risk="high")
    assert case.number not in safety(client), "budi looks after it"
    with in_office(salatiga):
        end_staff(staff=leaving, by=employ(salatiga, "galih", admin=True), at=timezone.now())
    assert "Tanpa pemegang" in safety(client)


def test_ones_own_turn_is_told_once(salatiga, version, sari, client):
    case = new_case(salatiga, version, sari, risk="high")
    assert safety(client).count("Terima tamu") == 1
    assert f"Kasus {case.number}" not in safety(client)


def test_more_cases_held_ask_no_more_queries(salatiga, version, sari, client):
    def asked() -> int:
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    case = at_the_analyst(salatiga, version, sari, risk="high")
    one = asked()
    for _number in range(3):
        worker = employ(salatiga, f"semua{_number}", "*")
        case = new_case(salatiga, version, worker, risk="high")
        work_to(salatiga, case, worker, "identitas")
        with in_office(salatiga):
            Case.objects.filter(pk=case.pk).update(holder=sari)
    assert asked() == one


def test_a_referral_of_high_risk_is_on_the_line_and_nothing_says_that_all_is_done(salatiga, banyuwangi, monkeypatch):
    noon = timezone.now().astimezone(timezone.get_fixed_timezone(7 * 60)).replace(hour=12, minute=0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    both = between(salatiga, banyuwangi, risk="high")
    referral = both.send(urgency="now", at=noon)
    answer = both.receiver.get("/")
    line = read(answer).select_one("svg.rk-dayline")
    assert line is not None
    assert f"rujukan {referral.number[-4:]}" in line.get_text(" ")
    page = words(answer)
    assert "Selain itu tidak ada tenggat hari ini." in page
    assert read(answer).select_one(".rk-empty") is None


def test_the_head_reads_of_the_office_s_people_at_high_risk_in_counts_that_agree(salatiga, version, sari):
    case = at_the_analyst(salatiga, version, sari, risk="high")
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post="Kepala Dinas")
    answer = enter(salatiga, employ(salatiga, "retno", "kepala-uptd", post="Kepala dinas")).get("/")
    assert "Satu kasus di kantor ini berisiko tinggi." in words(answer)
    assert "Semua giliran Anda sudah selesai" not in words(answer)
    table = read(answer).select_one("[aria-labelledby=k-kantor] table")
    (row,) = [row for row in table.select("tbody tr") if "Analis" in row.th.get_text()]
    assert [cell.get_text() for cell in row.select("td")][:2] == ["1", "1"]
    assert case.number not in answer.content.decode()


def test_lanes_that_add_up_to_more_than_the_steps_say_why(salatiga, version):
    worker = employ(salatiga, "semua", "*")
    case = new_case(salatiga, version, worker)
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post="Kepala Dinas")
        assert not office_counts(at=timezone.now()).shared
    head = enter(salatiga, employ(salatiga, "retno", post="Kepala dinas"))
    assert "Satu langkah dapat menunggu beberapa pelaksana" not in words(head.get("/"))
    from cases.models import StepPass

    with in_office(salatiga):
        StepPass.objects.filter(case=case, status="open").update(lanes=["resepsionis", "analis"])
        counts = office_counts(at=timezone.now())
    assert counts.shared
    assert sum(lane.waiting for lane in counts.lanes) == counts.waiting + 1
    assert "Satu langkah dapat menunggu beberapa pelaksana" in words(head.get("/"))


class TestClosed:
    @pytest.mark.parametrize(
        ("moment", "said"),
        [
            ("2026-11-22T17:27", "Kantor tutup hari ini (Minggu), buka lagi Senin 07.30."),
            ("2026-11-23T17:27", ""),
            ("2026-12-25T09:00", "Kantor tutup hari ini (Hari Raya Natal), buka lagi Senin 07.30."),
            ("2026-11-24T09:00", "Kantor tutup hari ini (Pilkada), buka lagi Kamis 07.30."),
        ],
    )
    def test_why_and_when_it_opens_again(self, salatiga, moment, said):
        with in_office(salatiga), timezone.override("Asia/Jakarta"):
            Closure.objects.bulk_create(
                [Closure(date=date(2026, 11, day), name="Pilkada") for day in (24, 25)],
            )
            zone = timezone.get_current_timezone()
            now = datetime.fromisoformat(moment).replace(tzinfo=zone)
            assert closed_words(hours=opening_hours(), now=now, zone=zone) == said

    def test_it_stands_on_the_page(self, salatiga, client, monkeypatch):
        sunday = datetime.fromisoformat("2026-11-22T17:27:00+07:00")
        monkeypatch.setattr("frontend.today.views.timezone.now", lambda: sunday)
        assert "Kantor tutup hari ini (Minggu), buka lagi Senin" in words(client.get("/"))
