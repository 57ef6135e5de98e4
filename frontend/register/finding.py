"""The register as it is looked up: by number in the address, by NIK or telephone only in a post."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from cases.models import CarriedLimit, Case, LimitClock, StepPass
from cases.queries import NOT_RATED, narrowed, register, visible_cases, without_holder
from custody import holding
from sop_library.models import SopVersion
from sop_library.parts import STAGES
from sop_library.queries import definition_of

PAGE = 25
MINE, NOBODYS = "saya", "tanpa"
PERIODS = {"7": _("Tujuh hari terakhir"), "30": _("30 hari terakhir"), "365": _("Setahun terakhir")}
ALL = "semua"
_NUMBER = re.compile(r"(?:[a-z]{2,6}-)?(?:\d{2}-)?\d{1,6}|[a-z]{2,6}-\d{2}-?", re.IGNORECASE | re.ASCII)
_CODE = re.compile(r"[a-z]{2,6}-[0-9a-z]{4}-[0-9a-z]{2}", re.IGNORECASE | re.ASCII)
NIK_DIGITS = 16


def is_personal(words: str) -> bool:
    """Whether typed words may say something of a person: all but a register number or a report's code.

    Such words stand in no address: a NIK, a telephone number, a name somebody tried.
    """
    return bool(words) and not (_NUMBER.fullmatch(words) or _CODE.fullmatch(words))


def is_name(words: str) -> bool:
    """Whether somebody seems to have typed a name, by which nothing is found."""
    return is_personal(words) and any(letter.isalpha() for letter in words)


def digits_of_nik(words: str) -> int:
    """How many digits were typed of what looks like a NIK and is not one whole; 0 otherwise."""
    digits = "".join(letter for letter in words if letter.isdecimal())
    if not is_personal(words) or is_name(words) or len(digits) in (0, NIK_DIGITS):
        return 0
    return 0 if digits.startswith(("0", "62", "8")) and len(digits) < NIK_DIGITS - 2 else len(digits)


@dataclass(frozen=True)
class Wanted:
    """What is looked for. Without a `state` the ended cases stay away; ALL brings them. Personal `words` are posted."""

    words: str = ""
    state: str = ""
    sop: str = ""
    period: str = ""
    holder: str = ""
    risk: str = ""
    stage: str = ""
    door: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything narrows the register."""
        chosen = self.state if self.state != ALL else ""
        return bool(self.words or chosen or self.sop or self.period or self.holder or self.risk or self.more)

    @property
    def more(self) -> bool:
        """Whether one of the filters narrows that stand behind the others."""
        return bool(self.stage or self.door)

    def since(self, *, now: datetime) -> datetime | None:
        """The beginning of the period; None for any time."""
        return now - timedelta(days=int(self.period)) if self.period else None

    def columns(self) -> dict[str, str]:
        """What `cases.queries.narrowed` takes of it."""
        state = "" if self.state == ALL else self.state
        return {"state": state, "sop": self.sop, "risk": self.risk, "stage": self.stage, "door": self.door}

    def parameters(self) -> dict[str, str]:
        """The part that may stand in an address."""
        state = "" if self.words and self.state == ALL else self.state
        named = {
            "q": self.words, "keadaan": state, "sop": self.sop, "kurun": self.period, "pemegang": self.holder,
            "risiko": self.risk, "tahap": self.stage, "pintu": self.door,
        }  # fmt: skip
        return {name: value for name, value in named.items() if value and not (name == "q" and is_personal(value))}


def wanted_from(given: Any, *, words: str) -> Wanted:
    """What an address or a form asks for; what it can't mean is left out. A number is looked for in every state."""
    words = words.replace("\x00", "").strip()[:60]
    state = given.get("keadaan", "") if given.get("keadaan") in (*Case.State.values, ALL) else ""
    return Wanted(
        words=words,
        state=state or (ALL if words else ""),
        sop=given.get("sop", "").replace("\x00", "")[:80],
        period=given.get("kurun", "") if given.get("kurun") in PERIODS else "",
        holder=given["pemegang"] if given.get("pemegang") in (MINE, NOBODYS) else "",
        risk=given["risiko"] if given.get("risiko") in (*Case.Risk.values, NOT_RATED) else "",
        stage=given["tahap"] if given.get("tahap") in STAGES else "",
        door=given.get("pintu", "").replace("\x00", "")[:60],
    )


@dataclass(frozen=True)
class Page:
    """One page of the register: the cases, how many there are in all, and the last one where more follow."""

    cases: list[Case]
    total: int
    next_after: uuid.UUID | None


def found(wanted: Wanted, *, to: Staff, now: datetime) -> QuerySet[Case]:
    """Every case that fits, newest first, each with the next deadline, of its open steps or a limit over several.

    A limit of a case whose lead this office gave away is due where it is led now.
    """
    cases = _held(register(to=to, words=wanted.words, since=wanted.since(now=now), **wanted.columns()), wanted, to=to)
    open_step = Min("passes__due_at", filter=Q(passes__status=StepPass.Status.OPEN))
    unmet = (
        limits.objects.filter(case=OuterRef("pk"), met_at=None).exclude(case__matter__in=holding.gone())
        for limits in (LimitClock, CarriedLimit)
    )
    ours, came = (Subquery(limits.order_by("due_at").values("due_at")[:1]) for limits in unmet)
    cases = cases.annotate(next_limit=Least(ours, came), step_due=open_step)
    return cases.annotate(next_due=Least("step_due", "next_limit")).defer("flow").order_by("-opened_at", "-id")


def _held(cases: QuerySet[Case], wanted: Wanted, *, to: Staff) -> QuerySet[Case]:
    """Those of whom it was asked for; without a state the ended ones stay away."""
    if not wanted.state:
        cases = cases.exclude(state=Case.State.ENDED)
    if wanted.holder == MINE:
        cases = cases.filter(holder=to)
    if wanted.holder == NOBODYS:
        cases = cases.filter(without_holder(to=to))
    return cases


def taken_along(wanted: Wanted, *, to: Staff, now: datetime) -> QuerySet[Case]:
    """Every case this person may see that fits, oldest first, bare of what a page shows. Words are not looked for."""
    cases = narrowed(visible_cases(to=to), since=wanted.since(now=now), **wanted.columns())
    return _held(cases, wanted, to=to).order_by("opened_at", "id")


def doors_of(versions: Iterable[SopVersion]) -> list[tuple[str, str]]:
    """The doors of these SOPs, key and words; one key that several have is one choice with all their words."""
    words: dict[str, dict[str, None]] = {}
    for version in versions:
        for door in definition_of(version).doors.values():
            words.setdefault(door.key, {})[door.label] = None
    return sorted(((key, " / ".join(labels)) for key, labels in words.items()), key=lambda door: door[1])


def page_of(cases: QuerySet[Case], *, after: str) -> Page:
    """The cases that follow the one called `after`; the first page where it names none."""
    total = cases.order_by().count()
    if after and (last := _case(cases, after)) is not None:
        cases = cases.filter(Q(opened_at__lt=last.opened_at) | Q(opened_at=last.opened_at, id__lt=last.id))
    listed = list(cases[: PAGE + 1])
    return Page(listed[:PAGE], total, listed[PAGE - 1].pk if len(listed) > PAGE else None)


def _case(cases: QuerySet[Case], key: str) -> Case | None:
    try:
        return cases.filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None
