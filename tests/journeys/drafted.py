"""Drafts of SOPs for the screens: one as an office changes it, one of which hardly anything is written."""

import uuid
from datetime import datetime

from accounts.models import OfficeProfile, Staff
from cases.calendars import office_calendar
from documents.printing import LONG
from sop_library.definition import to_document
from sop_library.drafting.settling import blank
from sop_library.models import Draft, SopVersion
from sop_library.operations import trials
from sop_library.operations.binding import bind_draft
from sop_library.operations.drafts import begin
from sop_library.queries import definition_of
from tests.sop_library.opened import left_open
from tests.sop_library.sheets import sheet, step


def write_drafts(*, at: datetime) -> dict[str, uuid.UUID]:
    """Name -> key of the draft."""
    admin = Staff.objects.get(username="admin")
    version = SopVersion.objects.filter(sop__slug="pengaduan-langsung").latest("number")
    full = to_document(definition_of(version))
    empty = blank(sop="salatiga/uji-kosong", name="Uji kosong", service="mediasi", regency="33.73", source="Kantor")
    newly = empty | {"lanes": {"psikolog": {"label": "Psikolog Klinis", "order": 1}}}
    made = {
        name: begin(document=document, slug=f"uji-{name}", name=f"Uji {name}", service="mediasi", by=admin, at=at).pk
        for name, document in {
            "penuh": full,
            "kosong": empty,
            "menunggu": full,
            "baru": newly,
            "panjang": sheet(*(step(f"langkah-{number}") for number in range(1, LONG + 2)), sop="salatiga/uji-panjang"),
        }.items()
    }
    made["terbuka"] = _left_open(version, by=admin, at=at)
    _lay_before_the_head(made["menunggu"], by=admin, at=at)
    calendar = office_calendar(today=at.date())
    trial = trials.begin(draft=Draft.objects.get(pk=made["penuh"]), door="datang", calendar=calendar, by=admin, at=at)
    return {**made, "coba": trial.pk}


def _left_open(version: SopVersion, *, by: Staff, at: datetime) -> uuid.UUID:
    """A draft whose source names nobody for two steps; the office has said who does one of them."""
    document = dict(left_open(definition_of(version), "cerita", "survei").document)
    draft = begin(document=document, slug="uji-terbuka", name="Uji terbuka", service="mediasi", by=by, at=at)
    bind_draft(draft=draft, given={"cerita": "resepsionis"}, by=by, at=at)
    return draft.pk


def _lay_before_the_head(draft: uuid.UUID, *, by: Staff, at: datetime) -> None:
    """The head of the office has a name for the sheet, and this draft waits for them."""
    OfficeProfile.objects.filter(head_name="").update(head_name="Retno Palupi")
    Draft.objects.filter(pk=draft).update(
        state="submitted", submitted_by=by, submitted_at=at, why="Alamat kantor dan pelaksana survei diperbarui."
    )
