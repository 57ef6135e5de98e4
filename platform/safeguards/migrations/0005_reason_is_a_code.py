"""The reason of a showing is a code from now on: the database refuses words there."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("safeguards", "0004_seal_words")]

    operations = [
        migrations.AlterField("accessevent", "reason", models.CharField(help_text="a code", max_length=20)),
        migrations.AddConstraint("accessevent", models.CheckConstraint(condition=models.Q(("reason__regex", "^[a-z_]{1,20}$")), name="access_reason_is_a_code")),
        migrations.AddConstraint("accessevent", models.CheckConstraint(condition=models.Q(("edition__in", [1, 2])), name="access_edition_known")),
    ]
