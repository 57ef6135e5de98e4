"""What the look of the house forbids and a style sheet could let in unseen."""

import re
from pathlib import Path

STYLES = Path(__file__).resolve().parents[2] / "frontend" / "static" / "rangkul"
CSS = "".join(path.read_text(encoding="utf-8") for path in sorted(STYLES.glob("*.css")))


def test_nothing_is_filled_with_the_colour_of_danger() -> None:
    """Decision 16: danger is an outline and a word. A fill of red would be a siren on every list."""
    assert re.findall(r"background[^;{}]*--s-danger", CSS) == []
    assert "--s-danger-bg" not in CSS
    (outlined,) = re.findall(r"\.rk-tag--danger,[^{]*\{([^}]*)\}", CSS)
    assert "border: 2px solid" in outlined


def test_lateness_has_a_colour_of_its_own() -> None:
    colours = re.findall(r"--s-(late|danger): ([^;]+);", CSS)
    assert len(colours) == len({value for _name, value in colours}) == 4
    assert re.findall(r"\.rk-(?:tag--)?late[^{]*\{[^}]*--s-danger", CSS) == []


def test_a_name_beside_the_pages_breaks_at_its_words() -> None:
    (named,) = re.findall(r"\.rk-rail \.rk-me > \* \{([^}]*)\}", CSS)
    assert "overflow-wrap: break-word" in named
    assert re.findall(r"\.rk-rail \.rk-me \{[^}]*grid-template-columns: minmax\(0, 1fr\)", CSS)
