"""Operations of the API. Each loads what this person may see (or 404), calls one operation, answers."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.exceptions import NotAuthenticated
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Staff
from api.serializers import (
    AnswersSerializer,
    CaseDetailSerializer,
    CasePageSerializer,
    CaseSerializer,
    CompletionSerializer,
    FilledSerializer,
    NewCaseSerializer,
    NewReportSerializer,
    PassSerializer,
    ReportSerializer,
)
from cases import queries
from cases.models import Case, Report, StepPass
from cases.operations import filling, opening, reports, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from sop_library.models import Sop
from sop_library.queries import current_version, form_version


class NewestFirst(CursorPagination):
    """Fifty cases a page, by cursor: a page never shifts while cases are added."""

    page_size = 50
    ordering = ("-opened_at", "id")


def _staff(request: Request) -> Staff:
    """Who asks. Every operation here is closed to the nameless before it starts."""
    if not isinstance(request.user, Staff):
        raise NotAuthenticated
    return request.user


def _case(request: Request, case_id: uuid.UUID) -> Case:
    """The case, where this person works in a lane of its SOP: not here and not theirs look the same."""
    return get_object_or_404(queries.visible_cases(to=_staff(request)), pk=case_id)


@extend_schema(operation_id="work_list", responses=PassSerializer(many=True))
@api_view(["GET"])
def work(request: Request) -> Response:
    """The open steps whose turn is yours, most urgent first."""
    return Response(PassSerializer(queries.work_list(to=_staff(request)), many=True).data)


@extend_schema(operation_id="report_take", request=NewReportSerializer, responses={201: ReportSerializer})
@api_view(["POST"])
def take_report(request: Request) -> Response:
    """Take in a report."""
    given = NewReportSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    data = ReportData(**{**given.validated_data, "kinds": tuple(given.validated_data["kinds"])})
    report = reports.receive(data=data, by=_staff(request), at=timezone.now())
    return Response(ReportSerializer(report).data, status=201)


@extend_schema(
    methods=["GET"], operation_id="case_list", responses=CasePageSerializer,
    parameters=[OpenApiParameter("cursor", str, description="Which page: taken from `next` or `previous`.")],
)  # fmt: skip
@extend_schema(
    methods=["POST"], operation_id="case_open", request=NewCaseSerializer, responses={201: CaseDetailSerializer}
)
@api_view(["GET", "POST"])
def cases(request: Request) -> Response:
    """The cases you may see, newest first; or open one from a report."""
    if request.method == "POST":
        return _open(request)
    pages = NewestFirst()
    page = pages.paginate_queryset(queries.visible_cases(to=_staff(request)), request)
    return pages.get_paginated_response(CaseSerializer(page, many=True).data)


def _open(request: Request) -> Response:
    given = NewCaseSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    report = get_object_or_404(Report, pk=given.validated_data["report"])
    version = current_version(get_object_or_404(Sop, slug=given.validated_data["sop"]))
    if version is None:
        raise Http404
    case = opening.open_case(
        report=report, version=version, door=given.validated_data["door"], by=_staff(request), at=timezone.now()
    )
    return Response(CaseDetailSerializer(case).data, status=201)


@extend_schema(operation_id="case_read", responses=CaseDetailSerializer)
@api_view(["GET"])
def case(request: Request, case_id: uuid.UUID) -> Response:
    """A case with the passes of its steps."""
    return Response(CaseDetailSerializer(_case(request, case_id)).data)


@extend_schema(operation_id="step_complete", request=CompletionSerializer, responses=CaseDetailSerializer)
@api_view(["POST"])
def complete(request: Request, case_id: uuid.UUID, pass_id: uuid.UUID) -> Response:
    """Complete a step of a case."""
    found = _case(request, case_id)
    step_pass = get_object_or_404(StepPass, pk=pass_id, case=found)
    given = CompletionSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    handed = dict(given.validated_data)
    seen = handed.pop("seen")
    work_done = StepWork(**{**handed, "outcomes": tuple(handed["outcomes"])})
    changed = steps.complete(step_pass=step_pass, work=work_done, seen=seen, by=_staff(request), at=timezone.now())
    return Response(CaseDetailSerializer(changed).data)


@extend_schema(operation_id="form_read", responses={200: dict})
@api_view(["GET"])
def form(request: Request, form_key: str) -> Response:
    """The JSON Schema of a form of this office."""
    version = form_version(key=form_key)
    if version is None:
        raise Http404
    return Response(filling.form_of(version).schema)


@extend_schema(operation_id="form_fill", request=AnswersSerializer, responses={201: FilledSerializer})
@api_view(["POST"])
def fill(request: Request, case_id: uuid.UUID, form_key: str) -> Response:
    """Fill a form of a case."""
    found = _case(request, case_id)
    if form_version(key=form_key) is None:
        raise Http404
    given = AnswersSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    pass_id = given.validated_data["pass_id"]
    step_pass = get_object_or_404(StepPass, pk=pass_id, case=found) if pass_id else None
    filled = filling.fill(
        case=found, step_pass=step_pass, form_key=form_key, answers=given.validated_data["answers"],
        reason=given.validated_data["reason"], by=_staff(request), at=timezone.now(),
    )  # fmt: skip
    shown = {"id": filled.id, "form": filled.form.key, "version": filled.form.number}
    return Response(FilledSerializer(shown).data, status=201)
