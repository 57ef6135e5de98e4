"""The facts of a case that an SOP may ask about: a closed, typed list. What is not here can't stand in a condition."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from sop_library.codes.lists import labels

FactValue: TypeAlias = bool | int | str | tuple[str, ...]
ABROAD = "abroad"
"""The one region that is no Kemendagri code."""
_REGION = re.compile(r"[0-9]{2}(\.[0-9]{2})?")
FactType: TypeAlias = Literal["yes_no", "choice", "choices", "number", "region", "name"]


def _(msgid: str) -> str:
    return msgid


@dataclass(frozen=True, slots=True)
class FactKind:
    """One fact: `type` says what values it takes; `values` (code -> words) rise where order means anything."""

    name: str
    type: FactType
    label: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class UnknownFact(LookupError):
    """A name that is not in the list."""


class FactValueWrong(ValueError):
    """A value the fact can't take."""


_YES_NO = MappingProxyType({"true": _("Ya"), "false": _("Tidak")})
_RISK = MappingProxyType({"low": _("Risiko rendah"), "medium": _("Risiko sedang"), "high": _("Risiko tinggi")})
_ORIGIN = MappingProxyType({"own": _("Keinginan sendiri"), "referred": _("Atas rujukan")})

_LIST = (
    FactKind("door", "name", _("Pintu masuk kasus")),
    FactKind("channel", "name", _("Saluran pengaduan")),
    FactKind("origin", "choice", _("Asal kedatangan"), _ORIGIN),
    FactKind("office.regency", "region", _("Wilayah kantor")),
    FactKind("risk", "choice", _("Tingkat risiko"), _RISK),
    FactKind("crisis", "yes_no", _("Korban dalam kondisi krisis"), _YES_NO),
    FactKind("reporter.known", "yes_no", _("Pelapor menyebut identitas"), _YES_NO),
    FactKind("reporter.is_victim", "yes_no", _("Pelapor adalah korban"), _YES_NO),
    FactKind("victim.child", "yes_no", _("Korban anak"), _YES_NO),
    FactKind("victim.age_band", "choice", _("Kelompok usia korban"), labels("age_band")),
    FactKind("victim.sex", "choice", _("Jenis kelamin korban"), labels("sex")),
    FactKind("victim.disability", "yes_no", _("Korban penyandang disabilitas"), _YES_NO),
    FactKind("victim.count", "number", _("Jumlah korban")),
    FactKind("victim.residence", "region", _("Wilayah korban menurut KTP/KK")),
    FactKind("victim.domicile", "region", _("Wilayah domisili korban")),
    FactKind("victim.place", "region", _("Wilayah keberadaan korban sekarang")),
    FactKind("victim.safe", "yes_no", _("Korban dalam keadaan aman"), _YES_NO),
    FactKind("incident.place", "region", _("Wilayah tempat kejadian")),
    FactKind("incident.place_kind", "choice", _("Tempat kejadian"), labels("place_of_occurrence")),
    FactKind("incident.kinds", "choices", _("Bentuk kekerasan"), labels("violence_type")),
    FactKind("incident.domestic", "yes_no", _("Kekerasan dalam rumah tangga"), _YES_NO),
    FactKind("respondent.guardian", "yes_no", _("Terlapor orang tua atau wali korban"), _YES_NO),
    FactKind("respondent.child", "yes_no", _("Terlapor anak"), _YES_NO),
    FactKind("legal.process_open", "yes_no", _("Sudah dalam proses lembaga hukum"), _YES_NO),
    FactKind("legal.counsel", "yes_no", _("Sudah memiliki pengacara"), _YES_NO),
    FactKind("legal.state", "choice", _("Proses hukum"), labels("legal_state")),
    FactKind("consent.service", "yes_no", _("Persetujuan mengikuti layanan"), _YES_NO),
    FactKind("consent.record", "yes_no", _("Persetujuan pencatatan data pribadi"), _YES_NO),
    FactKind("consent.interview", "yes_no", _("Persetujuan wawancara dan asesmen"), _YES_NO),
    FactKind("consent.referral", "yes_no", _("Persetujuan berbagi data untuk rujukan"), _YES_NO),
    FactKind("consent.home_visit", "yes_no", _("Persetujuan penjangkauan ke tempat tinggal"), _YES_NO),
    FactKind("consent.mediation", "yes_no", _("Persetujuan mediasi"), _YES_NO),
    FactKind("needs.institution", "yes_no", _("Memerlukan layanan lembaga lain"), _YES_NO),
    FactKind("needs.shelter", "yes_no", _("Memerlukan rumah aman"), _YES_NO),
    FactKind("needs.security", "yes_no", _("Memerlukan bantuan keamanan"), _YES_NO),
    FactKind("needs.outreach", "yes_no", _("Memerlukan penjangkauan"), _YES_NO),
    FactKind("needs.services", "choices", _("Layanan yang dibutuhkan"), labels("service_given")),
)
FACTS: Mapping[str, FactKind] = MappingProxyType({kind.name: kind for kind in _LIST})


def fact_kind(name: str) -> FactKind:
    """The fact called `name`. Raises UnknownFact."""
    try:
        return FACTS[name]
    except KeyError:
        raise UnknownFact(name) from None


def is_consent(name: str) -> bool:
    """Whether the fact is somebody's consent: a row with its giver, not an answer on a step (UU 27/2022 art. 20-24)."""
    return name.startswith("consent.")


def _is_region(value: object) -> bool:
    return isinstance(value, str) and (value == ABROAD or _REGION.fullmatch(value) is not None)


def checked_value(name: str, value: object) -> FactValue:
    """`value` as the fact `name` keeps it: yes_no bool, choice code, choices sorted codes, number int >= 0,
    region a Kemendagri code ("33", "33.73") or "abroad", name a short text. Raises UnknownFact, FactValueWrong."""
    kind = fact_kind(name)
    if kind.type == "yes_no" and isinstance(value, bool):
        return value
    if kind.type == "number" and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if kind.type == "choice" and isinstance(value, str) and value in kind.values:
        return value
    if kind.type == "choices" and isinstance(value, (list, tuple, set, frozenset)):
        codes = {item for item in value if isinstance(item, str)}
        if len(codes) == len(value) and codes <= kind.values.keys():
            return tuple(sorted(codes))
    if kind.type == "region" and _is_region(value):
        return str(value)
    if kind.type == "name" and isinstance(value, str) and 0 < len(value) <= 60 and "\x00" not in value:
        return value
    raise FactValueWrong(name)


def value_words(name: str, value: object) -> str:
    """How a value reads on screen (a msgid); the value itself where no list names it. Raises UnknownFact."""
    kind = fact_kind(name)
    if isinstance(value, bool):
        return _YES_NO["true" if value else "false"]
    if isinstance(value, (tuple, list)):
        return ", ".join(kind.values.get(str(item), str(item)) for item in value)
    return kind.values.get(str(value), str(value))
