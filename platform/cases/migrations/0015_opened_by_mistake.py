"""A case that was opened under the wrong SOP or by the wrong door ends as such, and its fact is counted nowhere."""

from django.db import migrations, models

REASONS = [
    ("completed", "SOP selesai"), ("withdrawn", "Permintaan korban atau pelapor"),
    ("unreachable", "Tidak dapat dihubungi lagi"), ("moved", "Pindah ke luar wilayah"),
    ("duplicate", "Sudah dicatat pada kasus lain"), ("not_violence", "Bukan kekerasan, diberi informasi"),
    ("deceased", "Korban meninggal dunia"), ("handed_over", "Dilimpahkan ke kantor lain"),
    ("help_over", "Bantuan untuk kantor lain selesai"), ("mistaken", "Salah dibuka, SOP atau pintunya keliru"),
    ("other", "Alasan lain"),
]  # fmt: skip
KNOWN = [
    "completed", "withdrawn", "unreachable", "moved", "duplicate", "not_violence", "handed_over", "help_over",
    "mistaken", "deceased", "other",
]  # fmt: skip
ENDED_OTHERWISE = [
    "UPDATE cases_ending SET reason = 'other' WHERE reason = 'mistaken'",
    """UPDATE cases_steppass SET reason = 'other', engine = jsonb_set(engine, '{reason}', '"other"')
    WHERE reason = 'mistaken'""",
]
COUNTED = "UPDATE cases_fact SET state = 'ended' WHERE state = 'undone'"
"""What an older release knows such a case as: ended early for another reason."""
STATES = ["running", "paused", "ended", "undone"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_help_over")]

    operations = [
        migrations.RemoveConstraint("ending", "ending_reason_known"),
        migrations.AlterField("ending", "reason", models.CharField(choices=REASONS, max_length=12)),
        migrations.AddConstraint(
            "ending",
            models.CheckConstraint(condition=models.Q(("reason__in", KNOWN)), name="ending_reason_known"),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, ENDED_OTHERWISE),
        migrations.RemoveConstraint("fact", "fact_state_known"),
        migrations.AddConstraint(
            "fact",
            models.CheckConstraint(condition=models.Q(("state__in", STATES)), name="fact_state_known"),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, COUNTED),
    ]
