"""Whoever leads a matter ends its case: whoever helps hears of it, and whoever has not answered is asked no more."""

from uuid import UUID

import pytest

from cases.models import Case, Event
from cases.operations import lifecycle
from custody.models import Envelope, Link
from frontend.casework.between import BETWEEN
from referrals.models import Referral
from referrals.operations import receiving
from sop_library.queries import definition_of
from tests.faults.between import Between
from tests.frontend.screens import enter, words
from tests.referrals.test_unreadable import BANYUWANGI, NUNUKAN, SALATIGA

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(between: Between) -> UUID:
    return between.open_case(SALATIGA)


def end(between: Between, matter: UUID) -> None:
    desk = between.desks[SALATIGA]
    with desk():
        lifecycle.close(
            case=Case.objects.get(matter=matter), reason="unreachable", by=desk.by, at=between.now(SALATIGA)
        )


def reopen(between: Between, matter: UUID) -> None:
    desk = between.desks[SALATIGA]
    with desk():
        lifecycle.reopen(
            case=Case.objects.get(matter=matter), because="Ia kembali.", by=desk.by, at=between.now(SALATIGA)
        )


def helped(between: Between, matter: UUID, kind: str = "rujukan") -> UUID:
    key = between.send(SALATIGA, matter, NUNUKAN, kind)
    between.relay(SALATIGA)
    between.accept(NUNUKAN, key)
    between.settle()
    return key


def told(between: Between, matter: UUID) -> list[str]:
    """What the timeline of whoever helps says of the office that leads."""
    with between.desks[NUNUKAN]():
        events = Event.objects.filter(case__matter=matter, kind="referral_feedback").select_related("case__version")
        return [BETWEEN[one.kind](one, definition_of(one.case.version)) for one in events.order_by("number")]


def page(between: Between, matter: UUID) -> str:
    there = between.desks[NUNUKAN]
    with there():
        case = Case.objects.get(matter=matter)
    return words(enter(there.office, there.by).get(f"/kasus/{case.pk}/"))


@pytest.mark.parametrize("kind", ["rujukan", "bersama"])
def test_whoever_helps_hears_that_the_case_ended_there_and_goes_on(between: Between, matter: UUID, kind: str) -> None:
    helped(between, matter, kind)
    end(between, matter)
    between.settle()
    assert told(between, matter) == ["Menurut Kota Salatiga, kasus ini berakhir di kantor pemegangnya"]
    assert "Kasusnya di sana sudah berakhir" in page(between, matter)
    with between.desks[NUNUKAN]():
        assert Case.objects.get(matter=matter).state == "running", "its own help is ended by a person"
    reopen(between, matter)
    between.settle()
    assert told(between, matter)[1:] == ["Menurut Kota Salatiga, kasus ini berjalan lagi di kantor pemegangnya"]
    assert "Kasusnya di sana sudah berakhir" not in page(between, matter)
    between.check_settled()


def test_a_case_that_ended_and_went_on_before_anything_was_carried_is_no_news(between: Between, matter: UUID) -> None:
    helped(between, matter)
    end(between, matter)
    reopen(between, matter)
    between.settle()
    assert told(between, matter) == []


def test_help_that_nobody_accepted_is_asked_for_no_more(between: Between, matter: UUID) -> None:
    key = between.send(SALATIGA, matter, NUNUKAN, "rujukan")
    between.relay(SALATIGA)
    end(between, matter)
    between.settle()
    with between.desks[NUNUKAN]():
        assert Envelope.objects.get(pk=key).state == "withdrawn"
        assert not receiving.inbox(at=between.now())
        assert Link.objects.get(envelope=key, kind="withdrawn").data["because"] == "case_ended"
    with between.desks[SALATIGA]():
        assert Referral.objects.get(pk=key).state == "withdrawn"
        said = Event.objects.select_related("case__version").get(case__matter=matter, kind="referral_withdrawn")
        assert BETWEEN[said.kind](said, definition_of(said.case.version)).endswith("kasusnya sudah berakhir")
    between.check_settled()


def test_help_accepted_in_the_moment_the_case_ends_hears_of_it(between: Between, matter: UUID) -> None:
    key = between.send(SALATIGA, matter, NUNUKAN, "rujukan")
    between.relay(SALATIGA)
    end(between, matter)
    between.accept(NUNUKAN, key)
    between.settle()
    assert told(between, matter) == ["Menurut Kota Salatiga, kasus ini berakhir di kantor pemegangnya"]


def test_help_that_has_not_left_when_the_case_ends_never_leaves(between: Between, matter: UUID) -> None:
    key = between.send(SALATIGA, matter, NUNUKAN, "rujukan")
    end(between, matter)
    between.settle()
    with between.desks[SALATIGA]():
        assert Referral.objects.get(pk=key).state == "withdrawn"
        assert not Envelope.objects.filter(pk=key).exists()
        said = Event.objects.get(case__matter=matter, kind="referral_withdrawn")
        assert said.data == {"referral": str(key), "to": NUNUKAN, "because": "case_ended"}


def asks(between: Between, matter: UUID, page_name: str) -> str:
    here = between.desks[SALATIGA]
    with here():
        case = Case.objects.get(matter=matter)
    return words(enter(here.office, here.by).get(f"/kasus/{case.pk}/{page_name}"))


@pytest.mark.parametrize("left", [True, False], ids=["has left", "waits to leave"])
def test_the_pages_that_end_a_case_and_open_it_again_say_what_help_stops(
    between: Between, matter: UUID, left: bool
) -> None:
    stops = "berhenti bila kasus ini berakhir"
    assert stops not in asks(between, matter, "penutupan/")
    key = between.send(SALATIGA, matter, NUNUKAN, "rujukan")
    if left:
        between.relay(SALATIGA)
    with between.desks[SALATIGA]():
        number = Referral.objects.get(pk=key).number
    said = asks(between, matter, "penutupan/")
    assert stops in said
    assert f"{number} ke Kabupaten Nunukan" in said
    end(between, matter)
    between.settle()
    again = asks(between, matter, "pembukaan/")
    assert f"Berhenti ketika kasus ditutup: rujukan {number} ke Kabupaten Nunukan. Kirim lagi" in again
    reopen(between, matter)
    end(between, matter)
    assert "Berhenti ketika kasus ditutup" not in asks(between, matter, "pembukaan/"), "said of that end alone"


def test_what_was_accepted_does_not_stop_with_the_case(between: Between, matter: UUID) -> None:
    helped(between, matter)
    assert "berhenti bila kasus ini berakhir" not in asks(between, matter, "penutupan/")


def test_a_case_handed_over_is_led_on_and_tells_nobody_that_it_ended(between: Between, matter: UUID) -> None:
    helped(between, matter)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    assert told(between, matter) == []
    assert "sudah berakhir" not in page(between, matter)
    between.check_settled()


def test_the_last_step_says_beforehand_what_its_completion_stops(between: Between) -> None:
    stops = "berhenti bila kasus ini berakhir"
    matter = between.open_case(BANYUWANGI)
    came = between.send(BANYUWANGI, matter, SALATIGA)
    between.settle()
    here = between.desks[SALATIGA]
    with here():
        receiving.accept(envelope=came, version=here.version, step="rtl", by=here.by, at=between.now(SALATIGA))
    between.settle()
    assert stops not in asks(between, matter, ""), "nobody was asked for help"
    between.send(SALATIGA, matter, NUNUKAN, "rujukan")
    assert stops in asks(between, matter, "")


def test_a_step_that_ends_nothing_says_nothing_of_it(between: Between, matter: UUID) -> None:
    between.send(SALATIGA, matter, NUNUKAN, "rujukan")
    assert "berhenti bila kasus ini berakhir" not in asks(between, matter, "")


def test_after_a_handover_whoever_helps_hears_how_the_case_stands_at_whoever_leads_now(
    between: Between, matter: UUID
) -> None:
    helped(between, matter)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    between.accept(BANYUWANGI, key)
    between.settle()
    assert told(between, matter) == []
    there = between.desks[BANYUWANGI]
    with there():
        case = Case.objects.get(matter=matter)
        lifecycle.close(case=case, reason="unreachable", by=there.by, at=between.now(BANYUWANGI))
    between.settle()
    between.settle()
    assert told(between, matter) == ["Menurut Kota Salatiga, kasus ini berakhir di kantor pemegangnya"]
    assert "Kasusnya di sana sudah berakhir" in page(between, matter)
    with there():
        lifecycle.reopen(case=case, because="Ia kembali.", by=there.by, at=between.now(BANYUWANGI))
    between.settle()
    assert told(between, matter)[1:] == ["Menurut Kota Salatiga, kasus ini berjalan lagi di kantor pemegangnya"]
    assert "sudah berakhir" not in page(between, matter)
    between.check_settled()
