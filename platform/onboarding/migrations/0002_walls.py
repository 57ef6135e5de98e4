"""The wall: an office writes its own state, a console reads and asks within its reach, the owner alone opens."""

from django.db import migrations

from tenants.walls import forced, trigger

ME = "(SELECT public.custody_me())"
CONSOLE = "(SELECT public.custody_console())"
MINE = f"office_id = {ME}"
OF_ITS_OFFICES = (
    f"{CONSOLE} = 'nation' OR EXISTS (SELECT FROM public.custody_address a "
    f"WHERE a.office_id = onboarding_officestate.office_id AND left(a.code, 2) = {CONSOLE})"
)
REACHED = f"({CONSOLE} = 'nation' OR left(code, 2) = {CONSOLE})"
OPENING_GOES_ON = """
    CREATE FUNCTION public.onboarding_opening_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_user = 'rangkul_owner' THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'INSERT' THEN
            IF NEW.state <> 'draft' OR NEW.console <> public.custody_console() OR NEW.office_id IS NOT NULL
               OR NEW.password IS NOT NULL THEN
                RAISE EXCEPTION 'an opening begins as a draft' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END IF;
        IF (NEW.id, NEW.console, NEW.code, NEW.begun_by, NEW.begun_at, NEW.office_id, NEW.host, NEW.working_at)
           IS DISTINCT FROM
           (OLD.id, OLD.console, OLD.code, OLD.begun_by, OLD.begun_at, OLD.office_id, OLD.host, OLD.working_at) THEN
            RAISE EXCEPTION 'the provisioner alone says this' USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.state IN ('draft', 'failed') THEN
            IF NEW.state NOT IN (OLD.state, 'asked') OR NEW.password IS NOT NULL THEN
                RAISE EXCEPTION 'the provisioner alone opens' USING ERRCODE = 'check_violation';
            END IF;
        ELSIF (NEW.state, NEW.profile, NEW.sops, NEW.admin_username, NEW.admin_name, NEW.asked_at, NEW.ended_at,
               NEW.failure)
              IS DISTINCT FROM
              (OLD.state, OLD.profile, OLD.sops, OLD.admin_username, OLD.admin_name, OLD.asked_at, OLD.ended_at,
               OLD.failure)
              OR NEW.password IS NOT NULL AND NEW.password IS DISTINCT FROM OLD.password THEN
            RAISE EXCEPTION 'what was asked for stays as it was asked' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("onboarding", "0001_initial"), ("custody", "0002_walls")]

    operations = [
        migrations.RunSQL(OPENING_GOES_ON, "DROP FUNCTION public.onboarding_opening_goes_on()"),
        trigger("goes_on", "onboarding_opening", "BEFORE INSERT OR UPDATE", "onboarding_opening_goes_on"),
        *forced(
            "onboarding_officestate",
            own_seen=f"FOR SELECT TO office_base USING ({MINE})",
            own_told=f"FOR INSERT TO office_base WITH CHECK ({MINE})",
            own_changed=f"FOR UPDATE TO office_base USING ({MINE}) WITH CHECK ({MINE})",
            reached=f"FOR SELECT TO console_base USING ({OF_ITS_OFFICES})",
        ),
        *forced(
            "onboarding_opening",
            seen=f"FOR SELECT TO console_base USING {REACHED}",
            begun=f"FOR INSERT TO console_base WITH CHECK {REACHED}",
            changed=f"FOR UPDATE TO console_base USING {REACHED} WITH CHECK {REACHED}",
            dropped=f"FOR DELETE TO console_base USING ({REACHED} AND state IN ('draft', 'failed'))",
        ),
    ]
