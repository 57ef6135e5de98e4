"""Who a machine is, by the access token in its Authorization header; and the scope an operation asks of it."""

from typing import Any

from allauth.idp.oidc.models import Client, Token
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from api.nation.clients import SCOPES, token_of

SCHEME = "bearer"


class MachineAuthentication(BaseAuthentication):
    """`Authorization: Bearer …`, never a token in an address, which ends up in logs."""

    def authenticate(self, request: Request) -> tuple[Client, Token]:
        scheme, _space, value = request.headers.get("Authorization", "").partition(" ")
        token = token_of(value.strip()) if scheme.lower() == SCHEME and value.strip().isascii() else None
        if token is None:
            words = _("Token tidak ada, tidak dikenal, atau sudah habis. Minta yang baru di /api/v1/token.")
            raise AuthenticationFailed(words, code="unknown_token")
        return token.client, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="rangkul"'


class HasScope(BasePermission):
    """The token was given for the scope that the view names."""

    scope = "indicators:read"

    def has_permission(self, request: Request, view: Any) -> bool:
        if isinstance(request.auth, Token) and self.scope in request.auth.get_scopes():
            return True
        words = _("Token ini tidak diberikan untuk %(scope)s.") % {"scope": self.scope}
        raise PermissionDenied(words, code="scope_missing")


class MachineScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes it."""

    target_class = MachineAuthentication
    name = "machine"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        flow = {"tokenUrl": "/api/v1/token", "scopes": dict(SCOPES)}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {self.name: [HasScope.scope]}
