"""The wall around the nation's facts and around what is published; and that a fact never goes back.

The ministry's role also reads who has custody: the count goes by it. No trigger here takes a lock on a matter, since
the relay brings facts of many matters in one transaction while others are being handed over.
"""

from django.db import migrations

from tenants.walls import forced, function, trigger

AS_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog"
FACT_COMES = """
    CREATE FUNCTION public.reporting_fact_comes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_user = 'rangkul_owner' THEN
            RETURN NEW;
        END IF;
        SELECT o.code INTO NEW.code FROM public.tenants_office o WHERE o.id = NEW.office_id;
        IF TG_OP = 'UPDATE' AND (
            NEW.matter <> OLD.matter OR (NEW.revision, NEW.changed_at) < (OLD.revision, OLD.changed_at)
        ) THEN
            RAISE EXCEPTION 'a fact does not go back' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
"""
LAG_COMES = """
    CREATE FUNCTION public.reporting_lag_comes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_user <> 'rangkul_owner' THEN
            SELECT o.code INTO NEW.code FROM public.tenants_office o WHERE o.id = NEW.office_id;
        END IF;
        RETURN NEW;
    END $$
"""
CODE_CHANGED = f"""
    CREATE FUNCTION public.reporting_code_changed() RETURNS trigger {AS_OWNER} AS $$
    BEGIN
        UPDATE public.reporting_fact SET code = NEW.code WHERE office_id = NEW.id;
        UPDATE public.reporting_lag SET code = NEW.code WHERE office_id = NEW.id;
        RETURN NULL;
    END $$
"""
ME = "(SELECT public.custody_me())"
CONSOLE = "(SELECT public.custody_console())"
MINE = f"office_id = {ME}"
IS_NATION = f"{CONSOLE} = 'nation'"
REACHED = f"{IS_NATION} OR left(code, 2) = {CONSOLE}"
AREA_REACHED = f"{IS_NATION} OR left(area, 2) = {CONSOLE}"


def kept_by_office(table: str) -> list[migrations.RunSQL]:
    """An office reads and writes its own rows, a console reads those of its regencies."""
    return forced(
        table,
        own_seen=f"FOR SELECT TO office_base USING ({MINE})",
        own_kept=f"FOR INSERT TO office_base WITH CHECK ({MINE})",
        own_changed=f"FOR UPDATE TO office_base USING ({MINE}) WITH CHECK ({MINE})",
        reached=f"FOR SELECT TO console_base USING ({REACHED})",
    )


def published(table: str, *, seen: str = "true") -> list[migrations.RunSQL]:
    """The ministry's role writes it, every console reads what it reaches."""
    return forced(
        table,
        made=f"TO console_base USING ({IS_NATION}) WITH CHECK ({IS_NATION})",
        reached=f"FOR SELECT TO console_base USING ({seen})",
    )


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("custody", "0002_walls")]

    operations = [
        function(FACT_COMES, "reporting_fact_comes()"),
        function(LAG_COMES, "reporting_lag_comes()"),
        function(CODE_CHANGED, "reporting_code_changed()"),
        trigger("comes", "reporting_fact", "BEFORE INSERT OR UPDATE", "reporting_fact_comes"),
        trigger("comes", "reporting_lag", "BEFORE INSERT OR UPDATE", "reporting_lag_comes"),
        trigger("reported", "tenants_office", "AFTER UPDATE OF code", "reporting_code_changed"),
        *kept_by_office("reporting_fact"),
        *kept_by_office("reporting_lag"),
        *published("reporting_cell", seen=AREA_REACHED),
        *published("reporting_month"),
        *published("reporting_publication"),
        migrations.RunSQL(
            f"CREATE POLICY nation_counts ON public.custody_custody FOR SELECT TO console_base USING ({IS_NATION})",
            "DROP POLICY nation_counts ON public.custody_custody",
        ),
    ]
