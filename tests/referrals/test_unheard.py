"""What was put right while a file was under way holds, also where the person comes back before anybody read it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from cases.models import CarriedLimit, Case, Correction, Finding, Incident, Person, Role
from cases.operations import carried_limits, incidents, people
from cases.people import PersonData, read
from tests.faults.between import Between
from tests.referrals.test_unreadable import BANYUWANGI, SALATIGA

pytestmark = pytest.mark.django_db
NUNUKAN = "65.03"
HEARD = ("not carried", "not read")
SITI = PersonData(name="Siti Aminah", sex="P", age_band="A25_44")


def victim() -> Person:
    return Person.objects.filter(roles__kind="victim", roles__ended_at=None).order_by("added_at").first()


def put_right(between: Between, code: str, **changes: str) -> None:
    desk, at = between.desks[code], between.now(code)
    with desk():
        person = victim()
        data = replace(read(person), **changes)
        people.correct(person=person, data=data, roles={"victim": ""}, reason="Salah tulis.", by=desk.by, at=at)


def given_away(between: Between, matter: UUID, meanwhile: Callable[[], None], *, heard: str) -> None:
    """Salatiga goes on while the handover waits; Banyuwangi takes it before it is told what was done meanwhile."""
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    meanwhile()
    between.accept(BANYUWANGI, key)
    if heard == "not read":
        between.relay(SALATIGA)


def sent_on(between: Between, matter: UUID, sender: str, to: str) -> None:
    key = between.send(sender, matter, to)
    between.relay(sender)
    between.accept(to, key)


def seen(between: Between, code: str, matter: UUID) -> Person:
    with between.desks[code]():
        return Person.objects.filter(case__matter=matter, roles__kind="victim").order_by("added_at").first()


@pytest.fixture
def matter(between: Between) -> UUID:
    return between.open_case(SALATIGA)


@pytest.mark.parametrize("heard", HEARD)
def test_a_place_that_was_put_right_stays_right(between: Between, matter: UUID, heard: str) -> None:
    given_away(between, matter, lambda: put_right(between, SALATIGA, domicile="33.73"), heard=heard)
    sent_on(between, matter, BANYUWANGI, SALATIGA)
    between.settle()
    assert seen(between, SALATIGA, matter).domicile == "33.73"
    with between.desks[SALATIGA]():
        traces = Correction.objects.filter(field="domicile")
        assert [one.before for one in traces] == ["35.10"], "put right once, and taken back by nobody"


def test_what_they_learnt_meanwhile_is_taken_beside_it(between: Between, matter: UUID) -> None:
    given_away(between, matter, lambda: put_right(between, SALATIGA, domicile="33.73"), heard="not carried")
    put_right(between, BANYUWANGI, residence="33.74", occupation="GURU")
    sent_on(between, matter, BANYUWANGI, SALATIGA)
    between.settle()
    found = seen(between, SALATIGA, matter)
    assert (found.domicile, found.residence, found.occupation) == ("33.73", "33.74", "GURU")


def test_who_heard_and_knows_better_is_right(between: Between, matter: UUID) -> None:
    given_away(between, matter, lambda: put_right(between, SALATIGA, domicile="33.73"), heard="not carried")
    between.settle()
    assert seen(between, BANYUWANGI, matter).domicile == "33.73"
    put_right(between, BANYUWANGI, domicile="33.74")
    sent_on(between, matter, BANYUWANGI, SALATIGA)
    between.settle()
    assert seen(between, SALATIGA, matter).domicile == "33.74"


def test_it_holds_where_the_person_comes_back_by_a_third_office(between: Between, matter: UUID) -> None:
    given_away(between, matter, lambda: put_right(between, SALATIGA, domicile="33.73"), heard="not carried")
    sent_on(between, matter, BANYUWANGI, NUNUKAN)
    sent_on(between, matter, NUNUKAN, SALATIGA)
    between.settle()
    assert seen(between, SALATIGA, matter).domicile == "33.73"


def test_who_was_taken_off_is_not_put_back(between: Between, matter: UUID) -> None:
    desk = between.desks[SALATIGA]
    with desk():
        case = Case.objects.get(matter=matter)
        people.add(case=case, data=SITI, roles={"companion": ""}, by=desk.by, at=between.now(SALATIGA))

    def take_off() -> None:
        with desk():
            siti = Person.objects.get(roles__kind="companion")
            people.take_off(person=siti, reason="Salah klik.", by=desk.by, at=between.now(SALATIGA))

    given_away(between, matter, take_off, heard="not carried")
    sent_on(between, matter, BANYUWANGI, SALATIGA)
    between.settle()
    with desk():
        assert not Person.objects.filter(roles__kind="companion", roles__ended_at=None).exists()


def test_what_happened_and_what_was_found_stay_as_put_right(between: Between, matter: UUID) -> None:
    desk = between.desks[SALATIGA]

    def changed() -> None:
        with desk():
            case, incident = Case.objects.get(matter=matter), Incident.objects.get(case__matter=matter)
            data = replace(incidents.read(incident), place="33.73")
            incidents.correct(incident=incident, data=data, reason="Salah.", by=desk.by, at=between.now(SALATIGA))
            found(case, True)

    def found(case: Case, shelter: bool) -> None:
        at = between.now(SALATIGA)
        Finding.objects.create(case=case, name="needs.shelter", value=shelter, at=at, by=desk.by)

    with desk():
        found(Case.objects.get(matter=matter), False)
    given_away(between, matter, changed, heard="not carried")
    sent_on(between, matter, BANYUWANGI, SALATIGA)
    between.settle()
    with desk():
        assert Incident.objects.get(case__matter=matter).place == "33.73"
        newest = Finding.objects.filter(case__matter=matter, name="needs.shelter").order_by("-number").first()
        assert newest.value is True


@pytest.mark.parametrize("there", [False, True], ids=["not heard there", "moved there since"])
def test_a_limit_that_was_moved_too_late_to_go_along_is_due_when_it_was_moved_to(
    between: Between, matter: UUID, there: bool
) -> None:
    desk, at = between.desks[SALATIGA], between.now(SALATIGA)

    def due(code: str, days: int) -> None:
        told = {"key": "seluruhnya", "label": "Seluruhnya", "due_at": (at + timedelta(days=days)).isoformat()}
        with between.desks[code]():
            carried_limits.take_over(
                case=Case.objects.get(matter=matter), file={"limits": [told]}, before=None, office_name="Nunukan",
                office_code=NUNUKAN, by=between.desks[code].by, at=between.now(code),
            )  # fmt: skip

    due(SALATIGA, 9)
    given_away(between, matter, lambda: due(SALATIGA, 12), heard="not carried")
    if there:
        due(BANYUWANGI, 15)
    sent_on(between, matter, BANYUWANGI, SALATIGA)
    between.settle()
    with desk():
        found = CarriedLimit.objects.get(case__matter=matter, key="seluruhnya")
        assert found.due_at == at + timedelta(days=15 if there else 12)


def test_a_limit_that_was_told_too_late_to_go_along_still_runs(between: Between, matter: UUID) -> None:
    desk, at = between.desks[SALATIGA], between.now(SALATIGA)
    limit = {"key": "seluruhnya", "label": "Seluruhnya", "due_at": (at + timedelta(days=9)).isoformat()}

    def told_late() -> None:
        with desk():
            file = {"limits": [limit]}
            carried_limits.take_over(
                case=Case.objects.get(matter=matter), file=file, before=None, office_name="Nunukan",
                office_code=NUNUKAN, by=desk.by, at=between.now(SALATIGA),
            )  # fmt: skip

    given_away(between, matter, told_late, heard="not carried")
    sent_on(between, matter, BANYUWANGI, SALATIGA)
    between.settle()
    with desk():
        assert CarriedLimit.objects.get(case__matter=matter, key="seluruhnya").met_at is None


def test_a_limit_that_they_met_does_not_run_on(between: Between, matter: UUID) -> None:
    desk, at = between.desks[SALATIGA], between.now(SALATIGA)
    limit = {"key": "seluruhnya", "label": "Seluruhnya", "due_at": (at + timedelta(days=9)).isoformat()}
    with desk():
        carried_limits.take_over(
            case=Case.objects.get(matter=matter), file={"limits": [limit]}, before=None, office_name="Nunukan",
            office_code=NUNUKAN, by=desk.by, at=at,
        )  # fmt: skip
    sent_on(between, matter, SALATIGA, BANYUWANGI)
    there = between.desks[BANYUWANGI]
    with there():
        found = CarriedLimit.objects.get(case__matter=matter, key="seluruhnya")
        carried_limits.meet(limit=found, by=there.by, at=between.now(BANYUWANGI))
    sent_on(between, matter, BANYUWANGI, SALATIGA)
    between.settle()
    with desk():
        assert CarriedLimit.objects.get(case__matter=matter, key="seluruhnya").met_at is not None


def test_a_role_that_was_changed_unheard_holds_in_whatever_order_the_roles_are(between: Between, matter: UUID) -> None:
    desk = between.desks[SALATIGA]

    def changed(roles: dict[str, str]) -> None:
        with desk():
            person, at = victim(), between.now(SALATIGA)
            people.correct(person=person, data=read(person), roles=roles, reason="Salah.", by=desk.by, at=at)

    changed({"reporter": "", "victim": ""})
    given_away(between, matter, lambda: changed({"victim": ""}), heard="not carried")
    sent_on(between, matter, BANYUWANGI, SALATIGA)
    between.settle()
    with desk():
        held = Role.objects.filter(person=victim(), ended_at=None).values_list("kind", flat=True)
        assert list(held) == ["victim"]
