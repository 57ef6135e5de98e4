"""Who may do what with a referral. `check_can_…` raises NotAllowed with the reason; `can_…` answers."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases.models import Case, StepPass
from cases.policies import can_see, check_can_see
from cases.refusals import NotAllowed
from referrals.models import Referral


def can_send(*, case: Case, by: Staff) -> bool:
    """Whether this person may propose and send: they hold the case, or one of its open steps is their turn."""
    if not can_see(case=case, by=by):
        return False
    if case.holder_id == by.pk:
        return True
    mine = StepPass.objects.filter(case=case, status=StepPass.Status.OPEN, lanes__overlap=sorted(by.lane_keys()))
    return mine.exists()


def sends(*, to: Staff) -> Q:
    """What `can_send` asks beyond seeing the case, as a condition on cases."""
    lanes = sorted(to.lane_keys())
    mine = StepPass.objects.filter(case=OuterRef("pk"), status=StepPass.Status.OPEN, lanes__overlap=lanes)
    return Q(holder=to) | Q(Exists(mine))


def check_can_send(*, case: Case, by: Staff) -> None:
    """Raise NotAllowed unless this person holds the case or works its current step."""
    check_can_see(case=case, by=by)
    if not can_send(case=case, by=by):
        said = _("Rujukan dikirim oleh pemegang kasus atau pelaksana langkah yang sedang berjalan.")
        raise NotAllowed("not_your_case", said)


def can_follow(*, referral: Referral, by: Staff) -> bool:
    """Whether this person may withdraw, reply, telephone, feed back: whoever may see the case."""
    return referral.case is not None and can_see(case=referral.case, by=by)


def check_can_follow(*, referral: Referral, by: Staff) -> None:
    """Raise NotAllowed unless this person may see the referral's case."""
    if referral.case is None:
        raise NotAllowed("no_case", _("Rujukan ini belum menjadi kasus di kantor Anda."))
    check_can_see(case=referral.case, by=by)
