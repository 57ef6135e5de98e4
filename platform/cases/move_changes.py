"""What a plan of a move changes for cases, in words: steps and the rest that are new, gone or other, and their forms.

The sheet may read the same while another form is asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sop_library.comparing.differing import differences
from sop_library.comparing.telling import FIELDS, QUIET
from sop_library.definition import Definition
from sop_library.moving import Plan, following
from sop_library.moving.plan import PARTS, worked
from sop_library.parts import FormUse, Step
from sop_library.pinning import kept_with, sheet_part
from sop_library.queries import form_version
from sop_library.sheet import plain_number


@dataclass(frozen=True)
class Part:
    """One kind of what a plan pairs. `new`: words of what only the new version has; `gone`: of what by the plan has no
    counterpart in it; `changed`: new key -> what the new version says otherwise of it, by the names of its fields."""

    heading: str
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: Mapping[str, str]
    names: Mapping[str, str]

    @property
    def sentences(self) -> list[str]:
        """What is other, in a line each."""
        return [
            *(_("Baru: %(name)s") % {"name": name} for name in self.new),
            *(_("Tidak ada lagi: %(name)s") % {"name": name} for name in self.gone),
            *(
                _("%(name)s berubah: %(fields)s") % {"name": self.names[key], "fields": fields}
                for key, fields in self.changed.items()
            ),
        ]


@dataclass(frozen=True)
class Changes:
    """All of it. `forms`: what steps ask in other forms than before, in sentences."""

    parts: Mapping[str, Part]
    forms: tuple[str, ...]

    @property
    def differing(self) -> list[Part]:
        """The parts in which the new version says anything new, nothing more, or something else."""
        return [part for part in self.parts.values() if part.new or part.gone or part.changed]


def changes(plan: Plan, *, old: Definition, new: Definition) -> Changes:
    """What the plan changes. A pair of two keys that somebody chose is not compared: it is named as it was chosen."""
    told = _told_of_all(old, new)
    steps = part_names(new, "steps")
    forms = _forms(old, new, plan, steps)
    for key in set(forms.values()):
        said = (*told.get(("steps", key), "").split(", "), _("Formulir").lower())
        told["steps", key] = ", ".join(dict.fromkeys(filter(None, said)))
    along, parts = following(old, new, plan.steps), {}
    for part in PARTS:
        pairs: Mapping[str, str | None] = getattr(plan, part)
        before, after = part_names(old, part), part_names(new, part)
        same = [to for key, to in pairs.items() if to is not None and to in (key, along.get(part, {}).get(key))]
        met = set(pairs.values())
        parts[part] = Part(
            part_heading(part),
            tuple(words for key, words in after.items() if key not in met),
            tuple(words for key, words in before.items() if pairs.get(key) is None),
            {to: told[part, to] for to in same if told.get((part, to))},
            after,
        )
    return Changes(parts, tuple(forms))


def part_heading(part: str) -> str:
    """What a part of a plan is called."""
    return {
        "steps": _("Langkah"), "doors": _("Pintu masuk"), "limits": _("Tenggat beberapa langkah"),
        "interrupts": _("Keadaan mendesak"),
    }[part]  # fmt: skip


def part_names(definition: Definition, part: str) -> dict[str, str]:
    """Key -> words, of a part of a plan."""
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


def _told_of_all(old: Definition, new: Definition) -> dict[tuple[str, str], str]:
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


def _forms(old: Definition, new: Definition, plan: Plan, names: Mapping[str, str]) -> dict[str, str]:
    """Sentence -> the new step it is about, for each form that a step asks otherwise than its counterpart did."""
    found: dict[str, str] = {}
    for key, to in plan.steps.items():
        if to is None or to not in names:
            continue
        before, after = _asked(old.step(key), old), _asked(new.step(to), new)
        for one in (*before, *(one for one in after if one not in before)):
            said = _said(before.get(one), after.get(one))
            if said:
                found[f"{names[to]}: {said}"] = to
    return found


def _asked(step: Step, definition: Definition) -> dict[str, FormUse]:
    """The forms that a step hands in or leaves behind, by their key on the sheet."""
    needs = [inner for need in step.needs for inner in (need, *need.options) if inner.kind == "form"]
    keys = [*(need.subject for need in needs), *(one.form for one in step.outputs if one.form)]
    return {key: definition.forms[key] for key in keys if key in definition.forms}


def _said(before: FormUse | None, after: FormUse | None) -> str:
    if before is not None and after is not None:
        if before.form == after.form:
            return ""
        return _("%(old)s diganti %(new)s") % {"old": _title(before), "new": _title(after)}
    if after is not None:
        return _("%(new)s baru diminta") % {"new": _title(after)}
    return _("%(old)s tidak diminta lagi") % {"old": _title(before)} if before is not None else ""


def _title(use: FormUse) -> str:
    """A form as the office has it, with the number of its newest version; by its printed name where it is on paper."""
    kept = form_version(key=use.form) if use.form else None
    if kept is None:
        return _("“%(title)s” (di kertas)") % {"title": use.label}
    title = kept.definition.get("title") or use.label
    return _("“%(title)s” (formulir versi %(number)s)") % {"title": title, "number": kept.number}
