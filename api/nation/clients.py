"""Machines that may ask: each a client of OAuth2 with scopes, of the ministry or of one province."""

import secrets
from dataclasses import dataclass, field

from allauth.idp.oidc.models import Client, Token

from tenants.registry.source import provinces
from tenants.roles import NATION

SCOPES = {"indicators:read": "Published numbers of cases, small ones withheld."}


class UnknownScope(ValueError):
    """No such scope; the message names those there are."""


class UnknownProvince(ValueError):
    """No such province."""


@dataclass(frozen=True, slots=True)
class Added:
    """A new client. `secret` is shown once and kept nowhere."""

    id: str
    secret: str = field(repr=False)


def add(*, name: str, scopes: list[str], province: str = "") -> Added:
    """Let a machine of the ministry, or of a province by its two-digit code, ask within some scopes.

    Raises UnknownScope, UnknownProvince.
    """
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise UnknownScope(", ".join(SCOPES))
    if province and province not in provinces():
        raise UnknownProvince(province)
    secret = _secret()
    client = Client(name=name, type=Client.Type.CONFIDENTIAL, redirect_uris="", data={"province": province})
    client.set_secret(secret)
    client.set_scopes(scopes)
    client.set_default_scopes(scopes)
    client.set_grant_types([Client.GrantType.CLIENT_CREDENTIALS])
    client.set_response_types([])
    client.save(force_insert=True)
    return Added(client.id, secret)


def renew(*, client_id: str) -> Added | None:
    """Give a client a new secret in place of its old one, and end its tokens; None where there is none of this id.

    Some secrets of earlier editions have characters that a library may form-encode, which are others then.
    """
    client = Client.objects.filter(pk=client_id).first()
    if client is None:
        return None
    secret = _secret()
    client.set_secret(secret)
    client.save()
    Token.objects.filter(client=client).delete()
    return Added(client.id, secret)


def _secret() -> str:
    """The same whether or not a client form-encodes it before Basic (RFC 6749 section 2.3.1)."""
    return secrets.token_urlsafe(36)


def end(*, client_id: str) -> bool:
    """End a client and every token of it; False where there is none of this id."""
    return bool(Client.objects.filter(pk=client_id).delete()[0])


def reach_of(client: Client) -> str:
    """Return the console whose part of the numbers this client sees: a province's code, or the ministry's."""
    data = client.data if isinstance(client.data, dict) else {}
    return str(data.get("province") or NATION)


def token_of(value: str) -> Token | None:
    """Return the access token of this value while it lasts and its client is there."""
    token = Token.objects.lookup(Token.Type.ACCESS_TOKEN, value)
    return token if token is not None and token.client is not None else None
