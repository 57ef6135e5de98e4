"""The register as a table: one line a case, codes and words of the SOP, no name and nothing that was told."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Person, Role, StepPass
from frontend.casework.wording import coded, stage_words
from sop_library.definition import Definition
from sop_library.models import SopVersion
from sop_library.queries import definition_of

KEPT_IN_MEMORY = 1_000_000
"""Bytes of a table that are kept in memory; a larger one goes to a file until it is sent."""
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet would take for a formula."""
COLUMNS: tuple[str | Promise, ...] = (
    _("Nomor kasus"), _("Diterima"), _("Dibuka"), _("Selesai"), _("SOP"), _("Versi SOP"), _("Pintu masuk"),
    _("Keadaan"), _("Tahap"), _("Langkah terbuka"), _("Risiko"), _("Bentuk kekerasan"),
    _("Kode wilayah KTP/KK"), _("Kode wilayah domisili"), _("Kode wilayah kejadian"),
)  # fmt: skip
READ = (
    "number", "reported_at", "opened_at", "ended_at", "version__sop__name", "version__number", "door", "state", "stage",
    "steps", "risk", "fact__kinds", "fact__residence", "domicile", "fact__incident_place", "version_id",
)  # fmt: skip


def table_of(cases: QuerySet[Case]) -> IO[bytes]:
    """These cases as CSV, in UTF-8 with its mark, so that spreadsheets read it. Two queries.

    A semicolon parts the cells, as Indonesian spreadsheets expect: their comma is the decimal one.

    The whole of it is read before the first line is sent: an answer that has begun can neither be taken back nor read
    from the database any more.
    """
    victims = Person.objects.filter(case=OuterRef("pk"), roles__kind=Role.Kind.VICTIM, roles__ended_at=None)
    opened = StepPass.objects.filter(case=OuterRef("pk"), status=StepPass.Status.OPEN).order_by("arrived", "step")
    found = cases.annotate(
        steps=ArraySubquery(opened.values("step")),
        domicile=Subquery(victims.order_by("added_at", "id").values("domicile")[:1]),
    ).values_list(*READ)
    versions = SopVersion.objects.filter(pk__in=cases.order_by().values("version")).select_related("sop")
    definitions = {one.pk: definition_of(one) for one in versions}
    table = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    text = io.TextIOWrapper(table, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([str(name) for name in COLUMNS])
    writer.writerows([safe(cell) for cell in row] for row in _rows(found, definitions))
    text.flush()
    text.detach()
    table.seek(0)
    return table


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


def _rows(found: Iterable[tuple[Any, ...]], definitions: Mapping[UUID, Definition]) -> Iterator[list[str]]:
    for row in found:
        case = dict(zip(READ, row, strict=True))
        definition = definitions[case["version_id"]]
        door = definition.doors.get(case["door"])
        names = {step.key: step.full_name for step in definition.steps}
        yield [
            case["number"], _day(case["reported_at"]), _day(case["opened_at"]), _day(case["ended_at"]),
            case["version__sop__name"], str(case["version__number"]), door.label if door else case["door"],
            str(Case.State(case["state"]).label), stage_words(case["stage"]),
            ", ".join(dict.fromkeys(names.get(key, key) for key in case["steps"])),
            str(Case.Risk(case["risk"]).label) if case["risk"] else "",
            ", ".join(coded("violence_type", kind) for kind in case["fact__kinds"] or ()),
            case["fact__residence"] or "", case["domicile"] or "", case["fact__incident_place"] or "",
        ]  # fmt: skip


def _day(moment: datetime | None) -> str:
    """The day and minute in the office's own zone, as any spreadsheet reads it."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
