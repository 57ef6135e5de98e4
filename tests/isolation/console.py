"""The console's routes, and what each of its people gets on each: who sits there, elsewhere, or nowhere."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from custody import envelopes
from custody.models import Address
from library.models import ShelfDraft
from library.operations import shelving
from onboarding import asking
from sop_library.inspecting import catalogue
from tenants.current import in_office
from tenants.database import connection
from tenants.roles import as_console
from tests.isolation.handoffs import THIRD
from tests.isolation.world import Side, World

HOST = "console.localhost"
LONG_AGO = timedelta(days=6)
VISITORS = ("jateng", "kaltara", "jatim", "kalteng", "pusat", "baru", "mantan", "tamu", "anonymous", "worker", "chief")
"""jateng: the sender's province · kaltara: the receiver's · jatim, kalteng: neither's · pusat: the ministry · baru: has
a one-time password · mantan: left, cookie kept · tamu: an account without a seat · worker, chief: of an office, with
its cookie."""
LOGIN, CHANGE = 302, 302
OUT = {"baru": CHANGE, "mantan": LOGIN, "tamu": 403, "anonymous": LOGIN, "worker": LOGIN, "chief": LOGIN}


@dataclass(frozen=True)
class Reach:
    """What is there to be visited: a handoff of our province, late for the ministry, too, an opening of it, an SOP that
    it brings into the library.
    """

    handoff: uuid.UUID
    draft: uuid.UUID
    shelved: uuid.UUID


Url = Callable[[Reach], str]


@dataclass(frozen=True)
class ConsoleProbe:
    """One route by one method. `expected`: the status for each visitor; `body` is what a post says."""

    route: str
    method: str
    url: Url
    expected: Mapping[str, int]
    body: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


def seats(*, jateng: int, kaltara: int, others: int, pusat: int) -> dict[str, int]:
    """The outcome for each seat; everybody else stays outside."""
    return {"jateng": jateng, "kaltara": kaltara, "jatim": others, "kalteng": others, "pusat": pusat, **OUT}


def every(status: int) -> dict[str, int]:
    """Every seat: each sees its own."""
    return seats(jateng=status, kaltara=status, others=status, pusat=status)


def own(status: int) -> dict[str, int]:
    """Ours and the ministry; for the other provinces it is not there."""
    return seats(jateng=status, kaltara=404, others=404, pusat=status)


def both(status: int, *, sender: int = 0) -> dict[str, int]:
    """Both provinces of a handoff and the ministry; `sender` where its province gets another answer."""
    return seats(jateng=sender or status, kaltara=status, others=404, pusat=status)


def ours_alone(status: int) -> dict[str, int]:
    """Our province; for every other console, the ministry's too, it is not there."""
    return seats(jateng=status, kaltara=404, others=404, pusat=404)


def account(status: int, **others: int) -> dict[str, int]:
    """Everybody who has an account here."""
    return {**every(status), "tamu": status, **others}


PROFILE = {"name": "Dinas", "short_name": "Dinas", "register_prefix": "CLP"}
ADMIN = {"admin_name": "Admin", "admin_username": "admin"}
SOPS = {"sops": ["salatiga/pengaduan-langsung"]}
ASSIGN = {"to": "65.03", "hours": "24", "seen": "0"}


def at(words: str) -> Url:
    """An address of one thing."""
    return lambda reach: words.format(**vars(reach))


HEAD = {"name": "Aduan", "title": "Aduan", "short": "aduan", "service": "aduan", "source": "Contoh", "seen": "0"}
EDITOR = "/pustaka/susun/draf/{shelved}/"
OURS_IN_LIBRARY = "/pustaka/jawa-tengah/layanan-konsultasi/"

NOBODY = ("mantan", "anonymous", "worker", "chief")
PROBES = [
    ConsoleProbe("today", "GET", at("/"), every(200)),
    ConsoleProbe("console_province", "GET", at("/provinsi/33/"), own(200)),
    ConsoleProbe("handoffs", "GET", at("/rujukan/"), every(200)),
    ConsoleProbe("handoff", "GET", at("/rujukan/{handoff}/"), both(200)),
    ConsoleProbe("handoff_remind", "POST", at("/rujukan/{handoff}/pengingat/"), both(303)),
    ConsoleProbe("handoff_assign", "GET", at("/rujukan/{handoff}/penetapan/"), both(200, sender=409)),
    ConsoleProbe("handoff_assign", "POST", at("/rujukan/{handoff}/penetapan/"), both(303, sender=409), ASSIGN),
    ConsoleProbe("openings", "GET", at("/pembukaan/"), every(200)),
    ConsoleProbe("openings", "POST", at("/pembukaan/"), own(303), {"code": "33.02"}),
    ConsoleProbe("opening", "GET", at("/pembukaan/{draft}/"), own(200)),
    ConsoleProbe("opening_profile", "GET", at("/pembukaan/{draft}/profil/"), own(200)),
    ConsoleProbe("opening_profile", "POST", at("/pembukaan/{draft}/profil/"), own(303), PROFILE),
    ConsoleProbe("opening_sops", "GET", at("/pembukaan/{draft}/sop/"), own(200)),
    ConsoleProbe("opening_sops", "POST", at("/pembukaan/{draft}/sop/"), own(303), SOPS),
    ConsoleProbe("opening_admin", "GET", at("/pembukaan/{draft}/admin/"), own(200)),
    ConsoleProbe("opening_admin", "POST", at("/pembukaan/{draft}/admin/"), own(303), ADMIN),
    ConsoleProbe("opening_ask", "POST", at("/pembukaan/{draft}/permintaan/"), own(303)),
    ConsoleProbe("opening_drop", "POST", at("/pembukaan/{draft}/batal/"), own(303)),
    ConsoleProbe("opening_password", "POST", at("/pembukaan/{draft}/sandi/"), own(409)),
    ConsoleProbe("console_library", "GET", at("/pustaka/"), every(200)),
    ConsoleProbe("console_library_new", "GET", at("/pustaka/baru/"), every(200)),
    ConsoleProbe(
        "console_library_new", "POST", at("/pustaka/baru/"), every(303), {"cara": "teks", "pasted": "1. Terima"}
    ),
    ConsoleProbe("console_library_draft", "GET", at("/pustaka/draf/{shelved}/"), ours_alone(200)),
    ConsoleProbe("console_library_head", "GET", at("/pustaka/draf/{shelved}/kepala/"), ours_alone(200)),
    ConsoleProbe("console_library_head", "POST", at("/pustaka/draf/{shelved}/kepala/"), ours_alone(303), HEAD),
    ConsoleProbe("console_library_script", "GET", at("/pustaka/draf/{shelved}/naskah/"), ours_alone(200)),
    ConsoleProbe(
        "console_library_script",
        "POST",
        at("/pustaka/draf/{shelved}/naskah/"),
        ours_alone(303),
        {"text": "name: x", "seen": "0"},
    ),
    ConsoleProbe(
        "console_library_submit", "POST", at("/pustaka/draf/{shelved}/pengajuan/"), ours_alone(303), {"seen": "0"}
    ),
    ConsoleProbe(
        "console_library_publish", "POST", at("/pustaka/draf/{shelved}/penerbitan/"), ours_alone(409), {"seen": "0"}
    ),
    ConsoleProbe(
        "console_library_back", "POST", at("/pustaka/draf/{shelved}/pengembalian/"), ours_alone(409), {"why": "x"}
    ),
    ConsoleProbe("console_library_drop", "POST", at("/pustaka/draf/{shelved}/pembuangan/"), ours_alone(303)),
    ConsoleProbe("console_entry", "GET", at(OURS_IN_LIBRARY), every(200)),
    ConsoleProbe("shelf", "GET", at(EDITOR), ours_alone(200)),
    ConsoleProbe("shelf_part", "GET", at(f"{EDITOR}lembar/identitas/"), ours_alone(200)),
    ConsoleProbe("shelf_part", "POST", at(f"{EDITOR}lembar/identitas/"), ours_alone(303), {"seen": "0"}),
    ConsoleProbe(
        "shelf_add", "POST", at(f"{EDITOR}pelaksana/tambah/"), ours_alone(303), {"words": "Meja", "seen": "0"}
    ),
    ConsoleProbe("shelf_act", "POST", at(f"{EDITOR}pelaksana/analis/hapus/"), ours_alone(422), {"seen": "0"}),
    ConsoleProbe("shelf_undo", "POST", at(f"{EDITOR}urung/"), ours_alone(422)),
    ConsoleProbe("shelf_redo", "POST", at(f"{EDITOR}ulang/"), ours_alone(422)),
    ConsoleProbe("shelf_here", "POST", at(f"{EDITOR}hadir/"), ours_alone(200)),
    ConsoleProbe("shelf_drop", "GET", at(f"{EDITOR}buang/"), ours_alone(200)),
    ConsoleProbe("shelf_drop", "POST", at(f"{EDITOR}buang/"), ours_alone(303)),
    ConsoleProbe("console_entry_next", "POST", at(f"{OURS_IN_LIBRARY}terbitan-baru/"), ours_alone(303)),
    ConsoleProbe(
        "console_entry_retire",
        "POST",
        at(f"{OURS_IN_LIBRARY}penarikan/"),
        seats(jateng=303, kaltara=409, others=409, pusat=409),
    ),
    ConsoleProbe("account_login", "GET", at("/masuk/"), account(302, **dict.fromkeys(NOBODY, 200))),
    ConsoleProbe("account_login", "POST", at("/masuk/"), account(302, **dict.fromkeys(NOBODY, 422))),
    ConsoleProbe("signed_in", "GET", at("/masuk/selesai/"), account(200)),
    ConsoleProbe("account_logout", "GET", at("/keluar/"), account(302)),
    ConsoleProbe("account_logout", "POST", at("/keluar/"), account(303, baru=303)),
    ConsoleProbe("account_change_password", "GET", at("/sandi/"), account(200, baru=200)),
    ConsoleProbe("account_change_password", "POST", at("/sandi/"), account(422, baru=422)),
    ConsoleProbe("settings", "GET", at("/setelan/"), account(200)),
    ConsoleProbe("settings", "POST", at("/setelan/"), account(303), {"language": "id", "look": "light"}),
    ConsoleProbe("language", "POST", at("/bahasa/"), dict.fromkeys(VISITORS, 303), {"language": "id"}),
]


def reach_of(world: World) -> Reach:
    """Make what is visited: our office's handoff to a third one, long unanswered, and an opening that was begun."""
    now = timezone.now()
    third = Address.objects.get(code=THIRD)
    sent = envelopes.EnvelopeData(
        id=uuid.uuid4(), number="RJK-0001", matter=uuid.uuid4(), receiver=third.office_id, receiver_code=THIRD,
        kind="rujukan", moves=False, reasons=["residence"], scope=["identity"], risk="high", sent_at=now - LONG_AGO,
        answer_by=now - LONG_AGO + timedelta(hours=1),
    )  # fmt: skip
    with in_office(world.ours.office):
        envelopes.post(data=sent, by_name=f"Petugas {world.ours.marker}", at=sent.sent_at)
    connection.set_schema_to_public()
    with as_console(connection, "33"):
        draft = asking.begin(code="33.01", console="33", by=uuid.uuid4(), at=now)
        asking.fill(opening=draft, profile=PROFILE, **SOPS, **ADMIN)
        shelved, offered = (_shelved(name, at=now) for name in ("layanan-informasi", "layanan-konsultasi"))
        shelving.submit(draft=offered, seen=0, by=offered.begun_by, by_name="Konsol", alone=True, at=now)
    return Reach(sent.id, draft.pk, shelved.pk)


def _shelved(name: str, *, at: datetime) -> ShelfDraft:
    text = catalogue()[f"salatiga/{name}"].decode()
    return shelving.begin(text=text, console="33", by=uuid.uuid4(), at=at)


def secrets_of(side: Side) -> list[str]:
    """What no console may read: people, stories, numbers of cases, codes of reports, names of staff, unit names."""
    numbers = [case.number for case in side.things.cases.values()]
    staff = [f"{word} {side.marker}" for word in ("Petugas", "Worker", "Colleague", "Chief", "Unit", "Jabatan")]
    return [side.person_mark, side.story_mark, *numbers, *side.things.codes, *staff]


def client_of(world: World, who: str) -> Client:
    """A browser at the console: with a session of the console's, or with the cookie of an office's."""
    connection.set_schema_to_public()
    client = Client(headers={"host": HOST})
    if who in world.ours.sessions:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.ours.sessions[who]
    elif who != "anonymous":
        client.force_login(Staff.objects.get(username=who), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
