"""Do the SOPs that an SOP starts exist, have the door it names, and come to an end rather than starting each other?"""

from collections.abc import Iterator, Mapping

from sop_library.checking.findings import Finding, fault
from sop_library.definition import Definition
from sop_library.parts import Sub


def check_subs(definition: Definition, around: Mapping[str, Definition] | None) -> Iterator[Finding]:
    """`around` are the other SOPs there are, by key; None: only what the SOP itself says is looked at."""
    others = {} if around is None else {key: one for key, one in around.items() if key != definition.sop}
    everyone = {**others, definition.sop: definition}
    back: dict[str, bool] = {}
    for place, step in enumerate(definition.steps):
        for number, sub in enumerate(step.subs):
            path = ("steps", place, "sub", number)
            ones = called(sub, everyone)
            names = {"step": step.name, "sub": sub.label}
            if around is not None and not ones:
                yield fault("sub_unknown", path, step.key, key=sub.sop or sub.service or "", **names)
            for one in ones if around is not None else ():
                if sub.door is not None and sub.door not in one.doors:
                    yield fault("sub_door_unknown", (*path, "door"), step.key, key=sub.door, sop=one.name, **names)
                elif sub.door is None and not any(door.called for door in one.doors.values()):
                    yield fault("sub_without_door", path, step.key, sop=one.name, **names)
            for one in ones:
                if one.sop not in back:
                    back[one.sop] = _comes_back(one, definition, everyone)
            if any(back[one.sop] for one in ones):
                yield fault("sub_in_circles", path, step.key, **names)


def called(sub: Sub, everyone: Mapping[str, Definition]) -> list[Definition]:
    """The SOPs that may be started: the one named, or every one of the service."""
    if sub.sop is not None:
        return [everyone[sub.sop]] if sub.sop in everyone else []
    return [one for one in everyone.values() if one.service == sub.service]


def _comes_back(start: Definition, own: Definition, everyone: Mapping[str, Definition]) -> bool:
    seen: set[str] = set()
    edge = [start]
    while edge:
        here = edge.pop()
        if here.sop == own.sop:
            return True
        if here.sop not in seen:
            seen.add(here.sop)
            edge += [one for step in here.steps for sub in step.subs for one in called(sub, everyone)]
    return False
