"""A move of cases says why; taking it back is a row of its own, and runs chunk by chunk as the move did."""

import uuid

import django.db.models.deletion
import safeguards.fields
from django.conf import settings
from django.db import migrations, models

TAKEN_BACK = """
    INSERT INTO cases_moveback (id, move_id, by_id, at)
    SELECT DISTINCT ON (one.move_id, told.at) gen_random_uuid(), one.move_id, told.by_id, told.at
    FROM cases_casemove one
    JOIN cases_event told ON told.case_id = one.case_id AND told.kind = 'case_move_reverted' AND told.at = one.reverted_at
    ORDER BY one.move_id, told.at
"""
"""Who took moves back before, as the cases' own trails tell it; nobody was asked why."""
STOPPED = "UPDATE cases_move SET state = 'done' WHERE state = 'undoing'"
"""What an older release knows it as: a move that is over, and may be taken back."""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0024_each_victim"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("move", "why", safeguards.fields.SealedText(editable=True, null=True)),
        migrations.AlterField("casemove", "reverted_at", models.DateTimeField(
            help_text="when the way back was begun that it took", null=True
        )),
        migrations.CreateModel(
            "MoveBack",
            [
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("why", safeguards.fields.SealedText(editable=True, null=True)),
                ("by", models.ForeignKey(
                    settings.AUTH_USER_MODEL, on_delete=django.db.models.deletion.PROTECT, related_name="+"
                )),
                ("move", models.ForeignKey(
                    "cases.move", on_delete=django.db.models.deletion.PROTECT, related_name="backs"
                )),
            ],
            {
                "ordering": ["-at"],
                "constraints": [models.UniqueConstraint(fields=("move", "at"), name="one_way_back_at_a_time")],
            },
        ),
        migrations.RunSQL(TAKEN_BACK, migrations.RunSQL.noop),
        migrations.RemoveConstraint("move", "one_move_at_a_time"),
        migrations.RemoveConstraint("move", "move_state_known"),
        migrations.AlterField("move", "state", models.CharField(
            choices=[
                ("running", "sedang berjalan"), ("done", "selesai"), ("undoing", "sedang dikembalikan"),
                ("reverted", "dikembalikan"),
            ],
            default="running", max_length=8,
        )),
        migrations.RunSQL(migrations.RunSQL.noop, STOPPED),
        migrations.AddConstraint("move", models.UniqueConstraint(
            condition=models.Q(("state__in", ("running", "undoing"))), fields=("sop",), name="one_move_at_a_time"
        )),
        migrations.AddConstraint("move", models.CheckConstraint(
            condition=models.Q(("state__in", ["running", "done", "undoing", "reverted"])), name="move_state_known"
        )),
    ]  # fmt: skip
