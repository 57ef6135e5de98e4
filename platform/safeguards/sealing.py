"""Sealing: AES-256-GCM bound to office, table, column and row, so that a sealed value read elsewhere does not open.

A sealed value is: version (1 byte) · key number (2 bytes) · nonce (12 bytes) · ciphertext with tag.
"""

import hashlib
import hmac
import os
import struct
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from safeguards.keys import NONCE_BYTES, office_key
from tenants.current import current_office

VERSION = 1
HEADER = struct.Struct(">BH")


class SealBroken(Exception):
    """The value was changed, or moved to another row, column or office."""


def _bound_to(table: str, column: str, row_id: uuid.UUID) -> bytes:
    return f"{current_office().id}|{table}|{column}|{row_id}".encode()


def seal(text: str, *, table: str, column: str, row_id: uuid.UUID) -> bytes:
    """Seal a text to its place. Raises KeyMissing without an office key."""
    number, key = office_key(purpose="data")
    nonce = os.urandom(NONCE_BYTES)
    body = AESGCM(key).encrypt(nonce, text.encode(), _bound_to(table, column, row_id))
    return HEADER.pack(VERSION, number) + nonce + body


def unseal(sealed: bytes, *, table: str, column: str, row_id: uuid.UUID) -> str:
    """Open a sealed text at its place. Raises SealBroken when it was changed or moved, KeyMissing without its key."""
    try:
        version, number = HEADER.unpack_from(sealed)
    except struct.error as error:
        raise SealBroken("too short") from error
    if version != VERSION:
        raise SealBroken(f"unknown version {version}")
    _, key = office_key(purpose="data", number=number)
    nonce, body = sealed[HEADER.size : HEADER.size + NONCE_BYTES], sealed[HEADER.size + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, _bound_to(table, column, row_id)).decode()
    except InvalidTag as error:
        raise SealBroken(f"{table}.{column}") from error


def blind_index(normalised: str, *, column: str) -> bytes:
    """Return the office's blind index (HMAC-SHA256, 32 bytes) of a normalised NIK or phone number.

    Each column has its own key, derived from the office's index key, so that two columns never match each other and two
    offices never match at all. Only for values of high entropy: never for sex, age or a name.
    """
    _, key = office_key(purpose="index")
    column_key = hmac.new(key, f"rangkul-index|{column}".encode(), hashlib.sha256).digest()
    return hmac.new(column_key, normalised.encode(), hashlib.sha256).digest()
