"""Operations of the API. Each loads what this person may see (or 404), calls one operation, answers."""

import uuid
from collections.abc import Iterable

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.answering import READING, WRITING, NewestFirst, answers, staff_of
from api.language import operation
from api.problems import Unfit, given
from api.serializers import (
    AnswersSerializer,
    CaseDetailSerializer,
    CasePageSerializer,
    CaseSerializer,
    CompletionSerializer,
    FilledSerializer,
    NewCaseSerializer,
    PassSerializer,
)
from cases import queries
from cases.models import Case, StepPass
from cases.operations import filling, opening, steps
from cases.operations.steps import StepWork
from cases.policies import check_can_take_reports
from cases.report_queries import visible_reports
from sop_library.forms.errors import sentence
from sop_library.queries import current_versions, definition_of, form_version


class LastOpenedFirst(NewestFirst):
    """Pages of cases."""

    ordering = ("-opened_at", "id")


def _case(request: Request, case_id: uuid.UUID) -> Case:
    """The case, where this person works in a lane of its SOP: not here and not theirs look the same."""
    return get_object_or_404(queries.visible_cases(to=staff_of(request)), pk=case_id)


@extend_schema(operation_id="work_list", responses=answers(200, PassSerializer(many=True)))
@operation(["GET"])
def work(request: Request) -> Response:
    """The open steps whose turn is yours, most urgent first."""
    return Response(PassSerializer(queries.work_list(to=staff_of(request)), many=True).data)


@extend_schema(
    methods=["GET"], operation_id="case_list", responses=answers(200, CasePageSerializer, 404),
    parameters=[OpenApiParameter("cursor", str, description="Which page: taken from `next` or `previous`.")],
)  # fmt: skip
@extend_schema(
    methods=["POST"], operation_id="case_open", request=NewCaseSerializer,
    responses=answers(201, CaseDetailSerializer, *WRITING),
)  # fmt: skip
@operation(["GET", "POST"])
def cases(request: Request) -> Response:
    """The cases you may see, newest first; or open one from a report."""
    if request.method == "POST":
        return _open(request)
    pages = LastOpenedFirst()
    page = pages.paginate_queryset(queries.visible_cases(to=staff_of(request)), request)
    return pages.get_paginated_response(CaseSerializer(page, many=True).data)


def _open(request: Request) -> Response:
    by = staff_of(request)
    check_can_take_reports(by=by)
    told = given(NewCaseSerializer(data=request.data))
    report = get_object_or_404(visible_reports(to=by), pk=told["report"])
    ways = {version.sop.slug: version for version in current_versions(at=timezone.now())}
    if told["sop"] not in ways:
        raise _not_among("sop", ways)
    version = ways[told["sop"]]
    doors = [door.key for door in definition_of(version).doors.values() if not door.called]
    if told["door"] not in doors:
        raise _not_among("door", doors)
    case = opening.open_from_report(report=report, version=version, door=told["door"], by=by, at=timezone.now())
    return Response(CaseDetailSerializer(case).data, status=201)


def _not_among(field: str, allowed: Iterable[str]) -> Unfit:
    fault = {"field": field, "message": sentence("choice", field), "allowed": list(allowed)}
    return Unfit([fault])


@extend_schema(operation_id="case_read", responses=answers(200, CaseDetailSerializer, *READING))
@operation(["GET"])
def case(request: Request, case_id: uuid.UUID) -> Response:
    """A case with the passes of its steps."""
    return Response(CaseDetailSerializer(_case(request, case_id)).data)


@extend_schema(
    operation_id="step_complete", request=CompletionSerializer, responses=answers(200, CaseDetailSerializer, *WRITING)
)
@operation(["POST"])
def complete(request: Request, case_id: uuid.UUID, pass_id: uuid.UUID) -> Response:
    """Complete a step of a case."""
    found = _case(request, case_id)
    step_pass = get_object_or_404(StepPass, pk=pass_id, case=found)
    handed = dict(given(CompletionSerializer(data=request.data)))
    seen = handed.pop("seen")
    handed |= {"outcomes": tuple(handed["outcomes"]), "subs": frozenset(handed["subs"])}
    work_done = StepWork(**handed)
    changed = steps.complete(step_pass=step_pass, work=work_done, seen=seen, by=staff_of(request), at=timezone.now())
    return Response(CaseDetailSerializer(changed).data)


@extend_schema(operation_id="form_read", responses=answers(200, dict, *READING))
@operation(["GET"])
def form(request: Request, form_key: str) -> Response:
    """The JSON Schema of a form of this office."""
    version = form_version(key=form_key)
    if version is None:
        raise Http404
    return Response(filling.form_of(version).schema)


@extend_schema(operation_id="form_fill", request=AnswersSerializer, responses=answers(201, FilledSerializer, *WRITING))
@operation(["POST"])
def fill(request: Request, case_id: uuid.UUID, form_key: str) -> Response:
    """Fill a form of a case, or replace the answers that `replaces` names, which are read before."""
    found = _case(request, case_id)
    if form_version(key=form_key) is None:
        raise Http404
    told = given(AnswersSerializer(data=request.data))
    pass_id = told["pass_id"]
    step_pass = get_object_or_404(StepPass, pk=pass_id, case=found) if pass_id else None
    filled = filling.fill(
        case=found, step_pass=step_pass, form_key=form_key, answers=told["answers"],
        reason=told["reason"], replaces=told["replaces"], by=staff_of(request), at=timezone.now(),
    )  # fmt: skip
    shown = {"id": filled.id, "form": filled.form.key, "version": filled.form.number}
    return Response(FilledSerializer(shown).data, status=201)
