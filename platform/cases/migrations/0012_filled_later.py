"""What was empty and filled later leaves its trace, too; it needs no reason."""

import django.db.models.deletion
from django.db import migrations, models

from safeguards.migrating import append_only_opened


def forget_filled(apps, schema_editor):
    """The older release has no trace without a reason: those of fields that were filled later go."""
    filled = apps.get_model("cases", "Correction").objects.filter(because=None)
    if not filled.exists():
        return
    with append_only_opened(schema_editor, table="cases_correction", trigger="correction_append_only"):
        filled.delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_carried")]

    operations = [
        migrations.AlterField(
            "correction",
            "because",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="cases.reason"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_filled),
    ]
