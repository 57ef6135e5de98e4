"""A move is found again: the SOP's history tells it and how it was taken back, also once the SOP is retired."""

import pytest
from django.utils import timezone

from cases.models import Case
from cases.operations import moving
from frontend.sops.moves_told import moves_told
from sop_library.models import Sop
from sop_library.moving import propose
from sop_library.queries import definition_of
from tenants.current import in_office
from tests.cases.driving import drive_on
from tests.cases.moving import changed, take_back
from tests.frontend.screens import OPENED, employ, enter, read, words
from tests.frontend.working import new_case

pytestmark = pytest.mark.django_db
HISTORY = "/sop/pengaduan-langsung/riwayat/"


@pytest.fixture
def moved(salatiga, version, boss):
    """Two cases at their first step, moved to the next version."""
    cases = [new_case(salatiga, version, boss) for _ in range(2)]
    with in_office(salatiga):
        newer = changed(version, lambda document: document.update(note="Versi berikutnya."), at=OPENED)
        plan = propose(definition_of(version), definition_of(newer))
        begun = moving.begin(of=version, to=newer, plan=plan, why="Sesuai SOP baru.", by=boss, at=timezone.now())
        moving.run(move=begun, now=timezone.now)
    return begun, cases


def work_on(case: Case, *, by) -> None:
    now_on = Case.objects.select_related("version__sop").get(pk=case.pk)
    drive_on(case=now_on, by=by, at=timezone.now())


def test_the_history_tells_a_move_and_leads_to_its_page_also_of_a_retired_sop(salatiga, desk, moved, sari):
    begun, _cases = moved
    page = f"/sop/pindah/{begun.pk}/"
    said = words(desk.get(HISTORY))
    assert "2 kasus dipindah dari versi 1 ke versi 2" in said
    assert "Boss Sesuai SOP baru." in said, "who and why"
    assert "Dikembalikan" not in said
    with in_office(salatiga):
        Sop.objects.filter(pk=begun.sop_id).update(retired_at=timezone.now())
    assert read(desk.get(HISTORY)).select_one(f'a[href="{page}"]') is not None
    assert read(desk.get(page)).select_one(f'a[href="{HISTORY}"]') is not None
    assert read(desk.get(page)).select_one(f'form[action="{page}kembalikan/"]') is not None
    hers = enter(salatiga, sari).get(HISTORY)
    assert "2 kasus dipindah dari versi 1 ke versi 2" in words(hers)
    assert read(hers).select_one(f'a[href="{page}"]') is None


def test_the_history_tells_who_took_how_many_back(salatiga, desk, moved, boss):
    begun, (one, _two) = moved
    with in_office(salatiga):
        work_on(one, by=boss)
    other = employ(salatiga, "kembali", admin=True)
    with in_office(salatiga):
        take_back(begun, by=other, at=timezone.now())
    said = words(desk.get(HISTORY))
    assert "2 kasus dipindah dari versi 1 ke versi 2" in said
    assert "Dikembalikan: 1 kasus" in said
    back = said.partition("Dikembalikan: 1 kasus")[2].partition("Buka pemindahan")[0]
    assert back.strip().endswith("Kembali Keliru."), "who and why"


def test_a_move_that_no_case_can_come_back_from_offers_no_way_back(salatiga, desk, moved, boss):
    begun, (one, two) = moved
    page = f"/sop/pindah/{begun.pk}/"
    back = f'form[action="{page}kembalikan/"]'
    with in_office(salatiga):
        work_on(one, by=boss)
    assert read(desk.get(page)).select_one(back) is not None
    desk.post(f"{page}kembalikan/", {"why": "Keliru."})
    with in_office(salatiga):
        assert Case.objects.get(pk=two.pk).version.number == 1
    after = desk.get(page)
    assert "1 dikembalikan" in words(after)
    assert read(after).select_one(back) is None


def test_what_is_told_of_moves_takes_as_many_queries_for_many(
    salatiga, version, desk, moved, boss, django_assert_num_queries
):
    begun, _cases = moved
    with in_office(salatiga):
        take_back(begun, by=boss, at=timezone.now())
        again = moving.begin(
            of=version, to=begun.to, plan=propose(definition_of(version), definition_of(begun.to)), why="Lagi.",
            by=boss, at=timezone.now(),
        )  # fmt: skip
        moving.run(move=again, now=timezone.now)
        sop = begun.sop
        with django_assert_num_queries(2):
            told = moves_told(sop)
    assert [(one.move.pk, one.went, len(one.back)) for one in told] == [(again.pk, 2, 0), (begun.pk, 2, 1)]
