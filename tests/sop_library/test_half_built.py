"""A document half built, or broken in any way, is looked at without anything being raised."""

from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sop_library.checks import Standing, check
from sop_library.definition import parse
from sop_library.loading import check_document, with_order
from sop_library.mending import Mended
from sop_library.sheet.half_built import sheet_of
from sop_library.writing import to_yaml
from tests.sop_library.generated import documents

ODD = st.sampled_from([None, True, 0, -1, "", "…", "tidak ada", [], {}, ["x"], {"x": 1}, [[]], {"all": []}])


def places(found: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a document."""
    inner = (
        list(found.items()) if isinstance(found, dict) else list(enumerate(found)) if isinstance(found, list) else []
    )
    return [place for key, part in inner for place in ((*path, key), *places(part, (*path, key)))]


@st.composite
def broken(draw: st.DrawFn) -> dict[str, Any]:
    """A document of which up to four parts are taken away or are something else."""
    document: dict[str, Any] = deepcopy(draw(documents(most=4)))
    for _ in range(draw(st.integers(1, 4))):
        everywhere = places(document)
        if not everywhere:
            break
        *path, last = draw(st.sampled_from(everywhere))
        holder: Any = document
        for part in path:
            holder = holder[part]
        if draw(st.booleans()):
            del holder[last]
        else:
            holder[last] = deepcopy(draw(ODD))
    return document


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=broken())
def test_whatever_is_missing_or_odd_is_said_and_shown(document: dict[str, Any]) -> None:
    check_document(document)
    to_yaml(document)
    mended = Mended(with_order(document))
    if mended.document is None:
        return
    definition = parse(mended.document)
    found = check(definition, standing=Standing(held=frozenset(), forms=frozenset(), sops={}, heads=0))
    assert all(one.sentence for one in found)
    assert sheet_of(document) is not None
