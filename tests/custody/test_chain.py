"""The chain of a matter: whatever is changed, cut out or cut off shows."""

import uuid
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from custody import chain, envelopes
from custody.models import Envelope, Link
from tenants.current import in_office
from tenants.models import Office
from tests.custody.conftest import AT

SWAPPED = """
    UPDATE public.custody_link SET number = 99 WHERE number = 2;
    UPDATE public.custody_link SET number = 2 WHERE number = 3;
    UPDATE public.custody_link SET number = 3 WHERE number = 99
"""
"""Two links in each other's place."""


def test_the_chain_holds_and_shows_what_was_done_to_it(
    owner_db: str, send: Callable[..., Envelope], matter: uuid.UUID, salatiga: Office, banyuwangi: Office
) -> None:
    sent = send()
    with in_office(banyuwangi):
        for verb in ("open", "accept"):
            envelopes.do(envelope=sent.id, verb=verb, by_name="x", at=AT)
    with in_office(salatiga):
        assert chain.faults(matter=matter) == []
        assert [link.kind for link in Link.objects.filter(matter=matter)] == ["sent", "opened", "accepted"]
        with pytest.raises(ProgrammingError), transaction.atomic():
            Link.objects.filter(matter=matter, number=2).update(kind="declined")
    for statement, what in (
        ("UPDATE public.custody_link SET kind = 'declined' WHERE number = 2", "it was changed"),
        ("DELETE FROM public.custody_link WHERE number = 3", "the end was cut off"),
        ("DELETE FROM public.custody_link WHERE number = 1", "a link is missing before it"),
        (SWAPPED, "it is not tied to the one before"),
        (SWAPPED, "it was changed"),
        ("UPDATE public.custody_custody SET head = sha256('')", "the end was cut off"),
        ("UPDATE public.custody_custody SET length = 2", "the end was cut off"),
    ):
        with transaction.atomic():
            point = transaction.savepoint()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("ALTER TABLE public.custody_link DISABLE TRIGGER USER")
                cursor.execute(statement)
            with in_office(salatiga):
                assert what in {fault.what for fault in chain.faults(matter=matter)}
            transaction.savepoint_rollback(point)


def test_no_two_links_have_one_text(owner_db: str, send: Callable[..., Envelope]) -> None:
    """A separator inside a name moves nothing from one part of a link to the next."""
    send()
    ask = "SELECT public.custody_digest(jsonb_populate_record(l, %s::jsonb)) FROM public.custody_link l"
    with connection.cursor() as cursor:
        digests = set()
        for parts in ('{"by_name": "a|[1]", "data": 2}', '{"by_name": "a", "data": "[1]|2"}', '{"by_name": "a||"}'):
            cursor.execute(ask, [parts])
            digests.add(bytes(cursor.fetchone()[0]))
    assert len(digests) == 3
    first, second = ("a|b", "c"), ("a", "b|c")
    with connection.cursor() as cursor:
        found = set()
        for console, kind in (first, second):
            cursor.execute(ask, [f'{{"envelope": null, "console": "{console}", "kind": "{kind}"}}'])
            found.add(bytes(cursor.fetchone()[0]))
    assert len(found) == 2


def test_a_chain_from_before_still_holds(
    owner_db: str, send: Callable[..., Envelope], matter: uuid.UUID, salatiga: Office
) -> None:
    """Links written before links were sealed part by part keep their seal; nobody writes them anew."""
    sent = send()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE public.custody_link DISABLE TRIGGER USER")
        cursor.execute("UPDATE public.custody_link SET form = 1, revision = NULL")
        cursor.execute("UPDATE public.custody_link l SET digest = public.custody_digest(l)")
        cursor.execute("UPDATE public.custody_custody SET head = (SELECT digest FROM public.custody_link)")
        cursor.execute("ALTER TABLE public.custody_link ENABLE TRIGGER USER")
    with in_office(salatiga):
        assert chain.faults(matter=matter) == []
        envelopes.do(envelope=sent.pk, verb="withdraw", by_name="x", at=AT)
        assert [link.form for link in Link.objects.filter(matter=matter)] == [1, 2]
        assert chain.faults(matter=matter) == []
