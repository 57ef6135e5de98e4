"""People of the consoles, and handoffs they may see."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from custody import envelopes
from custody.models import Envelope
from tenants.current import in_office
from tenants.database import connection
from tenants.models import Office

HOST = "console.localhost"
Visit = Callable[..., Any]


@pytest.fixture
def visit(_database: None) -> Callable[[str], Client]:
    """`visit("jateng")`: a browser at the console, with that person logged in; "" is nobody."""

    def opened(who: str) -> Client:
        connection.set_schema_to_public()
        client = Client(headers={"host": HOST})
        if who:
            client.force_login(Staff.objects.get(username=who), backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return opened


@pytest.fixture
def send(salatiga: Office, banyuwangi: Office) -> Callable[..., Envelope]:
    """Send a matter of Salatiga's to Banyuwangi, three days ago and two days late, or as told."""

    def sent(
        *, receiver: Office | None = banyuwangi, sender: Office = salatiga, late: timedelta = timedelta(days=2),
        at: datetime | None = None, **changed: Any,
    ) -> Envelope:  # fmt: skip
        now = at or timezone.now()
        data: dict[str, Any] = {
            "id": uuid.uuid4(), "number": f"RJK-{uuid.uuid4().hex[:8]}", "matter": uuid.uuid4(),
            "receiver": receiver.id if receiver else None, "receiver_code": receiver.code if receiver else "33.74",
            "kind": "pelimpahan", "moves": True, "reasons": ["residence"], "scope": ["identity"], "risk": "high",
            "sent_at": now - late - timedelta(days=1), "answer_by": now - late,
        } | changed  # fmt: skip
        with in_office(sender):
            parcels = [
                envelopes.seal_for(
                    envelope=data["id"], receiver=receiver.id, kind="minimum", content={"initials": "R.W."},
                    parcel=uuid.uuid4(),
                )
            ] if receiver else []  # fmt: skip
            return envelopes.post(
                data=envelopes.EnvelopeData(**data), parcels=parcels, by_name="Ratna Wulandari", at=data["sent_at"]
            )

    return sent
