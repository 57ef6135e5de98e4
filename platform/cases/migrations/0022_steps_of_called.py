"""A step of an SOP that another one starts is named after the step that started it, so its name may be long.

Only the columns' longest is raised: nothing is rewritten, and going back leaves them wide, which no older release minds.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

WIDE = """
    ALTER TABLE cases_steppass ALTER COLUMN step TYPE varchar(200), ALTER COLUMN worked_as TYPE varchar(200),
        ALTER COLUMN lane TYPE varchar(200), ALTER COLUMN lanes TYPE varchar[], ALTER COLUMN came_from TYPE varchar[];
    ALTER TABLE cases_signoff ALTER COLUMN lane TYPE varchar(200);
    ALTER TABLE cases_limitclock ALTER COLUMN key TYPE varchar(200);
    ALTER TABLE cases_carriedlimit ALTER COLUMN key TYPE varchar(200);
    ALTER TABLE cases_event ALTER COLUMN step TYPE varchar(200);
"""


def keys() -> models.Field:
    return django.contrib.postgres.fields.ArrayField(models.CharField(), default=list)


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_attached")]

    operations = [
        migrations.RunSQL(
            WIDE,
            migrations.RunSQL.noop,
            state_operations=[
                migrations.AlterField("steppass", "step", models.SlugField(max_length=200)),
                migrations.AlterField("steppass", "worked_as", models.SlugField(blank=True, max_length=200)),
                migrations.AlterField("steppass", "lane", models.CharField(blank=True, max_length=200)),
                migrations.AlterField("steppass", "lanes", keys()),
                migrations.AlterField("steppass", "came_from", keys()),
                migrations.AlterField("signoff", "lane", models.CharField(max_length=200)),
                migrations.AlterField("limitclock", "key", models.SlugField(max_length=200)),
                migrations.AlterField("carriedlimit", "key", models.CharField(max_length=200)),
                migrations.AlterField("event", "step", models.CharField(blank=True, max_length=200)),
            ],
        )
    ]
