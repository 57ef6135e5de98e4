"""A part of an SOP as a form and back: what nobody touched comes back as it stood, for every part there is."""

import random
import re
from copy import deepcopy
from dataclasses import replace

import pytest
from django.http import QueryDict
from hypothesis import given, settings

from frontend.sops.editor.choosing import library_form_options
from frontend.sops.editor.condition_fields import When
from frontend.sops.editor.drawing import sheet_of
from frontend.sops.editor.findings import findings_of
from frontend.sops.editor.offered_forms import asked_in, form_names
from frontend.sops.editor.parts import part_of, shapes_of
from frontend.sops.editor.saving import shown_otherwise
from frontend.sops.editor.shapes import ABSENT, Drawn, Near, Option, Posted, as_dict, as_list, sent
from sop_library.inspecting import catalogue
from sop_library.loading import read
from tests.sop_library.generated import documents


def posted_of(fields: dict[str, list[str]], **more: str) -> Posted:
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    for name, value in more.items():
        data[name] = value
    return Posted(data)


def parts_of(document: dict) -> list[tuple[str, str]]:
    keyed = [(kind, row["key"]) for kind in ("step", "limit", "interrupt") for row in document.get(f"{kind}s", ())]
    named = [(kind, key) for kind in ("lane", "door", "form") for key in document.get(f"{kind}s", {})]
    return [*keyed, *named, ("sop", ""), ("header", ""), ("standard", "")]


def come_back(document: dict, kind: str, key: str) -> None:
    part = part_of(document, kind, key)
    assert part is not None
    near = Near(document, part)
    for shape in shapes_of(kind):
        value = part.get(shape.name, ABSENT)
        posted = posted_of(sent(shape.draw(shape.name, value, near)))
        again = shape.read(shape.name, posted, value, near)
        assert posted.wrong == {}, (kind, key, shape.name)
        assert (again is ABSENT) == (value is ABSENT), (kind, key, shape.name)
        assert again is ABSENT or again == value, (kind, key, shape.name)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_what_nobody_touched_comes_back_as_it_stood(name: str) -> None:
    document = read(catalogue()[name]).document
    assert document is not None
    for kind, key in parts_of(document):
        come_back(document, kind, key)


@settings(max_examples=8, deadline=None)
@given(document=documents())
def test_it_comes_back_for_any_sop_the_language_can_say(document: dict) -> None:
    for kind, key in parts_of(document):
        come_back(document, kind, key)


RISK, CHILD = {"fact": "risk", "is": "high"}, {"fact": "victim.child", "is": True}
PICKED = [
    RISK, {"not": RISK}, {"all": [RISK, CHILD]}, {"any": [RISK, {"not": CHILD}]}, {"not": {"any": [RISK, CHILD]}},
    {"not": {"all": [RISK, CHILD]}}, {"fact": "risk", "at_least": "medium"}, {"fact": "risk", "in": ["low", "high"]},
    {"fact": "risk", "in": ["low"]}, {"fact": "victim.count", "at_most": 3},
    {"fact": "incident.place", "within": "33.73"},
    {"fact": "incident.place", "within": "regency"}, {"fact": "risk", "known": False}, {"jurisdiction": "met"},
    {"outcome": "luar"}, {"fact": "incident.kinds", "in": ["SEKSUAL"]}, {"fact": "channel", "is": "surat"},
]  # fmt: skip
OUTCOMES = {"outcomes": [{"key": "luar", "label": "Di luar"}]}


def picked(condition: object) -> Drawn:
    return When("when", "Bila", outcomes=True).draw("when", condition, Near({}, OUTCOMES))


@pytest.mark.parametrize("condition", PICKED)
def test_a_condition_of_one_level_is_all_selects(condition: dict) -> None:
    drawn = picked(condition)
    assert [row.kind for row in drawn.rows] == ["test"] * drawn.count
    fields = sent(drawn) | {"when-mode": [drawn.inner[0].value]}
    before = ABSENT if condition != {"outcome": "luar"} else condition
    again = When("when", "Bila", outcomes=True).read("when", posted_of(fields), before, Near({}, OUTCOMES))
    assert again == condition, "read without knowing what stood there"


def spoiled(document: object, chance: random.Random) -> None:
    """Put something odd somewhere, or take something away."""
    places: list[tuple[dict | list, object]] = []
    waiting = [document]
    while waiting:
        holder = waiting.pop()
        rows = list(holder.items()) if isinstance(holder, dict) else list(enumerate(holder))
        places += [(holder, name) for name, _value in rows]
        waiting += [value for _name, value in rows if isinstance(value, (dict, list))]
    holder, name = chance.choice(places)
    if chance.random() < 0.3:
        del holder[name]
    else:
        holder[name] = chance.choice([None, 5, "x", [], {}, True, {"a": 1}, ["x"], "tidak-ada", [{}]])


@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_draft_holds_it_is_drawn_checked_and_opened(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same mischief each time
    for name in sorted(catalogue())[seed % 9 :: 9]:
        document = read(catalogue()[name]).document or {}
        for _time in range(4):
            broken = deepcopy(document)
            for _more in range(chance.randint(1, 6)):
                spoiled(broken, chance)
            sheet_of(broken)
            findings_of(broken)
            near = Near(broken)
            for kind in ("sop", "header", "standard"):
                part = part_of(broken, kind, "") or {}
                [shape.draw(shape.name, part.get(shape.name, ABSENT), near) for shape in shapes_of(kind)]
            for row in as_list(broken.get("steps"))[:4]:
                near = Near(broken, as_dict(row))
                [shape.draw(shape.name, as_dict(row).get(shape.name, ABSENT), near) for shape in shapes_of("step")]


def test_forms_are_offered_in_the_order_a_person_counts():
    near = Near({}, {}, None, library={**form_names(), "sepuluh": "Kartu 10", "dua": "Kartu 2"})
    offered = [str(one.label) for one in library_form_options(near)]
    numbers = [int(found[1]) for label in offered if (found := re.match(r"Form ([0-9]+)\b", label))]
    assert len(numbers) > 10
    assert numbers == sorted(numbers)
    assert offered.index("Kartu 2") < offered.index("Kartu 10")


def test_a_form_is_offered_by_what_it_is_about_and_says_what_it_asks():
    assert form_names()["nunukan-form-1"] == "Form 1 (Pendaftaran, Korban, Tempat)"
    shape = next(one for one in shapes_of("form") if one.name == "form")
    near = Near({}, {}, None, library=form_names())
    bare, drawn = shape.draw("form", ABSENT, near), shape.draw("form", "nunukan-form-1", near)
    assert bare.hint == ""
    assert drawn.hint == asked_in("nunukan-form-1")
    assert drawn.hint.startswith("23 isian: Tanggal pendaftaran, Jam pendaftaran")
    assert drawn.hint.endswith("dan 11 lagi.")
    posted = posted_of(sent(bare) | {"form": ["nunukan-form-1"], "form-shown": [""]})
    assert shape.read("form", posted, ABSENT, near) == "nunukan-form-1"
    assert shown_otherwise(drawn, posted), "what is asked in it is drawn at once"


def test_what_a_condition_of_an_outcome_asks_is_shown_as_soon_as_its_fact_is_chosen():
    shape = next(one for one in shapes_of("step") if one.name == "outcomes")
    before = [{"key": "ya", "label": "Setuju", "then": "next"}, {"key": "tidak", "label": "Tidak", "then": "end"}]
    near = Near({}, {"outcomes": before}, None, added="outcomes-0-suggested_when")
    asked = shape.draw("outcomes", before, near)
    test = "outcomes-0-suggested_when-0"
    fields = sent(asked) | {f"{test}-subject": ["consent.interview"]}
    posted = posted_of(fields)
    made = shape.read("outcomes", posted, before, near)
    assert made[0]["suggested_when"] == {"fact": "consent.interview", "is": True}
    drawn = shape.draw("outcomes", made, replace(near, added=""))
    assert f"{test}-op" in sent(drawn)
    assert shown_otherwise(drawn, posted), "yes or no is asked at once"
    assert not shown_otherwise(drawn, posted_of(sent(drawn)))
    assert not shown_otherwise(drawn, posted_of(sent(shape.draw("outcomes", made, replace(near, added="outcomes")))))


def test_the_door_of_another_sop_is_picked_and_typed_only_where_none_is_known():
    shape = next(one for one in shapes_of("step") if one.name == "sub")
    doors = (Option("panggil", "Dipanggil (Mediasi)"), Option("datang", "Datang (Mediasi)"))
    near = Near({}, {}, None, added="sub", sops=(Option("kota/mediasi", "Mediasi"),), doors=doors)
    row = shape.draw("sub", ABSENT, near).rows[0]
    door = next(one for one in row.inner if one.at == "sub-0-door")
    assert (door.kind, [one.value for one in door.options]) == ("pick", ["", "panggil", "datang"])
    fields = sent(shape.draw("sub", ABSENT, near)) | {
        "sub-0-label": ["Mediasi"], "sub-0-door": ["datang"], "sub-0-what": ["sop:kota/mediasi"],
    }  # fmt: skip
    made = shape.read("sub", posted_of(fields), ABSENT, near)
    assert [(one["door"], one["sop"]) for one in made] == [("datang", "kota/mediasi")]
    posted = posted_of(fields | {"sub-0-door": ["jendela"]})
    shape.read("sub", posted, ABSENT, near)
    assert "sub-0-door" in posted.wrong
    bare = shape.draw("sub", ABSENT, Near({}, {}, None, added="sub")).rows[0]
    assert next(one for one in bare.inner if one.at == "sub-0-door").kind == "words"


def test_the_doors_to_pick_from_are_those_of_the_sop_that_is_chosen():
    shape = next(one for one in shapes_of("step") if one.name == "sub")
    sops = (Option("kota/mediasi", "Mediasi"), Option("kota/aman", "Rumah aman"))
    doors = (Option("datang", "Datang", "kota/mediasi"), Option("datang", "Diantar", "kota/aman"))
    near = Near({}, {}, None, added="sub", sops=sops, doors=doors)

    def offered(value: object, near: Near) -> list[str]:
        row = shape.draw("sub", value, near).rows[0]
        return [str(one.label) for one in next(one for one in row.inner if one.at == "sub-0-door").options][1:]

    assert offered(ABSENT, near) == ["Datang (Mediasi) / Diantar (Rumah aman)"]
    assert offered([{"key": "a", "label": "Aman", "sop": "kota/aman"}], near) == ["Diantar"]
    drawn = shape.draw("sub", ABSENT, near)
    posted = posted_of(sent(drawn) | {"sub-0-what": ["sop:kota/mediasi"]})
    assert offered(ABSENT, replace(near, typed=posted)) == ["Datang"]
    assert shown_otherwise(drawn, posted), "the list is drawn anew at once"


def test_a_started_sop_is_called_by_its_own_name_until_another_is_written():
    shape = next(one for one in shapes_of("step") if one.name == "sub")
    near = Near({}, {}, None, added="sub", sops=(Option("kota/mediasi", "Mediasi"),))
    fields = sent(shape.draw("sub", ABSENT, near)) | {"sub-0-what": ["sop:kota/mediasi"], "sub-0-label": [""]}
    made = shape.read("sub", posted_of(fields), ABSENT, near)
    assert [(one["label"], one["sop"]) for one in made] == [("Mediasi", "kota/mediasi")]
    renamed = shape.read("sub", posted_of(fields | {"sub-0-label": ["Damai"]}), ABSENT, near)
    assert renamed[0]["label"] == "Damai"


def test_the_time_of_the_whole_service_says_by_what_clock_it_is_counted() -> None:
    shape, near = next(one for one in shapes_of("standard") if one.name == "total_time"), Near({}, {})
    typed = posted_of(sent(shape.draw("total_time", ABSENT, near)), **{"total_time-printed": "3 hari kerja"})
    kept = shape.read("total_time", typed, ABSENT, near)
    assert (kept["amount"], kept["clock"]) == ("P3D", "working")
    again = sent(shape.draw("total_time", kept, near))
    assert again["total_time-clock"] == ["working"]
    assert shape.read("total_time", posted_of(again), kept, near) == kept
    kept = shape.read("total_time", posted_of(again, **{"total_time-clock": "unsaid"}), kept, near)
    assert kept["clock"] == "unsaid"
