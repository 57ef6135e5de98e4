"""Who may do what with a referral: each person and console tries everything; what is refused changes nothing."""

import uuid
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from accounts.models import Staff
from cases.models import Case
from custody.models import Envelope, Parcel
from custody.refusals import Overtaken
from frontend.referrals.wording import minimum_lines
from referrals.models import Referral
from referrals.operations import receiving
from tenants.roles import as_console
from tests.cases.conftest import staff
from tests.faults.between import REFUSED, Between

pytestmark = pytest.mark.django_db
SALATIGA, BANYUWANGI, NUNUKAN = "33.73", "35.10", "65.03"
SENDING = ("withdraw", "telephone")
ANSWERING = ("open_", "ask", "accept", "decline")
ACTS = (*SENDING, *ANSWERING)
MAY = {
    ("the sender", SALATIGA): SENDING,
    ("the head of the sender, its admin, who works in no lane", SALATIGA): (),
    ("an uninvolved colleague of the sender", SALATIGA): (),
    ("a former colleague of the sender", SALATIGA): (),
    ("the receiver", BANYUWANGI): ANSWERING,
    ("an uninvolved colleague of the receiver", BANYUWANGI): (),
    ("a third office", NUNUKAN): (),
}
ASSIGNING = {"33": (), "35": (BANYUWANGI,), "65": (), "nation": (BANYUWANGI, NUNUKAN)}
"""The sender's province watches and reminds; the receiver's assigns within itself; another sees nothing."""


@pytest.fixture
def key(between: Between) -> uuid.UUID:
    """A referral from Salatiga that waits in Banyuwangi's inbox."""
    sent = between.send(SALATIGA, between.open_case(SALATIGA), BANYUWANGI)
    between.relay(SALATIGA)
    return sent


def somebody(who: str, between: Between, code: str) -> Staff:
    by = between.desks[code].by
    if "uninvolved" in who or "admin" in who:
        by = staff("lain")
        by.is_office_admin = "admin" in who
        by.save()
    elif "former" in who:
        by.is_active = False
        by.save(update_fields=["is_active"])
    return by


@pytest.mark.parametrize(("who", "code"), list(MAY), ids=[who for who, _code in MAY])
def test_of_the_offices(between: Between, key: uuid.UUID, who: str, code: str) -> None:
    desk = between.desks[code]
    with desk():
        desk.by = somebody(who, between, code)
    done = {act for act in ACTS if tried(lambda act=act: getattr(between, act)(code, key))}  # type: ignore[misc]
    assert done == set(MAY[who, code])


def tried(act: Callable[[], object]) -> bool:
    """Whether it is let happen. Whatever it did is undone."""
    point = transaction.savepoint()
    try:
        act()
    except REFUSED:
        return False
    finally:
        transaction.savepoint_rollback(point)
    return True


@pytest.mark.parametrize(("province", "takers"), list(ASSIGNING.items()))
def test_of_the_provinces(between: Between, key: uuid.UUID, province: str, takers: tuple[str, ...]) -> None:
    connection.set_schema_to_public()
    with as_console(connection, province):
        sees = Envelope.objects.filter(pk=key).exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            Parcel.objects.count()
    assert sees is (province != "65")
    assert tried(lambda: between.remind(province, key)) is sees
    for to in (BANYUWANGI, NUNUKAN):
        assert assigned(between, province, key, to) is (to in takers)


def assigned(between: Between, province: str, key: uuid.UUID, to: str) -> bool:
    point = transaction.savepoint()
    try:
        between.assign(province, key, to)
    except (DatabaseError, *REFUSED):
        return False
    finally:
        transaction.savepoint_rollback(point)
    return True


def test_two_provinces_assign_and_the_second_is_told(between: Between, key: uuid.UUID) -> None:
    between.assign("nation", key, NUNUKAN)
    with pytest.raises(Overtaken):
        between.assign("35", key, BANYUWANGI)
    between.settle()
    with between.desks[SALATIGA]():
        [onward] = Referral.objects.filter(follows=key)
        assert onward.other_code == NUNUKAN
    assert between.holder_of(between.matters[0]) == SALATIGA


# bad input --------------------------------------------------------------------


def test_a_file_that_is_not_there_any_more_leaves_the_matter_where_it_is(between: Between, key: uuid.UUID) -> None:
    with between.desks[SALATIGA]():
        Parcel.objects.filter(envelope=key, kind="file").delete()
    with pytest.raises(REFUSED) as refused:
        between.accept(BANYUWANGI, key)
    assert refused.value.code == "file_not_here"
    with between.desks[BANYUWANGI]():
        assert Envelope.objects.get(pk=key).state == "sent"
        assert not Case.objects.exists()
    assert between.holder_of(between.matters[0]) == SALATIGA


def test_a_minimum_that_is_not_there_any_more_is_told_from_one_that_does_not_open(
    between: Between, key: uuid.UUID
) -> None:
    with between.desks[BANYUWANGI]():
        assert minimum_lines(receiving.preview_of(Envelope.objects.get(pk=key)).minimum)
    with between.desks[SALATIGA]():
        Parcel.objects.filter(envelope=key, kind="minimum").delete()
    between.open_(BANYUWANGI, key)
    with between.desks[BANYUWANGI]():
        preview = receiving.preview_of(Envelope.objects.get(pk=key))
    assert (preview.minimum, preview.unreadable) == ({}, False)
    assert minimum_lines(preview.minimum) == []
    assert {"accept", "decline"} <= preview.verbs, "who sent it can be telephoned, and it can still be answered"
    assert preview.sender_name


def test_nobody_refers_to_itself(between: Between) -> None:
    matter = between.open_case(SALATIGA)
    with pytest.raises(REFUSED) as refused:
        between.send(SALATIGA, matter, SALATIGA)
    assert "kantor Anda sendiri" in str([one.message for one in refused.value.missing])


def test_an_envelope_sent_again_and_again_is_there_once(between: Between, key: uuid.UUID) -> None:
    from outbox.models import Message

    for _again in range(2):
        with between.desks[SALATIGA]():
            Message.objects.update(sent_at=None, attempts=0)
        between.relay(SALATIGA)
    with between.desks[SALATIGA]():
        assert Envelope.objects.filter(matter=between.matters[0]).count() == 1
    between.accept(BANYUWANGI, key)
    with between.desks[SALATIGA]():
        Message.objects.update(sent_at=None)
    between.settle()
    between.check_settled()
