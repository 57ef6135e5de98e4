"""Salatiga with a case whose victim has papers of Banyuwangi, a consent that names what goes, and a relay."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Staff
from cases.models import Case, Consent
from cases.operations import consents, opening, reports
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.people import PersonData
from outbox.models import Message
from outbox.relay import relay
from referrals.models import Referral
from referrals.operations import sending
from sop_library.models import SopVersion
from tenants.current import in_office
from tenants.models import Office
from tests.cases.conftest import MONDAY, staff, take
from tests.faults.between import Between, furnish

SCOPE = ("identity", "contact", "story", "assessment")
RINI = PersonData(
    name="Rini Astuti", nik="3510015708950003", phone="081212160212", address="Jalan Contoh 4", sex="P",
    age_band="A25_44", residence="35.10", domicile="35.10", presence="33.73",
)  # fmt: skip
STORY = "Ia dipukul di rumah kerabat."
LONG_AGO = MONDAY - timedelta(days=14)
"""When a referral was sent that a province assigns: its deadline is over by PostgreSQL's own clock, too."""


@pytest.fixture
def between(db: None, salatiga: object) -> Between:
    """The offices at work with each other."""
    return Between(furnish())


@pytest.fixture
def in_salatiga(salatiga: Office, banyuwangi: Office, nunukan: Office) -> Iterator[Office]:
    """Salatiga is current; the others are looked up before it is, since an office sees no other."""
    with in_office(salatiga):
        yield salatiga


@pytest.fixture
def langsung(in_salatiga: Office) -> SopVersion:
    return take("salatiga/pengaduan-langsung")


@pytest.fixture
def everyone(langsung: SopVersion) -> Staff:
    """Holds every lane, and the cases they open."""
    return staff("ratna", "*")


@pytest.fixture
def new_case(langsung: SopVersion, everyone: Staff) -> Callable[..., Case]:
    """A case of Salatiga; its victim belongs to Banyuwangi unless told otherwise."""

    def make(**given: Any) -> Case:
        told: dict[str, Any] = {
            "victims": [RINI], "risk": "medium",
            "incident": IncidentData(kinds=("FISIK",), domestic=True, place="35.10", story=STORY),
        } | given  # fmt: skip
        report = reports.receive(data=ReportData(channel="datang"), by=everyone, at=MONDAY)
        return opening.open_case(report=report, version=langsung, door="datang", by=everyone, at=MONDAY, **told)

    return make


@pytest.fixture
def case(new_case: Callable[..., Case]) -> Case:
    return new_case()


@pytest.fixture
def agree(everyone: Staff) -> Callable[..., Consent]:
    """The victim agrees to a referral to Banyuwangi, as far as SCOPE, or as told."""

    def make(case: Case, **given: Any) -> Consent:
        given = {
            "person": case.people.filter(roles__kind="victim").first(), "kind": "referral", "given": True,
            "way": "signed", "scope": SCOPE, "receiver": "35.10", "by": everyone, "at": MONDAY,
        } | given  # fmt: skip
        return consents.record(case=case, **given)

    return make


@pytest.fixture
def send(everyone: Staff, agree: Callable[..., Consent]) -> Callable[..., Referral]:
    """Send a case to Banyuwangi by pelimpahan with the victim's consent, or as told."""

    def sent(case: Case, **given: Any) -> Referral:
        to = given.get("to_code", "35.10")
        if "consent" not in given:
            given["consent"] = agree(case, receiver=to)
        told: dict[str, Any] = {
            "to_code": "35.10", "kind": "pelimpahan", "reasons": ["residence"], "urgency": "day", "scope": SCOPE,
            "by": everyone, "at": MONDAY,
        } | given  # fmt: skip
        return sending.send(case=case, **told)

    return sent


@pytest.fixture
def carried() -> Callable[[], int]:
    """Let the current office's relay carry everything; returns how many messages. None may have failed."""

    def carry() -> int:
        done = relay(at=MONDAY + timedelta(days=30))
        assert done.failed == 0, list(Message.objects.exclude(fault="").values_list("topic", "fault"))
        return done.sent

    return carry
