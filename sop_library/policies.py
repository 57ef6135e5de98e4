"""Who may write the office's SOPs, and who may approve one. `check_can_…` raises NotAllowed, `can_…` answers."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import Staff
from accounts.policies import can_administer, is_head
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


def can_see_drafts(*, by: Staff | AnonymousUser, head_post: str) -> bool:
    """Whether this person reads drafts: who writes them, and the head who approves them."""
    return can_write(by=by) or is_head(by=by, head_post=head_post)


def check_can_see_drafts(*, by: Staff | AnonymousUser, head_post: str) -> None:
    """Raise NotAllowed unless this person reads drafts."""
    if not can_see_drafts(by=by, head_post=head_post):
        check_can_write(by=by)


def check_can_approve(*, by: Staff | AnonymousUser, head_post: str) -> None:
    """Raise NotAllowed unless this person's post is that of the head of the office."""
    if not is_head(by=by, head_post=head_post):
        raise NotAllowed("not_head", _("SOP disahkan oleh kepala kantor."))
