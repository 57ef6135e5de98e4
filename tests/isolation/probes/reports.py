"""Today, the register, and reports: taken in, read, made into a case."""

import uuid

from tests.isolation.probe import (
    HOLDS_A_LANE,
    OVERSEERS,
    REPORT,
    SCREEN,
    Empty,
    In,
    Probe,
    access,
    everyone,
    numbers,
    waiting_code,
)
from tests.isolation.sheet import SLUG
from tests.isolation.things import NIK, Things
from tests.isolation.world import Side

LISTS = "a list shows each person what is theirs, and nothing to whoever has nothing"
WORK = access(
    door=SCREEN, worker=In(), colleague=In(numbers("running")), stranger=In(numbers("other")),
    laneless=Empty(LISTS), chief=Empty(LISTS),
)  # fmt: skip
REGISTER = access(
    door=SCREEN, worker=In(), colleague=In(), stranger=In(numbers("other")), laneless=Empty(LISTS), chief=Empty(LISTS)
)
WAITING = access(door=SCREEN, worker=In(), colleague=In(), stranger=In(), laneless=Empty(LISTS), chief=Empty(LISTS))
ASIDE = access(door=SCREEN, worker=In(), colleague=In(), stranger=In(), laneless=Empty(LISTS), chief=Empty(LISTS))
SAME_PERSON = access(
    door=SCREEN, worker=In(), colleague=In(), stranger=In(numbers("other")), laneless=Empty(LISTS), chief=Empty(LISTS)
)
OF_A_CASE = {**REPORT, "stranger": REPORT["chief"]}
"""A report of a case is there for whoever works in its SOP."""
FRESH_ID = uuid.UUID("7f3f0000-0000-4000-8000-000000000001")


def waiting(things: Things) -> dict[str, uuid.UUID]:
    return {"report_id": things.waiting}


def aside(things: Things) -> dict[str, uuid.UUID]:
    return {"report_id": things.aside}


def joined(things: Things) -> dict[str, uuid.UUID]:
    return {"report_id": things.joined}


def joined_code(side: Side) -> list[str]:
    """The code of the report that was joined to a case."""
    return [side.things.codes[3]]


def aside_code(side: Side) -> list[str]:
    """The code of the report that was set aside."""
    return [side.things.codes[2]]


PROBES = [
    Probe("today", "GET", WORK, says=numbers("fresh", "running"), part=numbers("fresh", "running")),
    Probe("register", "GET", REGISTER, says=numbers("fresh", "running", "paused"), part=numbers("fresh")),
    Probe(
        "register", "POST", REGISTER, body=lambda things: {"words": NIK}, says=numbers("fresh", "running", "ended"),
        part=numbers("fresh"), note="by NIK",
    ),
    Probe(
        "register_csv", "POST", OVERSEERS, body=lambda things: {"keadaan": "semua", "risiko": ""},
        says=lambda side: ["Nomor kasus", "register-"], changes=("safeguards_accessevent",),
        note="an admin without a lane takes a table without lines",
    ),
    Probe("reports", "GET", WAITING, says=waiting_code),
    Probe("report_new", "GET", HOLDS_A_LANE, says=lambda side: [side.marker, 'name="report_id"']),
    Probe(
        "report_new", "POST", HOLDS_A_LANE, status=303, says=lambda side: [f"/laporan/{FRESH_ID}/"],
        body=lambda things: {"report_id": str(FRESH_ID), "channel": "datang", "next": "simpan"},
        changes=("cases_report",),
    ),
    Probe(
        "report_same_person", "POST", SAME_PERSON, body=lambda things: {"victim_nik": NIK},
        says=numbers("fresh", "running"),
    ),
    Probe("report_doors", "GET", everyone(why="the doors of the office's sheets, no case")),
    Probe(
        "report", "GET", REPORT, url=waiting, says=lambda side: [side.marker, *waiting_code(side)], part=waiting_code,
    ),
    Probe(
        "report", "GET", OF_A_CASE, url=lambda things: {"report_id": things.taken},
        says=lambda side: [side.things.codes[1]], note="of a case",
    ),
    Probe(
        "report_case", "GET", REPORT, url=waiting, status=303,
        says=lambda side: [f"/laporan/{side.things.waiting}/"],
    ),
    Probe(
        "report_case", "POST", {**REPORT, "stranger": In(lambda side: ["Location: /laporan/"])}, url=waiting,
        status=303,
        says=lambda side: ["Location: /kasus/"],
        body=lambda things: {"next": f"{SLUG}/datang", "same": "baru"}, changes=("cases_case", "cases_report"),
    ),
    Probe(
        "report_identity", "GET", REPORT, url=waiting, status=303,
        says=lambda side: [f"/laporan/{side.things.waiting}/"],
    ),
    Probe(
        "report_identity", "POST", REPORT, url=waiting, body=lambda things: {"buka-reason": "check"}, status=303,
        says=lambda side: [f"/laporan/{side.things.waiting}/"], changes=("safeguards_accessevent",),
    ),
    Probe("reports", "GET", ASIDE, query=lambda things: "keadaan=disisihkan", says=aside_code, part=aside_code,
          note="set aside"),
    Probe("report_correct", "GET", REPORT, url=waiting, says=waiting_code, part=lambda side: ['id="perbaikan"']),
    Probe(
        "report_correct", "POST", REPORT, url=waiting, status=303,
        says=lambda side: [f"/laporan/{side.things.waiting}/"],
        body=lambda things: {"channel": "surat", "reason": "Salah tulis", "victim_name": "Rekaan"},
        changes=("cases_report", "cases_reportcorrection"),
    ),
    Probe("report_set_aside", "GET", REPORT, url=waiting, says=waiting_code, part=lambda side: ['id="tanya"']),
    Probe(
        "report_set_aside", "POST", REPORT, url=waiting, status=303, says=lambda side: ["Location: /laporan/"],
        body=lambda things: {"reason": "mistaken", "words": "Keterangan"},
        changes=("cases_report", "cases_settingaside"),
    ),
    Probe("report_detach", "GET", OF_A_CASE, url=joined, says=joined_code, part=lambda side: ['id="tanya"']),
    Probe(
        "report_detach", "POST", OF_A_CASE, url=joined, status=303,
        says=lambda side: [f"/laporan/{side.things.joined}/"], body=lambda things: {"reason": "Orangnya lain"},
        changes=("cases_report", "cases_reportcorrection", "cases_correction", "cases_event"),
    ),
    Probe("report_take_up", "GET", REPORT, url=aside, says=aside_code, part=lambda side: ['id="tanya"']),
    Probe(
        "report_take_up", "POST", REPORT, url=aside, status=303,
        says=lambda side: [f"/laporan/{side.things.aside}/"], body=lambda things: {"because": "Ternyata tugas kita"},
        changes=("cases_report", "cases_settingaside"),
    ),
]  # fmt: skip
