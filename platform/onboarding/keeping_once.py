"""A one-time password between its making and its one showing: sealed with the platform's key, bound to its opening."""

import hashlib
import hmac
import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from safeguards.keys import NONCE_BYTES, key_encryption_key

PURPOSE = b"rangkul-opening-password"


class SealedWithAnotherKey(Exception):
    """The password was sealed for another opening or with another platform key."""


def _cipher() -> AESGCM:
    return AESGCM(hmac.new(key_encryption_key(), PURPOSE, hashlib.sha256).digest())


def seal_password(password: str, *, opening: uuid.UUID) -> bytes:
    """Seal a password for its opening."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, password.encode(), opening.bytes)


def unseal_password(sealed: bytes, *, opening: uuid.UUID) -> str:
    """Open it again. Raises SealedWithAnotherKey."""
    try:
        return _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], opening.bytes).decode()
    except InvalidTag as error:
        raise SealedWithAnotherKey(str(opening)) from error
