"""From an SOP in force to its next version: changed, tried, submitted, read and signed by the head, for a later day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.journeys.desk import NARROW, WIDE, Desk
from tests.journeys.test_sop_editing import begin, faultless

pytestmark = pytest.mark.browser
SitDown = Callable[..., Desk]


def press(desk: Desk, name: str) -> None:
    """Press a button, or follow a link, by its words."""
    page = desk.page
    desk.after(page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name, exact=True)).first.click)


def test_a_writer_tries_and_submits_and_the_head_signs_what_takes_effect_later(sit_down: SitDown) -> None:
    writer, head = sit_down("salatiga", size=WIDE), sit_down("salatiga", size=NARROW)
    at = begin(writer, "admin", "pengaduan-langsung")
    press(writer, "Coba jalankan")
    writer.page.check("input[value=telepon]")
    press(writer, "Mulai uji coba")
    press(writer, "Selesaikan langkah")
    press(writer, "+ 1 hari")
    assert "lewat waktu" in writer.words("main")
    faultless(writer, WIDE[0])
    writer.go(f"{at}coba/")
    press(writer, "Jalankan semua cabang")
    assert "Semua cabang sudah dicoba." in writer.words("main")
    writer.go(f"{at}ajukan/")
    day = timezone.localdate() + timedelta(days=40)
    for name, value in {"number": "050/9", "why": "Alamat kantor yang baru."}.items():
        writer.page.fill(f"[name={name}]", value)
    for part in ("day", "month", "year"):
        writer.page.fill(f"[name=effective-{part}]", str(getattr(day, part)))
    press(writer, "Ajukan ke kepala kantor")
    assert "Menunggu pengesahan kepala kantor" in writer.words("main")
    head.log_in("retno")
    head.go("/")
    head.after(head.page.locator(f"a[href='{at}pengesahan/']").click)
    assert "Alamat kantor yang baru." in head.words("main")
    faultless(head, NARROW[0])
    press(head, "Sahkan dan terbitkan")
    assert head.path.startswith("/sop/pengaduan-langsung/versi/")
    assert "belum berlaku" in head.words("main")
    press(head, "Riwayat")
    assert "Alamat kantor yang baru." in head.words("main")
    assert "berlaku mulai" in head.words("main")
    writer.go("/sop/pengaduan-langsung/")
    assert "Versi 1 berlaku" in writer.words("main")
    assert (writer.wrong, head.wrong) == ([], [])
