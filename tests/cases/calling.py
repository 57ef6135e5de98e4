"""Three SOPs of an office, of which one starts the two others: one that is waited for, one that runs on beside it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from accounts.models import Staff
from cases.models import Case, StepPass
from cases.operations import opening, reports, steps
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from sop_library.definition import Definition
from sop_library.models import SopVersion
from sop_library.operations.adopting import adopt
from tests.cases.conftest import ADOPTED, MONDAY
from tests.sop_library.sheets import sop, step

KONSULTASI, PENDAMPINGAN, LAYANAN = "contoh/konsultasi", "contoh/pendampingan", "contoh/layanan"
DOOR = {"panggilan": {"label": "Dipanggil", "starts": "terima", "called": True}}
ASKED, NOTED, DONE = "panggil--k--terima", "panggil--k--catat", "tutup"
BESIDE = "dampingi--p--terima"


def consulting(*rows: dict[str, Any], **fields: Any) -> Definition:
    """The one that is waited for. Its first step is called as the first of the one that starts it."""
    said = {"sop": KONSULTASI, "name": "Konsultasi", "title": "Konsultasi", "service": "konsultasi", "doors": DOOR}
    return sop(*(rows or (step("terima"), step("catat"))), **said | fields)


def accompanying(*rows: dict[str, Any], **fields: Any) -> Definition:
    """The one that runs on beside the case."""
    said = {"sop": PENDAMPINGAN, "name": "Pendampingan", "title": "Pendampingan", "service": "pendampingan"}
    return sop(*(rows or (step("terima"), step("dampingi"))), **said | {"doors": DOOR} | fields)


def asks(**fields: Any) -> dict[str, Any]:
    """The step that waits for the consultation."""
    return step("panggil", kind="sub_sop", sub=[{"key": "k", "label": "Konsultasi", "sop": KONSULTASI}], **fields)


def serving(*rows: dict[str, Any], **fields: Any) -> Definition:
    """`terima`, `panggil` (waits for the consultation), `dampingi` (does not wait), `tutup`, unless said."""
    beside = {"key": "p", "label": "Pendampingan", "sop": PENDAMPINGAN, "wait": False}
    every = rows or (step("terima"), asks(), step("dampingi", kind="sub_sop", sub=[beside]), step("tutup"))
    return sop(*every, **{"sop": LAYANAN, "name": "Layanan", "title": "Layanan", "service": "layanan"} | fields)


def adopted(*called: Definition, main: Definition | None = None) -> SopVersion:
    """The three in force, unless said; the version of the one that starts the others."""
    for order, one in enumerate(called or (consulting(), accompanying()), start=1):
        adopt(definition=one, at=ADOPTED, order=order)
    return adopt(definition=main or serving(), at=ADOPTED)


def opened(version: SopVersion, by: Staff) -> Case:
    report = reports.receive(data=ReportData(channel="datang"), by=by, at=MONDAY)
    door = next(iter(version.definition["doors"]))
    return opening.open_case(report=report, version=version, door=door, by=by, at=MONDAY)


def now(case: Case) -> Case:
    return Case.objects.select_related("version__sop").get(pk=case.pk)


def live(case: Case) -> dict[str, str]:
    """Step -> open or waiting, in the order they were come to."""
    rows = StepPass.objects.filter(case=case, status__in=["open", "waiting"]).order_by("arrived")
    return dict(rows.values_list("step", "status"))


def working(by: Staff) -> Callable[..., Case]:
    """Complete open steps by their keys, a minute apart."""
    minutes = 0

    def do(case: Case, *keys: str, **work: Any) -> Case:
        nonlocal minutes
        for key in keys:
            minutes += 1
            row = StepPass.objects.get(case=case, step=key, status="open")
            steps.complete(step_pass=row, work=StepWork(**work), by=by, at=MONDAY + timedelta(minutes=minutes))
        return now(case)

    return do
