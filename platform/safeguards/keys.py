"""The office's keys: made at opening, wrapped by the platform's key (KEK), unwrapped once a process.

AES-256-GCM throughout. The KEK comes from the environment: RANGKUL_KEK, 32 bytes in base64; a demo's starts `demo-`.
"""

import base64
import os
import uuid
from collections.abc import Collection

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from safeguards.models import OfficeKey
from tenants.current import current_office

NONCE_BYTES = 12
KEY_BYTES = 32

_unwrapped: dict[tuple[uuid.UUID, str, int], bytes] = {}
_newest: dict[tuple[uuid.UUID, str], int] = {}


class KeyMissing(Exception):
    """The office has no such key, or the platform's key does not open it."""


def key_encryption_key() -> bytes:
    """Return the platform's own key (32 bytes), under which every other is wrapped. Raises ImproperlyConfigured."""
    text = settings.FIELD_KEY_ENCRYPTION_KEY.removeprefix("demo-")
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise ImproperlyConfigured("RANGKUL_KEK is not base64.") from error
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured("RANGKUL_KEK must be 32 bytes in base64.")
    return key


def _bound_to(office_id: uuid.UUID, purpose: str, number: int) -> bytes:
    return f"{office_id}|{purpose}|{number}".encode()


def _store(*, office_id: uuid.UUID, purpose: str, number: int, key: bytes) -> None:
    nonce = os.urandom(NONCE_BYTES)
    wrapped = nonce + AESGCM(key_encryption_key()).encrypt(nonce, key, _bound_to(office_id, purpose, number))
    OfficeKey.objects.create(purpose=purpose, number=number, wrapped=wrapped, made_at=timezone.now())


def make_office_keys(*, office_id: uuid.UUID) -> bytes:
    """Make the three first keys of the office whose schema is current; return the public exchange key (32 bytes).

    Raises IntegrityError where keys exist.
    """
    _store(office_id=office_id, purpose=OfficeKey.Purpose.DATA, number=1, key=AESGCM.generate_key(256))
    _store(office_id=office_id, purpose=OfficeKey.Purpose.INDEX, number=1, key=os.urandom(KEY_BYTES))
    return make_exchange_key(office_id=office_id, number=1)


def make_exchange_key(*, office_id: uuid.UUID, number: int) -> bytes:
    """Make an exchange key (X25519), to which other offices seal envelopes, for the office whose schema is current.

    Returns its public half (32 bytes). Raises IntegrityError where there is one of this number.
    """
    exchange = X25519PrivateKey.generate()
    private = exchange.private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )
    _store(office_id=office_id, purpose=OfficeKey.Purpose.EXCHANGE, number=number, key=private)
    return exchange.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def destroy_exchange_keys(*, numbers: Collection[int]) -> None:
    """Destroy private exchange keys of the current office: what was sealed to them never opens again.

    A process that has opened something with one of them forgets it when it ends.
    """
    OfficeKey.objects.filter(purpose=OfficeKey.Purpose.EXCHANGE, number__in=numbers).delete()
    for number in numbers:
        _unwrapped.pop((current_office().id, OfficeKey.Purpose.EXCHANGE, number), None)


def office_key(*, purpose: str, number: int | None = None) -> tuple[int, bytes]:
    """Return (number, key) of the current office: the newest of this purpose, or the one asked for.

    Raises KeyMissing when the office has none or the platform's key does not open it.
    """
    office_id = current_office().id
    if number is None:
        number = _newest.get((office_id, purpose))
    if number is not None and (key := _unwrapped.get((office_id, purpose, number))) is not None:
        return number, key
    rows = OfficeKey.objects.filter(purpose=purpose)
    row = (rows.filter(number=number) if number is not None else rows.order_by("-number")).first()
    if row is None:
        raise KeyMissing(f"no {purpose} key")
    wrapped = bytes(row.wrapped)
    try:
        key = AESGCM(key_encryption_key()).decrypt(
            wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _bound_to(office_id, purpose, row.number)
        )
    except Exception as error:
        raise KeyMissing(f"the platform's key does not open {purpose} key {row.number}") from error
    _unwrapped[office_id, purpose, row.number] = key
    _newest[office_id, purpose] = max(row.number, _newest.get((office_id, purpose), 0))
    return row.number, key


def forget_keys() -> None:
    """Drop unwrapped keys from memory (after a rotation, and between tests)."""
    _unwrapped.clear()
    _newest.clear()
