"""A release that does not know the column may begin a draft of the library too: nobody has it open then."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0005_shelf_here")]

    operations = [
        migrations.AlterField(
            model_name="shelfdraft",
            name="here",
            field=models.JSONField(
                db_default=[], default=list, help_text="who has it open, at which part, last seen when"
            ),
        ),
    ]
