"""Edits and the history of SOPs are append-only; of a published version all stays but the day it was retired."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION refuse_change_of_published_sop() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.published_at IS NOT NULL AND (
        TG_OP = 'DELETE'
        OR NEW.definition IS DISTINCT FROM OLD.definition
        OR NEW.content_hash IS DISTINCT FROM OLD.content_hash
        OR NEW.number IS DISTINCT FROM OLD.number
        OR NEW.sop_id IS DISTINCT FROM OLD.sop_id
        OR NEW.published_at IS DISTINCT FROM OLD.published_at
        OR NEW.effective_from IS DISTINCT FROM OLD.effective_from{more}
    ) THEN
        RAISE EXCEPTION 'a published SOP version never changes' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$body$
"""
PEOPLE = "".join(
    f"\n        OR NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in (
        "id", "origin", "base_hash", "published_by_id", "approved_by_id", "submitted_by_id", "submitted_at", "why",
    )
) + "\n        OR (OLD.retired_at IS NOT NULL AND NEW.retired_at IS DISTINCT FROM OLD.retired_at)"


def append_only(table: str, name: str) -> list[migrations.RunSQL]:
    """Triggers that refuse change, removal and emptying."""
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER {name}_append_only ON {table}",
        ),
        migrations.RunSQL(
            f"CREATE TRIGGER {name}_never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER {name}_never_emptied ON {table}",
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("sop_library", "0003_drafts")]

    operations = [
        migrations.RunSQL(GUARD.format(more=PEOPLE), GUARD.format(more="")),
        *append_only("sop_library_edit", "edit"),
        *append_only("sop_library_sopevent", "sopevent"),
    ]
