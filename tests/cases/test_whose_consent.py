"""Whose word a consent sheet says it is, put right: the same word of then, no newer, and withdrawn if it was."""

from datetime import timedelta

import pytest

from cases.case_facts import facts_of
from cases.models import Consent, Correction, Event
from cases.operations import consents
from cases.people import PersonData
from cases.refusals import Refusal
from tests.cases.conftest import MONDAY
from tests.cases.test_stating import LATER, MUCH_LATER, consented

pytestmark = pytest.mark.django_db
CHILD, ADULT = PersonData(age_band="A13_17"), PersonData(age_band="A25_44")
__all__ = ["consented"]
WHY = "Pengampu menurut putusan pengadilan."
SHARES = {"consent_referral": "YA", "share_with": ["KEPOLISIAN"], "share_what": ["IDENTITAS"]}


def test_a_correction_of_who_spoke_is_no_new_word_and_lifts_no_withdrawal(new_case, everyone, consented):
    case = new_case(victims=[CHILD])
    consented(case, consent_mediation="YA")
    before = Consent.objects.filter(case=case).count()
    consents.withdraw(consent=Consent.objects.get(case=case, kind="mediation"), by=everyone, at=LATER)

    consented(case, consent_mediation="YA", given_by="WALI", reason="walinya yang menyatakan", at=MUCH_LATER)

    assert Consent.objects.filter(case=case).count() == before
    rows = {one.kind: one for one in Consent.objects.filter(case=case)}
    assert {(one.way, one.at) for one in rows.values()} == {("guardian", MONDAY)}
    assert rows["mediation"].withdrawn_at == LATER
    assert facts_of(case)["consent.mediation"] is False
    assert facts_of(case)["consent.service"] is True
    kept = Correction.objects.get(row_id=rows["service"].pk)
    assert (kept.field, kept.before, kept.because.words) == ("way", "signed", "formulir lembar-informed-consent")
    assert Event.objects.filter(case=case, kind="consent_corrected").count() == before
    assert not Event.objects.filter(case=case, kind="consent_recorded").exists()


def test_an_answer_that_did_change_with_who_spoke_is_a_new_word(new_case, consented):
    case = new_case(victims=[CHILD])
    consented(case, consent_mediation="TIDAK")
    consented(case, consent_mediation="YA", given_by="WALI", reason="ditanya lagi", at=LATER)
    rows = Consent.objects.filter(case=case, kind="mediation").order_by("at")
    assert [(one.given, one.way, one.at) for one in rows] == [(False, "signed", MONDAY), (True, "guardian", LATER)]


def test_why_somebody_else_speaks_is_put_right_on_the_word_itself(new_case, consented):
    case = new_case(victims=[ADULT])
    consented(case, given_by="WALI", giver_because="Pengampu.")
    consented(case, given_by="WALI", giver_because=WHY, reason="lengkapi", at=LATER)
    assert {(one.note, one.at) for one in Consent.objects.filter(case=case)} == {(WHY, MONDAY)}
    consented(case, given_by="KORBAN", reason="ia sendiri", at=MUCH_LATER)
    assert {(one.note, one.way) for one in Consent.objects.filter(case=case)} == {(None, "signed")}


def test_a_yes_that_becomes_another_s_goes_over_no_refusal_from_before_it(new_case, everyone, consented):
    case = new_case(victims=[PersonData(sex="P")])
    victim = case.people.get()
    agreed = {"case": case, "person": victim, "kind": "referral", "way": "spoken", "by": everyone}
    consented(case, given_by="WALI", **SHARES)
    consents.record(**agreed, given=False, at=LATER)
    later = MUCH_LATER + timedelta(hours=1)
    consented(case, given_by="KORBAN", **SHARES, reason="ia sendiri", at=later)
    assert facts_of(case)["consent.referral"] is False, "what she said later stands"

    other = new_case(victims=[ADULT])
    consents.record(
        **agreed | {"case": other, "person": other.people.get()}, given=False, at=MONDAY - timedelta(days=1)
    )
    with pytest.raises(Refusal) as refused:
        consented(other, given_by="KORBAN", **SHARES)
    assert [one.field for one in refused.value.missing] == ["consent_referral"]
