"""The wall around the shared tables: row-level security, forced also on their owner, keyed on the role that asks.

Rights (GRANT) are no part of this: `row_security.grant_shared` sets them from the declared tables after every migration.
"""

from django.db import migrations

MAKE_OFFICE_BASE = """
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'office_base') THEN
            CREATE ROLE office_base NOLOGIN;
        END IF;
    END $$
"""
REFUSE_CHANGED_IDENTITY = """
    CREATE FUNCTION public.tenants_office_identity_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (NEW.id, NEW.schema_name, NEW.role_name) IS DISTINCT FROM (OLD.id, OLD.schema_name, OLD.role_name) THEN
            RAISE EXCEPTION 'an office keeps its id, schema and role for ever' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
"""
FIXED_IDENTITY = """
    CREATE TRIGGER identity_is_fixed BEFORE UPDATE ON public.tenants_office
    FOR EACH ROW EXECUTE FUNCTION public.tenants_office_identity_is_fixed()
"""
OWN_DOMAIN = "tenant_id IN (SELECT o.id FROM public.tenants_office o WHERE o.role_name = current_user)"


def forced(table: str, *policies: str) -> list[migrations.RunSQL]:
    forward = [
        f"ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY owner_all ON public.{table} TO rangkul_owner USING (true) WITH CHECK (true)",
        f"CREATE POLICY web_reads ON public.{table} FOR SELECT TO rangkul_web USING (true)",
        *(f"CREATE POLICY {policy}" for policy in policies),
    ]
    backward = [
        f"ALTER TABLE public.{table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE public.{table} DISABLE ROW LEVEL SECURITY",
        f"DROP POLICY owner_all ON public.{table}",
        f"DROP POLICY web_reads ON public.{table}",
        *(f"DROP POLICY {' '.join(policy.split()[:3])}" for policy in policies),
    ]
    return [migrations.RunSQL(forward, backward)]


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_offices")]

    operations = [
        migrations.RunSQL(MAKE_OFFICE_BASE, migrations.RunSQL.noop),
        *forced(
            "tenants_office",
            "own_office ON public.tenants_office FOR SELECT TO office_base USING (role_name = current_user)",
        ),
        *forced(
            "tenants_domain",
            f"own_domains ON public.tenants_domain FOR SELECT TO office_base USING ({OWN_DOMAIN})",
        ),
        *forced(
            "tenants_officekey",
            "all_public_keys ON public.tenants_officekey FOR SELECT TO office_base USING (true)",
        ),
        migrations.RunSQL(
            [
                REFUSE_CHANGED_IDENTITY,
                FIXED_IDENTITY,
            ],
            [
                "DROP TRIGGER identity_is_fixed ON public.tenants_office",
                "DROP FUNCTION public.tenants_office_identity_is_fixed()",
            ],
        ),
    ]
