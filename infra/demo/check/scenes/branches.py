"""Every way through Salatiga's direct complaint: both outcomes of steps 4, 5, 9 and 12; the optional step skipped."""

from infra.demo.check.intake import Door, open_case
from infra.demo.check.report import Scene, present, want
from infra.demo.check.scenes.whole import DIRECT, ended
from infra.demo.check.stage import Stage
from infra.demo.check.working import Work

ELSEWHERE, ELSEWHERE_NAME = "33.22", "Kabupaten Semarang"
REFERRED = Door("salatiga", "pengaduan-langsung", "rujukan", "rujukan", "dimas")
DECISIONS = ("4", "5", "9", "12")
OTHER_WAY = {"4": [["luar"]], "5": [["rujukan"]], "9": [["ya"], ["tidak"]], "12": [["lengkapi"], ["siap"]]}
STEPS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 8, 9, 10, 11, 12, 13)
FIRST_WAY = {"4": [["dalam"]], "5": [["sendiri"]], "9": [["tidak"]], "12": [["siap"]]}


def _choices(of: dict[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    return {number: list(chosen) for number, chosen in of.items()}


def every_branch(stage: Stage) -> str:
    """Out of area, referred, at the police, to be completed: served all the same; then every outcome was taken once."""
    work = open_case(stage, REFERRED, region=ELSEWHERE, choices=_choices(OTHER_WAY))
    _out_of_area(work)
    page = work.up_to("11")
    want(page.panel("11"), "the survey is not open")
    page = work.skip("11", "Pelapor masih terguncang, survei tidak ditanyakan.")
    want([panel.number for panel in page.open] == ["12"], f"after skipping the survey, open is {page.open}")
    said = ended(work, STEPS)
    if "dalam" not in stage.chosen.get((DIRECT.sheet, "4"), set()):
        open_case(stage, DIRECT, choices=_choices(FIRST_WAY)).to_the_end()
    for number in DECISIONS:
        offered, chosen = stage.offered[DIRECT.sheet, number], stage.chosen[DIRECT.sheet, number]
        want(offered == chosen, f"step {number} offers {sorted(offered)}, taken were {sorted(chosen)}")
    return f"{said}; langkah 4, 5, 9, dan 12: semua hasil pernah dipilih"


def _out_of_area(work: Work) -> None:
    """At step 4 the page names the region and suggests a handover; service goes on to step 5."""
    page = work.up_to("4")
    reader = page.open[0].holders
    seen = work.page(work.named(reader)[0]) if reader else page
    panel = present(seen.panel("4"), "step 4 is not open")
    want(ELSEWHERE_NAME in panel.page.words, f"step 4 does not name {ELSEWHERE_NAME}")
    outcomes = present(panel.completing, "step 4 cannot be completed").questions["outcomes"]
    want(outcomes.suggested == ["luar"], f"step 4 suggests {outcomes.suggested}")
    after = work.do("4")
    want([one.number for one in after.open] == ["5"], f"after an out-of-area report, open is {after.open}")
    trail = work.stage.at(work.slug, work.reader).get(f"{work.address}jejak/")
    want(trail.says(f"SOP mengusulkan pelimpahan ke {ELSEWHERE_NAME}"), "the trail does not name the proposed handover")
    unsent = f"Pelimpahan ke {ELSEWHERE_NAME} diusulkan langkah 4, belum dikirim"
    want(after.page.says(unsent), "the case does not say that the handover is not sent")


SCENES: list[Scene] = [("Semua cabang: Salatiga, pengaduan langsung (satu langkah dilewati)", every_branch)]
