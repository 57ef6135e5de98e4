"""A paused case may say the day on which it is looked at again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_carried_along")]

    operations = [migrations.AddField("pause", "look_again_on", models.DateField(blank=True, null=True))]
