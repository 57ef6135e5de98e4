"""Parcels: content sealed to the receiving office's public key (HPKE, RFC 9180), bound to envelope, offices, kind."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from safeguards.keys import KeyMissing, office_key
from tenants.current import current_office
from tenants.models import OfficeKey

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
LARGEST = 8 * 1024 * 1024
"""The largest content of a parcel, in bytes."""


class ParcelBroken(Exception):
    """The parcel was changed, is another envelope's, office's or kind's, or not the one that the chain tells of."""


UNREADABLE = (ParcelBroken, KeyMissing)
"""What opening a parcel raises where whoever it came to can't do anything about it but tell the sender."""


class ParcelTooLarge(Exception):
    """The content is larger than LARGEST."""


class NoPublicKey(Exception):
    """The receiving office has published no key."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a parcel is bound to: opened anywhere else it does not open."""

    id: uuid.UUID
    envelope: uuid.UUID
    sender: uuid.UUID
    receiver: uuid.UUID
    kind: str

    def info(self, *, key_number: int) -> bytes:
        """Return the text that HPKE binds the content to."""
        parts = (self.id, self.envelope, self.sender, self.receiver, self.kind, key_number)
        return b"rangkul-parcel-1|" + "|".join(str(part) for part in parts).encode()


def newest_key(office: uuid.UUID) -> OfficeKey:
    """The public key to which an office's parcels are sealed now. Raises NoPublicKey."""
    key = OfficeKey.objects.filter(office_id=office).order_by("-number").first()
    if key is None:
        raise NoPublicKey(str(office))
    return key


def seal(content: dict[str, Any], *, place: Place, key: OfficeKey | None = None) -> tuple[int, bytes]:
    """Seal content to the receiver's newest public key; return that key's number and the sealed bytes.

    `key`: it, where it was read already. Raises NoPublicKey, ParcelTooLarge, ValueError for another office's key.
    """
    key = key or newest_key(place.receiver)
    if key.office_id != place.receiver:
        raise ValueError("another office's key")
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    if len(plain) > LARGEST:
        raise ParcelTooLarge(len(plain))
    public = X25519PublicKey.from_public_bytes(bytes(key.public_key))
    return key.number, SUITE.encrypt(plain, public, place.info(key_number=key.number))


def unseal(sealed: bytes, *, place: Place, key_number: int) -> dict[str, Any]:
    """Open a parcel that came to the current office, also under a key it has replaced since.

    Raises ParcelBroken, KeyMissing.
    """
    if place.receiver != current_office().id:
        raise ParcelBroken("to another office")
    _number, private = office_key(purpose="exchange", number=key_number)
    try:
        plain = SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), place.info(key_number=key_number))
        content = json.loads(plain)
    except (InvalidTag, ValueError) as error:
        raise ParcelBroken(str(place.envelope)) from error
    if not isinstance(content, dict):
        raise ParcelBroken(str(place.envelope))
    return content
