"""Drafts of SOPs for the screens: one as an office changes it, one of which hardly anything is written."""

import uuid
from datetime import datetime

from accounts.models import Staff
from sop_library.definition import to_document
from sop_library.drafting.settling import blank
from sop_library.models import SopVersion
from sop_library.operations.drafts import begin
from sop_library.queries import definition_of


def write_drafts(*, at: datetime) -> dict[str, uuid.UUID]:
    """Name -> key of the draft."""
    admin = Staff.objects.get(username="admin")
    version = SopVersion.objects.filter(sop__slug="pengaduan-langsung").latest("number")
    full = to_document(definition_of(version))
    empty = blank(sop="salatiga/uji-kosong", name="Uji kosong", service="mediasi", regency="33.73", source="Kantor")
    return {
        name: begin(document=document, slug=f"uji-{name}", name=f"Uji {name}", service="mediasi", by=admin, at=at).pk
        for name, document in {"penuh": full, "kosong": empty}.items()
    }
