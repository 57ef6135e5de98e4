"""A case that only helped another office ends with that help, and says so."""

from django.db import migrations, models

REASONS = [
    ("completed", "SOP selesai"), ("withdrawn", "Permintaan korban atau pelapor"),
    ("unreachable", "Tidak dapat dihubungi lagi"), ("moved", "Pindah ke luar wilayah"),
    ("duplicate", "Sudah dicatat pada kasus lain"), ("not_violence", "Bukan kekerasan, diberi informasi"),
    ("deceased", "Korban meninggal dunia"), ("handed_over", "Dilimpahkan ke kantor lain"),
    ("help_over", "Bantuan untuk kantor lain selesai"), ("other", "Alasan lain"),
]  # fmt: skip
KNOWN = [
    "completed", "withdrawn", "unreachable", "moved", "duplicate", "not_violence", "handed_over", "help_over",
    "deceased", "other",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_rising_keys")]

    operations = [
        migrations.RemoveConstraint("ending", "ending_reason_known"),
        migrations.AlterField("ending", "reason", models.CharField(choices=REASONS, max_length=12)),
        migrations.AddConstraint(
            "ending",
            models.CheckConstraint(condition=models.Q(("reason__in", KNOWN)), name="ending_reason_known"),
        ),
    ]
