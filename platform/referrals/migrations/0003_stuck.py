"""What of another office can't be opened or applied is kept as such, and holds up nothing else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_overrides")]

    operations = [
        migrations.AddField(
            "exchange",
            "unreadable",
            models.BooleanField(default=False, help_text="it came and could not be opened: its sender is asked"),
        ),
        migrations.AddField("followed", "fault", models.CharField(blank=True, max_length=60)),
        migrations.AddField("followed", "attempts", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("followed", "next_at", models.DateTimeField(null=True)),
    ]
