"""Taking in a report on the page for it, and opening a case from it."""

from dataclasses import dataclass
from datetime import datetime

from infra.demo.check.browser import Page
from infra.demo.check.casepage import CasePage
from infra.demo.check.clock import DeadlineKeeper, office_hours
from infra.demo.check.fields import Answers
from infra.demo.check.people import Somebody, somebody
from infra.demo.check.report import want
from infra.demo.check.stage import Stage
from infra.demo.check.working import Work

NEW = "/laporan/baru/"
CASE = r"/kasus/[0-9a-f-]{36}/"


@dataclass(frozen=True)
class Door:
    """By which way a case comes in: which office, which SOP, which of its doors, the channel, who receives it.

    `printed`: whose printed times hold, where the SOP is another office's.
    """

    slug: str
    sop: str
    door: str
    channel: str
    by: str
    printed: str = ""

    @property
    def sheet(self) -> str:
        """The SOP's name in the table of printed times."""
        return self.printed or f"{self.slug}/{self.sop}"


def known_of(about: Somebody, *, region: str, place: str = "", kinds: tuple[str, ...] = ("FISIK",)) -> Answers:
    """What the page for a new report is told of a person and an incident."""
    return {
        "in_danger": "TIDAK",
        "reporter_is": "korban",
        "victim_name": about.name,
        "victim_nik": about.nik,
        "victim_phone": about.phone,
        "victim_sex": "P",
        "victim_age": "34",
        "victim_residence": region,
        "victim_domicile": region,
        "kinds": list(kinds),
        "domestic": "YA",
        "place": place or region,
        "place_kind": "RUMAH_TANGGA",
        "story": "Kejadian rekaan untuk memeriksa demo. Tidak ada orang sungguhan di dalamnya.",
    }


def received_answers(received: datetime | None) -> Answers:
    """What the page for a new report is told of when it came in; nothing where it came in just now."""
    if received is None:
        return {}
    day = {f"received_on-{part}": str(getattr(received, part)) for part in ("day", "month", "year")}
    return {**day, "received_time": f"{received:%H.%M}"}


def hand_in(stage: Stage, door: Door, answers: Answers, *, go_on: str) -> Page:
    """Fill the page for a new report and send it. `go_on` is what follows: a door, or keeping the report."""
    browser = stage.at(door.slug, door.by)
    page = browser.get(NEW)
    want(page.status == 200, f"{door.by}@{door.slug}: a new report answers {page.status}")
    form = page.form(action=rf"{NEW}$")
    return browser.submit(form, {**answers, "channel": door.channel, "next": go_on}, button=form.buttons[0][0])


def open_case(
    stage: Stage,
    door: Door,
    *,
    region: str = "",
    kinds: tuple[str, ...] = ("FISIK",),
    choices: dict[str, list[list[str]]] | None = None,
    reader: str = "",
    received: datetime | None = None,
) -> Work:
    """Report a matter and open a case from it at once; its first deadlines are compared.

    `received`: when the report came in, to the minute in the office's zone; None: now.
    """
    region = region or stage.codes[door.slug]
    about = somebody(region, stage.dice)
    keeper = DeadlineKeeper(door.slug, door.sheet, office_hours(stage, door.slug))
    began = keeper.now()
    answers = {**known_of(about, region=region, kinds=kinds), **received_answers(received)}
    page = hand_in(stage, door, answers, go_on=f"{door.sop}/{door.door}")
    want(
        page.status == 200 and page.path.startswith("/kasus/"), f"no case was opened: {page.status} {page.words[:300]}"
    )
    address = page.path.split("#")[0]
    stage.opened.append((door.slug, door.by, address))
    work = Work(stage, door.slug, address, about, keeper, reader or door.by, choices or {})
    opened: tuple[datetime, datetime] = (began, keeper.now())
    keeper.check(CasePage(page).panels, opened)
    if door.sheet == "salatiga/pengaduan-langsung":
        keeper.check_limit(CasePage(page), (received, received) if received else opened)
    return work
