"""Several writers of one document, whoever keeps its edits: nobody is overwritten, everybody takes back their own."""

from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import Staff
from sop_library.drafting import applying
from sop_library.drafting.changes import Change, RemoveStep, SetField
from sop_library.drafting.settling import settled
from sop_library.drafting.writers import REDO, UNDO, Own, Theirs, applied, to_redo, to_undo
from sop_library.refusals import Refused, Stale
from tests.sop_library.sheets import sheet, step

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
MINE = SetField("step:b", "name", "Punya saya")


def after(*theirs: Change) -> tuple[dict[str, Any], list[Theirs]]:
    """The document after what Ratna did, and her edits, the newest first: the rule puts them in order itself."""
    document, since = settled(sheet(step("a"), step("b"), step("c"))), []
    for revision, change in enumerate(theirs, start=1):
        document, inverse = applying.apply(document, change)
        since.insert(0, Theirs(revision, inverse, Staff(name=f"Ratna {revision}"), AT))
    return document, since


def test_whoever_comes_later_to_a_field_is_told_both_values_and_who_was_there_last() -> None:
    document, since = after(SetField("step:b", "name", "Satu"), SetField("step:b", "name", "Dua"))
    with pytest.raises(Stale, match="touched_meanwhile") as stale:
        applied(document, MINE, since=since)
    (touched,) = stale.value.touched
    assert (touched.part, touched.field, touched.theirs, touched.ours) == ("step:b", "name", "Dua", "Punya saya")
    assert touched.by.name == "Ratna 2"
    assert stale.value.message.startswith("Ratna 2 ")


def test_what_somebody_took_away_is_not_simply_unknown() -> None:
    document, since = after(RemoveStep("b"))
    with pytest.raises(Stale, match="touched_meanwhile"):
        applied(document, MINE, since=since)
    with pytest.raises(Refused) as unknown:
        applied(document, MINE, since=())
    assert not isinstance(unknown.value, Stale)


@pytest.mark.parametrize("theirs", [SetField("step:b", "text", "Lain"), SetField("step:a", "name", "A"),
                                    RemoveStep("c")])  # fmt: skip
def test_what_touches_another_place_merges_and_is_taken_back_alone(theirs: Change) -> None:
    before, since = after(theirs)
    found = applied(before, MINE, since=since)
    assert found is not None
    made, inverse = found
    assert made != before
    back = applied(made, inverse, since=since)
    assert back is not None
    assert back[0] == before


def test_an_own_change_that_somebody_wrote_over_is_not_taken_back() -> None:
    document, _none = after()
    found = applied(document, MINE, since=())
    assert found is not None
    theirs, inverse = applying.apply(found[0], SetField("step:b", "name", "Ratna"))
    with pytest.raises(Stale, match="touched_meanwhile"):
        applied(theirs, found[1], since=[Theirs(2, inverse, Staff(name="Ratna"), AT)])


def test_a_change_that_changes_nothing_is_none_whoever_was_there() -> None:
    document, since = after(SetField("step:b", "name", "Punya saya"))
    assert applied(document, MINE, since=since) is None


@pytest.mark.parametrize(("own", "undoes", "redoes"), [
    ("", None, None),
    ("set", 1, None),
    ("set set", 2, None),
    ("set set undo:2", 1, 3),
    ("set set undo:2 undo:1", None, 4),
    ("set set undo:2 undo:1 redo:4", 5, 3),
    ("set undo:1 set", 3, None),
    ("set undo:1 redo:2", 3, None),
    ("set undo:1 redo:2 undo:3", None, 4),
])  # fmt: skip
def test_undo_and_redo_go_through_ones_own_edits(own: str, undoes: int | None, redoes: int | None) -> None:
    words = [one.partition(":") for one in own.split()]
    undone = {int(number) for _kind, _colon, number in words if number}
    edits = [Own(place, kind, place in undone) for place, (kind, _colon, _number) in enumerate(words, start=1)]
    assert {one.kind for one in edits} <= {"set", UNDO, REDO}
    for pick, wanted in ((to_undo, undoes), (to_redo, redoes)):
        if wanted is not None:
            assert pick(edits) == wanted
            continue
        with pytest.raises(Refused, match="nothing_to_"):
            pick(edits)
