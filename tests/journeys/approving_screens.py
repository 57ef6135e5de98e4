"""The screens on which an SOP is tried, submitted, approved and retired."""

from frontend.sops.sheet_views import MOST_ASKED
from tests.journeys.screens import Act, Screen, send
from tests.journeys.world import World


def approving(world: World) -> list[Screen]:
    """From the writer's and from the head's chair; with nothing filled in, and where something is missing."""
    names = ("penuh", "kosong", "menunggu", "terbuka", "panjang")
    full, empty, waiting, open_one, long = (f"/sop/draf/{world.drafts[name]}/" for name in names)
    sop, trial = "/sop/layanan-informasi/", f"{full}coba/{world.drafts['coba']}/"

    def of(key: str, route: str, path: str, act: Act | None = None, *, by: str = "admin") -> Screen:
        return Screen(key, route, path, by=by, act=act)

    return [
        of("uji coba", "draft_try", f"{full}coba/"),
        of("uji coba, draf kosong", "draft_try", f"{empty}coba/"),
        of("uji coba, semua cabang", "draft_try", f"{full}coba/", send("form[action$='/semua-cabang/']")),
        of("kasus rekaan", "draft_trial", trial),
        of("kasus rekaan, satu langkah", "draft_trial", trial, send("main .rk-card form")),
        of("ajukan, kurang", "draft_submit", f"{empty}ajukan/"),
        of("ajukan, pelaksana baru", "draft_submit", f"/sop/draf/{world.drafts['baru']}/ajukan/"),
        of("ajukan, keliru", "draft_submit", f"{full}ajukan/", send("main form", number="", why="")),
        of("ajukan, pelaksana terbuka", "draft_submit", f"{open_one}ajukan/"),
        of("pelaksana draf", "draft_lanes", f"{open_one}pelaksana/"),
        of("pelaksana sop, semua disebut", "sop_lanes", f"{sop}pelaksana/"),
        of("pengesahan", "draft_approval", f"{waiting}pengesahan/", by="retno"),
        of("pengesahan, dikembalikan tanpa alasan", "draft_approval", f"{waiting}pengesahan/",
           send("form[action$='/kembalikan/']"), by="retno"),
        of("pengesahan, oleh penulis", "draft_approval", f"{waiting}pengesahan/"),
        Screen("lembar panjang, menunggu", "draft_sheet_pdf", f"{long}lembar.pdf", by="admin", status=202),
        Screen("lembar panjang, berhenti menunggu", "draft_sheet_pdf", f"{long}lembar.pdf?kali={MOST_ASKED}",
               by="admin", status=202),
        of("hari ini, kepala", "today", "/", by="retno"),
        of("riwayat sop", "sop_history", f"{sop}riwayat/", by="ratna"),
        of("sop tidak dipakai lagi", "sop_retire", f"{sop}tarik/", by="retno"),
        of("versi ditarik, tanpa alasan", "sop_version_retire", f"{sop}versi/2/tarik/", send("main form"), by="retno"),
    ]  # fmt: skip
