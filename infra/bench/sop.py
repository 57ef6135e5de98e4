"""`python -m infra.bench.sop`: what checking an SOP and drawing its sheet cost, and how that grows with it. JSON.

Processor time, the best of some rounds: of Nunukan's 19 steps, and of made-up SOPs of 10 to 200 steps with branches
that jump and words as long as on a real sheet. From 10 to 200 steps each costs at most n log n, with room for noise.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from math import log
from time import process_time
from typing import Any

from sop_library.checks import check
from sop_library.definition import Definition, parse
from sop_library.loading import load
from sop_library.sheet import build
from sop_library.sheet.laid import Laid
from sop_library.sheet.layout import lay_out
from sop_library.sheet.svg import as_svg

SHEET = "catalogue/nunukan/intervensi-krisis.yaml"
LENGTHS = (10, 25, 50, 100, 200)
NOISE = 1.25
AT_MOST = NOISE * LENGTHS[-1] * log(LENGTHS[-1]) / (LENGTHS[0] * log(LENGTHS[0]))
WORDS = (
    "Menerima dan mencatat pengaduan korban yang datang sendiri atau dirujuk, lalu menyiapkan berkas untuk "
    "pemeriksaan petugas berikutnya sesuai keadaannya"
)
LANES = ("penerima", "identifikasi", "asesmen", "koordinator", "ketua")


def made_up(length: int) -> Definition:
    """An SOP of `length` steps over five lanes: every fifth decides, one way on and one back or far ahead."""
    steps: list[dict[str, Any]] = []
    for number in range(length):
        step: dict[str, Any] = {
            "key": f"l{number}", "step": str(number + 1), "name": f"Langkah {number + 1}", "text": WORDS,
            "lanes": {"any_of": [LANES[number * 3 % len(LANES)]]}, "printed_needs": "Berkas kasus, Form 1 dan Form 3",
            "time": {"printed": "30 menit", "kind": "standard", "amount": "PT30M"},
            "printed_output": "Laporan hasil identifikasi",
        }  # fmt: skip
        if number % 5 == 4:
            other = number - 3 if number % 2 else min(number + 12, length - 1)
            step["kind"] = "decision"
            step["outcomes"] = [
                {"key": "ya", "label": "Ya", "then": "next"},
                {"key": "tidak", "label": "Belum lengkap", "then": f"l{other}"},
            ]
        steps.append(step)
    document = {
        "format": "rangkul-sop/1", "sop": "ukur/lembar", "name": "Ukur", "title": "UKUR", "service": "ukur",
        "regency": None, "lanes": {key: {"label": f"Petugas {key}"} for key in LANES},
        "doors": {"datang": {"label": "Datang", "starts": "l0"}}, "steps": steps, "source": {"document": "ukur"},
    }  # fmt: skip
    return parse(document)


def milliseconds(work: Callable[[], object], *, rounds: int) -> float:
    """The least processor time of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        began = process_time()
        work()
        best = min(best, process_time() - began)
    return best * 1000


def drawn(definition: Definition) -> str:
    """Layout and SVG, from the definition on."""
    return as_svg(lay_out(build(definition)))


def printed() -> Callable[[Definition], bytes]:
    """What makes the PDF; Django's templates and WeasyPrint are loaded here and not counted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    from documents.sop_sheets import as_pdf

    def paper(definition: Definition) -> bytes:
        laid: Laid = lay_out(build(definition))
        return as_pdf(laid)

    return paper


def measure(work: Callable[[Definition], object], *, rounds: int) -> dict[str, Any]:
    """The cost for the real sheet and for each length, and whether it grows no faster than n log n."""
    nunukan = load(files("sop_library").joinpath(SHEET).read_bytes(), name=SHEET)
    work(nunukan)
    cost = {}
    for length in LENGTHS:
        definition = made_up(length)
        cost[length] = milliseconds(partial(work, definition), rounds=rounds)
    ratio = cost[LENGTHS[-1]] / cost[LENGTHS[0]]
    return {
        "nineteen_steps_ms": round(milliseconds(lambda: work(nunukan), rounds=rounds), 2),
        "growth_ms": {str(length): round(took, 2) for length, took in cost.items()},
        "200_steps_over_10": round(ratio, 1),
        "at_most": round(AT_MOST, 1),
        "holds": ratio <= AT_MOST,
    }


def moves() -> dict[str, Any]:
    """What moving open cases to another version costs: measured in a process and a database of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "infra.bench.sop_moves"], stdout=subprocess.PIPE, text=True, check=False
    )
    found: dict[str, Any] = json.loads(done.stdout) if done.stdout else {"holds": False, "exit": done.returncode}
    return found


def main() -> int:
    """Measure, print, and fail where one of them grows too fast."""
    report: dict[str, Any] = {
        "benchmark": "sop",
        "check": measure(check, rounds=7),
        "sheet": measure(drawn, rounds=5),
        "paper": measure(printed(), rounds=1),
    }
    report["moves"] = moves()
    report["holds"] = all(report[part]["holds"] for part in ("check", "sheet", "paper", "moves"))
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    return 0 if report["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
