"""What can't be opened or applied, by fault or by malice, stops nobody else; what is forged does nothing."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Case, Event
from cases.refusals import Refusal
from custody import chain, envelopes
from custody.envelopes import Sealed
from custody.models import Envelope, Link, Parcel
from referrals import following, tasks
from referrals.models import Exchange, Followed, Referral
from referrals.operations import receiving
from safeguards.keys import KeyMissing
from tests.faults.between import Between
from tests.frontend.screens import enter, words

pytestmark = pytest.mark.django_db
SALATIGA, BANYUWANGI, NUNUKAN = "33.73", "35.10", "65.03"
RUBBISH = b"\x00bukan amplop" * 20


@pytest.fixture
def key(between: Between) -> uuid.UUID:
    """A referral from Salatiga that waits in Banyuwangi's inbox."""
    return waiting(between)


def waiting(between: Between, kind: str = "pelimpahan") -> uuid.UUID:
    sent = between.send(SALATIGA, between.open_case(SALATIGA), BANYUWANGI, kind)
    between.relay(SALATIGA)
    return sent


def swept() -> int:
    connection.set_schema_to_public()
    return tasks.sweep()


def put(between: Between, key: uuid.UUID, code: str, sealed: Sealed, *, to: str) -> None:
    with between.desks[code]():
        row = Envelope.objects.get(pk=key)
        envelopes.add_parcels(envelope=row, to=between.desks[to].office.id, parcels=[sealed], at=between.now())


def swap(between: Between, key: uuid.UUID, kind: str, other: Sealed | bytes = RUBBISH) -> None:
    """Put something in the place of what Salatiga sent, and tell the chain of it as of the truth."""
    sealed = other if isinstance(other, Sealed) else Sealed(uuid.uuid4(), kind, 1, other)
    with between.desks[SALATIGA]():
        Parcel.objects.filter(envelope=key, kind=kind).delete()
        matter, told = Envelope.objects.get(pk=key).matter, {kind: chain.head_of(sealed.body)}
        chain.append(matter=matter, kind="renewed", at=between.now(), envelope=key, parcels=told)
    put(between, key, SALATIGA, sealed, to=BANYUWANGI)


def ask_rubbish(between: Between, key: uuid.UUID) -> None:
    """Banyuwangi asks something that nobody can open."""
    sealed = Sealed(uuid.uuid4(), "question", 1, RUBBISH)
    with between.desks[BANYUWANGI]():
        envelopes.do(
            envelope=key, verb="ask", by_name="x", at=between.now(), parcel=str(sealed.id),
            seal=chain.head_of(sealed.body),
        )  # fmt: skip
    put(between, key, BANYUWANGI, sealed, to=SALATIGA)


def case_of(between: Between, code: str, key: uuid.UUID) -> Case:
    with between.desks[code]():
        return Case.objects.get(referrals=key)


# following -----------------------------------------------------------------------


def test_a_message_that_nobody_can_open_stops_no_following(between: Between, key: uuid.UUID) -> None:
    """Neither the rest of its own matter, nor other matters of the office, nor the offices after it."""
    other, third = waiting(between), between.send(NUNUKAN, between.open_case(NUNUKAN), BANYUWANGI)
    between.relay(NUNUKAN)
    ask_rubbish(between, key)
    between.accept(BANYUWANGI, key)
    between.accept(BANYUWANGI, other)
    between.accept(BANYUWANGI, third)
    swept()
    for code, taken in ((SALATIGA, key), (SALATIGA, other), (NUNUKAN, third)):
        assert case_of(between, code, taken).state == "ended"
    with between.desks[SALATIGA]():
        assert following.behind() == []
        asked = Exchange.objects.get(referral=key, kind="question")
        assert (asked.unreadable, asked.words) == (True, None)
    page = enter(between.desks[SALATIGA].office, between.desks[SALATIGA].by).get(f"/rujukan/{key}/")
    assert "Tidak dapat dibuka" in words(page)
    assert "minta dikirim ulang" in words(page)


def test_words_put_in_the_place_of_others_are_not_read(between: Between, key: uuid.UUID) -> None:
    between.ask(BANYUWANGI, key)
    with between.desks[BANYUWANGI]():
        asked = Parcel.objects.get(envelope=key, kind="question")
        Parcel.objects.filter(pk=asked.pk).delete()
        other = envelopes.seal_for(
            envelope=key, receiver=between.desks[SALATIGA].office.id, kind="question", content={"words": "Lain."},
            parcel=asked.pk,
        )  # fmt: skip
    put(between, key, BANYUWANGI, other, to=SALATIGA)
    between.settle()
    with between.desks[SALATIGA]():
        there = Exchange.objects.get(referral=key, kind="question")
        assert (there.unreadable, there.words) == (True, None)


def test_a_supplement_that_is_none_does_not_keep_a_withdrawn_consent_from_coming(
    between: Between, key: uuid.UUID
) -> None:
    between.accept(BANYUWANGI, key)
    with between.desks[SALATIGA]():
        sealed = envelopes.seal_for(
            envelope=key, receiver=between.desks[BANYUWANGI].office.id, kind="supplement",
            content={"file": {"format": "rangkul-file/1", "people": [{"id": 7}]}}, parcel=uuid.uuid4(),
        )  # fmt: skip
        put(between, key, SALATIGA, sealed, to=BANYUWANGI)
        chain.append(
            matter=between.matters[0], kind="supplemented", at=between.now(), envelope=key, parcel=str(sealed.id),
            seal=chain.head_of(sealed.body),
        )  # fmt: skip
    between.follow(BANYUWANGI, between.matters[0])
    between.take_consent_back(SALATIGA, between.matters[0])
    between.settle()
    with between.desks[BANYUWANGI]():
        row = Referral.objects.get(pk=key)
        assert Exchange.objects.get(referral=key, kind="supplement").unreadable
        assert row.consent_withdrawn_at is not None
        told = set(Event.objects.filter(case=row.case_id).values_list("kind", flat=True))
        assert {"referral_unreadable", "referral_consent_withdrawn"} <= told
        assert "referral_supplemented" not in told


def test_what_can_not_be_applied_is_noted_tried_again_and_holds_up_no_other_matter(
    between: Between, key: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = waiting(between)
    between.open_(BANYUWANGI, key)
    between.ask(BANYUWANGI, key)
    between.accept(BANYUWANGI, other)
    with monkeypatch.context() as broken:
        broken.setitem(following.ACTS_OUT, "asked", lambda *_given: {}["rahasia"])
        swept()
        assert case_of(between, SALATIGA, other).state == "ended"
        with between.desks[SALATIGA]():
            matter = Referral.objects.get(pk=key).matter
            kept = Followed.objects.get(matter=matter)
            assert (kept.fault, kept.attempts) == ("KeyError", 1)
            done = Link.objects.get(matter=matter, number=kept.number)
            assert done.kind == "opened", "what came before it stands"
            assert kept.next_at is not None
            assert following.behind(at=kept.next_at - timedelta(seconds=1)) == [], "not before its time"
            assert following.behind(at=kept.next_at) == [matter]
            assert following.behind(at=kept.next_at - timedelta(hours=5)) == [matter], "whoever noted it was ahead"
            for _again in range(following.SEEN_AFTER - 1):
                assert not following.stuck().exists()
                with pytest.raises(KeyError):
                    following.follow(matter, at=timezone.now())
            assert [one.matter for one in following.stuck()] == [matter]
        assert swept() == 0
    with between.desks[SALATIGA]():
        assert following.follow(matter, at=timezone.now()) == 1
        assert Referral.objects.get(pk=key).state == "asked"
        kept.refresh_from_db()
        assert (kept.fault, kept.attempts, kept.next_at) == ("", 0, None)


def test_taken_back_before_it_was_read_that_it_had_gone(between: Between, key: uuid.UUID) -> None:
    """The office reads the chain late: what it says of an older handover does not end the case it holds again."""
    between.accept(BANYUWANGI, key)
    back = between.give_back(BANYUWANGI, key)
    between.relay(BANYUWANGI)
    between.accept(SALATIGA, back)
    between.settle()
    between.check_settled()
    assert case_of(between, SALATIGA, key).state == "running"


# what came in ----------------------------------------------------------------------


@pytest.mark.parametrize("body", [RUBBISH, b""])
def test_a_minimum_that_nobody_can_open_is_told_and_can_be_answered(
    between: Between, key: uuid.UUID, body: bytes
) -> None:
    swap(between, key, "minimum", body)
    there = between.desks[BANYUWANGI]
    page = enter(there.office, there.by).get(f"/rujukan/{key}/")
    assert page.status_code == 200
    assert "Data ini tidak dapat dibuka" in words(page)
    between.decline(BANYUWANGI, key)


def test_without_the_key_it_is_the_same(between: Between, key: uuid.UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(**_which: object) -> None:
        raise KeyMissing

    monkeypatch.setattr("custody.sealing.office_key", gone)
    with between.desks[BANYUWANGI]():
        assert receiving.open_(envelope=key, by=between.desks[BANYUWANGI].by, at=between.now()).unreadable
    with pytest.raises(Refusal) as refused:
        between.accept(BANYUWANGI, key)
    assert refused.value.code == "unreadable"


@pytest.mark.parametrize("kind", ["minimum", "file"])
def test_what_opens_and_is_nothing_of_the_kind_is_the_same(between: Between, key: uuid.UUID, kind: str) -> None:
    with between.desks[SALATIGA]():
        sealed = envelopes.seal_for(
            envelope=key, receiver=between.desks[BANYUWANGI].office.id, kind=kind,
            content={"format": f"rangkul-{kind}/1", "initials": "R."}, parcel=uuid.uuid4(),
        )  # fmt: skip
    swap(between, key, kind, sealed)
    there = between.desks[BANYUWANGI]
    page = enter(there.office, there.by).get(f"/rujukan/{key}/")
    assert page.status_code == 200
    assert ("Data ini tidak dapat dibuka" in words(page)) is (kind == "minimum")
    if kind == "file":
        with pytest.raises(Refusal) as refused:
            between.accept(BANYUWANGI, key)
        assert refused.value.code == "unreadable"


def test_another_minimum_than_the_chain_tells_of_is_not_shown(between: Between, key: uuid.UUID) -> None:
    with between.desks[SALATIGA]():
        Parcel.objects.filter(envelope=key, kind="minimum").delete()
        other = envelopes.seal_for(
            envelope=key, receiver=between.desks[BANYUWANGI].office.id, kind="minimum", content={"initials": "X. X."},
            parcel=uuid.uuid4(),
        )  # fmt: skip
    put(between, key, SALATIGA, other, to=BANYUWANGI)
    with between.desks[BANYUWANGI]():
        preview = receiving.open_(envelope=key, by=between.desks[BANYUWANGI].by, at=between.now())
        assert (preview.minimum, preview.unreadable) == ({}, True)


def test_a_file_that_nobody_can_open_leaves_the_matter_where_it_is(between: Between, key: uuid.UUID) -> None:
    swap(between, key, "file")
    with pytest.raises(Refusal) as refused:
        between.accept(BANYUWANGI, key)
    assert refused.value.code == "unreadable"
    with between.desks[BANYUWANGI]():
        assert Envelope.objects.get(pk=key).state == "sent"
        assert not Case.objects.exists()
    assert between.holder_of(between.matters[0]) == SALATIGA


def test_a_letter_that_nobody_can_open_is_not_there(between: Between, key: uuid.UUID) -> None:
    swap(between, key, "letter")
    there = between.desks[BANYUWANGI]
    assert enter(there.office, there.by).get(f"/rujukan/{key}/surat/").status_code == 404


# forged -----------------------------------------------------------------------------


def test_an_answer_that_was_only_told_ends_no_case(between: Between, key: uuid.UUID) -> None:
    """Past PostgreSQL's own rule: whoever follows asks the envelope, not the link."""
    desk = between.desks[SALATIGA]
    with desk():
        matter = between.matters[0]
        forged = Link(
            matter=matter, number=99, office_id=between.desks[BANYUWANGI].office.id, envelope=key, kind="accepted",
            at=between.now(), by_name="x", data={},
        )  # fmt: skip
        for kind in ("accepted", "declined", "redirected", "finished"):
            following._apply(replace_kind(forged, kind), of=key, at=between.now())
        assert Case.objects.get(matter=matter).state == "running"
        assert not Event.objects.filter(kind__in=["referral_answered", "referral_redirected"]).exists()


def replace_kind(link: Link, kind: str) -> Link:
    link.kind = kind
    return link


def test_a_consent_whose_withdrawal_was_only_told_stands(between: Between, key: uuid.UUID) -> None:
    between.accept(BANYUWANGI, key)
    between.settle()
    with between.desks[BANYUWANGI]():
        forged = Link(
            matter=between.matters[0], number=99, office_id=between.desks[SALATIGA].office.id, envelope=key,
            kind="consent_withdrawn", at=between.now(), data={},
        )  # fmt: skip
        following._apply(forged, of=key, at=between.now())
        row = Referral.objects.get(pk=key)
        assert row.consent_withdrawn_at is None
        assert row.content is not None
