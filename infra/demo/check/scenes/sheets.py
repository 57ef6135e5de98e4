"""The official sheets: all nine, every step of them, and the oddities of the sources beside them."""

from infra.demo.check.report import Scene, want
from infra.demo.check.sheets import SHEETS
from infra.demo.check.stage import Stage

ODDITIES = {
    "salatiga/pengaduan-langsung": ("Maksudnya: Asesmen.", "maka Petugas dan memberikan gambaran"),
    "salatiga/pengaduan-tidak-langsung": ("5''",),
    "salatiga/layanan-informasi": ("dan dan berkoordinasi",),
    "salatiga/layanan-konsultasi": ("tersalin dari SOP Penjangkauan",),
    "salatiga/layanan-penjangkauan": ("google form",),
    "banyuwangi/p2tp2a": ("2 Minggu (2 x 24 Jam)", "phsyscosocial"),
    "nunukan/intervensi-krisis": ("SATU BARIS LEBIH RENDAH", "Identifikasi sl kasus"),
    "barito-utara/penjangkauan": ("Kata “Pelayanan” tercetak dua kali",),
    "barito-utara/krisis": ("tidak menyebut kabupaten", "Maksudnya: kepolisian."),
}
"""Words of the sources, printed wrong, and what is said of them: neither may vanish from the sheet."""


def every_sheet(stage: Stage) -> str:
    """Each office lists its own SOPs; each sheet has all its steps and shows what is odd about its source."""
    steps = 0
    for name, words in ODDITIES.items():
        slug, _slash, sop = name.partition("/")
        browser = stage.at(slug, next(iter(stage.offices[slug])))
        listed = browser.get("/sop/")
        own = [other.partition("/")[2] for other in SHEETS if other.startswith(f"{slug}/")]
        retired = {str(link["href"]) for link in listed.soup.select("main details a[href]")}
        linked = {href for href, _said in listed.links(r"^/sop/(?!pustaka/)[a-z0-9-]+/$")} - retired
        want(linked == {f"/sop/{one}/" for one in own}, f"{slug} lists {sorted(linked)}")
        page = browser.get(f"/sop/{sop}/")
        want(page.status == 200, f"{name} answers {page.status}")
        rows = page.soup.select('tr[id^="langkah-"]')
        want(len(rows) == len(SHEETS[name]), f"{name} shows {len(rows)} steps, not {len(SHEETS[name])}")
        for odd in words:
            want(page.says(odd), f"{name} does not show “{odd}”")
        steps += len(rows)
    return f"{len(ODDITIES)} lembar, {steps} langkah, keganjilannya terlihat"


SCENES: list[Scene] = [("Lembar SOP", every_sheet)]
