"""A move and its way back ask why: nothing typed is lost on a fault, and who reads the move reads the reason."""

import pytest
from django.utils import timezone

from cases.models import Case, Move
from cases.operations import moving, moving_back
from frontend.sops import moving_views
from sop_library.moving import propose
from sop_library.queries import definition_of
from tenants.current import in_office
from tests.cases.moving import changed, move_all
from tests.frontend.screens import OPENED, enter, faults_of, read
from tests.frontend.test_moving import PAGE, WHY, words
from tests.frontend.working import new_case

pytestmark = pytest.mark.django_db
SENT = {"dari": "1", "tenggat": "recount", "tutup": "allow"}


@pytest.fixture
def cases(salatiga, version, boss):
    """Three at their first step, and the next version."""
    made = [new_case(salatiga, version, boss) for _ in range(3)]
    with in_office(salatiga):
        changed(version, lambda document: document.update(note="Versi berikutnya."), at=OPENED)
    return made


def test_without_a_reason_nothing_moves_and_the_page_is_as_it_was_sent(salatiga, desk, cases):
    answer = desk.post(PAGE, {**SENT, "why": "  "})
    assert (answer.status_code, faults_of(answer)) == (422, [])
    page = read(answer)
    assert [box["id"] for box in page.select("input[name=tenggat][checked]")] == ["tenggat-recount"]
    assert "3 kasus pindah, 0 tetap pada versi lama." in words(answer)
    assert page.select_one(".govuk-error-summary a[href='#id_why']") is not None
    with in_office(salatiga):
        assert not Move.objects.exists()


def test_words_stay_on_a_page_that_is_refused(salatiga, desk, cases):
    long = "Alasan yang panjang. " * 200
    (kept,) = read(desk.post(PAGE, {**SENT, "why": long})).select("textarea[name=why]")
    assert long.strip() in kept.get_text()
    with in_office(salatiga):
        assert not Move.objects.exists()


def test_the_reasons_are_kept_and_shown(salatiga, desk, cases):
    log = desk.post(PAGE, {**SENT, **WHY})["Location"]
    assert WHY["why"] in words(desk.get(log))
    missed = desk.post(f"{log}kembalikan/", {"why": ""})
    assert (missed.status_code, faults_of(missed)) == (422, [])
    with in_office(salatiga):
        assert Move.objects.get().state == "done"
    assert desk.post(f"{log}kembalikan/", {"why": "Bupati menundanya."}).status_code == 303
    after = words(desk.get(log))
    assert WHY["why"] in after
    assert "Bupati menundanya." in after
    assert "3 dikembalikan" in after


def test_while_another_move_runs_neither_a_plan_nor_a_way_back_is_lost_without_a_word(
    salatiga, desk, cases, version, boss
):  # fmt: skip
    with in_office(salatiga):
        second = version.sop.versions.get(number=2)
        first = move_all(version, second, by=boss, at=OPENED)
        third = changed(second, lambda document: document.update(note="Versi ketiga."), at=OPENED)
        plan = propose(definition_of(second), definition_of(third))
        running = moving.begin(of=second, to=third, plan=plan, why="Lagi.", by=boss, at=OPENED)
    refused = desk.post(f"/sop/pindah/{first.pk}/kembalikan/", {"why": "Bupati menundanya."})
    assert (refused.status_code, faults_of(refused)) == (422, [])
    page = read(refused)
    assert "Bupati menundanya." in page.select_one("textarea[name=why]").get_text()
    assert page.select_one(".govuk-error-summary") is not None
    sent = desk.post(PAGE, {**SENT, **WHY})
    assert sent["Location"] == f"/sop/pindah/{running.pk}/"
    assert "Rencana Anda belum dijalankan" in words(desk.get(sent["Location"]))
    with in_office(salatiga):
        assert Move.objects.count() == 2


def test_the_way_back_goes_on_in_the_background_and_is_seen_to(salatiga, desk, cases, version, boss, monkeypatch, sari):
    sent = []
    monkeypatch.setattr(moving_views, "AT_ONCE", -1)
    monkeypatch.setattr(moving_views, "hint", lambda task, whom: sent.append(task.name))
    for module in ("moving", "moving_back"):
        monkeypatch.setattr(f"cases.operations.{module}.CHUNK", 1)
    with in_office(salatiga):
        newer = version.sop.versions.get(number=2)
        move = move_all(version, newer, by=boss, at=OPENED)
    log = f"/sop/pindah/{move.pk}/"
    assert enter(salatiga, sari).post(f"{log}kembalikan/", WHY).status_code == 403
    assert desk.post(f"{log}kembalikan/", WHY).status_code == 303
    assert sent == ["cases.carry_moves"]
    half = desk.get(log)
    assert "sedang dikembalikan" in words(half)
    assert "2 menunggu giliran, 1 dikembalikan" in words(half)
    assert read(half).select_one("#keadaan[hx-get]") is not None
    assert read(half).select_one(f'form[action="{log}kembalikan/"]') is None
    assert desk.get(PAGE)["Location"] == log
    assert desk.post(f"{log}kembalikan/", {"why": "Ditekan lagi."}).status_code == 303, "pressed twice"
    with in_office(salatiga):
        assert [one.why for one in move.backs.all()] == [WHY["why"]]
    desk.post(f"{log}lanjut/")
    desk.post(f"{log}lanjut/")
    desk.post(f"{log}lanjut/")
    after = desk.get(log)
    assert "3 dikembalikan" in words(after)
    assert read(after).select_one("#keadaan[hx-get]") is None
    with in_office(salatiga):
        assert {one.version.number for one in Case.objects.all()} == {1}


def test_stopped_on_its_way_back_the_rest_stays_and_can_come_back_later(salatiga, desk, cases, version, boss):
    with in_office(salatiga):
        move = move_all(version, version.sop.versions.get(number=2), by=boss, at=OPENED)
        moving_back.begin_back(move=move, why="Keliru.", by=boss, at=timezone.now())
    log = f"/sop/pindah/{move.pk}/"
    assert "Bila dihentikan, kasus yang belum kembali tetap pada versi baru" in words(desk.get(log))
    assert desk.post(f"{log}hentikan/").status_code == 303
    after = desk.get(log)
    assert "3 kasus dipindah" in words(after)
    assert read(after).select_one(f'form[action="{log}kembalikan/"]') is not None
