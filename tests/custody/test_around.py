"""What an office reads of the referrals of a matter in which it is neither sender nor receiver."""

import uuid
from collections.abc import Callable

import pytest

from custody import around, envelopes
from custody.models import Envelope
from tenants.current import in_office
from tenants.models import Office
from tests.custody.conftest import AT

pytestmark = pytest.mark.django_db
Send = Callable[..., Envelope]


def do(office: Office, envelope: Envelope, verb: str) -> None:
    with in_office(office):
        envelopes.do(envelope=envelope.id, verb=verb, by_name="x", at=AT)


def told(office: Office, matter: uuid.UUID) -> list[tuple[str, str, str, str]]:
    with in_office(office):
        return [(one.number, one.to, one.state, one.because) for one in around.others(matter)]


def test_the_holder_reads_of_each_how_it_stands_and_of_its_own_nothing(
    send: Send, matter: uuid.UUID, salatiga: Office, banyuwangi: Office, nunukan: Office
) -> None:
    given = send(receiver=nunukan, kind="rujukan", moves=False)
    do(nunukan, given, "accept")
    waits = send(receiver=nunukan, kind="rujukan", moves=False)
    do(nunukan, waits, "ask")
    handover = send()
    assert told(banyuwangi, matter) == [], "nothing of the matter is shown before acceptance"
    do(banyuwangi, handover, "accept")
    assert told(banyuwangi, matter) == [
        (given.number, "65.03", "accepted", ""), (waits.number, "65.03", "withdrawn", "handed_over"),
    ]  # fmt: skip
    assert told(nunukan, matter) == [(handover.number, "35.10", "accepted", "")]
    assert told(salatiga, matter) == [], "it is the sender of them all"
    do(salatiga, given, "finish")
    assert told(banyuwangi, matter)[0][2] == "finished"


def test_no_part_no_word(send: Send, matter: uuid.UUID, banyuwangi: Office, nunukan: Office) -> None:
    do(banyuwangi, send(), "accept")
    assert told(nunukan, matter) == []
