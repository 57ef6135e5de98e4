"""Which passes one person both worked and approved: allowed where somebody holds both lanes, and never unseen."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from cases.models import Case, StepPass
from cases.versions import StepWords
from sop_library.definition import Definition
from sop_library.engine.demands import needs_signatures, signatures_missing
from sop_library.parts import Step


def by_one_person(rows: Iterable[StepPass], words: StepWords) -> frozenset[UUID]:
    """The done passes that approve what the same person had done just before, or that one person signed twice.

    `rows`: every pass of the case with its `sign_offs`.
    """
    rows = list(rows)
    standing = {f"{one.step}#{one.number}": one for one in rows if not one.former}
    found = set()
    for one in rows:
        step = words.step_of(one) if one.status == StepPass.Status.DONE else None
        if step is None:
            continue
        definition = words.definition_for(one)
        signed_twice = _signed_twice(one, step, definition)
        approves = step.kind == "signature" or step.decides is not None
        if signed_twice or (approves and one.done_by_id in _workers(one, standing)):
            found.add(one.pk)
    return frozenset(found)


def in_case(case: Case, words: StepWords) -> list[StepPass]:
    """Those passes, of a case whose passes nobody has read yet. Two queries."""
    passes = list(StepPass.objects.filter(case=case).defer("engine").prefetch_related("sign_offs"))
    own = by_one_person(passes, words)
    return [one for one in passes if one.pk in own]


def _workers(one: StepPass, standing: Mapping[str, StepPass]) -> Iterator[UUID | None]:
    """Who did the steps this pass follows from; a step that was passed over has nobody, so whoever came before it."""
    edge, seen = list(one.came_from), set[str]()
    while edge:
        key = edge.pop()
        before = standing.get(key)
        if before is None or key in seen:
            continue
        seen.add(key)
        if before.status == StepPass.Status.PASSED_OVER:
            edge.extend(before.came_from)
        elif before.done_by_id is not None and before.status == StepPass.Status.DONE:
            yield before.done_by_id


def _signed_twice(one: StepPass, step: Step, definition: Definition) -> bool:
    """Whether one person stands for two of the signatures; whoever completes a step signs for what was missing."""
    if not needs_signatures(definition, step) or (not step.all_of and step.decides is not None):
        return False
    signs = list(one.sign_offs.all())
    signers = [sign.by_id for sign in signs]
    missing = signatures_missing(definition, step, frozenset(sign.lane for sign in signs))
    signers += [one.done_by_id] * len(missing) if one.done_by_id is not None else []
    return len(set(signers)) < len(signers)
