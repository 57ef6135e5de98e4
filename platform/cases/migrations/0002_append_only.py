"""Events of a case are append-only: triggers refuse any change."""

from django.db import migrations

EVENT_ROWS = """
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON cases_event
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
EVENT_TABLE = """
CREATE TRIGGER event_never_emptied BEFORE TRUNCATE ON cases_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("safeguards", "0002_append_only")]

    operations = [
        migrations.RunSQL(EVENT_ROWS, "DROP TRIGGER event_append_only ON cases_event"),
        migrations.RunSQL(EVENT_TABLE, "DROP TRIGGER event_never_emptied ON cases_event"),
    ]
