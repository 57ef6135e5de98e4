"""Static files from the front-end packages: style sheet, font, icon sprite; then catalogues and everything collected.

Started by `rangkul assets`. Nothing made here is committed.
"""

import re
import shutil
import sys
from pathlib import Path

from django.core.management import call_command

from infra.build import catalogues
from infra.build.django_ready import ready

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "node_modules"
BUILT = ROOT / ".cache" / "assets"
STYLE_SHEET = PACKAGES / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.css"
FONT = "plus-jakarta-sans-latin-wght-normal.woff2"
FONT_FILE = PACKAGES / "@fontsource-variable" / "plus-jakarta-sans" / "files" / FONT
LETTER_FONTS = PACKAGES / "@fontsource" / "arimo" / "files"
LETTER_FACES = "arimo-latin*-[47]00-normal.woff2"
OTHER_LETTERS = PACKAGES / "@fontsource" / "unifontex" / "files" / "unifontex-latin-400-normal.woff"
ICONS = PACKAGES / "lucide-static" / "icons"
ICON_LIST = Path(__file__).with_name("icons.txt")
OUR_SYMBOLS = ROOT / "frontend" / "static" / "symbols.svg"

GDS_FONT_RULE = re.compile(r"@font-face\{font-family:GDS Transport;[^}]*\}")
GDS_IMAGE = re.compile(r"url\(/assets/[^)]*\)")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")
SVG_CONTENT = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
SYMBOL = re.compile(r"<symbol\b.*?</symbol>", re.DOTALL)


class AssetsError(RuntimeError):
    """A package is not what this program expects; the message says which file."""


def free_style_sheet(source: str) -> str:
    """Return govuk-frontend's style sheet without GDS Transport and the crest, which are GOV.UK's alone.

    Raises:
        AssetsError: the two font rules are not where they were: the package changed, look before publishing it.
    """
    without_font, removed = GDS_FONT_RULE.subn("", source)
    if removed != 2:
        raise AssetsError(f"govuk-frontend: ditemukan {removed} aturan font GDS Transport, seharusnya 2.")
    return SOURCE_MAP.sub("", GDS_IMAGE.sub("none", without_font)).strip() + "\n"


def sprite(names: list[str], own_symbols: str) -> str:
    """Return one SVG of `<symbol>`s: the named lucide icons (24 by 24) and our own.

    Raises:
        AssetsError: a name lucide does not have; all of them in one message.
    """
    unknown = [name for name in names if not (ICONS / f"{name}.svg").is_file()]
    if unknown:
        raise AssetsError(f"Ikon tidak ada di lucide-static: {', '.join(unknown)} (lihat {ICON_LIST.name}).")
    symbols = [_symbol(name, (ICONS / f"{name}.svg").read_text(encoding="utf-8")) for name in names]
    symbols += SYMBOL.findall(own_symbols)
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def build(target: Path = BUILT) -> None:
    """Write the vendor style sheet, the fonts of screen and letters, and the sprite to `target`.

    Raises:
        AssetsError: the packages are not installed or not what is expected.
    """
    if not STYLE_SHEET.is_file():
        raise AssetsError("Paket tampilan belum terpasang. Ketik: make")
    vendor = target / "vendor"
    vendor.mkdir(parents=True, exist_ok=True)
    style_sheet = free_style_sheet(STYLE_SHEET.read_text(encoding="utf-8"))
    (vendor / STYLE_SHEET.name).write_text(style_sheet, encoding="utf-8")
    shutil.copyfile(FONT_FILE, vendor / FONT)
    for face in sorted(LETTER_FONTS.glob(LETTER_FACES)):
        shutil.copyfile(face, vendor / face.name)
    shutil.copyfile(OTHER_LETTERS, vendor / OTHER_LETTERS.name)
    names = ICON_LIST.read_text(encoding="utf-8").split()
    (target / "icons.svg").write_text(sprite(names, OUR_SYMBOLS.read_text(encoding="utf-8")), encoding="utf-8")


def main() -> int:
    """Build, compile the catalogues, collect everything into static_root/; return the exit code."""
    try:
        build()
    except AssetsError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    catalogues.compile_all()
    ready()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    return 0


def _symbol(name: str, svg: str) -> str:
    found = SVG_CONTENT.search(svg)
    if found is None:
        raise AssetsError(f"Ikon {name}: bukan berkas SVG yang dikenal.")
    content = re.sub(r"\s*\n\s*", "", found.group(1)).strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{content}</symbol>'


if __name__ == "__main__":
    sys.exit(main())
