"""A console asks for an office to be opened, step by step. Runs inside `tenants.roles.as_console`."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from custody.models import Address
from onboarding.keeping_once import unseal_password
from onboarding.models import Opening


class OpeningRefused(Exception):
    """Nothing was written; the message is for the person who asked. `opening` is the one that stands in the way."""

    def __init__(self, message: str, *, opening: Opening | None = None) -> None:
        self.opening = opening
        super().__init__(message)


@transaction.atomic
def begin(*, code: str, console: str, by: uuid.UUID, at: datetime) -> Opening:
    """Begin an opening. Raises OpeningRefused where the office is open or somebody has begun already."""
    already = Address.objects.filter(code=code).first()
    if already is not None:
        raise OpeningRefused(_("%(name)s sudah dibuka.") % {"name": already.name})
    try:
        with transaction.atomic():
            return Opening.objects.create(code=code, console=console, begun_by=by, begun_at=at)
    except IntegrityError:
        standing = Opening.objects.filter(code=code, state__in=Opening.UNDER_WAY).first()
        raise OpeningRefused(
            _("Pembukaan untuk wilayah ini sudah dimulai. Lanjutkan yang itu."), opening=standing
        ) from None


def _changeable(opening: Opening) -> Opening:
    row = Opening.objects.select_for_update().get(pk=opening.pk)
    if row.state not in (Opening.State.DRAFT, Opening.State.FAILED):
        raise OpeningRefused(_("Pembukaan ini sudah berjalan; isiannya tidak dapat diubah lagi."), opening=row)
    return row


@transaction.atomic
def fill(*, opening: Opening, **changes: Any) -> Opening:
    """Write one step: `profile`, `sops`, or `admin_username` with `admin_name`. Raises OpeningRefused once asked."""
    row = _changeable(opening)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    return row


@transaction.atomic
def ask(*, opening: Opening, at: datetime) -> Opening:
    """Hand it to the provisioner. Asked again, nothing happens. Raises OpeningRefused while a step is missing."""
    row = Opening.objects.select_for_update().get(pk=opening.pk)
    if row.state in (Opening.State.ASKED, Opening.State.WORKING, Opening.State.OPEN):
        return row
    if not row.ready:
        raise OpeningRefused(_("Isi dulu profil, SOP, dan admin pertamanya."), opening=row)
    already = Address.objects.filter(code=row.code).first()
    if already is not None:
        raise OpeningRefused(_("%(name)s sudah dibuka.") % {"name": already.name}, opening=row)
    row.state, row.asked_at, row.ended_at, row.failure = Opening.State.ASKED, at, None, ""
    row.save(update_fields=["state", "asked_at", "ended_at", "failure"])
    return row


@transaction.atomic
def drop(*, opening: Opening) -> None:
    """Give up a request that nobody carries out. Raises OpeningRefused."""
    _changeable(opening).delete()


@transaction.atomic
def take_password(*, opening: Opening, at: datetime) -> str:
    """Return the first admin's one-time password and destroy it: the second time it is "".

    Raises SealedWithAnotherKey where the platform's key was changed meanwhile.
    """
    row = Opening.objects.select_for_update().get(pk=opening.pk)
    if row.password is None:
        return ""
    password = unseal_password(bytes(row.password), opening=row.pk)
    Opening.objects.filter(pk=row.pk).update(password=None, shown_at=at)
    return password
