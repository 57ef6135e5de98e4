"""What another office did since somebody here last looked at a referral.

Safe on a full table: both columns come with what says "nothing", so that no row is written.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_came")]

    operations = [
        migrations.AddField(
            "referral",
            "news",
            ArrayField(
                models.CharField(max_length=24),
                default=list,
                help_text="kinds of what the other office told since somebody here looked",
            ),
        ),
        migrations.AddField("referral", "news_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "referral",
            models.Index(fields=["-news_at"], condition=Q(news_at__isnull=False), name="referral_news"),
        ),
    ]
