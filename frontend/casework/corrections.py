"""The trace of corrections: which field, who mended it and when; why, and what stood there, only in an open window."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cases.models import Case, Correction

FIELDS = {
    "name": _("Nama"),
    "nik": _("NIK"),
    "phone": _("Telepon"),
    "address": _("Alamat"),
    "safe_contact": _("Kontak aman"),
    "birth_date": _("Tanggal lahir"),
    "sex": _("Jenis kelamin"),
    "age_band": _("Kelompok usia"),
    "education": _("Pendidikan terakhir"),
    "occupation": _("Pekerjaan"),
    "marital": _("Status perkawinan"),
    "disabilities": _("Ragam disabilitas"),
    "residence": _("Wilayah menurut KTP/KK"),
    "domicile": _("Domisili"),
    "presence": _("Berada sekarang di"),
    "relation": _("Hubungan dengan korban"),
    "kinds": _("Bentuk kekerasan"),
    "domestic": _("KDRT"),
    "place": _("Wilayah tempat kejadian"),
    "place_kind": _("Tempat kejadian"),
    "happened_on": _("Tanggal kejadian"),
    "story": _("Kronologi"),
}


@dataclass(frozen=True)
class Mended:
    """One field that was corrected. `reason` and `before` are None while the window is closed."""

    field: str
    who: str
    at: datetime
    reason: str | None
    before: str | None


def corrections_of(case: Case, *, row_id: uuid.UUID, opened: bool) -> list[Mended]:
    """What was corrected in one row, newest first."""
    rows = Correction.objects.filter(case=case, row_id=row_id).select_related("by", "because").order_by("-at", "field")
    return [
        Mended(
            field=str(FIELDS.get(row.field, row.field)),
            who=row.by.name,
            at=row.at,
            reason=row.because.words if opened else None,
            before=row.before if opened else None,
        )
        for row in rows
    ]
