"""What lies between two documents of the library, step by step."""

from copy import deepcopy
from typing import Any

from library.changed import changed
from sop_library.inspecting import catalogue
from sop_library.loading import load

KEY = "nunukan/intervensi-krisis"


def document() -> dict[str, Any]:
    return deepcopy(dict(load(catalogue()[KEY], name=KEY).document))


def kinds(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.kind, one.step["key"]) for one in changed(before, after).steps]


def test_the_same_has_not_changed() -> None:
    assert changed(document(), document()) == changed({**document(), "sop": "a/b"}, document())
    assert kinds(document(), document()) == []


def test_words_and_other_fields_of_a_step() -> None:
    after = document()
    key = after["steps"][2]["key"]
    before_text = after["steps"][2]["text"]
    after["steps"][2] |= {"text": "Lain", "time": {"printed": "1 jam", "kind": "max", "amount": "PT1H"}}
    (one,) = changed(document(), after).steps
    assert (one.kind, one.step["key"]) == ("changed", key)
    text, time = sorted(one.fields, key=lambda field: field.field)
    assert (text.before, text.after, text.in_words) == (before_text, "Lain", True)
    assert (time.field, time.in_words) == ("time", False)


def test_added_taken_away_and_moved_as_few_as_explain_it() -> None:
    after = document()
    gone, first = after["steps"].pop(5), after["steps"].pop(0)
    after["steps"].append(first)
    after["steps"].insert(3, {"key": "baru", "name": "Baru", "text": "Baru", "lanes": "unsaid"})
    found = kinds(document(), after)
    assert ("added", "baru") in found
    assert found[-1] == ("removed", gone["key"])
    assert ("moved", first["key"]) in found
    assert len(found) == 3


def test_what_stands_beside_the_steps() -> None:
    after = {**document(), "title": "Lain", "based_on": "x/y"}
    assert changed(document(), after).around == ("title",)
