"""What came from another office, and what it mended here, names that office by its region's code.

Of what came before, those are filled whose office's name is one office's alone; the rest goes on by its name. What was
mended before keeps the officer here it was written for. Backward the codes go, and names are matched again.
"""

from django.db import migrations, models
from django.db.models import Q

REGION = r"^([0-9]{2}(\.[0-9]{2})?)?$"
FILL = """
    UPDATE {table} row SET office_code = known.code
    FROM (SELECT name, min(code) AS code FROM public.tenants_office GROUP BY name HAVING count(*) = 1) known
    WHERE row.office_name = known.name
"""
ONE_OF_A_NAME = """
    DELETE FROM cases_carriedlimit one USING (
        SELECT id, row_number() OVER (
            PARTITION BY case_id, office_name, key ORDER BY met_at IS NULL DESC, due_at, came_at DESC, id
        ) AS place
        FROM cases_carriedlimit
    ) ranked WHERE ranked.id = one.id AND ranked.place > 1
"""
"""What an older release knows offices of one name as: one limit, owed while it is owed to any of them, and soonest due."""


def code() -> models.Field:
    return models.CharField(max_length=5, blank=True, default="", db_default="")


def is_a_code(model: str, field: str) -> migrations.AddConstraint:
    condition = Q(**{f"{field}__regex": REGION})
    return migrations.AddConstraint(
        model, models.CheckConstraint(condition=condition, name=f"{model}_{field}_is_a_code")
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_steps_of_called")]

    operations = [
        migrations.AddField("carriedanswers", "office_code", code()),
        migrations.AddField("carriedlimit", "office_code", code()),
        migrations.AddField("correction", "there", code()),
        migrations.RunSQL(FILL.format(table="cases_carriedanswers"), migrations.RunSQL.noop),
        migrations.RunSQL(FILL.format(table="cases_carriedlimit"), migrations.RunSQL.noop),
        migrations.RemoveConstraint("carriedlimit", "carried_limit_once_a_case"),
        migrations.RunSQL(migrations.RunSQL.noop, ONE_OF_A_NAME),
        migrations.AddConstraint(
            "carriedlimit",
            models.UniqueConstraint(
                fields=["case", "office_name", "key"], condition=Q(office_code=""), name="carried_limit_once_a_name"
            ),
        ),
        migrations.AddConstraint(
            "carriedlimit",
            models.UniqueConstraint(
                fields=["case", "office_code", "key"], condition=~Q(office_code=""), name="carried_limit_once_an_office"
            ),
        ),
        is_a_code("carriedanswers", "office_code"),
        is_a_code("carriedlimit", "office_code"),
        is_a_code("correction", "there"),
    ]
