"""A note on a case, without going through an SOP."""

import pytest
from django.utils import timezone

from accounts.models import Staff
from cases.models import Case, Note
from sop_library.models import Sop, SopVersion
from tenants.current import in_office


@pytest.fixture
def at_work(salatiga):
    with in_office(salatiga):
        yield Staff.objects.create_user("ratna", password=None, name="Ratna Wulandari")


@pytest.fixture
def bare_case(at_work) -> Case:
    now = timezone.now()
    sop = Sop.objects.create(slug="contoh", name="Contoh", service="contoh")
    version = SopVersion.objects.create(sop=sop, number=1, definition={}, content_hash="0" * 64)
    return Case.objects.create(
        number="SLT-26-9999", version=version, door="datang", channel="datang", reported_at=now, opened_at=now,
        opened_by=at_work,
    )  # fmt: skip


@pytest.fixture
def new_note(bare_case, at_work) -> Note:
    note = Note(case=bare_case, at=timezone.now(), by=at_work)
    note.body = "Ia takut pulang."
    note.save(force_insert=True)
    return note
