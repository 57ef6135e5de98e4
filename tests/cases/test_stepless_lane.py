"""A lane that an SOP only lists: nobody signed that its holders see victims' files."""

import copy
from datetime import timedelta

import pytest

from accounts.models import Lane, LaneMembership, Staff
from cases import policies
from cases.models import Case, Fact
from cases.operations.facts import keep_fact
from cases.queries import visible_cases
from sop_library.definition import parse
from sop_library.models import Sop
from sop_library.operations.adopting import adopt
from tests.cases.conftest import MONDAY

pytestmark = pytest.mark.django_db


def test_a_lane_that_no_step_names_gives_no_sight_of_cases(langsung, new_case):
    document = copy.deepcopy(langsung.definition)
    document["lanes"]["satpam"] = {"label": "Satpam", "name": "Satpam", "order": 99}
    version = adopt(definition=parse(document), at=MONDAY - timedelta(days=1))
    guard = Staff.objects.create_user("satpam", password=None, name="Satpam")
    LaneMembership.objects.create(lane=Lane.objects.get(key="satpam"), staff=guard)
    case = new_case()
    Case.objects.filter(pk=case.pk).update(version=version)
    case = Case.objects.get(pk=case.pk)
    guard = Staff.objects.get(pk=guard.pk)
    assert not policies.can_see(case=case, by=guard)
    assert not visible_cases(to=guard).exists()
    document["steps"][-1]["lanes"] = {"any_of": ["satpam"]}
    assert "satpam" in policies.lanes_of(parse(document))


def test_lanes_that_act_for_another_or_lengthen_a_time_or_let_through_a_gate_see(langsung):
    document = copy.deepcopy(langsung.definition)
    for key in ("bagian", "pemutus", "pemanjang"):
        document["lanes"][key] = {"label": key, "name": key, "order": 90}
    document["lanes"]["gabungan"] = {"label": "gabungan", "name": "gabungan", "order": 91, "made_of": ["bagian"]}
    document["steps"][-1]["lanes"] = {"any_of": ["gabungan"]}
    document["steps"][-1]["decides"] = "pemutus"
    document["limits"] = [{"key": "batas", "label": "Batas", "until": document["steps"][-1]["key"], "amount": "P3D",
                           "extendable_by": {"lane": "pemanjang", "times": 1, "up_to": "P1D"}}]  # fmt: skip
    assert {"bagian", "gabungan", "pemutus", "pemanjang"} <= policies.lanes_of(parse(document))


def test_an_old_case_counts_under_the_service_of_its_own_version(langsung, new_case):
    case = new_case()
    before = Fact.objects.get(case=case).service
    Sop.objects.filter(pk=langsung.sop_id).update(service="rujukan")
    keep_fact(case=Case.objects.select_related("version__sop").get(pk=case.pk), at=MONDAY)
    assert Fact.objects.get(case=case).service == before == langsung.definition["service"]
