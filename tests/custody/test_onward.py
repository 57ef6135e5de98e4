"""What an office reads of a matter that it gave away: where it is and how it goes by codes, who did it never."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from custody import chain, envelopes, onward
from custody.models import Envelope, Link
from tenants.current import in_office
from tenants.models import Office
from tests.custody.conftest import AT
from tests.custody.test_envelopes import do

pytestmark = pytest.mark.django_db
Send = Callable[..., Envelope]
Offices = tuple[Office, Office, Office]


def fed(office: Office, envelope: Envelope, code: str) -> None:
    with in_office(office):
        chain.append(
            matter=envelope.matter, kind="feedback", at=AT, by_name="Dewi", envelope=envelope.pk, code=code,
            parcel=str(uuid.uuid4()), seal="0",
        )  # fmt: skip


@pytest.fixture
def three(send: Send, salatiga: Office, banyuwangi: Office, nunukan: Office) -> tuple[Offices, Envelope, Envelope]:
    """Salatiga gave it to Banyuwangi, that to Nunukan, which tells how it goes."""
    first = send()
    do(banyuwangi, first, "accept")
    fed(banyuwangi, first, "service")
    second = send(sender=banyuwangi, receiver=nunukan)
    do(nunukan, second, "accept")
    for code in ("intake", "other", "risk_high"):
        fed(nunukan, second, code)
    return (salatiga, banyuwangi, nunukan), first, second


def read(office: Office, matter: uuid.UUID) -> list[tuple[str, str, str]]:
    with in_office(office):
        return [(one.kind, one.to, one.code) for one in onward.since(matter)]


def links(office: Office, matter: uuid.UUID) -> list[tuple[uuid.UUID | None, str]]:
    with in_office(office):
        return list(Link.objects.filter(matter=matter).values_list("envelope", "kind"))


def test_who_gave_it_away_reads_who_has_it_and_the_stage(three: tuple[Offices, Envelope, Envelope]) -> None:
    (salatiga, banyuwangi, nunukan), first, second = three
    assert read(salatiga, first.matter) == [("accepted", "65.03", ""), ("feedback", "65.03", "intake")]
    fed(nunukan, second, "ended")
    assert read(salatiga, first.matter)[-1] == ("feedback", "65.03", "ended")
    assert read(banyuwangi, first.matter) == [], "that is its own referral: it reads it there"
    assert read(nunukan, first.matter) == [], "it holds the matter"


def test_no_name_and_nothing_else_of_what_came_later_is_read(three: tuple[Offices, Envelope, Envelope]) -> None:
    (salatiga, banyuwangi, nunukan), first, second = three
    assert {envelope for envelope, _kind in links(salatiga, first.matter)} == {first.pk}
    assert {envelope for envelope, _kind in links(banyuwangi, first.matter)} == {first.pk, second.pk}
    assert {envelope for envelope, _kind in links(nunukan, first.matter)} == {first.pk, second.pk}, "the holder all"
    with in_office(salatiga), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM public.custody_onward(%s)", [first.matter])
        assert "Dewi" not in str(cursor.fetchall())
        for statement in ("SELECT by_name FROM public.custody_onward(%s)", "SELECT data FROM public.custody_seals(%s)"):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(statement, [first.matter])


def test_the_whole_chain_is_still_checked_by_all(three: tuple[Offices, Envelope, Envelope]) -> None:
    offices, first, _second = three
    for office in offices:
        with in_office(office):
            assert chain.faults(matter=first.matter) == []
            assert chain.holds(matter=first.matter)


@pytest.mark.parametrize("whose", ["first", "second"])
def test_the_stage_is_read_as_far_as_consent_goes(three: tuple[Offices, Envelope, Envelope], whose: str) -> None:
    (salatiga, _banyuwangi, nunukan), first, second = three
    by, envelope = (salatiga, first) if whose == "first" else (nunukan, second)
    with in_office(by):
        changes = {"consent_withdrawn_at": AT, "scope": []}
        envelopes.say(envelope=envelope.pk, kind="consent_withdrawn", changes=changes, by_name="x", at=AT)
    assert read(salatiga, first.matter) == [("accepted", "65.03", "")]


def test_a_stranger_reads_nothing(send: Send, matter: uuid.UUID, banyuwangi: Office, nunukan: Office) -> None:
    do(banyuwangi, send(), "accept")
    assert read(nunukan, matter) == []
    with in_office(nunukan), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.custody_seals(%s)", [matter])
        assert cursor.fetchone() == (0,)


def test_whose_help_is_over_reads_nothing_of_how_it_goes_on(
    send: Send, matter: uuid.UUID, salatiga: Office, banyuwangi: Office, nunukan: Office
) -> None:
    helped = send(receiver=nunukan, kind="rujukan", moves=False)
    do(nunukan, helped, "accept")
    do(salatiga, helped, "finish")
    handover = send()
    do(banyuwangi, handover, "accept")
    fed(banyuwangi, handover, "service")
    assert {envelope for envelope, _kind in links(nunukan, matter)} == {helped.pk}
    assert read(nunukan, matter) == []


REFUSED_TO_THE_RECEIVER: list[tuple[str, dict[str, Any]]] = [
    ("before it took it", {"consent_withdrawn_at": AT, "scope": []}),
    ("with a scope left", {"consent_withdrawn_at": AT}),
    ("the scope alone", {"scope": []}),
    ("of what was telephoned", {"consent_withdrawn_at": AT, "scope": [], "telephoned_at": AT}),
]


@pytest.mark.parametrize(("what", "changes"), REFUSED_TO_THE_RECEIVER)
def test_a_receiver_says_nothing_else_for_the_sender(
    send: Send, banyuwangi: Office, what: str, changes: dict[str, Any]
) -> None:
    sent = send()
    if what != "before it took it":
        do(banyuwangi, sent, "accept")
    with in_office(banyuwangi), pytest.raises(DatabaseError, match="sender alone"), transaction.atomic():
        envelopes.say(envelope=sent.pk, kind="consent_withdrawn", changes=changes, by_name="x", at=AT)


def test_a_receiver_takes_no_withdrawal_back(send: Send, banyuwangi: Office) -> None:
    sent = send()
    do(banyuwangi, sent, "accept")
    with in_office(banyuwangi):
        changes: dict[str, Any] = {"consent_withdrawn_at": AT, "scope": []}
        envelopes.say(envelope=sent.pk, kind="consent_withdrawn", changes=changes, by_name="x", at=AT)
        with pytest.raises(DatabaseError, match="sender alone"), transaction.atomic():
            envelopes.say(
                envelope=sent.pk, kind="consent_withdrawn", changes={"consent_withdrawn_at": None}, by_name="x", at=AT
            )
