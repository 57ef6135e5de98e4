"""An incident that was recorded twice, or on the wrong case, is taken off it and stays to be read.

Backward the column goes: with it an incident that was taken off would count, be shown and be sent again as one of its
case. So backward is refused while any is off; put them back or settle them first.
"""

from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError


def refuse_where_any_is_off(apps, schema_editor):
    """Stop before the column goes that says which incidents are none of their case."""
    if apps.get_model("cases", "Incident").objects.exclude(taken_off_at=None).exists():
        raise IrreversibleError("Ada kejadian yang dilepas dari kasusnya: tanpa kolom ini ia dihitung dan dikirim lagi.")


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_look_again")]

    operations = [
        migrations.AddField("incident", "taken_off_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(migrations.RunPython.noop, refuse_where_any_is_off),
    ]
