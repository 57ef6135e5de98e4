"""Opening an office: everything in one transaction, from a code to an admin who can log in; or nothing at all."""

import io
import re
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts import passwords
from accounts.models import OfficeProfile, OpeningHours, Staff
from onboarding import operations
from onboarding.codes import UnknownPlace, recognise
from onboarding.defaults import register_prefix
from onboarding.operations import AlreadyOpen, FirstAdmin, SlugTaken, open_office
from safeguards.keys import office_key
from safeguards.models import AccessEvent
from tenants.current import in_office
from tenants.models import Domain, Kind, Office, OfficeKey
from tenants.roles import NotTheOwner, RoleUnsafe

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def rows(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def traces(schema: str) -> list[object]:
    """What there is in the whole server of an office of this schema."""
    return [
        *rows("SELECT rolname FROM pg_roles WHERE rolname = %s", f"office_{schema}"),
        *rows("SELECT nspname FROM pg_namespace WHERE nspname = %s", schema),
        *rows("SELECT schema_name FROM tenants_office WHERE schema_name = %s", schema),
        *rows("SELECT domain FROM tenants_domain WHERE tenant_id NOT IN (SELECT id FROM tenants_office)"),
    ]


def structure(schema: str) -> list[tuple[object, ...]]:
    """Columns, constraints, indexes, triggers, functions and identities of a schema, without its name."""
    found = rows(
        """
        SELECT 'column', c.relname, a.attname,
               format_type(a.atttypid, a.atttypmod) || a.attnotnull::text || a.attidentity::text
               || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind = 'r'
        UNION ALL
        SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = %(schema)s::regnamespace
        UNION ALL
        SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %(schema)s
        UNION ALL
        SELECT 'trigger', c.relname, t.tgname, pg_get_triggerdef(t.oid)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = %(schema)s::regnamespace AND NOT t.tgisinternal
        UNION ALL
        SELECT 'function', proname, '', pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = %(schema)s::regnamespace
        UNION ALL
        SELECT 'sequence', sequencename, data_type::text, start_value || ' ' || increment_by || ' ' || max_value
        FROM pg_sequences WHERE schemaname = %(schema)s
        ORDER BY 1, 2, 3, 4
        """.replace("%(schema)s", f"'{schema}'")
    )
    return sorted(tuple(_without_casts(str(value).replace(f"{schema}.", "")) for value in row) for row in found)


def _without_casts(definition: str) -> str:
    """PostgreSQL writes `IN (…)` with its casts elsewhere once it has read its own text; the meaning is one."""
    return re.sub(r"::(character varying|text)(\[\])?|[()]", "", definition)


def test_the_office_of_a_code(owner_db: str) -> None:
    opened = open_office(code="11.06", at=AT, admin=FirstAdmin(username="Dewi", name="Dewi Contoh"))
    office = Office.objects.get(code="11.06")
    assert opened.office == office
    assert (office.schema_name, office.role_name, office.kind, office.slug, office.name, office.zone) == (
        "r1106", "office_r1106", "kabupaten", "aceh-besar", "Kabupaten Aceh Besar", "Asia/Jakarta",
    )  # fmt: skip
    assert office.opened_at == AT
    assert Domain.objects.get(tenant=office).domain == opened.host == "aceh-besar.localhost"
    with in_office(office):
        staff = Staff.objects.get()
        assert (staff.username, staff.name, staff.is_office_admin, staff.must_change_password) == (
            "dewi", "Dewi Contoh", True, True,
        )  # fmt: skip
        assert staff.check_password(opened.password)
        assert OfficeProfile.objects.get().name == "UPTD PPA Kabupaten Aceh Besar"
        assert OfficeProfile.objects.get().register_prefix == "ACE"
        assert OpeningHours.objects.count() == 5
        assert len(office_key(purpose="data")[1]) == 32
    assert len(bytes(OfficeKey.objects.get(office=office).public_key)) == 32
    assert opened.password not in repr(opened)


def test_a_replayed_schema_is_what_the_migrations_make(owner_db: str, salatiga: Office) -> None:
    replayed, migrated = structure("r3373"), structure("office_template")
    assert len(migrated) > 400
    assert {row[0] for row in migrated} == {"column", "constraint", "index", "trigger", "function", "sequence"}
    assert replayed == migrated
    same = "SELECT app, name FROM {}.django_migrations ORDER BY id"
    assert rows(same.format("r3373")) == rows(same.format("office_template"))
    for count in ("SELECT count(*) FROM {}.django_content_type", "SELECT count(*) FROM {}.auth_permission"):
        assert rows(count.format("r3373")) == rows(count.format("office_template"))


def test_no_row_of_an_office_names_another_schema(owner_db: str, salatiga: Office) -> None:
    assert rows("SELECT count(*) FROM r3373.django_migrations WHERE name ~ 'office_template|r3373'") == [(0,)]


def test_a_new_office_s_numbers_go_on_where_the_template_s_rows_end(owner_db: str, salatiga: Office) -> None:
    rows("INSERT INTO r3373.django_content_type (app_label, model) VALUES ('a', 'b')")
    assert rows("SELECT id = max(id) OVER () FROM r3373.django_content_type WHERE app_label = 'a'") == [(True,)]


def test_an_office_can_not_change_its_append_only_log(owner_db: str, salatiga: Office) -> None:
    with in_office(salatiga):
        staff = Staff.objects.get()
        AccessEvent.objects.create(
            at=AT, by=staff, subject_table="t", subject_id=staff.id, what="w", reason="r", digest=b"d"
        )
        with pytest.raises(ProgrammingError), transaction.atomic():
            AccessEvent.objects.update(reason="other")
        with pytest.raises(ProgrammingError), transaction.atomic():
            AccessEvent.objects.all().delete()


@pytest.mark.parametrize("where", ["make_office_keys", "make_profile", "_make_admin", "grant_office", "replay"])
def test_an_opening_that_fails_leaves_nothing(owner_db: str, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(operations, where, fail)
    with pytest.raises(OSError, match="disk"):
        open_office(code="11.06", at=AT)
    assert traces("r1106") == []
    monkeypatch.undo()
    open_office(code="11.06", at=AT)
    assert len(traces("r1106")) == 3


def test_without_the_platform_s_key_nothing_is_opened(owner_db: str, settings: Settings) -> None:
    settings.FIELD_KEY_ENCRYPTION_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="RANGKUL_KEK"):
        open_office(code="11.06", at=AT)
    assert traces("r1106") == []


def test_an_admin_or_profile_out_of_form_leaves_nothing(owner_db: str) -> None:
    with pytest.raises(ValidationError):
        open_office(code="11.06", at=AT, admin=FirstAdmin(username="dua kata", name="Dewi"))
    with pytest.raises(ValidationError):
        open_office(code="11.06", at=AT, admin=FirstAdmin(username="dewi", name=" "))
    with pytest.raises(ValidationError):
        open_office(code="11.06", at=AT, profile={"register_prefix": "1"})
    assert traces("r1106") == []


def test_an_office_is_opened_once(owner_db: str, salatiga: Office) -> None:
    with pytest.raises(AlreadyOpen, match="Kota Salatiga sudah dibuka") as already:
        open_office(code="33.73", at=AT)
    assert already.value.office == salatiga


def test_a_slug_leads_to_one_office(owner_db: str) -> None:
    with pytest.raises(SlugTaken, match="salatiga"):
        open_office(code="11.06", at=AT, slug="salatiga")
    with pytest.raises(ValidationError):
        open_office(code="11.06", at=AT, slug="Aceh Besar")
    assert traces("r1106") == []
    assert open_office(code="11.06", at=AT, slug="aceh").host == "aceh.localhost"


def test_the_office_of_a_province(owner_db: str) -> None:
    office = open_office(code="33", at=AT).office
    assert (office.schema_name, office.kind, office.slug) == ("p33", Kind.PROVINSI, "provinsi-jawa-tengah")


def test_a_code_given_anew_gets_another_schema(owner_db: str, salatiga: Office) -> None:
    """Codes move between places (Papua, 2022); a schema's name never changes, so the next one gets a letter."""
    Office.objects.filter(pk=salatiga.pk).update(code="99.01", slug="lama")
    Domain.objects.filter(tenant=salatiga).update(domain="lama.localhost")
    assert open_office(code="33.73", at=AT).office.schema_name == "r3373a"


def test_a_role_that_may_too_much_is_not_taken_over(owner_db: str) -> None:
    rows("CREATE ROLE office_r1106 LOGIN")
    with pytest.raises(RoleUnsafe, match="office_r1106"):
        open_office(code="11.06", at=AT)
    assert [row[0] for row in traces("r1106")] == ["office_r1106"]


def test_on_a_sharded_server_office_roles_may_log_in(owner_db: str, settings: Settings) -> None:
    settings.OFFICE_ROLES_LOG_IN = True
    open_office(code="11.06", at=AT)
    assert rows("SELECT rolcanlogin, rolinherit FROM pg_roles WHERE rolname = 'office_r1106'") == [(True, True)]


def test_the_web_login_opens_nothing(committed_db: str) -> None:
    with pytest.raises(NotTheOwner, match="RANGKUL_DB_AS"):
        open_office(code="11.06", at=AT)


def test_opening_takes_few_round_trips(owner_db: str) -> None:
    """Migrations take thousands; how long each way takes is `rangkul bench open`'s to say."""
    with CaptureQueriesContext(connection) as queries:
        open_office(code="11.06", at=AT)
    assert len(queries) < 100


def test_statement_by_statement_makes_the_same_schema(owner_db: str, settings: Settings) -> None:
    settings.OFFICE_REPLAY_ONE_BY_ONE = True
    open_office(code="11.06", at=AT)
    assert structure("r1106") == structure("office_template")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("3373", "33.73 adalah Kota Salatiga"),
        ("6504", "bermakna ganda"),
        ("91.01", "sekarang 93.01 \\(Kabupaten Merauke\\)"),
        ("salatiga", "33.73 Kota Salatiga"),
        ("Kota Salatga", "33.73 Kota Salatiga"),
        ("33.79", "Mungkin maksud Anda: 33"),
        ("99", "tidak ada dalam daftar"),
        ("99.99", "kabupaten/kota\\.$"),
        ("", "tidak ada dalam daftar"),
        ("33.73'; --", "tidak ada dalam daftar"),
    ],
)
def test_an_unknown_code_says_what_to_type(typed: str, said: str) -> None:
    with pytest.raises(UnknownPlace, match=said):
        recognise(typed)


def test_codes_are_recognised_as_typed() -> None:
    assert recognise(" 33.73 ").name == "Kota Salatiga"
    assert recognise("33").name == "Provinsi Jawa Tengah"


def test_the_first_admins_password_is_made_as_every_other_one_time_password() -> None:
    assert operations.one_time_password is passwords.one_time_password


def test_the_letters_before_a_register_number_come_from_the_name() -> None:
    assert register_prefix("Barito Utara") == "BAR"


def test_the_command(owner_db: str) -> None:
    out = io.StringIO()
    call_command("open", "11.06", admin="dewi", name="Dewi Contoh", stdout=out)
    assert "Kabupaten Aceh Besar dibuka: aceh-besar.localhost" in out.getvalue()
    assert "dewi" in out.getvalue()
    again = io.StringIO()
    call_command("open", "11.06", stdout=again)
    assert "sudah dibuka" in again.getvalue()
    with pytest.raises(CommandError, match="bermakna ganda"):
        call_command("open", "3373")
    with pytest.raises(CommandError, match="salatiga"):
        call_command("open", "11.01", slug="salatiga")
    with pytest.raises(CommandError, match=r"Masukkan|Enter"):
        call_command("open", "11.01", admin="dua kata")
