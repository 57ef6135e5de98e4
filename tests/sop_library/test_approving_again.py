"""Approving where something stands already: a retired SOP, a version still to come, one of another service."""

from datetime import timedelta

import pytest

from sop_library.drafting.changes import SetField
from sop_library.models import Draft, Sop, SopEvent
from sop_library.operations import drafts, publishing
from sop_library.operations.naming import take_up_names
from sop_library.operations.retiring import retire
from sop_library.queries import current_version, is_in_force, standing_of
from sop_library.refusals import Refused
from tests.sop_library.test_publishing import NOW, approve, draft, first, head, office, sari, submit

__all__ = ["draft", "first", "head", "office", "sari"]
LATER = NOW + timedelta(days=30)
AFTER = NOW + timedelta(days=40)


def another(first, sari, field: str = "note", value: str = "Lain") -> Draft:
    made = drafts.begin(
        document=first.definition, slug=first.sop.slug, name=first.sop.name, service=first.sop.service, sop=first.sop,
        base=first, base_hash=first.content_hash, origin=first.origin, by=sari, at=NOW,
    )  # fmt: skip
    drafts.edit(draft=made, change=SetField("sop", field, value), seen=0, by=sari, at=NOW)
    return Draft.objects.get(pk=made.pk)


def test_a_retired_sop_that_is_approved_anew_never_brings_the_old_version_back(draft, first, sari, head):
    sent = submit(draft, sari, effective_on=LATER.date())
    retire(sop=first.sop, why="Berbahaya", by=head, at=NOW)
    version = approve(sent, head)
    assert current_version(first.sop, at=NOW + timedelta(hours=1)) is None
    assert current_version(first.sop, at=AFTER) == version
    first.refresh_from_db()
    assert first.retired_at == NOW
    assert [one.version for one in SopEvent.objects.filter(kind="version_retired")] == [first]


def test_a_version_to_come_that_a_newer_one_overtakes_is_retired_and_history_says_so(draft, first, sari, head):
    two = approve(submit(draft, sari, effective_on=LATER.date()), head)
    waiting = submit(another(first, sari), sari)
    assert publishing.overtaken(waiting, at=NOW) == [two]
    three = approve(waiting, head)
    two.refresh_from_db()
    assert standing_of(two, three, at=NOW) == "retired"
    assert not is_in_force(two, at=AFTER)
    assert current_version(first.sop, at=AFTER) == three
    event = SopEvent.objects.get(kind="version_retired")
    assert (event.version, event.by, event.why) == (two, head, "Versi 3 mendahuluinya.")


def test_a_version_to_come_before_the_newer_one_stays(draft, first, sari, head):
    two = approve(submit(draft, sari, effective_on=(LATER - timedelta(days=5)).date()), head)
    three = approve(submit(another(first, sari), sari, effective_on=LATER.date()), head)
    assert current_version(first.sop, at=LATER - timedelta(days=2)) == two
    assert current_version(first.sop, at=AFTER) == three


def test_until_its_day_comes_a_version_changes_neither_the_service_nor_the_name(draft, first, sari, head):
    drafts.edit(draft=draft, change=SetField("sop", "service", "rujukan"), seen=9, by=sari, at=NOW)
    drafts.edit(draft=draft, change=SetField("sop", "name", "Nama baru"), seen=9, by=sari, at=NOW)
    approve(submit(Draft.objects.get(pk=draft.pk), sari, effective_on=LATER.date()), head)
    was = first.sop.name, first.sop.service
    assert take_up_names(at=NOW) == 0
    assert Sop.objects.values_list("name", "service").get() == was
    assert take_up_names(at=AFTER) == 1
    assert Sop.objects.values_list("name", "service").get() == ("Nama baru", "rujukan")
    assert take_up_names(at=AFTER) == 0


def test_what_is_in_force_is_not_withdrawn_while_only_a_later_version_is_left(draft, first, sari, head):
    two = approve(submit(draft, sari, effective_on=LATER.date()), head)
    with pytest.raises(Refused, match="only_coming") as told:
        retire(sop=first.sop, version=first, why="Keliru", by=head, at=NOW)
    assert "24 Desember 2026" in told.value.message
    retire(sop=first.sop, version=two, why="Batal", by=head, at=NOW)
    assert current_version(first.sop, at=AFTER) == first
    retire(sop=first.sop, version=first, why="Keliru", by=head, at=NOW)
    assert Sop.objects.get().retired_at == NOW
