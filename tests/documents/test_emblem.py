"""The emblem on the letterhead of what is printed from now on; without one the head stands alone."""

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from accounts import operations as office
from accounts.models import Emblem, Staff
from documents import operations
from documents.typesetting import Forbidden, as_page, as_pdf, set_in_type
from referrals import lettering
from referrals.models import Referral
from tests.cases.conftest import MONDAY
from tests.documents.conftest import text_of

pytestmark = pytest.mark.django_db


def pictures_of(pdf: bytes) -> list[tuple[int, int]]:
    """The sizes of the pictures in a PDF; its pages share them."""
    images = [image for page in PdfReader(BytesIO(pdf)).pages for image in page.images]
    return list({str(image.indirect_reference): image.image.size for image in images}.values())


def test_a_letter_has_it_once_and_says_the_same_words(outside: Referral, emblem: bytes) -> None:
    letter = lettering.written(outside)
    with_it, without = as_pdf(letter, emblem=emblem), as_pdf(letter)
    assert pictures_of(with_it.pdf) == [Image.open(BytesIO(emblem)).size]
    assert pictures_of(without.pdf) == []
    assert text_of(with_it.pdf) == text_of(without.pdf)
    assert 'alt="Lambang Pemerintah Kota Salatiga"' in as_page(letter, emblem=True)
    assert "<img" not in as_page(letter)


def test_what_is_printed_has_it_and_what_was_printed_keeps_it(
    outside: Referral, emblem: bytes, everyone: Staff
) -> None:
    document = lettering.document_of(outside)
    printed = operations.printed(document=document, by=everyone, at=MONDAY)
    assert len(pictures_of(printed.body)) == 1
    office.drop_emblem(by=Staff.objects.get(username="wulan"))
    assert not Emblem.objects.exists()
    again = operations.printed(document=document, by=everyone, at=MONDAY)
    assert again.body == printed.body
    locked, passphrase = operations.lock(
        document=document, letter=operations.words_of(document), by=everyone, at=MONDAY
    )
    assert passphrase
    assert b"/Image" not in locked.body


def test_a_page_gets_only_the_emblem_that_it_is_handed() -> None:
    page = '<!doctype html><title>a</title><img src="emblem:office">'
    with pytest.raises(Forbidden):
        set_in_type(page)
    with pytest.raises(Forbidden):
        set_in_type(page.replace("emblem:office", "emblem:lain"), emblem=b"x")
