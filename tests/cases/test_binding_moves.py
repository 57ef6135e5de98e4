"""What an office binds beside a move of its cases holds: in each chunk, after a revert, and in a called SOP."""

from datetime import timedelta

import pytest

from accounts.models import Lane, Staff
from cases.models import Case, Move, StepPass
from cases.operations import binding, moving
from sop_library.models import LaneBinding, Sop, SopVersion
from sop_library.moving import from_json
from sop_library.operations.adopting import adopt
from sop_library.queries import definition_of
from sop_library.refusals import Refused
from tests.cases import calling
from tests.cases.conftest import MONDAY, staff
from tests.cases.moving import changed, move_all, step_in, take_back
from tests.cases.test_binding import LATER, ani, case, dewi, piket, turns, version
from tests.sop_library.opened import adopt_bound

__all__ = ["ani", "case", "dewi", "piket", "version"]


def renamed(document):
    step_in(document, "catat")["text"] = "Catat semuanya"


def read(version: SopVersion) -> SopVersion:
    return SopVersion.objects.select_related("sop").get(pk=version.pk)


def begun(of: SopVersion, to: SopVersion, by: Staff) -> Move:
    chosen = from_json({}, old=definition_of(of), new=definition_of(to))
    return moving.begin(of=of, to=to, plan=chosen, why="Sesuai SOP baru.", by=by, at=LATER)


def test_a_move_that_is_taken_back_takes_back_nothing_that_was_bound_since(case, version, ani):
    of = read(version)
    move = move_all(of, changed(of, renamed, at=LATER), by=ani, at=LATER)
    binding.bind(sop=version.sop, given={"catat": "piket"}, by=ani, at=LATER)
    take_back(Move.objects.get(pk=move.pk), by=ani, at=LATER + timedelta(hours=1))
    case.refresh_from_db()
    assert (case.version_id, turns(case)) == (of.pk, ["piket"])
    assert StepPass.objects.get(case=case, step="terima").lanes == ["petugas"]


def test_a_chunk_goes_by_what_is_bound_when_it_is_moved(case, version, ani):
    of = read(version)
    move = begun(of, changed(of, renamed, at=LATER), ani)
    Sop.objects.update(bound={"catat": [{"key": "piket", "label": "Piket"}]})
    moving.run(move=move, now=lambda: LATER)
    case.refresh_from_db()
    assert (case.version_id, turns(case)) == (move.to_id, ["piket"])


@pytest.fixture
def started(in_salatiga) -> Case:
    """A case that stands in a called SOP, at a step that its office has given to `petugas`."""
    for key in ("petugas", "piket"):
        Lane.objects.create(key=key, label=key.title(), order=1)
    everywhere = staff("semua", "petugas", "piket")
    adopt_bound(calling.consulting(), "petugas", "terima", at=calling.ADOPTED)
    opened = calling.opened(read(calling.adopted(calling.accompanying())), everywhere)
    return calling.working(everywhere)(opened, "terima")


def test_nothing_is_bound_to_an_sop_while_cases_of_one_that_starts_it_are_moved(started):
    ani = Staff.objects.create_user("ani", name="Ani", is_office_admin=True)
    of = read(started.version)
    move = begun(of, read(adopt(definition=calling.serving(note="Baru"), at=MONDAY - timedelta(days=1))), ani)
    called, asked = Sop.objects.get(slug="konsultasi"), StepPass.objects.filter(case=started, step=calling.ASKED)
    before = LaneBinding.objects.count()
    with pytest.raises(Refused, match="move_running") as refused:
        binding.bind(sop=called, given={"terima": "piket"}, by=ani, at=LATER)
    assert refused.value.message == "Kasus SOP Layanan, yang memulai SOP ini, sedang dipindah. Tunggu sampai selesai."
    assert ([one.lanes for one in asked], LaneBinding.objects.count()) == ([["petugas"]], before)
    moving.run(move=move, now=lambda: LATER)
    binding.bind(sop=called, given={"terima": "piket"}, by=ani, at=LATER)
    assert [one.lanes for one in asked.filter(former=False)] == [["piket"]]
