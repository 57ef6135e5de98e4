"""The register of cases."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.policies import can_oversee
from accounts.queries import profile
from cases.leave_queries import leave_unknown_in
from cases.models import Case, Person
from cases.queries import NOT_RATED, visible_cases, visible_versions
from frontend.answers import go_on
from frontend.casework.answering import StaffRequest, answer, reads_and_writes, writes
from frontend.casework.wording import kinds_words, person_words, stage_words, victims_words, when_words
from frontend.marks import Due, due, leave_words
from frontend.office.door import for_overseers
from frontend.register.finding import (
    ALL,
    PERIODS,
    Wanted,
    digits_of_nik,
    doors_of,
    found,
    is_name,
    is_personal,
    page_of,
    taken_along,
    wanted_from,
)
from frontend.register.sheet import table_of
from safeguards.access import record_access
from sop_library.parts import STAGES


@dataclass(frozen=True)
class Row:
    """A case as a line of the register: no name, nothing opened."""

    case: Case
    who: str
    kinds: str
    stage: str
    due: Due
    received: str
    leave: str = ""


def next_due_of(case: Case) -> datetime | None:
    """The next deadline of a case of `found`. A pause lets the steps' time stand still, not that of a limit.

    After the end there is the time of steps that run on.
    """
    found: dict[str, datetime | None] = {
        Case.State.RUNNING: case.next_due, Case.State.PAUSED: case.next_limit,  # type: ignore[attr-defined]  # `found` adds
        Case.State.ENDED: case.step_due,  # type: ignore[attr-defined]  # them
    }  # fmt: skip
    return found.get(case.state)


def rows_of(cases: list[Case], *, now: datetime, zone: tzinfo) -> list[Row]:
    """The cases in words, each due time with what is not known of its year."""
    unknown = leave_unknown_in((case, next_due_of(case)) for case in cases)
    years = {pk: year for (pk, _due_at), year in unknown.items()}
    return [replace(row_of(case, now=now, zone=zone), leave=leave_words(years.get(case.pk))) for case in cases]


def row_of(case: Case, *, now: datetime, zone: tzinfo) -> Row:
    """A case in words, from its coarse columns alone."""
    victims: list[Person] = case.victims  # type: ignore[attr-defined]
    who = person_words(victims[0]) if len(victims) == 1 else victims_words(len(victims))
    return Row(
        case=case,
        who=who,
        kinds=kinds_words({kind for incident in case.incidents.all() for kind in incident.kinds}),
        stage=stage_words(case.stage),
        due=due(due_at=next_due_of(case), now=now, zone=zone),
        received=when_words(case.reported_at, now=now, inside=True),
    )


@reads_and_writes
def register_page(request: StaffRequest) -> HttpResponse:
    """The cases this person may see. A search is posted; a bare register number goes on to an address of its own."""
    if request.method == "POST":
        wanted = wanted_from(request.POST, words=request.POST.get("words", ""))
        if not is_personal(wanted.words):
            return go_on(request, _address(wanted))
        return _page(request, wanted)
    words = request.GET.get("q", "")
    if is_personal(words):
        messages.info(
            request, _("Cari NIK atau nomor telepon lewat kotak cari, supaya tidak tertulis di alamat halaman.")
        )
        words = ""
    return _page(request, wanted_from(request.GET, words=words), after=request.GET.get("setelah", ""))


@writes
@for_overseers
@transaction.atomic
def register_csv(request: StaffRequest) -> HttpResponseBase:
    """The register as a table without names, for the head and the admins; who took it stands in the access log."""
    now = timezone.now()
    wanted = wanted_from(request.POST, words="")
    table = table_of(taken_along(wanted, to=request.user, now=now))
    record_access(
        by=request.user, at=now, subject_table=Case._meta.db_table, subject_id=request.office.pk, case_id=None,
        what="register_taken", reason="register",
    )  # fmt: skip
    name = f"register-{request.office.slug}-{timezone.localdate(now):%Y-%m-%d}.csv"
    return FileResponse(table, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


def _address(wanted: Wanted, **more: str) -> str:
    query = urlencode(wanted.parameters() | more)
    return f"{reverse('register')}?{query}" if query else reverse("register")


def _page(request: StaffRequest, wanted: Wanted, *, after: str = "") -> HttpResponse:
    now, zone = timezone.now(), timezone.get_current_timezone()
    page = page_of(found(wanted, to=request.user, now=now), after=after)
    versions, office = visible_versions(to=request.user), profile()
    oversees = can_oversee(by=request.user, head_post=office.head_post if office else "")
    context = {
        "wanted": wanted,
        "words": wanted.words,
        "rows": rows_of(page.cases, now=now, zone=zone),
        "total": page.total,
        "next": _address(wanted, setelah=str(page.next_after))
        if page.next_after and not is_personal(wanted.words)
        else "",
        "first": _address(wanted) if after else "",
        "states": Case.State.choices,
        "all_states": ALL,
        "with_ended": _address(replace(wanted, state=ALL)) if not wanted.state else "",
        "none_ever": not page.total and not wanted.narrowed and not visible_cases(to=request.user).exists(),
        "name_typed": is_name(wanted.words),
        "nik_digits": digits_of_nik(wanted.words),
        "periods": PERIODS.items(),
        "risks": [*Case.Risk.choices, (NOT_RATED, _("Belum dinilai"))],
        "stages": [(stage, stage_words(stage)) for stage in STAGES],
        "doors": doors_of(versions),
        "oversees": oversees,
        "may_take": page.total and not wanted.words and oversees,
        "profile": office,
        "taken": wanted.parameters().items(),
        "sops": list({version.sop.slug: version.sop.name for version in versions}.items()),
        "without_lanes": not request.user.lane_keys(),
    }
    context["in_office"] = _in_office(wanted) if context["oversees"] and not wanted.narrowed else 0
    return answer(request, "register/register.html", context)


def _in_office(wanted: Wanted) -> int:
    """How many cases the whole office has of those the register is about; a number, for whoever may see it."""
    cases = Case.objects.all() if wanted.state == ALL else Case.objects.exclude(state=Case.State.ENDED)
    return cases.count()
