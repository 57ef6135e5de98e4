"""Each pass knows the SOP version it was worked under and its stages; a case, the versions it ran under before.

Filled by one statement an office. Backward only these columns go: without a move they say what the case says.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

FILL = """
WITH printed AS MATERIALIZED (
    SELECT version.id AS version_id, step ->> 'key' AS key,
        CASE jsonb_typeof(step -> 'stage')
            WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(step -> 'stage'))
            WHEN 'string' THEN ARRAY[step ->> 'stage']
            ELSE ARRAY[]::text[]
        END AS stages
    FROM sop_library_sopversion version, jsonb_array_elements(version.definition -> 'steps') step
)
UPDATE cases_steppass pass SET version_id = found.version_id, stages = found.stages
FROM (
    SELECT one.id, whole.version_id, COALESCE(printed.stages, ARRAY[]::text[]) AS stages
    FROM cases_steppass one
    JOIN cases_case whole ON whole.id = one.case_id
    LEFT JOIN printed ON printed.version_id = whole.version_id AND printed.key = one.step
) found
WHERE found.id = pass.id
"""
REFUSE = """
DO $body$
BEGIN
    IF EXISTS (SELECT FROM cases_case WHERE earlier <> '[]') THEN
        RAISE EXCEPTION 'a case was moved to another version of its SOP: without these columns its history is lost';
    END IF;
END
$body$
"""
VERSION = {
    "db_index": False, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+",
    "to": "sop_library.sopversion",
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_incidents_taken_off"), ("sop_library", "0002_published_stays")]

    operations = [
        migrations.AddField("case", "earlier", models.JSONField(blank=True, default=list, help_text="versions it ran under before: [key, number of the event by which it moved on], in order")),
        migrations.AddField("steppass", "version", models.ForeignKey(null=True, **VERSION)),
        migrations.AddField("steppass", "worked_as", models.SlugField(blank=True, default="", max_length=60), preserve_default=False),
        migrations.AddField("steppass", "stages", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
        migrations.AddField("steppass", "former", models.BooleanField(default=False)),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("steppass", "version", models.ForeignKey(**VERSION)),
        migrations.RemoveConstraint("steppass", "pass_numbered_once"),
        migrations.AddConstraint(
            "steppass",
            models.UniqueConstraint(condition=models.Q(("former", False)), fields=("case", "step", "number"), name="pass_numbered_once"),
        ),
        migrations.AddConstraint(
            "steppass",
            models.CheckConstraint(condition=models.Q(("former", False), models.Q(("status__in", ["waiting", "open"]), _negated=True), _connector="OR"), name="former_pass_is_at_rest"),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, REFUSE),
    ]
