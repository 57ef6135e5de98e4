"""Tokens for machines: OAuth2 client credentials (RFC 6749 section 4.4), by allauth's identity provider.

Only that one grant is let through, and only what is well-formed: the provider itself fails on some of the rest. An
address may ask so often, and so may a client: of a client only what its secret was shown for is counted, so that nobody
without it can use up a client's share.
"""

import base64
import json
import re
from typing import Any

from allauth.core import ratelimit
from allauth.idp.oidc.models import Client, Token
from allauth.idp.oidc.views import token as provider
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from api.language import in_callers_language
from api.nation.clients import SCOPES
from api.problems import MEDIA_TYPE

GRANT = Client.GrantType.CLIENT_CREDENTIALS.value
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
TAKEN = ("grant_type", "scope", "client_id", "client_secret")
ID = re.compile(r"[\x21-\x7e]{1,100}")
SECRET = re.compile(r"[\x21-\x7e]{1,200}")
OF_ADDRESS, OF_CLIENT = "token_of_address", "token_of_client"
"""Names in ACCOUNT_RATE_LIMITS."""
LATER = 60
"""Seconds until asking again is worth while: what is counted is a minute."""


@csrf_exempt  # a machine shows its secret and has no cookie that another page could ride on
@login_not_required
@in_callers_language
def token(request: HttpRequest) -> HttpResponse:
    """Give a token for an hour to a client that shows its secret, by HTTP Basic or in the form.

    A refusal is an OAuth2 error and a problem document in one.
    """
    if request.method != "POST":
        return _refused("method_not_allowed", status=405)
    if not ratelimit.consume(request, action=OF_ADDRESS):
        return _refused("too_many_requests", status=429)
    if request.content_type and request.content_type not in FORMS:
        words = _("Kirim isian sebagai formulir (application/x-www-form-urlencoded), bukan JSON atau bentuk lain.")
        return _refused("invalid_request", field="Content-Type", allowed=FORMS[:1], words=words)
    try:
        form = request.POST
    except RequestDataTooBig:
        return _refused("invalid_request", status=413)
    if request.GET or any(name not in TAKEN for name in form) or any(len(form.getlist(name)) > 1 for name in form):
        return _refused("invalid_request", field="", allowed=TAKEN)
    if form.get("grant_type") != GRANT:
        return _refused("unsupported_grant_type", field="grant_type", allowed=[GRANT])
    named, shown = _credentials(request)
    if not ID.fullmatch(named) or not SECRET.fullmatch(shown):
        return _refused("invalid_client", status=401)
    asked = form.get("scope", "").split()
    if any(scope not in SCOPES for scope in asked):
        return _refused("invalid_scope", field="scope", allowed=SCOPES)
    if not ratelimit.consume(request, action=OF_CLIENT, key=named, dry_run=True):
        return _refused("too_many_requests", status=429)
    Token.objects.expired().filter(client=named).delete()
    answer: HttpResponse = provider(request)
    if answer.status_code == 200:
        ratelimit.consume(request, action=OF_CLIENT, key=named)
        answer.headers["Cache-Control"] = "no-store"
        return answer
    error = str(json.loads(answer.content).get("error", "invalid_request"))
    return _refused(error, status=answer.status_code, allowed=SCOPES if error == "invalid_scope" else (), field="scope")


def _credentials(request: HttpRequest) -> tuple[str, str]:
    scheme, _space, coded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    try:
        named, _colon, shown = base64.b64decode(coded, validate=True).decode("ascii").partition(":")
    except ValueError:
        return "", ""
    return named, shown


def _refused(
    error: str, *, status: int = 400, field: str | None = None, allowed: Any = (), words: str = ""
) -> JsonResponse:
    words = words or {
        "unsupported_grant_type": _("Hanya grant_type client_credentials yang dilayani."),
        "invalid_client": _("client_id tidak dikenal atau client_secret salah."),
        "invalid_scope": _("Scope ini tidak ada atau tidak diberikan kepada mesin ini."),
        "too_many_requests": _("Terlalu banyak permintaan token. Satu token berlaku satu jam: simpan dan pakai lagi."),
        "method_not_allowed": _("Alamat ini tidak melayani cara itu. Lihat header Allow."),
        "unauthorized_client": _("Mesin ini tidak boleh meminta token dengan cara ini."),
    }.get(error, _("Permintaan token tidak lengkap atau memuat isian yang tidak dikenal."))
    body: dict[str, Any] = {
        "error": error, "error_description": words,
        "type": f"urn:rangkul:problem:{error}", "status": status, "title": words,
    }  # fmt: skip
    if allowed and field is not None:
        body["errors"] = [{"field": field, "message": words, "allowed": list(allowed)}]
    answer = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "no-store"
    if status == 405:
        answer.headers["Content-Type"] = MEDIA_TYPE
        answer.headers["Allow"] = "POST"
    if status == 429:
        answer.headers["Retry-After"] = str(LATER)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="rangkul"'
    return answer
