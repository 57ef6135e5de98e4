"""What a step proposes to another office stays in sight until it is sent, kept here or decided anew."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Staff
from cases.case_facts import facts_of
from cases.models import Case, Event
from cases.operations import steps
from cases.operations.steps import StepWork
from cases.people import PersonData
from cases.progress import progress
from cases.refusals import Refusal
from custody.models import Envelope
from referrals import proposed
from referrals.models import Referral
from referrals.operations import keeping
from referrals.proposal import weigh
from tests.cases.conftest import MONDAY, staff
from tests.cases.driving import first, work_step

pytestmark = pytest.mark.django_db
NewCase = Callable[..., Case]
Send = Callable[..., Referral]
SOON = MONDAY + timedelta(hours=1)
PAPERS_ELSEWHERE = PersonData(name="Rini Astuti", sex="P", age_band="A25_44", residence="35.10")


def at_step_5(case: Case, by: Staff, outcome: str) -> Case:
    """Work the case until step 4 has ended with this outcome."""
    at = MONDAY
    while True:
        case = Case.objects.select_related("version__sop").get(pk=case.pk)
        (panel,) = progress(case=case, by=by).panels
        if panel.step.key == "asal":
            return case
        at += timedelta(minutes=3)
        chosen = (outcome,) if panel.step.key == "wilayah" else first(panel) if panel.outcomes else ()
        work_step(case=case, panel=panel, by=by, at=at, outcomes=chosen)


@pytest.fixture
def decided(new_case: NewCase, everyone: Staff) -> Callable[..., Case]:
    """A case whose step 4 ended with "Di luar Kota Salatiga" while the place of the incident is unknown."""

    def make(outcome: str = "luar", **given: object) -> Case:
        case = new_case(**({"victims": [PAPERS_ELSEWHERE], "incident": None} | given))
        return at_step_5(case, everyone, outcome)

    return make


def told(case: Case) -> tuple[str, str, str] | None:
    one = proposed.of_case(case)
    return (one.number, one.kind, one.code) if one is not None else None


def test_it_waits_for_whoever_may_send_it_where_the_rule_finds_nothing(decided: Callable[..., Case], everyone: Staff):
    case = decided()
    assert told(case) == ("4", "pelimpahan", "35.10")
    assert [one.case.pk for one in proposed.to_send(to=everyone)] == [case.pk]
    assert proposed.to_send(to=staff("lain", "resepsionis")) == [], "neither the holder nor the turn of their lane"
    assert proposed.to_send(to=staff("analis", "analis"))[0].case == case, "whose lane has the open step may send it"
    weighing = weigh(case)
    assert (weighing.met, weighing.suggested) == (None, None)
    assert (weighing.proposed_kind, weighing.proposed_to.code) == ("pelimpahan", "35.10")
    assert weighing.said == (
        "Langkah 4 mengusulkan pelimpahan ke Kabupaten Banyuwangi. Menurut ketentuan wilayah belum dapat dinilai, "
        "karena belum diketahui: Domisili, Tempat kejadian."
    )
    assert weighing.codes()["step"] == ["wilayah", "pelimpahan", "35.10"]


def test_the_other_outcome_and_a_case_that_is_over_propose_nothing(decided: Callable[..., Case]):
    assert told(decided("dalam")) is None
    case = decided()
    Case.objects.filter(pk=case.pk).update(state=Case.State.ENDED, ended_at=SOON)
    assert told(Case.objects.get(pk=case.pk)) is None


def test_sent_is_decided_and_withdrawn_it_waits_again(decided: Callable[..., Case], everyone: Staff, send: Send):
    case = decided()
    sent = send(case, at=SOON)
    assert told(case) is None
    assert proposed.to_send(to=everyone) == []
    assert not sent.overridden
    for state, waits in (("declined", False), ("redirected", False), ("withdrawn", True)):
        Referral.objects.filter(pk=sent.pk).update(state=state)
        assert (told(case) is not None) is waits, state
    Referral.objects.filter(pk=sent.pk).update(consent_withdrawn_at=SOON)
    assert told(case) is None, "whoever no longer agrees is not sent"


def test_help_from_elsewhere_answers_no_handover(decided: Callable[..., Case], send: Send):
    case = decided()
    send(case, kind=Envelope.Kind.RUJUKAN, to_code="33.22", at=SOON)
    assert told(case) == ("4", "pelimpahan", "35.10")
    send(case, kind=Envelope.Kind.RUJUKAN, at=SOON)
    assert told(case) is None, "whoever was proposed was asked"


def test_what_was_sent_before_and_waits_for_its_answer_need_not_be_sent(new_case: NewCase, everyone: Staff, send: Send):
    case = new_case(victims=[PAPERS_ELSEWHERE])
    send(case, override_reason="", at=MONDAY - timedelta(days=1))
    assert told(at_step_5(case, everyone, "luar")) is None


def test_kept_here_with_a_reason_is_decided(decided: Callable[..., Case], everyone: Staff):
    case = decided()
    kept = keeping.keep_here(case=case, reason="Korban memilih di sini.", by=everyone, at=SOON)
    assert (kept.data["to"], kept.data["how"]) == ("35.10", "pelimpahan")
    assert told(case) is None
    with pytest.raises(Refusal) as refused:
        keeping.keep_here(case=case, reason="Sekali lagi.", by=everyone, at=SOON)
    assert refused.value.code == "nothing_proposed"


def test_another_place_than_the_step_s_asks_for_the_reason_and_keeps_it(decided: Callable[..., Case], send: Send):
    case = decided()
    with pytest.raises(Refusal) as refused:
        send(case, to_code="33.22", at=SOON)
    (fault,) = refused.value.missing
    assert fault.field == "override_reason"
    assert "Langkah 4 mengusulkan pelimpahan ke Kabupaten Banyuwangi." in fault.message
    sent = send(case, to_code="33.22", override_reason="Keluarganya di sana.", at=SOON)
    assert sent.overridden
    assert sent.override_reason == "Keluarganya di sana."


def test_gone_back_to_or_behind_the_step_is_not_decided_yet(decided: Callable[..., Case], everyone: Staff):
    def back(case: Case, step: str, at: datetime) -> Case:
        steps.go_back(case=case, to_step=step, reason="Data keliru.", by=everyone, at=at)
        return Case.objects.get(pk=case.pk)

    case = back(decided(), "wilayah", SOON)
    assert told(case) is None
    again = case.passes.get(step="wilayah", number=2)
    steps.complete(step_pass=again, work=StepWork(outcomes=("dalam",)), by=everyone, at=SOON + timedelta(minutes=1))
    case = Case.objects.get(pk=case.pk)
    assert told(case) is None, "decided anew, for this office"
    assert Event.objects.filter(case=case, kind="referral_proposed").count() == 1
    assert told(back(decided(), "identitas", SOON)) is None
    case = decided()
    (panel,) = progress(case=case, by=everyone).panels
    work_step(case=case, panel=panel, by=everyone, at=SOON, outcomes=first(panel))
    assert told(back(case, "asal", SOON)) is not None, "what was done before stands"


def test_a_place_nobody_knows_is_said_to_be_unknown(decided: Callable[..., Case], everyone: Staff):
    case = decided(victims=[PersonData(sex="P", age_band="A25_44")])
    assert "victim.residence" not in facts_of(case)
    assert told(case) == ("4", "pelimpahan", "")
    weighing = weigh(case)
    assert weighing.said.startswith("Langkah 4 mengusulkan pelimpahan; tujuannya belum diketahui.")
    assert (weighing.proposed_to, weighing.proposed_kind) == (None, "pelimpahan")
    assert not weighing.overruled_by(to_code="35.10", moves=True)
    assert keeping.keep_here(case=case, reason="Korban memilih.", by=everyone, at=SOON).data["to"] == ""


def test_however_many_wait_it_is_one_query(decided: Callable[..., Case], everyone: Staff, django_assert_num_queries):
    for _number in range(2):
        decided()
    proposed.to_send(to=everyone)
    with django_assert_num_queries(1):
        assert len(proposed.to_send(to=everyone)) == 2
