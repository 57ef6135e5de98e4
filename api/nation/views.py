"""The ministry's door: published numbers, for machines with a token."""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from typing import Any

from allauth.idp.oidc.models import Client
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import authentication_classes, content_negotiation_class, permission_classes
from rest_framework.exceptions import NotAuthenticated
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api.language import operation
from api.nation import asking
from api.nation.authentication import HasScope, MachineAuthentication
from api.nation.clients import reach_of
from api.nation.serializers import CasesPageSerializer
from api.problems import MEDIA_TYPE
from api.serializers import ProblemSerializer
from reporting import indicators
from reporting.indicators import KINDS, LEVELS, STAGE_CODES, Row, State
from reporting.models import ALL
from reporting.tables import SMALL

COLUMNS = ("month", "area", "area_name", "level", "kind", "stage", "cases", "suppressed", "shown", "as_of")
BELOW_FIVE, COVERED = "<5", "ditutup"


def _parameter(name: str, words: str, codes: Sequence[str] = (), **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, description=words, enum=list(codes) or None, **more)


def _several(name: str, words: str, codes: Sequence[str]) -> OpenApiParameter:
    """Codes with commas between them."""
    items = {"type": "array", "items": {"type": "string", "enum": [ALL, asking.EACH, *codes]}, "minItems": 1}
    return OpenApiParameter(name, items, description=words, style="form", explode=False)


class NeverRefused(BaseContentNegotiation):
    """The form of an answer is asked for in the address or by Accept; a form there is not is a fault like others."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


ASKED = [
    _parameter(
        "month",
        "One month of report, such as 2026-05, not of the future. Not with from or to.",
        pattern=r"^\d{4}-\d{2}$",
    ),
    _parameter("from", "The first month.", pattern=r"^\d{4}-\d{2}$"),
    _parameter("to", "The last month.", pattern=r"^\d{4}-\d{2}$"),
    _parameter("by", "Which areas to list; regency where it is not given.", LEVELS),
    _parameter("area", "Only this area and what is in it: ID, 33 or 33.73."),
    _several("kind", "Violence types; * all together (as where it is not given), each: every code.", KINDS),
    _several("stage", "Stages; * all together (as where it is not given), each: every code.", STAGE_CODES),
    OpenApiParameter("limit", int, description=f"Numbers a page, 1 to {asking.LARGEST}; usually {asking.USUAL}."),
    _parameter("cursor", "Which page: taken from next, with all else as it was."),
    _parameter("format", "json or csv; also by the Accept header.", asking.FORMATS),
    OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description="The ETag of an answer you have."),
]


@extend_schema(
    operation_id="indicators_cases", parameters=ASKED,
    responses={
        (200, "application/json"): CasesPageSerializer, (200, "text/csv"): OpenApiTypes.STR, 304: None,
        **{(code, MEDIA_TYPE): ProblemSerializer for code in (401, 403, 422)},
    },
)  # fmt: skip
@operation(["GET"])
@authentication_classes([MachineAuthentication])
@permission_classes([HasScope])
@content_negotiation_class(NeverRefused)
def cases(request: Request) -> HttpResponse:
    """Cases by month of report, area, violence type and stage, each matter once, small numbers withheld."""
    if not isinstance(request.user, Client):
        raise NotAuthenticated
    console = reach_of(request.user)
    state = indicators.state(console=console)
    asked = asking.read(request.query_params, accepted=_accepted(request), state=state, console=console)
    tag = _tag(state, console, asked)
    if tag in [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]:
        return _headed(HttpResponse(status=304), tag)
    found = indicators.rows(asked.question, console=console, after=asked.after, limit=asked.limit + 1)
    shown, more = found[: asked.limit], len(found) > asked.limit
    following = _address_after(request, shown[-1], asked, state) if more else None
    answer = _as_csv(state, shown) if asked.form == "csv" else _as_json(state, shown, following)
    if following is not None:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return _headed(answer, tag)


def _accepted(request: Request) -> str:
    """`text/csv` where the caller prefers it, else JSON: neither is ever refused for its form."""
    first = request.headers.get("Accept", "").split(",")[0].split(";")[0].strip().lower()
    return "text/csv" if first == "text/csv" else "application/json"


def _tag(state: State, console: str, asked: asking.Asked) -> str:
    """The same until the next publication, for the same question by whoever reaches as far."""
    return f'"{hashlib.sha256(repr((state.number, state.as_of, console, asked)).encode()).hexdigest()[:32]}"'


def _headed(answer: HttpResponse, tag: str) -> HttpResponse:
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Vary"] = "Authorization, Accept"
    return answer


def _address_after(request: Request, last: Row, asked: asking.Asked, state: State) -> str:
    given = request.query_params.copy()
    given["cursor"] = asking.cursor_of(last.key, made_for=asked.made_for, state=state)
    return request.build_absolute_uri(f"{request.path}?{given.urlencode()}")


def _line(row: Row) -> dict[str, Any]:
    return {
        "month": f"{row.month:%Y-%m}",
        "area": row.area,
        "area_name": indicators.name_of(row.area),
        "level": indicators.level_of(row.area),
        "kind": row.kind,
        "stage": row.stage,
        "cases": row.cases,
        "suppressed": row.cases is None,
        "shown": str(row.cases) if row.cases is not None else BELOW_FIVE if row.label == SMALL else COVERED,
    }


def _as_json(state: State, rows: Sequence[Row], following: str | None) -> HttpResponse:
    waits = [lag for lag in state.lags.values() if lag is not None]
    body = {
        "measure": "cases",
        "as_of": state.as_of.isoformat() if state.as_of is not None else None,
        "lag": {
            "seconds": max(waits, default=None),
            "behind": {code: lag for code, lag in state.lags.items() if lag},
            "unheard": [code for code, lag in state.lags.items() if lag is None],
        },
        "next": following,
        "results": [_line(row) for row in rows],
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json")


def _as_csv(state: State, rows: Sequence[Row]) -> HttpResponse:
    as_of = state.as_of.isoformat() if state.as_of is not None else ""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        line = _line(row)
        writer.writerow(line | {"suppressed": "true" if line["suppressed"] else "false", "as_of": as_of})
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
