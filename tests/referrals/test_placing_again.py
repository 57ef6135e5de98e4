"""A case that was accepted under the wrong SOP is placed anew while nothing was done in it, and not afterwards."""

from uuid import UUID

import pytest
from django.utils import timezone

from accounts.models import Lane, LaneMembership, Staff
from cases.models import Case, Event, LimitClock, StepPass
from cases.progress import progress
from cases.refusals import NotAllowed, Refusal, Stale
from referrals.operations import placing_again
from sop_library.models import SopVersion
from sop_library.queries import definition_of
from tests.cases.conftest import staff, take
from tests.faults.between import Between
from tests.frontend.screens import enter, faults_of, read, words
from tests.referrals.test_unreadable import BANYUWANGI, SALATIGA

pytestmark = pytest.mark.django_db
WHY = "Diterima dengan SOP yang keliru."


@pytest.fixture
def matter(between: Between) -> UUID:
    """Accepted by Banyuwangi under the SOP of its P2TP2A."""
    found = between.open_case(SALATIGA)
    between.hand(found, SALATIGA, BANYUWANGI)
    return found


@pytest.fixture
def right(between: Between) -> SopVersion:
    """The SOP that it should have been: here Salatiga's, adopted by Banyuwangi."""
    desk = between.desks[BANYUWANGI]
    with desk():
        version = take("salatiga/pengaduan-langsung")
        held = desk.by.memberships.values("lane")
        LaneMembership.objects.bulk_create(
            LaneMembership(lane=lane, staff=desk.by) for lane in Lane.objects.exclude(pk__in=held)
        )
        desk.by = Staff.objects.get(pk=desk.by.pk)
    return version


def place(between: Between, matter: UUID, version: SopVersion, **given: object) -> Case:
    desk = between.desks[BANYUWANGI]
    case = Case.objects.get(matter=matter)
    given = {"reason": WHY, "by": Staff.objects.get(pk=desk.by.pk), "at": between.now(BANYUWANGI)} | given
    return placing_again.place_again(case=case, version=version, **given)


def test_it_goes_on_in_the_other_sop_and_what_was_first_stays_as_history(
    between: Between, matter: UUID, right: SopVersion
) -> None:
    with between.desks[BANYUWANGI]():
        before = Case.objects.get(matter=matter)
        old = list(StepPass.objects.filter(case=before).values_list("step", flat=True))
        case = place(between, matter, right)
        now = StepPass.objects.filter(case=case, former=False)
        assert (case.version, case.state, case.number) == (right, "running", before.number)
        assert [one.version_id for one in now] == [right.pk] * len(now)
        assert now.filter(status__in=["open", "waiting"]).exists()
        former = StepPass.objects.filter(case=case, former=True)
        assert sorted(former.values_list("step", flat=True)) == sorted(old)
        assert not former.filter(status__in=["open", "waiting"]).exists()
        known = {limit.key for limit in definition_of(right).limits}
        assert set(LimitClock.objects.filter(case=case).values_list("key", flat=True)) <= known
        event = Event.objects.get(case=case, kind="case_placed_again")
        assert event.data["was"]["version"] == str(before.version_id)
        assert WHY not in str(event.data)
        assert progress(case=case, by=between.desks[BANYUWANGI].by).definition == definition_of(right)
    between.settle()
    between.check_settled()


def test_it_begins_at_the_step_that_was_chosen(between: Between, matter: UUID, right: SopVersion) -> None:
    desk = between.desks[BANYUWANGI]
    with desk():
        begins = definition_of(right).steps[0].key
        case = place(between, matter, right, step=begins)
        now = StepPass.objects.get(case=case, step=begins, former=False)
        assert now.status == "open"
    back = between.send(BANYUWANGI, matter, SALATIGA)
    between.settle()
    between.accept(SALATIGA, back)
    between.settle()
    between.check_settled()
    assert between.holder_of(matter) == SALATIGA


def test_another_step_of_the_same_sop(between: Between, matter: UUID) -> None:
    with between.desks[BANYUWANGI]():
        case = Case.objects.get(matter=matter)
        begins = Event.objects.get(case=case, kind="case_taken_over").data["begins"]
        version = case.version
        other = next(one.key for one in definition_of(version).steps if one.worked and one.key != begins)
        with pytest.raises(Refusal, match="same_place"):
            place(between, matter, version, step=begins)
        case = place(between, matter, version, step=other)
        live = StepPass.objects.filter(case=case, former=False, status__in=["open", "waiting"])
        assert [one.step for one in live] == [other]
        case = place(between, matter, version, step=begins)
        assert len(case.earlier) == 2


@pytest.mark.parametrize("touched", ["done", "signed", "paper"])
def test_not_once_something_was_done_here(
    between: Between, matter: UUID, right: SopVersion, touched: str
) -> None:  # fmt: skip
    with between.desks[BANYUWANGI]():
        row = StepPass.objects.filter(case__matter=matter, status__in=["open", "waiting"]).first()
        if touched == "done":
            StepPass.objects.filter(pk=row.pk).update(status="done", done_at=timezone.now(), done_by=row.case.holder)
        elif touched == "signed":
            row.sign_offs.create(lane="x", by=row.case.holder, at=timezone.now())
        else:
            row.requirements.create(key="x", at=timezone.now(), by=row.case.holder)
        with pytest.raises(Refusal) as refused:
            place(between, matter, right)
        assert refused.value.code == "work_begun"
        assert Case.objects.get(matter=matter).version != right


def test_by_whom_and_when(between: Between, matter: UUID, right: SopVersion) -> None:
    desk = between.desks[BANYUWANGI]
    with desk():
        outsider = staff("orang-luar")
        with pytest.raises(NotAllowed):
            place(between, matter, right, by=outsider)
        with pytest.raises(NotAllowed, match="not_in_sop"):
            place(between, matter, right, holder=outsider)
        with pytest.raises(Refusal) as refused:
            place(between, matter, right, reason=" ")
        assert refused.value.code == "reason_missing"
    own = between.open_case(BANYUWANGI)
    with desk(), pytest.raises(Refusal) as refused:
        place(between, own, right)
    assert refused.value.code == "not_taken"
    back = between.give_back(BANYUWANGI, receiving_key(between, matter))
    between.settle()
    between.accept(SALATIGA, back)
    with desk(), pytest.raises(Stale):
        place(between, matter, right)


def receiving_key(between: Between, matter: UUID) -> UUID:
    with between.desks[BANYUWANGI]():
        found = placing_again.came_by(Case.objects.get(matter=matter))
    assert found is not None
    return found.pk


def test_the_page_asks_and_the_case_says_where_it_begins_now(
    between: Between, matter: UUID, right: SopVersion
) -> None:  # fmt: skip
    desk = between.desks[BANYUWANGI]
    client = enter(desk.office, desk.by)
    with desk():
        case = Case.objects.get(matter=matter)
    page = client.get(f"/kasus/{case.pk}/")
    assert "SOP atau langkah mulainya keliru?" in words(page)
    where = f"/kasus/{case.pk}/penempatan/"
    asked = client.get(where)
    assert faults_of(asked) == []
    seen = read(asked).select_one("input[name=seen]")["value"]
    typed = {"seen": seen, "tempat-sop": right.sop.slug, "tempat-holder": str(desk.by.pk), "tempat-reason": ""}
    answer = client.post(where, typed)
    assert answer.status_code == 422
    assert faults_of(answer) == []
    answer = client.post(where, typed | {"tempat-reason": WHY})
    assert (answer.status_code, answer["Location"]) == (303, f"/kasus/{case.pk}/")
    page = words(client.get(f"/kasus/{case.pk}/"))
    assert "Pengaduan langsung" in page
    assert "Kasus ini mulai di" in page
    assert "Kasus ditempatkan ulang" in words(client.get(f"/kasus/{case.pk}/jejak/"))


def test_one_opened_here_has_no_such_page(between: Between) -> None:
    desk = between.desks[BANYUWANGI]
    own = between.open_case(BANYUWANGI)
    with desk():
        case = Case.objects.get(matter=own)
    client = enter(desk.office, desk.by)
    assert "keliru?" not in words(client.get(f"/kasus/{case.pk}/"))
    assert client.get(f"/kasus/{case.pk}/penempatan/").status_code == 303
