"""Errors as problem details (RFC 9457): what was refused, in words, and every field that stands in the way."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, NotAuthenticated, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from cases.refusals import Refusal

MEDIA_TYPE = "application/problem+json"


def _problem(status: int, code: str, title: str, errors: list[dict[str, str]] | None = None) -> Response:
    body: dict[str, Any] = {"type": f"urn:rangkul:problem:{code}", "status": status, "title": title}
    if errors:
        body["errors"] = errors
    return Response(body, status=status, content_type=MEDIA_TYPE)


def _flatten(detail: Any, path: str = "") -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [error for key, value in detail.items() for error in _flatten(value, f"{path}/{key}".lstrip("/"))]
    if isinstance(detail, list):
        return [error for value in detail for error in _flatten(value, path)]
    return [{"field": path, "message": str(detail)}]


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: a domain refusal keeps its own status, code and words; anything unknown stays a 500."""
    if isinstance(error, Refusal):
        errors = [{"field": missing.field, "message": missing.message} for missing in error.missing]
        return _problem(error.status, error.code, error.message, errors)
    answered = exception_handler(error, context)
    if answered is None:
        return None
    if isinstance(error, ValidationError):
        return _problem(422, "invalid", _("Ada isian yang perlu diperbaiki."), _flatten(error.detail))
    code = error.get_codes() if isinstance(error, APIException) else "not_found"
    problem = _problem(answered.status_code, str(code), str(answered.data.get("detail", "")))
    if isinstance(error, NotAuthenticated):
        problem.status_code = 401
        problem.data["status"] = 401
    return problem
