"""The wall: an office reads the nation's entries and its province's, a console publishes its own, nothing changes."""

from django.db import migrations

from tenants.walls import forced, function, trigger

CONSOLE = "(SELECT public.custody_console())"
MINE = f"console = {CONSOLE}"
ITS_REACH = f"province = CASE {CONSOLE} WHEN 'nation' THEN '' ELSE {CONSOLE} END"
OF_MY_PROVINCE = (
    "province = '' OR province = "
    "(SELECT left(o.code, 2) FROM public.tenants_office o WHERE o.role_name = current_user)"
)
BEGINS = """
    CREATE FUNCTION public.library_entry_begins() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        last record;
    BEGIN
        IF NEW.retired_at IS NOT NULL THEN
            RAISE EXCEPTION 'an entry begins in force' USING ERRCODE = 'check_violation';
        END IF;
        SELECT number, province INTO last FROM public.library_libraryentry
        WHERE key = NEW.key ORDER BY number DESC LIMIT 1;
        IF NEW.number <> coalesce(last.number, 0) + 1 THEN
            RAISE EXCEPTION 'somebody was there first' USING ERRCODE = 'serialization_failure';
        END IF;
        IF last.province <> NEW.province THEN
            RAISE EXCEPTION 'whoever published an SOP first publishes its next number'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.published_by IS NULL AND current_user <> 'rangkul_owner' THEN
            RAISE EXCEPTION 'a console says who published' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
"""
STAYS = """
    CREATE FUNCTION public.library_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' OR OLD.retired_at IS NOT NULL OR NEW.retired_at IS NULL
           OR to_jsonb(NEW) - 'retired_at' IS DISTINCT FROM to_jsonb(OLD) - 'retired_at' THEN
            RAISE EXCEPTION 'what was published stays as it is' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial"), ("custody", "0002_walls")]

    operations = [
        function(BEGINS, "library_entry_begins()"),
        function(STAYS, "library_entry_stays()"),
        trigger("begins", "library_libraryentry", "BEFORE INSERT", "library_entry_begins"),
        trigger("stays", "library_libraryentry", "BEFORE UPDATE OR DELETE", "library_entry_stays"),
        *forced(
            "library_libraryentry",
            read_here=f"FOR SELECT TO office_base USING ({OF_MY_PROVINCE})",
            read_above="FOR SELECT TO console_base USING (true)",
            published=f"FOR INSERT TO console_base WITH CHECK ({ITS_REACH})",
            retired=f"FOR UPDATE TO console_base USING ({ITS_REACH}) WITH CHECK ({ITS_REACH})",
        ),
        *forced(
            "library_shelfdraft",
            seen=f"FOR SELECT TO console_base USING ({MINE})",
            begun=f"FOR INSERT TO console_base WITH CHECK ({MINE})",
            changed=f"FOR UPDATE TO console_base USING ({MINE}) WITH CHECK ({MINE})",
        ),
    ]
