"""The SOP's own jurisdiction rule, weighed fact by fact: it proposes with its grounds, and never guesses."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Staff
from cases.models import Case
from cases.operations import incidents, opening, people, reports
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.people import PersonData
from referrals.proposal import Weighing, weigh
from referrals.regions import destination
from tenants.current import in_office
from tenants.models import Office
from tests.cases.conftest import MONDAY, staff, take

pytestmark = pytest.mark.django_db
NewCase = Callable[..., Case]


def told(weighing: Weighing) -> dict[str, tuple[str, str]]:
    grounds = (*weighing.speaks_for, *weighing.speaks_against, *weighing.unknown)
    return {one.fact: (one.region, one.speaks) for one in grounds}


def at(residence: str, domicile: str = "", presence: str = "") -> PersonData:
    return PersonData(sex="P", age_band="A25_44", residence=residence, domicile=domicile, presence=presence)


def happened(place: str) -> IncidentData:
    return IncidentData(kinds=("FISIK",), place=place)


def test_everything_elsewhere_proposes_a_handover_to_where_the_papers_are(case: Case) -> None:
    weighing = weigh(case)
    assert weighing.met is False
    assert (weighing.kind, weighing.suggested.code, weighing.suggested.name) == (
        "pelimpahan", "35.10", "Kabupaten Banyuwangi",
    )  # fmt: skip
    assert weighing.suggested.on_platform
    assert {one.fact for one in weighing.speaks_against} == {"victim.residence", "victim.domicile", "incident.place"}
    (here,) = weighing.speaks_for
    assert (here.fact, here.counts) == ("victim.place", False), "where she is now is shown, and the rule does not ask"
    assert "Wilayah menurut KTP/KK: Kabupaten Banyuwangi, di luar wilayah kantor ini" in {
        one.words for one in weighing.speaks_against
    }
    assert weighing.words == "SOP mengusulkan pelimpahan ke Kabupaten Banyuwangi."


@pytest.mark.parametrize(
    ("residence", "domicile", "place"),
    [("33.73", "35.10", "35.10"), ("35.10", "33.73", "35.10"), ("35.10", "35.10", "33.73")],
)
def test_one_fact_for_staying_is_enough_and_the_others_are_still_shown(
    new_case: NewCase, residence: str, domicile: str, place: str
) -> None:
    weighing = weigh(new_case(victims=[at(residence, domicile)], incident=happened(place)))
    assert (weighing.met, weighing.suggested, weighing.kind) == (True, None, "")
    assert len(weighing.speaks_for) == 1
    assert len(weighing.speaks_against) == 2
    assert [one.fact for one in weighing.unknown] == ["victim.place"]


def test_what_is_not_known_is_said_and_nothing_is_proposed(new_case: NewCase) -> None:
    weighing = weigh(new_case(victims=[at("35.10")], incident=happened("35.10")))
    assert (weighing.met, weighing.suggested, weighing.kind) == (None, None, "")
    assert {one.fact for one in weighing.unknown} == {"victim.domicile", "victim.place"}
    assert "belum diketahui" in weighing.unknown[0].words
    assert "Layanan tetap berjalan" in weighing.words


def test_nothing_known_at_all_is_a_result_too(new_case: NewCase) -> None:
    weighing = weigh(new_case(victims=[], incident=None))
    assert (weighing.met, weighing.suggested) == (None, None)
    assert set(told(weighing).values()) == {("", "unknown")}


def test_a_regency_that_is_not_on_the_platform_is_proposed_as_well(new_case: NewCase) -> None:
    weighing = weigh(new_case(victims=[at("33.22", "33.22")], incident=happened("33.22")))
    assert (weighing.suggested.code, weighing.suggested.name) == ("33.22", "Kabupaten Semarang")
    assert not weighing.suggested.on_platform


def test_papers_unknown_but_the_rest_elsewhere_leaves_the_question_open(new_case: NewCase) -> None:
    assert weigh(new_case(victims=[at("", "35.10")], incident=happened("35.10"))).met is None


def test_several_victims_are_weighed_each_and_one_who_belongs_here_keeps_the_case(
    new_case: NewCase, everyone: Staff
) -> None:
    case = new_case(victims=[at("35.10", "35.10")])
    people.add(
        case=case, data=at("65.03", "65.03"), roles={"victim": ""}, by=everyone, at=MONDAY + timedelta(minutes=1)
    )
    weighing = weigh(case)
    assert weighing.met is False
    assert [one.code for one in weighing.elsewhere] == ["35.10", "65.03"], "two regions, and staff see both"
    assert {(one.victim, one.region) for one in weighing.speaks_against if one.fact == "victim.residence"} == {
        (1, "35.10"), (2, "65.03"),
    }  # fmt: skip
    assert any(one.words.startswith("Korban 2: ") for one in weighing.speaks_against)

    people.add(
        case=case, data=at("33.73", "33.73"), roles={"victim": ""}, by=everyone, at=MONDAY + timedelta(minutes=2)
    )
    assert (weigh(case).met, weigh(case).suggested) == (True, None)


def test_a_second_place_of_incident_here_keeps_the_case(case: Case, everyone: Staff) -> None:
    incidents.add(case=case, data=happened("33.73"), by=everyone, at=MONDAY)
    weighing = weigh(case)
    assert weighing.met is True
    assert {(one.region, one.speaks) for one in (*weighing.speaks_for, *weighing.speaks_against)
            if one.fact == "incident.place"} == {("35.10", "against"), ("33.73", "for")}  # fmt: skip


def test_an_sop_without_a_rule_proposes_nothing_and_still_shows_the_regions(banyuwangi: Office) -> None:
    with in_office(banyuwangi):
        version = take("banyuwangi/p2tp2a")
        by = staff("dewi", "*")
        report = reports.receive(data=ReportData(channel="datang"), by=by, at=MONDAY)
        door = next(iter(version.definition["doors"]))
        case = opening.open_case(report=report, version=version, door=door, victims=[at("33.73")], by=by, at=MONDAY)
        weighing = weigh(case)
    assert (weighing.ruled, weighing.met, weighing.suggested) == (False, None, None)
    assert told(weighing)["victim.residence"] == ("33.73", "against")
    assert not any(one.counts for one in weighing.speaks_against)


def test_handing_over_against_the_rule_is_told_apart_from_asking_for_help(new_case: NewCase, case: Case) -> None:
    away = weigh(case)
    assert not away.overruled_by(to_code="35.10", moves=True)
    assert away.overruled_by(to_code="65.03", moves=True)
    assert not away.overruled_by(to_code="65.03", moves=False)
    here = weigh(new_case(victims=[at("33.73")]))
    assert here.overruled_by(to_code="35.10", moves=True)
    assert not here.overruled_by(to_code="35.10", moves=False)


def test_the_weighing_is_kept_as_codes(case: Case) -> None:
    codes = weigh(case).codes()
    assert codes["suggested"] == "35.10"
    assert ["victim.residence", "35.10", "against", True, 0] in codes["grounds"]


def test_weighing_reads_only_and_costs_the_same_for_one_victim_and_for_five(case: Case, everyone: Staff) -> None:
    def cost() -> int:
        fresh = Case.objects.select_related("version__sop").get(pk=case.pk)
        with CaptureQueriesContext(connection) as queries:
            weigh(fresh)
        assert all(one["sql"].lstrip().upper().startswith("SELECT") for one in queries)
        return len(queries)

    one = cost()
    for place in range(4):
        people.add(case=case, data=at("35.10"), roles={"victim": ""}, by=everyone, at=MONDAY + timedelta(hours=place))
    assert cost() <= one


def test_destinations(banyuwangi: Office, in_salatiga: Office) -> None:
    there = destination("35.10")
    assert (there.office, there.on_platform) == (banyuwangi.id, True)
    assert destination("33").name == "Provinsi Jawa Tengah"
    assert destination("99.99") is None
    assert destination("abroad") is None
