"""A new exchange key while envelopes are in flight: what was sealed before opens after, and no key ends too soon."""

import io
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from custody import envelopes, rotating
from custody.models import Envelope, Parcel
from safeguards.keys import KeyMissing, forget_keys
from safeguards.models import OfficeKey as PrivateKey
from tenants.current import in_office
from tenants.database import connection
from tenants.models import Office, OfficeKey
from tenants.roles import NotTheOwner
from tests import databases
from tests.conftest import _entered
from tests.custody.conftest import AT

Send = Callable[..., Envelope]
INSERT = """
    INSERT INTO public.custody_parcel (id, envelope, sender_id, receiver_id, kind, key_number, body, at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""


@contextmanager
def owner() -> Iterator[None]:
    """As whoever runs the platform, on the test's own database."""
    with _entered(str(connection.settings_dict["NAME"]), "owner"):
        yield


def rotate(office: Office, **passed: int) -> int:
    with owner():
        return rotating.rotate(office=office, at=AT + timedelta(**passed))


def end(office: Office, **passed: int) -> list[int]:
    with owner():
        return rotating.end_replaced(office=office, at=AT + timedelta(**passed))


def minimum(office: Office, envelope: Envelope) -> list[dict[str, object]]:
    forget_keys()
    with in_office(office):
        return [content for _at, content in envelopes.content_of(envelope=envelope.id, kind="minimum")]


def sealed_to(office: Office) -> list[int]:
    with in_office(office):
        return list(Parcel.objects.order_by("at", "id").values_list("key_number", flat=True))


def seal(envelope: Envelope, receiver: Office) -> envelopes.Sealed:
    return envelopes.seal_for(
        envelope=envelope.id, receiver=receiver.id, kind="reply", content={"words": "Aman."}, parcel=uuid.uuid4()
    )


@pytest.mark.usefixtures("committed_db")
class TestInFlight:
    def test_what_was_sealed_to_the_old_key_opens_and_the_new_one_is_used(
        self, send: Send, salatiga: Office, banyuwangi: Office
    ) -> None:
        before = send()
        assert rotate(banyuwangi) == 2
        with in_office(salatiga):
            envelopes.do(envelope=before.id, verb="withdraw", by_name="x", at=AT)
        after = send()
        assert sorted(sealed_to(banyuwangi)) == [1, 2]
        assert minimum(banyuwangi, before) == minimum(banyuwangi, after) == [{"initials": "R."}]

    def test_sealed_before_and_relayed_after_it_opens(self, send: Send, salatiga: Office, banyuwangi: Office) -> None:
        sent = send()
        with in_office(salatiga):
            waiting = seal(sent, banyuwangi)
        rotate(banyuwangi)
        rotate(banyuwangi)
        with in_office(salatiga):
            envelopes.add_parcels(envelope=sent, to=banyuwangi.id, parcels=[waiting], at=AT)
        forget_keys()
        with in_office(banyuwangi):
            assert envelopes.parcel_content(waiting.id, told=None) == {"words": "Aman."}

    def test_a_key_stays_until_nothing_is_sealed_to_it(self, send: Send, salatiga: Office, banyuwangi: Office) -> None:
        sent = send()
        rotate(banyuwangi)
        assert end(banyuwangi, days=30) == [], "a parcel is sealed to it"
        assert minimum(banyuwangi, sent)
        with in_office(salatiga):
            Parcel.objects.filter(envelope=sent.id).delete()
        assert end(banyuwangi, minutes=30) == [], "somebody may be sealing to it at this moment"
        assert end(banyuwangi, hours=1) == [1]
        with in_office(banyuwangi):
            assert list(PrivateKey.objects.filter(purpose="exchange").values_list("number", flat=True)) == [2]
            assert OfficeKey.objects.get(office=banyuwangi, number=1).ended_at is not None
        assert end(banyuwangi, hours=2) == [], "the newest never ends"

    def test_a_parcel_sealed_to_a_key_that_ended_is_refused_and_sealed_anew(
        self, send: Send, salatiga: Office, banyuwangi: Office
    ) -> None:
        sent = send()
        with in_office(salatiga):
            late = seal(sent, banyuwangi)
            Parcel.objects.filter(envelope=sent.id).delete()
        rotate(banyuwangi)
        assert end(banyuwangi, days=1) == [1]
        with in_office(salatiga):
            with pytest.raises(IntegrityError, match="no such key"):
                envelopes.add_parcels(envelope=sent, to=banyuwangi.id, parcels=[late], at=AT)
            again = seal(sent, banyuwangi)
            envelopes.add_parcels(envelope=sent, to=banyuwangi.id, parcels=[again], at=AT)
        forget_keys()
        with in_office(banyuwangi):
            assert envelopes.parcel_content(again.id, told=None) == {"words": "Aman."}

    def test_what_is_written_while_a_key_ends_keeps_it(
        self, send: Send, salatiga: Office, banyuwangi: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A parcel that is inserted and not committed yet: ending waits for it, here no longer than it has patience."""
        monkeypatch.setattr(rotating, "PATIENCE", "200ms")
        sent = send()
        with in_office(salatiga):
            late = seal(sent, banyuwangi)
            Parcel.objects.filter(envelope=sent.id).delete()
        rotate(banyuwangi)
        values = [late.id, sent.id, salatiga.id, banyuwangi.id, late.kind, late.key_number, late.body, AT]
        with psycopg.connect(databases.owner_url(str(connection.settings_dict["NAME"]))) as other:
            other.execute(INSERT, values)
            with pytest.raises(OperationalError, match="lock timeout"):
                end(banyuwangi, days=1)
        assert end(banyuwangi, days=1) == []
        forget_keys()
        with in_office(banyuwangi):
            assert envelopes.parcel_content(late.id, told=None) == {"words": "Aman."}

    def test_one_after_the_other(self, banyuwangi: Office, salatiga: Office) -> None:
        assert [rotate(banyuwangi), rotate(salatiga), rotate(banyuwangi)] == [2, 2, 3]
        with in_office(banyuwangi):
            assert PrivateKey.objects.filter(purpose="exchange").count() == 3


@pytest.mark.django_db
def test_an_office_publishes_and_ends_no_key_itself(banyuwangi: Office) -> None:
    for act in (rotating.rotate, rotating.end_replaced):
        with pytest.raises(NotTheOwner):
            act(office=banyuwangi, at=AT)
    for write in (
        "INSERT INTO public.tenants_officekey (office_id, number, public_key, made_at) VALUES (%s, 2, '', now())",
        "UPDATE public.tenants_officekey SET ended_at = now() WHERE office_id = %s",
    ):
        with (
            in_office(banyuwangi), pytest.raises(Exception, match="permission denied"), transaction.atomic(),
            connection.cursor() as cursor,
        ):  # fmt: skip
            cursor.execute(write, [banyuwangi.id])


@pytest.mark.django_db
def test_a_destroyed_key_says_so(send: Send, banyuwangi: Office) -> None:
    sent = send()
    with in_office(banyuwangi):
        PrivateKey.objects.filter(purpose="exchange").delete()
        forget_keys()
        with pytest.raises(KeyMissing):
            envelopes.content_of(envelope=sent.id, kind="minimum")


def typed(*words: str) -> str:
    out = io.StringIO()
    call_command("key", *words, stdout=out)
    return out.getvalue()


def test_the_command(owner_db: str) -> None:
    banyuwangi = Office.objects.get(code="35.10")
    assert "kunci 2 berlaku mulai sekarang" in typed("rotate", "35.10")
    assert [line.split()[0] for line in typed("list", "35.10").splitlines()] == ["2", "1"]
    assert "tidak ada yang dihancurkan" in typed("end", "35.10")
    assert "Kunci 1 tetap ada: 0 kiriman" in typed("end", "35.10")
    OfficeKey.objects.filter(office=banyuwangi, number=2).update(made_at=timezone.now() - rotating.STAYS)
    assert "kunci 1 dihancurkan" in typed("end", "35.10")
    assert "dihancurkan" in typed("list", "35.10").splitlines()[1]


@pytest.mark.parametrize(("code", "words"), [("99.99", "99.99"), ("33.74", "rangkul open 33.74")])
def test_the_command_for_no_office(owner_db: str, code: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        typed("rotate", code)
    del owner_db
