"""From a draft to a version in force: submitted, sent back, approved by the head, retired; and what each refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import Lane, LaneMembership, OfficeProfile, Staff
from sop_library.definition import content_hash
from sop_library.drafting.changes import RemovePart, SetField
from sop_library.models import Draft, Edit, Sop, SopEvent, SopVersion
from sop_library.operations import drafts, publishing
from sop_library.operations.adopting import adopt
from sop_library.operations.retiring import retire
from sop_library.queries import current_version, current_versions
from sop_library.refusals import NotAllowed, NotYet, Refused, Stale
from sop_library.signing import SheetHeader
from tests.sop_library.test_adopting import catalogue

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HEADER = SheetHeader(number="050/1/2026", created=date(2026, 11, 20), revised=date(2026, 11, 23))
POST = "Kepala Dinas"


@pytest.fixture
def office(salatiga, in_office):
    with in_office(salatiga):
        OfficeProfile.objects.update(
            head_post=POST, head_name="Dra. Wulan Sari", head_rank="Pembina", head_nip="19700101 199003 2 001"
        )
        yield salatiga


@pytest.fixture
def head(office) -> Staff:
    return Staff.objects.create_user("wulan", name="Wulan Sari", post="kepala dinas ")


@pytest.fixture
def sari(office) -> Staff:
    return Staff.objects.create_user("sari", name="Sari", may_write_sops=True)


@pytest.fixture
def first(head, sari) -> SopVersion:
    """What the office works by, each of its lanes held."""
    version = adopt(definition=catalogue("salatiga/pengaduan-langsung"), at=NOW - timedelta(days=30))
    LaneMembership.objects.bulk_create(LaneMembership(lane=lane, staff=sari) for lane in Lane.objects.all())
    return version


@pytest.fixture
def draft(first, sari) -> Draft:
    made = drafts.begin(
        document=first.definition, slug=first.sop.slug, name=first.sop.name, service=first.sop.service, sop=first.sop,
        base=first, base_hash=first.content_hash, origin=first.origin, by=sari, at=NOW,
    )  # fmt: skip
    drafts.edit(draft=made, change=SetField("sop", "note", "Aturan baru"), seen=0, by=sari, at=NOW)
    return Draft.objects.get()


def submit(draft: Draft, by: Staff, **fields: object) -> Draft:
    given = {"header": HEADER, "effective_on": None, "why": "Alamat kantor baru.", "seen": draft.revision} | fields
    return publishing.submit(draft=draft, by=by, at=NOW, **given)


def approve(draft: Draft, by: Staff, at: datetime = NOW) -> SopVersion:
    shown = content_hash(publishing.as_approved(draft, at=at))
    return publishing.approve(draft=draft, shown=shown, by=by, at=at)


def test_what_the_head_approves_is_published_with_number_dates_and_signature(draft, first, sari, head):
    version = approve(submit(draft, sari), head)
    header = version.definition["header"]
    assert (version.number, version.sop, version.effective_from) == (2, first.sop, NOW)
    assert (version.submitted_by, version.approved_by, version.published_by) == (sari, head, head)
    assert (version.why, version.base_hash, version.origin) == ("Alamat kantor baru.", first.content_hash, first.origin)
    assert [header[name] for name in ("number", "created", "revised", "effective")] == [
        "050/1/2026", "20 November 2026", "23 November 2026", "24 November 2026",
    ]  # fmt: skip
    assert header["approved_by"] == {
        "post": POST, "name": "Dra. Wulan Sari", "rank": "Pembina", "nip": "19700101 199003 2 001",
    }  # fmt: skip
    assert version.content_hash == content_hash(version.definition)
    assert current_version(first.sop, at=NOW) == version
    assert Draft.objects.get().state == "published"
    assert [(one.kind, one.by, one.why) for one in SopEvent.objects.all()] == [
        ("adopted", None, ""), ("begun", sari, ""), ("submitted", sari, "Alamat kantor baru."),
        ("published", head, "Alamat kantor baru."),
    ]  # fmt: skip


def test_a_later_day_is_the_day_it_takes_effect_and_until_then_the_one_before_stands(draft, first, sari, head):
    version = approve(submit(draft, sari, effective_on=date(2026, 12, 1)), head)
    assert version.effective_from == datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # midnight in Salatiga
    assert version.definition["header"]["effective"] == "1 Desember 2026"
    assert current_version(first.sop, at=NOW) == first
    assert current_version(first.sop, at=version.effective_from) == version


def test_a_day_that_has_gone_by_while_it_waited_becomes_the_day_of_approval(draft, sari, head):
    later = NOW + timedelta(days=3)
    version = approve(submit(draft, sari, effective_on=date(2026, 11, 25)), head, at=later)
    assert version.definition["header"]["effective"] == "27 November 2026"
    assert version.effective_from == later


def test_what_was_shown_yesterday_is_read_again_before_it_is_signed(draft, sari, head):
    waiting = submit(draft, sari)
    shown = content_hash(publishing.as_approved(waiting, at=NOW))
    with pytest.raises(Stale, match="changed_since_shown"):
        publishing.approve(draft=waiting, shown=shown, by=head, at=NOW + timedelta(days=1))
    OfficeProfile.objects.update(head_name="Orang Lain")
    with pytest.raises(Stale, match="changed_since_shown"):
        publishing.approve(draft=waiting, shown=shown, by=head, at=NOW)
    assert SopVersion.objects.count() == 1


def test_only_the_head_approves_and_never_what_they_submitted(draft, sari, head):
    waiting = submit(draft, sari)
    with pytest.raises(NotAllowed, match="not_head"):
        approve(waiting, sari)
    Draft.objects.update(submitted_by=head)
    with pytest.raises(NotAllowed, match="own_submission"):
        approve(waiting, head)
    assert SopVersion.objects.count() == 1


def test_the_database_itself_refuses_one_person_for_both(first, sari):
    with pytest.raises(IntegrityError), transaction.atomic():
        SopVersion.objects.create(
            sop=first.sop, number=9, definition={}, content_hash="0" * 64, approved_by=sari, submitted_by=sari
        )


def test_faults_keep_it_from_being_submitted_and_each_says_where(draft, sari, head):
    drafts.edit(draft=draft, change=RemovePart("outcome:wilayah/luar"), seen=9, by=sari, at=NOW)
    drafts.edit(draft=draft, change=SetField("step:rtl", "then", "tidak-ada"), seen=9, by=sari, at=NOW)
    draft.refresh_from_db()
    with pytest.raises(NotYet) as told:
        submit(draft, sari)
    assert {one.code for one in told.value.findings} >= {"target_unknown"}
    assert all(one.path and one.sentence for one in told.value.findings)
    kept = Draft.objects.get()
    assert (kept.state, kept.revision, kept.document) == ("writing", 3, draft.document)


def test_an_empty_draft_is_kept_and_can_not_be_submitted(sari, head):
    empty = drafts.begin(document={}, slug="baru-sekali", name="Baru", service="baru", by=sari, at=NOW)
    with pytest.raises(NotYet):
        submit(empty, sari)
    assert Draft.objects.get().is_writable


def test_a_lane_nobody_holds_keeps_it_back_until_somebody_does(draft, sari, head):
    LaneMembership.objects.filter(lane__key="analis").update(ended_at=NOW)
    with pytest.raises(NotYet) as told:
        submit(draft, sari)
    assert {one.code for one in told.value.findings} == {"lane_unheld"}
    LaneMembership.objects.create(lane=Lane.objects.get(key="analis"), staff=head)
    waiting = submit(draft, sari)
    LaneMembership.objects.filter(lane__key="analis").update(ended_at=NOW)
    with pytest.raises(NotYet):
        approve(waiting, head)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"header": SheetHeader(number=" ", created=date(2026, 1, 1))}, "number_missing"),
        ({"why": " "}, "why_missing"),
        ({"effective_on": date(2026, 11, 23)}, "effective_past"),
    ],
)
def test_what_is_not_filled_in_is_asked_for(draft, sari, head, fields, code):
    with pytest.raises(Refused, match=code):
        submit(draft, sari, **fields)
    assert Draft.objects.get().is_writable


def test_without_a_head_who_can_approve_nothing_is_submitted(draft, sari, head):
    Staff.objects.filter(pk=head.pk).update(is_active=False)
    with pytest.raises(Refused, match="no_head"):
        submit(draft, sari)
    Staff.objects.filter(pk=sari.pk).update(post=POST)
    with pytest.raises(Refused, match="head_submits"):
        submit(draft, Staff.objects.get(pk=sari.pk))
    OfficeProfile.objects.update(head_name="")
    with pytest.raises(Refused, match="head_unnamed"):
        submit(draft, sari)


def test_what_somebody_changed_meanwhile_is_looked_at_before_it_is_submitted(draft, sari, head):
    with pytest.raises(Stale, match="changed_meanwhile"):
        submit(draft, sari, seen=0)


def test_while_it_waits_nobody_writes_on_it_and_sent_back_somebody_may(draft, sari, head):
    waiting = submit(draft, sari)
    change = SetField("sop", "note", "Diam-diam")
    with pytest.raises(Refused, match="draft_submitted"):
        drafts.edit(draft=waiting, change=change, seen=9, by=sari, at=NOW)
    with pytest.raises(NotAllowed):
        publishing.send_back(draft=waiting, why="x", by=sari, at=NOW)
    with pytest.raises(Refused, match="why_missing"):
        publishing.send_back(draft=waiting, why=" ", by=head, at=NOW)
    back = publishing.send_back(draft=waiting, why="Langkah 3 belum jelas.", by=head, at=NOW)
    assert (back.state, back.note) == ("sent_back", "Langkah 3 belum jelas.")
    with pytest.raises(Stale):
        approve(back, head)
    assert drafts.edit(draft=back, change=change, seen=9, by=sari, at=NOW) is not None
    assert submit(Draft.objects.get(), sari).state == "submitted"


def test_a_submission_can_be_taken_back_by_whoever_writes(draft, sari, head):
    waiting = submit(draft, sari)
    with pytest.raises(NotAllowed):
        publishing.take_back(draft=waiting, by=head, at=NOW)
    assert publishing.take_back(draft=waiting, by=sari, at=NOW).state == "writing"
    assert SopEvent.objects.last().kind == "taken_back"


def test_a_new_sop_is_the_offices_own_with_its_lanes_and_a_place_after_the_others(first, sari, head):
    informasi = catalogue("salatiga/layanan-informasi")
    made = drafts.begin(
        document=informasi.document, slug="informasi-kami", name="Informasi kami", service=informasi.service, by=sari,
        at=NOW,
    )  # fmt: skip
    version = approve(submit(made, sari, header=SheetHeader("1", date(2026, 11, 1))), head)
    assert (version.sop.slug, version.sop.name, version.number) == ("informasi-kami", "Informasi kami", 1)
    assert version.definition["header"].get("revised") is None
    assert [one.sop.slug for one in current_versions(at=NOW)] == ["pengaduan-langsung", "informasi-kami"]


def test_the_same_sheet_is_not_published_twice(draft, first, sari, head):
    version = approve(submit(draft, sari), head)
    again = drafts.begin(
        document=version.definition, slug=first.sop.slug, name=first.sop.name, service=first.sop.service,
        sop=first.sop, by=sari, at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused, match="nothing_new"):
        approve(submit(again, sari), head)


@pytest.mark.parametrize("column", ["definition", "origin", "base_hash", "why", "approved_by", "effective_from"])
def test_nothing_of_a_published_version_changes_whoever_asks(draft, sari, head, column):
    version = approve(submit(draft, sari), head)
    other = {"definition": {}, "approved_by": None, "effective_from": NOW - timedelta(days=1)}
    with pytest.raises(DatabaseError), transaction.atomic():
        SopVersion.objects.filter(pk=version.pk).update(**{column: other.get(column, "x")})
    with pytest.raises(DatabaseError), transaction.atomic():
        Edit.objects.all().delete()


def test_a_retired_version_gives_way_to_the_one_before_and_stays_retired(draft, first, sari, head):
    version = approve(submit(draft, sari), head)
    later = NOW + timedelta(hours=1)
    with pytest.raises(NotAllowed):
        retire(sop=first.sop, version=version, why="Keliru", by=sari, at=later)
    retire(sop=first.sop, version=version, why="Keliru", by=head, at=later)
    assert current_version(first.sop, at=later) == first
    with pytest.raises(Refused, match="retired_already"):
        retire(sop=first.sop, version=version, why="Lagi", by=head, at=later)
    with pytest.raises(DatabaseError), transaction.atomic():
        SopVersion.objects.filter(pk=version.pk).update(retired_at=None)
    event = SopEvent.objects.last()
    assert (event.kind, event.version, event.by, event.why) == ("version_retired", version, head, "Keliru")


def test_without_its_last_version_the_sop_is_used_no_more(first, head):
    with pytest.raises(Refused, match="why_missing"):
        retire(sop=first.sop, why="", by=head, at=NOW)
    retire(sop=first.sop, version=first, why="Diganti SOP lain", by=head, at=NOW)
    assert current_versions(at=NOW) == []
    assert Sop.objects.get().retired_at == NOW
    assert SopEvent.objects.last().kind == "retired"
