"""An SOP that starts others: what is kept with its version, what keeps it from being published, and what follows."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Lane, LaneMembership, OfficeProfile, Staff
from sop_library.calling import DEEPEST, MOST_STEPS, newer_called
from sop_library.definition import Definition, content_hash, parse, to_document
from sop_library.drafting.changes import SetField
from sop_library.models import Sop, SopVersion
from sop_library.operations import drafts, publishing
from sop_library.operations.adopting import NotRunHere, adopt
from sop_library.operations.retiring import retire
from sop_library.queries import definition_of, sheet_definition_of
from sop_library.refusals import NotYet, Refused
from sop_library.standing import faults_before_publishing
from sop_library.writing import to_yaml
from tests.sop_library.sheets import sop, step
from tests.sop_library.test_publishing import NOW, POST, approve, submit

DOORS = {
    "datang": {"label": "Datang", "starts": "a", "order": 1},
    "panggilan": {"label": "Dipanggil", "starts": "a", "called": True, "order": 2},
}


def calling(name: str, *subs: dict[str, Any], steps: int = 1, **fields: Any) -> Definition:
    """An SOP that another may call, and that starts `subs`."""
    rows = [step(key) for key in ["a", *(f"a{number}" for number in range(1, steps))]]
    rows += [
        step("b", kind="sub_sop", sub=[{"key": f"s{place}", "label": "S", **sub} for place, sub in enumerate(subs)])
    ] if subs else []  # fmt: skip
    return sop(*rows, sop=f"contoh/{name}", service=name, name=name.title(), doors=DOORS, **fields)


@pytest.fixture
def office(salatiga, in_office):
    with in_office(salatiga):
        OfficeProfile.objects.update(head_post=POST, head_name="Dra. Wulan Sari")
        yield salatiga


@pytest.fixture
def head(office) -> Staff:
    return Staff.objects.create_user("wulan", name="Wulan Sari", post="kepala dinas ")


@pytest.fixture
def sari(office) -> Staff:
    return Staff.objects.create_user("sari", name="Sari", may_write_sops=True)


def hold(staff: Staff) -> None:
    LaneMembership.objects.bulk_create(LaneMembership(lane=lane, staff=staff) for lane in Lane.objects.all())


def drafted(version: SopVersion, by: Staff, note: str = "Baru") -> Any:
    sheet = sheet_definition_of(version)
    made = drafts.begin(
        document=to_document(sheet), slug=version.sop.slug, name=sheet.name, service=sheet.service, sop=version.sop,
        base=version, base_hash=version.content_hash, origin=version.origin, by=by, at=NOW,
    )  # fmt: skip
    drafts.edit(draft=made, change=SetField("sop", "note", note), seen=0, by=by, at=NOW)
    made.refresh_from_db()
    return made


def test_a_version_keeps_every_sop_its_cases_may_come_into_and_its_hash_names_them(office):
    third = adopt(definition=calling("tiga"), at=NOW)
    second = adopt(definition=calling("dua", {"service": "tiga"}), at=NOW)
    first = adopt(definition=calling("satu", {"sop": "contoh/dua"}, {"sop": "contoh/tiga"}), at=NOW)
    kept = first.definition["called"]
    assert {key: (one["version"], one["hash"]) for key, one in kept.items()} == {
        "contoh/dua": (1, second.content_hash), "contoh/tiga": (1, third.content_hash),
    }  # fmt: skip
    assert kept["contoh/dua"]["document"] == sheet_definition_of(second).document
    assert first.content_hash == content_hash(first.definition)
    assert "called" not in third.definition
    assert definition_of(third) is sheet_definition_of(third)


def test_the_sheet_people_read_change_and_carry_away_knows_nothing_of_what_is_kept(office):
    adopt(definition=calling("dua"), at=NOW)
    version = adopt(definition=calling("satu", {"sop": "contoh/dua"}), at=NOW)
    sheet = sheet_definition_of(version)
    assert sheet.document == calling("satu", {"sop": "contoh/dua"}).document
    assert "\ncalled:" not in to_yaml(sheet.document)
    assert version.base_hash == content_hash(sheet.document)  # by which the library knows it


def test_one_that_is_not_here_yet_says_which_to_take_first_and_leaves_nothing(office):
    with pytest.raises(NotRunHere, match=r"contoh/dua.*Ambil atau sahkan dulu"):
        adopt(definition=calling("satu", {"sop": "contoh/dua"}), at=NOW)
    assert not Sop.objects.exists()
    with pytest.raises(NotRunHere, match="memanggil “dua”"):
        adopt(definition=calling("satu", {"service": "dua"}), at=NOW)


def test_one_without_a_door_for_it_and_a_circle_are_refused(office):
    adopt(definition=calling("dua"), at=NOW)
    with pytest.raises(NotRunHere, match="tidak ada di sana"):
        adopt(definition=calling("satu", {"sop": "contoh/dua", "door": "belakang"}), at=NOW)
    adopt(definition=calling("satu", {"sop": "contoh/dua"}), at=NOW)
    with pytest.raises(NotRunHere, match="memanggil SOP ini lagi"):
        adopt(definition=calling("dua", {"sop": "contoh/satu"}), at=NOW + timedelta(hours=1))


def test_a_newer_one_changes_nothing_until_the_one_that_starts_it_is_approved_again(office, head, sari):
    adopt(definition=calling("dua"), at=NOW - timedelta(days=2))
    first = adopt(definition=calling("satu", {"sop": "contoh/dua"}), at=NOW - timedelta(days=2))
    hold(sari)
    assert newer_called(first, at=NOW) == []
    newer = adopt(definition=calling("dua", note="Lain"), at=NOW - timedelta(days=1))
    assert newer_called(first, at=NOW) == [(newer, 1)]
    assert first.definition["called"]["contoh/dua"]["version"] == 1
    version = approve(submit(drafted(first, sari), sari), head)
    assert version.definition["called"]["contoh/dua"] == {
        "version": 2, "hash": newer.content_hash, "document": dict(sheet_definition_of(newer).document),
    }  # fmt: skip
    assert newer_called(version, at=NOW) == []


def test_what_the_head_is_shown_names_what_is_started_too(office, head, sari):
    adopt(definition=calling("dua"), at=NOW - timedelta(days=2))
    first = adopt(definition=calling("satu", {"sop": "contoh/dua"}), at=NOW - timedelta(days=2))
    hold(sari)
    waiting = submit(drafted(first, sari), sari)
    shown = content_hash(publishing.as_approved(waiting, at=NOW))
    adopt(definition=calling("dua", note="Lain"), at=NOW - timedelta(hours=1))
    with pytest.raises(Refused, match="changed_since_shown"):
        publishing.approve(draft=waiting, shown=shown, by=head, at=NOW)


def test_a_draft_whose_called_sop_was_retired_meanwhile_is_not_submitted(office, head, sari):
    called = adopt(definition=calling("dua"), at=NOW - timedelta(days=2))
    alone = adopt(definition=calling("satu"), at=NOW - timedelta(days=2))
    hold(sari)
    made = drafted(alone, sari)
    document = to_document(calling("satu", {"sop": "contoh/dua"}))
    assert faults_before_publishing(document, at=NOW) == []
    retire(sop=called.sop, why="Tidak dipakai", by=head, at=NOW)
    (fault,) = faults_before_publishing(document, at=NOW)
    assert fault.code == "sub_unknown"
    type(made).objects.filter(pk=made.pk).update(document=document)
    made.refresh_from_db()
    with pytest.raises(NotYet):
        submit(made, sari)


def test_one_that_another_in_force_starts_is_not_retired(office, head):
    called = adopt(definition=calling("dua"), at=NOW - timedelta(days=2))
    adopt(definition=calling("satu", {"sop": "contoh/dua"}), at=NOW - timedelta(days=2))
    with pytest.raises(Refused, match="asked_for"):
        retire(sop=called.sop, why="Tidak dipakai", by=head, at=NOW)


def test_sops_below_one_another_and_all_their_steps_are_bounded(office):
    adopt(definition=calling(f"n{DEEPEST}", steps=MOST_STEPS // 4), at=NOW)
    for number in range(DEEPEST - 1, 0, -1):
        adopt(definition=calling(f"n{number}", {"service": f"n{number + 1}"}), at=NOW)
    adopt(definition=calling("n0", {"service": "n1"}), at=NOW)
    with pytest.raises(NotRunHere, match=f"Paling banyak {DEEPEST} tingkat"):
        adopt(definition=calling("terlalu-dalam", {"service": "n0"}), at=NOW)
    with pytest.raises(NotRunHere, match=f"paling banyak {MOST_STEPS} langkah"):
        adopt(definition=calling("terlalu-panjang", *[{"service": f"n{DEEPEST}"}] * 5), at=NOW)


def test_the_same_document_adopted_again_is_the_same_version(office):
    adopt(definition=calling("dua"), at=NOW)
    definition = parse(to_document(calling("satu", {"sop": "contoh/dua"})))
    assert adopt(definition=definition, at=NOW) == adopt(definition=definition, at=NOW + timedelta(days=1))


def test_a_step_that_the_office_gave_to_a_lane_is_that_lanes_in_a_case_that_comes_into_it(office):
    called = adopt(definition=calling("dua"), at=NOW)
    open_step = to_document(calling("dua"))
    open_step["steps"][0]["lanes"] = "unsaid"
    bound = {"a": [{"key": "petugas", "label": "Petugas"}]}
    Sop.objects.filter(pk=called.sop_id).update(bound=bound)
    adopt(definition=parse(open_step), at=NOW + timedelta(hours=1))
    version = adopt(definition=calling("satu", {"sop": "contoh/dua"}), at=NOW + timedelta(hours=2))
    assert definition_of(SopVersion.objects.select_related("sop").get(pk=version.pk)).step("b--s0--a").lanes == (
        "petugas",
    )
