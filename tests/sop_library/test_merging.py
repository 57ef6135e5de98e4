"""Two changes of one SOP put together: nothing of either is lost, and where both touched one place somebody decides."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings

from sop_library.comparing.merging import ABSENT, merge
from sop_library.inspecting import catalogue
from sop_library.loading import load
from tests.sop_library.generated import documents

BASE = dict(load(catalogue()["nunukan/intervensi-krisis"], name="nunukan").document)


@pytest.fixture
def ours() -> dict[str, Any]:
    return deepcopy(BASE)


@pytest.fixture
def theirs() -> dict[str, Any]:
    return deepcopy(BASE)


def keys(document: dict[str, Any]) -> list[str]:
    return [step["key"] for step in document["steps"]]


def test_two_fields_of_one_step_merge_by_themselves(ours, theirs):
    ours["steps"][0]["text"], theirs["steps"][0]["name"] = "Milik kami", "Milik mereka"
    merged = merge(BASE, ours, theirs)
    assert merged.conflicts == ()
    assert (merged.document["steps"][0]["text"], merged.document["steps"][0]["name"]) == ("Milik kami", "Milik mereka")


def test_one_field_changed_by_both_is_a_conflict_and_ours_stays(ours, theirs):
    ours["steps"][0]["text"], theirs["steps"][0]["text"] = "Milik kami", "Milik mereka"
    merged = merge(BASE, ours, theirs)
    key, before = BASE["steps"][0]["key"], BASE["steps"][0]["text"]
    assert [(one.path, one.base, one.ours, one.theirs) for one in merged.conflicts] == [
        (("steps", key, "text"), before, "Milik kami", "Milik mereka")
    ]
    assert merged.document["steps"][0]["text"] == "Milik kami"


def test_new_steps_of_both_keep_their_neighbours(ours, theirs):
    new = {"name": "Baru", "text": "Baru", "lanes": "unsaid"}
    ours["steps"].insert(1, {**new, "key": "kami"})
    theirs["steps"].insert(5, {**new, "key": "mereka"})
    order = keys(merge(BASE, ours, theirs).document)
    base = keys(BASE)
    assert order == [base[0], "kami", *base[1:5], "mereka", *base[5:]]


def test_a_step_one_changed_and_the_other_took_away_is_asked_and_kept(ours, theirs):
    key = ours["steps"].pop(2)["key"]
    theirs["steps"][2]["text"] = "Tetap dipakai"
    merged = merge(BASE, ours, theirs)
    assert [(one.path, one.ours) for one in merged.conflicts] == [(("steps", key), ABSENT)]
    assert key in keys(merged.document)


def test_two_orders_are_a_conflict_and_no_step_is_lost(ours, theirs):
    ours["steps"].reverse()
    theirs["steps"].append(theirs["steps"].pop(0))
    merged = merge(BASE, ours, theirs)
    assert [one.path for one in merged.conflicts] == [("steps", "order")]
    assert keys(merged.document) == keys(ours)


def test_lanes_added_by_both_have_places_of_their_own(ours, theirs):
    place = len(BASE["lanes"]) + 1
    ours["lanes"]["kami"] = {"label": "Kami", "order": place}
    theirs["lanes"]["mereka"] = {"label": "Mereka", "order": place}
    lanes = merge(BASE, ours, theirs).document["lanes"]
    assert sorted(lane["order"] for lane in lanes.values()) == list(range(1, place + 2))


@given(documents(), documents())
@settings(max_examples=25, deadline=None)
def test_what_one_side_left_alone_becomes_the_others(a, b):
    for merged in (merge(a, a, b), merge(a, b, a), merge(a, b, b)):
        assert merged.conflicts == ()
        assert merged.document == b


@given(documents(), documents(), documents())
@settings(max_examples=25, deadline=None)
def test_no_step_that_anybody_added_or_kept_is_lost_and_none_stands_twice(base, ours, theirs):
    merged = keys(merge(base, ours, theirs).document)
    was, one, other = set(keys(base)), set(keys(ours)), set(keys(theirs))
    assert len(merged) == len(set(merged))
    assert (one - was) | (other - was) | (one & other) <= set(merged) <= one | other
