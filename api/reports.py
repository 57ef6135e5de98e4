"""Reports in the API: taken in, found, corrected while they wait, set aside and taken up again."""

import uuid
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Staff
from api.answering import READING, WRITING, NewestFirst, answers, staff_of
from api.fields import Code, Document
from api.language import operation
from api.problems import given
from api.report_serializers import (
    NEW,
    NewReportSerializer,
    ReportChangesSerializer,
    ReportPageSerializer,
    ReportSerializer,
    SettingAsideSerializer,
    TakingUpSerializer,
    data_of,
    received_of,
)
from cases.models import Report
from cases.operations import reports, waiting
from cases.operations.reports import ReportData
from cases.policies import check_can_take_reports
from cases.refusals import Stale
from cases.report_queries import visible_reports, with_standing


class ReportFilter(Document):
    """Which reports."""

    state = Code(Report.State.values)


class LastReceivedFirst(NewestFirst):
    """Pages of reports."""

    ordering = ("-received_at", "id")


def _visible(request: Request) -> QuerySet[Report]:
    return visible_reports(to=staff_of(request))


def _report(request: Request, report_id: uuid.UUID) -> Report:
    """The report, where this person may see it: not here and not theirs look the same."""
    return get_object_or_404(_visible(request), pk=report_id)


@extend_schema(
    methods=["GET"], operation_id="report_list", responses=answers(200, ReportPageSerializer, 404, 422),
    parameters=[
        OpenApiParameter("state", str, enum=Report.State.values, description="Only those in this state."),
        OpenApiParameter("cursor", str, description="Which page: taken from `next` or `previous`."),
    ],
)  # fmt: skip
@extend_schema(
    methods=["POST"], operation_id="report_take", request=NewReportSerializer,
    responses={(200, "application/json"): ReportSerializer, **answers(201, ReportSerializer, *WRITING)},
)  # fmt: skip
@operation(["GET", "POST"])
def report_list(request: Request) -> Response:
    """The reports you may see, last received first; or take one in."""
    if request.method == "POST":
        return _take(request)
    state = given(ReportFilter(data={"state": request.query_params.get("state", "")}))["state"]
    found = with_standing(_visible(request))
    pages = LastReceivedFirst()
    page = pages.paginate_queryset(found.filter(state=state) if state else found, request)
    return pages.get_paginated_response(ReportSerializer(page, many=True).data)


def _take(request: Request) -> Response:
    by, today = staff_of(request), timezone.localdate()
    check_can_take_reports(by=by)
    told = given(NewReportSerializer(data=request.data, context={"before": NEW, "today": today}))
    data = data_of(told, today=today)
    try:
        report = reports.receive(
            data=data, by=by, at=timezone.now(), received_at=told["received_at"], id=told["id"]
        )  # fmt: skip
    except IntegrityError:
        stored = Report.objects.filter(pk=told["id"]).first() if told["id"] else None
        if stored is None:
            raise
        return Response(ReportSerializer(_the_same(stored, data, told, by=by)).data)
    return Response(ReportSerializer(report).data, status=201)


def _the_same(stored: Report, data: ReportData, told: dict[str, Any], *, by: Staff) -> Report:
    """The report that was sent before under the same key. Raises Stale where it is another's or says otherwise."""
    when = received_of(told, before=stored.received_at)
    if stored.taken_by_id == by.pk and reports.says_the_same(report=stored, data=data, received_at=when):
        return stored
    raise Stale("id_taken", _("Kunci ini sudah dipakai laporan yang isinya lain. Kirim dengan kunci baru."))


@extend_schema(methods=["GET"], operation_id="report_read", responses=answers(200, ReportSerializer, *READING))
@extend_schema(
    methods=["PATCH"], operation_id="report_correct", request=ReportChangesSerializer,
    responses=answers(200, ReportSerializer, *WRITING),
)  # fmt: skip
@operation(["GET", "PATCH"])
def report_detail(request: Request, report_id: uuid.UUID) -> Response:
    """A report; or correct what it says while it waits: only what is sent changes, and what stood there is kept."""
    report = _report(request, report_id)
    if request.method == "GET":
        return Response(ReportSerializer(report).data)
    today, before = timezone.localdate(), reports.read(report)
    sent: dict[str, Any] = {"before": before, "today": today}
    told = given(ReportChangesSerializer(data=request.data, context=sent, partial=True))
    waiting.correct(
        report=report, data=data_of(told, before=before, today=today),
        received_at=received_of(told, before=report.received_at), reason=told.get("reason", ""),
        seen=report.revision if told.get("seen") is None else told["seen"], by=staff_of(request), at=timezone.now(),
    )  # fmt: skip
    return Response(ReportSerializer(_report(request, report_id)).data)


@extend_schema(
    operation_id="report_set_aside", request=SettingAsideSerializer, responses=answers(200, ReportSerializer, *WRITING)
)
@operation(["POST"])
def set_aside(request: Request, report_id: uuid.UUID) -> Response:
    """Set a waiting report aside. It is kept, listed under its state, and can be taken up again."""
    report = _report(request, report_id)
    told = given(SettingAsideSerializer(data=request.data))
    waiting.set_aside(report=report, **told, by=staff_of(request), at=timezone.now())
    return Response(ReportSerializer(_report(request, report_id)).data)


@extend_schema(
    operation_id="report_take_up", request=TakingUpSerializer, responses=answers(200, ReportSerializer, *WRITING)
)
@operation(["POST"])
def take_up(request: Request, report_id: uuid.UUID) -> Response:
    """Let a report that was set aside wait again."""
    report = _report(request, report_id)
    told = given(TakingUpSerializer(data=request.data))
    waiting.take_up(report=report, **told, by=staff_of(request), at=timezone.now())
    return Response(ReportSerializer(_report(request, report_id)).data)
