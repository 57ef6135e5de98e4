"""A part of an SOP as a form and back: what nobody touched comes back as it stood, for every part there is."""

import pytest
from django.http import QueryDict

from frontend.sops.editor.parts import part_of, shapes_of
from frontend.sops.editor.shapes import ABSENT, Near, Posted, sent
from sop_library.inspecting import catalogue
from sop_library.loading import read


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
