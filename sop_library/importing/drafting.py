"""From pasted text to a draft: the document of an SOP with every step in its own words, and what is doubtful in it."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sop_library.definition import FORMAT
from sop_library.importing.cleaning import Line, cleaned, decoded
from sop_library.importing.components import componented
from sop_library.importing.deciding import way_in
from sop_library.importing.doubts import KEPT, Doubt, NotImported
from sop_library.importing.front import Front, front_of
from sop_library.importing.headings import announces
from sop_library.importing.loose import loose
from sop_library.importing.placing import keep, standard_of
from sop_library.importing.rows import Rows, rows_of
from sop_library.importing.sections import Part, sections
from sop_library.importing.steps_found import Procedure, procedure
from sop_library.importing.tables import table_in
from sop_library.naming import slug_of, title_name

MOST_STEPS = 2000
"""What the schema of the language takes."""
PASTED = "Teks yang ditempel"
"""What the source of such a draft is called."""
_UNTITLED = "SOP tanpa judul"
_FEWEST_TITLE = 3
_LONGEST_QUOTE = 300
"""Letters of a quote that stay beside a draft: enough to find the place again in the text."""


@dataclass(frozen=True)
class Imported:
    """A draft made of pasted text. `steps` are those of the document; `doubts` are in the order of the text."""

    document: dict[str, Any]
    doubts: tuple[Doubt, ...]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The steps of the draft, in their order."""
        return list(self.document["steps"])


def imported(text: str | bytes, *, owner: str = "draf", regency: str | None = None) -> Imported:
    """The draft that a text makes. `owner` and `regency` are of the office that takes it.

    Raises NotImported for what is no text, holds no word, is longer than 200 KB or has more than 2,000 steps.
    """
    clean = cleaned(decoded(text) if isinstance(text, bytes) else text)
    page = sections(componented(clean.lines))
    doubts = [*clean.doubts, *page.doubts]
    written = page.of("procedure") or _sheet(page.parts)
    parts = [part for part in page.parts if part.name != "procedure"]
    front = list(page.front)
    if written:
        found = procedure([line for part in written for line in part.lines])
    else:
        guessed = loose(front) if any(not line.blank for line in front) else None
        found = guessed.procedure if guessed else Procedure()
        if guessed:
            front, parts = guessed.front, [*guessed.parts, *parts]
            doubts += guessed.doubts
    if len(found.steps) > MOST_STEPS:
        raise NotImported("too_many_steps", most=f"{MOST_STEPS:,}".replace(",", "."))
    return _drafted(clean.lines, _titled(front_of(front), clean.lines), parts, found, doubts, owner, regency)


def _titled(front: Front, lines: Sequence[Line]) -> Front:
    """The head of a page without a title, which the line that heads its procedure is where the page begins with it."""
    first = next(line for line in lines if not line.blank)
    if front.title is not None or announces(first.words) is None or len(first.words.split()) < _FEWEST_TITLE:
        return front
    return replace(front, title=" ".join(first.words.split()).rstrip(" :"))


def _sheet(parts: Sequence[Part]) -> list[Part]:
    """The table of a sheet that follows its boxes without a heading of its own, taken out of the last box."""
    for part in parts:
        if (table := table_in(part.lines)) is not None:
            inside = {line.number for line in table.before}
            rest = [line for line in part.lines if line.number not in inside]
            part.lines = list(table.before)
            return [Part("procedure", "", rest[0].number, rest)]
    return []


def _drafted(
    lines: Sequence[Line],
    front: Front,
    parts: Sequence[Part],
    found: Procedure,
    doubts: list[Doubt],
    owner: str,
    regency: str | None,
) -> Imported:
    rows = rows_of(found)
    kept = standard_of(parts, rows)
    for line in front.rest:
        keep(kept, "unplaced", "Teks lain pada halaman", [line])
    heading = "Sebelum dan sesudah daftar langkah"
    keep(kept, "before_list", heading, found.before)
    keep(kept, "after_list", heading, found.after)
    name = title_name(front.title) if front.title else _UNTITLED
    doubts = [*doubts, *found.doubts, *rows.doubts, *kept.doubts, *_general(front, rows)]
    doubts = sorted(doubts, key=lambda one: one.line or 0)
    document = {
        "format": FORMAT,
        "sop": f"{owner}/{slug_of(name, longest=60) or 'sop'}",
        "based_on": None,
        "name": name,
        "title": front.title or name,
        "service": _service(name),
        "regency": regency,
        "header": _header(front),
        **kept.fields,
        **({"headings": list(found.headings)} if found.headings else {}),
        **({"columns": rows.columns} if rows.columns else {}),
        "lanes": rows.lanes,
        "doors": _doors(rows),
        "forms": {},
        "steps": rows.steps,
        "source": _source(lines),
        "anomalies": _anomalies(doubts, rows),
    }
    return Imported(document, tuple(doubts))


def _general(front: Front, rows: Rows) -> list[Doubt]:
    """What concerns the draft as a whole."""
    found = []
    if not rows.steps:
        found.append(Doubt("no_steps"))
    if front.title is None or front.guessed:
        found.append(Doubt("title_guessed"))
    if rows.steps:
        first = rows.steps[0]
        named = way_in(first["text"])
        found.append(
            Doubt("door_guessed", field="doors")
            if named is None
            else Doubt("door_named", named, step=first["key"], field="doors")
        )
    if any(step["lanes"] == "unsaid" for step in rows.steps):
        found.append(Doubt("lanes_unsaid", field="lanes"))
    return found


def _header(front: Front) -> dict[str, Any]:
    empty = dict.fromkeys(("office", "number", "created", "revised", "effective"))
    approved = {"post": front.approved_by} if front.approved_by else None
    return {**empty, **front.header, "approved_by": approved}


def _service(name: str) -> str:
    slug = slug_of(name, longest=55)
    return slug if slug and slug[0].isalpha() else f"layanan-{slug}".rstrip("-")


def _doors(rows: Rows) -> dict[str, Any]:
    if not rows.steps:
        return {}
    starts = rows.steps[0]["key"]
    door = {"order": 1, "label": "Datang sendiri", "starts": starts, "channel": "datang"}
    return {"datang": {**door, "reading": ["label", "starts"]}}


def _source(lines: Sequence[Line]) -> dict[str, Any]:
    text = "\n".join(line.words for line in lines)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return {"document": PASTED, "lines": [1, len(lines)], "sha256": digest}


def _anomalies(doubts: Sequence[Doubt], rows: Rows) -> list[Mapping[str, Any]]:
    """Every doubt stays with the draft until somebody has looked at it; one about a step stands beside it."""
    numbers = {step["key"]: step["step"] for step in rows.steps}
    return [
        {
            "id": f"K{place}",
            "where": _where(one, numbers),
            "quote": one.quote[:_LONGEST_QUOTE] or None,
            "kind": KEPT,
            "note": one.sentence,
            **({"step": one.step} if one.step else {}),
        }
        for place, one in enumerate(doubts, start=1)
    ]


def _where(doubt: Doubt, numbers: Mapping[str, str | None]) -> str:
    if doubt.step:
        number = re.sub(r"^(?:langkah|tahap)\s+|\W+$", "", numbers[doubt.step] or "", flags=re.IGNORECASE)
        return f"langkah {number or doubt.step}"
    return f"baris {doubt.line}" if doubt.line is not None else "seluruh draf"
