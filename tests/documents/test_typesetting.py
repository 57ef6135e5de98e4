"""A letter's pages: made of nothing but its words and the letter fonts, locked so that the passphrase alone opens."""

import logging
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PasswordType, PdfReader

from documents.typesetting import Forbidden, as_pdf, locked, set_in_type
from referrals import lettering
from referrals.models import Referral
from tests.documents.conftest import text_of


@pytest.mark.parametrize(
    "asked",
    [
        '<img src="https://contoh.invalid/a.png">', '<img src="file:///etc/passwd">', '<img src="static:icons.svg">',
        '<img src="static:vendor/../rangkul/tokens.css">', '<link rel="stylesheet" href="http://127.0.0.1/a.css">',
    ],
)  # fmt: skip
def test_a_page_that_asks_for_anything_else_is_not_printed(asked: str) -> None:
    with pytest.raises(Forbidden):
        set_in_type(f"<!doctype html><title>a</title>{asked}<p>Isi</p>")


def test_words_are_words_and_no_markup() -> None:
    part = {"words": '<img src="file:///etc/passwd"><script>1</script>', "rows": (), "lines": (), "heading": ""}
    page = render_to_string("documents/_part.html", {"part": part})
    assert "<img" not in page
    assert "/etc/passwd" in text_of(set_in_type(f"<!doctype html><title>a</title>{page}").pdf)


def test_the_letter_fonts_go_with_the_pages() -> None:
    printed = set_in_type("<!doctype html><html lang=id><title>Surat</title><p>Żółć dan ejaan lain</p>")
    reader = PdfReader(BytesIO(printed.pdf))
    fonts = {str(font.get_object()["/BaseFont"]) for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert fonts
    assert {font.partition("+")[2] for font in fonts} == {"Surat", "Surat-Lain"}, "and none of the machine's own"
    assert printed.pages == len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Surat"


@pytest.mark.django_db
def test_no_log_line_tells_what_a_letter_is_made_of(outside: Referral, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    as_pdf(lettering.written(outside))
    assert [line for line in caplog.records if line.name.startswith(("weasyprint", "fontTools"))] == []


def test_a_locked_file_opens_with_its_passphrase_alone() -> None:
    pdf = locked(set_in_type("<!doctype html><title>a</title><p>Isi surat</p>").pdf, passphrase="k7mf-92qd-x4hp-t6wn")
    assert b"Isi" not in pdf
    reader = PdfReader(BytesIO(pdf))
    assert reader.is_encrypted
    assert reader.trailer["/Encrypt"].get_object()["/CF"]["/StdCF"]["/CFM"] == "/AESV3"
    for wrong in ("", "k7mf-92qd-x4hp-t6wm"):
        assert reader.decrypt(wrong) == PasswordType.NOT_DECRYPTED
    assert "Isi surat" in text_of(pdf, passphrase="k7mf-92qd-x4hp-t6wn")
