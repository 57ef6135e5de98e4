"""The catalogue of a release comes into the library once, and again only where it changed."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from django.db.utils import DatabaseError, ProgrammingError

from library.models import LibraryEntry
from library.operations import shipping
from sop_library.inspecting import catalogue

LATER = datetime(2026, 6, 1, tzinfo=UTC)
KEY = "nunukan/intervensi-krisis"


def newer() -> Mapping[str, bytes]:
    files = dict(catalogue())
    files[KEY] = files[KEY].replace(b"name: Intervensi krisis", b"name: Intervensi krisis baru", 1)
    return files


def test_what_is_there_already_comes_no_second_time(owner_db: str) -> None:
    assert shipping.ensure_shipped(at=LATER) == []
    assert LibraryEntry.objects.count() == len(catalogue())


def test_a_changed_one_becomes_the_next_number(owner_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipping, "catalogue", newer)
    (made,) = shipping.ensure_shipped(at=LATER)
    assert (made.key, made.number, made.name, made.published_at) == (KEY, 2, "Intervensi krisis baru", LATER)
    assert shipping.ensure_shipped(at=LATER) == []
    assert LibraryEntry.objects.filter(key=KEY).count() == 2


@pytest.mark.parametrize("change", ["update", "delete"])
def test_not_even_the_owner_changes_what_was_published(owner_db: str, change: str) -> None:
    rows = LibraryEntry.objects.filter(key=KEY)
    with pytest.raises((ProgrammingError, DatabaseError), match="stays as it is"):
        rows.update(name="Lain") if change == "update" else rows._raw_delete(rows.db)
