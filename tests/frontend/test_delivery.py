"""Pengiriman: what was given up is listed without its content, and sent again with a line in the office's trail."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import OfficeEvent
from outbox.models import Message
from referrals import following
from referrals.models import Followed, Referral
from safeguards import keeping
from tenants.current import in_office
from tests.frontend.screens import employ, enter, faults_of, words

pytestmark = pytest.mark.django_db
SECRET = "isi-rekaan"


def given_up(office, topic: str = "referral.gone") -> Message:
    with in_office(office):
        return Message.objects.create(
            topic=topic, stream=topic.partition(".")[0], matter=uuid.uuid4(), payload={"referral": SECRET},
            dead_at=timezone.now(), attempts=9, fault="KeyError",
        )  # fmt: skip


def test_an_admin_sees_kinds_and_times_and_sends_again(salatiga) -> None:
    message = given_up(salatiga, "referral.sent")
    chief = enter(salatiga, employ(salatiga, "kepala", admin=True))
    page = chief.get("/kantor/pengiriman/")
    assert faults_of(page) == []
    assert "Rujukan keluar" in words(page)
    assert SECRET not in page.content.decode()
    again = f"/kantor/pengiriman/{message.id}/lagi/"
    assert chief.post(again).status_code == 303
    with in_office(salatiga):
        assert Message.objects.get().dead_at is None
        event = OfficeEvent.objects.get()
        assert (event.kind, event.data) == ("sent_again", {"topic": "referral.sent"})
    assert chief.post(again).status_code == 303
    with in_office(salatiga):
        assert OfficeEvent.objects.count() == 1, "what is on its way is not sent again"
    assert "Semua pengiriman sampai" in words(chief.get("/kantor/pengiriman/"))
    assert "Pengiriman dicoba lagi" in words(chief.get("/kantor/petugas/"))


def test_nobody_else_comes_in(salatiga) -> None:
    message = given_up(salatiga)
    client = enter(salatiga, employ(salatiga, "sari", "*"))
    assert client.get("/kantor/pengiriman/").status_code == 403
    assert client.post(f"/kantor/pengiriman/{message.id}/lagi/").status_code == 403
    with in_office(salatiga):
        assert Message.objects.get().dead_at is not None


def test_what_is_no_message_is_not_found(salatiga) -> None:
    chief = enter(salatiga, employ(salatiga, "kepala", admin=True))
    assert chief.post(f"/kantor/pengiriman/{uuid.uuid4()}/lagi/").status_code == 404


def stuck(office) -> uuid.UUID:
    with in_office(office):
        row = Followed.objects.create(
            matter=uuid.uuid4(), number=3, at=timezone.now(), fault="KeyError", attempts=following.SEEN_AFTER,
            next_at=timezone.now() + timedelta(minutes=5),
        )  # fmt: skip
        Referral.objects.create(
            side="in", matter=row.matter, number="RJK-3510-26-0007", kind="rujukan", moves=False, other_code="35.10",
            other_name="Kabupaten Banyuwangi", urgency="day", answer_by=timezone.now(), made_at=timezone.now(),
            words=SECRET,
        )  # fmt: skip
        return row.matter


def test_what_can_not_be_followed_is_shown_and_tried_again_at_once(salatiga, monkeypatch) -> None:
    waked: list[object] = []
    monkeypatch.setattr("referrals.operations.resuming.waking.wake_after_commit", lambda **who: waked.append(who))
    matter = stuck(salatiga)
    chief = enter(salatiga, employ(salatiga, "kepala", admin=True))
    page = chief.get("/kantor/pengiriman/")
    assert faults_of(page) == []
    assert "Rujukan yang tidak dapat diikuti" in words(page)
    assert "RJK-3510-26-0007" in words(page)
    assert "Semua pengiriman sampai" not in words(page)
    assert SECRET not in page.content.decode()
    again = f"/kantor/pengiriman/rujukan/{matter}/lagi/"
    assert enter(salatiga, employ(salatiga, "sari", "*")).post(again).status_code == 403
    assert waked == []
    assert chief.post(again).status_code == 303
    assert waked == [{"office": salatiga.id, "matter": matter}]
    with in_office(salatiga):
        assert Followed.objects.get().next_at is None
        assert OfficeEvent.objects.get().data == {"topic": "referral.followed"}
        Followed.objects.update(fault="", attempts=0)
    assert chief.post(again).status_code == 303
    assert len(waked) == 1, "nothing holds it up any more"
    assert "Semua pengiriman sampai" in words(chief.get("/kantor/pengiriman/"))
    assert chief.post(f"/kantor/pengiriman/rujukan/{uuid.uuid4()}/lagi/").status_code == 404


def test_what_was_sent_after_the_session_is_not_carried_out_by_a_look(salatiga) -> None:
    """A form without a question has nothing to show again: the person comes to Hari ini, and nothing was done."""
    message = given_up(salatiga, "referral.sent")
    chief = employ(salatiga, "kepala", admin=True)
    path = f"/kantor/pengiriman/{message.id}/lagi/"
    with in_office(salatiga):
        kept = keeping.keep(fields={}, path=path, by=chief.pk, at=timezone.now())
    answer = enter(salatiga, chief).get(f"{path}?isian={kept.pk}", follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "dikirim lagi" not in words(answer).lower()
    with in_office(salatiga):
        assert Message.objects.get().dead_at is not None
        assert not OfficeEvent.objects.exists()
