"""A no that was said before counts again: nobody goes along by name on another's yes when she is a victim again."""

from uuid import UUID

import pytest

from cases.models import Case, Consent, Person, Role
from cases.operations import consents, people
from cases.people import PersonData
from custody.models import Envelope, Parcel
from referrals.operations import sending
from tests.faults.between import Between

pytestmark = pytest.mark.django_db
A, B = "33.73", "35.10"
SCOPE = ("identity", "contact", "story")
CHILD = {"sex": "P", "age_band": "A13_17", "residence": B, "domicile": B}
ELDER = PersonData(name="Kakak Rini", **CHILD)


def sent_without_her(between: Between, matter: UUID, kind: str, how: str) -> tuple[UUID, UUID]:
    """Sent on the mother's yes while the elder child, who had refused, was no victim. Returns envelope and child."""
    desk = between.desks[A]
    with desk():
        case = Case.objects.get(matter=matter)
        younger = case.people.get()
        people.correct(
            person=younger, data=PersonData(name="Adik Rini", **CHILD), roles={"victim": ""}, reason="Akta",
            by=desk.by, at=between.now(A),
        )  # fmt: skip
        part = {"victim": ""} if how == "put back" else {"reporter": ""}
        elder = people.add(case=case, data=ELDER, roles=part, by=desk.by, at=between.now(A))
        mother = people.add(
            case=case, data=PersonData(name="Ibu Rini"), roles={"reporter": ""}, by=desk.by, at=between.now(A)
        )
        yes = consents.record(
            case=case, person=mother, kind="referral", given=True, way="guardian", scope=SCOPE, receiver=B, by=desk.by,
            at=between.now(A),
        )  # fmt: skip
        consents.record(
            case=case, person=elder, kind="referral", given=False, way="spoken", by=desk.by, at=between.now(A)
        )
        if how == "put back":
            people.take_off(person=elder, reason="Salah kasus", by=desk.by, at=between.now(A))
        row = sending.send(
            case=case, to_code=B, kind=kind, reasons=["residence"], urgency="day", consent=yes, scope=SCOPE,
            override_reason="Begitu keputusan petugas.", by=desk.by, at=between.now(A),
        )  # fmt: skip
    between.settle()
    return row.pk, elder.pk


def put_back(between: Between, child: UUID) -> None:
    """She is a victim of this case after all."""
    desk = between.desks[A]
    with desk():
        people.correct(
            person=Person.objects.get(pk=child), data=ELDER, roles={"victim": ""}, reason="Ternyata korban",
            back=True, by=desk.by, at=between.now(A),
        )  # fmt: skip


@pytest.mark.parametrize("how", ["put back", "given the part"])
def test_a_handover_that_waits_is_called_back(between: Between, how: str) -> None:
    matter = between.open_case(A)
    key, child = sent_without_her(between, matter, "pelimpahan", how)
    put_back(between, child)
    between.settle()
    between.check_settled()
    with between.desks[A]():
        envelope = Envelope.objects.get(pk=key)
        assert (envelope.state, envelope.consent_withdrawn_at is not None) == ("withdrawn", True)
        assert not Parcel.objects.filter(envelope=key).exists()
        assert Consent.objects.filter(case__matter=matter, given=False).count() == 1


@pytest.mark.parametrize("how", ["put back", "given the part"])
def test_an_office_that_handles_it_jointly_never_learns_who_she_is(between: Between, how: str) -> None:
    matter = between.open_case(A)
    key, child = sent_without_her(between, matter, "bersama", how)
    between.accept(B, key)
    between.settle()
    put_back(between, child)
    between.settle()
    between.check_settled()
    with between.desks[B]():
        assert Envelope.objects.get(pk=key).consent_withdrawn_at is not None
        named = {one.name for one in Person.objects.filter(case__matter=matter)}
        victims = Role.objects.filter(person__case__matter=matter, kind="victim", ended_at=None)
        assert ("Kakak Rini" in named, victims.count()) == (False, 1)
