"""Three offices with a matter between them."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custody import envelopes, holding
from custody.models import Envelope
from tenants.current import in_office
from tenants.models import Office

AT = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
"""Long past by PostgreSQL's own clock, by which a deadline is over before a province assigns."""


@pytest.fixture
def matter(salatiga: Office) -> uuid.UUID:
    """A matter that Salatiga answers for."""
    made = uuid.uuid4()
    with in_office(salatiga):
        holding.begin(matter=made, at=AT)
    return made


@pytest.fixture
def send(matter: uuid.UUID, salatiga: Office, banyuwangi: Office) -> Callable[..., Envelope]:
    """Send the matter from Salatiga to Banyuwangi by pelimpahan, or as told."""

    def sent(sender: Office = salatiga, receiver: Office = banyuwangi, **changed: Any) -> Envelope:
        data: dict[str, Any] = {
            "id": uuid.uuid4(), "number": f"RJK-{uuid.uuid4().hex[:8]}", "matter": matter, "receiver": receiver.id,
            "receiver_code": receiver.code, "kind": "pelimpahan", "moves": True, "reasons": ["residence"],
            "scope": ["identity"], "risk": "medium", "sent_at": AT, "answer_by": AT + timedelta(days=1),
        } | changed  # fmt: skip
        with in_office(sender):
            parcel = envelopes.seal_for(
                envelope=data["id"], receiver=receiver.id, kind="minimum", content={"initials": "R."},
                parcel=uuid.uuid4(),
            )  # fmt: skip
            return envelopes.post(data=envelopes.EnvelopeData(**data), parcels=[parcel], by_name="Ratna", at=AT)

    return sent
