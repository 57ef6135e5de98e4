"""Changing who works in the office and in which lanes, its hours and its profile. Admins of the office only.

Every change by an admin leaves an `OfficeEvent`, at `at` or now where that is not given. Changes of one office are made
one after the other: whoever was an admin when they clicked, but is none when their turn comes, changes nothing.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Closure, Emblem, Lane, LaneMembership, OfficeEvent, OfficeProfile, OpeningHours, Staff
from accounts.png import LARGEST, SIDE, SMALLEST_SIDE, NotAPicture, clean
from accounts.policies import check_can_administer, check_can_end
from accounts.refusals import Refused
from accounts.trail import record

PROFILE_FIELDS = (
    "name", "short_name", "unit", "address", "phone", "hotline", "email", "head_post", "head_name", "head_rank",
    "head_nip", "unsaid_day",
)  # fmt: skip
Kind = OfficeEvent.Kind
NO_PICTURE = {
    "not_png": gettext_lazy("Berkas ini bukan PNG. Simpan gambarnya sebagai PNG, lalu unggah lagi."),
    "too_large": gettext_lazy("Berkas lebih besar dari %(largest)s KB. Perkecil gambarnya."),
    "too_small": gettext_lazy("Gambar terlalu kecil: tiap sisi sedikitnya %(fewest)s piksel."),
    "too_many_pixels": gettext_lazy("Gambar terlalu besar: tiap sisi sebanyak-banyaknya %(most)s piksel."),
    "broken": gettext_lazy("Berkas PNG ini rusak. Buka dan simpan lagi gambarnya, lalu unggah lagi."),
}
"""Fault of a file -> what is said of it."""


def _take_turn(*, by: Staff) -> OfficeProfile:
    """Wait until no other change of this office is under way; return its profile, locked. Raises NotAllowed."""
    check_can_administer(by=by)
    profile = OfficeProfile.objects.select_for_update().get()
    check_can_administer(by=Staff.objects.get(pk=by.pk))  # another admin may have ended this one meanwhile
    return profile


@transaction.atomic
def add_staff(
    *,
    by: Staff,
    username: str,
    name: str,
    password: str,
    post: str = "",
    email: str = "",
    is_office_admin: bool = False,
    may_write_sops: bool = False,
    lanes: Sequence[Lane] = (),
    at: datetime | None = None,
) -> Staff:
    """Make an account whose password must be changed at the first login, holding `lanes` from `at` on.

    Raises NotAllowed, and Refused("username_taken") where the user name stands already, whoever had it.
    """
    _take_turn(by=by)
    try:
        with transaction.atomic():
            staff = Staff.objects.create_user(
                username,
                password,
                name=name,
                post=post,
                email=email,
                is_office_admin=is_office_admin,
                may_write_sops=may_write_sops,
                must_change_password=True,
            )
    except IntegrityError:
        raise Refused(
            "username_taken", _("Nama pengguna ini sudah dipakai. Pilih yang lain."), field="username"
        ) from None
    record(Kind.STAFF_ADDED, by=by, at=at, subject=staff, admin=is_office_admin)
    if may_write_sops:
        record(Kind.WRITER_MADE, by=by, at=at, subject=staff)
    if lanes:
        hold_lanes(staff=staff, lanes=lanes, by=by, at=at or staff.joined_at)
    return staff


@transaction.atomic
def change_staff(
    *,
    staff: Staff,
    by: Staff,
    name: str,
    post: str,
    email: str,
    is_office_admin: bool,
    may_write_sops: bool | None = None,
    at: datetime | None = None,
) -> Staff:
    """Change what the office records of a staff member; `may_write_sops` None leaves that as it is.

    Raises NotAllowed, and Refused where an admin steps down.
    """
    _take_turn(by=by)
    if staff.pk == by.pk and not is_office_admin:
        raise Refused(
            "own_admin", _("Tugas admin Anda sendiri hanya dapat dicabut oleh admin lain."), field="is_office_admin"
        )
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    was_admin, wrote = staff.is_office_admin, staff.may_write_sops
    wanted = {"name": name, "post": post, "email": email}
    changed = [field for field, value in wanted.items() if getattr(staff, field) != value]
    staff.name, staff.post, staff.email, staff.is_office_admin = name, post, email, is_office_admin
    staff.may_write_sops = wrote if may_write_sops is None else may_write_sops
    staff.save(update_fields=["name", "post", "email", "is_office_admin", "may_write_sops"])
    if changed:
        record(Kind.STAFF_CHANGED, by=by, at=at, subject=staff, fields=changed)
    if was_admin != is_office_admin:
        record(Kind.ADMIN_MADE if is_office_admin else Kind.ADMIN_ENDED, by=by, at=at, subject=staff)
    if wrote != staff.may_write_sops:
        record(Kind.WRITER_MADE if staff.may_write_sops else Kind.WRITER_ENDED, by=by, at=at, subject=staff)
    return staff


@transaction.atomic
def end_staff(*, staff: Staff, by: Staff, at: datetime) -> Staff:
    """Close an account: no login any more, every lane ended. What this person did stays. Raises NotAllowed, Refused."""
    check_can_end(staff=staff, by=by)
    _take_turn(by=by)
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    was_admin, held = staff.is_office_admin, staff.memberships.filter(ended_at=None)
    released = sorted(held.values_list("lane__key", flat=True))
    staff.is_active = False
    staff.is_office_admin = False
    staff.may_write_sops = False
    staff.save(update_fields=["is_active", "is_office_admin", "may_write_sops"])
    held.update(ended_at=at)
    record(Kind.STAFF_ENDED, by=by, at=at, subject=staff, admin=was_admin, released=released)
    return staff


@transaction.atomic
def return_staff(*, staff: Staff, by: Staff, password: str, at: datetime | None = None) -> Staff:
    """Open a closed account again with a one-time password; its lanes are given anew. Raises NotAllowed."""
    _take_turn(by=by)
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    staff.is_active = True
    staff.must_change_password = True
    staff.set_password(password)
    staff.save(update_fields=["is_active", "must_change_password", "password"])
    record(Kind.STAFF_RETURNED, by=by, at=at, subject=staff)
    return staff


@transaction.atomic
def reset_password(*, staff: Staff, by: Staff, password: str, at: datetime | None = None) -> Staff:
    """Give a one-time password; every session of this person ends with it. Raises NotAllowed, Refused("inactive")."""
    _take_turn(by=by)
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    if not staff.is_active:
        raise Refused("inactive", _("Akun ini tidak aktif. Aktifkan kembali lebih dulu."))
    staff.must_change_password = True
    staff.set_password(password)
    staff.save(update_fields=["must_change_password", "password"])
    record(Kind.PASSWORD_RESET, by=by, at=at, subject=staff)
    return staff


@transaction.atomic
def change_own_password(*, staff: Staff, password: str) -> Staff:
    """Set the password this person chose. It must have passed the validators.

    Raises Refused("password_changed") where another one was set, or the account closed, since `staff` was read.
    """
    now = Staff.objects.select_for_update().get(pk=staff.pk)
    if not now.is_active or now.password != staff.password:
        said = _("Kata sandi Anda baru saja diganti oleh admin kantor. Masuk lagi dengan kata sandi yang baru.")
        raise Refused("password_changed", said)
    staff.set_password(password)
    staff.must_change_password = False
    staff.save(update_fields=["password", "must_change_password"])
    return staff


@transaction.atomic
def change_own_settings(*, staff: Staff, language: str, dark: bool) -> Staff:
    """How the screens look for this person."""
    staff.language, staff.dark = language, dark
    staff.save(update_fields=["language", "dark"])
    return staff


@transaction.atomic
def hold_lanes(*, staff: Staff, lanes: Sequence[Lane], by: Staff, at: datetime) -> None:
    """Make `lanes` the lanes this person holds: others end at `at`, new ones start then. Raises NotAllowed, Refused."""
    _take_turn(by=by)
    staff = Staff.objects.select_for_update().get(pk=staff.pk)
    if lanes and not staff.is_active:
        raise Refused("inactive", _("Akun ini tidak aktif. Aktifkan kembali lebih dulu."))
    wanted = {lane.pk: lane.key for lane in lanes}
    held = dict(staff.memberships.filter(ended_at=None).values_list("lane_id", "lane__key"))
    given, released = wanted.keys() - held.keys(), held.keys() - wanted.keys()
    for lane_id in sorted(given):
        LaneMembership.objects.create(staff=staff, lane_id=lane_id, started_at=at)
    staff.memberships.filter(ended_at=None, lane_id__in=released).update(ended_at=at)
    if given or released:
        keys = {"held": sorted(wanted[one] for one in given), "released": sorted(held[one] for one in released)}
        record(Kind.LANES_CHANGED, by=by, at=at, subject=staff, **keys)


@transaction.atomic
def set_hours(*, hours: Mapping[int, Sequence[tuple[time, time]]], by: Staff, at: datetime | None = None) -> None:
    """Replace the office's hours: weekday (Monday is 0) -> intervals. Deadlines already given stay as they are.

    Raises NotAllowed, Refused("hours_cross" | "never_open"): without an open day no working day could ever end.
    """
    _take_turn(by=by)
    if not any(hours.values()):
        raise Refused("never_open", _("Isi paling sedikit satu hari buka. Tanpa itu tenggat tidak dapat dihitung."))
    for weekday, intervals in hours.items():
        _check_day(weekday, sorted(intervals))
    OpeningHours.objects.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(weekday=weekday, opens=opens, closes=closes)
        for weekday, intervals in sorted(hours.items())
        for opens, closes in sorted(intervals)
    )
    spans = {
        str(weekday): [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in sorted(intervals)]
        for weekday, intervals in sorted(hours.items())
        if intervals
    }
    record(Kind.HOURS_CHANGED, by=by, at=at, hours=spans)


def _check_day(weekday: int, intervals: Sequence[tuple[time, time]]) -> None:
    field = f"day_{weekday}"
    for opens, closes in intervals:
        if closes <= opens:
            raise Refused("hours_cross", _("Jam tutup harus sesudah jam buka."), field=field)
    for (_opens, closes), (opens_again, _closes) in pairwise(intervals):
        if opens_again <= closes:
            raise Refused("hours_cross", _("Waktu buka yang kedua harus sesudah yang pertama tutup."), field=field)


@transaction.atomic
def add_closure(*, date: date, name: str, by: Staff, at: datetime | None = None) -> Closure:
    """Close the office on a day beyond the national holidays. Raises NotAllowed, Refused("closed_already")."""
    _take_turn(by=by)
    closure, made = Closure.objects.get_or_create(date=date, defaults={"name": name})
    if not made:
        raise Refused(
            "closed_already", _("Tanggal ini sudah tercatat tutup: %(name)s.") % {"name": closure.name}, field="date"
        )
    record(Kind.CLOSURE_ADDED, by=by, at=at, date=f"{date:%Y-%m-%d}")
    return closure


@transaction.atomic
def drop_closure(*, closure: Closure, by: Staff, at: datetime | None = None) -> None:
    """Take a closed day back. Raises NotAllowed."""
    _take_turn(by=by)
    dropped, _by_model = Closure.objects.filter(pk=closure.pk).delete()
    if dropped:
        record(Kind.CLOSURE_DROPPED, by=by, at=at, date=f"{closure.date:%Y-%m-%d}")


@transaction.atomic
def change_profile(*, by: Staff, at: datetime | None = None, **fields: Any) -> OfficeProfile:
    """Change what the office says of itself; `fields` are names in PROFILE_FIELDS. Raises NotAllowed, TypeError."""
    profile = _take_turn(by=by)
    unknown = set(fields) - set(PROFILE_FIELDS)
    if unknown:
        raise TypeError(f"not a field of the profile: {', '.join(sorted(unknown))}")
    changed = sorted(name for name, value in fields.items() if getattr(profile, name) != value)
    for name, value in fields.items():
        setattr(profile, name, value)
    profile.save(update_fields=sorted(fields))
    if changed:
        record(Kind.PROFILE_CHANGED, by=by, at=at, fields=changed)
    return profile


@transaction.atomic
def set_emblem(*, file: bytes, by: Staff, at: datetime | None = None) -> Emblem:
    """Keep the emblem for the office's letters, stripped to the picture alone; letters printed before keep theirs.

    Raises NotAllowed, Refused with a fault of `accounts.png` as its code.
    """
    _take_turn(by=by)
    try:
        picture = clean(file)
    except NotAPicture as error:
        limits = {"largest": LARGEST // 1024, "most": SIDE, "fewest": SMALLEST_SIDE}
        raise Refused(error.fault, NO_PICTURE[error.fault] % limits, field="file") from error
    values = {
        "body": picture.body, "width": picture.width, "height": picture.height,
        "sha256": hashlib.sha256(picture.body).digest(),
    }  # fmt: skip
    emblem, _made = Emblem.objects.update_or_create(id=1, defaults=values)
    record(Kind.EMBLEM_CHANGED, by=by, at=at, sha256=emblem.sha256.hex())
    return emblem


@transaction.atomic
def drop_emblem(*, by: Staff, at: datetime | None = None) -> None:
    """Take the emblem off the letters to come. Raises NotAllowed."""
    _take_turn(by=by)
    if Emblem.objects.all().delete()[0]:
        record(Kind.EMBLEM_DROPPED, by=by, at=at)
