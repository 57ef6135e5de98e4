"""The access log is append-only: a trigger refuses change, whoever asks. Other logs use the same function."""

from django.db import migrations

MAKE_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'insufficient_privilege';
END
$body$
"""
MAKE_ROW_TRIGGER = """
CREATE TRIGGER accessevent_append_only BEFORE UPDATE OR DELETE ON safeguards_accessevent
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
MAKE_TABLE_TRIGGER = """
CREATE TRIGGER accessevent_never_emptied BEFORE TRUNCATE ON safeguards_accessevent
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("safeguards", "0001_initial")]

    operations = [
        migrations.RunSQL(MAKE_FUNCTION, "DROP FUNCTION refuse_change()"),
        migrations.RunSQL(MAKE_ROW_TRIGGER, "DROP TRIGGER accessevent_append_only ON safeguards_accessevent"),
        migrations.RunSQL(MAKE_TABLE_TRIGGER, "DROP TRIGGER accessevent_never_emptied ON safeguards_accessevent"),
    ]
