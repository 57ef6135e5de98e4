"""The screens of SOPs that start others, of steps that the office gave to a lane, and of papers of each victim."""

from tests.journeys.called import OPEN_SOP, WHO
from tests.journeys.desk import Desk
from tests.journeys.screens import Screen, send
from tests.journeys.world import World


def none_chosen(desk: Desk) -> None:
    """Nothing that the step may start is chosen."""
    desk.page.locator("main [name=sub]:checked").evaluate_all("all => all.forEach(one => { one.checked = false; })")
    send("main .rk-card form")(desk)
    assert desk.page.locator("main [name=sub]:checked").count() == 0


def called(world: World) -> list[Screen]:
    """A case, a draft and its trials, the sheets, and what the lists say of the case."""
    one = world.called
    case, draft = f"/kasus/{one['case']}/", f"/sop/draf/{one['draft']}/"
    asked, inside = (f"{draft}coba/{one[name]}/" for name in ("trial", "trial inside"))
    given = f"/sop/{OPEN_SOP}/"
    return [
        Screen("kasus di dalam SOP lain, berkas tiap korban", "case", case, WHO),
        Screen("kasus di dalam SOP lain, belum lengkap", "case", case, WHO, act=send("form[action$='/selesai/']")),
        Screen("kasus di dalam SOP lain, jejak", "trail", f"{case}jejak/", WHO),
        Screen("kasus di dalam SOP lain, hari ini", "today", "/", WHO),
        Screen("kasus di dalam SOP lain, register", "register", "/kasus/", WHO),
        Screen("sop yang memulai", "sop", "/sop/uji-layanan/", WHO),
        Screen("sop yang dimulai", "sop", "/sop/uji-konsultasi/", WHO),
        Screen("draf yang memulai", "draft_part", f"{draft}langkah/panggil/", "admin"),
        Screen("uji coba yang memulai", "draft_try", f"{draft}coba/", "admin"),
        Screen("uji coba yang memulai, semua cabang", "draft_try", f"{draft}coba/", "admin",
               act=send("form[action$='/semua-cabang/']")),
        Screen("kasus rekaan, memilih SOP", "draft_trial", asked, "admin"),
        Screen("kasus rekaan, tidak memilih SOP", "draft_trial", asked, "admin", act=none_chosen),
        Screen("kasus rekaan di dalam SOP lain", "draft_trial", inside, "admin"),
        Screen("kasus rekaan di dalam SOP lain, satu langkah", "draft_trial", inside, "admin",
               act=send("main .rk-card form")),
        Screen("pelaksana ditetapkan kantor", "sop", given, WHO),
        Screen("pelaksana sop, ditetapkan", "sop_lanes", f"{given}pelaksana/", "admin"),
        Screen("pelaksana sop, ditolak", "sop_lanes", f"{given}pelaksana/", WHO, status=403),
    ]  # fmt: skip
