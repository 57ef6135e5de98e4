"""Writing a draft: begun, changed edit by edit, two people at once, undone, dropped."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Staff
from sop_library.drafting.changes import AddStep, RemoveStep, SetField
from sop_library.models import Draft, Edit, Sop, SopEvent
from sop_library.operations import drafts
from sop_library.operations.adopting import adopt
from sop_library.refusals import NotAllowed, Refused, Stale
from tests.sop_library.test_adopting import catalogue

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def office(salatiga, in_office):
    with in_office(salatiga):
        yield salatiga


def person(name: str, **fields: object) -> Staff:
    return Staff.objects.create_user(name.lower(), name=name, **fields)


@pytest.fixture
def sari(office) -> Staff:
    return person("Sari", may_write_sops=True)


@pytest.fixture
def budi(office) -> Staff:
    return person("Budi", is_office_admin=True)


@pytest.fixture
def draft(sari) -> Draft:
    langsung = catalogue("salatiga/pengaduan-langsung")
    return drafts.begin(
        document=langsung.document, slug="pengaduan-baru", name="Pengaduan baru", service=langsung.service, by=sari,
        at=NOW,
    )  # fmt: skip


def words(draft: Draft, key: str = "wilayah", field: str = "text") -> object:
    document = Draft.objects.get(pk=draft.pk).document
    return next(step[field] for step in document["steps"] if step["key"] == key)


def write(draft: Draft, value: object, *, by: Staff, seen: int, field: str = "text", key: str = "wilayah"):
    return drafts.edit(draft=draft, change=SetField(f"step:{key}", field, value), seen=seen, by=by, at=NOW)


def test_a_draft_begins_with_what_it_was_given_and_an_edit_counts_its_revision(draft, sari):
    assert (draft.revision, draft.state, draft.document["name"]) == (0, "writing", "Pengaduan baru")
    made = write(draft, "Periksa alamat", by=sari, seen=0)
    assert (made.revision, made.kind, made.part, made.field) == (1, "set", "step:wilayah", "text")
    assert words(draft) == "Periksa alamat"
    assert Draft.objects.get().revision == 1


def test_what_changes_nothing_is_no_edit(draft, sari):
    assert write(draft, words(draft), by=sari, seen=0) is None
    assert not Edit.objects.exists()


def test_a_draft_may_be_empty_and_of_one_name_only_one_is_open(office, sari, budi):
    new = {"document": {}, "slug": "penjangkauan", "name": "Penjangkauan", "service": "penjangkauan", "at": NOW}
    draft = drafts.begin(**new, by=sari)
    assert (draft.document["steps"], draft.document["doors"]) == ([], {})
    with pytest.raises(Refused, match="draft_open"):
        drafts.begin(**new, by=budi)
    drafts.drop(draft=draft, by=budi, at=NOW)
    assert drafts.begin(**new, by=budi).state == "writing"
    assert [event.kind for event in SopEvent.objects.all()] == ["begun", "dropped", "begun"]


@pytest.mark.parametrize("slug", ["pustaka", "draf"])
def test_a_fixed_word_of_the_addresses_is_no_name(office, sari, slug):
    with pytest.raises(Refused, match="slug_fixed"):
        drafts.begin(document={}, slug=slug, name="X", service="x", by=sari, at=NOW)


def test_a_new_sop_can_not_take_the_name_of_one_there_is_but_its_next_version_can(office, sari):
    version = adopt(definition=catalogue("salatiga/pengaduan-langsung"), at=NOW)
    given = {"document": version.definition, "slug": version.sop.slug, "name": "X", "service": "x", "at": NOW}
    with pytest.raises(Refused, match="slug_taken"):
        drafts.begin(**given, by=sari)
    assert drafts.begin(**given, sop=version.sop, base=version, by=sari).sop == version.sop


def test_who_was_given_no_such_task_writes_nothing(draft):
    tono = person("Tono")
    for act in (
        lambda: write(draft, "x", by=tono, seen=0),
        lambda: drafts.undo(draft=draft, by=tono, at=NOW),
        lambda: drafts.be_here(draft=draft, part="", by=tono, at=NOW),
        lambda: drafts.drop(draft=draft, by=tono, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Draft.objects.get().revision == 0


def test_two_people_in_two_fields_merge_by_themselves(draft, sari, budi):
    write(draft, "Kata Sari", by=sari, seen=0)
    write(draft, "Nama Budi", by=budi, seen=0, field="name")
    assert (words(draft), words(draft, field="name")) == ("Kata Sari", "Nama Budi")


def test_two_people_in_one_field_are_told_both_values_and_nothing_is_overwritten(draft, sari, budi):
    write(draft, "Kata Sari", by=sari, seen=0)
    with pytest.raises(Stale) as told:
        write(draft, "Kata Budi", by=budi, seen=0)
    (touched,) = told.value.touched
    assert (touched.part, touched.field) == ("step:wilayah", "text")
    assert (touched.theirs, touched.ours, touched.by) == ("Kata Sari", "Kata Budi", sari)
    assert words(draft) == "Kata Sari"
    assert write(draft, "Kata Budi", by=budi, seen=1).revision == 2


def test_the_same_person_in_two_windows_is_nobody_else(draft, sari):
    write(draft, "Satu", by=sari, seen=0)
    assert write(draft, "Dua", by=sari, seen=0).revision == 2


def test_the_same_words_from_two_people_are_no_quarrel(draft, sari, budi):
    write(draft, "Sama", by=sari, seen=0)
    assert write(draft, "Sama", by=budi, seen=0) is None


def test_writing_in_a_step_that_somebody_has_removed_is_told_as_such(draft, sari, budi):
    drafts.edit(draft=draft, change=RemoveStep("wilayah"), seen=0, by=sari, at=NOW)
    with pytest.raises(Stale) as told:
        write(draft, "Kata Budi", by=budi, seen=0)
    assert [(one.part, one.theirs, one.ours) for one in told.value.touched] == [("step:wilayah", None, "Kata Budi")]
    with pytest.raises(Refused, match="part_gone"):
        write(draft, "Kata Budi", by=budi, seen=1)


def test_two_people_add_a_step_at_the_same_place_and_both_are_there(draft, sari, budi):
    for by, key in ((sari, "satu"), (budi, "dua")):
        step = {"key": key, "name": key, "text": key, "lanes": "unsaid"}
        drafts.edit(draft=draft, change=AddStep("wilayah", step), seen=0, by=by, at=NOW)
    there = [step["key"] for step in Draft.objects.get().document["steps"]]
    place = there.index("wilayah")
    assert there[place : place + 3] == ["wilayah", "dua", "satu"]


def test_undo_takes_back_ones_own_last_edit_and_redo_makes_it_again(draft, sari, budi):
    first = words(draft)
    write(draft, "Satu", by=sari, seen=0)
    write(draft, "Dua", by=sari, seen=1)
    write(draft, "Nama Budi", by=budi, seen=2, field="name")
    for _turn in range(2):
        drafts.undo(draft=draft, by=sari, at=NOW)
    assert (words(draft), words(draft, field="name")) == (first, "Nama Budi")
    with pytest.raises(Refused, match="nothing_to_undo"):
        drafts.undo(draft=draft, by=sari, at=NOW)
    seen = []
    for _turn in range(2):
        drafts.redo(draft=draft, by=sari, at=NOW)
        seen.append(words(draft))
    assert seen == ["Satu", "Dua"]
    with pytest.raises(Refused, match="nothing_to_redo"):
        drafts.redo(draft=draft, by=sari, at=NOW)
    drafts.undo(draft=draft, by=sari, at=NOW)
    assert words(draft) == "Satu"
    write(draft, "Lain", by=sari, seen=99)
    with pytest.raises(Refused, match="nothing_to_redo"):
        drafts.redo(draft=draft, by=sari, at=NOW)


def test_undo_does_not_take_back_what_somebody_else_wrote_over_it(draft, sari, budi):
    write(draft, "Satu", by=sari, seen=0)
    write(draft, "Budi", by=budi, seen=1)
    with pytest.raises(Stale) as told:
        drafts.undo(draft=draft, by=sari, at=NOW)
    assert (told.value.touched[0].theirs, words(draft)) == ("Budi", "Budi")


def test_who_is_there_is_seen_and_after_a_while_no_more(draft, sari, budi):
    assert drafts.be_here(draft=draft, part="step:wilayah", by=sari, at=NOW) == ()
    (there,) = drafts.be_here(draft=draft, part="", by=budi, at=NOW)
    assert (there.staff, there.part) == (sari, "step:wilayah")
    assert drafts.be_here(draft=draft, part="", by=budi, at=NOW + timedelta(minutes=1)) == ()


@pytest.mark.parametrize("value", ["\x00", "\ud800", "x" * 1_000_001], ids=["nul", "half a letter", "too much"])
def test_what_can_not_be_kept_is_refused_and_leaves_the_draft(draft, sari, value):
    before = words(draft)
    with pytest.raises(Refused):
        write(draft, value, by=sari, seen=0)
    assert words(draft) == before


def test_an_edit_never_changes_whoever_asks(draft, sari):
    write(draft, "Satu", by=sari, seen=0)
    for act in (lambda: Edit.objects.update(kind="x"), lambda: SopEvent.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert not Sop.objects.exists()
