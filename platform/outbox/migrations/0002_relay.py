"""What the relay needs of a message: its stream, when it is tried next, and whether it was given up."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.AddField("message", "stream", models.CharField(default="", max_length=20), preserve_default=False),
        migrations.RunSQL(
            "UPDATE outbox_message SET stream = split_part(topic, '.', 1)", migrations.RunSQL.noop
        ),
        migrations.AddField(
            "message",
            "next_at",
            models.DateTimeField(default=django.utils.timezone.now, help_text="not tried before this moment"),
        ),
        migrations.AddField(
            "message", "dead_at", models.DateTimeField(help_text="given up: it waits for a person", null=True)
        ),
        migrations.AddField(
            "message",
            "fault",
            models.CharField(blank=True, default="", help_text="what kind of error the last attempt met", max_length=60),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "message",
            models.Index(
                condition=models.Q(("sent_at", None)), fields=["matter", "stream", "number"], name="outbox_in_order"
            ),
        ),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                condition=models.Q(("sent_at", None), ("dead_at", None), _connector="OR"), name="message_sent_or_dead"
            ),
        ),
    ]
