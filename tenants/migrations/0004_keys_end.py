"""A public key that was replaced may end: its private half is destroyed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0003_registry")]

    operations = [migrations.AddField("officekey", "ended_at", models.DateTimeField(null=True))]
