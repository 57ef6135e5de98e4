"""What a step of the SOP proposed to send to another office, while nobody has sent it or decided against it.

Choosing an outcome sends nothing. What was proposed stays in sight of whoever may send it until somebody decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform

from accounts.models import Staff
from cases.models import Case, Event, StepPass
from cases.queries import LONG, visible_versions
from cases.versions import words_for, words_for_all
from custody.models import Envelope, Part
from custody.states import WAITING
from referrals.models import Referral
from referrals.policies import sends
from sop_library.models import SopVersion
from sop_library.queries import definition_of
from sop_library.sheet import plain_number
from tenants.current import current_office

BETWEEN_OFFICES = ("region_of", "province")
"""What an outcome's referral goes to where it is another office; an institution in town is written to on paper."""
AGAIN = ("step_done", "step_skipped", "step_passed_over")
"""Events by which a step was decided anew: what it proposed before stands no more."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A referral that a step proposes. `number`: the step's own, "" for none; `code`: the region's, "" if unknown."""

    case: Case
    step: str
    name: str
    number: str
    kind: str
    code: str
    at: datetime


def of_case(case: Case) -> Proposed | None:
    """The newest proposal of this case that waits to be sent or decided against; None where there is none."""
    if case.state == Case.State.ENDED or not any(map(_proposes, words_for(case).versions)):
        return None
    events = list(_undecided(Event.objects.filter(case=case)))
    for event in events:
        event.case = case  # with its version, which is known here
    return next(iter(_told(events)), None)


def to_send(*, to: Staff) -> list[Proposed]:
    """Every proposal that waits and that this person may send, the oldest first. One query at most, however many."""
    versions = [one for one in visible_versions(to=to) if _proposes(one)]
    seen = visible_versions(to=to)
    if not seen:
        return []
    moved = Q(version__in=seen) & ~Q(earlier=[])
    mine = Case.objects.filter(sends(to=to), Q(version__in=versions) | moved).exclude(state=Case.State.ENDED)
    found = _undecided(Event.objects.filter(case__in=mine.values("pk")))
    return _told(found.select_related("case__version__sop").defer(*LONG))[::-1]


def _proposes(version: SopVersion) -> bool:
    """Whether any outcome of the SOP leads to another office."""
    outcomes = (one for step in definition_of(version).steps for one in step.outcomes)
    return any(one.refer is not None and one.refer.to in BETWEEN_OFFICES for one in outcomes)


def _undecided(events: QuerySet[Event]) -> QuerySet[Event]:
    """Those of these events that propose and that nothing has answered yet, newest first.

    Answered is: the step decided anew, kept here with a reason, or sent. Sent is what moves the matter or goes to the
    place proposed, unless it was withdrawn while the person still agreed; help from elsewhere answers no handover. What
    was declined or redirected waits for a decision of its own.
    """
    of_step = {"case": OuterRef("case"), "step": OuterRef("step")}
    later = Event.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    sent = Referral.objects.filter(
        Q(made_at__gte=OuterRef("at")) | Q(state__in=(Referral.QUEUED, *sorted(WAITING))),
        ~Q(state=Envelope.State.WITHDRAWN) | Q(consent_withdrawn_at__isnull=False),
        side=Referral.Side.OUT, case=OuterRef("case"),
    )  # fmt: skip
    live = StepPass.objects.filter(**of_step, status__in=[StepPass.Status.WAITING, StepPass.Status.OPEN])
    back = later.filter(kind="step_back").order_by("-number").values("step")[:1]
    found = events.filter(kind="referral_proposed", data__to__in=BETWEEN_OFFICES).annotate(
        region=KeyTextTransform("region", "data"), back_to=Subquery(back)
    )
    held = found.exclude(case__matter__in=Part.objects.exclude(kind=Part.Kind.HOLDER).values("matter"))
    return held.filter(
        ~Exists(later.filter(kind__in=AGAIN, step=OuterRef("step"))),
        ~Exists(later.filter(kind="referral_kept")),
        ~Exists(live),
        ~Exists(sent.filter(Q(moves=True) | Q(other_code=OuterRef("region")))),
        ~Q(Q(data__referral="rujukan") & Exists(sent)),
    ).order_by("-number")


def _told(events: Iterable[Event]) -> list[Proposed]:
    """Those of steps that were not gone back behind since."""
    found, events = [], list(events)
    words = words_for_all({event.case_id: event.case for event in events}.values())
    for event in events:
        definition = words[event.case_id].of(event)
        step, place = definition.by_key.get(event.step), definition.position
        back_to: str = getattr(event, "back_to", None) or ""
        if step is None or (back_to in place and place[back_to] <= place[step.key]):
            continue
        to_province = event.data.get("to") == "province"
        found.append(
            Proposed(
                case=event.case, step=step.key, name=step.name, number=plain_number(step) or "",
                kind=event.data.get("referral", ""), at=event.at,
                code=current_office().code[:2] if to_province else event.data.get("region") or "",
            )
        )  # fmt: skip
    return found
