"""Reports: the list of those that wait, and taking in a new one."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.policies import can_administer
from cases.models import Case, Report, SettingAside
from cases.office_queries import office_counts
from cases.policies import can_take_reports
from cases.queries import same_person, waiting_reports
from cases.refusals import Refusal
from cases.report_queries import reports_aside
from frontend.answers import go_on, refused
from frontend.casework.answering import (
    StaffRequest,
    answer,
    reads,
    reads_and_writes,
    show_refusal,
    tell_warnings,
    writes,
)
from frontend.casework.wording import (
    channel_words,
    group_words,
    kinds_words,
    opening_number,
    region_name,
    when_words,
)
from frontend.formbuild import NikField, PhoneField
from frontend.navigation import entries
from frontend.reports import intake
from frontend.reports.doors import KEEP, Way, ways_in
from frontend.reports.forms import NEW_CASE, IntakeForm
from frontend.reports.landing import go_to_case, say_joined

LISTED = 50
SET_ASIDE = "disisihkan"


@dataclass(frozen=True)
class Waiting:
    """A waiting report as a list shows it: nothing of it is opened."""

    report: Report
    how: str
    about: str
    when: str
    aside: SettingAside | None = None


def waiting(report: Report, *, now: datetime) -> Waiting:
    """A report in words, from its coarse columns alone."""
    anonymous = _("%(channel)s, tanpa nama") % {"channel": channel_words(report.channel)}
    known = [
        group_words(sex=report.sex, age_band=report.age_band) if report.sex or report.age_band else "",
        kinds_words(report.kinds),
        _("kejadian di %(place)s") % {"place": region_name(report.place)} if report.place else "",
    ]
    about = " ·\N{NO-BREAK SPACE}".join(part for part in known if part)
    return Waiting(
        report=report,
        how=anonymous if report.anonymous else channel_words(report.channel),
        about=about[:1].upper() + about[1:],
        when=when_words(report.received_at, now=now),
        aside=next(iter(getattr(report, "aside", ())), None),
    )


@reads
def report_list(request: StaffRequest) -> HttpResponse:
    """The reports from which no case was opened yet: those that wait, or those that were set aside."""
    now, aside = timezone.now(), request.GET.get("keadaan") == SET_ASIDE
    found = reports_aside(to=request.user) if aside else waiting_reports(to=request.user)
    page = Paginator(found, LISTED).get_page(request.GET.get("halaman"))
    rows = [waiting(report, now=now) for report in page]
    may_take, administers = can_take_reports(by=request.user), can_administer(by=request.user)
    context = {"rows": rows, "page": page, "aside": aside, "may_take": may_take, "administers": administers}
    if not aside and may_take:
        context["rail"] = entries(request, reports=page.paginator.count)
    if not may_take:
        counted = office_counts(at=now).reports if administers else 0
        context |= {"without_lanes": True, "counted": counted, "counted_words": opening_number(counted)}
    return answer(request, "reports/list.html", context)


def candidate(candidates: list[Case], answer: str) -> Case | None:
    """The earlier case that was chosen; None for a new one."""
    return next((case for case in candidates if str(case.pk) == answer), None)


def chosen(ways: list[Way], value: str) -> Way | None:
    """The door that was chosen; None to keep the report."""
    return next((way for way in ways if way.value == value), None)


@reads_and_writes
def report_new(request: StaffRequest) -> HttpResponse:
    """Take in a report; open a case from it at once, join it to an earlier case, or let it wait."""
    if not can_take_reports(by=request.user):
        return refused(
            request,
            _("Anda belum ditetapkan sebagai pelaksana. Sebagai admin kantor, Anda bisa menetapkannya sendiri.")
            if can_administer(by=request.user)
            else _("Anda belum ditetapkan sebagai pelaksana. Minta admin kantor menetapkannya."),
        )
    ways = ways_in()
    if request.method != "POST":
        form = IntakeForm(ways=ways, initial={"channel": request.GET.get("saluran", "")})
        return _new_page(request, form)
    form = IntakeForm(request.POST, ways=ways)
    if (stored := _stored(request)) is not None:
        return _sent_before(request, form, stored)
    if form.is_valid() and form.cleaned_data["next"] != KEEP:
        nik, phone = _numbers(form)
        if candidates := same_person(nik=nik, phone=phone, to=request.user):
            form.ask_same(candidates)
    if form.is_valid():
        try:
            return _taken_in(request, form, ways)
        except Refusal as refusal:
            show_refusal(form, refusal)
    return _new_page(request, form, status=422)


def _new_page(
    request: StaffRequest, form: IntakeForm, *, status: int = 200, stored: Report | None = None
) -> HttpResponse:
    context = {"form": form, "report_id": _key_of(request), "stored": stored}
    return answer(request, "reports/new.html", context, status=status)


def _stored(request: StaffRequest) -> Report | None:
    """The report that this page was sent for before. Raises Http404 where its key is somebody else's."""
    found = Report.objects.select_related("case__version__sop").filter(pk=_key_of(request)).first()
    if found is not None and found.taken_by_id != request.user.pk:
        raise Http404
    return found


def _sent_before(request: StaffRequest, form: IntakeForm, stored: Report) -> HttpResponse:
    """A page sent twice is one report. What was changed after the first time is not stored, and that is said."""
    valid = form.is_valid()
    asked_for_case = valid and form.cleaned_data["next"] != KEEP and stored.case is None
    if not valid or asked_for_case or not intake.says_the_same(stored, form.cleaned_data):
        words = _("Formulir ini sudah tersimpan sebagai %(code)s. Yang diubah setelahnya belum tersimpan.")
        form.add_error(None, words % {"code": stored.code})
        return _new_page(request, form, status=409, stored=stored)
    tell_warnings(request, form)
    messages.info(request, _("Formulir ini sudah tersimpan sebagai %(code)s.") % {"code": stored.code})
    return go_on(request, "report", stored.pk) if stored.case is None else go_to_case(request, stored.case)


def _key_of(request: StaffRequest) -> uuid.UUID:
    """The key the page made up, so that a form sent twice is one report; a new one where it made none."""
    try:
        return uuid.UUID(request.POST.get("report_id", ""))
    except ValueError:
        return uuid.uuid4()


def _numbers(form: IntakeForm) -> tuple[str, str]:
    victim = intake.details_of(form.cleaned_data).victim
    return victim.nik, victim.phone


def _taken_in(request: StaffRequest, form: IntakeForm, ways: list[Way]) -> HttpResponse:
    data, key = form.cleaned_data, _key_of(request)
    earlier = candidate(form.candidates, data.get("same", NEW_CASE))
    try:
        report = intake.take_in(
            key=key,
            form=form,
            way=chosen(ways, data["next"]),
            attach_to=earlier,
            by=request.user,
            at=timezone.now(),
        )
    except IntegrityError:
        stored = _stored(request)
        if stored is None:
            raise
        return _sent_before(request, form, stored)
    if earlier is not None and report.case is not None:
        tell_warnings(request, form)
        say_joined(request, report=report, case=report.case, reopened=earlier.state == Case.State.ENDED)
        return go_to_case(request, report.case)
    return _tell_stored(request, form, report)


def _tell_stored(request: StaffRequest, form: IntakeForm, report: Report) -> HttpResponse:
    tell_warnings(request, form)
    if report.case is None:
        messages.success(request, _("Laporan %(code)s tersimpan dan menunggu di daftar.") % {"code": report.code})
        return go_on(request, "report", report.pk)
    messages.success(
        request,
        _("Laporan %(code)s tersimpan pada kasus %(number)s.") % {"code": report.code, "number": report.case.number},
    )
    return go_to_case(request, report.case)


@writes
def same_person_hint(request: StaffRequest) -> HttpResponse:
    """Whether a NIK or telephone number just typed stands in an earlier case. Posted, so that no address carries it."""
    nik = _typed(NikField(required=False), request, "victim_nik", "reporter_nik")
    phone = _typed(PhoneField(required=False), request, "victim_phone", "reporter_phone")
    found = same_person(nik=nik, phone=phone, to=request.user)
    return render(request, "reports/_same_person.html", {"cases": found, "asked": bool(nik or phone)})


def _typed(field: NikField | PhoneField, request: StaffRequest, *names: str) -> str:
    """The first of these inputs that can be read; "" where none can."""
    for name in names:
        try:
            if value := field.clean(request.POST.get(name, "")):
                return str(value)
        except ValidationError:
            continue
    return ""


@reads
def doors(request: StaffRequest) -> HttpResponse:
    """The ways to go on, those that fit the channel first: the part of the page that follows the channel."""
    ways = ways_in()
    given = {"channel": request.GET.get("channel", ""), "next": request.GET.get("next", "")}
    form = IntakeForm(ways=ways, initial=given)
    return render(request, "reports/_doors.html", {"form": form})
