"""What all rows of a case's page share is gone through once, however many rows there are."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from cases.progress import Row, progress
from frontend.casework.rows import rows_of
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tenants.models import Office
from tests.cases.calling import adopted, opened, serving
from tests.cases.conftest import ADOPTED, MONDAY, staff
from tests.sop_library.sheets import step


class Counted(tuple[Row, ...]):
    """Rows that count how often they are gone through."""

    times = 0

    def __iter__(self) -> Iterator[Row]:
        type(self).times += 1
        return super().__iter__()


def gone_through(case: Any, by: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    stands = progress(case=case, by=by)
    counted = replace(stands, rows=Counted(stands.rows))
    monkeypatch.setattr(Counted, "times", 0)
    shown = rows_of(counted, {}, now=MONDAY, opened=False)
    assert len(shown) == len(stands.sheet)
    return Counted.times


def test_a_page_of_many_steps_goes_through_them_no_oftener(salatiga: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    starters = [
        step(f"mulai-{place}", kind="sub_sop", sub=[{"key": "k", "label": "K", "sop": "contoh/konsultasi"}])
        for place in range(8)
    ]
    many = serving(step("terima"), *starters, sop="contoh/panjang", name="Panjang", title="Panjang")
    with in_office(salatiga):
        short, by = adopted(), staff("semua", "*")
        few = gone_through(opened(short, by), by, monkeypatch)
        assert gone_through(opened(adopt(definition=many, at=ADOPTED), by), by, monkeypatch) == few
