"""What was handed out stays as it was: triggers refuse any change of a document."""

from django.db import migrations

ROWS = """
CREATE TRIGGER document_append_only BEFORE UPDATE OR DELETE ON documents_document
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
TABLE = """
CREATE TRIGGER document_never_emptied BEFORE TRUNCATE ON documents_document
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("safeguards", "0002_append_only")]

    operations = [
        migrations.RunSQL(ROWS, "DROP TRIGGER document_append_only ON documents_document"),
        migrations.RunSQL(TABLE, "DROP TRIGGER document_never_emptied ON documents_document"),
    ]
