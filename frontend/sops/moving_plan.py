"""The plan of a move as a page shows and takes it: what goes by its key, and a choice for everything else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from frontend.sops.moving_forms import forms_changed
from sop_library.comparing.differing import differences
from sop_library.comparing.telling import FIELDS, QUIET
from sop_library.definition import Definition
from sop_library.moving import Plan, following, propose, suggestions
from sop_library.moving.plan import Deadlines, Shut, worked
from sop_library.parts import Step
from sop_library.pinning import kept_with, sheet_part
from sop_library.sheet import plain_number

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
    """The pairs of one kind, those that somebody chooses first; what only the new version has (`new`), and what by the
    plan has no counterpart in it (`gone`)."""

    heading: str
    asked: tuple[Pair, ...]
    by_key: tuple[Pair, ...]
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def changed(self) -> list[Pair]:
        """The pairs of one key that don't say the same in both versions."""
        return [pair for pair in self.by_key if pair.changed]


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

    @property
    def differing(self) -> list[Part]:
        """The parts in which the new version says anything new, nothing more, or something else."""
        return [part for part in self.parts if part.new or part.gone or part.changed]


def planned(given: QueryDict, *, old: Definition, new: Definition, suggests: bool = True) -> Planned:
    """The plan that a form's fields say; what they leave out goes by its key, along with the step that starts the SOP
    it stands in, or nowhere.
    """
    proposed = propose(old, new)
    names = {part: (_names(old, part), _names(new, part)) for part in PREFIX}
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
    changed = _changed(old, new) if suggests else {}
    forms = forms_changed(old, new, plan, names["steps"][1]) if suggests else {}
    for key in set(forms.values()):
        said = (*changed.get(("steps", key), "").split(", "), _("Formulir").lower())
        changed["steps", key] = ", ".join(dict.fromkeys(filter(None, said)))
    shown = (_part(part, auto[part], plan, names[part], guessed.get(part, {}), changed) for part in PREFIX)
    parts = tuple(part for part in shown if part.asked or part.by_key or part.new)
    return Planned(plan, parts, tuple(fields), tuple(forms))


def _changed(old: Definition, new: Definition) -> dict[tuple[str, str], str]:
    """(part, key) -> what the new version says otherwise of it: the names of its fields, as the sheet calls them."""
    told = _told(old.document, new.document)
    before, after = kept_with(old.document), kept_with(new.document)
    for child in new.children.values():
        if child.sop in before and child.sop in after:
            inner = _told(before[child.sop]["document"], after[child.sop]["document"])
            told |= {(part, child.prefix + key): words for (part, key), words in inner.items() if part != "doors"}
    return told


def _told(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    told: dict[tuple[str, str], str] = {}
    for entry in differences(sheet_part(old), sheet_part(new)).entries:
        fields = [_(FIELDS[one.field]) for one in entry.changes if one.field in FIELDS and one.field not in QUIET]
        if any(one.field not in FIELDS and one.field not in QUIET for one in entry.changes):
            fields.append(_("lainnya"))
        if "moved" in entry.kinds:
            fields.append(_("Urutan"))
        told[entry.part, entry.key] = ", ".join(dict.fromkeys(field.lower() for field in fields))
    return told


def _part(
    part: str, auto: Mapping[str, str | None], plan: Plan, names: tuple[Mapping[str, str], Mapping[str, str]],
    guessed: Mapping[str, str], changed: Mapping[tuple[str, str], str],
) -> Part:  # fmt: skip
    before, after = names
    asked, by_key = [], []
    chosen: Mapping[str, str | None] = getattr(plan, part)
    free = [key for key in after if key not in auto.values()] or list(after)
    if part == "steps":  # somebody may go on at a step that has its own counterpart, too
        free = list(after)
    for key, to in auto.items():
        if to is not None:
            by_key.append(Pair(before[key], to=after[to], changed=changed.get((part, to), "")))
            continue
        choices = ((NONE, _("Tidak ada padanannya")), *((one, after[one]) for one in free))
        suggested = after[guessed[key]] if key in guessed else ""
        asked.append(Pair(before[key], "", f"{PREFIX[part]}-{key}", choices, chosen[key] or NONE, suggested))
    met = set(chosen.values())
    new = tuple(words for key, words in after.items() if key not in met)
    gone = tuple(words for key, words in before.items() if chosen.get(key) is None)
    return Part(_heading(part), tuple(asked), tuple(by_key), new, gone)


def _heading(part: str) -> str:
    return {
        "steps": _("Langkah"), "doors": _("Pintu masuk"), "limits": _("Tenggat beberapa langkah"),
        "interrupts": _("Keadaan mendesak"),
    }[part]  # fmt: skip


def _names(definition: Definition, part: str) -> dict[str, str]:
    if part == "steps":
        return {step.key: step_words(step) for step in worked(definition).values()}
    if part == "doors":
        return {door.key: door.label for door in definition.doors.values()}
    labelled: Iterable[tuple[str, str]] = (
        ((one.key, one.label) for one in definition.limits)
        if part == "limits"
        else ((one.key, one.label or one.key) for one in definition.interrupts)
    )
    return dict(labelled)


def step_words(step: Step) -> str:
    """A step by number and name; of an SOP that another starts, after that one's name."""
    number = plain_number(step)
    words = f"{number}. {step.name}" if number else step.name
    return f"{step.sop_name}: {words}" if step.sop_name else words
