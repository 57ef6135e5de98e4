"""Openings that a console asked for: carried out whole by the owner's login alone, or nothing is left of them."""

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from accounts.models import Staff
from custody.models import Address
from onboarding import asking, failures, operations, provisioning
from onboarding.keeping_once import SealedWithAnotherKey, seal_password, unseal_password
from onboarding.models import OfficeState, Opening, Seat
from onboarding.operations import open_office
from sop_library.models import Sop
from tenants.current import in_office
from tenants.models import Domain, Office
from tenants.roles import NotTheOwner, as_console

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CODE = "33.22"
BY = uuid.uuid4()
PROFILE = {
    "name": "Dinas Contoh", "short_name": "Dinas", "register_prefix": "SMG", "phone": "024 555 0100",
    "unit": "Layanan pengaduan",
}  # fmt: skip


@contextmanager
def console(code: str) -> Iterator[None]:
    connection.set_schema_to_public()
    with as_console(connection, code):
        yield


def asked(
    code: str = CODE, *, sops: tuple[str, ...] = ("salatiga/pengaduan-langsung",), admin: str = "admin"
) -> Opening:
    with console(code[:2]):
        row = asking.begin(code=code, console=code[:2], by=BY, at=AT)
        asking.fill(opening=row, profile=PROFILE)
        asking.fill(opening=row, sops=list(sops))
        asking.fill(opening=row, admin_username=admin, admin_name="Admin Contoh")
        return asking.ask(opening=row, at=AT)


def traces(code: str) -> list[object]:
    """What there is of an office. Its role may be another database's of this server: roles are the server's."""
    schema = f"r{code.replace('.', '')}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = %s"
            " UNION ALL SELECT nspname FROM pg_namespace WHERE nspname = %s",
            [f"office_{schema}", schema],
        )
        found: list[object] = list(cursor.fetchall())
    return [*found, *Office.objects.filter(code=code), *Address.objects.filter(code=code)]


def test_what_was_asked_is_opened_with_its_sops_and_its_admin(owner_db: str) -> None:
    row = asked(sops=("salatiga/pengaduan-langsung", "salatiga/layanan-informasi"))
    assert provisioning.carry_out_all(at=AT) == 1
    row.refresh_from_db()
    assert (row.state, row.failure, row.host) == ("open", "", "kabupaten-semarang.localhost")
    office = Office.objects.get(code=CODE)
    assert Domain.objects.filter(domain=row.host, tenant=office).exists()
    password = unseal_password(bytes(row.password or b""), opening=row.pk)
    with in_office(office):
        assert list(Sop.objects.values_list("slug", flat=True)) == ["pengaduan-langsung", "layanan-informasi"]
        assert Staff.objects.get(username="admin").check_password(password)
    address = Address.objects.get(office=office)
    assert (address.phone, address.unit) == ("024 555 0100", "Layanan pengaduan")
    state = OfficeState.objects.get(office=office)
    assert (state.sops, state.staff, state.serving_since) == (2, 1, None)
    assert provisioning.carry_out_all(at=AT) == 0


@pytest.mark.parametrize("stage", [*operations.STAGES, "kept"])
def test_an_opening_that_fails_at_any_stage_leaves_nothing(owner_db: str, stage: str) -> None:
    row, before = asked(), traces(CODE)

    def reached(now: str) -> None:
        if now == stage:
            raise OSError("the disk is full")

    assert provisioning.carry_out(opening=row.pk, at=AT, reached=reached) is False
    row.refresh_from_db()
    assert (row.state, row.failure, row.password, row.office) == ("failed", "interrupted", None, None)
    assert traces(CODE) == before
    with console("33"):
        asking.ask(opening=row, at=AT)
    assert provisioning.carry_out_all(at=AT) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sops": ("nunukan/tidak-ada",)}, "no-such-sop"),
        ({"admin": "Nama Berspasi"}, "profile-refused"),
    ],
)
def test_a_failure_says_why(owner_db: str, changes: dict[str, object], code: str) -> None:
    row, before = asked(**changes), traces(CODE)  # type: ignore[arg-type]
    assert provisioning.carry_out_all(at=AT) == 0
    row.refresh_from_db()
    assert row.failure == code
    assert str(failures.SENTENCES[code])
    assert traces(CODE) == before


def test_every_code_has_its_sentence() -> None:
    assert {code for _kind, code in failures.CODES} | {failures.OUR_FAULT} == set(failures.SENTENCES)


def test_a_place_opened_meanwhile_is_not_opened_twice(owner_db: str) -> None:
    row = asked()
    open_office(code=CODE, at=AT)
    assert provisioning.carry_out_all(at=AT) == 0
    row.refresh_from_db()
    assert row.failure == "already-open"
    assert Office.objects.filter(code=CODE).count() == 1


def test_a_killed_provisioner_is_followed_by_another(owner_db: str) -> None:
    row = asked()
    Opening.objects.filter(pk=row.pk).update(state="working", working_at=AT)
    assert provisioning.carry_out_all(at=AT) == 1


def test_asked_twice_it_is_asked_once_and_an_open_one_is_refused(owner_db: str) -> None:
    row = asked()
    with console("33"):
        assert asking.ask(opening=row, at=AT).asked_at == AT
        with pytest.raises(asking.OpeningRefused, match="sudah dimulai") as refusal:
            asking.begin(code=CODE, console="33", by=BY, at=AT)
        assert refusal.value.opening is not None
        assert refusal.value.opening.pk == row.pk
        with pytest.raises(asking.OpeningRefused, match="Kota Salatiga sudah dibuka"):
            asking.begin(code="33.73", console="33", by=BY, at=AT)
        with pytest.raises(asking.OpeningRefused, match="tidak dapat diubah"):
            asking.fill(opening=row, sops=[])


def test_a_step_that_is_missing_is_asked_for(owner_db: str) -> None:
    with console("33"):
        row = asking.begin(code=CODE, console="33", by=BY, at=AT)
        with pytest.raises(asking.OpeningRefused, match="Isi dulu"):
            asking.ask(opening=row, at=AT)
        asking.drop(opening=row)
        assert not Opening.objects.exists()


def test_the_password_is_shown_once_and_then_gone(owner_db: str) -> None:
    row = asked()
    provisioning.carry_out_all(at=AT)
    with console("33"):
        assert len(asking.take_password(opening=row, at=AT)) == 19
        assert asking.take_password(opening=row, at=AT) == ""
        assert Opening.objects.get(pk=row.pk).shown_at == AT


def test_a_sealed_password_opens_for_its_own_opening_alone() -> None:
    sealed = seal_password("k7mf", opening=BY)
    assert b"k7mf" not in sealed
    assert unseal_password(sealed, opening=BY) == "k7mf"
    with pytest.raises(SealedWithAnotherKey):
        unseal_password(sealed, opening=uuid.uuid4())


@pytest.mark.django_db
def test_the_web_login_opens_nothing() -> None:
    asked()
    with pytest.raises(NotTheOwner):
        provisioning.carry_out_all(at=AT)
    with pytest.raises(CommandError):
        call_command("provision")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"state": "open"}, {"state": "working"}, {"host": "x.localhost"}, {"console": "35"}, {"code": "33.01"},
        {"password": b"x"},
    ],
)  # fmt: skip
def test_a_console_says_nothing_that_is_the_provisioner_s(changes: dict[str, object]) -> None:
    with console("33"):
        row = asking.begin(code=CODE, console="33", by=BY, at=AT)
        with pytest.raises(DatabaseError), transaction.atomic():
            Opening.objects.filter(pk=row.pk).update(**changes)


@pytest.mark.django_db
def test_a_console_reaches_its_own_province_alone(salatiga: Office) -> None:
    row = asked()
    with in_office(salatiga), pytest.raises(DatabaseError), transaction.atomic():
        Opening.objects.count()
    with console("35"):
        assert not Opening.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            Opening.objects.create(code="33.01", console="35", begun_by=BY, begun_at=AT)
    with console("nation"):
        assert Opening.objects.get() == row
    connection.set_schema_to_public()
    with pytest.raises(DatabaseError), transaction.atomic():
        Opening.objects.count()


@pytest.mark.django_db
def test_an_office_s_state_is_its_own_and_read_by_its_province(salatiga: Office, banyuwangi: Office) -> None:
    from onboarding.telling import tell_state

    for office in (salatiga, banyuwangi):
        with in_office(office):
            tell_state(at=AT)
            assert [row.office_id for row in OfficeState.objects.all()] == [office.id]
            assert OfficeState.objects.filter(office=salatiga).update(sops=9) == (office == salatiga)
    for seat, seen in (("33", {salatiga.id}), ("35", {banyuwangi.id}), ("62", set()), ("nation", None)):
        with console(seat):
            found = set(OfficeState.objects.values_list("office_id", flat=True))
            assert found >= {salatiga.id, banyuwangi.id} if seen is None else found & {
                salatiga.id, banyuwangi.id} == seen  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                OfficeState.objects.update(sops=1)


def test_a_seat_is_given_with_a_password_for_once(owner_db: str) -> None:
    said = io.StringIO()
    call_command("seat", "add", "33", "--username", "Bagus", "--name", "Bagus Pranoto", stdout=said)
    seat = Seat.objects.get(staff__username="bagus")
    assert (seat.console, seat.staff.username, seat.staff.must_change_password) == ("33", "bagus", True)
    assert seat.staff.check_password(said.getvalue().split()[-1])
    for words in (("99",), ("semua",)):
        with pytest.raises(CommandError, match="bukan kode provinsi"):
            call_command("seat", "add", *words, "--username", "lain", "--name", "Lain")
    with pytest.raises(CommandError, match="sudah dipakai"):
        call_command("seat", "add", "35", "--username", "BAGUS", "--name", "Bagus")
    with pytest.raises(CommandError):
        call_command("seat", "add", "35", "--username", "a b", "--name", "Bagus")


@pytest.mark.django_db
def test_the_web_login_gives_no_seat() -> None:
    with pytest.raises(CommandError):
        call_command("seat", "add", "33", "--username", "bagus", "--name", "Bagus")
    staff = Staff.objects.create_user("bagus", password="x", name="Bagus")
    with pytest.raises(DatabaseError), transaction.atomic():
        Seat.objects.create(staff=staff, console="33")
