"""Cases, facts and handovers, made quickly."""

import uuid
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import Staff
from cases.models import Case, Incident
from cases.operations.facts import keep_fact
from custody import envelopes, holding
from custody.models import Envelope
from sop_library.models import SopVersion
from tenants.current import in_office
from tenants.database import connection as office_connection
from tenants.models import Office
from tenants.roles import NATION, as_console
from tests.frontend.screens import employ, take

AT = datetime(2026, 5, 20, 3, 0, tzinfo=UTC)
MakeCase = Callable[..., Case]


def as_nation() -> AbstractContextManager[None]:
    """As the ministry's role."""
    return as_console(office_connection, NATION)


@transaction.atomic
def make_case(
    office: Office, *, matter: uuid.UUID | None = None, kinds: Iterable[str] = ("FISIK",), stage: str = "service",
    reported_at: datetime = AT,
) -> Case:  # fmt: skip
    """A case with its fact, as an office's own operations would leave it; not carried anywhere yet."""
    version = SopVersion.objects.filter(sop__slug="pengaduan-langsung").first()
    assert version is not None
    by = Staff.objects.get(username="sari")
    case = Case.objects.create(
        matter=matter or uuid.uuid4(), number=f"U-{uuid.uuid4().hex[:12]}", version=version, door="datang",
        channel="datang", reported_at=reported_at, opened_at=reported_at, opened_by=by, stage=stage, revision=1,
    )  # fmt: skip
    Incident.objects.create(case=case, kinds=list(kinds), added_at=reported_at)
    keep_fact(case=case, at=reported_at)
    return case


@transaction.atomic
def change(case: Case, *, at: datetime, **values: Any) -> None:
    """Work on a case: the given columns change, its revision rises, its fact follows."""
    case = Case.objects.select_related("version__sop").get(pk=case.pk)
    for name, value in values.items():
        setattr(case, name, value)
    case.revision += 1
    case.save()
    keep_fact(case=case, at=at)


def counted() -> dict[uuid.UUID, str]:
    """Which office's fact of each matter the nation counts, by code."""
    from reporting.counting import ROWS

    with as_nation(), connection.cursor() as cursor:
        cursor.execute(f"SELECT matter, code FROM ({ROWS}) AS r")
        return dict(cursor.fetchall())


@pytest.fixture
def offices(salatiga: Office, banyuwangi: Office, nunukan: Office) -> tuple[Office, Office, Office]:
    """Three offices with an SOP and somebody who opens cases."""
    for office in (salatiga, banyuwangi, nunukan):
        take(office, "salatiga/pengaduan-langsung")
        employ(office, "sari", "resepsionis")
    return salatiga, banyuwangi, nunukan


def send(sender: Office, receiver: Office, matter: uuid.UUID, **changed: Any) -> Envelope:
    """Send a matter by pelimpahan, or as told."""
    with in_office(sender):
        holding.begin(matter=matter, at=AT)
        data: dict[str, Any] = {
            "id": uuid.uuid4(), "number": f"R-{uuid.uuid4().hex[:8]}", "matter": matter, "receiver": receiver.id,
            "receiver_code": receiver.code, "kind": "pelimpahan", "moves": True, "reasons": ["residence"],
            "scope": [], "risk": "", "sent_at": AT, "answer_by": AT + timedelta(days=1),
        } | changed  # fmt: skip
        return envelopes.post(data=envelopes.EnvelopeData(**data), by_name="Sari", at=AT)


def accept(receiver: Office, envelope: Envelope) -> None:
    """Accept it, as its receiver."""
    with in_office(receiver):
        envelopes.do(envelope=envelope.pk, verb="accept", by_name="Dewi", at=AT + timedelta(hours=2))
