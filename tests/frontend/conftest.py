"""Salatiga at work on its direct SOP: whom a case comes to first, their browser, and a case just opened."""

import pytest
from django.test import Client

from accounts.models import Staff
from cases.models import Case
from sop_library.models import SopVersion
from tenants.models import Office
from tests.frontend.between import Between, between
from tests.frontend.screens import employ, enter, take
from tests.frontend.working import new_case


@pytest.fixture
def version(salatiga: Office) -> SopVersion:
    return take(salatiga, "salatiga/pengaduan-langsung")


@pytest.fixture
def sari(salatiga: Office, version: SopVersion) -> Staff:
    """The receptionist, who has the first steps."""
    return employ(salatiga, "sari", "resepsionis")


@pytest.fixture
def client(salatiga: Office, sari: Staff) -> Client:
    """Her browser."""
    return enter(salatiga, sari)


@pytest.fixture
def boss(salatiga: Office, version: SopVersion) -> Staff:
    """An admin who also holds every lane."""
    return employ(salatiga, "boss", "*", admin=True)


@pytest.fixture
def desk(salatiga: Office, boss: Staff) -> Client:
    """The browser of whoever may do everything."""
    return enter(salatiga, boss)


@pytest.fixture
def case(salatiga: Office, version: SopVersion, sari: Staff) -> Case:
    return new_case(salatiga, version, sari)


@pytest.fixture
def two(salatiga: Office, banyuwangi: Office) -> Between:
    """Salatiga with a case for Banyuwangi, and somebody at either end."""
    return between(salatiga, banyuwangi)
