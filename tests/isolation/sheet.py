"""An SOP of the suite's own, so that one case holds every kind of step at once; each office's names the office.

The two sheets have the same keys, name other words, so they hash differently: what is kept under a version's key or an
SOP's name instead of its content would show one office the other's.
"""

from typing import Any

from sop_library.definition import Definition, parse
from sop_library.loading import check_document, with_order
from sop_library.source_documents import source_documents

SOP = "nasional/penanda"
SLUG = "penanda"
OWED = "surat-susulan"


def _step(key: str, marker: str, **fields: Any) -> dict[str, Any]:
    lanes = fields.pop("lanes", {"any_of": ["meja"]})
    name = key.capitalize()
    return {"key": key, "name": name, "text": f"{name}, {marker}.", "lanes": lanes, "stage": "intake", **fields}


def sheet(marker: str) -> Definition:
    """The SOP of one office. Lanes `meja` and `ruang`; after `terima` four steps run side by side and meet at `akhir`.

    `tanda` is signed by both lanes, `sukarela` may be skipped, `panjang` may be given more time, `gerbang` is shut
    until the victim agrees and has a lawyer, and its lane may open it early. `terima` has a form, and a document that
    may follow.
    """
    an_hour = {"printed": "1 jam", "kind": "standard", "amount": "PT1H", "clock": "clock"}
    document = with_order(
        {
            "format": "rangkul-sop/1",
            "sop": SOP,
            "name": f"Penanda {marker}",
            "title": f"PENANDA {marker}",
            "service": "pengaduan-langsung",
            "regency": "33.73",
            "lanes": {
                "meja": {"label": f"Meja depan {marker}", "name": "Meja depan"},
                "ruang": {"label": f"Ruang dalam {marker}", "name": "Ruang dalam"},
            },
            "doors": {"datang": {"label": "Datang sendiri", "starts": "terima", "channel": "datang"}},
            "forms": {"buku-tamu": {"label": "Buku Tamu", "form": "buku-tamu"}},
            "steps": [
                _step(
                    "terima",
                    marker,
                    needs=[{"document": "Surat susulan", "key": OWED, "may_follow": True}],
                    records=["legal.process_open"],
                    outputs=[{"key": "buku-tamu", "label": "Buku Tamu", "form": "buku-tamu"}],
                    then=["tanda", "sukarela", "panjang", "gerbang"],
                ),
                _step("tanda", marker, lanes={"all_of": ["meja", "ruang"]}, then="akhir"),
                _step("sukarela", marker, optional=True, then="akhir"),
                _step(
                    "panjang",
                    marker,
                    time={**an_hour, "extendable_by": {"lane": "meja", "times": 1, "up_to": "PT1H"}},
                    then="akhir",
                ),
                _step(
                    "gerbang",
                    marker,
                    gate={
                        "when": {
                            "all": [{"fact": "consent.service", "is": True}, {"fact": "legal.counsel", "is": True}]
                        },
                        "words": "Tunggu izin",
                        "override": "meja",
                    },
                    then="akhir",
                ),
                _step("akhir", marker, kind="end", after="all"),
            ],
            "limits": [
                {
                    "key": "akhir",
                    "label": f"Batas {marker}",
                    **an_hour,
                    "counts_from": "report",
                    "until": "akhir",
                    "extendable_by": {"lane": "meja", "times": 1},
                }
            ],
            "source": {"document": f"contoh {marker}", "sha256": next(iter(source_documents()))},
        }
    )
    faults = check_document(document)
    if faults:
        raise ValueError("\n".join(str(fault) for fault in faults))
    return parse(document)
