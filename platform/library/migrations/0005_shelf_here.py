"""Who has a draft of the library open is told to the others: a column of moments, empty to begin with."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0004_names")]

    operations = [
        migrations.AddField(
            model_name="shelfdraft",
            name="here",
            field=models.JSONField(default=list, help_text="who has it open, at which part, last seen when"),
        ),
    ]
