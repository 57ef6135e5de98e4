"""Opening a case from a report, or joining the report to the case the person already has."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import OfficeProfile, Staff
from cases.calendars import local_date
from cases.models import Case, Ending, RegisterCounter, Report, Role
from cases.operations import incidents, lifecycle, people, reported, reports
from cases.operations.events import append
from cases.operations.incidents import IncidentData
from cases.operations.reasons import in_the_record
from cases.operations.working import act, check_answers_for, facts_changed, locked
from cases.people import PersonData
from cases.policies import can_see, check_can_see, check_can_take_reports
from cases.refusals import Missing, Refusal, Stale
from custody import holding
from sop_library.definition import Definition
from sop_library.engine.events import Enter
from sop_library.engine.refusals import MESSAGES
from sop_library.models import SopVersion
from sop_library.queries import definition_of, is_in_force


def next_number(*, at: datetime) -> str:
    """The next register number, such as SLT-26-0187: given once, without a gap once the transaction commits."""
    year = local_date(at).year
    counter, _made = RegisterCounter.objects.select_for_update().get_or_create(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    prefix = OfficeProfile.objects.values_list("register_prefix", flat=True).get()
    return f"{prefix}-{year % 100:02d}-{counter.last:04d}"


def _waiting(report: Report) -> Report:
    """The report, locked and still waiting. Raises Refusal("report_taken", "report_aside")."""
    report = reports.locked(report)
    reports.check_state(report, Report.State.WAITING)
    return report


def _taken(report: Report, *, into: Case) -> None:
    report.case = into
    reports.moved(report, Report.State.TAKEN)


@transaction.atomic
def open_case(
    *,
    report: Report,
    version: SopVersion,
    door: str,
    victims: Sequence[PersonData] = (),
    reporter: PersonData | None = None,
    reporter_relation: str = "",
    reporter_is_victim: bool = False,
    respondents: Sequence[tuple[PersonData, str]] = (),
    incident: IncidentData | None = None,
    risk: str = "",
    by: Staff,
    at: datetime,
) -> Case:
    """Open a case from a report under a published SOP version, through one of its doors.

    Anyone who may take reports may open one. Whoever was in danger when the report came in begins at high risk until
    an officer rates it. Raises NotAllowed, Refusal("report_taken", "report_aside", "not_published", a door's own).
    """
    check_can_take_reports(by=by)
    report = _waiting(report)
    if not is_in_force(version, at=at):
        raise Refusal("not_published", _("SOP ini belum berlaku atau sudah tidak dipakai."))
    case = Case.objects.create(
        number=next_number(at=at), version=version, door=door, channel=report.channel, reported_at=report.received_at,
        opened_at=at, opened_by=by, holder=by, risk=risk or (Case.Risk.HIGH if report.in_danger else ""),
    )  # fmt: skip
    _taken(report, into=case)
    _write_people(
        case=case, victims=victims, reporter=reporter, reporter_relation=reporter_relation,
        reporter_is_victim=reporter_is_victim, respondents=respondents, at=at,
    )  # fmt: skip
    if incident is not None and not incident.is_empty():
        incidents.add_without_event(case=case, data=incident, at=at)
    event = Enter(door=door, by=str(by.pk), lanes=by.lane_keys(), reported_at=report.received_at)
    case = act(case=case, event=event, kind="case_opened", by=by, at=at, door=door, report=report.code)
    if report.in_danger and not risk:
        append(case=case, kind="risk_assumed", by=by, at=at, risk=case.risk, report=report.code)
    return case


def open_from_report(*, report: Report, version: SopVersion, door: str, by: Staff, at: datetime) -> Case:
    """Open a case from everything a report says. Raises what `open_case` raises.

    Who asks for information only has no victim: one is written where something of them, or of violence, is known.
    """
    said = reported.details_of(report)
    somebody = said.reporter_is_victim or not said.victim.is_empty() or bool(said.incident.kinds)
    return open_case(
        report=report, version=version, door=door, victims=[said.victim] if somebody else [], reporter=said.reporter,
        reporter_relation=said.relation, reporter_is_victim=said.reporter_is_victim, incident=said.incident, by=by,
        at=at,
    )  # fmt: skip


def _write_people(
    *,
    case: Case,
    victims: Sequence[PersonData],
    reporter: PersonData | None,
    reporter_relation: str,
    reporter_is_victim: bool,
    respondents: Sequence[tuple[PersonData, str]],
    at: datetime,
) -> None:
    for place, victim in enumerate(victims):
        parts = {Role.Kind.VICTIM.value: ""}
        if place == 0 and reporter_is_victim:
            parts[Role.Kind.REPORTER.value] = ""
        people.add_without_event(case=case, data=victim, roles=parts, at=at)
    if reporter is not None and not reporter_is_victim and not reporter.is_empty():
        people.add_without_event(case=case, data=reporter, roles={Role.Kind.REPORTER.value: reporter_relation}, at=at)
    for respondent, relation in respondents:
        people.add_without_event(case=case, data=respondent, roles={Role.Kind.RESPONDENT.value: relation}, at=at)


@transaction.atomic
def attach(*, report: Report, case: Case, by: Staff, at: datetime) -> Case:
    """Join a report to a case that is there already (old case, not new). An ended case is opened again with it.

    Whoever is in danger by it is at high risk until an officer rates it, as with the report a case is opened from.

    Raises NotAllowed, Stale where another office holds the matter, Refusal("report_taken", "report_aside").
    """
    check_can_see(case=case, by=by)
    try:
        check_answers_for(locked(case))
    except Stale as held:
        raise (_to_telephone(held, case=case) if report.in_danger else held) from None
    report = _waiting(report)
    _taken(report, into=case)
    append(case=case, kind="report_attached", by=by, at=at, report=report.code)
    case = locked(case)
    if report.in_danger and case.risk != Case.Risk.HIGH:
        before, case.risk = case.risk, Case.Risk.HIGH
        case.save(update_fields=["risk"])
        append(case=case, kind="risk_assumed", by=by, at=at, risk=case.risk, before=before, report=report.code)
        case = facts_changed(case=case, by=by, at=at)
    return _taken_up_again(case, report=report, by=by, at=at) if case.state == Case.State.ENDED else case


def _begins_at(definition: Definition, door: str) -> str:
    """Where a case that came in by a door begins again; by the first one where its SOP knows that door no more."""
    first = next((one for one in definition.doors.values() if not one.called), None)
    found = definition.doors.get(door) or first
    return found.starts if found is not None else definition.steps[0].key


def _to_telephone(held: Stale, *, case: Case) -> Stale:
    """The same refusal, and whom to call at once: a danger never waits until somebody writes a note."""
    holder = holding.holder_of(case.matter)
    if holder is None:
        return held
    there = holding.address_of_office(holder.office_id)
    if there.phone:
        said = _("Laporan ini menyebut bahaya: telepon %(office)s sekarang di %(phone)s.")
    else:
        said = _("Laporan ini menyebut bahaya: hubungi %(office)s sekarang lewat telepon.")
    return Stale(held.code, f"{held.message} {said % {'office': there.name, 'phone': there.phone}}")


def _taken_up_again(case: Case, *, report: Report, by: Staff, at: datetime) -> Case:
    """The case goes on where an early end cut it off; one that went through its SOP begins again at its door."""
    with in_the_record():
        because = _("Laporan baru %(code)s") % {"code": report.code}
    early = case.endings.filter(reopened_at=None, kind=Ending.Kind.EARLY).exists()
    step = None if early else _begins_at(definition_of(case.version), case.door)
    return lifecycle.reopen(
        case=case, because=because, step=step, reported_at=report.received_at, by=by, at=at
    )  # fmt: skip


@transaction.atomic
def give_to(*, case: Case, holder: Staff, by: Staff, at: datetime) -> Case:
    """Let another staff member hold the case.

    Raises NotAllowed, Stale where another office holds the matter, Refusal("holder_not_in_sop", "case_ended").
    """
    check_can_see(case=case, by=by)
    if not can_see(case=case, by=holder):
        words = _("%(name)s bukan pelaksana SOP kasus ini.") % {"name": holder.name}
        raise Refusal("holder_not_in_sop", words, missing=[Missing("holder", words)])
    case = locked(case)
    check_answers_for(case)
    if case.state == Case.State.ENDED:
        raise Refusal("case_ended", _(MESSAGES["case_ended"]))
    Case.objects.filter(pk=case.pk).update(holder=holder)
    append(case=case, kind="holder_changed", by=by, at=at, holder=str(holder.pk))
    return Case.objects.get(pk=case.pk)
