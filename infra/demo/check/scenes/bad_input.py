"""Bad input: a fault at the question, everything else kept, never a breakdown."""

from infra.demo.check.browser import Page
from infra.demo.check.intake import NEW, known_of, open_case
from infra.demo.check.people import somebody
from infra.demo.check.report import Scene, want
from infra.demo.check.scenes.whole import P2TP2A
from infra.demo.check.stage import Stage

MEGABYTES = 5
TOO_LONG = "x" * (MEGABYTES * 1024 * 1024)
FAULTS = {
    "NIK 15 angka": ({"victim_nik": "337399410190001"}, "victim_nik"),
    "tanggal 31-02": (
        {"victim_birth_date-day": "31", "victim_birth_date-month": "2", "victim_birth_date-year": "1990"},
        "victim_birth_date",
    ),
    "05/13/2026": ({"happened_on-day": "05/13/2026"}, "happened_on"),
    "13 sebagai bulan": (
        {"happened_on-day": "5", "happened_on-month": "13", "happened_on-year": "2026"},
        "happened_on",
    ),
    "catatan 5 MB": ({"story": TOO_LONG}, "story"),
    "bait NUL": ({"story": "sebelum\x00sesudah"}, "story"),
    "umur 900": ({"victim_age": "900"}, "victim_age"),
    "telepon berhuruf": ({"victim_phone": "kosong delapan"}, "victim_phone"),
}


def new_report(stage: Stage) -> str:
    """Each fault on the page for a new report: 422, said at its question, the name that was typed still there."""
    browser, about = stage.at("salatiga", "ratna"), somebody("33.73", stage.dice)
    for what, (values, name) in FAULTS.items():
        form = browser.get(NEW).form(action=rf"{NEW}$")
        good = {**known_of(about, region="33.73"), "channel": "datang", "next": "simpan"}
        good.pop("victim_age", None) if name == "victim_birth_date" else None
        answer = browser.submit(form, {**good, **values}, button=form.buttons[0][0])
        want(answer.status == 422, f"{what} answers {answer.status}")
        _fault_stands_at(answer, NEW, name, what)
        kept = answer.form(action=rf"{NEW}$").questions["victim_name"].chosen
        want(kept == [about.name], f"{what}: the name that was typed is now {kept}")
    return f"{len(FAULTS)} isian: {', '.join(FAULTS)}"


def unoffered(stage: Stage) -> str:
    """What the page does not offer: a channel, a door, a region."""
    browser = stage.at("salatiga", "ratna")
    page = browser.get(NEW)
    form = page.form(action=rf"{NEW}$")
    base = dict(form.sent({}))
    tries = {
        "saluran": {"channel": "merpati-pos", "next": "simpan"},
        "pintu": {"channel": "datang", "next": "sop-lain/pintu-lain"},
        "wilayah": {"channel": "datang", "next": "simpan", "place": "99.99"},
    }
    for what, values in tries.items():
        answer = browser.send(NEW, list({**base, **values}.items()))
        want(answer.status in (400, 422), f"{what} answers {answer.status}")
    return f"{len(tries)} isian: {', '.join(tries)}"


def note_and_form(stage: Stage) -> str:
    """The same on a case: a note of 5 MB and one with a NUL byte, a form of the SOP with a day that does not exist."""
    work = open_case(stage, P2TP2A)
    browser = stage.at("banyuwangi", "wulan")
    for what, words in (("catatan 5 MB", TOO_LONG), ("bait NUL", "a\x00b")):
        form = browser.get(f"{work.address}catatan/").form(action=r"/catatan/$")
        answer = browser.submit(form, {"body": words}, button=form.buttons[0][0])
        want(answer.status == 422, f"{what} answers {answer.status}")
        _fault_stands_at(answer, r"/catatan/", "body", what)
    panel = work.page("wulan").open[0]
    paper = next(one for one in panel.papers if one.link)
    page = browser.get(paper.link)
    form = page.form(action=r"/formulir/")
    day = next(name for name in form.questions if name.endswith("-day"))
    stem = day.removesuffix("-day")
    values = {day: "31", f"{stem}-month": "2", f"{stem}-year": "2026"}
    answer = browser.submit(form, values, button=form.buttons[0][0])
    want(answer.status == 422, f"a 31st of February in {paper.label} answers {answer.status}")
    _fault_stands_at(answer, r"/formulir/", stem, "31-02")
    return f"catatan dan “{paper.label}”"


def _fault_stands_at(page: Page, action: str, name: str, what: str) -> None:
    faults = page.form(action=action).errors()
    at = {fault.removesuffix("-day").removesuffix("-month").removesuffix("-year") for fault in faults}
    want(name in at, f"{what}: the fault stands at {faults}, not at {name}")


SCENES: list[Scene] = [
    ("Isian keliru: laporan baru", new_report),
    ("Isian yang tidak ditawarkan", unoffered),
    ("Isian keliru: catatan dan formulir", note_and_form),
]
