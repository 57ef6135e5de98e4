"""The five symbols of the SOP AP, and how the glyphs that a source prints in a Pelaksana column are read."""

from typing import Literal, TypeAlias

Symbol: TypeAlias = Literal["terminator", "process", "decision", "offpage", "arrow"]

GLYPHS: dict[str, Symbol] = {
    "□": "process",
    "■": "process",
    "▭": "process",
    "◇": "decision",
    "◆": "decision",
    "○": "terminator",
    "●": "terminator",
    "⬭": "terminator",
    "→": "arrow",
    "←": "arrow",
    "↓": "arrow",
    "↑": "arrow",
}


def read_marks(glyphs: str) -> tuple[tuple[Symbol, ...], str]:
    """The symbols a cell prints, top to bottom, and the words that stand with them.

    Arrows between shapes are flow lines and not repeated; a cell with nothing but an arrow keeps it. "↓ □ ↓ ◇ Ya Tidak"
    is a process, then a decision, with the words "Ya Tidak".
    """
    symbols = [GLYPHS[glyph] for glyph in glyphs if glyph in GLYPHS]
    shapes: list[Symbol] = [symbol for symbol in symbols if symbol != "arrow"]
    words = " ".join("".join(" " if glyph in GLYPHS else glyph for glyph in glyphs).split())
    return tuple(shapes or symbols[:1]), words
