"""In the place of the office's middleware: the one office there is, known beforehand."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from infra.bench.plain_settings import OFFICE_SCHEMA


def enter_one_office() -> Any:
    """Say to the code that asks that the plain connection belongs to the one office; return that office."""
    from tenants.models import Office

    office = Office.objects.get(schema_name=OFFICE_SCHEMA)
    plain: Any = connection
    plain.tenant, plain.schema_name, plain.include_public_schema = office, OFFICE_SCHEMA, True
    return office


class OneOffice:
    """Sets `request.office` and does nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        plain: Any = connection
        request.office = plain.tenant  # type: ignore[attr-defined]
        return self.get_response(request)
