"""What a move changes in the forms of steps: the sheet may read the same while another form is asked."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from sop_library.definition import Definition
from sop_library.moving import Plan
from sop_library.parts import FormUse, Step
from sop_library.queries import form_version


def forms_changed(old: Definition, new: Definition, plan: Plan, names: Mapping[str, str]) -> dict[str, str]:
    """Sentence -> the new step it is about, for each form that a step asks otherwise than its counterpart did.

    `names`: the words of the new steps, by key.
    """
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
