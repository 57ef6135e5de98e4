"""What an office does by itself in a case that stands between offices: steps, an end, a correction, a letter out."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta

from cases import people as read
from cases.models import Case, Ending, Person, StepPass
from cases.operations import lifecycle, people
from cases.progress import progress
from cases.refusals import Refusal
from referrals.checking import UNANSWERED
from referrals.models import Referral
from referrals.operations import sending
from tests.cases.driving import first, work_step
from tests.faults.between import BEGIN, Between

OUTSIDE = "35.78"
"""A regency whose office is not on the platform: it reads a letter, and answers by telephone."""
REGIONS = ("35.10", "33.73")
THEN = (BEGIN - timedelta(days=1)).date().isoformat()
"""A day that is over by every office's clock."""


@dataclass
class Worked:
    """Acts of one office, and what each of them leaves behind for good."""

    between: Between
    steps: dict[str, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    said: dict[uuid.UUID, tuple[uuid.UUID, str]] = field(default_factory=dict)
    answered: dict[str, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))

    def step(self, code: str, matter: uuid.UUID) -> None:
        """Do the first step that stands open, completely. Raises Refusal where none does."""
        desk, at = self.between.desks[code], self.between.now(code)
        with desk():
            case = Case.objects.select_related("version__sop").get(pk=self.between.case_at(code, matter).pk)
            panels = [one for one in progress(case=case, by=desk.by).panels if one.row.status == StepPass.Status.OPEN]
            if not panels:
                raise Refusal("no_step", "nothing is open here")
            outcomes = first(panels[0]) if panels[0].outcomes else ()
            work_step(case=case, panel=panels[0], by=desk.by, at=at, outcomes=outcomes, day=THEN)
        self.steps[code].add(panels[0].row.pk)

    def close(self, code: str, matter: uuid.UUID) -> None:
        """Whoever was served asks for no more."""
        desk, at = self.between.desks[code], self.between.now(code)
        with desk():
            case = self.between.case_at(code, matter)
            lifecycle.close(case=case, reason=Ending.Reason.WITHDRAWN, by=desk.by, at=at)

    def come_again(self, code: str, matter: uuid.UUID) -> None:
        """They come again after all: what was closed early here is open. Nothing where the case goes on."""
        desk, at = self.between.desks[code], self.between.now(code)
        with desk():
            case = Case.objects.filter(matter=matter).first()
            early = {"kind": Ending.Kind.EARLY, "reopened_at": None}
            if case is None or case.state != Case.State.ENDED or not case.endings.filter(**early).exists():
                return
            lifecycle.reopen(case=case, because="Datang lagi.", by=desk.by, at=at)

    def correct(self, code: str, matter: uuid.UUID) -> bool:
        """Put right where a victim lives; return whether whoever holds the matter did, so that it counts for all."""
        held = self.between.holder_of(matter) == code
        desk, at = self.between.desks[code], self.between.now(code)
        with desk():
            case = self.between.case_at(code, matter)
            person = Person.objects.filter(case=case, roles__kind="victim", roles__ended_at=None).order_by("pk").first()
            if person is None:
                raise Refusal("nobody", "no victim here")
            before = read.read(person)
            now = next(one for one in REGIONS if one != before.domicile)
            people.correct(
                person=person, data=replace(before, domicile=now), roles={"victim": ""}, reason="Salah tulis.",
                by=desk.by, at=at,
            )  # fmt: skip
        if held:
            self.said[matter] = (person.pk, now)
        else:
            self.said.pop(matter, None)
        return held

    def outside(self, code: str, matter: uuid.UUID) -> None:
        """A letter to an office that is not on the platform; where one is out, what that office answered."""
        desk, at = self.between.desks[code], self.between.now(code)
        with desk():
            out = Referral.objects.filter(matter=matter, other_code=OUTSIDE, state__in=UNANSWERED).first()
        if out is None:
            self.between.send(code, matter, OUTSIDE, "rujukan")
            return
        with desk():
            accepted = len(self.answered[code]) % 2 == 0
            sending.record_answer(referral=out, accepted=accepted, words="Lewat telepon.", by=desk.by, at=at)
        self.answered[code].add(out.pk)

    def check_settled(self, *, withdrawn: set[uuid.UUID]) -> None:
        """What was done stays done, what was put right is right, and an answer that was recorded stands.

        `withdrawn`: matters of which somebody took a consent back, so that what was said since may stay where it was.
        """
        for code, desk in self.between.desks.items():
            with desk():
                undone = StepPass.objects.filter(pk__in=self.steps[code]).exclude(status=StepPass.Status.DONE)
                assert not undone.exists(), f"{code} did steps that are not done any more"
                waits = Referral.objects.filter(pk__in=self.answered[code], state__in=UNANSWERED)
                assert not waits.exists(), f"{code} waits for an answer that it has recorded"
        for matter, (key, region) in self.said.items():
            holder = self.between.holder_of(matter)
            if matter in withdrawn:
                continue
            with self.between.desks[holder]():
                person = Person.objects.get(pk=key, case__matter=matter)
            assert person.domicile == region, (
                f"put right to {region}, and {holder}, who holds it, has {person.domicile}"
            )
