"""The case page: everything one staff member sees of one case, gathered by a number of queries that stays the same."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import LaneMembership
from accounts.policies import is_head
from accounts.queries import profile
from cases.danger_queries import danger_unrated
from cases.letters import LetterMarks, letter_marks
from cases.models import Case, Consent, Ending, Incident, Pause, StepPass
from cases.own_work import by_one_person
from cases.policies import can_see
from cases.progress import Progress, progress
from cases.queries import forms_for
from cases.standing import counted
from cases.traces import standing_notes
from cases.voices import voices_of
from frontend import keeping
from frontend.casework.answering import StaffRequest, answer
from frontend.casework.aside import incident_lines, owed_lines, paper_lines, report_lines
from frontend.casework.closed_days import ClosedDays
from frontend.casework.facts_form import FactsForm
from frontend.casework.limits import due_elsewhere, limits_of
from frontend.casework.offered import offered
from frontend.casework.panels import PanelView, view_of
from frontend.casework.parties import parties_of, people_of, victims_among
from frontend.casework.reasons import reason_form
from frontend.casework.regions import regions_of
from frontend.casework.revealing import RevealForm, window_of
from frontend.casework.rows import former_lines, lane_legend, rows_of
from frontend.casework.step_form import StepForm
from frontend.casework.stopping import stops_words
from frontend.casework.taking_off import off_incidents, off_of
from frontend.casework.time_words import whole_time
from frontend.casework.timeline import events_of, happening
from frontend.casework.wording import channel_words, kinds_words, person_words, victims_words, when_words
from frontend.referrals.on_case import on_case

EVENTS_SHOWN = 6
Forms = Mapping[str, Any]


def _holders() -> dict[str, list[str]]:
    """Lane key -> the names of those who hold it now."""
    found: dict[str, list[str]] = defaultdict(list)
    standing = LaneMembership.objects.filter(ended_at=None, staff__is_active=True).order_by("staff__name")
    for key, name in standing.values_list("lane__key", "staff__name"):
        found[key].append(name)
    return found


def _letters(stands: Progress) -> dict[UUID, LetterMarks]:
    """The marks of the letters that live steps ask for. One query where one is filled, else none."""
    keys = {row.form_key for panel in stands.panels for row in panel.outputs}
    keys |= {row.form.form.key for panel in stands.panels for row in panel.needs if row.form is not None}
    return letter_marks(one for one in stands.standing if one.form.key in keys)


def _put_by(request: StaffRequest, case: Case, stands: Progress) -> dict[UUID, QueryDict]:
    """Pass -> what this person typed on its panel and left there to fill a form. One query."""
    where = {reverse("step_complete", args=[case.pk, panel.row.pk]): panel.row.pk for panel in stands.panels}
    return {where[path]: typed for path, typed in keeping.put_by_at(request, where).items()}


def _takes_back_any(request: StaffRequest, stands: Progress) -> bool:
    """Whether this person may take back anybody's signature. One query where one was given, else none."""
    if not any(panel.row.sign_offs.all() for panel in stands.panels):
        return False
    office = profile()
    return is_head(by=request.user, head_post=office.head_post if office else "")


def panel_views(
    request: StaffRequest,
    case: Case,
    stands: Progress,
    *,
    regions: Mapping[str, Any],
    forms: Forms,
    paused_at: datetime | None,
    ours: bool,
    closed: ClosedDays,
) -> dict[str, list[PanelView]]:
    """Step key -> the panels of its live passes. `forms` holds what was just refused, by "step:PASS".

    `ours`: whether this office still does the steps of the matter.
    """
    now, zone = timezone.now(), timezone.get_current_timezone()
    holders, marks = _holders(), _letters(stands)
    put_by = _put_by(request, case, stands) if any(panel.mine for panel in stands.panels) else {}
    as_head = _takes_back_any(request, stands)
    found: dict[str, list[PanelView]] = defaultdict(list)
    for panel in stands.panels:
        form = forms.get(f"step:{panel.row.pk}")
        if form is None:
            form = StepForm(panel=panel, stands=stands, office_code=request.office.code)
            form.begin_with(put_by.get(panel.row.pk))
        view = view_of(
            panel, case=case, stands=stands, held=forms_for(panel.row, stands.standing), holders=holders,
            lanes_held=request.user.lane_keys(), form=form, now=now, zone=zone, regions=regions,
            asks=forms.get(f"facts:{panel.row.pk}") or FactsForm(panel=panel), office_code=request.office.code,
            paused_at=paused_at, ours=ours, marks=marks, me=request.user.pk, as_head=as_head,
            reasons={
                name: forms.get(f"{name}:{panel.row.pk}") or reason_form(name, panel.row)
                for name in ("skip", "extend", "override")
            },
        )  # fmt: skip
        shut = closed.words(panel.row.due_at, since=panel.row.opened_at) if view.worked_on and not view.leave else ""
        found[panel.step.key].append(replace(view, leave=shut) if shut else view)
    return found


def own_work(stands: Progress) -> list[StepPass]:
    """The passes of a case that one person both worked and approved. No query."""
    passes = [one for row in stands.rows for one in row.passes] + [row.step_pass for row in stands.former]
    own = by_one_person(passes, stands.words)
    return [one for one in passes if one.pk in own]


def context_of(request: StaffRequest, case: Case, *, forms: Forms | None = None) -> dict[str, Any]:
    """Everything the page shows. Nothing sealed is opened unless this person's window on the case is open."""
    forms = forms or {}
    now, zone = timezone.now(), timezone.get_current_timezone()
    stands = progress(case=case, by=request.user)
    window, closed = window_of(request, case), ClosedDays(now)
    people = people_of(case)
    recorded = list(Incident.every.filter(case=case).order_by("added_at", "id"))
    incidents = [incident for incident in recorded if incident.taken_off_at is None]
    victims = victims_among(people)
    own = own_work(stands)
    regions = regions_of(
        victim=victims[0] if victims else None,
        incidents=incidents,
        office_code=request.office.code,
        now=now,
    )
    pause = Pause.objects.filter(case=case, ended_at=None).select_related("started_by", "because").first()
    endings = Ending.objects.filter(case=case, reopened_at=None).defer("joined__version__definition", "joined__flow")
    ending = endings.select_related("by", "because", "joined__version__sop").first()
    between = on_case(request, case, opened=window.opened, now=now)
    views = panel_views(
        request, case, stands, regions=regions, forms=forms, paused_at=pause.started_at if pause else None,
        ours=not between["between"]["left"], closed=closed,
    )  # fmt: skip
    came_in = report_lines(case, now=now)
    said = Consent.objects.filter(counted(), case=case).select_related("person")
    voices = voices_of([role for person in people for role in person.roles.all()])
    return {
        "case": case,
        "report_lines": came_in,
        "danger_unrated": any(one.report.in_danger for one in came_in) and bool(danger_unrated(cases=[case.pk])),
        "stands": stands,
        "stops": SimpleLazyObject(lambda: stops_words(case)),  # asked where a step may end the case
        "definition": stands.definition,
        "total_steps": len(stands.sheet),
        "whole_time": whole_time(stands.definition),
        "rows": rows_of(stands, views, now=now, opened=window.opened, ended=case.state == Case.State.ENDED, own=own),
        "legend": lane_legend(stands.definition),
        **window.shown,
        **between,
        "can": offered(case=case, stands=stands, between=between["between"]),
        "parties": parties_of(people, opened=window.opened),
        "off": off_of(case, people, opened=window.opened, now=now),
        "off_incidents": off_incidents(case, recorded, now=now),
        "incidents": incidents,
        "victim_words": person_words(victims[0]) if len(victims) == 1 else victims_words(len(victims)),
        "kinds": kinds_words(
            {kind for incident in incidents for kind in incident.kinds},
            domestic=any(incident.domestic for incident in incidents),
        ),
        "received": when_words(case.reported_at, now=now),
        "channel": channel_words(case.channel),
        "limits": limits_of(
            stands,
            case=case,
            there=due_elsewhere(case) if between["between"]["held_by"] else "",
            now=now,
            zone=zone,
            closed=closed,
        ),
        "paper_lines": paper_lines(stands.standing, stands.words, now=now),
        "incident_lines": incident_lines(incidents),
        "former": former_lines(stands, now=now, opened=window.opened),
        "owed": owed_lines(stands.short, stands.words, now=now),
        "came_later": owed_lines(stands.came_later, stands.words, now=now),
        "consents": [one for one in said.order_by("-at") if not voices.is_doubtful(one)],
        "notes_count": standing_notes(case).count(),
        "happenings": [
            happening(event, stands.words, now=now, own=own, rounds=stands.rounds)
            for event in events_of(case)[:EVENTS_SHOWN]
        ],
        "pause": pause,
        "ending": ending,
        "joined": ending.joined if ending and ending.joined and can_see(case=ending.joined, by=request.user) else None,
        "reveal": forms.get("reveal") or RevealForm(),
        "forms": forms,
        "refusal": forms.get("refusal", ""),
        "kept": forms.get("kept", ()),
        "told": list(messages.get_messages(request)),
        "messages": [],
    }


def case_response(request: StaffRequest, case: Case, *, forms: Forms | None = None, status: int = 200) -> HttpResponse:
    """The case page, or for htmx its main part."""
    return answer(request, "casework/case.html", context_of(request, case, forms=forms), status=status)
