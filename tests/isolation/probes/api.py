"""The office's API, for its own staff."""

from tests.isolation.probe import (
    API,
    API_HOLDS_A_LANE,
    API_IN_THE_SOP,
    API_TURN,
    Empty,
    In,
    Probe,
    access,
    case,
    everyone,
    numbers,
)
from tests.isolation.things import FORM, SLUG

LISTS = "a list shows each person what is theirs"
WORK = access(
    door=API, worker=In(), colleague=In(numbers("running")), stranger=In(numbers("other")), laneless=Empty(LISTS),
    chief=Empty(LISTS),
)  # fmt: skip
CASES = access(
    door=API, worker=In(), colleague=In(), stranger=In(numbers("other")), laneless=Empty(LISTS), chief=Empty(LISTS)
)


def fill(name: str) -> Probe:
    """The form of the first step: anew in an open one, corrected in one that is done."""
    answers = {"visit_date": "2026-02-01", "purpose": "PENGADUAN"}
    return Probe(
        "api-fill", "POST", API_TURN, url=lambda things: {"case_id": things.cases[name].id, "form_key": FORM},
        status=201, says=lambda side: [f'"form":"{FORM}"'], changes=("cases_filledform", "cases_event"), api=True,
        body=lambda things: {
            "answers": answers, "pass_id": str(things.cases[name].passes["terima"]), "reason": "Salah tulis"
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
