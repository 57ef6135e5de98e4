"""A report has a state, waits until it is taken or set aside, and what is corrected in it stays on record."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import safeguards.fields

STATES = "UPDATE cases_report SET state = 'taken' WHERE case_id IS NOT NULL AND state <> 'taken'"
BY = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}


def _key() -> models.UUIDField:
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_corrections_stay"),
        ("safeguards", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("report", "revision", models.PositiveIntegerField(default=0)),
        migrations.AddField(
            "report",
            "state",
            models.CharField(
                choices=[("waiting", "Menunggu"), ("taken", "Sudah menjadi kasus"), ("aside", "Disisihkan")],
                default="waiting",
                max_length=7,
            ),
        ),
        migrations.RunSQL(STATES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "report",
            models.CheckConstraint(
                condition=Q(state="taken", case__isnull=False) | Q(state__in=["waiting", "aside"], case=None),
                name="report_state_fits_its_case",
            ),
        ),
        migrations.CreateModel(
            name="ReportCorrection",
            fields=[
                ("id", _key()),
                ("field", models.CharField(max_length=60)),
                ("before", safeguards.fields.SealedText(null=True)),
                ("reason", safeguards.fields.SealedText(null=True)),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(**BY)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="cases.report"
                    ),
                ),
            ],
            options={"ordering": ["-at", "field"]},
        ),
        migrations.CreateModel(
            name="SettingAside",
            fields=[
                ("id", _key()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("duplicate", "Sudah tercatat pada laporan atau kasus lain"),
                            ("referred", "Bukan tugas kantor ini, diteruskan ke lembaga lain"),
                            ("withdrawn", "Ditarik oleh pelapor"),
                            ("mistaken", "Salah catat"),
                            ("other", "Alasan lain"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "referred_to",
                    safeguards.fields.SealedText(
                        help_text="who was told or takes it on, where it is not this office's duty", null=True
                    ),
                ),
                ("words", safeguards.fields.SealedText(null=True)),
                ("at", models.DateTimeField()),
                ("taken_up_at", models.DateTimeField(blank=True, null=True)),
                ("taken_up_because", safeguards.fields.SealedText(null=True)),
                ("by", models.ForeignKey(**BY)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="settings_aside", to="cases.report"
                    ),
                ),
                ("taken_up_by", models.ForeignKey(null=True, **BY)),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(fields=["report"], condition=Q(taken_up_at=None), name="aside_once"),
                    models.CheckConstraint(
                        condition=Q(reason__in=["duplicate", "referred", "withdrawn", "mistaken", "other"]),
                        name="aside_reason_known",
                    ),
                    models.CheckConstraint(
                        condition=~Q(reason="referred") | Q(referred_to__isnull=False), name="referred_says_to_whom"
                    ),
                    models.CheckConstraint(
                        condition=Q(taken_up_at=None, taken_up_by=None)
                        | Q(taken_up_at__gte=F("at"), taken_up_by__isnull=False),
                        name="taken_up_after_aside",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER reportcorrection_append_only BEFORE UPDATE OR DELETE ON cases_reportcorrection "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            "DROP TRIGGER reportcorrection_append_only ON cases_reportcorrection",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER reportcorrection_never_emptied BEFORE TRUNCATE ON cases_reportcorrection "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            "DROP TRIGGER reportcorrection_never_emptied ON cases_reportcorrection",
        ),
    ]
