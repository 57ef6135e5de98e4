"""People and incidents get keys that rise: nothing changes in the database, rows there are keep theirs."""

from django.db import migrations, models

import cases.keys


class Migration(migrations.Migration):

    dependencies = [("cases", "0012_filled_later")]

    operations = [
        migrations.AlterField("incident", "id", models.UUIDField(default=cases.keys.rising_key, editable=False, primary_key=True, serialize=False)),
        migrations.AlterField("person", "id", models.UUIDField(default=cases.keys.rising_key, editable=False, primary_key=True, serialize=False)),
    ]
