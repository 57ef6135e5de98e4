"""Why a condition holds or not, fact by fact, in words a clerk reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sop_library.conditions import All, Any, Condition, JurisdictionMet, Not, OutcomeIs, Scope, Test, evaluate
from sop_library.facts import FACTS, FactValue, value_words


def _(msgid: str) -> str:
    return msgid


RELATIONS: Mapping[str, str] = {
    "is": _("%(fact)s: %(value)s"),
    "in": _("%(fact)s: salah satu dari %(value)s"),
    "at_least": _("%(fact)s: paling sedikit %(value)s"),
    "at_most": _("%(fact)s: paling banyak %(value)s"),
    "within": _("%(fact)s: di %(value)s"),
    "known": _("%(fact)s: sudah diketahui"),
}
_AREAS: Mapping[str, str] = {"regency": _("wilayah kabupaten/kota ini"), "province": _("wilayah provinsi ini")}


@dataclass(frozen=True, slots=True)
class Reason:
    """One test of a condition. `holds`: True speaks for it, False against, None unknown.

    `template` is a msgid with the named parameters in `params`; both `params` values are msgids too.
    """

    fact: str
    template: str
    params: Mapping[str, str]
    holds: bool | None

    @property
    def text(self) -> str:
        """The reason in Indonesian."""
        return self.template % self.params


def explain(condition: Condition, scope: Scope) -> tuple[Reason, ...]:
    """The tests that bear on the condition, in the order written. `not` turns for into against."""
    return tuple(_reasons(condition, scope, wanted=True))


def _reasons(condition: Condition, scope: Scope, *, wanted: bool) -> Iterator[Reason]:
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _reasons(part, scope, wanted=wanted)
        case Not(part):
            yield from _reasons(part, scope, wanted=not wanted)
        case JurisdictionMet():
            if scope.jurisdiction is not None:
                yield from _reasons(scope.jurisdiction, scope, wanted=wanted)
        case OutcomeIs():
            return
        case Test():
            value = evaluate(condition, scope)
            yield Reason(
                fact=condition.fact,
                template=RELATIONS[condition.operator],
                params={"fact": FACTS[condition.fact].label, "value": _wanted_words(condition.fact, condition.value)},
                holds=None if value is None else value is wanted,
            )


def _wanted_words(fact: str, value: FactValue) -> str:
    return _AREAS[value] if isinstance(value, str) and value in _AREAS else value_words(fact, value)
