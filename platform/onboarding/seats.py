"""Seats at the consoles: given by whoever runs the platform, with the owner's login."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from accounts.passwords import one_time_password
from onboarding.models import Seat
from tenants.database import connection
from tenants.registry.source import provinces
from tenants.roles import NATION, require_owner

MINISTRY_ZONE = "Asia/Jakarta"


class UnknownConsole(ValueError):
    """There is no such console."""


class NotSeated(LookupError):
    """Nobody of this user name sits at a console, or not any more."""


class UserNameTaken(ValueError):
    """Somebody of the shared schema has this user name."""


@dataclass(frozen=True, slots=True)
class Seated:
    """A seat just given. `password` is shown once and kept nowhere."""

    seat: Seat
    password: str = field(repr=False)


def console_name(console: str) -> str:
    """Return what a console is called on screen: "Provinsi Jawa Tengah", "Kementerian"."""
    return _("Kementerian") if console == NATION else _("Provinsi %s") % provinces()[console].name


def zone_of(console: str) -> str:
    """Return the IANA zone in which a console reads the clock."""
    return MINISTRY_ZONE if console == NATION else provinces()[console].zone


def seat_of(staff: object) -> Seat | None:
    """Return where this person sits; None for everybody who sits nowhere."""
    if not isinstance(staff, Staff) or not staff.is_active:
        return None
    return Seat.objects.filter(staff_id=staff.pk).first()


def has_others(seat: Seat) -> bool:
    """Whether somebody else who has taken up their account sits at the same console."""
    beside = Seat.objects.filter(console=seat.console, staff__is_active=True, staff__must_change_password=False)
    return beside.exclude(pk=seat.pk).exists()


@transaction.atomic
def add_seat(*, console: str, username: str, name: str, at: datetime, post: str = "") -> Seated:
    """Make an account of the shared schema with a seat at a console: a province's code, or `nation`.

    Raises UnknownConsole, UserNameTaken, ValidationError (user name or name are not in form), NotTheOwner.
    """
    connection.set_schema_to_public()
    require_owner(connection)
    if console != NATION and console not in provinces():
        raise UnknownConsole(_("“%s” bukan kode provinsi dua angka, dan bukan “nation”.") % console)
    username = username.lower()
    ASCIIUsernameValidator()(username)
    if not name.strip():
        raise ValidationError(_("Akun perlu nama."))
    if Staff.objects.filter(username__iexact=username).exists():
        raise UserNameTaken(_("Nama pengguna “%s” sudah dipakai.") % username)
    password = one_time_password()
    staff = Staff.objects.create_user(
        username, password=password, name=name, post=post or console_name(console), must_change_password=True
    )
    return Seated(Seat.objects.create(staff=staff, console=console, given_at=at), password)


@transaction.atomic
def end_seat(*, username: str) -> Seat:
    """Close the account of somebody who left: no login any more, and every session ends. Raises NotSeated, NotTheOwner.

    The seat stays on record, and the user name is not given again.
    """
    seat = _seat_named(username)
    seat.staff.is_active = False
    seat.staff.save(update_fields=["is_active"])
    return seat


@transaction.atomic
def reset_seat(*, username: str) -> Seated:
    """Give a one-time password; every session of this person ends with it. Raises NotSeated, NotTheOwner."""
    seat, password = _seat_named(username), one_time_password()
    seat.staff.set_password(password)
    seat.staff.must_change_password = True
    seat.staff.save(update_fields=["password", "must_change_password"])
    return Seated(seat, password)


def _seat_named(username: str) -> Seat:
    connection.set_schema_to_public()
    require_owner(connection)
    found = Seat.objects.select_related("staff").select_for_update(of=("staff",))
    seat = found.filter(staff__username__iexact=username, staff__is_active=True).first()
    if seat is None:
        raise NotSeated(_("Tidak ada akun konsol yang aktif dengan nama pengguna “%s”.") % username)
    return seat
