"""Who may write the office's SOPs, and who may approve one. `check_can_…` raises NotAllowed, `can_…` answers."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import Staff
from accounts.policies import can_administer, is_head
from accounts.queries import profile
from sop_library.refusals import NotAllowed


def can_write(*, by: Staff | AnonymousUser) -> bool:
    """Whether this person writes drafts: an admin of the office, or whom one has given that task."""
    return can_administer(by=by) or (isinstance(by, Staff) and by.is_active and by.may_write_sops)


def check_can_write(*, by: Staff | AnonymousUser) -> None:
    """Raise NotAllowed unless this person writes drafts."""
    if not can_write(by=by):
        raise NotAllowed(
            "not_sop_writer",
            _("SOP ditulis oleh admin kantor dan petugas yang diberi tugas itu. Minta admin kantor memberinya."),
        )


def can_approve(*, by: Staff | AnonymousUser) -> bool:
    """Whether this person is the head of the office."""
    office = profile()
    return is_head(by=by, head_post=office.head_post if office else "")


def check_can_approve(*, by: Staff | AnonymousUser) -> None:
    """Raise NotAllowed unless this person is the head of the office."""
    if not can_approve(by=by):
        raise NotAllowed("not_head", _("Ini hanya untuk kepala kantor."))


def can_announce(*, by: Staff | AnonymousUser) -> bool:
    """Whether this person opens a service standard to everybody: the head of the office or an admin."""
    return can_administer(by=by) or can_approve(by=by)


def check_can_announce(*, by: Staff | AnonymousUser) -> None:
    """Raise NotAllowed unless this person opens service standards to everybody."""
    if not can_announce(by=by):
        raise NotAllowed("not_announcer", _("Ini hanya untuk kepala kantor dan admin kantor."))


def check_can_read_drafts(*, by: Staff | AnonymousUser) -> None:
    """Raise NotAllowed unless this person writes drafts, or is the head who approves them."""
    if not can_write(by=by) and not can_approve(by=by):
        check_can_write(by=by)
