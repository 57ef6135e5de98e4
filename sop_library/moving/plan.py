"""The plan of a move: what each key of the old version is called in the new one, and what becomes of deadlines."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias, get_args

from sop_library.definition import Definition
from sop_library.likeness import Said, pairs
from sop_library.parts import Step

Deadlines: TypeAlias = Literal["keep", "recount"]
Shut: TypeAlias = Literal["hold", "allow"]
ALIKE = 0.5
"""How much of two steps' words must be the same before one is suggested for the other."""
PARTS = ("steps", "doors", "limits", "interrupts")


def _(msgid: str) -> str:
    return msgid


SENTENCES: Mapping[str, str] = {
    "unknown_old": _("Versi lama tidak mengenal “%(key)s”."),
    "unknown_new": _("Versi baru tidak mengenal “%(key)s”."),
    "not_worked": _("“%(key)s” pada versi baru bukan langkah yang dikerjakan."),
    "other_kind": _("“%(old)s” menjalankan SOP lain, “%(key)s” tidak menjalankan SOP yang sama."),
    "limit_key_taken": _("Tenggat “%(key)s” ada pada kedua versi, jadi harus berpasangan."),
    "two_into_one": _("Dua tenggat, pintu, atau keadaan mendesak menjadi satu: “%(key)s”."),
}


class PlanBroken(ValueError):
    """A plan that came from outside is no plan."""


@dataclass(frozen=True)
class PlanFault:
    """Why a plan can't be carried out: a code of SENTENCES, and its parameters."""

    code: str
    params: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """Old key -> new key, or None where the new version has no counterpart.

    `deadlines`: "keep" leaves every due time as it is; "recount" counts it again from the same start, but takes back no
    lateness, and leaves it as it is where the new version gives no time. `shut`: whether a step that is open may be
    shut by a gate of the new version, or its case stays ("hold").
    """

    steps: Mapping[str, str | None] = field(default_factory=dict)
    doors: Mapping[str, str | None] = field(default_factory=dict)
    limits: Mapping[str, str | None] = field(default_factory=dict)
    interrupts: Mapping[str, str | None] = field(default_factory=dict)
    deadlines: Deadlines = "keep"
    shut: Shut = "hold"

    @cached_property
    def renames_nothing(self) -> bool:
        """Whether everything goes by its key: a case's state says the same under the new version."""
        return all(old == new for part in PARTS for old, new in getattr(self, part).items())

    @cached_property
    def merged(self) -> frozenset[str]:
        """The steps of the new version that several of the old one become."""
        return frozenset(key for key, count in Counter(self.steps.values()).items() if key is not None and count > 1)


def propose(old: Definition, new: Definition) -> Plan:
    """The plan by keys alone: whatever is called the same goes to itself, the rest has no counterpart."""
    return Plan(
        steps=_by_key(worked(old), worked(new)),
        doors=_by_key(old.doors, new.doors),
        limits=_by_key((one.key for one in old.limits), {one.key for one in new.limits}),
        interrupts=_by_key((one.key for one in old.interrupts), {one.key for one in new.interrupts}),
    )


def following(old: Definition, new: Definition, steps: Mapping[str, str | None]) -> dict[str, dict[str, str]]:
    """Part -> old key -> new key of what stands in a called SOP and has no counterpart by key: where the step that
    starts the SOP goes to another one, by `steps`, that starts it too, what stands in it goes along.
    """
    there: Mapping[str, Collection[str]] = {
        "steps": worked(new), "limits": {one.key for one in new.limits},
        "interrupts": {one.key for one in new.interrupts},
    }  # fmt: skip
    by_key = {part: getattr(propose(old, new), part) for part in there}
    alone = {part: [key for key, to in pairs.items() if to is None] for part, pairs in by_key.items()}
    found: dict[str, dict[str, str]] = {part: {} for part in there}
    for (step, sub), child in old.children.items():
        to = found["steps"].get(step) or steps.get(step) or ""
        called = new.children.get((to, sub))
        if called is None or called.sop != child.sop:
            continue
        for part, keys in alone.items():
            inside = [key for key in keys if key.startswith(child.prefix)]
            pairs = {key: called.prefix + key.removeprefix(child.prefix) for key in inside}
            taken = {*by_key[part].values(), *found[part].values()} if part != "steps" else set()
            found[part] |= {key: other for key, other in pairs.items() if other in there[part] and other not in taken}
    return found


def suggestions(old: Definition, new: Definition) -> Mapping[str, str]:
    """For steps without a counterpart by key: the new step, not taken yet, whose words are most alike. For a person
    to confirm; nothing moves by it."""
    before, after = worked(old), worked(new)
    gone = {key: Said((step.name, step.text)) for key, step in before.items() if key not in after}
    free = {key: Said((step.name, step.text)) for key, step in after.items() if key not in before}
    return {key: other for key, other, _ratio in pairs(gone, free, alike=ALIKE)}


def worked(definition: Definition) -> dict[str, Step]:
    """The steps that are work on a case: only those ever have passes."""
    return {step.key: step for step in definition.steps if step.worked}


def faults(plan: Plan, old: Definition, new: Definition) -> tuple[PlanFault, ...]:
    """Everything that keeps the plan from being carried out, whatever case it meets."""
    found: list[PlanFault] = []
    known = {
        "steps": (worked(old), new.by_key), "doors": (old.doors, new.doors),
        "limits": ({one.key for one in old.limits}, {one.key for one in new.limits}),
        "interrupts": ({one.key for one in old.interrupts}, {one.key for one in new.interrupts}),
    }  # fmt: skip
    for part, (before, after) in known.items():
        pairs: Mapping[str, str | None] = getattr(plan, part)
        found += [PlanFault("unknown_old", {"key": key}) for key in pairs if key not in before]
        found += [PlanFault("unknown_new", {"key": key}) for key in pairs.values() if key and key not in after]
        taken = [key for key in pairs.values() if key is not None]
        if part != "steps":
            found += [PlanFault("two_into_one", {"key": key}) for key in dict.fromkeys(taken) if taken.count(key) > 1]
    found += _step_faults(plan, old, new)
    found += [
        PlanFault("limit_key_taken", {"key": key})
        for key in known["limits"][0]
        if key in known["limits"][1] and plan.limits.get(key) != key
    ]
    return tuple(found)


def _step_faults(plan: Plan, old: Definition, new: Definition) -> Iterable[PlanFault]:
    for key, to in plan.steps.items():
        step, other = old.by_key.get(key), new.by_key.get(to or "")
        if step is None or other is None:
            continue
        if not other.worked:
            yield PlanFault("not_worked", {"key": other.key})
        elif (step.subs or other.subs) and not {sub.key for sub in step.subs} & {sub.key for sub in other.subs}:
            yield PlanFault("other_kind", {"old": key, "key": other.key})


def to_json(plan: Plan) -> dict[str, Any]:
    """The plan as plain JSON, as a file or a row keeps it."""
    return {part: dict(getattr(plan, part)) for part in PARTS} | {"deadlines": plan.deadlines, "shut": plan.shut}


def from_json(document: Any, *, old: Definition, new: Definition) -> Plan:
    """A plan from JSON: what it names is chosen, everything else goes by its key, or along with the step that starts
    the SOP in which it stands. Raises PlanBroken.
    """
    if not isinstance(document, dict) or document.keys() - {*PARTS, "deadlines", "shut"}:
        raise PlanBroken("not a plan")
    proposed = propose(old, new)
    given = {part: _pairs(document.get(part, {})) for part in PARTS}
    along = following(old, new, {**proposed.steps, **given["steps"]})
    parts = {part: {**getattr(proposed, part), **along.get(part, {}), **given[part]} for part in PARTS}
    deadlines, shut = document.get("deadlines", "keep"), document.get("shut", "hold")
    if deadlines not in get_args(Deadlines) or shut not in get_args(Shut):
        raise PlanBroken("neither keep nor recount, or neither hold nor allow")
    return Plan(**parts, deadlines=deadlines, shut=shut)


def _pairs(given: Any) -> dict[str, str | None]:
    if not isinstance(given, dict) or not all(
        isinstance(key, str) and (value is None or isinstance(value, str)) for key, value in given.items()
    ):
        raise PlanBroken("pairs are old key to new key or null")
    return given


def _by_key(before: Iterable[str], after: Iterable[str]) -> dict[str, str | None]:
    there = set(after)
    return {key: key if key in there else None for key in before}
