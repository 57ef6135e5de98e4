"""The office's API, for its own staff."""

import uuid

from tests.isolation.probe import (
    API,
    API_HOLDS_A_LANE,
    API_IN_THE_SOP,
    API_TURN,
    NOT_FOUND,
    Empty,
    In,
    Probe,
    access,
    case,
    everyone,
    numbers,
    waiting_code,
)
from tests.isolation.sheet import SLUG
from tests.isolation.things import FORM, Things

LISTS = "a list shows each person what is theirs"
WORK = access(
    door=API, worker=In(), colleague=In(numbers("running")), stranger=In(numbers("other")), laneless=Empty(LISTS),
    chief=Empty(LISTS),
)  # fmt: skip
CASES = access(
    door=API, worker=In(), colleague=In(), stranger=In(numbers("other")), laneless=Empty(LISTS), chief=Empty(LISTS)
)
REPORTS = access(door=API, worker=In(), colleague=In(), stranger=In(), laneless=Empty(LISTS), chief=Empty(LISTS))
API_REPORT = access(door=API, worker=In(), colleague=In(), stranger=In(), laneless=NOT_FOUND, chief=NOT_FOUND)


def waiting(things: Things) -> dict[str, uuid.UUID]:
    """The report that waits."""
    return {"report_id": things.waiting}


def fill(name: str) -> Probe:
    """The form of the first step: anew in an open one, corrected in one that is done."""
    answers = {"visit_date": "2026-02-01", "purpose": "PENGADUAN"}
    return Probe(
        "api-fill", "POST", API_TURN, url=lambda things: {"case_id": things.cases[name].id, "form_key": FORM},
        status=201, says=lambda side: [f'"form":"{FORM}"'], changes=("cases_filledform", "cases_event"), api=True,
        body=lambda things: {
            "answers": answers, "pass_id": str(things.cases[name].passes["terima"]), "reason": "Salah tulis",
            "replaces": str(there) if (there := things.cases[name].filled) else None,
        },
        note=name,
    )  # fmt: skip


PROBES = [
    Probe(
        "api-schema", "GET", everyone(why="describes the operations, holds no case", door=API),
        says=lambda side: ["/api/v1/cases"], api=True,
    ),
    Probe("api-work", "GET", WORK, says=numbers("fresh", "running"), api=True),
    Probe(
        "api-reports", "POST", API_HOLDS_A_LANE, status=201, says=lambda side: ['"channel":"datang"'],
        body=lambda things: {"channel": "datang"}, changes=("cases_report",), api=True,
    ),
    Probe("api-reports", "GET", REPORTS, says=waiting_code, api=True),
    Probe("api-report", "GET", API_REPORT, url=waiting, says=waiting_code, api=True),
    Probe(
        "api-report", "PATCH", API_REPORT, url=waiting, says=waiting_code,
        body=lambda things: {"channel": "surat", "victim": {"name": "Rekaan"}, "reason": "Salah tulis"},
        changes=("cases_report", "cases_reportcorrection"), api=True,
    ),
    Probe(
        "api-report-aside", "POST", API_REPORT, url=waiting, says=waiting_code,
        body=lambda things: {"reason": "mistaken", "referred_to": "", "words": "Keterangan"},
        changes=("cases_report", "cases_settingaside"), api=True,
    ),
    Probe(
        "api-report-up", "POST", API_REPORT, url=lambda things: {"report_id": things.aside},
        says=lambda side: [side.things.codes[2]], body=lambda things: {"because": "Ternyata tugas kita"},
        changes=("cases_report", "cases_settingaside"), api=True,
    ),
    Probe("api-cases", "GET", CASES, says=numbers("fresh", "running", "ended"), api=True),
    Probe(
        "api-cases", "POST", API_HOLDS_A_LANE, status=201, says=lambda side: [f'"sop":"{SLUG}"'],
        body=lambda things: {"report": str(things.waiting), "sop": things.sop, "door": "datang"},
        changes=("cases_case", "cases_report"), api=True,
    ),
    Probe("api-case", "GET", API_IN_THE_SOP, url=case("running"), says=numbers("running"), api=True),
    Probe(
        "api-completion", "POST", API_TURN, url=case("running", "panjang"),
        body=lambda things: {
            "seen": things.cases["running"].revision, "note": "Sudah", "outcomes": [], "outputs": {},
            "requirements": {}, "facts": {},
        },
        says=numbers("running"), changes=("cases_steppass", "cases_event"), api=True,
    ),
    fill("fresh"),
    fill("running"),
    Probe(
        "api-form", "GET", everyone(why="the blank form, no answers", door=API),
        url=lambda things: {"form_key": things.form}, api=True,
    ),
]  # fmt: skip
