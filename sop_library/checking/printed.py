"""What the words of a sheet say of it, held against what it does: the numbers that a sentence sends on to."""

from collections.abc import Iterator

from sop_library.checking.findings import Finding, advice
from sop_library.definition import Definition
from sop_library.importing.ways import JUMP
from sop_library.numbering import spoken


def advise_on_numbers(definition: Definition) -> Iterator[Finding]:
    """Sentences that name the number of a step to go on at, which has no such step, or to which the step doesn't lead.

    A sheet whose numbers begin anew in each section, that numbers in letters, or that numbers no row, is not judged.
    """
    numbered = [(spoken(step.number), step.key) for step in definition.steps if step.number]
    keys = dict(numbered)
    if "" in keys or len(keys) < len(numbered):
        return
    for place, step in enumerate(definition.steps if keys else ()):
        if not step.worked:
            continue
        path = ("steps", place, "text")
        for number in dict.fromkeys(found["no"] for found in JUMP.finditer(step.text)):
            key = keys.get(number)
            if key is None:
                yield advice("number_unknown", path, step.key, step=step.name, number=number)
            elif key != step.key and key not in definition.leads_to[step.key]:
                there = definition.step(key).name
                yield advice("number_elsewhere", path, step.key, step=step.name, number=number, there=there)
