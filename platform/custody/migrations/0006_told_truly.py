"""The chain tells what was done, by whoever did it: a link that says otherwise than its envelope is not taken.

A step of a handoff (or another change of its envelope) is told once, by the office or console that made it, in the
revision that it made; words go in by the two offices of the envelope alone. Whether a link is true is asked with the
rights of whoever appends it: an envelope that it does not see is none of its own. A link is sealed over its parts one by
one (`form` 2), so that no two links run together to one text. A province assigns to its own regencies.
"""

from importlib import import_module

from django.db import migrations, models

walls = import_module("custody.migrations.0002_walls")

DIGEST = """
    CREATE OR REPLACE FUNCTION public.custody_digest(link public.custody_link) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
        SELECT pg_catalog.sha256(link.previous || pg_catalog.convert_to(CASE link.form
            WHEN 1 THEN pg_catalog.concat_ws('|',
                link.matter, link.number, link.id, coalesce(link.office_id::text, ''), link.console,
                coalesce(link.envelope::text, ''), link.kind,
                (extract(epoch FROM link.at) * 1000000)::bigint, link.by_name, link.data::text)
            ELSE pg_catalog.jsonb_build_array(
                link.form, link.matter, link.number, link.id, link.office_id, link.console, link.envelope,
                link.revision, link.kind, (extract(epoch FROM link.at) * 1000000)::bigint, link.by_name,
                link.data)::text
            END, 'UTF8'))
    $$
"""
CHAINED = f"""
    CREATE OR REPLACE FUNCTION public.custody_chained() RETURNS trigger {walls.AS_OWNER} AS $$
    DECLARE
        held record;
    BEGIN
        SELECT * INTO held FROM public.custody_custody c WHERE c.matter = NEW.matter FOR UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no such matter' USING ERRCODE = 'foreign_key_violation';
        END IF;
        NEW.number := held.length + 1;
        NEW.previous := held.head;
        NEW.form := 2;
        NEW.revision := (
            SELECT e.revision FROM public.custody_envelope e WHERE e.id = NEW.envelope AND NOT EXISTS (
                SELECT FROM public.custody_link l WHERE l.envelope = e.id AND l.revision = e.revision
            )
        );
        NEW.digest := public.custody_digest(NEW);
        UPDATE public.custody_custody SET length = NEW.number, head = NEW.digest WHERE matter = NEW.matter;
        RETURN NEW;
    END $$
"""
TELLS = """
    CREATE FUNCTION public.custody_tells(side text, kind text, state text) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS $$
        SELECT (side, kind, state) IN (
            ('sender', 'sent', 'sent'), ('recorder', 'sent', 'sent'),
            ('sender', 'withdrawn', 'withdrawn'), ('sender', 'replied', 'opened'), ('sender', 'finished', 'finished'),
            ('receiver', 'opened', 'opened'), ('receiver', 'asked', 'asked'), ('receiver', 'accepted', 'accepted'),
            ('receiver', 'declined', 'declined'), ('receiver', 'finished', 'finished'),
            ('recorder', 'accepted', 'accepted'), ('recorder', 'declined', 'declined'),
            ('recorder', 'withdrawn', 'withdrawn'), ('recorder', 'finished', 'finished'),
            ('province', 'assigned', 'assigned'), ('province', 'redirected', 'redirected')
        )
    $$
"""
TRUE = """
    CREATE FUNCTION public.custody_link_true() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        about record;
        side text;
        done boolean := NEW.revision IS NOT NULL;
        told boolean;
    BEGIN
        IF current_user = 'rangkul_owner' THEN
            RETURN NEW;
        END IF;
        SELECT * INTO about FROM public.custody_envelope e WHERE e.id = NEW.envelope AND e.matter = NEW.matter;
        side := CASE WHEN NEW.console <> '' THEN 'province'
                     WHEN NEW.office_id = about.receiver_id THEN 'receiver'
                     WHEN NEW.office_id = about.sender_id AND about.receiver_id IS NULL THEN 'recorder'
                     WHEN NEW.office_id = about.sender_id THEN 'sender' END;
        IF about.id IS NULL OR side IS NULL THEN
            RAISE EXCEPTION 'no part in this envelope' USING ERRCODE = 'insufficient_privilege';
        END IF;
        told := CASE NEW.kind
            WHEN 'sent' THEN done AND NEW.revision = 0 AND public.custody_tells(side, NEW.kind, about.state)
            WHEN 'assigned' THEN
                done AND about.assigned_by = NEW.console AND public.custody_tells(side, NEW.kind, about.state)
            WHEN 'redirected' THEN
                done AND about.assigned_by = NEW.console AND public.custody_tells(side, NEW.kind, about.state)
            WHEN 'reminded' THEN done AND side = 'province' AND about.reminded_at IS NOT NULL
            WHEN 'telephoned' THEN done AND side IN ('sender', 'recorder') AND about.telephoned_at IS NOT NULL
            WHEN 'consent_withdrawn' THEN done AND side <> 'province' AND about.consent_withdrawn_at IS NOT NULL
            WHEN 'risk_rated' THEN done AND side IN ('sender', 'recorder')
            WHEN 'replied' THEN side = 'sender'
            WHEN 'renewed' THEN side = 'sender' AND about.state IN ('sent', 'opened', 'asked', 'assigned')
            WHEN 'supplemented' THEN side = 'sender' AND about.state IN ('accepted', 'finished')
            WHEN 'feedback' THEN side IN ('sender', 'receiver') AND about.state IN ('accepted', 'finished')
            ELSE done AND public.custody_tells(side, NEW.kind, about.state) END;
        IF NOT told THEN
            RAISE EXCEPTION 'the envelope does not say so: % by the %', NEW.kind, side
                USING ERRCODE = 'check_violation';
        END IF;
        IF jsonb_typeof(NEW.data) <> 'object' OR (NEW.data ? 'parcel' AND NOT NEW.data ? 'seal') THEN
            RAISE EXCEPTION 'a link that names a parcel seals it' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
"""
IN_REACH = """
    CREATE FUNCTION public.custody_envelope_in_reach() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF pg_has_role(current_user, 'console_base', 'USAGE') AND NEW.assigned_to <> OLD.assigned_to
           AND public.custody_console() NOT IN ('nation', left(NEW.assigned_to, 2)) THEN
            RAISE EXCEPTION 'a province assigns to its own regencies' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state = 'assigned' AND NEW.assigned_to <> NEW.receiver_code THEN
            RAISE EXCEPTION 'assigned is whoever received it' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
"""


def anew(text: str) -> str:
    """A function's first text, as it replaces a later one."""
    return text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("custody", "0005_beside_a_handover")]

    operations = [
        migrations.AddField(
            "link",
            "form",
            models.PositiveSmallIntegerField(default=1, help_text="how `digest` is made; PostgreSQL says"),
        ),
        migrations.AddField(
            "link",
            "revision",
            models.PositiveIntegerField(
                null=True, help_text="the envelope's, which this link is the first to tell of; PostgreSQL says"
            ),
        ),
        migrations.AddConstraint(
            "link", models.UniqueConstraint(fields=["envelope", "revision"], name="link_tells_a_revision_once")
        ),
        migrations.RunSQL(DIGEST, anew(walls.DIGEST)),
        migrations.RunSQL(CHAINED, anew(walls.CHAINED)),
        walls.function(TELLS, "custody_tells(text, text, text)"),
        walls.function(TRUE, "custody_link_true()"),
        walls.function(IN_REACH, "custody_envelope_in_reach()"),
        walls.trigger("told_truly", "custody_link", "BEFORE INSERT", "custody_link_true"),
        walls.trigger("in_reach", "custody_envelope", "BEFORE UPDATE", "custody_envelope_in_reach"),
    ]
