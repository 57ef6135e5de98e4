"""Does this person belong here? The SOP's own rule, weighed fact by fact. It proposes; staff decide; service goes on.

Out of area is never turned away (UU 12/2022 art. 39): the case is open and worked on until another office took it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.case_facts import facts_of
from cases.models import Case, Incident, Person, Role
from referrals.proposed import Proposed, of_case
from referrals.regions import ABROAD, Destination, destination, names_of
from sop_library.conditions import Scope, evaluate, fact_tests, uses_jurisdiction
from sop_library.definition import Definition
from sop_library.explaining import explain
from sop_library.facts import FactValue
from sop_library.parts import Refer
from sop_library.queries import definition_of
from tenants.current import current_office

Speaks = Literal["for", "against", "unknown"]
LABELS: Mapping[str, Any] = {
    "victim.residence": gettext_lazy("Wilayah menurut KTP/KK"),
    "victim.domicile": gettext_lazy("Domisili"),
    "incident.place": gettext_lazy("Tempat kejadian"),
    "victim.place": gettext_lazy("Berada sekarang"),
}
"""The four facts of where, each its own; the order is that of the screen."""
COLUMNS = {"victim.residence": "residence", "victim.domicile": "domicile", "victim.place": "presence"}


@dataclass(frozen=True, slots=True)
class Ground:
    """One fact of where: what it says for or against this office. `counts`: the SOP's own rule asks for it.

    `victim` is the victim's place among several, from 1; 0 where there is one, or where it is no victim's.
    """

    fact: str
    region: str
    name: str
    speaks: Speaks
    counts: bool
    victim: int = 0

    @property
    def words(self) -> str:
        """What it says, in Indonesian."""
        said = {
            "for": _("%(fact)s: %(region)s, di wilayah kantor ini"),
            "against": _("%(fact)s: %(region)s, di luar wilayah kantor ini"),
            "unknown": _("%(fact)s: belum diketahui"),
        }[self.speaks] % {"fact": LABELS[self.fact], "region": self.name}
        return _("Korban %(number)s: %(what)s") % {"number": self.victim, "what": said} if self.victim else said


@dataclass(frozen=True, slots=True)
class Weighing:
    """What speaks for staying here and against it, and what the SOP proposes; `facts`: what the case said then.

    `met`: the SOP's rule holds (the person belongs here), doesn't, or can't be told yet (None; also where the SOP has
    no rule: `ruled` False). `suggested` None: the rule proposes nothing, which is a result, too. `by_step`: what a step
    proposed and nobody has sent yet; `step_place`: where that leads, where the rule itself proposes no place.
    """

    speaks_for: tuple[Ground, ...]
    speaks_against: tuple[Ground, ...]
    unknown: tuple[Ground, ...]
    suggested: Destination | None
    kind: str
    met: bool | None
    ruled: bool
    facts: Mapping[str, FactValue]
    elsewhere: tuple[Destination, ...] = ()
    by_step: Proposed | None = None
    step_place: Destination | None = None

    @property
    def proposed_to(self) -> Destination | None:
        """Where the rule proposes to send it, else a step; None where neither names a place."""
        return self.suggested or self.step_place

    @property
    def proposed_kind(self) -> str:
        """What is proposed by whichever proposes: rujukan or pelimpahan; "" for nothing."""
        return self.kind or (self.by_step.kind if self.by_step is not None else "")

    def place(self, code: str) -> Destination | None:
        """Where a code leads, as it was weighed or else looked up; None where it is no region's."""
        return next((one for one in self.elsewhere if one.code == code), None) or destination(code)

    @property
    def words(self) -> str:
        """The proposal in a sentence."""
        if self.suggested is not None:
            return {
                "pelimpahan": _("SOP mengusulkan pelimpahan ke %(place)s."),
                "rujukan": _("SOP mengusulkan rujukan ke %(place)s."),
            }[self.kind] % {"place": self.suggested.name}
        if not self.ruled:
            return _("SOP ini tidak memuat ketentuan wilayah. Tidak ada yang diusulkan.")
        if self.met is True:
            return _("Menurut ketentuan wilayah SOP, kasus ini ditangani di sini.")
        if self.met is None:
            return _("Belum dapat dinilai: masih ada wilayah yang belum diketahui. Layanan tetap berjalan.")
        return _("Di luar wilayah menurut SOP, tetapi tujuannya belum diketahui. Layanan tetap berjalan.")

    @property
    def said(self) -> str:
        """What is proposed and what the rule found, in sentences: who proposes is named."""
        if self.by_step is None or (self.suggested is not None and self.suggested.code == self.by_step.code):
            return self.words
        asked = [one for one in self.unknown if one.counts]
        if self.met is not None or not asked:
            return f"{self._step_words(self.by_step)} {self.words}"
        names = [str(LABELS[fact]) for fact in dict.fromkeys(one.fact for one in asked)]
        found = _("Menurut ketentuan wilayah belum dapat dinilai, karena belum diketahui: %(facts)s.")
        return f"{self._step_words(self.by_step)} {found % {'facts': ', '.join(names)}}"

    def _step_words(self, one: Proposed) -> str:
        place = self.step_place or self.place(one.code)
        step = {"step": one.number or f"“{one.name}”", "place": place.name if place is not None else ""}
        if place is None:
            return {
                "pelimpahan": _("Langkah %(step)s mengusulkan pelimpahan; tujuannya belum diketahui."),
                "rujukan": _("Langkah %(step)s mengusulkan rujukan; tujuannya belum diketahui."),
            }[one.kind] % step
        return {
            "pelimpahan": _("Langkah %(step)s mengusulkan pelimpahan ke %(place)s."),
            "rujukan": _("Langkah %(step)s mengusulkan rujukan ke %(place)s."),
        }[one.kind] % step

    def overruled_by(self, *, to_code: str, moves: bool) -> bool:
        """Whether handing the person to `to_code` goes against the rule, or against the step where no rule proposes.

        Help from elsewhere never does.
        """
        if not moves:
            return False
        places = {one.code for one in self.elsewhere} or ({self.step_place.code} if self.step_place else set())
        return (self.ruled and self.met is True) or bool(places and to_code not in places)

    def codes(self) -> dict[str, Any]:
        """The weighing as a referral keeps it: codes of facts and regions."""
        grounds = (*self.speaks_for, *self.speaks_against, *self.unknown)
        step = self.by_step
        return {
            "met": self.met,
            "ruled": self.ruled,
            "kind": self.kind,
            "suggested": self.suggested.code if self.suggested else "",
            "grounds": [[one.fact, one.region, one.speaks, one.counts, one.victim] for one in grounds],
        } | ({"step": [step.step, step.kind, step.code]} if step is not None else {})  # fmt: skip


def weigh(case: Case) -> Weighing:
    """Weigh where a case belongs by the jurisdiction rule of its own SOP. It reads only, and never stops the service.

    Of several victims each is weighed: one who belongs here keeps the case here. What is unknown is said to be.
    """
    definition = definition_of(case.version)
    facts = facts_of(case)
    every = list(_ways(case, facts))
    grounds = _grounds(definition, every)
    verdicts = [_verdict(definition, one) for _victim, one in every]
    met = _met(verdicts)
    refer = _refer(definition)
    places = _places(refer, every) if met is False and refer is not None else ()
    by_step = of_case(case)
    own = by_step is None or by_step.code in ("", ABROAD, current_office().code)
    return Weighing(
        speaks_for=tuple(one for one in grounds if one.speaks == "for"),
        speaks_against=tuple(one for one in grounds if one.speaks == "against"),
        unknown=tuple(one for one in grounds if one.speaks == "unknown"),
        suggested=places[0] if places else None,
        kind=refer.kind if refer is not None and places else "",
        met=met,
        ruled=definition.jurisdiction is not None,
        facts=facts,
        elsewhere=places,
        by_step=by_step,
        step_place=None if places or own or by_step is None else destination(by_step.code),
    )


def _ways(case: Case, facts: Mapping[str, FactValue]) -> Iterator[tuple[int, Mapping[str, FactValue]]]:
    """The case's facts once for each victim and each place of incident; several victims are numbered."""
    victims = list(
        Person.objects.filter(case=case, roles__kind=Role.Kind.VICTIM, roles__ended_at=None)
        .only("id", *COLUMNS.values())
        .order_by("added_at", "id")
    )
    said = Incident.objects.filter(case=case).exclude(place="").order_by("added_at", "id")
    places = list(dict.fromkeys(said.values_list("place", flat=True))) or [""]
    for number, victim in enumerate(victims or [None], start=1):
        known = dict(facts)
        if number > 1 and victim is not None:
            known = {name: value for name, value in facts.items() if name not in COLUMNS}
            known |= {name: getattr(victim, column) for name, column in COLUMNS.items() if getattr(victim, column)}
        for place in places:
            yield number if len(victims) > 1 else 0, known | ({"incident.place": place} if place else {})


def _verdict(definition: Definition, facts: Mapping[str, FactValue]) -> bool | None:
    return None if definition.jurisdiction is None else evaluate(definition.jurisdiction, Scope(facts))


def _met(verdicts: Sequence[bool | None]) -> bool | None:
    """One who belongs here is enough; all must be known not to."""
    if any(verdict is True for verdict in verdicts):
        return True
    return None if None in verdicts else False


def _grounds(definition: Definition, every: Iterable[tuple[int, Mapping[str, FactValue]]]) -> list[Ground]:
    office = current_office().code
    rule = definition.jurisdiction
    ruled = {test.fact for test in fact_tests(rule)} if rule is not None else set()
    found: dict[tuple[str, str, int], Ground] = {}
    for victim, facts in every:
        holds = {one.fact: one.holds for one in explain(rule, Scope(facts))} if rule is not None else {}
        for fact in LABELS:
            region = str(facts.get(fact, ""))
            whose = victim if fact in COLUMNS else 0
            inside = region == office or region.startswith(f"{office}.")
            told = holds.get(fact, inside if region and not office.startswith(f"{region}.") else None)
            speaks: Speaks = "unknown" if told is None else "for" if told else "against"
            found.setdefault((fact, region, whose), Ground(fact, region, "", speaks, fact in ruled, whose))
    names = names_of(one.region for one in found.values())
    order = list(LABELS)
    ordered = sorted(found.values(), key=lambda one: (one.victim, order.index(one.fact)))
    return [replace(one, name=names.get(one.region, one.region)) for one in ordered]


def _refer(definition: Definition) -> Refer | None:
    """The referral that the SOP proposes where its own jurisdiction is not met."""
    for step in definition.steps:
        for outcome in step.outcomes:
            when = outcome.suggested_when
            if outcome.refer is not None and when is not None and uses_jurisdiction(when):
                return outcome.refer
    return None


def _places(refer: Refer, every: Iterable[tuple[int, Mapping[str, FactValue]]]) -> tuple[Destination, ...]:
    """Where the SOP would refer to, each place once, in the order of the victims; a place that is unknown is none."""
    office = current_office().code
    if refer.to == "province":
        codes = [office[:2]]
    elif refer.region_of:
        codes = [str(facts.get(refer.region_of, "")) for _victim, facts in every]
    else:
        codes = []
    wanted = (code for code in dict.fromkeys(codes) if code and code not in (office, ABROAD))
    return tuple(found for code in wanted if (found := destination(code)) is not None)
