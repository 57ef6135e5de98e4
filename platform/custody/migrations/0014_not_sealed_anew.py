"""The sender of a redirected handoff says that it will not seal it anew, so that no console waits for that.

Safe on a full table: nothing that is there changes. Backward, what was said so stays in the chain and is not asked.
"""

from importlib import import_module

from django.db import migrations

travels = import_module("custody.migrations.0010_what_travels_on")
sure = import_module("custody.migrations.0011_told_for_sure")
elsewhere = import_module("custody.migrations.0013_assigned_elsewhere")

KEPT = "            WHEN 'kept' THEN side = 'sender' AND about.state = 'redirected'\n"
TRUE = sure.TRUE.replace(travels.SUPPLEMENTED, travels.SUPPLEMENTED + KEPT)
BEFORE = travels.anew(elsewhere.SEALED_ANEW)
NOTHING_TO_WAIT_FOR = BEFORE.replace(
    "e.follows = old);",
    "e.follows = old) OR EXISTS (SELECT FROM public.custody_link l WHERE l.envelope = old AND l.kind = 'kept');",
)


class Migration(migrations.Migration):
    dependencies = [("custody", "0013_assigned_elsewhere")]

    operations = [
        migrations.RunSQL(TRUE, sure.TRUE),
        migrations.RunSQL(NOTHING_TO_WAIT_FOR, BEFORE),
    ]
