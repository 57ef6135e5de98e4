"""Drives one sample through the real operations, each act by a staff member whose turn it is, at its own moment."""

import uuid
from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from accounts.models import Staff
from cases.models import Case, Report
from cases.operations import opening, reports
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.people import PersonData
from cases.refusals import Refusal
from infra.demo.data.acting import Acting, SampleStuck
from infra.demo.data.script import Sample
from infra.demo.data.words import NOTES
from sop_library.models import Sop
from sop_library.queries import current_version


def play(*, sample: Sample, region: str, staff: Mapping[str, Staff], report_id: uuid.UUID) -> Case | None:
    """Receive the sample's report, open its case where it has one, and let every act happen.

    Runs inside the office, in the caller's transaction. Raises SampleStuck where an operation refuses.
    """
    gone = {sample.by, *(act.by for act in sample.acts if act.by)} - staff.keys()
    if gone:
        raise SampleStuck(f"{sample.key}: {', '.join(sorted(gone))} tidak lagi bekerja di sini")
    residence = sample.residence or region
    report = _receive(sample, residence, staff[sample.by], report_id)
    if not sample.sop:
        return None
    clock = sample.opened_at
    case = _open(sample, report, residence, staff[sample.by])
    acting = Acting(sample=sample, case=case, region=residence, staff=staff)
    for act in sample.acts:
        clock += timedelta(minutes=act.after)
        try:
            acting.let(act, at=clock)
        except Refusal as refusal:
            faults = [(one.field, one.message) for one in refusal.missing]
            raise SampleStuck(f"{sample.key}, {act.verb} {act.step}: {refusal.message} {faults}") from refusal
    return acting.case


def _receive(sample: Sample, residence: str, by: Staff, report_id: uuid.UUID) -> Report:
    told_by = sample.reporter or sample.victim
    at = sample.received_at
    data = ReportData(
        channel=sample.channel,
        story=sample.story or NOTES["chronology"],
        anonymous=sample.nameless,
        reporter_name=told_by.name,
        reporter_phone=told_by.phone,
        sex=sample.victim.sex,
        age_band=sample.victim.band(timezone.localdate(at)),
        kinds=sample.kinds,
        place=sample.place or residence,
        in_danger=sample.in_danger,
    )
    return reports.receive(data=data, by=by, at=at, received_at=at, id=report_id)


def _open(sample: Sample, report: Report, residence: str, by: Staff) -> Case:
    version = current_version(Sop.objects.get(slug=sample.sop), at=sample.received_at)
    if version is None:
        raise SampleStuck(f"{sample.key}: {sample.sop} has no version")
    day = timezone.localdate(sample.received_at)
    incident = IncidentData(
        kinds=sample.kinds, domestic=sample.domestic, place=sample.place or residence, place_kind=sample.place_kind,
        happened_on=day, story=sample.story or NOTES["chronology"],
    )  # fmt: skip
    return opening.open_case(
        report=report,
        version=version,
        door=sample.door,
        victims=[sample.victim.data(residence=residence, domicile=sample.domicile)],
        reporter=sample.reporter.data(residence=residence) if sample.reporter else None,
        reporter_is_victim=sample.reporter is None and not sample.nameless,
        respondents=[(PersonData(sex="L"), sample.relation)] if sample.relation else [],
        incident=incident,
        risk=sample.risk,
        by=by,
        at=sample.opened_at,
    )
