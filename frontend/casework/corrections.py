"""The trace of corrections: which field, who mended it and when; why, and what stood there, only in an open window."""

import uuid
from ast import literal_eval
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Correction, Role
from frontend.casework.whose import who_mended
from frontend.casework.wording import coded, region_name
from sop_library.codes import ListName

FIELDS = {
    "name": gettext_lazy("Nama"),
    "nik": gettext_lazy("NIK"),
    "phone": gettext_lazy("Telepon"),
    "address": gettext_lazy("Alamat"),
    "safe_contact": gettext_lazy("Kontak aman"),
    "birth_date": gettext_lazy("Tanggal lahir"),
    "sex": gettext_lazy("Jenis kelamin"),
    "age_band": gettext_lazy("Kelompok usia"),
    "education": gettext_lazy("Pendidikan terakhir"),
    "occupation": gettext_lazy("Pekerjaan"),
    "marital": gettext_lazy("Status perkawinan"),
    "disabilities": gettext_lazy("Ragam disabilitas"),
    "residence": gettext_lazy("Wilayah menurut KTP/KK"),
    "domicile": gettext_lazy("Domisili"),
    "presence": gettext_lazy("Berada sekarang di"),
    "relation": gettext_lazy("Hubungan dengan korban"),
    "roles": gettext_lazy("Peran dalam kasus"),
    "kinds": gettext_lazy("Bentuk kekerasan"),
    "domestic": gettext_lazy("KDRT"),
    "place": gettext_lazy("Wilayah tempat kejadian"),
    "place_kind": gettext_lazy("Tempat kejadian"),
    "happened_on": gettext_lazy("Tanggal kejadian"),
    "story": gettext_lazy("Kronologi"),
    "taken_off": gettext_lazy("Dilepas dari kasus"),
    "put_back": gettext_lazy("Dikembalikan ke kasus"),
}
UNASKED = {
    "roles": gettext_lazy("peran ditambahkan"),
    "put_back": gettext_lazy("menurut kantor lain bagian dari kasus ini"),
}
"""What is said where no reason was asked for; of every other field that it was empty."""


LISTS: Mapping[str, ListName] = MappingProxyType({
    "sex": "sex", "age_band": "age_band", "education": "education", "occupation": "occupation",
    "marital": "marital_status", "disabilities": "disability", "relation": "perpetrator_relation",
    "kinds": "violence_type", "place_kind": "place_of_occurrence",
})  # fmt: skip
REGIONS = frozenset({"residence", "domicile", "presence", "place"})
DAYS = frozenset({"birth_date", "happened_on"})
TRUTH = {"True": gettext_lazy("Ya"), "False": gettext_lazy("Tidak")}


@dataclass(frozen=True)
class Mended:
    """One field that was corrected, in words. `reason`, `before` and `after` are None while the window is closed."""

    field: str
    who: str
    at: datetime
    reason: str | None
    before: str | None
    after: str | None


def value_words(field: str, kept: str) -> str:
    """What stood in a field, as it reads on screen: regions, codes, days and truth in words; "" for nothing.

    `kept` is the text a correction keeps of the value: `str()` of a code, a day, a truth, or of a tuple of codes.
    """
    if kept in ("", "None", "()"):
        return ""
    if field in REGIONS:
        return region_name(kept)
    if field == "roles":
        return ", ".join(str(Role.Kind(kind).label) for kind in kept.split(","))
    if field in DAYS:
        return formats.date_format(date.fromisoformat(kept), "DATE_FORMAT")
    if field in LISTS:
        codes = literal_eval(kept) if kept.startswith("(") else (kept,)
        return ", ".join(coded(LISTS[field], code) for code in codes)
    return str(TRUTH.get(kept, kept)) if field == "domestic" else kept


def _reason_words(row: Correction, *, opened: bool) -> str | None:
    """Why a field was mended; None while the window is closed. What was filled later says only that."""
    if row.because is None:
        return str(UNASKED.get(row.field, _("dilengkapi, sebelumnya kosong")))
    return row.because.words if opened else None


def corrections_of(case: Case, *, row_id: uuid.UUID, opened: bool, stands: Mapping[str, Any]) -> list[Mended]:
    """What was corrected in one row, newest first. `stands`: field -> what is recorded now, read only where opened."""
    rows = Correction.objects.filter(case=case, row_id=row_id).select_related("by", "because").order_by("-at", "field")
    after = {name: str(value) for name, value in stands.items()}
    found = []
    for row in rows:
        before = row.before if opened else None
        new = after.get(row.field)
        found.append(
            Mended(
                field=str(FIELDS.get(row.field, row.field)),
                who=who_mended(row),
                at=row.at,
                reason=_reason_words(row, opened=opened),
                before=value_words(row.field, before) if before else None,
                after=(value_words(row.field, new) or _("kosong")) if opened and new is not None else None,
            )
        )
        if before is not None:
            after[row.field] = before
    return found
