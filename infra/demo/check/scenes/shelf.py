"""The library of a province: a pasted text becomes an SOP that its regencies see, and nobody else."""

from infra.demo.check.report import Scene, want
from infra.demo.check.scenes.regency import CONSOLE
from infra.demo.check.sops import sent
from infra.demo.check.stage import Stage

SEAT, PROVINCE = "indah", "jawa-timur"
WITHIN, OUTSIDE = ("banyuwangi", "admin"), ("nunukan", "admin")
SHELF = "/sop/pustaka/"
STEPS = 5
PASTED = """Standar Pelayanan Pendampingan ke Rumah Sakit
Persyaratan: identitas diri
Prosedur:
1. Menerima permohonan pendampingan (5 menit)
2. Mencatat kebutuhan pelapor (10 menit)
3. Menunjuk pendamping (15 menit)
4. Mengantar korban ke rumah sakit (1 hari)
5. Melaporkan hasilnya kepada koordinator (30 menit)
Biaya: gratis
"""


def pasted_and_published(stage: Stage) -> str:
    """Pasted, read step by step with its doubts, named, published; seen in the province, hidden outside; withdrawn."""
    console = stage.at(CONSOLE, SEAT)
    short = f"pendampingan-{stage.dice.randint(10_000, 99_999)}"
    page = sent(console, console.get("/pustaka/baru/"), "/baru/$", {"pasted": PASTED}, button="Susun dari teks ini")
    want(page.says("hal meragukan"), f"no doubt is told: {page.words[:300]}")
    draft = page.path
    name = f"Pendampingan {short.removeprefix('pendampingan-')}"
    page = sent(console, console.get(f"{draft}kepala/"), "/kepala/$", {"short": short, "name": name})
    want(page.says("Tidak ada kesalahan"), f"it has faults: {page.words[:300]}")
    page = sent(console, page, "/pengajuan/$", {})
    if "/draf/" in page.path:
        page = sent(console, page, "/pengembalian/$", {"why": "Hanya pemeriksaan demo."})
        sent(console, page, "/pembuangan/$", {})
        return "konsol ini dipegang beberapa orang: yang kedua menerbitkan, jadi drafnya dibuang lagi"
    entry = f"{SHELF}{PROVINCE}/{short}/"
    seen = stage.at(*WITHIN).get(entry)
    rows = seen.soup.select('tr[id^="langkah-"]')
    want((seen.status, len(rows)) == (200, STEPS), f"a regency sees {seen.status} and {len(rows)} steps")
    want(stage.at(*WITHIN).get(f"{SHELF}?q={short}").status == 200, "the library cannot be searched")
    want(stage.at(*WITHIN).get(SHELF).says(name), "the regency's library does not list it")
    hidden = stage.at(*OUTSIDE).get(entry)
    want(hidden.status == 404, f"a regency of another province gets {hidden.status}")
    want(not stage.at(*OUTSIDE).get(SHELF).says(name), "another province's library lists it")
    sent(console, console.get(f"/pustaka/{PROVINCE}/{short}/"), "/penarikan/$", {})
    want(not stage.at(*WITHIN).get(SHELF).says(name), "withdrawn, it is still offered")
    return f"{name}: {STEPS} langkah dari teks, terlihat di Banyuwangi, tersembunyi di Nunukan, ditarik lagi"


SCENES: list[Scene] = [("SOP provinsi: dari teks tempelan ke pustaka", pasted_and_published)]
