"""The check of an SOP definition: what keeps it from running (faults), and what to look at twice (advice)."""

from collections.abc import Iterator
from itertools import islice

from sop_library.checking.advising import advise
from sop_library.checking.asking import Trials, check_asking
from sop_library.checking.findings import Finding, fault
from sop_library.checking.flow import check_flow
from sop_library.checking.law import check_law
from sop_library.checking.names import check_names
from sop_library.checking.printed import advise_on_numbers
from sop_library.checking.standing import Standing, check_standing
from sop_library.checking.subs import check_subs
from sop_library.checking.times import advise_on_times, check_times
from sop_library.definition import Definition

__all__ = ["Finding", "Standing", "check", "faults_of"]

MOST = 300
"""The faults that are named; of more, only that there are more."""


def check(definition: Definition, *, standing: Standing | None = None) -> list[Finding]:
    """Faults first, then advice, each in the order of the document. In bounded time, whatever the document says.

    `standing` is the office in which the SOP is to run: where given, what is missing there is a fault too.
    """
    trials = Trials()
    faults = _first(_faults(definition, standing, trials))
    bound = frozenset() if standing is None else frozenset(standing.bound)
    times = [*advise_on_times(definition), *advise_on_numbers(definition)]
    besides = frozenset(one.step for one in faults if not one.code.startswith("mediation"))
    found = check_law(definition, besides=besides, around=None if standing is None else standing.sops)
    law = (one for one in found if one.severity == "advice")
    besides_law = advise(definition, bound=bound, trials=None if faults else trials)
    return [*faults, *besides_law, *times, *law, *trials.untried]


def faults_of(definition: Definition, *, standing: Standing | None = None) -> list[Finding]:
    """The faults alone: an SOP with any can't go live."""
    return _first(_faults(definition, standing, Trials()))


def _first(faults: Iterator[Finding]) -> list[Finding]:
    found = list(islice(faults, MOST))
    if next(faults, None) is not None:
        found.append(fault("too_many_faults", ()))
    return found


def _faults(definition: Definition, standing: Standing | None, trials: Trials) -> Iterator[Finding]:
    wrong: set[str | None] = set()
    for one in _by_itself(definition, standing, trials):
        wrong.add(one.step)
        yield one
    around = None if standing is None else standing.sops
    law = check_law(definition, besides=frozenset(wrong), around=around)
    yield from (one for one in law if one.severity == "fault")
    if standing is not None:
        yield from check_standing(definition, standing)


def _by_itself(definition: Definition, standing: Standing | None, trials: Trials) -> Iterator[Finding]:
    yield from check_names(definition)
    yield from check_flow(definition)
    yield from check_asking(definition, trials)
    yield from check_times(definition)
    yield from check_subs(definition, None if standing is None else standing.sops)
