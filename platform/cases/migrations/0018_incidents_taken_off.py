"""An incident that was recorded twice, or on the wrong case, is taken off it and stays to be read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_look_again")]

    operations = [migrations.AddField("incident", "taken_off_at", models.DateTimeField(blank=True, null=True))]
