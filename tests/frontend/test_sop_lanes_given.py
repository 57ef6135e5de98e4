"""A lane that is new to the office is given to it and to people at any time, from wherever one misses it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Lane, LaneMembership, OfficeProfile, Staff
from sop_library.drafting.changes import AddPart, SetField, Together
from sop_library.models import Draft
from sop_library.operations import drafts
from sop_library.operations.preparing import new_lanes, prepare_lanes
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, read, take, words


@pytest.fixture
def budi(salatiga) -> Staff:
    """Writes SOPs and administers nothing."""
    take(salatiga, "salatiga/pengaduan-langsung")
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post="Kepala Dinas", head_name="Wulan Sari")
    employ(salatiga, "wulan", post="Kepala Dinas")
    return employ(salatiga, "budi", "*", may_write_sops=True)


@pytest.fixture
def galih(salatiga, budi) -> Client:
    return enter(salatiga, employ(salatiga, "galih", admin=True))


@pytest.fixture
def draft(salatiga, budi) -> Draft:
    """With a lane nobody knows, and a fault besides: a step that leads nowhere."""
    with in_office(salatiga):
        made = drafts.begin(
            document={
                "format": "rangkul-sop/1", "sop": "salatiga/uji", "name": "Uji", "title": "Uji", "service": "mediasi",
                "regency": "33.73", "source": {"document": "Ditulis kantor"}, "columns": [],
                "lanes": {"psikolog": {"label": "Psikolog", "order": 1},
                          "tamu": {"label": "Tamu", "order": 2, "outside": True}},
                "doors": {"datang": {"label": "Datang", "starts": "temui", "order": 1}},
                "steps": [{"key": "temui", "name": "Menemui", "text": "Menemui", "lanes": {"any_of": ["psikolog"]},
                           "time": {"kind": "none"}}],
            },
            slug="uji", name="Uji", service="mediasi", by=budi, at=timezone.now(),
        )  # fmt: skip
        change = Together((SetField("step:temui", "then", "tidak-ada"), AddPart("lane:kosong", {"label": ""})))
        drafts.edit(draft=made, change=change, seen=0, by=budi, at=timezone.now())
        return Draft.objects.get()


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def test_lanes_are_given_while_other_faults_stand_and_only_those_that_people_hold(salatiga, draft, budi) -> None:
    with in_office(salatiga):
        assert new_lanes(draft.document) == {"psikolog": "Psikolog"}
        assert [lane.key for lane in prepare_lanes(draft=draft, by=budi)] == ["psikolog"]
        assert prepare_lanes(draft=draft, by=budi) == []
        assert Lane.objects.get(key="psikolog").label == "Psikolog"
        assert not Lane.objects.filter(key__in=("tamu", "kosong")).exists()


def test_the_submit_page_says_it_and_does_it(salatiga, draft, budi) -> None:
    writer, where = enter(salatiga, budi), at("draft_submit", draft.pk)
    page = writer.get(where)
    assert faults_of(page) == []
    assert "Psikolog" in read(page).find(id="pelaksana").get_text()
    assert "menuju langkah" in words(page), "the other faults are said on the same page"
    lane = f"{at('draft_part', draft.pk, 'pelaksana', 'psikolog')}#pemegang"
    assert read(page).find("a", href=lane)
    assert writer.post(where, {"do": "lanes"})["Location"] == where
    page = writer.get(where)
    assert "Pelaksana ditambahkan: Psikolog." in words(page)
    assert read(page).find(id="pelaksana") is None


def test_a_new_lane_called_as_one_of_the_office_is_pointed_out_before_there_are_two(salatiga, draft, budi) -> None:
    writer, where = enter(salatiga, budi), at("draft_submit", draft.pk)
    assert "Kantor sudah punya pelaksana bernama" not in words(writer.get(where))
    with in_office(salatiga):
        Lane.objects.create(key="ahli-jiwa", label="Psikolog Kantor", short="psikolog.", order=90)
    page = writer.get(where)
    assert faults_of(page) == []
    assert "Kantor sudah punya pelaksana bernama Psikolog." in words(page)


def test_the_panel_of_the_lane_says_who_holds_it_and_gives_it_to_the_office(salatiga, draft, budi, galih) -> None:
    where = at("draft_part", draft.pk, "pelaksana", "psikolog")
    writer = enter(salatiga, budi)
    held = read(writer.get(where)).find(id="pemegang")
    assert "Kantor belum punya pelaksana ini" in held.get_text()
    answer = writer.post(held.form["action"])
    assert (answer.status_code, answer["Location"]) == (303, f"{where}#pemegang")
    held = read(writer.get(where)).find(id="pemegang")
    assert "Belum ada petugas." in held.get_text()
    assert held.a is None
    assert read(galih.get(where)).find(id="pemegang").a["href"] == f"{at('lanes')}#pelaksana-psikolog"
    with in_office(salatiga):
        LaneMembership.objects.create(lane=Lane.objects.get(key="psikolog"), staff=budi)
    assert "Budi" in read(writer.get(where)).find(id="pemegang").get_text()
    outside = read(writer.get(at("draft_part", draft.pk, "pelaksana", "tamu"))).find(id="pemegang")
    assert "tidak perlu dipegang" in outside.get_text()


def test_kantor_pelaksana_takes_the_lanes_of_drafts_and_gives_them_to_people(salatiga, draft, budi, galih) -> None:
    page = galih.get(at("lanes"))
    assert faults_of(page) == []
    asked = read(page).find("form", action=at("lane_take"))
    sent = {field["name"]: field["value"] for field in asked.find_all("input") if field["name"] in ("draft", "lane")}
    assert sent == {"draft": str(draft.pk), "lane": "psikolog"}
    assert galih.post(at("lane_take"), sent)["Location"] == f"{at('lanes')}#pelaksana-psikolog"
    page = read(galih.get(at("lanes")))
    assert page.find("form", action=at("lane_take")) is None
    row = page.find(id="pelaksana-psikolog")
    assert "belum ada petugasnya" in row.get_text()
    before = held_by(salatiga, budi)
    answer = galih.post(row.find("form")["action"], {"staff": str(budi.pk)})
    assert answer["Location"] == f"{at('lanes')}#pelaksana-psikolog"
    assert held_by(salatiga, budi) == before | {"psikolog"}, "what was held before is held still"
    row = read(galih.get(at("lanes"))).find(id="pelaksana-psikolog")
    assert row.find("a", href=at("staff_member", budi.pk))
    assert row.find("option", value=str(budi.pk)) is None
    assert "memegang pelaksana Psikolog" not in words(enter(salatiga, budi).get(at("draft_submit", draft.pk)))


def held_by(salatiga, person: Staff) -> set[str]:
    with in_office(salatiga):
        return set(
            Lane.objects.filter(memberships__staff=person, memberships__ended_at=None).values_list("key", flat=True)
        )


def test_nobody_else_gives_lanes(salatiga, draft, budi) -> None:
    plain, writer = enter(salatiga, employ(salatiga, "tono")), enter(salatiga, budi)
    sent = {"draft": str(draft.pk), "lane": "psikolog"}
    assert writer.post(at("lane_take"), sent).status_code == 403
    assert plain.post(f"{at('draft_part', draft.pk, 'pelaksana', 'psikolog')}kantor/").status_code == 403
    with in_office(salatiga):
        assert not Lane.objects.filter(key="psikolog").exists()


@pytest.mark.parametrize("sent", [{}, {"draft": "x", "lane": "psikolog"}, {"draft": "", "lane": "tidak-ada"}])
def test_what_names_nothing_is_not_found(galih, draft, sent) -> None:
    assert galih.post(at("lane_take"), sent).status_code == 404
    assert galih.post(at("lane_take"), {"draft": str(draft.pk), "lane": "tamu"}).status_code == 404
