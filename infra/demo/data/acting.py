"""The acts of a sample case: who does them, and everything a step asks for before it can be done."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Staff
from cases.models import Case, Consent, SignOff, StepPass
from cases.operations import consents, filling, lifecycle, notes, steps
from cases.operations.steps import SEEN, StepWork
from cases.refusals import Missing, Refusal
from infra.demo.data.answers import About, answers_for
from infra.demo.data.script import Act, Sample
from infra.demo.data.words import PLAIN_NOTE
from sop_library.definition import Definition
from sop_library.engine.demands import needs_signatures, signatures_missing
from sop_library.facts import FACTS, FactValue
from sop_library.forms import from_document
from sop_library.parts import Need, Step
from sop_library.queries import definition_of, form_version

LOOKED_AT_AGAIN = timedelta(days=7)
"""How long after its beginning a pause of the demo is looked at again."""

MOST_ATTEMPTS = 6


class SampleStuck(RuntimeError):
    """A sample asks for something that cannot be done."""


class Acting:
    """One sample's case at work."""

    def __init__(self, *, sample: Sample, case: Case, region: str, staff: Mapping[str, Staff]) -> None:
        self.sample, self.case, self.region, self.staff = sample, case, region, staff
        self.definition: Definition = definition_of(case.version)
        self.facts: dict[str, FactValue] = {"incident.kinds": tuple(sorted(sample.kinds)), **sample.facts}

    def let(self, act: Act, *, at: datetime) -> None:
        """Let one act happen. Raises cases.refusals.Refusal, SampleStuck."""
        self.facts |= act.facts
        match act.verb:
            case "do":
                self._do(act, at)
            case "sign":
                steps.sign(step_pass=self._pass(act.step), by=self.staff[act.by], at=at)
            case "skip":
                one = self._pass(act.step)
                steps.skip(step_pass=one, reason=act.words, by=self._holder(one, act.by), at=at)
            case "back":
                steps.go_back(case=self.case, to_step=act.step, reason=act.words, by=self._anyone(act.by), at=at)
            case "pause":
                again = timezone.localdate(at) + LOOKED_AT_AGAIN
                lifecycle.pause(
                    case=self.case, reason=act.words, look_again_on=again, by=self._anyone(act.by), at=at
                )  # fmt: skip
            case "resume":
                lifecycle.resume(case=self.case, by=self._anyone(act.by), at=at)
            case "close":
                lifecycle.close(case=self.case, reason=act.outcomes[0], note=act.words, by=self._anyone(act.by), at=at)
            case "note":
                notes.add(case=self.case, body=act.words, by=self._anyone(act.by), at=at)
            case "consent":
                consents.record(
                    case=self.case, person=None, kind=act.outcomes[0], given=True, way=Consent.Way.SPOKEN,
                    by=self._anyone(act.by), at=at,
                )  # fmt: skip

    def _anyone(self, name: str) -> Staff:
        return self.staff[name or self.sample.by]

    def _pass(self, step: str) -> StepPass:
        passes = StepPass.objects.filter(case=self.case, status=StepPass.Status.OPEN).select_related("case__version")
        found = {one.step: one for one in passes}
        if step not in found:
            raise SampleStuck(f"{self.sample.key}: {step} is not open; open are {sorted(found)}")
        return found[step]

    def _holder(self, one: StepPass, name: str, lane: str | None = None) -> Staff:
        """Whoever is named, else the sample's own person where it is their turn, else the first who holds the lane."""
        if name:
            return self.staff[name]
        wanted = self.definition.acting_for[lane] if lane else frozenset(one.lanes)
        first = self.staff[self.sample.by]
        for staff in (first, *self.staff.values()):
            if staff.lane_keys() & wanted:
                return staff
        raise SampleStuck(f"{self.sample.key}: nobody holds {sorted(wanted)}")

    def _do(self, act: Act, at: datetime) -> None:
        one = self._pass(act.step)
        step = self.definition.step(act.step)
        by = self._holder(one, act.by, step.decides)
        self._signatures(one, step, by, at)
        outputs: dict[str, str] = {}
        seen: dict[str, str] = {}
        facts = dict(act.facts) if step.records else {}
        for attempt in range(MOST_ATTEMPTS):
            work = StepWork(outcomes=act.outcomes, outputs=outputs, requirements=seen, facts=facts)
            try:
                self.case = steps.complete(step_pass=one, work=work, by=by, at=at)
            except Refusal as refusal:
                if not refusal.missing or attempt == MOST_ATTEMPTS - 1:
                    raise
                for missing in refusal.missing:
                    self._supply(missing, one, step, by, at, outputs, seen, facts)
            else:
                return

    def _signatures(self, one: StepPass, step: Step, by: Staff, at: datetime) -> None:
        if not needs_signatures(self.definition, step):
            return
        signed = frozenset(SignOff.objects.filter(step_pass=one).values_list("lane", flat=True))
        for lane in signatures_missing(self.definition, step, signed | by.lane_keys()):
            steps.sign(step_pass=one, lane=None, by=self._holder(one, "", lane), at=at)

    def _supply(
        self, missing: Missing, one: StepPass, step: Step, by: Staff, at: datetime,
        outputs: dict[str, str], seen: dict[str, str], facts: dict[str, FactValue],
    ) -> None:  # fmt: skip
        """Bring what was missing: fill its form, write its words, see its document, know its fact."""
        kind, _dash, key = missing.field.partition("-")
        if kind == "output":
            output = next(output for output in step.outputs if output.key == key)
            if output.form:
                self._fill(output.form, one, by, at)
            else:
                outputs[key] = PLAIN_NOTE
        elif kind in ("need", "form"):
            need = next(need for need in step.needs if need.key == key)
            self._bring(need, one, by, at, seen)
        elif kind == "fact":
            facts[key] = self.facts[key] if key in self.facts else _default(key)
        else:
            raise SampleStuck(f"{self.sample.key}, {step.key}: {missing.field}: {missing.message}")

    def _bring(self, need: Need, one: StepPass, by: Staff, at: datetime, seen: dict[str, str]) -> None:
        forms = [option for option in (need, *need.options) if option.kind == "form"]
        if forms:
            self._fill(forms[0].subject, one, by, at)
        else:
            seen[need.key] = SEEN

    def _fill(self, name: str, one: StepPass, by: Staff, at: datetime) -> None:
        use = self.definition.forms.get(name)
        key = use.form if use and use.form else name
        version = form_version(key=key)
        if version is None:
            raise SampleStuck(f"{self.sample.key}: no form {key}")
        about = About(
            victim=self.sample.victim, region=self.region, officer=by.name, on=timezone.localdate(at), facts=self.facts
        )
        answers = answers_for(from_document(version.definition), about)
        filling.fill(case=self.case, step_pass=one, form_key=key, answers=answers, by=by, at=at)


def _default(name: str) -> FactValue:
    kind = FACTS[name]
    return False if kind.type == "yes_no" else next(iter(kind.values))
