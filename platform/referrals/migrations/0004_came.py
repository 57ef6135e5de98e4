"""What came beside the file of a referral that was accepted is the receiver's own from then on."""

from django.db import migrations

import safeguards.fields


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_stuck")]

    operations = [
        migrations.AddField(
            "referral",
            "came",
            safeguards.fields.SealedJSON(
                editable=True,
                help_text="the minimum and the letter that came with it: ours from acceptance on",
                null=True,
            ),
        ),
    ]
