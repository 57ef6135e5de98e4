"""What a machine asks for, read from the address: every fault at once, each with the codes that there are."""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _

from api.problems import Unfit
from reporting.indicators import KINDS, LEVELS, STAGE_CODES, Key, Level, Question, State, level_of
from reporting.models import ALL, NATION
from tenants.registry.source import provinces, regencies
from tenants.roles import NATION as MINISTRY

EACH = "each"
FORMATS = ("json", "csv")
PARAMETERS = ("month", "from", "to", "by", "area", "kind", "stage", "limit", "cursor", "format")
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
NUMBER = re.compile(r"\d{1,6}", re.ASCII)
USUAL, LARGEST = 1000, 5000
EARLIEST = ZoneInfo("Asia/Jayapura")
"""Where in the country a month begins first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with where to go on, how many numbers, and in which form."""

    question: Question
    after: Key | None
    limit: int
    form: str
    made_for: str
    """Of the question and who asks: a cursor goes on only where it was made."""


def read(given: QueryDict, *, accepted: str, state: State, console: str) -> Asked:
    """Read the parameters of an address. Raises Unfit with every fault."""
    reading = _Reading(given, state, console)
    asked = reading.all(accepted)
    if reading.faults:
        raise Unfit(reading.faults)
    return asked


class _Reading:
    def __init__(self, given: QueryDict, state: State, console: str) -> None:
        self.given, self.state, self.console = given, state, console
        self.faults: list[dict[str, Any]] = []
        for name in given:
            if name not in PARAMETERS:
                self.fault(name[:60], _("Parameter ini tidak ada. Hapus, atau periksa ejaannya."), PARAMETERS)
            elif len(given.getlist(name)) > 1:
                self.fault(name, _("Tulis parameter ini satu kali; beberapa kode dipisah koma."))

    def fault(self, field: str, message: str, allowed: Sequence[str] = ()) -> None:
        found: dict[str, Any] = {"field": field, "message": message}
        self.faults.append(found | {"allowed": list(allowed)} if allowed else found)

    def all(self, accepted: str) -> Asked:
        first, last = self.months()
        level = self.level()
        question = Question(
            first=first, last=last, level=level, area=self.area(level),
            kinds=self.codes("kind", KINDS), stages=self.codes("stage", STAGE_CODES),
        )  # fmt: skip
        made_for = repr((self.console, question))
        return Asked(question, self.cursor(made_for), self.limit(), self.form(accepted), made_for)

    def months(self) -> tuple[date | None, date | None]:
        """The first and the last month; one of them open where it is not given."""
        if "month" in self.given and ("from" in self.given or "to" in self.given):
            self.fault("month", _("Beri month, atau from dan to; tidak keduanya."))
        if "month" in self.given:
            month = self.month("month")
            return month, month
        first, last = (self.month(name) if name in self.given else None for name in ("from", "to"))
        if first is not None and last is not None and first > last:
            self.fault("to", _("to tidak boleh sebelum from."))
        return first, last

    def month(self, name: str) -> date | None:
        """A month up to the publication's own: what has no figures there has no cases, what comes later is not told."""
        read = MONTH.fullmatch(str(self.given[name]))
        if read is None or not int(read[1]):
            self.fault(name, _("Tulis bulan sebagai tahun-bulan, misalnya %(month)s.") % {"month": "2026-05"})
            return None
        month, last = date(int(read[1]), int(read[2]), 1), self.last_month()
        if last is None:
            self.fault(name, _("Belum ada angka yang diterbitkan. Coba lagi beberapa menit lagi."))
        elif month > last:
            words = _("Bulan ini belum diterbitkan. Tulis tahun-bulan, paling akhir %(month)s.")
            self.fault(name, words % {"month": f"{last:%Y-%m}"})
        return month

    def last_month(self) -> date | None:
        """The month of the publication, where it has begun anywhere in the country; None: nothing is published."""
        if self.state.as_of is None:
            return None
        return max([self.state.as_of.astimezone(EARLIEST).date().replace(day=1), *self.state.months])

    def level(self) -> Level:
        levels = LEVELS if self.console == MINISTRY else LEVELS[1:]
        asked = self.given.get("by", "regency")
        for level in levels:
            if level == asked:
                return level
        self.fault("by", _("Tingkat wilayah ini tidak ada, atau bukan untuk mesin ini."), levels)
        return "regency"

    def area(self, level: Level) -> str | None:
        if "area" not in self.given:
            return None
        area = self.given["area"]
        known = [NATION, *provinces(), *regencies()] if self.console == MINISTRY else self.reached()
        if area not in known:
            if area in (NATION, *provinces(), *regencies()):
                self.fault("area", _("Wilayah ini bukan untuk mesin ini."), known)
                return None
            self.fault(
                "area", _("Tulis kode Kemendagri: ID, dua angka provinsi, atau kabupaten/kota seperti 33.73."), known
            )
            return None
        if LEVELS.index(level_of(area)) > LEVELS.index(level):
            self.fault(
                "by",
                _("Wilayah ini lebih kecil daripada tingkat yang diminta."),
                LEVELS[LEVELS.index(level_of(area)) :],
            )
        return area

    def reached(self) -> list[str]:
        """A province's own code and those of its regencies."""
        return [self.console, *(code for code in regencies() if code.startswith(f"{self.console}."))]

    def codes(self, name: str, known: Sequence[str]) -> Sequence[str]:
        asked = self.given.get(name, ALL).split(",")
        allowed = (ALL, EACH, *known)
        if any(code not in allowed for code in asked):
            self.fault(name, _("Kode ini tidak dikenal. * jumlah semuanya, each setiap kode."), allowed)
        return list(dict.fromkeys(one for code in asked for one in (known if code == EACH else (code,))))

    def limit(self) -> int:
        text = self.given.get("limit", str(USUAL))
        if not NUMBER.fullmatch(text) or not 1 <= int(text) <= LARGEST:
            self.fault("limit", _("Tulis bilangan bulat dari 1 sampai %(most)d.") % {"most": LARGEST})
            return USUAL
        return int(text)

    def form(self, accepted: str) -> str:
        form = self.given.get("format") or ("csv" if accepted == "text/csv" else "json")
        if form not in FORMATS:
            self.fault("format", _("Bentuk jawaban ini tidak ada."), FORMATS)
        return form

    def cursor(self, made_for: str) -> Key | None:
        if "cursor" not in self.given:
            return None
        mark, key = _key(str(self.given["cursor"]))
        if key is None or mark != mark_of(key[0], made_for=made_for, state=self.state):
            words = _(
                "Pakai alamat next tanpa diubah. Kalau angka bulan ini berubah sejak itu, mulai lagi tanpa cursor, "
                "dengan from bulan ini."
            )
            self.fault("cursor", words)
        return key


def _key(cursor: str) -> tuple[str, Key | None]:
    """Read a cursor of ours: what it was made for, and the place; no place where it is none of ours."""
    try:
        mark, month, *rest = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        day = date.fromisoformat(month)
    except (ValueError, TypeError):
        return "", None
    if len(rest) != 3 or not all(isinstance(one, str) and one.isprintable() for one in (mark, *rest)):
        return "", None
    return mark, (day, rest[0], rest[1], rest[2])


def mark_of(month: date, *, made_for: str, state: State) -> str:
    """What a cursor is good for: its question, as long as no number of the month that it stands in is another.

    Rows come month by month, and each month's table is decided by itself: those before it were read whole.
    """
    told = state.months.get(month, "")
    return hashlib.sha256(repr((made_for, month, told)).encode()).hexdigest()[:16]


def cursor_of(key: Key, *, made_for: str, state: State) -> str:
    """Return the cursor that goes on after a number of a question, as it is published now."""
    mark = mark_of(key[0], made_for=made_for, state=state)
    return base64.urlsafe_b64encode(json.dumps([mark, key[0].isoformat(), *key[1:]]).encode()).decode()
