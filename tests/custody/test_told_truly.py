"""Nobody tells the chain what did not happen, and what it tells of a parcel is compared with what came."""

import itertools
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from custody import chain, console, envelopes
from custody.models import Envelope, Link, Parcel
from custody.refusals import OutOfReach
from custody.sealing import ParcelBroken
from custody.states import ARROWS
from tenants.current import in_office
from tenants.models import Office
from tenants.roles import as_console
from tests.custody.conftest import AT
from tests.custody.test_assigning import assign, forge
from tests.custody.test_envelopes import do

Send = Callable[..., Envelope]
pytestmark = pytest.mark.django_db
SIDES = ("sender", "receiver", "recorder", "province")
OTHERS = (
    "telephoned", "consent_withdrawn", "reminded", "nudged", "risk_rated", "renewed", "supplemented",
    "feedback", "consents_told", "appointments_taken", "anything",
)  # fmt: skip


def tell(envelope: Envelope, kind: str, **data: object) -> None:
    """Append a link as the current office would, past every operation."""
    with transaction.atomic():
        chain.append(matter=envelope.matter, kind=kind, at=AT, by_name="x", envelope=envelope.pk, **data)


def told(envelope: Envelope, office: Office) -> list[str]:
    with in_office(office):
        return list(Link.objects.filter(envelope=envelope.pk).values_list("kind", flat=True))


@pytest.mark.parametrize("kind", [*(kind for kind in envelopes.TOLD.values()), *OTHERS, "sent"])
def test_no_office_tells_what_it_did_not_do(send: Send, salatiga: Office, banyuwangi: Office, kind: str) -> None:
    sent = send()
    with in_office(banyuwangi), pytest.raises(IntegrityError, match="does not say so"):
        tell(sent, kind)
    if kind not in {"renewed", "replied"}:
        with in_office(salatiga), pytest.raises(IntegrityError, match="does not say so"):
            tell(sent, kind)
    assert told(sent, salatiga) == ["sent"]


def test_what_was_done_is_told_once_and_by_whoever_did_it(send: Send, salatiga: Office, banyuwangi: Office) -> None:
    sent = send()
    do(banyuwangi, sent, "accept")
    for office in (banyuwangi, salatiga):
        for kind in ("accepted", "sent", "opened", "renewed"):
            with in_office(office), pytest.raises(IntegrityError, match="does not say so"):
                tell(sent, kind)
    with in_office(banyuwangi):
        tell(sent, "feedback", parcel=str(uuid.uuid4()), seal="0")
        with pytest.raises(IntegrityError, match="does not say so"):
            tell(sent, "supplemented")
        tell(sent, "appointments_taken", appointments=[])
    assert told(sent, salatiga) == ["sent", "accepted", "feedback", "appointments_taken"]


def test_whoever_only_helps_takes_no_appointment_away(send: Send, banyuwangi: Office) -> None:
    sent = send(kind="rujukan", moves=False)
    do(banyuwangi, sent, "accept")
    with in_office(banyuwangi), pytest.raises(IntegrityError, match="does not say so"):
        tell(sent, "appointments_taken", appointments=[])


def test_no_helper_withdraws_anothers_consent(
    send: Send, salatiga: Office, banyuwangi: Office, nunukan: Office
) -> None:
    """With a part in the matter, and none in that envelope of it."""
    do(nunukan, send(receiver=nunukan, kind="rujukan", moves=False), "accept")
    sent = send()
    do(banyuwangi, sent, "accept")
    for kind in ("consent_withdrawn", "accepted", "feedback"):
        with in_office(nunukan), pytest.raises(ProgrammingError, match="no part in this envelope"):
            tell(sent, kind)
    with in_office(nunukan), pytest.raises(ProgrammingError, match="no part"), transaction.atomic():
        chain.append(matter=sent.matter, kind="sent", at=AT)
    assert told(sent, salatiga) == ["sent", "accepted"]


def test_no_link_mixes_matters(send: Send, banyuwangi: Office, nunukan: Office) -> None:
    """An envelope of one matter, told in the chain of another in which the same office has a part."""
    mine, other = send(), uuid.uuid4()
    with in_office(banyuwangi):
        envelopes.holding.begin(matter=other, at=AT)
        with pytest.raises(ProgrammingError, match="no part"):
            tell(replace_matter(mine, other), "opened")


def replace_matter(envelope: Envelope, matter: uuid.UUID) -> Envelope:
    return Envelope(id=envelope.pk, matter=matter)


@pytest.mark.parametrize("by", ["33", "35", "nation"])
@pytest.mark.parametrize("kind", ["assigned", "redirected", "reminded", "accepted", "consent_withdrawn", "sent"])
def test_no_console_tells_what_it_did_not_do(send: Send, salatiga: Office, by: str, kind: str) -> None:
    sent = send()
    with as_console(connection, by), pytest.raises(IntegrityError, match="does not say so"), transaction.atomic():
        chain.append(matter=sent.matter, kind=kind, at=AT, by_name="x", envelope=sent.pk, console=by)
    assert told(sent, salatiga) == ["sent"]


def test_another_console_does_not_tell_an_assignment(send: Send, salatiga: Office) -> None:
    sent = send()
    with as_console(connection, "35"):
        changes = {"state": "assigned", "binding": True, "assigned_to": "35.10", "assigned_by": "35"}
        Envelope.objects.filter(pk=sent.pk).update(revision=1, **changes)
    for by in ("33", "nation"):
        with as_console(connection, by), pytest.raises(IntegrityError, match="does not say so"), transaction.atomic():
            chain.append(matter=sent.matter, kind="assigned", at=AT, envelope=sent.pk, console=by)
    with as_console(connection, "35"):
        chain.append(matter=sent.matter, kind="assigned", at=AT, envelope=sent.pk, console="35")
    assert told(sent, salatiga) == ["sent", "assigned"]


@pytest.mark.parametrize("side", SIDES)
def test_postgresql_tells_by_the_same_table(side: str) -> None:
    here = {(envelopes.TOLD[verb], after) for who, verb, _before, after in ARROWS if who == side}
    here |= {("sent", "sent")} if side in ("sender", "recorder") else set()
    for kind, state in itertools.product({*envelopes.TOLD.values(), "sent"}, Envelope.State.values):
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.custody_tells(%s, %s, %s)", [side, kind, state])
            assert cursor.fetchone()[0] == ((kind, state) in here), (side, kind, state)


def test_a_link_that_names_a_parcel_seals_it(send: Send, banyuwangi: Office) -> None:
    sent = send()
    with in_office(banyuwangi), pytest.raises(IntegrityError, match="seals it"), transaction.atomic():
        envelopes.do(envelope=sent.pk, verb="ask", by_name="x", at=AT, parcel=str(uuid.uuid4()))


# what came ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(envelopes.TIED))
def test_what_the_chain_does_not_tell_of_is_not_shown(
    send: Send, salatiga: Office, banyuwangi: Office, kind: str
) -> None:
    """The sender put another minimum, file or letter in the place of the one it sent."""
    sent = send()
    do(banyuwangi, sent, "accept")
    with in_office(salatiga):
        Parcel.objects.filter(envelope=sent.pk).delete()
        other = envelopes.seal_for(
            envelope=sent.pk, receiver=banyuwangi.id, kind=kind, content={"initials": "X."}, parcel=uuid.uuid4()
        )
        envelopes.add_parcels(envelope=sent, to=banyuwangi.id, parcels=[other], at=AT)
    with in_office(banyuwangi), pytest.raises(ParcelBroken):
        envelopes.content_of(envelope=sent.pk, kind=kind)


def test_what_was_renewed_is_compared_with_what_was_told_last(send: Send, salatiga: Office, banyuwangi: Office) -> None:
    sent = send()
    with in_office(salatiga):
        old = Parcel.objects.get(envelope=sent.pk)
        new = envelopes.seal_for(
            envelope=sent.pk, receiver=banyuwangi.id, kind="minimum", content={"initials": "N."}, parcel=uuid.uuid4()
        )
        body = old.body
        Parcel.objects.filter(pk=old.pk).delete()
        envelopes.add_parcels(envelope=sent, to=banyuwangi.id, parcels=[new], at=AT)
        tell(sent, "renewed", parcels={"minimum": chain.head_of(new.body)})
    with in_office(banyuwangi):
        assert [content for _at, content in envelopes.content_of(envelope=sent.pk, kind="minimum")] == [
            {"initials": "N."}
        ]
    with in_office(salatiga):
        again = replace(new, id=uuid.uuid4(), body=bytes(body))
        Parcel.objects.filter(pk=new.id).delete()
        envelopes.add_parcels(envelope=sent, to=banyuwangi.id, parcels=[again], at=AT)
    with in_office(banyuwangi), pytest.raises(ParcelBroken):
        envelopes.content_of(envelope=sent.pk, kind="minimum")


def test_the_receiver_tells_of_no_parcel_of_the_senders(send: Send, salatiga: Office, banyuwangi: Office) -> None:
    """A link of the receiver's that names a digest changes nothing about what the sender's parcel must be."""
    sent = send()
    with in_office(banyuwangi):
        envelopes.do(envelope=sent.pk, verb="open", by_name="x", at=AT, parcels={"minimum": "0" * 64})
        assert envelopes.content_of(envelope=sent.pk, kind="minimum")


def test_words_are_those_that_their_link_seals(send: Send, salatiga: Office, banyuwangi: Office) -> None:
    sent = send()
    with in_office(banyuwangi):
        said = envelopes.seal_for(
            envelope=sent.pk, receiver=salatiga.id, kind="question", content={"words": "Aman?"}, parcel=uuid.uuid4()
        )
        envelopes.add_parcels(envelope=sent, to=salatiga.id, parcels=[said], at=AT)
    with in_office(salatiga):
        assert envelopes.parcel_content(said.id, told=chain.head_of(said.body)) == {"words": "Aman?"}
        with pytest.raises(ParcelBroken):
            envelopes.parcel_content(said.id, told="0" * 64)


# whose regencies ----------------------------------------------------------------


def test_a_province_assigns_to_its_own_regencies(send: Send, salatiga: Office) -> None:
    sent = send()
    late = sent.answer_by + console.MINISTRY_AFTER * 2
    with pytest.raises(OutOfReach):
        assign(sent, "35", late, to="65.03")
    with pytest.raises(IntegrityError, match="its own regencies"):
        forge(sent, "35", assigned_by="35", state="redirected", assigned_to="65.03")
    with pytest.raises(Error):
        forge(sent, "35", assigned_by="35", state="assigned", binding=True, assigned_to="35.11")
    assign(sent, "nation", late, to="65.03")
    assert told(sent, salatiga) == ["sent", "redirected"]
