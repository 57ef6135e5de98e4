"""Keeping what was typed when the session had ended, until the same person is back: an hour, and sealed."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model

from safeguards.models import KeptPost

KEPT_FOR = timedelta(hours=1)
MOST = 10
LONGEST_PATH = 200


def keep(*, fields: Mapping[str, list[str]], path: str, by: uuid.UUID, at: datetime) -> KeptPost | None:
    """Keep a form's fields for a staff member of this office. None where there is no such member or no room.

    One form has one place: what was kept for it before makes way, and of each person the newest ten stay.
    """
    if len(path) > LONGEST_PATH or not get_user_model().objects.filter(pk=by, is_active=True).exists():
        return None
    forget_old(at=at)
    KeptPost.objects.filter(by_id=by, path=path).delete()
    beyond = KeptPost.objects.filter(by_id=by).order_by("-at").values_list("pk", flat=True)[MOST - 1 :]
    KeptPost.objects.filter(pk__in=list(beyond)).delete()
    return KeptPost.objects.create(by_id=by, path=path, at=at, fields=dict(fields))


def kept(*, key: uuid.UUID, path: str, by: Any, at: datetime) -> dict[str, list[str]] | None:
    """The fields kept under `key` for this person and form; None where there are none, or no longer."""
    found = KeptPost.objects.filter(pk=key, path=path, by=by, at__gt=at - KEPT_FOR).first()
    return dict(found.fields) if found is not None else None


def newest(*, by: Any, at: datetime) -> KeptPost | None:
    """What was last kept for this person and is still there."""
    return KeptPost.objects.filter(by=by, at__gt=at - KEPT_FOR).order_by("-at").first()


def kept_at(*, paths: Iterable[str], by: Any, at: datetime) -> dict[str, dict[str, list[str]]]:
    """Form -> the fields kept for it for this person, of these forms. One query."""
    found = KeptPost.objects.filter(by=by, path__in=list(paths), at__gt=at - KEPT_FOR)
    return {row.path: dict(row.fields) for row in found}


def forget(*, path: str, by: Any) -> None:
    """Forget what was kept for a form: it has arrived."""
    KeptPost.objects.filter(by=by, path=path).delete()


def forget_old(*, at: datetime) -> int:
    """Delete what was kept for an hour; return how many."""
    deleted, _by_model = KeptPost.objects.filter(at__lte=at - KEPT_FOR).delete()
    return deleted
