"""One case run to its end through each SOP that waits for no consent; every deadline on the way reckoned by hand."""

from collections.abc import Callable

from infra.demo.check.intake import Door, open_case
from infra.demo.check.report import Scene, want
from infra.demo.check.stage import Stage
from infra.demo.check.working import Work

DIRECT = Door("salatiga", "pengaduan-langsung", "datang", "datang", "ratna")
INDIRECT = Door("salatiga", "pengaduan-tidak-langsung", "whatsapp", "whatsapp", "dimas")
INFORMATION = Door("salatiga", "layanan-informasi", "telepon", "telepon", "ratna")
CONSULTATION = Door("salatiga", "layanan-konsultasi", "datang", "datang", "dimas")
OUTREACH = Door("salatiga", "layanan-penjangkauan", "telepon", "telepon", "ratna")
P2TP2A = Door("banyuwangi", "p2tp2a", "datang", "datang", "wulan")
CRISIS = Door("nunukan", "intervensi-krisis", "datang", "datang", "aisyah")
BARITO_CRISIS = Door("barito-utara", "krisis", "datang", "datang", "yulia")
BARITO_OUTREACH = Door("barito-utara", "penjangkauan", "telepon", "telepon", "yulia")


def _to_the_end(
    door: Door, *, steps: tuple[int, ...], choices: dict[str, list[list[str]]] | None = None
) -> Callable[[Stage], str]:
    """A scene: open a case by this door, do every step, and see it end having done these."""

    def scene(stage: Stage) -> str:
        work = open_case(
            stage,
            door,
            choices={number: [list(one) for one in chosen] for number, chosen in (choices or {}).items()},
        )
        return ended(work, steps)

    return scene


def ended(work: Work, steps: tuple[int, ...]) -> str:
    """Run a case to its end and say what was seen."""
    page = work.to_the_end()
    done = [int(number) for number in work.done]
    want(done == list(steps), f"{page.number} did {done}, not {list(steps)}")
    want(not page.panels, f"{page.number} has ended and still shows {page.panels}")
    return f"{page.number}: {len(done)} langkah, {work.keeper}"


ONE_TO = {count: tuple(range(1, count + 1)) for count in (4, 7, 8, 13)}
SCENES: list[Scene] = [
    (
        "Sampai selesai: Salatiga, pengaduan langsung",
        _to_the_end(
            DIRECT,
            steps=ONE_TO[13],
            choices={"4": [["dalam"]], "5": [["sendiri"]], "9": [["tidak"]], "12": [["siap"]]},
        ),
    ),
    ("Sampai selesai: Salatiga, pengaduan tidak langsung", _to_the_end(INDIRECT, steps=ONE_TO[7])),
    ("Sampai selesai: Salatiga, layanan informasi", _to_the_end(INFORMATION, steps=ONE_TO[4])),
    ("Sampai selesai: Salatiga, layanan konsultasi", _to_the_end(CONSULTATION, steps=ONE_TO[4])),
    ("Sampai selesai: Salatiga, penjangkauan", _to_the_end(OUTREACH, steps=ONE_TO[8], choices={"3": [["perlu"]]})),
    (
        "Sampai selesai: Banyuwangi, P2TP2A",
        _to_the_end(P2TP2A, steps=ONE_TO[8], choices={"6": [["medis", "hukum"]], "7": [["rumah-aman"]]}),
    ),
    (
        "Sampai selesai: Nunukan, intervensi krisis",
        _to_the_end(
            CRISIS,
            steps=(1, 2, 3, 4, 5, 6, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 16, 17, 18, 19),
            choices={
                "3": [["krisis"]], "5": [["perlu"], ["tidak-perlu"]], "6": [["belum"], ["aman"]], "10": [["setuju"]],
                "13": [["memerlukan"]], "16": [["lagi"], ["selesai"]], "18": [["disetujui"]],
            },
        ),
    ),
]  # fmt: skip
