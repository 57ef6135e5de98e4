"""Finding SOPs in the library. What is seen is PostgreSQL's decision: an office's role sees the nation's entries and
those of its own province, a console's role sees all.
"""

from django.db.models import F, OuterRef, QuerySet, Subquery

from library.entering import folded
from library.models import LibraryEntry
from sop_library.definition import Definition, parse

LARGE = ("document", "words")
MOST_WORDS = 6


def entries() -> QuerySet[LibraryEntry]:
    """The newest number of every SOP that is not retired, by name; without the documents themselves."""
    newest = LibraryEntry.objects.filter(key=OuterRef("key")).order_by("-number").values("number")[:1]
    found = LibraryEntry.objects.annotate(newest=Subquery(newest)).filter(number=F("newest"), retired_at=None)
    return found.defer(*LARGE)


def entry(key: str, *, number: int | None = None) -> LibraryEntry | None:
    """An SOP of the library by key: its newest number, or the one asked for, retired ones too; None for none."""
    found = LibraryEntry.objects.filter(key=key).order_by("-number")
    return (found if number is None else found.filter(number=number)).first()


def definition_of(found: LibraryEntry) -> Definition:
    """What an entry says, parsed."""
    return parse(found.document)


def search(
    *, words: str = "", service: str = "", stage: str = "", fewest: int = 0, most: int | None = None
) -> QuerySet[LibraryEntry]:
    """The entries in which every one of these words stands, of a service, with a stage, of so many steps."""
    found = entries()
    for word in folded(words).split(" ")[:MOST_WORDS]:
        if word:
            found = found.filter(words__contains=word)
    if service:
        found = found.filter(service=service)
    if stage:
        found = found.filter(stages__contains=[stage])
    if fewest:
        found = found.filter(steps__gte=fewest)
    return found if most is None else found.filter(steps__lte=most)


def services() -> list[str]:
    """The services for which the library has an SOP."""
    return list(entries().order_by("service").values_list("service", flat=True).distinct())
