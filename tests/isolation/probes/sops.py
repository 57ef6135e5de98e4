"""The office's official sheets."""

from tests.isolation.drafted import OPEN_STEP, OPENED, WRITING
from tests.isolation.probe import ADMINS, Probe, everyone

SHEET = "the sheet says who does what: everyone who works here may read it, and it names no case"

PROBES = [
    Probe("sops", "GET", everyone(why=SHEET)),
    Probe("sop", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop}),
    Probe("sop_version", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop, "number": 1}),
    Probe("sop_sheet_pdf", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop, "number": 1}),
    Probe("sop_sheet_svg", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop, "number": 1}),
    Probe("sop_standard", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop}),
    Probe("sop_standard_pdf", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop}),
    Probe("sop_differences", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop}),
    Probe("sop_yaml", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop, "number": 1}),
    Probe("sop_bpmn", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop, "number": 1}),
    Probe("sop_lanes", "GET", ADMINS, url=lambda things: {"slug": things.sop}),
    Probe(
        "sop_lanes",
        "POST",
        ADMINS,
        url=lambda things: {"slug": things.sop},
        status=303,
        says=lambda side: ["/pelaksana/"],
        note="no step of it is left open",
    ),
    Probe("draft_lanes", "GET", ADMINS, url=lambda things: {"draft_id": things.drafts[WRITING]}),
    Probe(
        "draft_lanes",
        "POST",
        ADMINS,
        url=lambda things: {"draft_id": things.drafts[OPENED]},
        status=303,
        body=lambda things: {f"langkah-{OPEN_STEP}": "ruang"},
        says=lambda side: ["/pelaksana/"],
        changes=("sop_library_lanebinding", "sop_library_sopevent"),
    ),
    Probe(
        "sop_source",
        "GET",
        everyone(why="what the printed document says around the sheets: it names no case"),
        url=lambda things: {"slug": things.sop, "number": 1},
    ),
]
