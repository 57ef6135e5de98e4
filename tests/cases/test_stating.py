"""What forms and steps state reaches the rows: the case's head, its register, its reporting fact, and the engine."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.case_facts import facts_of
from cases.danger_queries import danger_unrated
from cases.giving import BECAUSE, CONFLICT, GIVER, NOBODY, SPEAKERS, faults_of
from cases.models import Case, Consent, Correction, Event, Fact, Finding, Incident, Person, StepPass
from cases.operations import consents, filling, incidents, opening, reports, stating, steps
from cases.operations.incidents import IncidentData
from cases.operations.reports import ReportData
from cases.operations.steps import StepWork
from cases.people import PersonData
from cases.progress import progress
from cases.refusals import Refusal
from sop_library.forms import get
from tenants.current import in_office
from tests.cases.conftest import MONDAY, staff, take
from tests.cases.driving import answers, consent_to_all, first, stands, work_step

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)
MUCH_LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
def assess(everyone):
    """Fill the assessment form of a case with these answers beside the least it wants."""

    def fill(case: Case, *, at=MONDAY, reason="", **given):
        whole = answers(filling.form_of(filling.form_version(key="asesmen"))) | given
        return filling.fill(
            case=case, step_pass=None, form_key="asesmen", answers=whole, reason=reason,
            replaces=stands(case, None, "asesmen"), by=everyone, at=at,
        )  # fmt: skip

    return fill


def told(case: Case) -> dict:
    """What the engine was last told of the case."""
    return Case.objects.get(pk=case.pk).flow["facts"]


def test_a_form_rates_the_risk_for_head_fact_and_engine_with_its_event(new_case, everyone, assess):
    case = new_case(risk="low")
    assess(case, risk="TINGGI")

    assert Case.objects.get(pk=case.pk).risk == "high"
    assert Fact.objects.get(case=case).risk == "high"
    assert (facts_of(Case.objects.get(pk=case.pk))["risk"], told(case)["risk"]) == ("high", "high")
    assert Event.objects.get(case=case, kind="risk_rated").data == {"risk": "high", "before": "low"}
    assert not Finding.objects.filter(case=case, name="risk").exists()


def test_a_form_saved_with_the_level_it_began_with_rates_nothing(new_case, everyone, assess):
    case = new_case(risk="high")
    assess(case, risk="TINGGI")
    rated = Event.objects.filter(case=case, kind="risk_rated")
    assert not rated.exists(), "it was filled in for whoever saved it"

    assess(case, risk="RENDAH", reason="dinilai lagi", at=LATER)
    assert rated.get().data == {"risk": "low", "before": "high"}
    incidents.rate_risk(case=Case.objects.get(pk=case.pk), risk="high", by=everyone, at=LATER)
    assess(case, risk="TINGGI", reason="ternyata tinggi", at=MUCH_LATER)
    assert rated.last().data == {"risk": "high", "before": "high"}, "whoever changed the answer rated it"


@pytest.mark.parametrize("raised", ["a report of danger", "an officer"])
def test_a_mended_form_lowers_no_risk_that_rose_since(new_case, everyone, assess, raised):
    case = new_case(risk="low")
    assess(case, risk="RENDAH")
    if raised == "an officer":
        incidents.rate_risk(case=Case.objects.get(pk=case.pk), risk="high", by=everyone, at=LATER)
    else:
        report = reports.receive(data=ReportData(channel="datang", in_danger=True), by=everyone, at=LATER)
        opening.attach(report=report, case=Case.objects.get(pk=case.pk), by=everyone, at=LATER)
    rated, unrated = Event.objects.filter(case=case, kind="risk_rated").count(), danger_unrated(cases=[case.pk])
    assert bool(unrated) is (raised == "a report of danger")

    assess(case, risk="RENDAH", reason="salah ketik nama", at=MUCH_LATER)
    assert Case.objects.get(pk=case.pk).risk == "high"
    assert danger_unrated(cases=[case.pk]) == unrated, "nobody rated it"
    assert Event.objects.filter(case=case, kind="risk_rated").count() == rated


def test_kinds_from_a_form_make_an_incident_or_join_the_one_there(new_case, everyone, assess):
    bare, told_before = new_case(), new_case(incident=IncidentData(kinds=("FISIK",), domestic=True))
    for case in (bare, told_before):
        assess(case, violence_types=["PSIKIS"])

    assert Incident.objects.get(case=bare).kinds == ["PSIKIS"]
    assert Event.objects.filter(case=bare, kind="incident_added").exists()
    assert Incident.objects.get(case=told_before).kinds == ["FISIK", "PSIKIS"]
    assert Fact.objects.get(case=told_before).kinds == told(told_before)["incident.kinds"] == ["FISIK", "PSIKIS"]
    kept = Correction.objects.get(case=told_before)
    assert (kept.field, kept.before, kept.because.words) == ("kinds", "('FISIK',)", "formulir asesmen")


def test_a_kind_that_a_corrected_form_no_longer_names_goes_and_others_stay(new_case, assess):
    case = new_case(incident=IncidentData(kinds=("FISIK",)))
    assess(case, violence_types=["SEKSUAL"])
    assess(case, violence_types=["PSIKIS"], reason="salah centang", at=LATER)

    assert Fact.objects.get(case=case).kinds == ["FISIK", "PSIKIS"]


def test_what_is_stated_of_the_victim_fills_blanks_and_corrects_with_a_trace(new_case, everyone):
    case = new_case(victims=[PersonData(sex="P", residence="33.22")])
    said = {"victim.age_band": "A13_17", "victim.residence": "33.73", "victim.place": "33", "victim.sex": "P"}
    stating.keep(case=case, said=said, source="formulir data", by=everyone, at=MONDAY)

    victim = Person.objects.get(case=case)
    assert (victim.sex, victim.age_band, victim.residence, victim.presence) == ("P", "A13_17", "33.73", "")
    kept = Correction.objects.get(case=case, field="residence")
    assert (kept.before, kept.row_id) == ("33.22", victim.pk)
    assert kept.because.words == "formulir data"
    filled = Correction.objects.get(case=case, field="age_band")
    assert (filled.before, filled.because) == ("", None), "what was empty leaves its trace without a reason"
    fact = Fact.objects.get(case=case)
    assert (fact.residence, fact.girls, fact.unknown) == ("33.73", 1, 0)
    assert facts_of(case)["victim.place"] == "33"


def test_a_birth_date_settles_the_age_whatever_a_form_chose(new_case, everyone):
    case = new_case(victims=[PersonData(sex="P", birth_date=MONDAY.date() - timedelta(days=30 * 366))])
    stating.keep(case=case, said={"victim.age_band": "A13_17"}, source="formulir data", by=everyone, at=MONDAY)

    assert Person.objects.get(case=case).age_band == "A25_44"


def test_a_victim_first_known_from_a_form_is_a_person_of_the_case(new_case, everyone):
    case = new_case()
    stating.keep(case=case, said={"victim.sex": "P"}, source="formulir data", by=everyone, at=MONDAY)

    assert Person.objects.get(case=case, roles__kind="victim").sex == "P"
    assert Event.objects.get(case=case, kind="person_added").data == {"roles": ["victim"]}


@pytest.mark.parametrize(
    ("office", "sop", "at_step"),
    [("nunukan", "nunukan/intervensi-krisis", "victim.child"), ("barito_utara", "barito-utara/krisis", "")],
)
def test_what_a_step_records_reaches_head_register_and_fact(request, office, sop, at_step):
    with in_office(request.getfixturevalue(office)):
        version, worker = take(sop), staff("semua", "*")
        report = reports.receive(data=ReportData(channel="datang"), by=worker, at=MONDAY)
        case = opening.open_case(
            report=report, version=version, door=next(iter(version.definition["doors"])), by=worker, at=MONDAY,
            victims=[PersonData(sex="P")],
        )  # fmt: skip
        consent_to_all(case=case, by=worker, at=MONDAY)
        at = MONDAY
        for _ in range(30):
            panel = progress(case=case, by=worker).panels[0]
            if "incident.kinds" in panel.step.records:
                break
            at += timedelta(minutes=3)
            case = work_step(case=case, panel=panel, by=worker, at=at, outcomes=first(panel) if panel.outcomes else ())
        Incident.objects.filter(case=case).delete()
        said = {"incident.kinds": ("SEKSUAL",)} | ({"victim.child": True} if at_step else {})
        work = StepWork(
            outcomes=first(panel) if panel.outcomes else (), facts=said,
            outputs={one.output.key: "Ada" for one in panel.outputs},
            requirements={one.need.key: "seen" for one in panel.needs},
        )  # fmt: skip
        steps.complete(step_pass=StepPass.objects.get(pk=panel.row.pk), work=work, by=worker, at=at)

        assert Incident.objects.get(case=case).kinds == ["SEKSUAL"]
        fact = Fact.objects.get(case=case)
        assert fact.kinds == told(case)["incident.kinds"] == ["SEKSUAL"]
        assert fact.girls == (1 if at_step else 0)


def test_an_answer_taken_back_is_unknown_again_and_its_consent_withdrawn(new_case, everyone, assess):
    case = new_case()
    assess(case, interview_consent="YA", safe_now="YA", counsel="YA")
    consents.record(case=case, person=None, kind="service", given=True, way="spoken", by=everyone, at=MONDAY)
    assert facts_of(case)["consent.interview"] is True
    assert facts_of(case)["victim.safe"] is True

    assess(case, safe_now="NA", counsel="YA", reason="belum ditanya", at=LATER)

    facts = facts_of(case)
    assert facts["consent.interview"] is False
    assert Consent.objects.get(case=case, kind="interview").withdrawn_at == LATER
    assert "victim.safe" not in facts
    assert "victim.safe" not in told(case)
    assert facts["legal.counsel"] is True
    assert Consent.objects.get(case=case, kind="service").withdrawn_at is None


def test_what_was_found_otherwise_meanwhile_is_not_taken_back(new_case, everyone, assess):
    case = new_case()
    assess(case, safe_now="YA")
    stating.keep(case=case, said={"victim.safe": False}, source="langkah x", by=everyone, at=MONDAY)
    assess(case, reason="belum ditanya", at=LATER)

    assert facts_of(case)["victim.safe"] is False


def test_several_victims_of_unknown_age_are_children_only_where_that_is_certain(new_case, everyone):
    case = new_case(victims=[PersonData(sex="P"), PersonData(sex="L")])
    for child, counted in ((True, (0, 0, 2)), (False, (1, 1, 0))):
        stating.keep(case=case, said={"victim.child": child}, source="langkah x", by=everyone, at=MONDAY)
        incidents.rate_risk(case=case, risk="high" if child else "low", by=everyone, at=MONDAY)
        fact = Fact.objects.get(case=case)
        assert (fact.women, fact.men, fact.unknown) == counted


SHEET = {
    "consent_date": "2026-11-20", "explained": "YA", "given_by": "KORBAN", "consent_service": "YA",
    "consent_interview": "YA",
}  # fmt: skip
OTHER_BASIS = {"other_basis": "KESELAMATAN", "other_basis_reason": "Ayahnya terlapor."}
NOBODY_WHO_MAY = [
    {"given_by": "ORANG_TUA", "guardian_conflict": "YA", **OTHER_BASIS},
    {"given_by": "WALI", "guardian_conflict": "YA", **OTHER_BASIS},
    {"given_by": "PENDAMPING", "guardian_conflict": "YA", **OTHER_BASIS},
    {"given_by": "DASAR_LAIN", **OTHER_BASIS},
]


@pytest.fixture
def consented(everyone):
    """Fill the consent sheet of a case with these answers; return its consents as (kind, given, way, person)."""

    def fill(case: Case, *, at=MONDAY, reason="", **given):
        filling.fill(
            case=case, step_pass=None, form_key="lembar-informed-consent", answers=SHEET | given, reason=reason,
            replaces=stands(case, None, "lembar-informed-consent"), by=everyone, at=at,
        )  # fmt: skip
        rows = Consent.objects.filter(case=case, withdrawn_at=None).order_by("at", "kind")
        return list(rows.values_list("kind", "given", "way", "person_id"))

    return fill


@pytest.mark.parametrize("giver", NOBODY_WHO_MAY, ids=["parent", "guardian", "companion", "another basis"])
def test_a_suspected_guardian_and_another_basis_give_no_consent_and_refuse_none(new_case, consented, giver):
    case = new_case(victims=[PersonData(age_band="A06_12")])
    assert consented(case, **giver, consent_home_visit="TIDAK") == []
    assert not [name for name in facts_of(case) if name.startswith("consent.")]
    assert not [name for name in told(case) if name.startswith("consent.")]


@pytest.mark.parametrize("giver", NOBODY_WHO_MAY, ids=["parent", "guardian", "companion", "another basis"])
def test_what_a_guardian_gave_before_the_suspicion_is_taken_back(new_case, consented, giver):
    case = new_case(victims=[PersonData(age_band="A06_12")])
    assert len(consented(case, given_by=giver["given_by"] if giver["given_by"] != "DASAR_LAIN" else "WALI")) == 2
    assert consented(case, **giver, reason="baru diketahui", at=LATER) == []
    assert facts_of(case)["consent.interview"] is False


@pytest.mark.parametrize(
    ("giver", "way"),
    [("KORBAN", "signed"), ("PENDAMPING", "guardian"), ("ORANG_TUA", "guardian"), ("WALI", "guardian")],
)
def test_a_consent_out_of_a_form_says_whose_it_is_and_how(new_case, consented, giver, way):
    case = new_case(victims=[PersonData(age_band="A06_12")])
    victim = Person.objects.get(case=case).pk
    assert consented(case, given_by=giver, guardian_conflict="TIDAK") == [
        ("interview", True, way, victim), ("service", True, way, victim)
    ]  # fmt: skip
    assert facts_of(case)["consent.interview"] is True


def test_of_several_victims_a_form_does_not_say_whose_consent_it_is(new_case, consented):
    case = new_case(victims=[PersonData(sex="P"), PersonData(sex="P")])
    assert {person for _kind, _given, _way, person in consented(case)} == {None}


def test_the_victims_own_consent_counts_whatever_is_suspected_of_a_parent(new_case, consented):
    case = new_case(victims=[PersonData(age_band="A13_17")])
    assert len(consented(case, guardian_conflict="YA", **OTHER_BASIS)) == 2


@pytest.mark.parametrize("key", ["lembar-informed-consent", "nunukan-form-4"])
def test_the_questions_who_gives_consent_are_those_that_the_forms_ask(key):
    form = get(key)
    assert {NOBODY, *SPEAKERS} <= set(form.field(GIVER).choices)
    assert "YA" in form.field(CONFLICT).choices


def test_on_the_sheet_a_parent_speaks_for_no_adult_unless_it_says_why(new_case, consented):
    case = new_case(victims=[PersonData(age_band="A25_44")])
    with pytest.raises(Refusal) as refused:
        consented(case, given_by="ORANG_TUA", guardian_conflict="TIDAK")
    assert [one.field for one in refused.value.missing] == ["given_by"]
    assert len(consented(case, given_by="WALI", giver_because="Pengampu menurut putusan pengadilan.")) == 2
    assert Consent.objects.first().note == "Pengampu menurut putusan pengadilan."
    assert facts_of(case)["consent.interview"] is True
    assert len(consented(new_case(victims=[PersonData(sex="P")]), given_by="ORANG_TUA")) == 2, "age unknown"


def test_no_sharing_and_those_it_may_be_shared_with_contradict_each_other(new_case, consented):
    with pytest.raises(Refusal) as refused:
        consented(new_case(), consent_referral="TIDAK", share_with=["KEPOLISIAN"], share_what=["IDENTITAS"])
    assert [one.field for one in refused.value.missing] == ["share_with", "share_what"]
    assert "Tidak setuju" in refused.value.missing[0].message


@pytest.fixture
def refused_for(consented):
    """The questions for which a sheet with these answers is refused, with the words."""

    def fill(case: Case, **given) -> dict[str, str]:
        with pytest.raises(Refusal) as refused:
            consented(case, **given)
        return {one.field: one.message for one in refused.value.missing}

    return fill


def test_a_correction_of_the_sheet_gives_no_consent_again_that_was_withdrawn_since(new_case, everyone, consented):
    case = new_case(victims=[PersonData(age_band="A25_44")])
    consented(case, consent_mediation="YA")
    given = Consent.objects.get(case=case, kind="mediation")
    consents.withdraw(consent=given, by=everyone, at=LATER)
    before = Consent.objects.filter(case=case).count()

    consented(case, consent_mediation="YA", retention="2 tahun", reason="salah tulis", at=LATER + timedelta(hours=1))

    assert facts_of(case)["consent.mediation"] is False
    assert Consent.objects.filter(case=case).count() == before
    said_now = consented(case, consent_mediation="TIDAK", consent_record="YA", reason="ditanya", at=MUCH_LATER)
    assert [kind for kind, *_ in said_now if kind != "service" and kind != "interview"] == ["mediation", "record"]


def test_a_consent_of_the_first_sheet_is_taken_back_by_the_third(new_case, consented):
    case = new_case(victims=[PersonData(age_band="A25_44")])
    consented(case, consent_mediation="YA")
    consented(case, consent_mediation="YA", retention="2 tahun", reason="salah tulis", at=LATER)
    consented(case, reason="mediasi tidak ditanyakan", at=MUCH_LATER)

    assert Consent.objects.get(case=case, kind="mediation").withdrawn_at == MUCH_LATER
    assert facts_of(case)["consent.mediation"] is False


def test_a_withdrawal_written_on_a_sheet_that_still_says_yes_is_sent_to_the_page_of_consents(
    new_case, consented, refused_for
):
    case = new_case(victims=[PersonData(age_band="A25_44")])
    consented(case)
    found = refused_for(case, withdrawn_date="2026-11-20", reason="ditarik", at=LATER)
    assert list(found) == ["withdrawn_date"]
    assert "halaman Persetujuan" in found["withdrawn_date"]
    no = {"consent_service": "TIDAK", "consent_interview": "TIDAK"}
    consented(case, **no, withdrawn_date="2026-11-20", reason="ditarik", at=LATER)
    assert facts_of(case)["consent.service"] is False


def test_a_sheet_says_no_yes_over_a_refusal_of_sharing_and_may_repeat_its_own(
    new_case, everyone, consented, refused_for
):
    case = new_case(victims=[PersonData(age_band="A25_44")])
    agrees = {"consent_referral": "YA", "share_with": ["KEPOLISIAN"], "share_what": ["IDENTITAS"]}
    said = {"case": case, "person": case.people.get(), "kind": "referral", "way": "spoken", "by": everyone}
    consents.record(**said, given=False, at=MONDAY)
    found = refused_for(case, **agrees, at=LATER)
    assert list(found) == ["consent_referral"]
    assert "pernah menolak" in found["consent_referral"]
    consents.record(**said, given=True, asked_again=True, at=LATER)
    consented(case, **agrees, at=LATER)
    consents.record(**said, given=False, at=MUCH_LATER)
    consented(case, **agrees, retention="2 tahun", reason="salah tulis", at=MUCH_LATER + timedelta(hours=1))
    assert facts_of(case)["consent.referral"] is False


def test_a_companion_speaks_for_no_adult_unless_the_sheet_says_why(new_case, consented, refused_for):
    case = new_case(victims=[PersonData(age_band="A25_44")])
    assert list(refused_for(case, given_by="PENDAMPING")) == ["given_by"]
    assert len(consented(case, given_by="PENDAMPING", giver_because="Membantu membaca lembar ini.")) == 2
    assert set(Consent.objects.values_list("way", flat=True)) == {"guardian"}


def test_a_form_without_room_for_the_reason_names_the_page_of_consents(new_case):
    case, sheet = new_case(victims=[PersonData(age_band="A25_44")]), get("lembar-informed-consent")
    groups = [replace(one, fields=tuple(item for item in one.fields if item.name != BECAUSE)) for one in sheet.groups]
    for form, named in ((sheet, False), (replace(sheet, groups=tuple(groups)), True)):
        (fault,) = faults_of(case, SHEET | {GIVER: "WALI"}, definition=form, replaced=None)
        assert ("halaman Persetujuan" in fault.message) is named


def test_whoever_withdraws_one_yes_withdraws_the_other_like_it(new_case, everyone):
    case = new_case(victims=[PersonData(age_band="A25_44")])
    said = {"case": case, "person": case.people.get(), "given": True, "way": "spoken", "by": everyone}
    first = consents.record(**said, kind="interview", at=MONDAY)
    consents.record(**said, kind="interview", at=LATER)
    consents.record(**said, kind="service", at=LATER)
    consents.withdraw(consent=first, by=everyone, at=MUCH_LATER)
    facts = facts_of(case)
    assert (facts["consent.interview"], facts["consent.service"]) == (False, True)
