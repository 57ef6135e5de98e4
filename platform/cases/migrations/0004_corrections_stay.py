"""Corrections and notes are append-only too: triggers refuse any change."""

from django.db import migrations

TABLES = {"correction": "cases_correction", "note": "cases_note"}


def _statements(name: str, table: str) -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER {name}_append_only ON {table}",
        ),
        migrations.RunSQL(
            f"CREATE TRIGGER {name}_never_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER {name}_never_emptied ON {table}",
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_known_words"), ("safeguards", "0002_append_only")]

    operations = [operation for name, table in TABLES.items() for operation in _statements(name, table)]
