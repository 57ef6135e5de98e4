"""The letter of a referral at the counter: its print, and the locked file for an office outside the platform."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.operations.events import append
from cases.refusals import Refusal, Stale
from custody.models import Envelope
from documents import operations as documents
from documents.letters import with_annex
from documents.models import Document
from documents.typesetter import at_hand
from referrals import packing
from referrals.checking import UNANSWERED
from referrals.consenting import stands
from referrals.lettering import Readable, annex_of, document_of
from referrals.models import Referral
from referrals.operations.sending import locked_referral
from referrals.policies import check_can_follow
from referrals.regions import destination
from safeguards.access import record_access

GOES_ON = {*UNANSWERED, Envelope.State.ACCEPTED}
"""States in which there is still somebody to give the locked file to."""


@dataclass(frozen=True, slots=True)
class Locked:
    """A file locked just now. The passphrase is told by telephone, and kept nowhere."""

    document: Document
    passphrase: str


@transaction.atomic
def print_(*, referral: Referral, by: Staff, at: datetime) -> bytes:
    """The letter as PDF, the same pages every time; the access log tells who had it.

    Raises NotAllowed, NoTypesetter, ValueError for a referral that came in, LetterTooLong.
    """
    check_can_follow(referral=referral, by=by)
    document = documents.printed(document=document_of(referral), by=by, at=at)
    return documents.open_(document=document, by=by, at=at)


@transaction.atomic
def print_received(*, shown: Readable, by: Staff, at: datetime) -> bytes:
    """A letter that came in, as PDF, kept nowhere; the access log tells who had it. Raises NoTypesetter."""
    with at_hand():
        from documents.typesetting import as_pdf  # loads WeasyPrint: only whoever prints waits for it

    case = shown.referral.case if shown.referral is not None else None
    pdf = as_pdf(shown.letter).pdf
    record_access(  # last, as in `documents.sheets`
        by=by, at=at, subject_table=Envelope._meta.db_table, subject_id=shown.id,
        case_id=case.id if case is not None else None, what="letter", reason=documents.REASON,
    )  # fmt: skip
    return pdf


@transaction.atomic
def lock(*, referral: Referral, by: Staff, at: datetime) -> Locked:
    """Make the file for an office outside the platform: the letter with its annex, opened by a passphrase alone.

    The minimum and the officer's words first; the case as far as the consent goes once that office has said yes.
    Raises NotAllowed, Refusal("on_platform" | "consent_withdrawn"), Stale where nobody waits for it any more,
    NoTypesetter.
    """
    check_can_follow(referral=referral, by=by)
    row = locked_referral(referral)
    to = destination(row.other_code)
    if row.side != Referral.Side.OUT or (to is not None and to.on_platform):
        raise Refusal("on_platform", _("%(office)s menerima suratnya di Rangkul.") % {"office": row.other_name})
    if row.consent_withdrawn_at is not None or (row.consent is not None and not stands(row.consent)):
        raise Refusal("consent_withdrawn", _("Persetujuan korban sudah ditarik, jadi tidak ada lagi yang dikirim."))
    if row.state not in GOES_ON or row.case is None:
        raise Stale("overtaken", _("Rujukan ini sudah berakhir."))
    accepted = row.state == Envelope.State.ACCEPTED
    file = packing.file_content(row) if accepted else None
    written = document_of(row)
    letter = with_annex(documents.words_of(written), annex_of(row, file=file))
    made, passphrase = documents.lock(document=written, letter=letter, by=by, at=at)
    append(
        case=row.case, kind="letter_locked", by=by, at=at, referral=str(row.pk), to=row.other_code,
        how="file" if accepted else "minimum",
    )  # fmt: skip
    return Locked(made, passphrase)


def open_locked(*, referral: Referral, document: Document, by: Staff, at: datetime) -> bytes:
    """The locked file's bytes, to be handed on. Raises NotAllowed, ValueError for another referral's."""
    check_can_follow(referral=referral, by=by)
    if document.about != referral.pk or document.kind != Document.Kind.LOCKED:
        raise ValueError("not a locked file of this referral")
    return documents.open_(document=document, by=by, at=at)
