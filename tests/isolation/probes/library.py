"""The library of SOPs: read by everybody in the office, adopted from by whoever writes its SOPs."""

from typing import Any

from tests.isolation.probe import SCREEN, In, Kept, Probe, access, everyone, some
from tests.isolation.things import Things

LIBRARY = "SOPs of the nation and of the province: policy that anybody may read, and no case"
SHEET = "salatiga/layanan-informasi"
KEYS = {"owner": "salatiga", "short": "layanan-informasi"}
LANES = ("analis", "pemberdayaan")
NOT_A_WRITER = Kept(403, "SOP ditulis oleh admin kantor")
WRITERS = access(
    door=SCREEN, chief=In(), worker=NOT_A_WRITER, colleague=NOT_A_WRITER, stranger=NOT_A_WRITER, laneless=NOT_A_WRITER
)


def adoption(_things: Things) -> dict[str, Any]:
    """Every lane of the sheet becomes a new one of the office."""
    return {"as_sop": "baru", "name": "Aduan uji", "forms": []} | {
        f"{word}-{lane}": given
        for place, lane in enumerate(LANES)
        for word, given in (("lane", "baru"), ("name", f"Meja uji {place}"))
    }


PROBES = [
    Probe("library", "GET", everyone(why=LIBRARY)),
    Probe(
        "library_compare", "GET", everyone(why=LIBRARY),
        query=lambda things: f"a={SHEET}&b=kantor/{things.sop}",
    ),
    Probe("library_entry", "GET", everyone(why=LIBRARY), url=lambda things: KEYS),
    Probe("library_adopt", "GET", WRITERS, url=lambda things: KEYS),
    Probe(
        "library_adopt", "POST", WRITERS, url=lambda things: KEYS, body=adoption, status=303, says=some,
        changes=("sop_library_draft", "sop_library_sopevent"),
    ),
    Probe("sop_base", "GET", everyone(why=LIBRARY), url=lambda things: {"slug": things.sop}),
    Probe(
        "sop_base_svg", "GET", everyone(why=LIBRARY), url=lambda things: {"slug": things.sop},
        says=lambda side: ["Pustaka, terbitan"], note="the sheet is the library's own, marked",
    ),
    Probe(
        "sop_base", "POST", WRITERS, url=lambda things: {"slug": things.sop}, status=303, says=some,
        changes=("sop_library_draft", "sop_library_sopevent"),
    ),
]  # fmt: skip
