"""One SOP that names every key its language has."""

from typing import Any

from sop_library.loading import with_order
from tests.sop_library.sheets import outcome, sheet, step

HIGH = {"fact": "risk", "is": "high"}
MET = {"not": {"jurisdiction": "met"}}
YOUNG = {"any": [{"fact": "victim.age_band", "at_most": "A13_17"}, {"fact": "incident.place", "within": "regency"}]}
WRITTEN = {"number": "1", "text": "Butir", "basis": "b", "where": "hal. 1", "note": "n"}
FIRST = step(
    "a", step="1", section="A", page=1, source_line=3, marks={"Petugas": "□"}, kind="decision", scope="case",
    lanes={"all_of": ["petugas", "ketua"]}, stage=["intake", "consent"], choose="some", decides="ketua", optional=True,
    needs=[
        {"key": "ktp", "document": "KTP", "type": "identity", "for": "each_victim", "may_follow": True, "label": "KTP",
         "printed": "KTP", "note": "n", "when": {"outcome": "x"}, "reading": ["when"]},
        {"any_of": [{"document": "KK"}, {"form": "f"}], "label": "KK atau formulir"}, {"fact": "risk"},
    ],
    printed_needs="KTP", printed_output="Catatan", printed_forms=["F"], fee="gratis", remarks="r",
    outputs=[{"key": "o", "label": "O", "form": "f", "when": {"outcome": "x"}, "note": "n", "reading": ["when"]}],
    as_printed={"waktu": "5 menit"}, alignment={"changed": True, "basis": "b"}, records=["risk"], closes=True,
    time={
        "printed": "7 hari", "kind": "max", "amount": "P7D", "clock": "unsaid", "counts_from": "report",
        "tiers": [{"when": HIGH, "printed": "1x24", "kind": "max", "amount": "PT24H", "clock": "clock", "note": "n"}],
        "extendable_by": {"lane": "ketua", "times": 2, "up_to": "P2D"}, "ambiguous": True, "note": "n", "source": "s",
        "where": "w", "scope": "s", "reading": ["kind"],
    },
    outcomes=[
        outcome("x", ["b", "c"], printed="Ya", suggested_when=MET, note="n", reading=["then"],
                refer={"kind": "pelimpahan", "to": {"region_of": "victim.residence"}, "words": "w", "note": "n",
                       "reading": ["to"]}),
        outcome("y", {"end": "cukup"}),
    ],
    gate={"when": {"fact": "consent.service", "is": True}, "words": "w", "override": "ketua", "note": "n",
          "reading": ["when"]},
    applies_when=YOUNG, reading=["then"], note="n",
)  # fmt: skip
STEPS = (
    FIRST,
    step("b", after="any", time={"kind": "until", "until": "korban aman"},
         repeat={"every": "P1M", "until": "pulih", "printed": "tiap bulan", "note": "n", "reading": ["every"]}),
    step("c", kind="sub_sop", time={"kind": "range", "from": "PT1H", "to": "PT2H"},
         sub=[{"key": "s", "label": "S", "sop": "contoh/lain", "door": "d", "wait": False, "note": "n",
               "reading": ["door"]}, {"key": "t", "label": "T", "service": "medis"}]),
    step("d", after="all", scope="office", applies_when={"fact": "incident.kinds", "in": ["FISIK"]}),
    step("e", kind="rule", lanes="unsaid"),
    step("f", kind="signature", lanes={"any_of": ["tim"]}, time={"kind": "at_once"}),
    step("g", kind="referral", time={"kind": "as_agreed"}, applies_when={"fact": "risk", "known": True}),
    step("h", kind="end", then="attach", time={"kind": "conflict", "from": "P2D", "to": "P14D"},
         applies_when={"fact": "risk", "at_least": "medium"}),
)  # fmt: skip
PAPER: dict[str, Any] = {
    "based_on": "pustaka/x@1", "title_in_table": "T", "regency_note": "n", "related": "r", "note": "n",
    "header": {"office": "o", "unit": "u", "address": "a", "title": "t", "decree": "d", "decree_label": "dl",
               "number": "1", "created": "c", "revised": "r", "effective": "e", "note": "n",
               "approved_by": {"post": "p", "name": "n", "rank": "r", "nip": "1"}},
    "legal_basis": [WRITTEN], "qualifications": [{"text": "q"}], "equipment": [{"text": "e"}],
    "records": [{"text": "r"}], "preconditions": [{"text": "p", "reading": "r", "where": "w", "note": "n"}],
    "preamble": [{"heading": "h", "number": "1", "text": "t", "items": [{"text": "i"}]}],
    "standard": {
        "requirements": [{"text": "r"}], "total_time": {"printed": "120 Menit", "kind": "max", "amount": "PT120M"},
        "fee": {"printed": "gratis", "amount_idr": 0, "where": "w", "note": "n"}, "products": [{"text": "p"}],
        "contacts": [{"kind": "hotline", "value": "129", "where": "w", "note": "n"}],
        "complaints": {"heading": "h", "content": "c", "note": "n"},
    },
    "columns": [{"page": 1, "label": "Petugas", "lanes": ["petugas"], "note": "n", "reading": ["lanes"]}],
    "headings": ["No"],
    "narrative": [{"number": "1", "text": "t", "steps": ["a"], "list": "l", "where": "w", "note": "n"}],
    "source": {"document": "d", "part": "p", "title": "t", "lines": [1, 2], "sha256": "0" * 64, "note": "n"},
    "anomalies": [{"id": "A1", "where": "w", "quote": "q", "kind": "typo", "note": "n", "step": ["a"]}],
    "reading": ["title"],
}  # fmt: skip
AROUND: dict[str, Any] = {
    "lanes": {
        "petugas": {"label": "P", "name": "P", "note": "n", "reading": ["label"]}, "ketua": {"label": "K"},
        "tim": {"label": "T", "made_of": ["petugas", "ketua"], "quorum": 2},
        "pelapor": {"label": "L", "outside": True},
    },
    "jurisdiction": {"all": [{"fact": "victim.residence", "within": "regency"},
                             {"any": [{"fact": "victim.domicile", "within": "regency"},
                                      {"fact": "victim.place", "within": "33.73"}]}]},
    "doors": {
        "datang": {"label": "D", "printed": "P", "starts": "a", "channel": "datang", "hours": "24 jam", "note": "n",
                   "requires": {"when": {"fact": "origin", "is": "referred"}, "words": "w", "note": "n",
                                "reading": ["when"]}, "reading": ["starts"]},
        "panggil": {"label": "X", "starts": "b", "called": True},
    },
    "forms": {"f": {"label": "F", "form": None, "printed": "F", "note": "n", "reading": ["form"]}},
    "limits": [{"key": "l", "label": "L", "printed": "14 hari", "kind": "max", "amount": "P14D", "clock": "working",
                "counts_from": "a", "until": ["b", "c"], "extendable_by": {"lane": "ketua"},
                "tiers": [{"when": HIGH, "amount": "P1D"}], "note": "n"},
               {"key": "m", "label": "M", "printed": "2-4 hari", "kind": "range", "from": "P2D", "to": "P4D",
                "until": "b", "ambiguous": True, "source": "s", "where": "w", "scope": "s", "reading": ["kind"],
                "extendable_by": {"lane": "ketua", "times": 2, "up_to": "P2D"}}],
    "interrupts": [{"key": "i", "label": "I", "when": HIGH, "starts": "f", "note": "n", "reading": ["starts"]}],
}  # fmt: skip


def whole_language() -> dict[str, Any]:
    """The document, with the order of its lanes, doors and forms written into it."""
    return with_order(sheet(*STEPS, **PAPER, **AROUND))
