"""The way from a draft to a version: writers submit, the head of the office approves and retires; it names no case."""

from typing import Any

from tests.isolation.drafted import TRIAL, WAITING, WRITING
from tests.isolation.probe import SCREEN, In, Kept, Probe, access, everyone
from tests.isolation.probes.drafts import WRITERS
from tests.isolation.things import Things

NO_HEAD = Kept(403, "hanya untuk kepala kantor")
HEAD = access(door=SCREEN, chief=In(), worker=NO_HEAD, colleague=NO_HEAD, stranger=NO_HEAD, laneless=NO_HEAD)
EVENT = "sop_library_sopevent"


def waits(things: Things) -> dict[str, Any]:
    """The parameters of the draft that waits for the head."""
    return {"draft_id": things.drafts[WAITING]}


def sop(things: Things) -> dict[str, Any]:
    """Those of the SOP in force."""
    return {"slug": things.sop}


def version(things: Things) -> dict[str, Any]:
    """Those of its version."""
    return {**sop(things), "number": 1}


def tried(things: Things) -> dict[str, Any]:
    """Those of a trial of the draft that is being written."""
    return {"draft_id": things.drafts[WRITING], "trial_id": things.drafts[TRIAL]}


def _why(_things: Things) -> dict[str, Any]:
    return {"why": "Alasan baru"}


def _header(_things: Things) -> dict[str, Any]:
    return {"number": "1", "created": "2026-01-05", "why": "Baru", "seen": "1"}


PROBES = [
    Probe("draft_submit", "GET", WRITERS, url=lambda things: {"draft_id": things.drafts[WRITING]}),
    Probe(
        "draft_submit", "POST", WRITERS, url=lambda things: {"draft_id": things.drafts[WRITING]}, body=_header,
        status=422, note="the only writer here is the head, who submits nothing",
    ),
    Probe("draft_approval", "GET", WRITERS, url=waits, says=lambda side: [side.marker]),
    Probe("draft_sheet_pdf", "GET", WRITERS, url=waits),
    Probe("draft_sheet_svg", "GET", WRITERS, url=waits),
    Probe("draft_approve", "POST", HEAD, url=waits, body=lambda things: {"shown": "0" * 64}, status=409,
          note="nothing was shown that has this hash"),
    Probe("draft_send_back", "POST", HEAD, url=waits, body=_why, status=303, says=lambda side: ["/"],
          changes=("sop_library_draft", EVENT)),
    Probe("draft_take_back", "POST", WRITERS, url=waits, status=303, says=lambda side: ["/sop/draf/"],
          changes=("sop_library_draft", EVENT)),
    Probe("draft_try", "GET", WRITERS, url=lambda things: {"draft_id": things.drafts[WRITING]}),
    Probe("draft_try", "POST", WRITERS, url=lambda things: {"draft_id": things.drafts[WRITING]}, status=303,
          body=lambda things: {"door": "datang"}, says=lambda side: ["/coba/"], changes=("sop_library_trial",)),
    Probe("draft_try_all", "POST", WRITERS, url=lambda things: {"draft_id": things.drafts[WRITING]},
          changes=("sop_library_trial",)),
    Probe("draft_trial", "GET", WRITERS, url=tried),
    Probe("draft_trial", "POST", WRITERS, url=tried, body=lambda things: {"do": "15"}, status=303,
          says=lambda side: ["/coba/"], changes=("sop_library_trial",)),
    Probe("sop_history", "GET", everyone(why="who approved a sheet and why: it names no case"), url=sop),
    Probe("sop_retire", "GET", HEAD, url=sop),
    Probe("sop_retire", "POST", HEAD, url=sop, body=_why, status=303, says=lambda side: ["/riwayat/"],
          changes=("sop_library_sop", EVENT)),
    Probe("sop_version_retire", "GET", HEAD, url=version),
    Probe("sop_version_retire", "POST", HEAD, url=version, body=_why, status=303, says=lambda side: ["/riwayat/"],
          changes=("sop_library_sop", EVENT)),
]  # fmt: skip
