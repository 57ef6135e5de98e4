"""A matter counts once: for whoever has custody, and for somebody at every moment on the way."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from cases.models import Case
from reporting.carrying import carry
from reporting.counting import ROWS
from tenants.current import in_office
from tests.reporting.conftest import AT, accept, change, counted, make_case, send

pytestmark = pytest.mark.django_db


def carried(office, matter):
    with in_office(office):
        return carry(matter)


@pytest.fixture
def matter(offices) -> uuid.UUID:
    salatiga, *_others = offices
    with in_office(salatiga):
        case = make_case(salatiga)
        carry(case.matter)
    return case.matter


def test_a_matter_that_nobody_handed_over_counts_where_it_is(matter):
    assert counted() == {matter: "33.73"}


def test_a_handover_counts_once_before_during_and_after(offices, matter):
    salatiga, banyuwangi, _nunukan = offices
    envelope = send(salatiga, banyuwangi, matter)
    assert counted() == {matter: "33.73"}, "on its way"
    accept(banyuwangi, envelope)
    assert counted() == {matter: "33.73"}, "taken over, but the new office's fact has not arrived"
    with in_office(banyuwangi):
        make_case(banyuwangi, matter=matter)
    assert counted() == {matter: "33.73"}, "the new office's relay lags"
    carried(banyuwangi, matter)
    assert counted() == {matter: "35.10"}


def test_the_former_office_s_late_fact_takes_nothing_back(offices, matter):
    salatiga, banyuwangi, _nunukan = offices
    accept(banyuwangi, send(salatiga, banyuwangi, matter))
    with in_office(banyuwangi):
        make_case(banyuwangi, matter=matter)
        carry(matter)
    with in_office(salatiga):
        change(Case.objects.get(matter=matter), at=AT + timedelta(days=3), stage="termination")
    assert carried(salatiga, matter)
    assert counted() == {matter: "35.10"}


def test_handed_on_it_moves_on_and_back(offices, matter):
    salatiga, banyuwangi, nunukan = offices
    accept(banyuwangi, send(salatiga, banyuwangi, matter))
    with in_office(banyuwangi):
        change(make_case(banyuwangi, matter=matter), at=AT + timedelta(hours=3), stage="assessment")
        carry(matter)
    accept(nunukan, send(banyuwangi, nunukan, matter))
    assert counted() == {matter: "35.10"}, "until Nunukan's fact arrives, the newest of the others"
    with in_office(nunukan):
        make_case(nunukan, matter=matter)
        carry(matter)
    assert counted() == {matter: "65.03"}
    accept(salatiga, send(nunukan, salatiga, matter))
    assert counted() == {matter: "33.73"}, "its fact was there all along"


def test_while_the_holder_s_fact_is_missing_the_newest_of_the_others_counts(offices, matter):
    salatiga, banyuwangi, nunukan = offices
    accept(banyuwangi, send(salatiga, banyuwangi, matter))
    with in_office(banyuwangi):
        case = make_case(banyuwangi, matter=matter)
        change(case, at=AT + timedelta(hours=4), stage="monitoring")
        carry(matter)
    accept(nunukan, send(banyuwangi, nunukan, matter))
    assert counted() == {matter: "35.10"}


def test_a_clock_that_is_ahead_brings_no_former_office_back(offices, matter):
    salatiga, banyuwangi, nunukan = offices
    accept(banyuwangi, send(salatiga, banyuwangi, matter))
    with in_office(salatiga):
        change(Case.objects.get(matter=matter), at=AT + timedelta(days=400), stage="monitoring")
        carry(matter)
    with in_office(banyuwangi):
        make_case(banyuwangi, matter=matter)
        carry(matter)
    accept(nunukan, send(banyuwangi, nunukan, matter))
    assert counted() == {matter: "35.10"}, "Nunukan's fact is on its way: whoever had the matter last counts it"


def test_changed_at_the_same_moment_whoever_had_it_last_counts(offices, matter):
    salatiga, banyuwangi, nunukan = offices
    for giver, taker in ((salatiga, banyuwangi), (banyuwangi, salatiga), (salatiga, banyuwangi)):
        accept(taker, send(giver, taker, matter))
    with in_office(banyuwangi):
        make_case(banyuwangi, matter=matter)
        carry(matter)
    accept(nunukan, send(banyuwangi, nunukan, matter))
    assert counted() == {matter: "35.10"}


def test_an_office_that_helps_never_counts_before_one_that_had_custody(offices, matter):
    salatiga, banyuwangi, nunukan = offices
    accept(banyuwangi, send(salatiga, banyuwangi, matter, kind="rujukan", moves=False))
    with in_office(banyuwangi):
        change(make_case(banyuwangi, matter=matter), at=AT + timedelta(days=2), stage="monitoring")
        carry(matter)
    accept(nunukan, send(salatiga, nunukan, matter))
    assert counted() == {matter: "33.73"}


def test_a_rujukan_counts_for_the_holder_alone(offices, matter):
    salatiga, banyuwangi, _nunukan = offices
    accept(banyuwangi, send(salatiga, banyuwangi, matter, kind="rujukan", moves=False))
    with in_office(banyuwangi):
        case = make_case(banyuwangi, matter=matter)
        change(case, at=AT + timedelta(days=2), stage="monitoring")
        carry(matter)
    assert counted() == {matter: "33.73"}


def test_a_declined_or_withdrawn_handover_changes_nothing(offices, matter):
    from custody import envelopes

    salatiga, banyuwangi, _nunukan = offices
    for office, verb in ((banyuwangi, "decline"), (salatiga, "withdraw")):
        envelope = send(salatiga, banyuwangi, matter)
        with in_office(office):
            envelopes.do(envelope=envelope.pk, verb=verb, by_name="Dewi", at=AT)
        assert counted() == {matter: "33.73"}


def test_no_office_asks_for_the_nation_s_count(offices, matter):
    """An office sees its own facts and the custody of its own matters: the same question gives it no more than that."""
    with in_office(offices[1]), transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute(ROWS)
        except DatabaseError:
            return
        assert cursor.fetchall() == []
