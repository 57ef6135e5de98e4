"""A published SOP version and a form version never change: triggers refuse it. Retiring a version stays possible."""

from django.db import migrations

SOP_FUNCTION = """
CREATE FUNCTION refuse_change_of_published_sop() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.published_at IS NOT NULL AND (
        TG_OP = 'DELETE'
        OR NEW.definition IS DISTINCT FROM OLD.definition
        OR NEW.content_hash IS DISTINCT FROM OLD.content_hash
        OR NEW.number IS DISTINCT FROM OLD.number
        OR NEW.sop_id IS DISTINCT FROM OLD.sop_id
        OR NEW.published_at IS DISTINCT FROM OLD.published_at
        OR NEW.effective_from IS DISTINCT FROM OLD.effective_from
    ) THEN
        RAISE EXCEPTION 'a published SOP version never changes' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$body$
"""
SOP_TRIGGER = """
CREATE TRIGGER sop_version_published_stays BEFORE UPDATE OR DELETE ON sop_library_sopversion
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_sop()
"""
FORM_TRIGGER = """
CREATE TRIGGER form_version_stays BEFORE UPDATE OR DELETE ON sop_library_formversion
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("sop_library", "0001_initial"), ("safeguards", "0002_append_only")]

    operations = [
        migrations.RunSQL(SOP_FUNCTION, "DROP FUNCTION refuse_change_of_published_sop()"),
        migrations.RunSQL(SOP_TRIGGER, "DROP TRIGGER sop_version_published_stays ON sop_library_sopversion"),
        migrations.RunSQL(FORM_TRIGGER, "DROP TRIGGER form_version_stays ON sop_library_formversion"),
    ]
