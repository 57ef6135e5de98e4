"""The plan of a move as a page shows and takes it: what goes by its key, and a choice for everything else."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.move_changes import Changes, changes, part_heading, part_names
from sop_library.definition import Definition
from sop_library.moving import Plan, following, propose, suggestions
from sop_library.moving.plan import Deadlines, Shut

NONE = "-"
PREFIX = {"steps": "langkah", "doors": "pintu", "limits": "batas", "interrupts": "mendesak"}
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Pair:
    """One key of the old version. `to`: its counterpart's words where it goes by its key, `changed` naming what the
    new version says otherwise; else `name` is a choice among `choices`, with `chosen` and, where one is much alike,
    `suggested`."""

    words: str
    to: str = ""
    name: str = ""
    choices: Choices = ()
    chosen: str = NONE
    suggested: str = ""
    changed: str = ""


@dataclass(frozen=True)
class Part:
    """The pairs of one kind, those that somebody chooses first, and what only the new version has (`new`)."""

    heading: str
    asked: tuple[Pair, ...]
    by_key: tuple[Pair, ...]
    new: tuple[str, ...] = ()


@dataclass(frozen=True)
class Planned:
    """A plan, and how the page shows it."""

    plan: Plan
    parts: tuple[Part, ...]
    fields: tuple[tuple[str, str], ...]
    forms: tuple[str, ...] = ()
    """What steps ask in other forms than before, in sentences."""

    @property
    def asks(self) -> bool:
        """Whether anything is to be chosen."""
        return any(part.asked for part in self.parts)


def planned(given: QueryDict, *, old: Definition, new: Definition, suggests: bool = True) -> Planned:
    """The plan that a form's fields say; what they leave out goes by its key, along with the step that starts the SOP
    it stands in, or nowhere.
    """
    proposed = propose(old, new)
    names = {part: (part_names(old, part), part_names(new, part)) for part in PREFIX}
    pairs: dict[str, dict[str, str | None]] = {}
    fields: list[tuple[str, str]] = []
    for part, prefix in PREFIX.items():
        pairs[part] = dict(getattr(proposed, part))
        for key, to in pairs[part].items():
            chosen = given.get(f"{prefix}-{key}", "")
            if to is None and chosen in names[part][1]:
                pairs[part][key] = chosen
                fields.append((f"{prefix}-{key}", chosen))
    auto = {part: dict(getattr(proposed, part)) for part in PREFIX}
    for part, found in following(old, new, pairs["steps"]).items():
        left = {key: to for key, to in found.items() if pairs[part][key] is None}
        pairs[part] |= left
        auto[part] |= left
    deadlines: Deadlines = "recount" if given.get("tenggat") == "recount" else "keep"
    shut: Shut = "allow" if given.get("tutup") == "allow" else "hold"
    fields += [("tenggat", deadlines), ("tutup", shut)]
    plan = Plan(pairs["steps"], pairs["doors"], pairs["limits"], pairs["interrupts"], deadlines, shut)
    guessed = {"steps": suggestions(old, new)} if suggests else {}
    told = changes(plan, old=old, new=new) if suggests else None
    shown = (_part(part, auto[part], plan, names[part], guessed.get(part, {}), told) for part in PREFIX)
    parts = tuple(part for part in shown if part.asked or part.by_key or part.new)
    return Planned(plan, parts, tuple(fields), told.forms if told else ())


def _part(
    part: str, auto: Mapping[str, str | None], plan: Plan, names: tuple[Mapping[str, str], Mapping[str, str]],
    guessed: Mapping[str, str], told: Changes | None,
) -> Part:  # fmt: skip
    before, after = names
    asked, by_key, said = [], [], told.parts[part] if told else None
    chosen: Mapping[str, str | None] = getattr(plan, part)
    free = [key for key in after if key not in auto.values()] or list(after)
    if part == "steps":  # somebody may go on at a step that has its own counterpart, too
        free = list(after)
    for key, to in auto.items():
        if to is not None:
            by_key.append(Pair(before[key], to=after[to], changed=said.changed.get(to, "") if said else ""))
            continue
        choices = ((NONE, _("Tidak ada padanannya")), *((one, after[one]) for one in free))
        suggested = after[guessed[key]] if key in guessed else ""
        asked.append(Pair(before[key], "", f"{PREFIX[part]}-{key}", choices, chosen[key] or NONE, suggested))
    return Part(part_heading(part), tuple(asked), tuple(by_key), said.new if said else ())
