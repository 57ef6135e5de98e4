"""Invented people and words for the cases that the check plays. Numbers are drawn anew, so that it can play again."""

import random
from dataclasses import dataclass

FIRST = (
    "Ambar",
    "Bintari",
    "Cempaka",
    "Dahayu",
    "Embun",
    "Gendis",
    "Jelita",
    "Kencana",
    "Larasati",
    "Mentari",
    "Nirmala",
)
LAST = ("Kusumawati", "Paramitha", "Saraswati", "Wulansari", "Puspitasari", "Maharani", "Anggraini", "Setyowati")


@dataclass(frozen=True)
class Somebody:
    """An invented woman. No district has the number 99: the NIK is nobody's; nor is the telephone number."""

    name: str
    nik: str
    phone: str


def somebody(region: str, dice: random.Random) -> Somebody:
    """Make somebody registered in a region ("33.73")."""
    born = f"{dice.randint(41, 68):02}{dice.randint(1, 12):02}{dice.randint(70, 99):02}"
    return Somebody(
        name=f"{dice.choice(FIRST)} {dice.choice(LAST)}",
        nik=f"{region.replace('.', '')}99{born}{dice.randint(1, 9999):04}",
        phone=f"0812000{dice.randint(0, 999_999):06}",
    )
