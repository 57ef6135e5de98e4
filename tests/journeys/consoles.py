"""What the console's screens find: people who can log in, a handoff in every state, an opening in every state."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Staff
from custody import envelopes
from custody.models import Address
from library.operations import shelving
from onboarding import asking
from onboarding.keeping_once import seal_password
from onboarding.models import Opening
from onboarding.telling import tell_state
from sop_library.inspecting import catalogue
from tenants.current import in_office
from tenants.database import connection
from tenants.models import Office
from tenants.roles import as_console
from tests.journeys.screens import Screen, send
from tests.journeys.world import PASSWORD

PEOPLE = ("jateng", "jatim", "kalteng", "pusat", "tamu")
PROFILE = {"name": "Dinas P3A", "short_name": "DP3A", "register_prefix": "CLP"}
FILLED = {"profile": PROFILE, "sops": ["salatiga/pengaduan-langsung"], "admin_username": "admin", "admin_name": "Admin"}
DOUBTS = [{"quote": "Apabila tidak lengkap", "sentence": "Mungkin cabang", "line": "3", "step": ""}]
WITHOUT_A_SCREEN = {
    "health": "answers a machine",
    "nation-schema": "answers a machine",
    "nation-token": "answers a machine",
    "nation-cases": "answers a machine",
    "account_logout": "takes a post; who opens it is sent to the settings",
    "account_change_password": "the office's, looked at there",
    "signed_in": "the office's, looked at there",
    "language": "takes a post",
    "handoff_remind": "takes a post",
    "opening_ask": "takes a post",
    "opening_drop": "takes a post",
    "shelf_add": "takes a post",
    "shelf_act": "takes a post",
    "shelf_undo": "takes a post",
    "shelf_redo": "takes a post",
    "shelf_here": "a part of a page, asked for by a post",
    "console_library_submit": "takes a post",
    "console_library_publish": "takes a post",
    "console_library_back": "takes a post",
    "console_library_drop": "takes a post",
    "console_entry_next": "takes a post",
    "console_entry_retire": "takes a post",
}


def furnish(*, at: datetime) -> Mapping[str, uuid.UUID]:
    """Fill the console of the current database, which must have been entered as the owner; return the keys by name."""
    connection.set_schema_to_public()
    for staff in Staff.objects.filter(username__in=PEOPLE):
        staff.set_password(PASSWORD)
        staff.save(update_fields=["password"])
    keys = {"late": _sent(at=at, late=timedelta(days=3)), "fresh": _sent(at=at, late=timedelta(hours=-6))}
    for office in Office.objects.all():
        with in_office(office):
            tell_state(at=at)
    connection.set_schema_to_public()
    with as_console(connection, "33"):
        for name, code in (("draft", "33.01"), ("asked", "33.02"), ("failed", "33.03"), ("open", "33.04")):
            row = asking.begin(code=code, console="33", by=uuid.uuid4(), at=at)
            keys[name] = asking.fill(opening=row, **FILLED).pk
        keys |= _shelved(at=at)
    Opening.objects.filter(pk=keys["asked"]).update(state="asked", asked_at=at)
    Opening.objects.filter(pk=keys["failed"]).update(state="failed", failure="interrupted", ended_at=at)
    Opening.objects.filter(pk=keys["open"]).update(
        state="open", ended_at=at, host="banjarnegara.localhost",
        password=seal_password("k7mf-92qd-x4hp-t6wn", opening=keys["open"]),
    )  # fmt: skip
    return keys


def _shelved(*, at: datetime) -> dict[str, uuid.UUID]:
    """SOPs on their way into the library: whole, with a fault, not readable at all, waiting; and one published."""
    whole = catalogue()["salatiga/layanan-informasi"].decode()
    faulty = catalogue()["banyuwangi/p2tp2a"].decode().replace("stage: intake", "stage: masuk", 1)
    texts = {
        "whole": whole, "faulty": faulty, "unreadable": "{", "waiting": whole.replace("layanan-informasi", "menunggu"),
        "published": catalogue()["salatiga/layanan-konsultasi"].decode(),
    }  # fmt: skip
    rows = {
        name: shelving.begin(text=text, console="33", doubts=DOUBTS if name == "whole" else (), by=uuid.uuid4(), at=at)
        for name, text in texts.items()
    }
    for name in ("waiting", "published"):
        said: dict[str, Any] = {"by": uuid.uuid4(), "by_name": "Konsol Contoh", "alone": name == "published"}
        shelving.submit(draft=rows[name], seen=0, at=at, **said)
    return {f"sop {name}": row.pk for name, row in rows.items()}


def _sent(*, at: datetime, late: timedelta) -> uuid.UUID:
    receiver = Address.objects.get(code="35.10")
    sent = envelopes.EnvelopeData(
        id=uuid.uuid4(), number=f"RJK-{uuid.uuid4().hex[:6]}", matter=uuid.uuid4(), receiver=receiver.office_id,
        receiver_code=receiver.code, kind="pelimpahan", moves=True, reasons=["residence"], scope=["identity"],
        risk="high", sent_at=at - late - timedelta(days=1), answer_by=at - late,
    )  # fmt: skip
    with in_office(Office.objects.get(code="33.73")):
        envelopes.post(data=sent, by_name="Petugas", at=sent.sent_at)
    connection.set_schema_to_public()
    return sent.id


def screens(keys: Mapping[str, uuid.UUID]) -> list[Screen]:
    """Every screen of the console."""

    def of(key: str, route: str, path: str, by: str = "jateng", **more: object) -> Screen:
        return Screen(key, route, path, by=by, office="console", **more)  # type: ignore[arg-type]

    late, fresh = f"/rujukan/{keys['late']}/", f"/rujukan/{keys['fresh']}/"
    draft = f"/pembukaan/{keys['draft']}/"
    return [
        of("masuk", "account_login", "/masuk/", by=""),
        of("setelan", "settings", "/setelan/"),
        of("ringkasan", "today", "/"),
        of("ringkasan, tanpa rujukan", "today", "/?tahap=serving", by="kalteng"),
        of("kementerian", "today", "/", by="pusat"),
        of("tanpa tempat", "today", "/", by="tamu", status=403),
        of("provinsi", "console_province", "/provinsi/33/", by="pusat"),
        of("rujukan", "handoffs", "/rujukan/"),
        of("rujukan, kosong", "handoffs", "/rujukan/?keadaan=terlambat", by="kalteng"),
        of("satu rujukan, terlambat", "handoff", late),
        of("satu rujukan, baru", "handoff", fresh),
        of("penetapan", "handoff_assign", f"{late}penetapan/", by="jatim"),
        of("penetapan, keliru", "handoff_assign", f"{late}penetapan/", by="pusat", act=send("main form")),
        of("penetapan, ditolak", "handoff_assign", f"{late}penetapan/", status=409),
        of("pembukaan", "openings", "/pembukaan/"),
        of("pembukaan, keliru", "openings", "/pembukaan/", act=send("main form")),
        of("profil", "opening_profile", f"{draft}profil/"),
        of("profil, keliru", "opening_profile", f"{draft}profil/", act=send("main form", name="", email="x")),
        of("sop", "opening_sops", f"{draft}sop/"),
        of("admin pertama", "opening_admin", f"{draft}admin/"),
        of("periksa", "opening", draft),
        of("menunggu", "opening", f"/pembukaan/{keys['asked']}/"),
        of("gagal", "opening", f"/pembukaan/{keys['failed']}/"),
        of("terbuka", "opening", f"/pembukaan/{keys['open']}/"),
        *_library(keys),
    ]


def _library(keys: Mapping[str, uuid.UUID]) -> list[Screen]:
    """The library: what it holds, bringing in, and a draft in each of its states."""

    def of(key: str, route: str, path: str, by: str = "jateng", **more: object) -> Screen:
        return Screen(key, f"console_{route}", f"/pustaka/{path}", by=by, office="console", **more)  # type: ignore[arg-type]

    at = {name: f"draf/{keys[f'sop {name}']}/" for name in ("whole", "faulty", "unreadable", "waiting", "published")}
    return [
        of("pustaka", "library", ""),
        of("pustaka, kementerian", "library", "", by="pusat"),
        of("pustaka, satu lembar", "entry", "jawa-tengah/layanan-konsultasi/"),
        of("masukkan sop", "library_new", "baru/"),
        of("masukkan sop, tanpa teks", "library_new", "baru/", act=send("main form")),
        of("masukkan sop, tanpa berkas", "library_new", "baru/", act=send("form[enctype]")),
        *(of(f"draf pustaka, {name}", "library_draft", path) for name, path in at.items()),
        Screen("susun", "shelf", f"/pustaka/susun/{at['whole']}", by="jateng", office="console"),
        Screen(
            "susun, langkah",
            "shelf_part",
            f"/pustaka/susun/{at['whole']}langkah/catat-pertanyaan/",
            "jateng",
            "console",
        ),
        Screen("susun, buang", "shelf_drop", f"/pustaka/susun/{at['whole']}buang/", by="jateng", office="console"),
        of("nama dan layanan", "library_head", f"{at['whole']}kepala/"),
        of("nama dan layanan, keliru", "library_head", f"{at['whole']}kepala/", act=send("main form", service="A B!")),
        of("naskah", "library_script", f"{at['faulty']}naskah/"),
        of("naskah, keliru", "library_script", f"{at['faulty']}naskah/", act=send("main form", text=" ")),
    ]
