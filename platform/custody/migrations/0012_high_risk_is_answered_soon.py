"""A risk that turns high is answered within three hours of PostgreSQL's own clock, whatever clock told of it.

A deadline that a province set stands. Safe on a full table: nothing that is there changes.
"""

from importlib import import_module

from django.db import migrations

walls = import_module("custody.migrations.0002_walls")

SOON = """
    CREATE FUNCTION public.custody_envelope_soon() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
        IF NEW.risk = 'high' AND OLD.risk <> 'high' AND NOT NEW.binding THEN
            NEW.answer_by := least(NEW.answer_by, greatest(now(), OLD.sent_at) + interval '3 hours');
        END IF;
        RETURN NEW;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0011_told_for_sure")]

    operations = [
        walls.function(SOON, "custody_envelope_soon()"),
        walls.trigger("soon", "custody_envelope", "BEFORE UPDATE", "custody_envelope_soon"),
    ]
