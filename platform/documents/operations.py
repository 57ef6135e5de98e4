"""Keeping a letter and opening it again: its words once, its print once, and each opening in the access log."""

import hashlib
import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import Staff
from accounts.passwords import one_time_password
from accounts.queries import emblem
from cases.models import Case
from cases.policies import check_can_see
from documents.letter import Letter, from_data
from documents.models import Document
from documents.typesetter import at_hand
from safeguards.access import record_access

REASON = "letter"
"""Why a letter is opened: a code of the access log."""


def keep(
    *, case: Case, about: uuid.UUID, title: str, letter: Letter, by: Staff | None, at: datetime
) -> Document:  # fmt: skip
    """Keep the words of the one letter about a thing; the one that was kept meanwhile where somebody was first."""
    made = Document(
        about=about, kind=Document.Kind.LETTER, case=case, title=title, number=letter.number, code=letter.code,
        content=letter.as_data(), made_at=at, made_by=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return Document.objects.get(about=about, kind=Document.Kind.LETTER)
    return made


def kept(*, about: uuid.UUID) -> Document | None:
    """The letter about a thing, None where none was written yet."""
    return Document.objects.filter(about=about, kind=Document.Kind.LETTER).first()


def words_of(document: Document) -> Letter:
    """The words of a kept letter."""
    return from_data(document.content)


def printed(*, document: Document, by: Staff, at: datetime) -> Document:
    """The letter as PDF: made at the first call, the same pages ever after. Raises NotAllowed, NoTypesetter."""
    check_can_see(case=document.case, by=by)
    there = Document.objects.filter(about=document.about, kind=Document.Kind.PRINT).first()
    if there is not None:
        return there
    with at_hand():
        from documents.typesetting import as_pdf  # WeasyPrint takes a second and 80 MB: only whoever prints pays

    pages = as_pdf(words_of(document), emblem=emblem())
    made, _new = Document.objects.get_or_create(
        about=document.about,
        kind=Document.Kind.PRINT,
        defaults=_of(document, pdf=pages.pdf, pages=pages.pages) | {"made_at": at, "made_by": by},
    )
    return made


@transaction.atomic
def lock(*, document: Document, letter: Letter, by: Staff, at: datetime) -> tuple[Document, str]:
    """A PDF that opens with a passphrase alone, and the passphrase: returned here, kept nowhere.

    `letter`: the kept one, with the annex that goes sealed. Making it is an opening of its own. Raises NotAllowed,
    NoTypesetter.
    """
    check_can_see(case=document.case, by=by)
    with at_hand():
        from documents.typesetting import as_pdf, locked  # as in `printed`

    passphrase = one_time_password()
    pages = as_pdf(letter, emblem=emblem())
    row = Document(
        kind=Document.Kind.LOCKED, about=document.about, made_at=at, made_by=by,
        **_of(document, pdf=locked(pages.pdf, passphrase=passphrase), pages=pages.pages) | {"code": letter.code},
    )  # fmt: skip
    row.save(force_insert=True)
    _log(row, what="letter_locked", by=by, at=at)
    return row, passphrase


@transaction.atomic
def open_(*, document: Document, by: Staff, at: datetime) -> bytes:
    """The PDF of a print or a locked file, with a row in the access log. Raises NotAllowed, SealBroken."""
    check_can_see(case=document.case, by=by)
    pdf: bytes = document.body
    _log(document, what="letter", by=by, at=at)
    return pdf


def _of(document: Document, *, pdf: bytes, pages: int) -> dict[str, object]:
    return {
        "case": document.case, "title": document.title, "number": document.number, "code": document.code, "body": pdf,
        "sha256": hashlib.sha256(pdf).digest(), "pages": pages,
    }  # fmt: skip


def _log(document: Document, *, what: str, by: Staff, at: datetime) -> None:
    record_access(
        by=by, at=at, subject_table=Document._meta.db_table, subject_id=document.id, case_id=document.case_id,
        what=what, reason=REASON,
    )  # fmt: skip
