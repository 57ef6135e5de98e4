"""The SOPs that come with the program stand in the library from the first migration on, and follow each release."""

from datetime import datetime

from django.db import transaction

from library.entering import row_of
from library.models import LibraryEntry
from sop_library.definition import content_hash
from sop_library.inspecting import catalogue
from sop_library.loading import load


@transaction.atomic
def ensure_shipped(*, at: datetime) -> list[LibraryEntry]:
    """Write every SOP of the catalogue that the library lacks, or has in older words, and return what is new.

    A changed one becomes the next number, so that the offices that adopted it can be told. Needs the owner's login.
    """
    newest = {
        entry.key: entry
        for entry in LibraryEntry.objects.filter(province="").order_by("key", "number").only(
            "key", "number", "content_hash"
        )
    }  # fmt: skip
    made = []
    for key, text in catalogue().items():
        definition, there = load(text, name=key), newest.get(key)
        if there is None or there.content_hash != content_hash(definition.document):
            number = there.number + 1 if there is not None else 1
            made.append(row_of(definition, key=key, number=number, province="", at=at, by=None))
    for entry in made:
        entry.save(force_insert=True)
    return made
