"""A pair of SOPs for tests: one that starts another, woven into one that runs."""

from typing import Any

from sop_library.definition import Definition
from sop_library.weaving import weave
from tests.sop_library.sheets import Walked, sop, step

KONSULTASI = "contoh/konsultasi"


def consulting(*steps: dict[str, Any], **fields: Any) -> Definition:
    """The SOP that is called: `terima`, then `catat`, by the door for being called."""
    rows = steps or (step("terima"), step("catat"))
    doors = {"panggilan": {"label": "Dipanggil", "starts": rows[0]["key"], "called": True}}
    said = {"sop": KONSULTASI, "name": "Konsultasi", "service": "konsultasi", "doors": doors, **fields}
    return sop(*rows, **said)


def calls(key: str = "panggil", *, wait: bool = True, to: str = KONSULTASI, **fields: Any) -> dict[str, Any]:
    """A step that starts it."""
    return step(key, kind="sub_sop", sub=[{"key": "k", "label": "Konsultasi", "sop": to, "wait": wait}], **fields)


def woven(*steps: dict[str, Any], called: Definition | list[Definition] | None = None, **fields: Any) -> Definition:
    """`terima`, `panggil`, `tutup` unless said, with the called SOPs woven in."""
    known = called if isinstance(called, list) else [called or consulting()]
    rows = steps or (step("terima"), calls(), step("tutup"))
    return weave(sop(*rows, **fields), called={one.sop: one for one in known})


def begun(*steps: dict[str, Any], **fields: Any) -> Walked:
    """A case of it that has just come in."""
    return Walked(woven(*steps, **fields))
