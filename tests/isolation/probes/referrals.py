"""Between offices: what came in, what was sent, one of them, and proposing one."""

import uuid

from tests.isolation.probe import IN_THE_SOP, REPORT, SCREEN, Empty, In, Kept, Probe, access, case, numbers, some
from tests.isolation.sheet import SLUG
from tests.isolation.things import Things

NOTHING = "a list shows each person what is theirs, and nothing to whoever has nothing"


def key(things: Things, name: str) -> uuid.UUID:
    """The key of one of the handoffs."""
    assert things.handoff is not None
    return getattr(things.handoff, {"sent": "referral"}.get(name, name))


def of(name: str, **more: str):
    """The parameter `referral_id` of one of the handoffs."""
    return lambda things: {"referral_id": key(things, name), **more}


def number(prefix: str):
    """The number of a handoff, which ends like the marker."""
    return lambda side: [f"{prefix}{side.marker[-20:]}"]


def page_of(name: str):
    """The address of a handoff."""
    return lambda side: [f": /rujukan/{key(side.things, name)}/"]


CAME = access(door=SCREEN, worker=In(), colleague=In(), stranger=In(), laneless=Empty(NOTHING), chief=Empty(NOTHING))
WENT = access(
    door=SCREEN, worker=In(), colleague=In(), stranger=Empty(NOTHING), laneless=Empty(NOTHING), chief=Empty(NOTHING)
)
EVERY = access(door=SCREEN, **dict.fromkeys(("worker", "colleague", "stranger", "laneless", "chief"), In()))


HOLDERS = {**IN_THE_SOP, "colleague": Kept(403, "pemegang kasus")}
"""Whoever holds the case, or whose turn it is."""


def proposal(things: Things) -> dict[str, object]:
    """Everything that a referral needs, with the consent recorded in the same form."""
    return {
        "to": "33.22", "kind": "pelimpahan", "reasons": ["domicile"], "urgency": "day", "scope": ["identity"],
        "consent": "baru", "person": str(things.cases["fresh"].people["victim"]), "way": "signed",
        "override_reason": "Keluarga di sana",
    }  # fmt: skip


def planned(things: Things) -> dict[str, uuid.UUID]:
    """The appointment of the running case."""
    return {"case_id": things.cases["running"].id, "appointment_id": key(things, "appointment")}


def owed(things: Things) -> dict[str, uuid.UUID]:
    """The limit of an office before that came with the running case."""
    return {"case_id": things.cases["running"].id, "limit_id": key(things, "limit")}


def over(things: Things) -> dict[str, uuid.UUID]:
    """The appointment of the running case that is over."""
    return {"case_id": things.cases["running"].id, "appointment_id": key(things, "over")}


def met(things: Things) -> dict[str, uuid.UUID]:
    """The limit of an office before that was said to be met."""
    return {"case_id": things.cases["running"].id, "limit_id": key(things, "met")}


def case_of(side) -> list[str]:
    """The running case."""
    return [f": /kasus/{side.things.cases['running'].id}/"]


def list_of(side) -> list[str]:
    """The list of the appointments."""
    return [f": /kasus/{side.things.cases['running'].id}/janji/"]


def accepting(things: Things) -> dict[str, str]:
    """The SOP and who will hold the case."""
    return {"terima-sop": SLUG, "terima-holder": str(things.staff["worker"])}


def looked(route: str, name: str, who, **more: str) -> Probe:
    """The address of something that is done: opened in the address bar it leads back."""
    return Probe(
        route, "GET", who, url=of(name, **more), status=303, says=page_of(name),
    )  # fmt: skip


PROBES = [
    Probe("referrals", "GET", CAME, says=number("M-"), part=number("M-")),
    Probe("referrals_sent", "GET", WENT, says=number(""), part=number("")),
    Probe("referrals_over", "GET", EVERY, says=lambda side: [side.marker], part=some),
    Probe("referral", "GET", REPORT, url=of("offered"), says=number("M-"), part=number("M-"), note="that came in"),
    Probe("referral", "GET", IN_THE_SOP, url=of("sent"), says=number(""), part=number(""), note="that was sent"),
    looked("referral_identity", "offered", REPORT),
    Probe(
        "referral_identity", "POST", REPORT, url=of("offered"), body=lambda things: {"buka-reason": "check"},
        status=303, says=page_of("offered"), changes=("safeguards_accessevent",),
    ),
    looked("referral_accept", "offered", REPORT),
    Probe(
        "referral_accept", "POST", REPORT, url=of("offered"), body=accepting, status=303,
        says=lambda side: ["Location: /"], changes=("cases_case", "referrals_referral"),
    ),
    looked("referral_ask", "offered", REPORT),
    Probe(
        "referral_ask", "POST", REPORT, url=of("offered"), body=lambda things: {"tanya-words": "Siapa?"}, status=303,
        says=page_of("offered"), changes=("referrals_exchange", "referrals_referral"),
    ),
    looked("referral_decline", "offered", REPORT),
    Probe(
        "referral_decline", "POST", REPORT, url=of("offered"), body=lambda things: {"kembali-code": "changed_mind"},
        status=303, says=lambda side: ["Location: /rujukan/"], changes=("referrals_exchange", "referrals_referral"),
    ),
    looked("referral_act", "sent", IN_THE_SOP, what="telepon"),
    Probe(
        "referral_act", "POST", IN_THE_SOP, body=lambda things: {"telepon-spoke_with": "Petugas piket"}, status=303,
        url=of("sent", what="telepon"), says=page_of("sent"),
        changes=("referrals_exchange", "referrals_referral", "outbox_message", "cases_event"),
    ),
    Probe(
        "case_place_again", "GET", IN_THE_SOP, url=case("running"), status=303, says=case_of,
        note="of a case that was opened here",
    ),
    Probe(
        "case_place_again", "POST", IN_THE_SOP, url=case("running"), status=303, says=case_of,
        body=lambda things: {"tempat-sop": SLUG, "tempat-reason": "keliru"}, note="of a case that was opened here",
    ),
    Probe("referral_new", "GET", IN_THE_SOP, url=case("fresh"), says=numbers("fresh"), part=some),
    Probe(
        "referral_new", "POST", HOLDERS,
        url=case("fresh"), body=lambda things: proposal(things) | {"aksi": "kirim"}, status=303,
        says=lambda side: ["Location: /rujukan/"],
        changes=("referrals_referral", "cases_consent", "outbox_message", "cases_event"),
    ),
    Probe(
        "referral_keep", "GET", IN_THE_SOP, url=case("fresh"), status=303,
        says=lambda side: [f": /kasus/{side.things.cases['fresh'].id}/rujukan/"],
    ),
    Probe(
        "referral_keep", "POST", HOLDERS, url=case("fresh"), body=lambda things: {"disini-reason": "Dekat"},
        status=422, says=lambda side: ["tidak mengusulkan rujukan"],
    ),
    Probe("carried", "GET", IN_THE_SOP, url=case("running"), says=numbers("running"), part=some),
    Probe("carried_limit_met", "GET", IN_THE_SOP, url=owed, status=303, says=case_of),
    Probe(
        "carried_limit_met", "POST", IN_THE_SOP, url=owed, status=303, says=case_of,
        changes=("cases_carriedlimit", "cases_event"),
    ),
    Probe("carried_limit_reopen", "GET", IN_THE_SOP, url=met, says=numbers("running"), part=some),
    Probe(
        "carried_limit_reopen", "POST", IN_THE_SOP, url=met, status=303, says=case_of,
        body=lambda things: {"reason": "Salah baris"}, changes=("cases_carriedlimit", "cases_correction"),
    ),
    Probe("appointment_set_back", "GET", IN_THE_SOP, url=over, says=numbers("running"), part=some),
    Probe(
        "appointment_set_back", "POST", IN_THE_SOP, url=over, status=303, says=list_of,
        body=lambda things: {"reason": "Salah pilih"}, changes=("cases_appointment", "cases_correction"),
    ),
    Probe("appointments", "GET", IN_THE_SOP, url=case("running"), says=numbers("running"), part=some),
    Probe(
        "appointments", "POST", IN_THE_SOP, url=case("running"), status=303, says=list_of,
        body=lambda things: {"kind": "court", "day-day": "1", "day-month": "2", "day-year": "2039", "hour": "9.30"},
        changes=("cases_appointment", "cases_event"),
    ),
    *(
        Probe(route, method, IN_THE_SOP, url=planned, **more)
        for route, method, more in (
            ("appointment_done", "GET", {"status": 303, "says": list_of}),
            ("appointment_done", "POST", {"status": 303, "says": list_of, "changes": ("cases_appointment",)}),
            ("appointment_cancel", "GET", {"says": numbers("running"), "part": some}),
            ("appointment_cancel", "POST", {
                "status": 303, "says": list_of, "changes": ("cases_appointment", "cases_reason"),
                "body": lambda things: {"reason": "Hujan"},
            }),
            ("appointment_move", "GET", {"says": numbers("running"), "part": some}),
            ("appointment_move", "POST", {
                "status": 303, "says": list_of, "changes": ("cases_appointment", "cases_reason"),
                "body": lambda things: {
                    "reason": "Hujan", "day-day": "1", "day-month": "2", "day-year": "2039", "hour": "9.30",
                },
            }),
        )
    ),
]  # fmt: skip
