"""Which version new cases are pinned to: of those in force by then and not retired, the newest."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.operations import opening, reports
from cases.operations.reports import ReportData
from cases.refusals import Refusal
from sop_library.operations.adopting import adopt
from sop_library.queries import current_version, current_versions, is_in_force, standing_of
from tests.cases.conftest import staff
from tests.sop_library.test_adopting import catalogue, changed

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LATER, MUCH_LATER = NOW + timedelta(days=7), NOW + timedelta(days=8)


@pytest.fixture
def versions(salatiga, in_office):
    langsung = catalogue("salatiga/pengaduan-langsung")
    with in_office(salatiga):
        first = adopt(definition=langsung, at=NOW)
        yield first, adopt(definition=changed(langsung, note="Lain"), at=LATER)


def test_a_version_to_come_does_not_take_effect_before_its_day(versions):
    first, second = versions
    before = NOW + timedelta(days=1)
    assert current_version(first.sop, at=before) == first
    assert current_versions(at=before) == [first]
    assert standing_of(second, first, at=before) == "coming"
    assert current_version(first.sop, at=LATER) == second
    assert standing_of(second, second, at=LATER) == "current"
    assert current_version(first.sop, at=NOW - timedelta(seconds=1)) is None


def test_what_is_retired_is_begun_no_more_and_the_version_before_it_is(versions):
    first, second = versions
    second.retired_at = LATER + timedelta(hours=1)
    second.save(update_fields=["retired_at"])
    assert current_version(first.sop, at=LATER) == second
    assert current_version(first.sop, at=MUCH_LATER) == first
    first.sop.retired_at = LATER
    first.sop.save(update_fields=["retired_at"])
    assert current_versions(at=MUCH_LATER) == []
    assert current_version(first.sop, at=MUCH_LATER) is None


def test_no_case_is_opened_by_a_version_that_is_not_in_force(versions):
    first, second = versions
    by = staff("petugas", "*")
    given = {"report": reports.receive(data=ReportData(channel="datang"), by=by, at=NOW), "door": "datang", "by": by}
    assert not is_in_force(second, at=NOW)
    with pytest.raises(Refusal, match="not_published"):
        opening.open_case(**given, version=second, at=NOW)
    assert opening.open_case(**given, version=first, at=NOW).version == first
