"""Two more rules that hold whoever writes: assigned is what is overdue, sealed is to a key that still opens.

The moment is PostgreSQL's own: no console can say that it is later than it is.
"""

from importlib import import_module

from django.db import migrations

walls = import_module("custody.migrations.0002_walls")

IN_TIME = """
    CREATE FUNCTION public.custody_envelope_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        patience interval := CASE public.custody_console() WHEN 'nation' THEN '24 hours' ELSE '0' END;
    BEGIN
        IF NOT pg_has_role(current_user, 'console_base', 'USAGE') THEN
            RETURN NEW;
        END IF;
        IF (NEW.state, NEW.binding, NEW.assigned_to, NEW.assigned_by)
           IS NOT DISTINCT FROM (OLD.state, OLD.binding, OLD.assigned_to, OLD.assigned_by) THEN
            IF NEW.answer_by <> OLD.answer_by THEN
                RAISE EXCEPTION 'a console moves a deadline by assigning alone' USING ERRCODE = 'check_violation';
            END IF;
        ELSIF now() <= OLD.answer_by + patience THEN
            RAISE EXCEPTION 'the answer is not due yet'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'assigned_when_due';
        END IF;
        RETURN NEW;
    END $$
"""
PARCEL_SEALED = f"""
    CREATE FUNCTION public.custody_parcel_sealed() RETURNS trigger {walls.AS_OWNER} AS $$
    BEGIN
        IF NOT EXISTS (
            SELECT FROM public.tenants_officekey k
            WHERE k.office_id = NEW.receiver_id AND k.number = NEW.key_number AND k.ended_at IS NULL
        ) THEN
            RAISE EXCEPTION 'the receiver has no such key' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0003_addresses"), ("tenants", "0004_keys_end")]

    operations = [
        walls.function(IN_TIME, "custody_envelope_in_time()"),
        walls.function(PARCEL_SEALED, "custody_parcel_sealed()"),
        walls.trigger("in_time", "custody_envelope", "BEFORE UPDATE", "custody_envelope_in_time"),
        walls.trigger("sealed", "custody_parcel", "BEFORE INSERT", "custody_parcel_sealed"),
    ]
