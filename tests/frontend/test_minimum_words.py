"""The minimum and the chain in words: what is not known is said once, and a console has its name."""

import pytest

from custody.models import Link
from frontend.referrals.wording import _where, minimum_lines

TOLD = {
    "format": 1, "risk": "", "safe_tonight": None, "sex": "P", "age_band": "A25_44", "initials": "D. P.",
    "kinds": ["FISIK"], "domestic": True, "relation": "", "place": "33.73", "domicile": "", "needs": [],
    "police_report": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("risk", "tonight", "words"),
    [
        ("", None, "Belum dinilai"),
        ("high", None, "Risiko tinggi"),
        ("high", False, "Risiko tinggi, belum aman malam ini"),
        ("", True, "Belum dinilai, aman malam ini"),
    ],
)
def test_risk_is_told_with_what_is_known_of_tonight(risk: str, tonight: bool | None, words: str) -> None:
    lines = dict(minimum_lines({**TOLD, "risk": risk, "safe_tonight": tonight}))
    assert lines["Tingkat risiko"] == words
    assert lines["Domisili"] == "Belum diketahui"


@pytest.mark.parametrize(("console", "name"), [("35", "Provinsi Jawa Timur"), ("nation", "Kementerian")])
def test_a_console_in_the_chain_has_its_name(console: str, name: str) -> None:
    assert _where(Link(console=console), {}) == name
