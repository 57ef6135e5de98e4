"""What was done with a report while it waited: corrected, set aside, taken up again; reasons only in an open window."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Report, SettingAside
from frontend.casework.corrections import FIELDS
from frontend.casework.wording import channel_words, coded, kinds_words, region_name
from sop_library.codes import ListName

PARTS = {
    "victim": gettext_lazy("Korban"), "reporter": gettext_lazy("Pelapor"), "incident": gettext_lazy("Kejadian"),
}  # fmt: skip
OWN = {
    "channel": gettext_lazy("Saluran"),
    "received_at": gettext_lazy("Diterima"),
    "in_danger": gettext_lazy("Dalam bahaya saat melapor"),
    "anonymous": gettext_lazy("Tanpa nama"),
    "reporter_is_victim": gettext_lazy("Korban sendiri yang melapor"),
    "case": gettext_lazy("Dilepas dari kasus"),
}
YES_NO = {"YA": gettext_lazy("Ya"), "TIDAK": gettext_lazy("Tidak")}
LISTS: dict[str, ListName] = {
    "sex": "sex", "age_band": "age_band", "place_kind": "place_of_occurrence", "relation": "reporter_relation",
}  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """One thing that was done. `why` and `before` are None while the window is closed or nothing was said."""

    what: str
    who: str
    at: datetime
    why: str | None = None
    before: str | None = None


def label_of(field: str) -> str:
    """The question that a corrected field answers."""
    part, _dot, name = field.rpartition(".")
    if not part:
        return str(OWN.get(field, field))
    return f"{PARTS.get(part, part)}: {FIELDS.get(name, name)}"


def words_of(field: str, before: str) -> str:
    """What stood in a field, in words."""
    name = field.rpartition(".")[2]
    if before in YES_NO:
        return str(YES_NO[before])
    if name in LISTS:
        return coded(LISTS[name], before)
    if name in ("residence", "domicile", "presence", "place"):
        return region_name(before)
    if name == "received_at":
        return date_format(localtime(datetime.fromisoformat(before)), "SHORT_DATETIME_FORMAT")
    return {"kinds": lambda: kinds_words(before.split(", ")), "channel": lambda: channel_words(before)}.get(
        name, lambda: before
    )()


def said_aside(row: SettingAside) -> str | None:
    """To whom a report was referred and what was added, in one sentence; opens both."""
    to = _("diteruskan ke %(whom)s") % {"whom": row.referred_to} if row.referred_to else ""
    return "; ".join(part for part in (to, row.words) if part) or None


def traces_of(report: Report, *, opened: bool) -> list[Trace]:
    """Everything that was done, newest first."""
    found = [
        Trace(
            label_of(row.field), row.by.name, row.at, row.reason if opened else None,
            words_of(row.field, row.before) if opened and row.before else None,
        )
        for row in report.corrections.select_related("by")
    ]  # fmt: skip
    for aside in report.settings_aside.select_related("by", "taken_up_by"):
        what = _("Disisihkan: %(reason)s") % {"reason": aside.get_reason_display()}
        found.append(Trace(what, aside.by.name, aside.at, said_aside(aside) if opened else None))
        if aside.taken_up_at and aside.taken_up_by:
            why = aside.taken_up_because if opened else None
            found.append(Trace(_("Diambil kembali"), aside.taken_up_by.name, aside.taken_up_at, why))
    return sorted(found, key=lambda trace: trace.at, reverse=True)
