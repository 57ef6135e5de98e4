"""Finding cases, reports and the work that waits. Every look-up starts from what the person may see."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from accounts.models import LaneMembership, Staff
from cases.models import (
    Appointment,
    CarriedLimit,
    Case,
    Ending,
    FilledForm,
    LimitClock,
    Person,
    Report,
    Role,
    StepPass,
)
from cases.people import nik_index, phone_index
from cases.policies import lanes_of
from cases.standing import known_by
from custody import holding
from sop_library.models import Sop, SopVersion
from sop_library.queries import definition_of

VERSIONS = "_visible_versions"
NOT_RATED = "-"
HELD_UP = Q(status=StepPass.Status.WAITING, engine__wait__kind__in=["facts", "gate"])
"""Steps that wait until something is known or agreed to; the others that wait, wait for other steps."""
AT_WORK = ~Q(case__state=Case.State.PAUSED)
"""Steps whose case doesn't rest. Where one is open after the end of its case, its SOP lets it run on."""
LONG = ("case__version__definition", "case__flow")
"""What no list reads of the cases its rows belong to: documents of many kilobytes each."""


def visible_versions(*, to: Staff) -> list[SopVersion]:
    """The SOP versions in whose lanes this person works; read once for each `Staff` object, as their lanes are."""
    kept: list[SopVersion] | None = to.__dict__.get(VERSIONS)
    if kept is None:
        lanes = to.lane_keys()
        published = SopVersion.objects.exclude(published_at=None).select_related("sop").defer("definition")
        versions = published if to.is_active and lanes else published.none()
        kept = to.__dict__[VERSIONS] = [one for one in versions if lanes & lanes_of(definition_of(one))]
    return kept


def visible_cases(*, to: Staff) -> QuerySet[Case]:
    """The cases this person may see: those whose SOP has a lane of theirs."""
    found = Case.objects.filter(version__in=visible_versions(to=to)).select_related("version__sop", "holder")
    return found.defer("version__definition")  # the document is long, and `definition_of` knows it by its hash


def running_under(*, version: SopVersion | None = None, sop: Sop | None = None) -> int:
    """How many cases that have not ended go by this version, or by any version of this SOP. A number, for anybody."""
    cases = Case.objects.exclude(state=Case.State.ENDED)
    return (cases.filter(version=version) if version is not None else cases.filter(version__sop=sop)).count()


def without_holder(*, to: Staff) -> Q:
    """Of the cases this person may see those nobody holds: no holder, one who left, or who works in the SOP no more."""
    standing = LaneMembership.objects.filter(ended_at=None, staff__is_active=True)
    at_work = Q()
    for version in visible_versions(to=to):
        lanes = lanes_of(definition_of(version))
        at_work |= Q(version=version, holder__in=standing.filter(lane__key__in=lanes).values("staff"))
    return Q(holder=None) | ~at_work


def work_list(*, to: Staff) -> QuerySet[StepPass]:
    """The open steps whose turn is this person's, most urgent first; those without a deadline after the others.

    `planned`: for when the next round of a step that recurs is planned, as ISO words; else None.
    """
    return (
        StepPass.objects.filter(AT_WORK, status=StepPass.Status.OPEN, lanes__overlap=sorted(to.lane_keys()))
        .annotate(planned=KT("engine__planned_at"))
        .select_related("case__version__sop")
        .defer(*LONG, "engine")
        .order_by("due_at", "opened_at")
    )


def held_up(*, to: Staff) -> QuerySet[StepPass]:
    """Steps of running cases, this person's turn, that wait until something is known or agreed to; the oldest first.

    What they wait for is theirs to find out: such a case would stand on nobody's list.
    """
    return (
        StepPass.objects.filter(HELD_UP, AT_WORK, lanes__overlap=sorted(to.lane_keys()))
        .select_related("case__version__sop")
        .defer(*LONG)
        .order_by("case__opened_at", "step")
    )


def limits_ahead(*, to: Staff, until: datetime) -> QuerySet[LimitClock]:
    """Limits over several steps that nobody has met yet and that end by `until`, of the cases this person may see.

    A paused case's too: the law's time runs on.
    """
    unmet = LimitClock.objects.filter(met_at=None, due_at__lte=until, case__in=visible_cases(to=to).values("pk"))
    running = unmet.exclude(case__state=Case.State.ENDED).exclude(case__matter__in=holding.gone())
    return running.select_related("case__version__sop", "case__holder").defer(*LONG)


def carried_limits_ahead(*, to: Staff, until: datetime) -> QuerySet[CarriedLimit]:
    """Limits of an office before that nobody has met and that end by `until`: `limits_ahead` finds this SOP's.

    `nobodys`: whether nobody holds the case any more.
    """
    nobodys = Exists(Case.objects.filter(without_holder(to=to), pk=OuterRef("case_id")))
    unmet = CarriedLimit.objects.filter(met_at=None, due_at__lte=until, case__in=visible_cases(to=to).values("pk"))
    running = unmet.exclude(case__state=Case.State.ENDED).exclude(case__matter__in=holding.gone())
    return running.select_related("case__version__sop").annotate(nobodys=nobodys).defer(*LONG)


def waiting_reports(*, to: Staff) -> QuerySet[Report]:
    """Reports from which no case was opened yet: where somebody was in danger first, then who has waited longest."""
    if not to.lane_keys():
        return Report.objects.none()
    in_danger = Coalesce("in_danger", Value(False))  # unknown is no danger told, and waits its turn
    waiting = Report.objects.filter(case=None, state=Report.State.WAITING)
    return waiting.order_by(in_danger.desc(), "received_at", "id")


def with_victims(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Add each case's victims (coarse columns only, nothing opened) as `case.victims`."""
    victims = Person.objects.filter(roles__kind=Role.Kind.VICTIM, roles__ended_at=None).order_by("added_at", "id")
    return cases.prefetch_related(Prefetch("people", queryset=victims, to_attr="victims"), "incidents")


def register(*, to: Staff, words: str = "", since: datetime | None = None, **columns: str | None) -> QuerySet[Case]:
    """The register, newest first, narrowed by what was typed: a register number (or its end), a NIK or a phone number.

    A NIK or phone number is matched by its blind index only, whole; part of one finds nothing. `columns`: `narrowed`.
    """
    cases = narrowed(with_victims(visible_cases(to=to)).order_by("-opened_at"), since=since, **columns)
    words = words.strip()
    if words:
        matches = Q(number__iendswith=_padded(words)) | Q(number__istartswith=words) | Q(reports__code__iexact=words)
        if index := nik_index(words):
            matches |= known_by(nik_index=index)
        if index := phone_index(words):
            matches |= known_by(phone_index=index)
        cases = cases.filter(matches).distinct()
    return cases


def narrowed(
    cases: QuerySet[Case], *, state: str | None = None, sop: str | None = None, since: datetime | None = None,
    risk: str | None = None, stage: str | None = None, door: str | None = None,
) -> QuerySet[Case]:  # fmt: skip
    """Those of the cases that are of this state, SOP (slug), risk, stage and door, reported since. None or "": any.

    `risk` NOT_RATED: nobody has rated it.
    """
    wanted = {"state": state, "version__sop__slug": sop, "stage": stage, "door": door, "reported_at__gte": since}
    cases = cases.filter(**{column: value for column, value in wanted.items() if value})
    return cases.filter(risk="" if risk == NOT_RATED else risk) if risk else cases


def _padded(words: str) -> str:
    """A register number as it is written down: the last part of "slt-26-14" has four digits."""
    head, dash, last = words.rpartition("-")
    return f"{head}{dash}{last.zfill(4)}" if dash and last.isdecimal() else words


def same_person(*, nik: str, phone: str, to: Staff, besides: Case | None = None) -> list[Case]:
    """Earlier cases of this office with the same NIK or phone number, for "old case or new case" at intake.

    A case that was opened by mistake is none: nothing goes on in it.
    """
    matches = Q()
    if index := nik_index(nik):
        matches |= known_by(nik_index=index)
    if index := phone_index(phone):
        matches |= known_by(phone_index=index)
    if not matches:
        return []
    return _told_apart(matches, to=to, besides=besides)


def other_cases_of(case: Case, *, to: Staff) -> list[Case]:
    """The other cases this person may see in which a victim of this case stands with the same NIK or phone number.

    Nothing is opened: the numbers are compared by their blind indexes. At most ten, the newest first. One query.
    """
    victims = Role.objects.filter(person__case=case, kind=Role.Kind.VICTIM, ended_at=None)
    matches = Q()
    for index in ("nik_index", "phone_index"):
        known = victims.exclude(**{f"person__{index}": None}).values(f"person__{index}")
        found = Role.objects.filter(ended_at=None, **{f"person__{index}__in": known})
        matches |= Q(pk__in=found.values("person__case"))
    return _told_apart(matches, to=to, besides=case)


def _told_apart(matches: Q, *, to: Staff, besides: Case | None) -> list[Case]:
    undone = Ending.objects.filter(reopened_at=None, reason=Ending.Reason.MISTAKEN)
    found = visible_cases(to=to).filter(matches).exclude(pk__in=undone.values("case")).distinct().order_by("-opened_at")
    return list(found.exclude(pk=besides.pk)[:10] if besides else found[:10])


def appointments_ahead(*, to: Staff, until: datetime) -> QuerySet[Appointment]:
    """What is planned up to a moment in the cases this person may see, also what has passed and is not closed yet."""
    planned = Appointment.objects.filter(state=Appointment.State.PLANNED, at__lte=until)
    seen = planned.filter(case__in=visible_cases(to=to).values("pk"))
    return seen.select_related("case__version__sop", "made_by").defer(*LONG)


def appointments_of(case: Case) -> QuerySet[Appointment]:
    """Every appointment of a case in order of time, with who closed it and why; nothing is opened."""
    return Appointment.objects.filter(case=case).select_related("made_by", "closed_by", "because")


def passes_of(case: Case) -> list[StepPass]:
    """All passes of a case in the order they were opened, with who did them."""
    return list(
        StepPass.objects.filter(case=case)
        .select_related("done_by", "because")
        .prefetch_related("sign_offs__by", "outputs", "requirements")
        .order_by("arrived", "step", "number")
    )


def standing_forms(case: Case) -> list[FilledForm]:
    """The filled forms of a case that nothing replaced, oldest first, not opened."""
    standing = FilledForm.objects.filter(case=case, replaced_by=None).select_related("form", "by", "step_pass")
    return list(standing.defer("form__definition", "step_pass__engine").order_by("at"))


def is_of(filled: FilledForm, step_pass: StepPass) -> bool:
    """Whether answers are a pass's own: filled in it, or in the one before it where somebody came back to the step."""
    before = filled.step_pass
    if before is None or before.step != step_pass.step or before.former != step_pass.former:
        return False
    return (step_pass.engine.get("papers_from") or step_pass.number) <= before.number <= step_pass.number


def forms_for(step_pass: StepPass, standing: Iterable[FilledForm]) -> dict[str, FilledForm]:
    """Form key -> the answers that stand for this pass: its own where there are any, else the newest of the case."""
    ordered = sorted(standing, key=lambda filled: is_of(filled, step_pass))
    return {filled.form.key: filled for filled in ordered}
