"""Carrying out what consoles asked for, with the owner's login: each opening whole or not at all."""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from onboarding.failures import code_of
from onboarding.keeping_once import seal_password
from onboarding.library import definition_of
from onboarding.models import Opening
from onboarding.operations import FirstAdmin, Opened, open_office
from tenants.database import connection
from tenants.roles import require_owner
from tenants.template.building import ensure_template

logger = logging.getLogger(__name__)
Reached = Callable[[str], None]


def _nobody(_stage: str) -> None:
    """Tell nobody."""


def waiting() -> list[uuid.UUID]:
    """Return the openings that wait, and those whose provisioner was killed in the middle, the oldest first."""
    states = (Opening.State.ASKED, Opening.State.WORKING)
    return list(Opening.objects.filter(state__in=states).order_by("asked_at").values_list("pk", flat=True))


def carry_out_all(*, at: datetime) -> int:
    """Carry out everything that waits; return how many offices were opened. Raises NotTheOwner."""
    connection.set_schema_to_public()
    require_owner(connection)
    return sum(carry_out(opening=pk, at=at) for pk in waiting())


def carry_out(*, opening: uuid.UUID, at: datetime, reached: Reached = _nobody) -> bool:
    """Open the office of a request; whether it is open now.

    Whoever works on it holds its row until the end, so that two never open one office and a killed one leaves the row
    as it was. A failure is written down and leaves nothing else. Raises NotTheOwner.
    """
    connection.set_schema_to_public()
    require_owner(connection)
    begun = Opening.objects.filter(pk=opening, state=Opening.State.ASKED)
    begun.update(state=Opening.State.WORKING, working_at=at)
    try:
        ensure_template(at=at)
        with transaction.atomic():
            row = _held(opening)
            return row is not None and _open(row, at=at, reached=reached)
    except Exception as problem:  # noqa: BLE001 - whatever it was, the person who asked is told, and nothing is left
        code = code_of(problem)
        logger.error("opening %s failed: %s", opening, type(problem).__name__)  # noqa: TRY400 - the kind says enough
        _failed(opening, code, at=at)
        return False


def _held(opening: uuid.UUID) -> Opening | None:
    rows = Opening.objects.select_for_update(skip_locked=True, of=("self",))
    return rows.filter(pk=opening, state=Opening.State.WORKING).first()


def _open(row: Opening, *, at: datetime, reached: Reached) -> bool:
    sops = [definition_of(key) for key in row.sops]
    opened: Opened = open_office(
        code=row.code,
        at=at,
        admin=FirstAdmin(username=row.admin_username, name=row.admin_name),
        profile=dict(row.profile),
        sops=sops,
        reached=reached,
    )
    connection.set_schema_to_public()
    row.state, row.ended_at, row.failure = Opening.State.OPEN, at, ""
    row.office, row.host = opened.office, opened.host
    row.password = seal_password(opened.password, opening=row.pk)
    row.save(update_fields=["state", "ended_at", "failure", "office", "host", "password"])
    reached("kept")
    return True


def _failed(opening: uuid.UUID, code: str, *, at: datetime) -> None:
    connection.set_schema_to_public()
    Opening.objects.filter(pk=opening, state=Opening.State.WORKING).update(
        state=Opening.State.FAILED, failure=code, ended_at=at
    )
