"""Cases of Salatiga about people from Banyuwangi, made while the web server runs; time that passes for one of them."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from django.db import connections
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import Staff
from cases.operations import opening, reports
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.people import PersonData
from infra.demo import hurry
from sop_library.queries import current_versions
from tenants.current import in_office
from tenants.database import connection
from tenants.models import Office
from tests.conftest import _entered
from tests.journeys.world import PASSWORD

Made = TypeVar("Made")
HERE, THERE = "33.73", "35.10"
STORY = "Cerita rekaan yang tidak boleh terbaca provinsi."


@dataclass(frozen=True)
class Traveller:
    """Somebody invented, and her case in Salatiga. `secrets`: what must never reach a console."""

    case: uuid.UUID
    name: str
    nik: str
    phone: str

    @property
    def secrets(self) -> tuple[str, ...]:
        return (*self.name.split(), self.nik, self.phone, self.phone.removeprefix("+62"), STORY)


@dataclass(frozen=True)
class Backstage:
    """What happens in the journeys' database beside the browsers, in a thread of its own: they have this one."""

    database: str
    blocker: DjangoDbBlocker

    def open_case(self, name: str, *, number: int) -> Traveller:
        """Take a report of somebody from Banyuwangi and open a case from it."""
        return self._run("web", lambda: _open(name, number))

    def let_pass(self, referral: str) -> None:
        """Let the deadline of an unanswered referral pass."""
        self._run("web", lambda: hurry.overdue(uuid.UUID(referral)))

    def let_in(self, *usernames: str) -> None:
        """Give people of the consoles the journeys' password."""
        self._run("owner", lambda: _let_in(usernames))

    def _run(self, login: str, act: Callable[[], Made]) -> Made:
        def enter() -> Made:
            with _entered(self.database, login), self.blocker.unblock():
                try:
                    return act()
                finally:
                    connections.close_all()

        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(enter).result()


def _open(name: str, number: int) -> Traveller:
    at = timezone.now()
    nik, phone = f"351099410190{number:04}", f"+62812000{number:05}"
    with in_office(Office.objects.get(code=HERE)):
        by = Staff.objects.get(username="ratna")
        version = next(one for one in current_versions(at=at) if one.sop.slug == "pengaduan-langsung")
        victim = PersonData(
            name=name, nik=nik, phone=phone, sex="P", age_band="A25_44", residence=THERE, domicile=THERE, presence=HERE
        )
        report = reports.receive(data=ReportData(channel="datang"), by=by, at=at)
        incident = IncidentData(kinds=("FISIK", "PSIKIS"), domestic=True, place=THERE, story=STORY)
        case = opening.open_case(
            report=report, version=version, door="datang", victims=[victim], incident=incident, risk="medium", by=by,
            at=at,
        )  # fmt: skip
    return Traveller(case.pk, name, nik, phone)


def _let_in(usernames: tuple[str, ...]) -> None:
    connection.set_schema_to_public()
    for staff in Staff.objects.filter(username__in=usernames):
        staff.set_password(PASSWORD)
        staff.save(update_fields=["password"])
