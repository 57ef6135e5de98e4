"""What was put right about people travels as what it is: a yes that is void is no no, a part that is over ends."""

from uuid import UUID

import pytest

from cases.carrying import SCOPE
from cases.models import Case, Consent, Correction, Event, Person, Role
from cases.operations import consents, people
from cases.people import PersonData, read
from cases.sharing import refusals_of
from frontend.casework.whose import who_did
from tests.faults.between import Between
from tests.referrals.test_unreadable import BANYUWANGI, SALATIGA

pytestmark = pytest.mark.django_db
SITI = PersonData(name="Siti Aminah", sex="P", age_band="A25_44")


@pytest.fixture
def matter(between: Between) -> UUID:
    """A case of Rini and Siti, in which Banyuwangi handles together with Salatiga; Rini agreed."""
    found = between.open_case(SALATIGA)
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=found)
        people.add(case=case, data=SITI, roles={"victim": "", "reporter": ""}, by=desk.by, at=between.now(SALATIGA))
    return found


def rini() -> Person:
    return Person.objects.exclude(roles__kind="reporter").get(roles__kind="victim")


def no_there(between: Between, matter: UUID) -> list[Consent]:
    with between.desks[BANYUWANGI]():
        return refusals_of(Case.objects.get(matter=matter))


def take_off(between: Between) -> None:
    desk = between.desks[SALATIGA]
    with desk():
        people.take_off(person=rini(), reason="Salah klik.", by=desk.by, at=between.now(SALATIGA))
    between.settle()


def put_back(between: Between) -> None:
    desk = between.desks[SALATIGA]
    with desk():
        row = Person.objects.exclude(roles__kind="reporter").get()
        people.correct(
            person=row, data=read(row), roles={"victim": ""}, reason="Salah klik.", back=True, by=desk.by,
            at=between.now(SALATIGA),
        )  # fmt: skip
    between.settle()


def test_a_yes_whose_giver_is_off_is_no_no_at_the_other_office(between: Between, matter: UUID) -> None:
    between.hand(matter, SALATIGA, BANYUWANGI, "bersama")
    take_off(between)
    with between.desks[BANYUWANGI]():
        assert Consent.objects.get(case__matter=matter, kind="referral").withdrawn_at is not None, "it carries nothing"
    assert no_there(between, matter) == []
    put_back(between)
    assert no_there(between, matter) == []
    between.check_settled()


def test_one_that_is_withdrawn_after_all_is_a_no_there_too(between: Between, matter: UUID) -> None:
    between.hand(matter, SALATIGA, BANYUWANGI, "bersama")
    take_off(between)
    put_back(between)
    desk = between.desks[SALATIGA]
    with desk():
        given = Consent.objects.get(case__matter=matter, kind="referral")
        consents.withdraw(consent=given, by=desk.by, at=between.now(SALATIGA))
    between.settle()
    assert len(no_there(between, matter)) == 1
    between.check_settled()


def test_what_this_office_called_void_itself_is_no_no_when_the_case_comes_back(between: Between, matter: UUID) -> None:
    desk = between.desks[SALATIGA]

    def siti(**said: object) -> None:
        with desk():
            row = Person.objects.get(roles__kind="reporter")
            given = {"reason": "Salah klik.", "by": desk.by, "at": between.now(SALATIGA)}
            if said:
                people.correct(person=row, data=read(row), roles={"victim": "", "reporter": ""}, back=True, **given)
            else:
                people.take_off(person=row, **given)

    with desk():
        yes = consents.record(
            case=Case.objects.get(matter=matter), person=Person.objects.get(roles__kind="reporter"), kind="referral",
            given=True, way="spoken", scope=("identity",), receiver="33.22", by=desk.by, at=between.now(SALATIGA),
        )  # fmt: skip
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    siti()
    between.accept(BANYUWANGI, key)
    between.relay(SALATIGA)
    back = between.give_back(BANYUWANGI, key)
    between.relay(BANYUWANGI)
    between.accept(SALATIGA, back)
    with desk():
        assert Consent.objects.get(pk=yes.pk).withdrawn_at is None
    between.settle()
    siti(back=True)
    between.settle()
    with desk():
        assert refusals_of(Case.objects.get(matter=matter)) == []
    assert no_there(between, matter) == []
    between.check_settled()


def test_one_that_is_withdrawn_at_once_is_a_no_there(between: Between, matter: UUID) -> None:
    between.hand(matter, SALATIGA, BANYUWANGI, "bersama")
    between.take_consent_back(SALATIGA, matter)
    between.settle()
    assert len(no_there(between, matter)) == 1


def test_a_victim_who_only_reported_is_no_victim_at_the_joint_office(between: Between, matter: UUID) -> None:
    between.hand(matter, SALATIGA, BANYUWANGI, "bersama")
    desk, there = between.desks[SALATIGA], between.desks[BANYUWANGI]
    with there():
        assert Role.objects.filter(kind="victim", ended_at=None).count() == 2
    with desk():
        siti = Person.objects.get(roles__kind="reporter")
        people.correct(
            person=siti, data=read(siti), roles={"reporter": ""}, reason="Ia hanya melapor.", by=desk.by,
            at=between.now(SALATIGA),
        )  # fmt: skip
    between.settle()
    with there():
        standing = Role.objects.filter(ended_at=None).order_by("kind").values_list("kind", flat=True)
        assert list(standing) == ["reporter", "victim"]
        trace = Correction.objects.get(field="roles")
        assert trace.before == "Pelapor, Korban"
        event = Event.objects.get(kind="person_corrected", data__fields=["roles"])
        assert who_did(event) == "Kota Salatiga", "no officer of ours"
    between.settle()
    between.check_settled()


def test_a_part_that_was_given_here_alone_stays(between: Between, matter: UUID) -> None:
    between.hand(matter, SALATIGA, BANYUWANGI, "bersama")
    desk, there = between.desks[SALATIGA], between.desks[BANYUWANGI]
    with there():
        row = Person.objects.exclude(roles__kind="reporter").get()
        people.correct(
            person=row, data=read(row), roles={"victim": "", "reporter": ""}, reason="Ia juga melapor.", by=there.by,
            at=between.now(BANYUWANGI),
        )  # fmt: skip
    with desk():
        case = Case.objects.get(matter=matter)
        people.add(case=case, data=SITI, roles={"companion": ""}, by=desk.by, at=between.now(SALATIGA))
    between.settle()
    with there():
        assert set(Role.objects.filter(person=row, ended_at=None).values_list("kind", flat=True)) == {
            "victim", "reporter",
        }  # fmt: skip


def test_the_reason_of_a_no_comes_with_the_case_where_only_the_no_was_told_before(
    between: Between, matter: UUID
) -> None:
    desk = between.desks[SALATIGA]
    with desk():
        mother = PersonData(name="Ibu Rekaan", sex="P", age_band="A45_59")
        case, at = Case.objects.get(matter=matter), between.now(SALATIGA)
        mother = people.add(case=case, data=mother, roles={"companion": "IBU"}, by=desk.by, at=at)
    between.hand(matter, SALATIGA, BANYUWANGI, "rujukan")
    with desk():
        no = consents.record(
            case=case, person=mother, kind="referral", given=False, way="guardian", note="Pengampu menurut putusan.",
            receiver="33.22", by=desk.by, at=between.now(SALATIGA),
        )  # fmt: skip
    between.settle()
    with between.desks[BANYUWANGI]():
        assert Consent.objects.get(pk=no.pk).note is None, "told by its key and way alone"
    between.hand(matter, SALATIGA, BANYUWANGI, scope=tuple(SCOPE))
    with between.desks[BANYUWANGI]():
        assert Consent.objects.get(pk=no.pk).note == "Pengampu menurut putusan."
    between.check_settled()
