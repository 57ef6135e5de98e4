"""From a definition to a row of the library: its words repeated in columns by which it is listed and found. Pure."""

import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from library.models import LibraryEntry
from sop_library.definition import Definition, content_hash
from sop_library.parts import STAGES


def folded(words: str) -> str:
    """Words as they are looked for: small letters, single blanks."""
    return re.sub(r"\s+", " ", words).strip().casefold()


def row_of(
    definition: Definition, *, key: str, number: int, province: str, at: datetime, by: uuid.UUID | None
) -> LibraryEntry:
    """The row of a definition, not yet saved."""
    stages = {stage for step in definition.steps for stage in step.stages}
    return LibraryEntry(
        key=key,
        number=number,
        province=province,
        name=definition.name,
        title=definition.title,
        service=definition.service,
        steps=sum(step.worked for step in definition.steps),
        stages=[stage for stage in STAGES if stage in stages],
        lanes=[lane.name for lane in definition.lanes.values() if not lane.outside and not lane.made_of],
        unsaid=sum(step.unsaid and step.worked and not step.lanes for step in definition.steps),
        starts=sorted({sub.sop or sub.service or "" for step in definition.steps for sub in step.subs}),
        words=folded(" ".join(_words(definition, key))),
        document=dict(definition.document),
        content_hash=content_hash(definition.document),
        published_at=at,
        published_by=by,
    )


def _words(definition: Definition, key: str) -> Iterator[str]:
    yield from (key.replace("/", " ").replace("-", " "), definition.name, definition.title)
    yield definition.service.replace("-", " ")
    yield from _labels(definition)
    for step in definition.steps:
        yield from (step.name, step.text)


def _labels(definition: Definition) -> Iterable[str]:
    return [lane.label for lane in definition.lanes.values()]
