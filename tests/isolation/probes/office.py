"""The office's administration: its admins come in, with or without a lane, and nobody else."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.accounts.pictures import picture
from tests.isolation.drafted import WRITING
from tests.isolation.probe import ADMINS, OVERSEERS, Probe
from tests.isolation.things import Things, emblem_of


class Upload(SimpleUploadedFile):
    """A file that is the same whoever sends it: it names no row."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Upload) and self.name == other.name

    __hash__ = None  # type: ignore[assignment]


def of(role: str):
    """The parameter `staff_id` of somebody who works here."""
    return lambda things: {"staff_id": things.staff[role]}


def person(things: Things) -> dict[str, str]:
    return {"name": "Nama Baru", "post": "Analis", "email": "", "role": "biasa"}


PROFILE = {
    "name": "Kantor Baru", "short_name": "Baru", "unit": "", "address": "", "phone": "", "hotline": "", "email": "",
    "head_post": "", "head_name": "", "head_rank": "", "head_nip": "", "unsaid_day": "clock",
}  # fmt: skip

PROBES = [
    Probe("office", "GET", ADMINS),
    Probe("office_profile", "GET", ADMINS),
    Probe(
        "office_profile", "POST", ADMINS, body=lambda things: PROFILE, status=303,
        says=lambda side: ["/kantor/profil/"], changes=("accounts_officeprofile",),
    ),
    Probe("office_emblem", "GET", ADMINS, says=lambda side: ["/kantor/lambang/lambang.png"]),
    Probe(
        "office_emblem", "POST", ADMINS, status=303, says=lambda side: ["/kantor/lambang/"],
        body=lambda things: {"file": Upload("lambang.png", picture((9, 9, 9)), "image/png")},
        changes=("accounts_emblem", "accounts_officeevent"),
    ),
    Probe(
        "office_emblem_drop", "POST", ADMINS, status=303, says=lambda side: ["/kantor/lambang/"],
        changes=("accounts_emblem", "accounts_officeevent"),
    ),
    Probe(
        "office_emblem_file", "GET", ADMINS, says=lambda side: [emblem_of(side.marker).decode("latin-1")],
        note="each sees its own picture, to the last byte",
    ),
    Probe("office_hours", "GET", ADMINS),
    Probe(
        "office_hours", "POST", ADMINS, body=lambda things: {"day_0_0_opens": "09:00", "day_0_0_closes": "11:00"},
        status=303, says=lambda side: ["/kantor/jam/"], changes=("accounts_openinghours",),
    ),
    Probe("office_closures", "GET", ADMINS),
    Probe(
        "office_closures", "POST", ADMINS,
        body=lambda things: {"date-day": "1", "date-month": "2", "date-year": "2039", "name": "Hari jadi"},
        status=303, says=lambda side: ["/kantor/hari-tutup/"], changes=("accounts_closure",),
    ),
    Probe(
        "office_closure_drop", "POST", ADMINS, url=lambda things: {"closure_id": things.closure}, status=303,
        says=lambda side: ["/kantor/hari-tutup/"], changes=("accounts_closure",),
    ),
    Probe("office_recap", "GET", OVERSEERS, says=lambda side: [side.marker, "Rekap"]),
    Probe("staff", "GET", ADMINS),
    Probe("staff_new", "GET", ADMINS),
    Probe(
        "staff_new", "POST", ADMINS, says=lambda side: [side.marker, "Nama Baru"],
        body=lambda things: person(things) | {"username": "orang.baru", "lanes": [str(things.lane)]},
        changes=("accounts_staff", "accounts_lanemembership"),
    ),
    Probe("staff_member", "GET", ADMINS, url=of("worker")),
    Probe(
        "staff_member", "POST", ADMINS, url=of("worker"), body=person, status=303,
        says=lambda side: [f"/kantor/petugas/{side.things.staff['worker']}/"], changes=("accounts_staff",),
    ),
    Probe("staff_reset", "POST", ADMINS, url=of("worker"), changes=("accounts_staff",)),
    Probe(
        "staff_end", "POST", ADMINS, url=of("worker"), status=303,
        says=lambda side: [f"/kantor/petugas/{side.things.staff['worker']}/"],
        changes=("accounts_staff", "accounts_lanemembership"),
    ),
    Probe("staff_back", "POST", ADMINS, url=of("former"), changes=("accounts_staff",)),
    Probe(
        "staff_lanes", "POST", ADMINS, url=of("worker"), body=lambda things: {"lanes": [str(things.lane)]},
        status=303, says=lambda side: [f"/kantor/petugas/{side.things.staff['worker']}/"],
        changes=("accounts_lanemembership",),
    ),
    Probe("lanes", "GET", ADMINS),
    Probe(
        "lane_take", "POST", ADMINS, status=303, note="the office has the draft's lane already",
        body=lambda things: {"draft": str(things.drafts[WRITING]), "lane": "meja"},
        says=lambda side: ["/kantor/pelaksana/"],
    ),
    Probe(
        "lane_holder", "POST", ADMINS, url=lambda things: {"lane_id": things.lane}, status=303,
        body=lambda things: {"staff": str(things.staff["worker"])}, says=lambda side: ["/kantor/pelaksana/"],
        changes=("accounts_lanemembership",),
    ),
    Probe("office_delivery", "GET", ADMINS),
    Probe(
        "office_delivery_again", "POST", ADMINS, status=303, says=lambda side: ["/kantor/pengiriman/"],
        url=lambda things: {"message_id": things.handoff.dead if things.handoff else None},
        changes=("outbox_message", "accounts_officeevent"),
    ),
    Probe(
        "office_follow_again", "POST", ADMINS, status=303, says=lambda side: ["/kantor/pengiriman/"],
        url=lambda things: {"matter_id": things.handoff.stuck if things.handoff else None},
        changes=("referrals_followed", "accounts_officeevent"),
    ),
]  # fmt: skip
