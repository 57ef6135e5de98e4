"""A handoff between two offices: one answers for the person at every moment, and PostgreSQL holds that."""

import uuid
from collections.abc import Callable

import pytest
from django.db import Error, IntegrityError, transaction
from django.db.utils import ProgrammingError

from custody import chain, envelopes, holding
from custody.models import Custody, Envelope, Link, Parcel, Part
from custody.refusals import Forged, NoSuchEnvelope, Overtaken
from custody.sealing import ParcelBroken
from tenants.current import in_office
from tenants.models import Office
from tests.custody.conftest import AT

Send = Callable[..., Envelope]
pytestmark = pytest.mark.django_db


def do(office: Office, envelope: Envelope, verb: str, **more: object) -> Envelope:
    with in_office(office):
        return envelopes.do(envelope=envelope.id, verb=verb, by_name="x", at=AT, **more)  # type: ignore[arg-type]


def holder(office: Office, matter: uuid.UUID) -> uuid.UUID | None:
    with in_office(office):
        row = holding.holder_of(matter)
        return row.office_id if row else None


def test_custody_moves_with_acceptance_and_not_before(
    send: Send, matter: uuid.UUID, salatiga: Office, banyuwangi: Office
) -> None:
    sent = send()
    assert holder(salatiga, matter) == salatiga.id
    assert holder(banyuwangi, matter) is None, "nothing of the matter is shown before acceptance"
    do(banyuwangi, sent, "open")
    assert holder(salatiga, matter) == salatiga.id
    do(banyuwangi, sent, "accept")
    assert holder(salatiga, matter) == holder(banyuwangi, matter) == banyuwangi.id
    with in_office(salatiga):
        assert holding.part_in(matter) == "former"
        assert not holding.may_work(matter)
    with in_office(banyuwangi):
        assert holding.part_in(matter) == "holder"
        assert Custody.objects.get(matter=matter).revision == 1


def test_what_else_was_asked_and_nobody_accepted_ends_where_custody_moves(
    send: Send, matter: uuid.UUID, salatiga: Office, banyuwangi: Office, nunukan: Office
) -> None:
    """Whoever accepts, and whatever carries it: PostgreSQL does it in the same statement and tells it in the chain."""
    waits, given = [send(receiver=nunukan, kind="rujukan", moves=False) for _one in range(2)]
    do(nunukan, given, "accept")
    handover = send()
    do(banyuwangi, handover, "accept")
    with in_office(salatiga):
        states = dict(Envelope.objects.filter(matter=matter).values_list("id", "state"))
        assert states == {waits.id: "withdrawn", given.id: "accepted", handover.id: "accepted"}
        link = Link.objects.get(envelope=waits.id, kind="withdrawn")
        assert (link.office_id, link.data) == (salatiga.id, {"because": "handed_over"})
        assert chain.faults(matter=matter) == []
    with pytest.raises(Overtaken):
        do(nunukan, waits, "accept")


def test_where_custody_stays_what_else_was_asked_waits_on(send: Send, banyuwangi: Office, nunukan: Office) -> None:
    waits = send(receiver=nunukan, kind="rujukan", moves=False)
    do(banyuwangi, send(kind="rujukan", moves=False), "accept")
    assert do(nunukan, waits, "accept").state == "accepted"


def test_rujukan_leaves_custody_where_it_was(
    send: Send, matter: uuid.UUID, salatiga: Office, banyuwangi: Office
) -> None:
    sent = send(kind="rujukan", moves=False)
    do(banyuwangi, sent, "accept")
    assert holder(banyuwangi, matter) == salatiga.id
    with in_office(banyuwangi):
        assert holding.part_in(matter) == "helper"
    do(banyuwangi, sent, "finish")
    with in_office(banyuwangi):
        assert holding.part_in(matter) == "former"


def test_joint_handling_led_by_the_receiver_keeps_the_sender_helping(
    send: Send, matter: uuid.UUID, salatiga: Office, banyuwangi: Office
) -> None:
    do(banyuwangi, send(kind="bersama", moves=True), "accept")
    with in_office(salatiga):
        assert holding.part_in(matter) == "helper"
        assert holding.may_work(matter)


def test_who_comes_second_is_told(send: Send, banyuwangi: Office, salatiga: Office) -> None:
    sent = send()
    with in_office(banyuwangi):
        seen = Envelope.objects.get(pk=sent.pk).revision
    do(banyuwangi, sent, "accept", seen=seen)
    with pytest.raises(Overtaken):
        do(banyuwangi, sent, "accept", seen=seen)
    with pytest.raises(Overtaken):
        do(salatiga, sent, "withdraw")


def test_a_third_office_sees_nothing_and_can_do_nothing(send: Send, matter: uuid.UUID, nunukan: Office) -> None:
    sent = send()
    with in_office(nunukan):
        assert not Envelope.objects.exists()
        assert not Parcel.objects.exists()
        assert not Link.objects.exists()
        assert not Custody.objects.exists()
        assert not Part.objects.exists()
    with pytest.raises(NoSuchEnvelope):
        do(nunukan, sent, "accept")


def test_nobody_sends_what_it_does_not_hold(send: Send, nunukan: Office) -> None:
    with pytest.raises(IntegrityError, match="answers for the matter"), transaction.atomic():
        send(sender=nunukan)


def test_no_sending_in_anothers_name(send: Send, salatiga: Office, nunukan: Office) -> None:
    sent = send()
    with in_office(nunukan), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Envelope.objects.bulk_create([
            Envelope(
                id=uuid.uuid4(), number="X", matter=sent.matter, sender_id=salatiga.id, receiver_id=nunukan.id,
                sender_code=salatiga.code, receiver_code=nunukan.code, kind="pelimpahan", moves=True,
                sent_at=AT, answer_by=AT,
            )
        ])  # fmt: skip


def test_sent_again_it_is_there_once_and_changed_it_is_refused(send: Send, salatiga: Office) -> None:
    sent = send()
    again = {"id": sent.id, "number": sent.number}
    send(**again)
    with in_office(salatiga):
        assert Envelope.objects.count() == 1
        assert Link.objects.filter(kind="sent").count() == 1
    with pytest.raises(Forged):
        send(**again, reasons=["domicile"])


def test_one_handover_of_a_matter_at_a_time(send: Send, nunukan: Office) -> None:
    send()
    with pytest.raises(IntegrityError, match="one_handover_at_a_time"), transaction.atomic():
        send(receiver=nunukan)


def test_an_old_acceptance_does_not_take_the_matter_back(
    send: Send, matter: uuid.UUID, salatiga: Office, banyuwangi: Office
) -> None:
    there = send()
    do(banyuwangi, there, "accept")
    do(salatiga, send(sender=banyuwangi, receiver=salatiga), "accept")
    assert holder(salatiga, matter) == salatiga.id
    with in_office(banyuwangi), pytest.raises(Error), transaction.atomic():
        Envelope.objects.filter(pk=there.pk).update(state="accepted", revision=99)
    with in_office(banyuwangi), pytest.raises(ProgrammingError), transaction.atomic():
        Custody.objects.filter(matter=matter).update(office_id=banyuwangi.id)
    assert holder(salatiga, matter) == salatiga.id


def test_parcels_open_for_the_receiver_alone_and_only_in_their_place(
    send: Send, salatiga: Office, banyuwangi: Office
) -> None:
    sent = send()
    with in_office(banyuwangi):
        assert [content for _at, content in envelopes.content_of(envelope=sent.id, kind="minimum")] == [
            {"initials": "R."}
        ]
    with in_office(salatiga):
        assert envelopes.content_of(envelope=sent.id, kind="minimum") == []
        parcel = Parcel.objects.get()
        place = envelopes.Place(parcel.id, sent.id, salatiga.id, banyuwangi.id, "minimum")
        with pytest.raises(ParcelBroken):
            envelopes.unseal(bytes(parcel.body), place=place, key_number=parcel.key_number)
    with in_office(banyuwangi):
        for moved in (
            envelopes.Place(parcel.id, uuid.uuid4(), salatiga.id, banyuwangi.id, "minimum"),
            envelopes.Place(parcel.id, sent.id, salatiga.id, banyuwangi.id, "file"),
            envelopes.Place(parcel.id, sent.id, uuid.uuid4(), banyuwangi.id, "minimum"),
        ):
            with pytest.raises(ParcelBroken):
                envelopes.unseal(bytes(parcel.body), place=moved, key_number=parcel.key_number)


def test_the_file_is_shown_after_acceptance(send: Send, salatiga: Office, banyuwangi: Office) -> None:
    sent = send()
    with in_office(salatiga):
        file = envelopes.seal_for(
            envelope=sent.id, receiver=banyuwangi.id, kind="file", content={"name": "Rini"}, parcel=uuid.uuid4()
        )
        envelopes.add_parcels(envelope=sent, to=banyuwangi.id, parcels=[file], at=AT)
        told = {"file": chain.head_of(file.body)}
        chain.append(matter=sent.matter, kind="renewed", at=AT, envelope=sent.pk, parcels=told)
    with in_office(banyuwangi):
        assert envelopes.content_of(envelope=sent.id, kind="file") == []
    do(banyuwangi, sent, "accept")
    with in_office(banyuwangi):
        assert len(envelopes.content_of(envelope=sent.id, kind="file")) == 1
