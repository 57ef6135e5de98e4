"""The office's trail is append-only: triggers refuse any change.

The function is this app's own: its tables stand in the shared schema too, which has none of the safeguards'.
"""

from django.db import migrations

MAKE_FUNCTION = """
CREATE FUNCTION refuse_trail_change() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'insufficient_privilege';
END
$body$
"""
MAKE_ROW_TRIGGER = """
CREATE TRIGGER officeevent_append_only BEFORE UPDATE OR DELETE ON accounts_officeevent
FOR EACH ROW EXECUTE FUNCTION refuse_trail_change()
"""
MAKE_TABLE_TRIGGER = """
CREATE TRIGGER officeevent_never_emptied BEFORE TRUNCATE ON accounts_officeevent
FOR EACH STATEMENT EXECUTE FUNCTION refuse_trail_change()
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_officeevent")]

    operations = [
        migrations.RunSQL(MAKE_FUNCTION, "DROP FUNCTION refuse_trail_change()"),
        migrations.RunSQL(MAKE_ROW_TRIGGER, "DROP TRIGGER officeevent_append_only ON accounts_officeevent"),
        migrations.RunSQL(MAKE_TABLE_TRIGGER, "DROP TRIGGER officeevent_never_emptied ON accounts_officeevent"),
    ]
