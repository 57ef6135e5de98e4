"""Who may do what with a case. `check_can_…` raises NotAllowed with the reason; `can_…` answers."""

from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Case, StepPass
from cases.refusals import NotAllowed, not_your_lane
from sop_library.definition import Definition
from sop_library.queries import definition_of


def lanes_of(definition: Definition) -> frozenset[str]:
    """The lanes whose holders see the cases of the SOP: those inside the office that have something to do in it.

    A lane that no step names stands on no sheet that the head approves, so it opens nobody's file.
    """
    return definition.at_work


def can_see(*, case: Case, by: Staff) -> bool:
    """Whether this person works in one of the lanes of the case's SOP."""
    return by.is_active and bool(by.lane_keys() & lanes_of(definition_of(case.version)))


def check_can_see(*, case: Case, by: Staff) -> None:
    """Raise NotAllowed unless this person works in one of the lanes of the case's SOP."""
    if not can_see(case=case, by=by):
        raise NotAllowed(
            "not_in_sop",
            _("Kasus ini ditangani menurut SOP %(sop)s, dan Anda bukan pelaksana SOP itu.")
            % {"sop": case.version.sop.name},
        )


def can_take_reports(*, by: Staff) -> bool:
    """Whether this person may record a report: anyone who holds a lane here. Nobody is sent away for a role."""
    return by.is_active and bool(by.lane_keys())


def check_can_take_reports(*, by: Staff) -> None:
    """Raise NotAllowed unless this person holds a lane."""
    if not can_take_reports(by=by):
        raise NotAllowed("no_lane", _("Anda belum ditetapkan sebagai pelaksana. Minta admin kantor menetapkannya."))


def can_work(*, step_pass: StepPass, by: Staff) -> bool:
    """Whether this person holds a lane of this pass."""
    return by.is_active and bool(by.lane_keys() & set(step_pass.lanes))


def check_can_work(*, step_pass: StepPass, by: Staff) -> None:
    """Raise NotAllowed naming the lanes whose turn it is."""
    check_can_see(case=step_pass.case, by=by)
    if not can_work(step_pass=step_pass, by=by):
        lanes = definition_of(step_pass.case.version).lanes
        names = [str(lanes[key].name or lanes[key].label) if key in lanes else key for key in step_pass.lanes]
        raise not_your_lane(_(" atau ").join(names))
