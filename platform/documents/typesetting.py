"""Setting a letter in type: HTML and CSS to a tagged PDF, in memory. Loads WeasyPrint: import it where it is used.

Nothing is fetched: a letter's page may ask for the letter fonts among the static files, for the office's own emblem and
for drawings, which are handed to it, and for nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from documents.letter import EMBLEM, Letter
from documents.other_letters import FontMissing, font_for

STYLE = Path(__file__).with_name("letter.css")
FONTS = "static:vendor/"
BASE = "static:"
OTHER_LETTERS = "letters:other"
DRAWING = "drawing:"
"""Before the name of a drawing (SVG) that is handed over with the page."""


class Forbidden(FatalURLFetchingError):
    """A page asked for something other than a letter font: no letter is made of it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter as pages."""

    pdf: bytes
    pages: int


class OnlyLetterFonts(URLFetcher):
    """Answers `static:vendor/<font>.woff2` from the static files, EMBLEM, drawings and OTHER_LETTERS where there are.

    Nothing else.
    """

    def __init__(
        self, emblem: bytes | None = None, drawings: Mapping[str, str] | None = None, other_letters: str = ""
    ) -> None:
        super().__init__()
        self._other_letters = other_letters
        self._emblem = emblem
        self._drawings = drawings or {}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url == EMBLEM and self._emblem is not None:
            return URLFetcherResponse(url, self._emblem, {"Content-Type": "image/png"})
        drawing = self._drawings.get(url.removeprefix(DRAWING)) if url.startswith(DRAWING) else None
        if drawing is not None:
            return URLFetcherResponse(url, drawing.encode(), {"Content-Type": "image/svg+xml"})
        if url == OTHER_LETTERS and self._other_letters:
            return URLFetcherResponse(url, font_for(self._other_letters), {"Content-Type": "font/ttf"})
        name = url.removeprefix(FONTS)
        if not url.startswith(FONTS) or "/" in name or not name.endswith(".woff2"):
            raise Forbidden(url)
        found = finders.find(f"vendor/{name}")
        if not isinstance(found, str):
            raise FontMissing(name)
        return URLFetcherResponse(url, Path(found).read_bytes(), {"Content-Type": "font/woff2"})


def as_page(letter: Letter, *, emblem: bool = False) -> str:
    """The letter as HTML, in Indonesian whoever reads the screen."""
    context = {"letter": letter, "emblem": EMBLEM if emblem else ""}
    with translation.override("id"):
        return render_to_string("documents/letter.html", context)


def as_pdf(letter: Letter, *, emblem: bytes | None = None) -> Printed:
    """The letter as a tagged PDF (A4), with the emblem of the office that writes. Raises Forbidden, FontMissing."""
    return set_in_type(as_page(letter, emblem=emblem is not None), emblem=emblem)


def set_in_type(
    page: str, *, emblem: bytes | None = None, styles: Sequence[Path] = (STYLE,),
    drawings: Mapping[str, str] | None = None, other_letters: str = "",
) -> Printed:  # fmt: skip
    """A page's HTML as PDF. `drawings`: SVG by name; `other_letters`: what the letter font lacks.

    Raises Forbidden where it asks for more than it may have, FontMissing.
    """
    fetcher, fonts = OnlyLetterFonts(emblem, drawings, other_letters), FontConfiguration()
    sheets = [
        CSS(string=style.read_text(encoding="utf-8"), base_url=BASE, url_fetcher=fetcher, font_config=fonts)
        for style in styles
    ]
    laid_out = HTML(string=page, base_url=BASE, url_fetcher=fetcher).render(
        stylesheets=sheets, font_config=fonts, presentational_hints=False
    )
    pdf: bytes = laid_out.write_pdf(pdf_tags=True)
    return Printed(pdf, len(laid_out.pages))


def locked(pdf: bytes, *, passphrase: str) -> bytes:
    """The PDF encrypted with AES-256: it opens with the passphrase alone. Printing is allowed, changing it is not."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(
            out,
            encryption=pikepdf.Encryption(
                user=passphrase, owner=passphrase, R=6, allow=pikepdf.Permissions(modify_other=False, extract=False)
            ),
        )
    return out.getvalue()
