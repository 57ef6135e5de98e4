"""A requirement that is asked of each victim is noted for each: by the victim, or by nobody where it is asked once."""

import django.db.models.deletion
from django.db import migrations, models

ONE_FOR_ALL = """
    DELETE FROM cases_requirementseen one USING (
        SELECT id, row_number() OVER (PARTITION BY step_pass_id, key ORDER BY owed DESC, at DESC, id) AS place
        FROM cases_requirementseen
    ) ranked WHERE ranked.id = one.id AND ranked.place > 1
"""
"""What an older release knows it as: one requirement, owed while it is owed for any victim."""


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_by_the_offices_code")]

    operations = [
        migrations.RemoveConstraint("requirementseen", "requirement_once_a_pass"),
        migrations.AddField(
            "requirementseen",
            "person",
            models.ForeignKey(
                "cases.Person", blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
            ),
        ),
        migrations.AddConstraint(
            "requirementseen",
            models.UniqueConstraint(
                fields=("step_pass", "key", "person"), name="requirement_once_a_pass", nulls_distinct=False
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, ONE_FOR_ALL),
    ]
