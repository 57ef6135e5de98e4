"""What somebody typed for a step they can no longer complete: shown again in words, so that nothing is lost."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.each_victim import split
from cases.models import StepPass
from cases.operations.steps import OWED, SEEN
from cases.versions import step_of
from frontend.casework.facts_form import fact_field, fact_value
from frontend.casework.read_out import labels_of
from frontend.formbuild import SheetForm
from frontend.sops.words import outcome_words
from sop_library.facts import FACTS, value_words
from sop_library.parts import Step


def kept_words(posted: QueryDict, *, of: StepPass) -> list[tuple[str, str]]:
    """(question, what was typed) for everything that was filled in."""
    found = step_of(of)
    return list(_lines(posted, found)) if found is not None else []


def typed_words(form: SheetForm) -> list[tuple[str, str]]:
    """(question, what was typed) of a form that is not shown again, the answers in words."""
    found = []
    for bound in form:
        typed = bound.data if isinstance(bound.data, list | tuple) else [bound.data]
        labels = labels_of(bound)
        said = [labels.get(str(value), str(value)) for value in typed if value not in (None, "")]
        if said:
            found.append((str(bound.label), " ".join(said) if not labels else ", ".join(said)))
    return found


def _lines(posted: QueryDict, step: Step) -> Iterator[tuple[str, str]]:
    chosen: list[Any] = [step.outcome(key) for key in posted.getlist("outcomes")]
    if labels := ", ".join(outcome_words(outcome.label) for outcome in chosen if outcome is not None):
        yield _("Keputusan"), labels
    started = set(posted.getlist("subs"))
    if subs := ", ".join(sub.label for sub in step.subs if sub.key in started):
        yield _("SOP yang dimulai pada kasus ini"), subs
    yield from _needs(posted, step)
    yield from _facts(posted)
    outputs = {f"output-{output.key}": output.label for output in step.outputs}
    for name, label in outputs.items():
        if words := posted.get(name, "").strip():
            yield label, words
    if note := posted.get("note", "").strip():
        yield _("Catatan"), note
    if reason := posted.get("reason", "").strip():
        yield _("Alasannya"), reason


def _needs(posted: QueryDict, step: Step) -> Iterator[tuple[str, str]]:
    said = {SEEN: _("Ada"), OWED: _("Menyusul")}
    for need in step.needs:
        for name in posted:
            own = name.startswith("need-") and split(name.removeprefix("need-"))[0] == need.key
            if own and (words := said.get(posted.get(name, ""))):
                yield need.label, words


def _facts(posted: QueryDict) -> Iterator[tuple[str, str]]:
    for kind in FACTS.values():
        field = fact_field(kind)
        try:
            value = fact_value(kind, field.clean(field.widget.value_from_datadict(posted, {}, f"fact-{kind.name}")))
        except ValidationError:
            continue
        if value is not None:
            yield _(kind.label), _(value_words(kind.name, value))
