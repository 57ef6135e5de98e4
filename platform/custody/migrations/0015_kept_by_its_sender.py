"""A console reads that the sender of a redirected handoff keeps it, and waits for no new one.

As with `custody_sealed_anew` no more is told than yes or no, of a handoff whose key the console has. SQL alone.
"""

from importlib import import_module

from django.db import migrations

walls = import_module("custody.migrations.0002_walls")

KEPT = f"""
    CREATE FUNCTION public.custody_kept(old uuid) RETURNS boolean STABLE {walls.AS_OWNER} AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.custody_link l WHERE l.envelope = old AND l.kind = 'kept');
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0014_not_sealed_anew")]

    operations = [walls.function(KEPT, "custody_kept(uuid)")]
