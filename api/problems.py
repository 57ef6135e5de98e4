"""Errors as problem details (RFC 9457): what was refused, in words, and every field that stands in the way."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

from api.language import asked_for
from api.parsers import TooLarge
from cases.refusals import Refusal

MEDIA_TYPE = "application/problem+json"
Faults = list[dict[str, Any]]


class Invalid(Exception):
    """What was sent does not fit; the serializer knows every fault and which codes each field takes."""

    def __init__(self, serializer: serializers.BaseSerializer[Any]) -> None:
        super().__init__(*serializer.errors)
        self.serializer = serializer


class Unfit(Exception):
    """What was sent is sound in itself and yet names something that this office does not have."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(*(fault["field"] for fault in faults))
        self.faults = faults


def given(serializer: serializers.BaseSerializer[Any]) -> dict[str, Any]:
    """What was sent, checked. Raises Invalid with all faults at once."""
    if not serializer.is_valid():
        raise Invalid(serializer)
    checked: dict[str, Any] = serializer.validated_data
    return checked


def _body(status: int, code: str, title: str, errors: Faults | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {"type": f"urn:rangkul:problem:{code}", "status": status, "title": title}
    return body | {"errors": errors} if errors else body


def _problem(status: int, code: str, title: str, errors: Faults | None = None) -> Response:
    return Response(_body(status, code, title, errors), status=status, content_type=MEDIA_TYPE)


def _faults(detail: Any, field: Any, path: tuple[str, ...] = ()) -> Faults:
    if isinstance(detail, dict):
        return [
            fault
            for key, value in detail.items()
            for fault in _faults(value, _inside(field, str(key)), (*path, str(key)) if key != "" else path)
        ]
    if isinstance(detail, list):
        return [fault for value in detail for fault in _faults(value, field, path)]
    found: dict[str, Any] = {"field": "/".join(path), "message": str(detail)}
    allowed = _allowed(field)
    return [found | {"allowed": allowed} if allowed else found]


def _inside(field: Any, key: str) -> Any:
    """The field that `key` names within `field`; None where there is none."""
    if isinstance(field, serializers.Serializer):
        return field.fields.get(key)
    return getattr(field, "child", None)


def _allowed(field: Any) -> list[str]:
    if isinstance(field, serializers.ListField):
        field = field.child
    return list(getattr(field, "allowed", ()))


def _words(error: Exception) -> tuple[str, str]:
    """The stable code and the sentence for what DRF refuses."""
    match error:
        case exceptions.AuthenticationFailed() if error.get_codes() == "unknown_token":
            return "unknown_token", str(error.detail)
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return "not_authenticated", _("Masuk dulu ke kantor ini, lalu coba lagi.")
        case exceptions.NotFound() | Http404():
            return "not_found", _("Tidak ada di kantor ini, atau bukan untuk Anda.")
        case exceptions.MethodNotAllowed():
            return "method_not_allowed", _("Alamat ini tidak melayani cara itu. Lihat header Allow.")
        case exceptions.NotAcceptable():
            return "not_acceptable", _("API ini hanya menjawab dengan JSON. Minta application/json.")
        case exceptions.UnsupportedMediaType():
            return "unsupported_media_type", _("API ini hanya membaca JSON. Kirim sebagai application/json.")
        case exceptions.PermissionDenied() if str(error.detail).startswith("CSRF"):
            words = _("Kunci halaman tidak ada atau sudah lama. Kirim header X-CSRFToken dari kuki %(cookie)s.")
            return "csrf", words % {"cookie": settings.CSRF_COOKIE_NAME}
        case exceptions.PermissionDenied() if error.get_codes() == "permission_denied":
            return "permission_denied", _("Anda tidak boleh melakukan ini.")
        case exceptions.APIException():
            return str(error.get_codes()), str(error.detail)
    return "permission_denied", _("Anda tidak boleh melakukan ini.")


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: a domain refusal keeps its own status, code and words; anything unknown stays a 500."""
    if isinstance(error, RequestDataTooBig):
        error = TooLarge()
    answered = exception_handler(error, context)  # also undoes what was written, where a request is one transaction
    if isinstance(error, Refusal):
        missing: Faults = [{"field": one.field, "message": one.message} for one in error.missing]
        return _problem(error.status, error.code, error.message, missing)
    if isinstance(error, Invalid | Unfit):
        faults = error.faults if isinstance(error, Unfit) else _faults(error.serializer.errors, error.serializer)
        return _problem(422, "invalid", _("Ada isian yang perlu diperbaiki."), faults)
    if answered is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        return _problem(422, "invalid", _("Ada isian yang perlu diperbaiki."), _faults(error.detail, None))
    code, words = _words(error)
    nameless = isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed)
    response = _problem(401 if nameless else answered.status_code, code, words)
    if "WWW-Authenticate" in answered:
        response["WWW-Authenticate"] = answered["WWW-Authenticate"]
    return response


def outside(request: HttpRequest, status: int) -> HttpResponse:
    """The problem for what fails before or outside any operation: an address that is none, a fault of ours."""
    with override(asked_for(request) or get_language()):
        code, words = {
            400: ("bad_request", _("Kiriman ini tidak dapat dibaca.")),
            403: ("permission_denied", _("Anda tidak boleh melakukan ini.")),
            404: ("not_found", _("Tidak ada di kantor ini, atau bukan untuk Anda.")),
            503: ("unavailable", _("Layanan sedang tidak dapat dicapai. Coba lagi sebentar lagi.")),
        }.get(status, ("server_error", _("Ada yang salah di pihak kami. Tidak ada yang tersimpan sebagian.")))
        text = json.dumps(_body(status, code, words), ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE)
