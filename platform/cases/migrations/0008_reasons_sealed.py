"""The columns that held the words of a reason in clear go; the database says where a reason must be named."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Cast


def _key(**options):
    return models.ForeignKey("cases.reason", on_delete=django.db.models.deletion.PROTECT, **options)


class Migration(migrations.Migration):

    dependencies = [("cases", "0007_seal_reasons")]

    operations = [
        migrations.RemoveField("pause", "reason"),
        migrations.RemoveField("ending", "reopened_words"),
        migrations.RemoveField("correction", "reason"),
        migrations.AlterField("pause", "because", _key(related_name="+")),
        migrations.AlterField("correction", "because", _key(related_name="corrections")),
        migrations.AlterField("ending", "note", models.CharField(blank=True, help_text="the SOP's own words for an end that it has", max_length=300)),
        migrations.AlterField("steppass", "reason", models.CharField(blank=True, help_text="the engine's sentence; where somebody typed a reason, its key stands in it", max_length=500)),
        migrations.AddConstraint("ending", models.CheckConstraint(condition=Q(("kind", "completed"), ("note", ""), _connector="OR"), name="ending_note_is_the_sops")),
        migrations.AddConstraint("ending", models.CheckConstraint(condition=Q(("reason__in", ["completed", "withdrawn", "unreachable", "moved", "duplicate", "not_violence", "deceased", "other"])), name="ending_reason_known")),
        migrations.AddConstraint("steppass", models.CheckConstraint(condition=Q(Q(("status", "skipped"), _negated=True), Q(("because__isnull", False), ("reason", Cast("because", models.CharField(max_length=500)))), _connector="OR"), name="skipped_names_its_reason")),
        migrations.AddConstraint("filledform", models.UniqueConstraint(condition=Q(("replaced_at", None)), fields=("case", "form", "step_pass"), name="one_standing_filling", nulls_distinct=False)),
    ]
