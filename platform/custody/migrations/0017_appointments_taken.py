"""Whoever takes appointments up over a handover says so by their keys, and who told of them lets go of those alone.

Safe on a full table: nothing that is there changes. Backward, what was said so stays in the chain.
"""

from importlib import import_module

from django.db import migrations

travels = import_module("custody.migrations.0010_what_travels_on")
before = import_module("custody.migrations.0014_not_sealed_anew")

TAKEN = (
    "            WHEN 'appointments_taken' THEN side IN ('sender', 'receiver')\n"
    "                AND about.moves AND about.state IN ('accepted', 'finished')\n"
)
TRUE = before.TRUE.replace(travels.SUPPLEMENTED, travels.SUPPLEMENTED + TAKEN)


class Migration(migrations.Migration):
    dependencies = [("custody", "0016_read_by_its_receiver")]

    operations = [migrations.RunSQL(TRUE, before.TRUE)]
