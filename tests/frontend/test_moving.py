"""Moving the cases of an SOP on screen: the plan, what it would do, the move, its log, and back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models import Case, Move, StepPass
from cases.operations import moving
from frontend.sops import moving_views
from sop_library.moving import propose
from sop_library.queries import definition_of
from tenants.current import in_office
from tests.cases.driving import drive_on
from tests.cases.moving import changed
from tests.frontend.screens import OPENED, enter, read
from tests.frontend.working import new_case

pytestmark = pytest.mark.django_db
WHY = {"why": "SOP baru dari bupati."}
PAGE = "/sop/pengaduan-langsung/versi/2/pindah/"


@pytest.fixture
def first(version) -> str:
    """The step a case begins at."""
    return definition_of(version).doors["datang"].starts


@pytest.fixture
def cases(salatiga, version, boss, first) -> tuple[Case, Case]:
    """One at its first step, one past it; and a next version that has no such step any more."""
    at_it, past_it = (new_case(salatiga, version, boss) for _ in range(2))

    with in_office(salatiga):
        drive_on(case=past_it, by=boss, at=past_it.opened_at, steps=2)

        def without_first(document):
            place = [step["key"] for step in document["steps"]].index(first)
            del document["steps"][place]
            document["anomalies"], document["narrative"] = [], []
            for door in document["doors"].values():
                door["starts"] = document["steps"][place]["key"] if door["starts"] == first else door["starts"]

        changed(version, without_first, at=OPENED)
    return at_it, past_it


def words(answer) -> str:
    return " ".join(read(answer).get_text(" ").split())


def fields(answer, method: str) -> dict[str, str]:
    """What the form of the page would send."""
    form = read(answer).find("form", method=method, action=PAGE)
    sent = {one["name"]: one.get("value", "") for one in form.find_all("input") if one.get("type") == "hidden"}
    return {name: value for name, value in sent.items() if name != "csrfmiddlewaretoken"} | WHY


def test_it_is_planned_tried_moved_and_taken_back(salatiga, desk, cases, first, version):
    at_it, past_it = cases
    sheet = desk.get("/sop/pengaduan-langsung/")
    assert "2 kasus masih berjalan menurut versi lain." in words(sheet)
    plan = desk.get(PAGE)
    assert [tag["name"] for tag in read(plan).find_all("select")] == [f"langkah-{first}"]

    tried = desk.get(PAGE, {"dari": "1", "periksa": "1"})
    assert "1 kasus pindah, 1 tetap pada versi lama." in words(tried)
    assert "Langkah yang sedang terbuka tidak punya padanan pada versi baru." in words(tried)
    assert read(tried).select_one(f'#hasil a[href="/kasus/{at_it.pk}/"]') is not None
    with in_office(salatiga):
        assert not Move.objects.exists()

    answer = desk.post(PAGE, fields(tried, "post"))
    assert answer.status_code == 303
    log = desk.get(answer["Location"])
    assert "1 kasus dipindah, 1 tetap pada versi lama" in words(log)
    with in_office(salatiga):
        assert [Case.objects.get(pk=one.pk).version.number for one in cases] == [1, 2]
    page = desk.get(f"/kasus/{past_it.pk}/")
    assert "1 langkah dikerjakan menurut versi SOP sebelumnya" in words(page)
    assert definition_of(version).step(first).name in read(page).select_one("#versi-lama").get_text()
    assert "Kasus dipindah dari versi 1 ke versi 2 SOP ini" in words(desk.get(f"/kasus/{past_it.pk}/jejak/"))

    back = desk.post(f"{answer['Location']}kembalikan/", WHY)
    assert back.status_code == 303
    assert "1 dikembalikan" in words(desk.get(back["Location"]))
    with in_office(salatiga):
        assert Case.objects.get(pk=past_it.pk).version == version
    assert "versi-lama" not in desk.get(f"/kasus/{past_it.pk}/").content.decode()
    trail = words(desk.get(f"/kasus/{past_it.pk}/jejak/"))
    assert "Pemindahan dikembalikan: kasus kembali ke versi 1 SOP ini" in trail


def test_a_chosen_counterpart_moves_who_stands_there(salatiga, desk, cases, first):
    at_it, _past_it = cases
    page = desk.get(PAGE)
    to = read(page).find("select", id=f"langkah-{first}").find_all("option")[1]["value"]
    tried = desk.get(PAGE, {"dari": "1", "periksa": "1", f"langkah-{first}": to, "tenggat": "recount"})
    sent = fields(tried, "post")
    assert (sent[f"langkah-{first}"], sent["tenggat"]) == (to, "recount")
    desk.post(PAGE, sent)
    with in_office(salatiga):
        live = StepPass.objects.get(case=at_it, status="open")
        assert (live.step, Case.objects.get(pk=at_it.pk).version.number) == (to, 2)


def test_work_that_went_on_is_named_and_stays(salatiga, desk, cases, boss):
    _at_it, past_it = cases
    answer = desk.post(PAGE, fields(desk.get(PAGE, {"dari": "1", "periksa": "1"}), "post"))
    with in_office(salatiga):
        case = Case.objects.select_related("version__sop").get(pk=past_it.pk)
        drive_on(case=case, by=boss, at=case.opened_at, steps=3)
    desk.post(f"{answer['Location']}kembalikan/", WHY)
    log = desk.get(answer["Location"])
    assert "Tidak dikembalikan" in words(log)
    assert "Sudah dikerjakan sesudah pindah" in words(log)
    with in_office(salatiga):
        assert Case.objects.get(pk=past_it.pk).version.number == 2


def test_a_list_is_cut_after_it_is_known_which_cases_may_be_seen(monkeypatch):
    keys = [uuid4() for _number in range(5)]
    monkeypatch.setattr(moving_views, "SHOWN", 1)
    lines = moving_views.named([(key, f"K-{place}", "") for place, key in enumerate(keys)], visible=set(keys[3:]))
    assert [(one.number, one.key) for one in lines] == [
        ("K-3", keys[3]), ("dan 1 kasus lagi", None), ("3 kasus yang tidak Anda tangani", None),
    ]  # fmt: skip


def test_one_that_runs_says_so_and_goes_on(salatiga, desk, cases, version, boss):
    with in_office(salatiga):
        newer = version.sop.versions.get(number=2)
        plan = propose(definition_of(version), definition_of(newer))
        begun = moving.begin(of=version, to=newer, plan=plan, why="Sesuai SOP baru.", by=boss, at=OPENED)
    assert desk.get(PAGE)["Location"] == f"/sop/pindah/{begun.pk}/"
    log = desk.get(f"/sop/pindah/{begun.pk}/")
    assert "2 menunggu giliran" in words(log)
    assert read(log).select_one("#keadaan[hx-get]") is not None
    desk.post(f"/sop/pindah/{begun.pk}/lanjut/")
    after = desk.get(f"/sop/pindah/{begun.pk}/")
    assert "menunggu giliran" not in words(after)
    assert read(after).select_one("#keadaan[hx-get]") is None


def test_what_the_move_itself_would_make_late_is_said_first(salatiga, desk, version, boss):
    new_case(salatiga, version, boss, at=timezone.now() - timedelta(minutes=2))

    def shorter(document):
        for step in document["steps"]:
            step["time"] = {"printed": "1 menit", "kind": "max", "amount": "PT1M"}

    with in_office(salatiga):
        changed(version, shorter, at=OPENED)
    tried = desk.get(PAGE, {"dari": "1", "periksa": "1", "tenggat": "recount"})
    assert "1 tenggat langsung lewat waktu begitu kasusnya dipindah." in words(tried)
    assert [tag.get_text(strip=True) for tag in read(tried).select("#hasil .rk-tag--late")] == ["langsung lewat waktu"]
    kept = desk.get(PAGE, {"dari": "1", "periksa": "1", "tenggat": "keep"})
    assert "langsung lewat waktu" not in words(kept)


def test_one_that_runs_is_stopped(salatiga, desk, cases, version, boss, sari):
    with in_office(salatiga):
        newer = version.sop.versions.get(number=2)
        plan = propose(definition_of(version), definition_of(newer))
        begun = moving.begin(of=version, to=newer, plan=plan, why="Sesuai SOP baru.", by=boss, at=OPENED)
    stop = f"/sop/pindah/{begun.pk}/hentikan/"
    log = desk.get(f"/sop/pindah/{begun.pk}/")
    assert read(log).select_one(f'form[action="{stop}"] button') is not None
    assert enter(salatiga, sari).post(stop).status_code == 403
    assert desk.post(stop)["Location"] == f"/sop/pindah/{begun.pk}/"
    after = desk.get(f"/sop/pindah/{begun.pk}/")
    assert "0 kasus dipindah, 2 tetap pada versi lama" in words(after)
    assert "Pemindahan dihentikan sebelum sampai kasus ini." in words(after)
    assert desk.get(PAGE).status_code == 200
    with in_office(salatiga):
        assert {Case.objects.get(pk=one.pk).version for one in cases} == {version}


def test_a_page_sent_twice_moves_no_other_versions_cases(salatiga, desk, version, boss):
    one = new_case(salatiga, version, boss)
    with in_office(salatiga):
        second = changed(version, lambda document: document.update(title="DUA"), at=OPENED)
    two = new_case(salatiga, second, boss)
    with in_office(salatiga):
        changed(version, lambda document: document.update(title="TIGA"), at=OPENED)
    page, sent = "/sop/pengaduan-langsung/versi/3/pindah/", {"dari": "1", "tenggat": "keep", "tutup": "hold", **WHY}
    assert desk.post(page, sent).status_code == 303
    again = desk.post(page, sent)
    assert (again.status_code, "Sudah tidak ada kasus pada versi itu" in words(again)) == (409, True)
    assert desk.get(page, {**sent, "periksa": "1"}).status_code == 409
    assert desk.post(page, {"tenggat": "keep"}).status_code == 409
    with in_office(salatiga):
        assert [Case.objects.get(pk=case.pk).version.number for case in (one, two)] == [3, 2]


def test_nothing_to_move_is_said(desk, version):
    assert "Tidak ada yang perlu dipindah" in words(desk.get("/sop/pengaduan-langsung/versi/1/pindah/"))


def test_only_who_oversees_the_office_comes_here(salatiga, cases, sari):
    client = enter(salatiga, sari)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"dari": "1"}).status_code == 403
    assert "masih berjalan menurut versi lain" not in words(client.get("/sop/pengaduan-langsung/"))
