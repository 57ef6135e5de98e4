"""The letters of a case as they were made. What was handed out is never made anew in its place."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from safeguards.fields import SealedBytes, SealedJSON


class Document(models.Model):
    """A letter's words and, once it was printed, its PDF. Append-only: a letter changed is another letter.

    `about` is the key of what the letter is about (a referral, a filled form). `code` is the digest of the words, as
    it stands on every page.
    """

    class Kind(models.TextChoices):
        LETTER = "letter", _("Surat")
        PRINT = "print", _("Cetakan surat")
        LOCKED = "locked", _("Berkas terkunci")

    office_may: ClassVar[tuple[str, ...]] = ("SELECT", "INSERT")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    about = models.UUIDField()
    kind = models.CharField(max_length=6, choices=Kind)
    title = models.SlugField(max_length=24, help_text="a code: which letter it is")
    number = models.CharField(_("nomor surat"), max_length=40, blank=True)
    code = models.CharField(_("kode dokumen"), max_length=19)
    content = SealedJSON(help_text="the letter's words; a print has those of its letter")
    body = SealedBytes(help_text="the PDF")
    sha256 = models.BinaryField(max_length=32, null=True, help_text="of the PDF")
    pages = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["about", "kind", "made_at"], name="document_of_what")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["letter", "print", "locked"]), name="document_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="letter", content__isnull=False, body=None, sha256=None, pages=None)
                | Q(~Q(kind="letter"), content=None, body__isnull=False, sha256__isnull=False, pages__gte=1),
                name="document_is_words_or_pages",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-F]{4}(-[0-9A-F]{4}){3}$"), name="document_code_pattern"
            ),
            models.UniqueConstraint(fields=["about"], condition=Q(kind="letter"), name="one_letter_about_a_thing"),
            models.UniqueConstraint(fields=["about"], condition=Q(kind="print"), name="one_print_of_a_letter"),
        ]

    def __str__(self) -> str:
        return self.number
