"""An office says its own telephone and unit to the others; what it is called, its code and its zone are the owner's.

With another's code in its row an office would take the place of one that is about to be opened.
"""

from importlib import import_module

from django.db import migrations

walls = import_module("custody.migrations.0002_walls")

STANDS = """
    CREATE FUNCTION public.custody_address_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
        IF current_user <> 'rangkul_owner' AND
           (NEW.office_id, NEW.code, NEW.name, NEW.zone)
           IS DISTINCT FROM (OLD.office_id, OLD.code, OLD.name, OLD.zone) THEN
            RAISE EXCEPTION 'an office changes its own telephone and unit alone' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0007_risk_rises")]

    operations = [
        walls.function(STANDS, "custody_address_stands()"),
        walls.trigger("stands", "custody_address", "BEFORE UPDATE", "custody_address_stands"),
    ]
