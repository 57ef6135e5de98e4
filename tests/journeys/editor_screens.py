"""The screens of the editor of SOPs."""

from tests.journeys.desk import Desk
from tests.journeys.screens import OPEN, Act, Screen, send
from tests.journeys.world import World


def wrongly(desk: Desk) -> None:
    """A length of time that is no number, in a panel whose folds stand open."""
    desk.page.locator("#isian details").evaluate_all(OPEN)
    desk.page.fill("#f-time-amount", "x")
    desk.after(desk.page.locator("#isian button.govuk-button").click)
    assert "angka bulat" in desk.words("#g-time") or "whole number" in desk.words("#g-time")


def drafts(world: World) -> list[Screen]:
    """The editor: nothing open, each kind of part open, half built, refused."""
    full, empty = (f"/sop/draf/{world.drafts[name]}/" for name in ("penuh", "kosong"))

    def of(key: str, path: str, act: Act | None = None, *, route: str = "draft_part") -> Screen:
        return Screen(key, route, path, by="admin", act=act)

    return [
        of("draf", full, route="draft"),
        of("draf kosong", empty, route="draft"),
        of("draf, langkah baru kosong", empty, send("form[action$='/langkah/tambah/']"), route="draft"),
        of("draf, langkah", f"{full}langkah/wilayah/"),
        of("draf, langkah keliru", f"{full}langkah/wilayah/", wrongly),
        of("draf, pelaksana", f"{full}pelaksana/petugas/"),
        of("draf, pelaksana baru bagi kantor", f"/sop/draf/{world.drafts['baru']}/pelaksana/psikolog/"),
        of("draf, pintu", f"{full}pintu/telepon/"),
        of("draf, formulir", f"{full}formulir/asesmen/"),
        of("draf, batas", f"{full}batas/rtl/"),
        of("draf, identitas", f"{full}lembar/identitas/"),
        of("draf, kepala", f"{full}lembar/kepala/"),
        of("draf, standar", f"{full}lembar/standar/"),
        of("draf dibuang", f"{full}buang/", route="draft_drop"),
        of("sop baru dari teks", "/sop/draf/baru/", route="draft_new"),
        of("sop baru dari teks, keliru", "/sop/draf/baru/", send("main form"), route="draft_new"),
        of(
            "sop baru, hasil baca",
            "/sop/draf/baru/",
            send("main form", pasted="1. Menerima tamu\n2. Mencatat\n3. Melapor bila perlu"),
            route="draft_new",
        ),
        of("draf, yang berubah", f"{full}beda/", route="draft_differences"),
        of("sop baru kosong", "/sop/draf/kosong/", route="draft_empty"),
        of("sop baru, keliru", "/sop/draf/kosong/", send("main form"), route="draft_empty"),
        Screen("draf, ditolak", "draft", full, status=403),
    ]
