"""Each thing that an office does by itself in the model of three offices can be done, and what it leaves is held."""

import pytest

from cases.models import Case, Person, StepPass
from cases.refusals import Refusal
from referrals.models import Referral
from tests.faults.between import Between
from tests.faults.served import Served
from tests.faults.worked import OUTSIDE

SALATIGA, BANYUWANGI, NUNUKAN = "33.73", "35.10", "65.03"


def test_a_step_an_end_and_an_answer_from_outside_stand(between: Between) -> None:
    served, matter = Served(between), between.open_case(SALATIGA)
    for act in ("step", "step", "outside", "outside", "close", "correct", "step"):
        served.act(act, SALATIGA, matter)
    between.settle()
    between.check_settled()
    served.check_settled()
    desk = between.desks[SALATIGA]
    with desk():
        assert Case.objects.get(matter=matter).state == "running", "they came again"
        assert Referral.objects.get(matter=matter).state == "accepted"
        StepPass.objects.filter(pk__in=served.worked.steps[SALATIGA]).update(status="open")
    with pytest.raises(AssertionError, match="not done any more"):
        served.check_settled()


def test_what_was_put_right_is_right_wherever_she_is(between: Between) -> None:
    served, matter = Served(between), between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    served.act("correct", SALATIGA, matter)
    between.accept(BANYUWANGI, key)
    with pytest.raises(Refusal, match="handed_over"):
        served.act("correct", SALATIGA, matter)
    served.act("step", BANYUWANGI, matter)
    between.settle()
    served.check_settled()
    with between.desks[BANYUWANGI]():
        Person.objects.filter(case__matter=matter).update(domicile="")
    with pytest.raises(AssertionError, match="put right"):
        served.check_settled()


@pytest.mark.parametrize("to", [NUNUKAN, OUTSIDE])
def test_what_was_asked_of_another_before_the_handover_was_read_stays(between: Between, to: str) -> None:
    """It leaves too late, when Banyuwangi holds the matter: nobody is asked in its name, and nothing waits for ever."""
    matter = between.open_case(SALATIGA)
    key = between.send(SALATIGA, matter, BANYUWANGI)
    between.relay(SALATIGA)
    late = between.send(SALATIGA, matter, to, "rujukan")
    between.accept(BANYUWANGI, key)
    between.relay(SALATIGA)
    between.settle()
    between.check_settled()
    with between.desks[SALATIGA]():
        assert Referral.objects.get(pk=late).state == "withdrawn"
