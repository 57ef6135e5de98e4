"""Trying a draft on screen: a made-up case is played through it, with a clock of its own; or every branch at once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.calendars import office_calendar
from frontend.answers import StaffRequest, go_on, refused
from frontend.sops.gates import draft_or_404, for_readers, status_of
from frontend.sops.trying_questions import ELSEWHERE, conditional, questions, read, written
from frontend.sops.trying_words import branch_words, facts_words, lines_of, running_of
from sop_library.calendar import OfficeCalendar
from sop_library.definition import Definition
from sop_library.facts import ABROAD, FACTS, FactValue
from sop_library.models import Draft, Trial
from sop_library.operations import trials
from sop_library.parts import Step
from sop_library.refusals import NotYet, Refused
from sop_library.trying import Act, Ran, asked_facts, next_due, run_hash, wanted_facts

CLOCK = {"15": 15, "60": 60, "1440": 1440}
SHOWN = 10
LOOKED_AHEAD = 21


def _calendar() -> OfficeCalendar:
    return office_calendar(today=timezone.localdate())


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def try_draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """What was tried of the draft as it stands; begin a case at a door."""
    draft = _open(draft_id)
    if request.method != "POST":
        return _overview(request, draft)
    now, calendar = timezone.now(), _calendar()
    try:
        trial = trials.begin(
            draft=draft, door=request.POST.get("door", ""), calendar=calendar, start=_opening(calendar, now),
            by=request.user, at=now,
        )  # fmt: skip
    except Refused as refusal:
        return _overview(request, draft, refusal=refusal.message, status=status_of(refusal))
    return go_on(request, "draft_trial", draft.pk, trial.pk)


@require_POST
@for_readers
def try_all(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Run every branch by itself, and say of each how it ended."""
    draft = _open(draft_id)
    try:
        _trial, ran = trials.run_all(draft=draft, calendar=_calendar(), by=request.user, at=timezone.now())
    except Refused as refusal:
        return _overview(request, draft, refusal=refusal.message, status=status_of(refusal))
    return _overview(request, draft, ran=ran)


def _opening(calendar: OfficeCalendar, now: datetime) -> datetime:
    """The moment at which a made-up case comes in: now, or when the office opens next."""
    today = calendar.local(now).date()
    days = (calendar.intervals(today + timedelta(days=later)) for later in range(LOOKED_AHEAD))
    return next((max(now, opens) for day in days for opens, closes in day if now < closes), now)


def _open(draft_id: UUID) -> Draft:
    draft = draft_or_404(draft_id)
    if not draft.is_open:
        raise Http404
    return draft


def _overview(
    request: StaffRequest, draft: Draft, *, ran: tuple[Ran, ...] = (), refusal: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"draft": draft, "refusal": refusal, "ran": None}
    try:
        definition, coverage = trials.runnable(draft), trials.coverage_of(draft)
    except NotYet as missing:
        return render(request, "sops/trying/overview.html", {**context, "missing": missing.message}, status=status)
    tried = draft.trials.filter(run_hash=run_hash(draft.document)).exclude(door="").select_related("by")[:SHOWN]
    context |= {
        "coverage": coverage,
        "untried": [branch_words(definition, one) for one in coverage.untried],
        "conditional": conditional(definition),
        "doors": list(definition.doors.values()),
        "trials": [(one, definition.doors[one.door].label, len(one.covered)) for one in tried],
        "ran": [_told(definition, one) for one in ran],
    }
    return render(request, "sops/trying/overview.html", context, status=status)


def _told(definition: Definition, ran: Ran) -> dict[str, Any]:
    """One branch that was run: where it led, and what stopped it."""
    way = [branch_words(definition, f"{step}/{outcome}") for step, outcome in ran.choices]
    stopped = _(ran.refused.message) % ran.refused.params if ran.refused else ""
    if ran.waiting:
        stopped = _("berhenti di %(steps)s") % {"steps": ", ".join(ran.waiting)}
        stopped = ": ".join((stopped, *filter(None, ["; ".join(_(words) for words in ran.why)])))
    given = facts_words(Act("facts", facts={name: _picked(definition, name, ran.given[name]) for name in ran.given}))
    return {"door": definition.doors[ran.door].label, "way": way, "ran": ran, "stopped": stopped, "given": given}


def _picked(definition: Definition, name: str, value: FactValue) -> FactValue:
    """A fact as somebody trying would have picked it: of regions only here, elsewhere and abroad."""
    here = FACTS[name].type != "region" or value in (definition.regency or "33.73", ABROAD)
    return value if here else ELSEWHERE


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def trial(request: StaffRequest, draft_id: UUID, trial_id: UUID) -> HttpResponse:
    """A made-up case: its open steps, its clock, what it is said to be, what has happened."""
    draft = _open(draft_id)
    one = draft.trials.exclude(door="").filter(pk=trial_id).first()
    if one is None:
        raise Http404
    one.draft = draft
    if request.method != "POST":
        return _page(request, one)
    try:
        if request.POST.get("do") == "undo":
            trials.undo(trial=one, calendar=_calendar(), by=request.user)
        else:
            trials.act(trial=one, act=_act(request, one), calendar=_calendar(), by=request.user)
    except Refused as refusal:
        return _page(request, one, refusal=refusal.message, status=status_of(refusal))
    return go_on(request, "draft_trial", draft.pk, one.pk)


def _act(request: StaffRequest, one: Trial) -> Act:
    """What was asked for, as an act; what makes no sense is left to the engine to refuse."""
    posted = request.POST
    kind, pass_id = posted.get("do", ""), posted.get("pass", "")[:220]
    if kind == "facts":
        return Act("facts", facts=_stated(request, one))
    if kind in ("skip", "override", "sub"):
        return Act(kind, pass_id)
    if kind == "due":
        return Act("due")
    if kind in CLOCK:
        return Act("clock", minutes=CLOCK[kind])
    step = trials.as_played(one.draft, at=one.at).by_key.get(pass_id.partition("#")[0])
    started = tuple(key[:200] for key in posted.getlist("sub"))[:40]
    asked = step is not None and len(step.subs) > 1
    outcomes = tuple(posted.getlist("outcome"))[:40]
    return Act("work", pass_id, outcomes, _answers(request, step), subs=started if asked else started or None)


def _answers(request: StaffRequest, step: Step | None) -> dict[str, FactValue | None] | None:
    """What was answered to a step, None for what was left open; None where it asks nothing."""
    wanted = wanted_facts(step) if step is not None else ()
    return {name: read(name, request.POST.get(f"w-{name}", "")) for name in wanted} or None


def _stated(request: StaffRequest, one: Trial) -> dict[str, FactValue | None]:
    """The facts of the form that say something else than the case does."""
    known = trials.played(one, calendar=_calendar()).state.facts
    found: dict[str, FactValue | None] = {}
    for name in asked_facts(trials.as_played(one.draft, at=one.at)):
        given = request.POST.get(f"f-{name}")
        if given is not None and given != written(known.get(name)):
            found[name] = read(name, given)
    return found


def _page(request: StaffRequest, one: Trial, *, refusal: str = "", status: int = 200) -> HttpResponse:
    try:
        definition = trials.as_played(one.draft, at=one.at)
        played = trials.played(one, calendar=_calendar())
    except Refused as gone:
        if one.draft.is_open:
            return _overview(request, one.draft, refusal=gone.message, status=409)
        return refused(request, gone.message, status=409)
    return render(
        request,
        "sops/trying/trial.html",
        {
            "draft": one.draft,
            "trial": one,
            "refusal": refusal,
            "door": definition.doors[one.door].label,
            "now": played.now,
            "ended": played.state.ended is not None,
            "running": running_of(definition, played, request.POST if refusal else None),
            "lines": lines_of(definition, played),
            "questions": questions(definition, asked_facts(definition), played.state.facts),
            "conditional": conditional(definition, played.state.facts),
            "waits": any(live.wait is not None for live in played.state.live),
            "has_due": next_due(played.state, played.now) is not None,
            "clock": [("15", _("15 menit")), ("60", _("1 jam")), ("1440", _("1 hari"))],
        },
        status=status,
    )
