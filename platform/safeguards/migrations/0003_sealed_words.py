"""What was typed beside the reason of a showing gets a sealed column. Rows there are were chained over the words."""

import safeguards.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("safeguards", "0002_append_only")]

    operations = [
        migrations.AddField("accessevent", "words", safeguards.fields.SealedText(editable=True, help_text="what was typed beside the code", null=True)),
        migrations.AddField("accessevent", "edition", models.PositiveSmallIntegerField(choices=[(1, "Over Words"), (2, "Over Sealed")], default=1)),
        migrations.AlterField("accessevent", "edition", models.PositiveSmallIntegerField(choices=[(1, "Over Words"), (2, "Over Sealed")], default=2)),
    ]
