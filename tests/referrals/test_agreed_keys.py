"""The keys of appointments that an office has taken up are read in whatever way it writes them."""

from datetime import timedelta
from typing import Any

import pytest

from cases.models import Appointment, Case
from cases.operations import appointments
from cases.operations.appointments import AppointmentData
from referrals import agreed
from tests.cases.conftest import MONDAY
from tests.faults.between import Between

SALATIGA, BANYUWANGI = "33.73", "35.10"
SCOPE = ("identity", "contact", "story", "appointments")


def test_keys_in_capitals_and_what_is_no_key_keep_no_matter_from_being_followed(
    between: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter, desk = between.open_case(SALATIGA), between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=matter)
        visit = AppointmentData("visit", MONDAY + timedelta(days=3), what="Kunjungan")
        appointments.add(case=case, data=visit, by=desk.by, at=between.now())
    append = agreed.chain.append

    def written_otherwise(**link: Any) -> object:
        if link["kind"] == agreed.TAKEN_UP:
            link["appointments"] = [*(key.upper() for key in link["appointments"]), "tidak-ada"]
        return append(**link)

    monkeypatch.setattr(agreed.chain, "append", written_otherwise)
    key = between.send(SALATIGA, matter, BANYUWANGI, scope=SCOPE)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    with desk():
        assert Appointment.objects.get(case=case).state == Appointment.State.HANDED_OVER
    with between.desks[BANYUWANGI]():
        assert Appointment.objects.get(case__matter=matter).state == Appointment.State.PLANNED
