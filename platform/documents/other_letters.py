"""Letters of every other script, cut out of one font that has them all (UnifontEX): plain, but no empty boxes.

The whole font has 65,000 letters; setting type with all of them takes half a minute, with a few of them a moment.
"""

from io import BytesIO
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools import subset
from weasyprint.urls import FatalURLFetchingError

NAME = "vendor/unifontex-latin-400-normal.woff"
BETWEEN = " .,:;-()/0123456789"
"""What stands between words of any script and is set in the font of its neighbours."""
NOT_KEPT = (
    "BASE", "DSIG", "FFTM", "GDEF", "GPOS", "GSUB", "JSTF", "MATH", "PfEd", "TeX ", "VDMX", "gasp", "prop", "vhea",
    "vmtx",
)  # fmt: skip


class FontMissing(FatalURLFetchingError):
    """The letter fonts are not built on this machine. Ketik: make"""


def font_for(letters: str) -> bytes:
    """A font with these letters alone, as TrueType. Raises FontMissing."""
    found = finders.find(NAME)
    if not isinstance(found, str):
        raise FontMissing(NAME)
    options = subset.Options()
    options.layout_features = []
    options.drop_tables = [*options.drop_tables, *NOT_KEPT]
    options.hinting = False
    options.notdef_outline = True
    made = BytesIO()
    with subset.load_font(str(Path(found)), options, lazy=True, dontLoadGlyphNames=True) as font:
        font.flavor = None
        cutter = subset.Subsetter(options)
        cutter.populate(text=letters + BETWEEN)
        cutter.subset(font)
        font.save(made)
    return made.getvalue()
