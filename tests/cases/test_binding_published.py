"""What is bound while another SOP is being published that starts this one holds in that one, too."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from accounts.models import Lane, Staff
from cases.operations import binding
from sop_library.models import Sop, SopVersion
from sop_library.operations.adopting import adopt
from sop_library.queries import definition_of
from tenants.current import in_office
from tenants.models import Office
from tests.cases import calling
from tests.cases.conftest import MONDAY, staff
from tests.sop_library.opened import adopt_bound
from tests.sop_library.sheets import step

A_WHILE = 0.5
"""Seconds in which a binding that waits for nobody is long done."""


@pytest.mark.usefixtures("committed_db")
def test_whoever_binds_waits_for_a_publication_and_tells_it(salatiga: Office) -> None:
    def bind() -> None:
        try:
            with in_office(salatiga):
                given = {"terima": "piket"}
                binding.bind(sop=Sop.objects.get(slug="konsultasi"), given=given, by=ani, at=MONDAY)
        finally:
            connection.close()

    with in_office(salatiga):
        for key in ("petugas", "piket"):
            Lane.objects.create(key=key, label=key.title(), order=1)
        staff("semua", "petugas", "piket")
        ani = Staff.objects.create_user("ani", name="Ani", is_office_admin=True)
        adopt_bound(calling.consulting(), "petugas", "terima", at=calling.ADOPTED)
        binds = Thread(target=bind)
        with transaction.atomic():
            main = calling.serving(step("terima"), calling.asks(), step("tutup"))
            made = adopt(definition=main, at=MONDAY - timedelta(days=1))
            binds.start()
            binds.join(A_WHILE)
        binds.join()
        runs = definition_of(SopVersion.objects.select_related("sop").get(pk=made.pk))
        assert runs.step(calling.ASKED).lanes == ("piket",)
