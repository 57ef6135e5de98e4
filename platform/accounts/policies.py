"""Who may change the office's staff, lanes, hours and profile. `check_can_…` raises NotAllowed, `can_…` answers."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import Staff
from accounts.refusals import NotAllowed, Refused


def can_administer(*, by: Staff | AnonymousUser) -> bool:
    """Whether this person is an admin of the office in whose schema they logged in."""
    return isinstance(by, Staff) and by.is_active and by.is_office_admin


def can_oversee(*, by: Staff | AnonymousUser, head_post: str) -> bool:
    """Whether this person sees the counts of the whole office: its admins, and whoever's post is that of its head."""
    return can_administer(by=by) or is_head(by=by, head_post=head_post)


def is_head(*, by: Staff | AnonymousUser, head_post: str) -> bool:
    """Whether this person's post is that of the head of the office."""
    post = by.post.strip().casefold() if isinstance(by, Staff) and by.is_active else ""
    return bool(post) and post == head_post.strip().casefold()


def check_can_administer(*, by: Staff | AnonymousUser) -> None:
    """Raise NotAllowed unless this person is an admin of the office."""
    if not can_administer(by=by):
        raise NotAllowed(
            "not_office_admin",
            _("Bagian ini hanya untuk admin kantor. Minta admin kantor Anda mengubahnya, atau memberi Anda tugas itu."),
        )


def check_can_end(*, staff: Staff, by: Staff) -> None:
    """Raise NotAllowed unless an admin, and Refused where an admin would shut themselves out."""
    check_can_administer(by=by)
    if staff.pk == by.pk:
        raise Refused(
            "own_account",
            _("Akun Anda sendiri hanya dapat dinonaktifkan oleh admin lain, supaya kantor tidak terkunci."),
        )
