"""Hari ini: whose turn it is, in words, and a number of queries that stays the same."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import OfficeProfile
from cases.models import StepPass
from cases.operations import incidents, lifecycle, opening, reports
from cases.operations.reports import ReportData
from frontend.casework.wording import number_words
from frontend.today.board import Board, Group, Task
from frontend.today.dayline import day_line
from frontend.today.lengths import hours_words
from frontend.today.sentences import sentence
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, take, words
from tests.frontend.test_casework_rows import work_to
from tests.frontend.working import NAME, VICTIM, new_case, open_pass

MIDDAY = (12, 0)


def due(office, case, moment) -> None:
    """Let the open step of a case be due at a moment (None: no deadline)."""
    row = open_pass(office, case)
    with in_office(office):
        StepPass.objects.filter(pk=row.pk).update(due_at=moment)


@pytest.fixture
def nine(monkeypatch):
    """The clock stands at nine in Salatiga: today has room on both sides, and a login at midnight still holds."""
    moment = timezone.now().astimezone(timezone.get_fixed_timezone(7 * 60)).replace(hour=9, minute=0)
    monkeypatch.setattr("frontend.today.views.timezone.now", lambda: moment)
    return moment


def test_an_empty_day_says_so_in_one_sentence(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Tidak ada langkah untuk hari ini" in words(answer)
    assert "Semua giliran Anda sudah selesai." in words(answer)
    assert "Tidak ada laporan yang menunggu." in words(answer)
    assert faults_of(answer) == []


def test_who_has_no_lane_is_told_that_and_not_that_all_is_done(salatiga, version):
    answer = enter(salatiga, employ(salatiga, "baru")).get("/")
    assert "Anda belum ditetapkan sebagai pelaksana" in words(answer)
    assert "Semua giliran Anda sudah selesai." not in words(answer)
    assert "Bagi tugas ke rekan" not in words(answer)
    assert faults_of(answer) == []


def test_steps_stand_in_the_groups_of_the_day_and_a_sentence_counts_them(salatiga, version, sari, client, nine):
    hours = [-3, -1, 1, 2, 3, 4, 5, 30, None]
    for hour in hours:
        case = new_case(salatiga, version, sari)
        due(salatiga, case, None if hour is None else nine + timedelta(hours=hour))
    answer = client.get("/")
    page = words(answer)
    assert "Tujuh langkah menunggu Anda hari ini. Dua sudah lewat waktu, jadi mulai dari sana." in page
    headings = [tag.get_text() for tag in read(answer).select(".rk-group-h h2")]
    assert headings == ["Lewat waktu", "Hari ini", "Besok dan lusa", "Tanpa tenggat", "Laporan baru"]
    assert "Lewat 3 jam" in page
    assert "Sebelum 10.00" in page
    assert "Besok, 15.00" in page
    assert len(read(answer).select(".rk-tasks li")) == len(hours)
    assert faults_of(answer) == []


def test_where_somebody_may_be_in_danger_stands_above_what_is_late(salatiga, version, sari, client, nine):
    at_risk, rests = (new_case(salatiga, version, sari, risk="high") for _number in range(2))
    late = new_case(salatiga, version, sari)
    due(salatiga, at_risk, nine + timedelta(hours=3))
    due(salatiga, late, nine - timedelta(hours=3))
    with in_office(salatiga):
        reports.receive(data=ReportData(channel="telepon", in_danger=True), by=sari, at=timezone.now())
        again = timezone.localdate() + timedelta(days=3)
        lifecycle.pause(
            case=rests, reason="Ibu pergi sebentar", look_again_on=again, by=sari, at=timezone.now()
        )  # fmt: skip
    answer = client.get("/")
    page = read(answer)
    first = page.select_one("#hari-ini > section")
    assert first["aria-labelledby"] == "k-safety"
    assert [tag.get_text() for tag in first.select(".rk-tag--danger")] == [
        "Dalam bahaya", "Risiko tinggi", "Risiko tinggi",
    ]  # fmt: skip
    said = words(answer)
    assert f"Kasus {rests.number} dijeda" in said
    assert "Tiga hal menyangkut orang yang dalam bahaya atau berisiko tinggi. Mulai dari sana." in said
    assert "Dua langkah menunggu Anda hari ini, satu sudah lewat waktu." in said
    assert at_risk.number not in page.select_one("[aria-labelledby=k-late]").get_text()
    assert faults_of(answer) == []


def test_danger_told_and_not_yet_rated_is_said_on_the_step(salatiga, version, sari, client):
    with in_office(salatiga):
        told = reports.receive(data=ReportData(channel="datang", in_danger=True), by=sari, at=timezone.now())
        case = opening.open_case(
            report=told, version=version, door="datang", victims=[VICTIM], reporter_is_victim=True, by=sari,
            at=timezone.now(),
        )  # fmt: skip
    mark = read(client.get("/")).select_one(".rk-safety .rk-tasks .rk-tag--danger")
    assert mark.get_text() == "Dalam bahaya saat melapor"
    with in_office(salatiga):
        incidents.rate_risk(case=case, risk="medium", by=sari, at=timezone.now())
    assert read(client.get("/")).select_one(".rk-safety") is None


def test_a_paused_case_is_not_lost_to_who_holds_it(salatiga, version, sari, client):
    case = new_case(salatiga, version, sari)
    with in_office(salatiga):
        lifecycle.pause(case=case, reason="Ibu pergi sebentar", by=sari, at=timezone.now())
    quiet = read(client.get("/")).select_one("[aria-labelledby=k-dijeda]")
    assert case.number in quiet.get_text()


def test_the_head_sees_how_the_office_stands_in_counts(salatiga, version, sari, client, nine):
    case = new_case(salatiga, version, sari, risk="high")
    due(salatiga, case, nine - timedelta(hours=1))
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post="Kepala Dinas")
    head = enter(salatiga, employ(salatiga, "retno", post="Kepala dinas"))
    answer = head.get("/")
    office = read(answer).select_one("[aria-labelledby=k-kantor]").get_text(" ", strip=True)
    assert "Langkah lewat waktu 1 dari 1" in office
    assert "Risiko tinggi 1" in office
    assert case.number not in words(answer)
    assert faults_of(answer) == []
    assert read(client.get("/")).select_one("[aria-labelledby=k-kantor]") is None


def test_an_admin_without_a_lane_is_not_told_that_all_is_done(salatiga, version, sari):
    with in_office(salatiga):
        reports.receive(data=ReportData(channel="telepon"), by=sari, at=timezone.now())
    admin = enter(salatiga, employ(salatiga, "galih", admin=True))
    answer = admin.get("/")
    assert "Anda tidak memegang peran pelaksana" in words(answer)
    assert "Laporan menunggu 1" in read(answer).select_one("[aria-labelledby=k-kantor]").get_text(" ", strip=True)
    for untrue in ("Tidak ada laporan yang menunggu", "Semua giliran Anda", "Minta admin kantor"):
        assert untrue not in words(answer)
    listed = words(admin.get("/laporan/"))
    assert "Semua laporan sudah menjadi kasus" not in listed
    assert "Satu laporan menunggu pelaksananya" in listed
    for path in ("/laporan/", "/kasus/", "/setelan/"):
        assert "Minta admin kantor" not in words(admin.get(path)), path


def test_the_day_line_says_its_times_to_those_who_do_not_see_it(salatiga, version, sari, client, nine):
    due(salatiga, new_case(salatiga, version, sari), nine + timedelta(hours=1))
    line = read(client.get("/")).select_one("svg.rk-dayline")
    assert line["role"] == "img"
    assert line["aria-label"] == "Tenggat hari ini pukul 10.00. Sekarang pukul 09.00."


def test_a_day_without_deadlines_has_no_line_and_no_ring_that_counts(salatiga, version, sari, client, nine):
    due(salatiga, new_case(salatiga, version, sari), None)
    answer = client.get("/")
    assert read(answer).select_one("svg.rk-dayline") is None
    assert "Tidak ada tenggat hari ini. Satu langkah tanpa tenggat bisa Anda lanjutkan." in words(answer)
    assert read(answer).select_one(".rk-tasks .rk-ring .a") is None


def test_everything_late_is_said_without_alarm(salatiga, version, sari, client, nine):
    due(salatiga, new_case(salatiga, version, sari), nine - timedelta(minutes=12))
    assert "Satu langkah menunggu Anda dan sudah lewat waktu. Mulai dari sana." in words(client.get("/"))


def test_only_those_whose_turn_it_is_see_a_step(salatiga, version, sari, client):
    new_case(salatiga, version, sari)
    assert "Terima tamu" in words(client.get("/"))
    analis = enter(salatiga, employ(salatiga, "ratna", "analis"))
    assert "Tidak ada langkah untuk hari ini" in words(analis.get("/"))


def test_no_name_stands_in_the_list(salatiga, version, sari, client):
    new_case(salatiga, version, sari)
    assert NAME not in client.get("/").content.decode()


def test_waiting_reports_stand_beside_the_steps(salatiga, sari, client):
    with in_office(salatiga):
        data = ReportData(
            channel="telepon", anonymous=True, sex="P", age_band="A13_17", kinds=("PSIKIS",), place="33.73"
        )
        report = reports.receive(data=data, by=sari, at=timezone.now())
    answer = client.get("/")
    assert report.code in words(answer)
    assert "Telepon, tanpa nama" in words(answer)
    assert "Anak perempuan, 13\N{EN DASH}17 tahun · Psikis · kejadian di Kota Salatiga" in words(answer)
    assert "1 menunggu" in words(answer)


def test_a_lane_has_the_colour_it_has_on_the_page_of_the_case(salatiga, version):
    information = take(salatiga, "salatiga/layanan-informasi")
    semua = employ(salatiga, "semua", "*")
    new_case(salatiga, information, semua)
    for step in ("identitas", "gambaran"):
        work_to(salatiga, new_case(salatiga, version, semua), semua, step)
    client = enter(salatiga, semua)
    rows = read(client.get("/")).select(".rk-tasks > li:has(.rk-lane)")
    named = set()
    for row in rows:
        dot = row.select_one(".rk-lane")
        page = read(client.get(row.find("a")["href"].partition("#")[0]))
        legend = {tag.get_text(): tag["class"] for tag in page.select(".rk-key .rk-lane")}
        assert dot["class"] == legend[dot.get_text()]
        named.add((dot.get_text(), " ".join(dot["class"])))
    assert len(named) > 2, named


def queries(client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get("/").status_code == 200
    return len(captured)


def test_more_rows_ask_no_more_queries(salatiga, version, sari, client):
    for _number in range(2):
        new_case(salatiga, version, sari)
    client.get("/")
    few = queries(client)
    for _number in range(10):
        new_case(salatiga, version, sari)
    assert queries(client) == few
    assert few == 21  # two of them: what a step proposed to another office and nobody sent; what other offices told


def test_htmx_gets_the_changing_part_and_the_sentence(salatiga, version, sari, client):
    new_case(salatiga, version, sari)
    answer = client.get("/", headers={"hx-request": "true"})
    page = read(answer)
    assert page.html is None
    assert page.find(id="hari-ini")
    assert page.find(id="kalimat")["hx-swap-oob"] == "true"
    assert page.find(id="pukul")["hx-swap-oob"] == "true"


def test_the_other_office_sees_none_of_it(salatiga, banyuwangi, version, sari, client):
    new_case(salatiga, version, sari)
    take(banyuwangi, "banyuwangi/p2tp2a")
    theirs = enter(banyuwangi, employ(banyuwangi, "wayan", "*"))
    assert "Tidak ada langkah untuk hari ini" in words(theirs.get("/"))


def test_who_is_not_logged_in_is_sent_to_the_login(salatiga):
    assert enter(salatiga).get("/")["Location"].startswith("/masuk/")


def test_other_methods_are_refused(client):
    assert client.put("/").status_code == 405


@pytest.mark.parametrize(("count", "said"), [(0, "nol"), (1, "satu"), (10, "sepuluh"), (11, "11")])
def test_counts_up_to_ten_are_words(count, said):
    assert number_words(count) == said


@pytest.mark.parametrize(("minutes", "said"), [(45, "45 menit"), (60, "1 jam"), (100, "1 jam 40 menit")])
def test_sums_of_minutes(minutes, said):
    assert hours_words(minutes) == said


def task(minute: int, nine) -> Task:
    due_at = nine + timedelta(minutes=minute)
    from frontend.marks import due as mark

    shown = mark(due_at=due_at, now=nine, zone=nine.tzinfo, opened_at=nine - timedelta(hours=1))
    case = type("Numbered", (), {"number": "SLT-26-0187"})()
    return Task(key="", due_at=due_at, case=case, name="", place="", lane="", lane_number=1, due=shown, minutes=10)


def test_moments_too_close_to_tell_apart_share_a_dot(nine):
    line = day_line(tasks=[task(5, nine), task(9, nine), task(200, nine)], hours=(7, 16), now=nine, zone=nine.tzinfo)
    assert [dot.label for dot in line.dots] == ["2 kasus", "0187"]
    assert line.ticks[0].label == "07.00"


def test_sixty_steps_due_at_once_are_one_dot_and_one_time(nine):
    line = day_line(tasks=[task(5, nine)] * 60, hours=None, now=nine, zone=nine.tzinfo)
    assert len(line.dots) == 1
    assert line.sentence == "Tenggat hari ini pukul 09.05. Sekarang pukul 09.00."


def test_a_sum_of_times_is_said_only_where_every_step_has_one(nine):
    known, unknown = task(5, nine), task(6, nine)
    object.__setattr__(unknown, "minutes", None)
    assert Group("today", "", (known, known)).summary == "2 langkah, sekitar 20 menit"
    assert Group("today", "", (known, unknown)).summary == "2 langkah"
    assert Board((Group("today", "", (known,)),)).count("late", "today") == 1


def test_all_late_beside_a_danger_is_counted_once(nine):
    late = tuple(task(-5 * n, nine) for n in range(1, 8))
    said = sentence(Board((Group("late", "", late),)), reports_in_danger=1)
    assert said.endswith(" Tujuh langkah menunggu Anda hari ini, semuanya sudah lewat waktu.")
    assert sentence(Board((Group("late", "", late[:1]),)), reports_in_danger=1).endswith(
        " Satu langkah menunggu Anda hari ini dan sudah lewat waktu."
    )


@pytest.mark.parametrize("hour", [7, 12, 15])
@pytest.mark.parametrize("first", [-4, 0, 2, 5, 30])
@pytest.mark.parametrize("apart", [1, 7, 20, 35, 57, 62])
def test_labels_of_the_day_line_touch_neither_each_other_nor_the_present_nor_the_edge(nine, hour, first, apart):
    now = nine.replace(hour=hour, minute=50)
    tasks = [task(first + n * apart, now) for n in range(4)]
    line = day_line(tasks=tasks, hours=(7, 16), now=now, zone=nine.tzinfo)
    spans = []
    for dot in line.dots:
        width = 6.5 * len(dot.label)
        left = dot.label_x - {"start": 0, "middle": width / 2, "end": width}[dot.anchor]
        spans.append((left, left + width))
        assert not left < line.now_x < left + width
        assert left >= 0
        assert left + width <= 1000
    assert all(before[1] < after[0] for before, after in pairwise(spans)), spans
