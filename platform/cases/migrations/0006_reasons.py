"""A reason gets a sealed row of its own, and a place beside every column that holds its words in clear."""

import uuid

import django.db.models.deletion
import safeguards.fields
from django.conf import settings
from django.db import migrations, models

TRIGGERS = {
    "reason_append_only": "BEFORE UPDATE OR DELETE ON cases_reason FOR EACH ROW",
    "reason_never_emptied": "BEFORE TRUNCATE ON cases_reason FOR EACH STATEMENT",
}


def _named(model: str, field: str = "because") -> migrations.AddField:
    key = models.ForeignKey("cases.reason", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+")
    return migrations.AddField(model, field, key)


def _may_be_empty(model: str, field: str) -> migrations.AlterField:
    return migrations.AlterField(model, field, models.CharField(blank=True, default="", max_length=300))


class Migration(migrations.Migration):

    dependencies = [("cases", "0005_reports_set_aside"), ("safeguards", "0005_reason_is_a_code")]

    operations = [
        migrations.CreateModel(
            "Reason",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words", safeguards.fields.SealedText(editable=True)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="reasons", to="cases.case")),
            ],
            options={"ordering": ["at"]},
        ),
        *(
            migrations.RunSQL(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION refuse_change()", f"DROP TRIGGER {name} ON cases_reason")
            for name, when in TRIGGERS.items()
        ),
        migrations.RenameField("ending", "reopened_because", "reopened_words"),
        _may_be_empty("pause", "reason"),
        _may_be_empty("ending", "reopened_words"),
        _may_be_empty("correction", "reason"),
        _named("pause"),
        _named("ending"),
        _named("ending", "reopened_because"),
        _named("correction"),
        _named("steppass"),
        _named("filledform"),
        migrations.AddField("filledform", "replaced_at", models.DateTimeField(null=True)),
    ]
