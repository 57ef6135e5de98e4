"""The language of an answer: what the caller asks for in Accept-Language, else the staff member's own."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_supported_language_variant, override
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.decorators import api_view

View = Callable[..., HttpResponse]


def asked_for(request: HttpRequest) -> str | None:
    """The first language of Accept-Language that there is; None where it names none of ours."""
    for language, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        try:
            return get_supported_language_variant(language)
        except LookupError:
            continue
    return None


def in_callers_language(view: View) -> View:
    """The same view, answering in the language that its caller asks for."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = asked_for(request) or get_language() or "id"
        with override(language):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return answering


def operation(methods: Sequence[str]) -> Callable[[View], View]:
    """An operation of the API, served by these methods."""

    def made(view: View) -> View:
        return in_callers_language(api_view(methods)(view))

    return made
