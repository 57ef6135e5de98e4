"""A letter's number, signer and day in words; what is still missing of them is said."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.letters import LetterMarks

REFERRAL_LETTERS = frozenset(
    {"surat-rujukan", "nunukan-form-10", "nunukan-form-11", "nunukan-form-12", "nunukan-form-13"}
)
"""The forms by which an SOP writes a referral letter itself: those that ask what kind of referral it is."""


def day_words(marks: LetterMarks) -> str:
    """The letter's day in full; "" where none is given."""
    return date_format(date.fromisoformat(marks.day), "DATE_FORMAT") if marks.day else ""


def _signer_words(marks: LetterMarks) -> str:
    """Who signs, with the post. A post alone signs nothing: whoever holds it still has to be named."""
    if marks.signed_by:
        who = ", ".join(part for part in (marks.signed_by, marks.signed_post) if part)
        return _("ditandatangani %(who)s") % {"who": who}
    if marks.signed_post:
        return _("belum ditandatangani %(post)s") % {"post": marks.signed_post}
    return _("penanda tangan belum diisi")


def marks_words(marks: LetterMarks | None) -> tuple[str, ...]:
    """What is said of a letter beside its name; nothing for a form that is none."""
    if marks is None:
        return ()
    said = [_("nomor %(number)s") % {"number": marks.number} if marks.number else _("nomor belum diisi")]
    return (
        *(said if marks.numbered else ()),
        _signer_words(marks),
        _("tertanggal %(day)s") % {"day": day_words(marks)} if marks.day else _("tanggal belum diisi"),
    )


def outgoing_words(form_key: str) -> str:
    """Which letter goes to another office, said beside the SOP's own referral letter; "" for any other form."""
    if form_key not in REFERRAL_LETTERS:
        return ""
    return _("Ke kantor lain, surat yang dikirim dibuat Rangkul saat rujukan dikirim.")
