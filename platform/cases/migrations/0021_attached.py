"""A case that its SOP ends because the person has one already ends as that, and may be joined to the other one."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("completed", "selesai menurut SOP"), ("attached", "orang ini sudah punya kasus"),
    ("early", "ditutup lebih awal"), ("handed_over", "diserahkan ke kantor lain"),
]  # fmt: skip
OF_THE_SOP = ["completed", "attached"]
COMPLETED = """
    UPDATE cases_ending SET kind = 'completed', reason = 'completed', joined_id = NULL WHERE kind = 'attached'
"""
"""What an older release knows such an end as: the SOP is over. Its events still say which case it was joined to."""


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_moves")]

    operations = [
        migrations.RemoveConstraint("ending", "ending_kind_known"),
        migrations.RemoveConstraint("ending", "ending_note_is_the_sops"),
        migrations.AlterField("ending", "kind", models.CharField(choices=KINDS, max_length=11)),
        migrations.AddField(
            "ending",
            "joined",
            models.ForeignKey(
                "cases.Case", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                help_text="the case it was joined to",
            ),
        ),
        migrations.AddConstraint(
            "ending",
            models.CheckConstraint(
                condition=models.Q(("kind__in", [*OF_THE_SOP, "early", "handed_over"])), name="ending_kind_known"
            ),
        ),
        migrations.AddConstraint(
            "ending",
            models.CheckConstraint(
                condition=models.Q(("kind__in", OF_THE_SOP), ("note", ""), _connector="OR"),
                name="ending_note_is_the_sops",
            ),
        ),
        migrations.AddConstraint(
            "ending",
            models.CheckConstraint(
                condition=models.Q(
                    ("joined", None),
                    models.Q(("kind", "attached"), models.Q(("joined", models.F("case")), _negated=True)),
                    _connector="OR",
                ),
                name="only_attached_is_joined",
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, COMPLETED),
    ]
