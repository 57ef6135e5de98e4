"""Who may go on with a referral that was asked about, accepted or answered on paper; and that no machine may at all."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.operations import consents
from custody.models import Envelope
from referrals import lettering
from referrals.models import Referral
from referrals.operations import sending, showing
from tests.api.machine import bearer
from tests.faults.between import SCOPE, Between
from tests.referrals.test_who_may import BANYUWANGI, NUNUKAN, SALATIGA, somebody, tried

pytestmark = pytest.mark.django_db
SEMARANG = "33.22"
PEOPLE = {
    "the sender": SALATIGA,
    "the head of the sender, its admin, who works in no lane": SALATIGA,
    "an uninvolved colleague of the sender": SALATIGA,
    "the receiver": BANYUWANGI,
    "the head of the receiver, its admin, who works in no lane": BANYUWANGI,
    "an uninvolved colleague of the receiver": BANYUWANGI,
    "a former colleague of the receiver": BANYUWANGI,
    "a third office": NUNUKAN,
}
ACTS = ("reply", "finish", "feed_back", "give_back", "show", "read_letter")
READING = {"show", "read_letter"}
MAY: dict[str, dict[str, set[str]]] = {
    "asked": {"the sender": {"reply", *READING}, "the receiver": READING},
    "helping": {"the sender": {"finish", *READING}, "the receiver": {"finish", "feed_back", *READING}},
    "handed over": {
        "the sender": {"finish", *READING}, "the receiver": {"finish", "feed_back", "give_back", *READING}
    },
}  # fmt: skip
"""Stage of a referral -> person -> what they may; whoever is not named may nothing."""


def brought_to(between: Between, stage: str) -> uuid.UUID:
    kind = "rujukan" if stage == "helping" else "pelimpahan"
    key = between.send(SALATIGA, between.open_case(SALATIGA), BANYUWANGI, kind)
    between.relay(SALATIGA)
    if stage == "asked":
        between.ask(BANYUWANGI, key)
    else:
        between.accept(BANYUWANGI, key)
    between.settle()
    return key


def show(between: Between, code: str, key: uuid.UUID) -> None:
    desk = between.desks[code]
    with desk():
        envelope = Envelope.objects.filter(pk=key).first()
        own = Referral.objects.filter(pk=key).select_related("case").first()
        case = own.case if own is not None else None
        if envelope is None and case is None:
            between.referral(key)
        showing.show(envelope=key, case=case, reason="check", by=desk.by, at=between.now(code))


def read_letter(between: Between, code: str, key: uuid.UUID) -> None:
    desk = between.desks[code]
    with desk():
        if lettering.readable(key, by=desk.by) is None:
            between.referral(uuid.uuid4())


def act_of(between: Between, name: str) -> Callable[[str, uuid.UUID], object]:
    here: dict[str, Callable[..., object]] = {"show": show, "read_letter": read_letter}
    return partial(here[name], between) if name in here else getattr(between, name)


@contextmanager
def being(who: str, between: Between) -> Iterator[None]:
    """Somebody else sits at the desk of their office, and nothing of it stays."""
    desk = between.desks[PEOPLE[who]]
    point, before = transaction.savepoint(), desk.by
    with desk():
        desk.by = somebody(who, between, desk.code)
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        with desk():
            before.refresh_from_db()
        desk.by = before


@pytest.mark.parametrize("stage", MAY)
def test_of_the_offices(between: Between, stage: str) -> None:
    key = brought_to(between, stage)
    found = {}
    for who, code in PEOPLE.items():
        with being(who, between):
            done = {name for name in ACTS if tried(partial(act_of(between, name), code, key))}
        if done:
            found[who] = done
    assert found == MAY[stage]


def test_an_answer_on_paper_is_recorded_by_whoever_sees_the_case(between: Between) -> None:
    matter = between.open_case(SALATIGA)
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=matter)
        consent = consents.record(
            case=case, person=case.people.get(roles__kind="victim"), kind="referral", given=True, way="signed",
            scope=SCOPE, receiver=SEMARANG, by=desk.by, at=between.now(SALATIGA),
        )  # fmt: skip
        sent = sending.send(
            case=case, to_code=SEMARANG, kind="pelimpahan", reasons=["domicile"], urgency="day", consent=consent,
            scope=SCOPE, override_reason="Begitu keputusan petugas.", by=desk.by, at=between.now(SALATIGA),
        )  # fmt: skip
    between.relay(SALATIGA)

    def record() -> None:
        with desk():
            sending.record_answer(referral=sent, accepted=True, words="Bu Ani.", by=desk.by, at=between.now(SALATIGA))

    for who in (who for who, code in PEOPLE.items() if code == SALATIGA):
        with being(who, between):
            assert tried(record) is (who == "the sender"), who
    with between.desks[BANYUWANGI]():
        assert not Envelope.objects.filter(pk=sent.pk).exists()


def test_a_client_of_the_ministry_s_door_opens_nothing_of_an_office(between: Between) -> None:
    """Its token counts cases for a dashboard; at an office's address it is nobody's."""
    key = brought_to(between, "asked")
    token = bearer(Client(headers={"host": "api.localhost"}))
    for slug in ("salatiga", "banyuwangi"):
        machine = Client(headers={"host": f"{slug}.localhost"} | token)
        for path in ("/", reverse("referrals"), reverse("referral", args=[key]), reverse("letter", args=[key])):
            answer = machine.get(path)
            assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/masuk/"), path
        for act in ("referral_accept", "referral_ask", "referral_decline", "letter_pdf"):
            answer = machine.post(reverse(act, args=[key]))
            assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/masuk/"), act
        for path in ("cases", "reports"):
            assert machine.get(f"/api/v1/{path}").status_code in (401, 403), path
    with between.desks[BANYUWANGI]():
        assert Envelope.objects.get(pk=key).state == "asked"
