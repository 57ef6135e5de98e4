"""Opening an office: role, schema, address, keys, profile and first admin, all in one transaction or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Staff
from accounts.passwords import one_time_password
from custody.models import Address
from onboarding.codes import Place, recognise
from onboarding.defaults import make_profile
from onboarding.telling import tell_address, tell_state
from onboarding.together import called_first
from safeguards.keys import make_office_keys
from sop_library.definition import Definition
from sop_library.operations.adopting import adopt
from tenants.current import in_office
from tenants.database import connection
from tenants.middleware import hosts
from tenants.models import Domain, Kind, Office, OfficeKey
from tenants.roles import as_owner, create_office_role, grant_office, office_role, require_owner
from tenants.template.building import ensure_template
from tenants.template.replay import replay

validate_slug_of_office = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", gettext_lazy("Alamat hanya huruf kecil, angka, dan tanda hubung di antaranya.")
)
STAGES = ("address", "schema", "keys", "profile", "sops", "admin", "directory")
"""What an opening does, in order."""
ONE_OPENING = 7305003  # any constant: offices are opened one after the other


class AlreadyOpen(Exception):
    """The place has its office. `office` is that one."""

    def __init__(self, office: Office) -> None:
        self.office = office
        super().__init__(_("%(name)s sudah dibuka: %(slug)s.") % {"name": office.name, "slug": office.slug})


class SlugTaken(Exception):
    """Another office has this slug."""


@dataclass(frozen=True, slots=True)
class FirstAdmin:
    """The first staff member: makes all others."""

    username: str = "admin"
    name: str = "Admin Kantor"


@dataclass(frozen=True, slots=True)
class Opened:
    """An office just opened. `password` is shown once and kept nowhere."""

    office: Office
    host: str
    username: str
    password: str = field(repr=False)


def host_of(slug: str) -> str:
    """Return the host of an office: its slug before the platform's domain."""
    return f"{slug}.{getattr(settings, 'OFFICE_DOMAIN', 'localhost')}"


def _nobody_asks(_stage: str) -> None:
    """Tell nobody."""


def open_office(
    *,
    code: str,
    at: datetime,
    admin: FirstAdmin | None = None,
    profile: dict[str, str] | None = None,
    slug: str | None = None,
    sops: Sequence[Definition] = (),
    reached: Callable[[str], None] = _nobody_asks,
) -> Opened:
    """Open the office of a Kemendagri code (`33.73`, or `33` for a province's).

    Needs the owner's login. Builds the template first where it is not up to date, which must be outside a transaction.

    Args:
        code: as typed.
        at: the moment of opening, with a zone.
        admin: the first staff member.
        profile: what is known of `accounts.OfficeProfile`; the rest gets defaults.
        slug: another address than the registry's names give.
        sops: what the office starts with, in the order of its screens.
        reached: told each stage as it begins, one of `STAGES`; whatever it raises undoes the opening.

    Raises:
        UnknownPlace: no such code; the message says what to type.
        AlreadyOpen: the place has its office.
        SlugTaken: the slug leads to another office.
        ValidationError: user name, slug or profile are not in form.
        NotTheOwner: the process has the web's login.
    """
    place = recognise(code)
    slug = slug or place.slug
    validate_slug_of_office(slug)
    admin = admin or FirstAdmin()
    connection.set_schema_to_public()
    require_owner(connection)
    already = Office.objects.filter(code=place.code).first()
    if already is not None:
        raise AlreadyOpen(already)
    template = ensure_template(at=at)
    password = one_time_password()
    with transaction.atomic():
        reached("address")
        office = _make_office(place=place, slug=slug, at=at)
        reached("schema")
        with as_owner(connection), connection.cursor() as cursor:
            create_office_role(cursor, schema_name=office.schema_name)
            replay(cursor, statements=template.statements, schema_name=office.schema_name)
            grant_office(cursor, schema_name=office.schema_name)
        with in_office(office):
            reached("keys")
            public_key = make_office_keys(office_id=office.id)
            reached("profile")
            make_profile(place=place, values=profile or {})
            reached("sops")
            for order, definition in called_first(sops):
                adopt(definition=definition, at=at, order=order)
            reached("admin")
            _make_admin(admin, password)
            tell_state(at=at)
        reached("directory")
        OfficeKey.objects.create(office=office, number=1, public_key=public_key, made_at=at)
        Address.objects.create(office=office, code=office.code, name=office.name, zone=office.zone)
        with in_office(office):
            tell_address()
        transaction.on_commit(hosts.forget)
    return Opened(office=office, host=host_of(office.slug), username=admin.username.lower(), password=password)


def _make_office(*, place: Place, slug: str, at: datetime) -> Office:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_OPENING])
    already = Office.objects.filter(code=place.code).first()
    if already is not None:
        raise AlreadyOpen(already)
    if Office.objects.filter(slug=slug).exists() or Domain.objects.filter(domain=host_of(slug)).exists():
        raise SlugTaken(_("Alamat “%s” sudah dipakai kantor lain.") % slug)
    schema_name = _free_schema_name(place)
    office = Office(
        schema_name=schema_name,
        role_name=office_role(schema_name),
        kind=place.kind,
        code=place.code,
        slug=slug,
        name=place.name,
        zone=place.zone,
        opened_at=at,
    )
    office.save(force_insert=True)
    Domain.objects.create(domain=host_of(slug), tenant=office, is_primary=True)
    return office


def _free_schema_name(place: Place) -> str:
    """The code's schema name, with a letter where an office that has since changed its code still has it."""
    plain = ("p" if place.kind == Kind.PROVINSI else "r") + place.code.replace(".", "")
    taken = set(Office.objects.filter(schema_name__startswith=plain).values_list("schema_name", flat=True))
    return next(name for name in (plain, *(plain + letter for letter in "abcdefghij")) if name not in taken)


def _make_admin(admin: FirstAdmin, password: str) -> Staff:
    staff = Staff(username=admin.username.lower(), name=admin.name, is_office_admin=True, must_change_password=True)
    staff.set_password(password)
    staff.full_clean(validate_unique=False, validate_constraints=False)  # the only one there is
    if not staff.name.strip():
        raise ValidationError(_("Admin pertama perlu nama."))
    staff.save(force_insert=True)
    return staff
