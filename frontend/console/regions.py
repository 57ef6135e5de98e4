"""How far each regency has come, from what its office says of itself: numbers and days."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from custody.models import Address
from onboarding.models import OfficeState, Opening
from onboarding.seats import console_name
from tenants.registry.source import provinces, regencies

QUIET = timedelta(days=21)
STAGES = 4
"""The office is open · it has an SOP · every lane is held · it has had its first case."""

LABELS = {
    "serving": gettext_lazy("Melayani"),
    "staffed": gettext_lazy("Siap melayani"),
    "sops": gettext_lazy("Menata petugas"),
    "open": gettext_lazy("Menunggu SOP"),
    "opening": gettext_lazy("Sedang dibuka"),
    "absent": gettext_lazy("Belum di platform"),
}
SHADES = {"serving": "q5", "staffed": "q4", "sops": "q3", "open": "q2", "opening": "q1", "absent": "q0"}
DONE = {"serving": 4, "staffed": 3, "sops": 2, "open": 1, "opening": 0, "absent": 0}
TAGS = {
    "serving": ("rk-tag--ok", "check"),
    "staffed": ("", "clock"),
    "sops": ("rk-tag--wait", "hourglass"),
    "open": ("rk-tag--wait", "hourglass"),
    "opening": ("", "clock"),
    "absent": ("", "info"),
}


@dataclass(frozen=True)
class Row:
    """One regency, or the province's own office."""

    code: str
    name: str
    state: str
    words: str
    sops: int | None = None
    opening: UUID | None = None
    quiet: bool = False

    @property
    def label(self) -> str:
        """The state on screen."""
        return _("Perlu disapa") if self.quiet else str(LABELS[self.state])

    @property
    def tag(self) -> tuple[str, str]:
        """Class and icon of the tag."""
        return ("rk-tag--soon", "phone") if self.quiet else TAGS[self.state]

    @property
    def steps(self) -> list[str]:
        """The classes of the four pieces."""
        done = DONE[self.state]
        under_way = self.state not in ("absent", "serving")
        return ["on" if at < done else "go" if at == done and under_way else "" for at in range(STAGES)]

    @property
    def done(self) -> int:
        """How many of the four stages are behind it."""
        return DONE[self.state]


@dataclass(frozen=True)
class Share:
    """One piece of the bar: so many regencies in this state. Places are of 1000."""

    state: str
    count: int
    x: float
    width: float

    @property
    def label(self) -> str:
        """The state on screen."""
        return str(LABELS[self.state])

    @property
    def shade(self) -> str:
        """Class of its colour."""
        return SHADES[self.state]


def codes_of(province: str) -> list[str]:
    """The province's own code, then its regencies'."""
    return [province, *(code for code, one in regencies().items() if one.province_code == province)]


def place_name(code: str) -> str:
    """What a code is called: "Kota Salatiga", "Provinsi Jawa Tengah"."""
    return regencies()[code].name if code in regencies() else console_name(code)


def rows_of(*codes: str, today: date) -> list[Row]:
    """The rows of these codes, as far as the console's role lets them be read."""
    offices = {row.code: row.office_id for row in Address.objects.filter(code__in=codes)}
    told = {row.office_id: row for row in OfficeState.objects.filter(office_id__in=offices.values())}
    asked = {row.code: row for row in Opening.objects.filter(code__in=codes, state__in=Opening.UNDER_WAY)}
    return [
        _open_row(code, told.get(offices[code]), today=today) if code in offices else _closed_row(code, asked.get(code))
        for code in codes
    ]


def _closed_row(code: str, opening: Opening | None) -> Row:
    if opening is None:
        return Row(code, place_name(code), "absent", "")
    words = _("Pembukaan gagal, perlu diulang") if opening.state == Opening.State.FAILED else ""
    return Row(code, place_name(code), "opening", words or opening.get_state_display(), opening=opening.pk)


def _open_row(code: str, told: OfficeState | None, *, today: date) -> Row:
    name = place_name(code)
    if told is None:
        return Row(code, name, "open", _("Belum ada kabar dari kantornya"))
    quiet = told.active_on is not None and today - told.active_on >= QUIET
    silent = _("Belum ada kegiatan %d hari") % (today - told.active_on).days if quiet and told.active_on else ""
    if told.serving_since is not None:
        since = _("Melayani sejak %s") % formats.date_format(told.serving_since, "DATE_FORMAT")
        return Row(code, name, "serving", silent or since, told.sops, quiet=quiet)
    if told.sops == 0:
        return Row(code, name, "open", silent or _("SOP belum dipilih"), told.sops, quiet=quiet)
    if told.unheld:
        unheld = ngettext("%d pelaksana belum ada petugasnya", "%d pelaksana belum ada petugasnya", told.unheld)
        return Row(code, name, "sops", silent or unheld % told.unheld, told.sops, quiet=quiet)
    staff = ngettext("%d petugas, belum ada kasus", "%d petugas, belum ada kasus", told.staff) % told.staff
    return Row(code, name, "staffed", silent or staff, told.sops, quiet=quiet)


def furthest_first(rows: list[Row]) -> list[Row]:
    """The same rows, those that have come furthest first; equals stay in the order of their codes."""
    return sorted(rows, key=lambda row: list(LABELS).index(row.state))


def shares(rows: list[Row]) -> list[Share]:
    """The bar over all rows, the furthest first; states that nobody is in are left out."""
    counted = Counter(row.state for row in rows)
    found, x = [], 0.0
    for state in LABELS:
        if counted[state]:
            width = 1000 * counted[state] / len(rows)
            found.append(Share(state, counted[state], round(x + 1, 1), round(max(1.0, width - 2), 1)))
            x += width
    return found


@dataclass(frozen=True)
class ProvinceRow:
    """A province as the ministry sees it."""

    code: str
    name: str
    regencies: int
    open: int
    serving: int


def province_rows() -> list[ProvinceRow]:
    """Every province with how many of its regencies are on the platform and serve."""
    offices = dict(Address.objects.exclude(code__regex=r"^\d{2}$").values_list("office_id", "code"))
    serving = {offices.get(row.office_id) for row in OfficeState.objects.exclude(serving_since=None)}
    every = Counter(one.province_code for one in regencies().values())
    opened = Counter(code[:2] for code in offices.values())
    serve = Counter(code[:2] for code in serving if code)
    return [ProvinceRow(code, one.name, every[code], opened[code], serve[code]) for code, one in provinces().items()]
