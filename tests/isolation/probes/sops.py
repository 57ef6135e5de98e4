"""The office's official sheets."""

from tests.isolation.drafted import OPEN_STEP, OPENED, WRITING
from tests.isolation.probe import ADMINS, OVERSEERS, Probe, anybody, everyone

SHEET = "the sheet says who does what: everyone who works here may read it, and it names no case"
OPENED_TO_ALL = "the head or an admin has opened this standard to everybody; it is what hangs beside the counter"

PROBES = [
    Probe("sops", "GET", everyone(why=SHEET)),
    Probe("sop", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop}),
    Probe("sop_version", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop, "number": 1}),
    Probe("sop_sheet_pdf", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop, "number": 1}),
    Probe("sop_sheet_svg", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop, "number": 1}),
    Probe("sop_standard", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop}),
    Probe("sop_standard_pdf", "GET", everyone(why=SHEET), url=lambda things: {"slug": things.sop}),
    Probe(
        "sop_announce",
        "POST",
        OVERSEERS,
        url=lambda things: {"slug": things.sop},
        body=lambda things: {"show": "0"},
        status=303,
        says=lambda side: ["/standar/"],
        changes=("sop_library_sop", "sop_library_sopevent"),
    ),
    Probe("public_standards", "GET", anybody(why=OPENED_TO_ALL), kept=True),
    Probe("public_standard", "GET", anybody(why=OPENED_TO_ALL), url=lambda things: {"slug": things.sop}, kept=True),
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
