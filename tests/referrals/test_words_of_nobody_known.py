"""A referral rests on no word that may be another's; and whoever was taken off by mistake and put back said no no."""

from uuid import UUID

import pytest

from cases.case_facts import facts_of
from cases.models import Case, Consent, Person
from cases.operations import consents, people
from cases.people import PersonData
from cases.sharing import refusals_of
from custody.models import Envelope
from referrals.consenting import faults_of, stands
from referrals.models import Referral
from referrals.operations import sending
from tests.faults.between import Between
from tests.referrals.test_unreadable import BANYUWANGI, SALATIGA

pytestmark = pytest.mark.django_db
SCOPE = ("identity", "contact", "story")
RIGHT = PersonData(name="Siti Benar", sex="P", age_band="A25_44", residence=BANYUWANGI)
CHILD = PersonData(sex="P", age_band="A13_17", residence=BANYUWANGI, domicile=BANYUWANGI)


@pytest.fixture
def matter(between: Between) -> UUID:
    return between.open_case(SALATIGA)


def agree(between: Between, case: Case, person: Person | None, way: str = "signed") -> Consent:
    return consents.record(
        case=case, person=person, kind="referral", given=True, way=way, scope=SCOPE, receiver=BANYUWANGI,
        by=between.desks[SALATIGA].by, at=between.now(SALATIGA),
    )  # fmt: skip


def send_on(between: Between, case: Case, agreed: Consent, kind: str) -> UUID:
    return sending.send(
        case=case, to_code=BANYUWANGI, kind=kind, reasons=["residence"], urgency="day", consent=agreed, scope=SCOPE,
        override_reason="Begitu keputusan petugas.", seen=Case.objects.get(pk=case.pk).revision,
        by=between.desks[SALATIGA].by, at=between.now(SALATIGA),
    ).pk  # fmt: skip


def part(between: Between, person: Person, how: str) -> None:
    said = {"person": person, "by": between.desks[SALATIGA].by, "at": between.now(SALATIGA)}
    if how == "taken off":
        people.take_off(reason="Kasus lain", **said)
    else:
        people.correct(data=people.people.read(person), roles={"reporter": ""}, reason="Ia yang melapor", **said)


@pytest.mark.parametrize("how", ["taken off", "put down as who reported"])
@pytest.mark.parametrize("kind", ["pelimpahan", "rujukan"])
@pytest.mark.parametrize("accepted", [False, True], ids=["waiting", "accepted"])
def test_nobody_goes_by_name_on_a_yes_that_may_be_anothers(
    between: Between, matter: UUID, kind: str, how: str, accepted: bool
) -> None:
    if accepted and kind == "pelimpahan":
        kind = "bersama"
    with between.desks[SALATIGA]():
        case = Case.objects.get(matter=matter)
        stray, agreed = case.people.get(), agree(between, case, None)
        key = send_on(between, case, agreed, kind)
    between.settle()
    if accepted:
        between.accept(BANYUWANGI, key)
        between.settle()
    with between.desks[SALATIGA]():
        people.add(case=case, data=RIGHT, roles={"victim": ""}, by=between.desks[SALATIGA].by, at=between.now(SALATIGA))
        part(between, Person.objects.get(pk=stray.pk), how)
    between.settle()
    with between.desks[SALATIGA]():
        assert not stands(Consent.objects.get(pk=agreed.pk))
        faults = faults_of(agreed, case=case, to_code=BANYUWANGI, scope=SCOPE, assigned=False, facts=facts_of(case))
        assert "consent" in {one.field for one in faults}
        assert Referral.objects.get(pk=key).consent_withdrawn_at is not None
        if not accepted:
            assert Envelope.objects.get(pk=key).state == "withdrawn"
    with between.desks[BANYUWANGI]():
        there = Person.objects.filter(case__matter=matter)
        if not accepted:
            assert not there.exists()
        assert Consent.objects.filter(case__matter=matter, withdrawn_at=None, given=True).count() == 0


def test_off_by_mistake_and_put_back_nobody_refused_and_nothing_is_recalled(between: Between, matter: UUID) -> None:
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=matter)
        said = {"by": desk.by, "at": between.now(SALATIGA)}
        people.correct(person=case.people.get(), data=CHILD, roles={"victim": ""}, reason="Salah", **said)
        elder = people.add(case=case, data=CHILD, roles={"victim": ""}, **said)
        mother = people.add(case=case, data=PersonData(name="Wati"), roles={"reporter": ""}, **said)
        agree(between, case, elder, "spoken")
        key = send_on(between, case, agreed := agree(between, case, mother, "guardian"), "pelimpahan")
    between.settle()
    with desk():
        part(between, elder, "taken off")
    between.settle()
    with desk():
        again = Person.objects.get(pk=elder.pk)
        people.correct(
            person=again, data=CHILD, roles={"victim": ""}, reason="Ternyata benar", back=True, by=desk.by,
            at=between.now(SALATIGA),
        )  # fmt: skip
    between.settle()
    with desk():
        assert refusals_of(case) == []
        assert stands(Consent.objects.get(pk=agreed.pk))
        assert Envelope.objects.get(pk=key).state == "sent"
    between.accept(BANYUWANGI, key)
    between.settle()
    between.check_settled()
    with between.desks[BANYUWANGI]():
        assert Person.objects.filter(case__matter=matter, roles__kind="victim", roles__ended_at=None).count() == 2


def test_a_yes_that_others_were_told_stands_no_more_carries_no_new_referral(between: Between, matter: UUID) -> None:
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=matter)
        said = {"by": desk.by, "at": between.now(SALATIGA)}
        people.add(case=case, data=RIGHT, roles={"victim": ""}, **said)
        first = case.people.order_by("added_at").first()
        agreed = agree(between, case, first)
        key = send_on(between, case, agreed, "rujukan")
    between.settle()
    between.accept(BANYUWANGI, key)
    between.settle()
    with desk():
        part(between, first, "taken off")
    between.settle()
    with desk():
        people.correct(
            person=Person.objects.get(pk=first.pk), data=people.people.read(first), roles={"victim": ""},
            reason="Ternyata benar", back=True, by=desk.by, at=between.now(SALATIGA),
        )  # fmt: skip
        assert stands(Consent.objects.get(pk=agreed.pk)), "her yes is a yes again"
        faults = faults_of(agreed, case=case, to_code=BANYUWANGI, scope=SCOPE, assigned=False, facts=facts_of(case))
        assert ["tanyakan lagi" in one.message for one in faults] == [True]
