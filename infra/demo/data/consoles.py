"""The people at the consoles: two provinces and the ministry, all invented. What is there already is kept as it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Staff
from accounts.operations import change_own_password
from infra.demo.data.opening import Password
from onboarding.seats import add_seat
from tenants.database import connection


@dataclass(frozen=True)
class Seated:
    """Somebody at a console: a province's code, or `nation`."""

    username: str
    name: str
    console: str
    duty: str


SEATS = (
    Seated("bagus", "Bagus Pranoto", "33", "Konsol Provinsi Jawa Tengah"),
    Seated("indah", "Indah Puspitasari", "35", "Konsol Provinsi Jawa Timur"),
    Seated("yusuf", "Yusuf Hidayat", "nation", "Konsol kementerian"),
)


def ensure_seats(*, password: Password, now: datetime) -> dict[str, Any]:
    """Seat whoever is missing; return their accounts as `accounts.keep` writes them. Needs the owner's login."""
    connection.set_schema_to_public()
    for one in SEATS:
        staff = Staff.objects.filter(username=one.username).first()
        if staff is None:
            seat = add_seat(console=one.console, username=one.username, name=one.name, post=one.duty, at=now).seat
            change_own_password(staff=seat.staff, password=password.words)
        elif password.new:
            change_own_password(staff=staff, password=password.words)
    people = [
        {
            "username": one.username,
            "password": password.words,
            "duty": one.duty,
            "name": one.name,
            "lanes": {},
            "admin": False,
        }
        for one in SEATS
    ]
    return {"office": "Konsol provinsi dan kementerian", "slug": "console", "accounts": people}
