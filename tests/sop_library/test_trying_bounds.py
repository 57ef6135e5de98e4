"""Every branch of the largest SOP there can be is not run in one go: what is left out counts as untried."""

import time

from sop_library import trying
from tests.sop_library.sheets import at, office, sop, step

WAYS = [{"key": "ya", "label": "Ya", "then": "next"}, {"key": "tidak", "label": "Tidak", "then": "next"}]


def test_two_thousand_steps_are_run_in_bounded_time_and_the_rest_is_untried():
    definition = sop(*[step(f"s{place}", outcomes=WAYS) for place in range(2000)])
    began = time.process_time()
    found = trying.run_all(definition, start=at("2026-02-02 09:00"), calendar=office())
    assert time.process_time() - began < 8
    assert sum(one.steps for one in found) < trying.MOST_STRIDES + 2000
    covered = {branch for one in found for branch in one.covered}
    assert 0 < len(covered & set(trying.branches(definition))) < len(trying.branches(definition))


def test_each_case_that_is_tried_for_a_branch_counts(monkeypatch):
    real, worked = trying._ran_once, []

    def another(*given):
        found, _otherwise = real(*given)
        worked.append(found.steps)
        return found, {"crisis": True}

    monkeypatch.setattr(trying, "_ran_once", another)
    monkeypatch.setattr(trying, "MOST_STRIDES", 20)
    definition = sop(*[step(f"s{place}", outcomes=WAYS) for place in range(8)])
    found = trying.run_all(definition, start=at("2026-02-02 09:00"), calendar=office())
    assert len(worked) == 3 * len(found)
    assert 20 <= sum(worked) < 20 + 3 * 8
