"""What travels over more than two offices: consent withdrawn anywhere, help given beside a handover, and how it goes on.

Consent may be withdrawn where the person is served now, so the receiver says it too, once it has taken the matter; which
consents no longer stand is told on every envelope of the matter that somebody took (`consents_told`: keys alone).
Feedback of whoever helps goes to whoever holds the matter now as well. An office whose part is over reads the links of
its own envelopes; of all others that the chain holds (their seals), and, where it gave custody away, who took it since
and by its code how it goes there, as far as consent still reaches: no name, no words, nothing else of what came later.
"""

from importlib import import_module

from django.db import migrations

walls = import_module("custody.migrations.0002_walls")
true = import_module("custody.migrations.0006_told_truly")
rises = import_module("custody.migrations.0007_risk_rises")
clock = import_module("custody.migrations.0009_by_the_right_clock")
anew = true.anew

SENDER_ALONE = """        IF side IN ('province', 'receiver') AND (NEW.scope, NEW.telephoned_at, NEW.consent_withdrawn_at)
           IS DISTINCT FROM (OLD.scope, OLD.telephoned_at, OLD.consent_withdrawn_at) THEN
            RAISE EXCEPTION 'the sender alone says this' USING ERRCODE = 'check_violation';
        END IF;
"""
EITHER_OFFICE = """        IF side IN ('province', 'receiver') AND (NEW.scope, NEW.telephoned_at, NEW.consent_withdrawn_at)
           IS DISTINCT FROM (OLD.scope, OLD.telephoned_at, OLD.consent_withdrawn_at) AND NOT (
            side = 'receiver' AND NEW.state = OLD.state AND NEW.state IN ('accepted', 'finished')
            AND OLD.consent_withdrawn_at IS NULL AND NEW.consent_withdrawn_at IS NOT NULL
            AND cardinality(NEW.scope) = 0 AND NEW.telephoned_at IS NOT DISTINCT FROM OLD.telephoned_at
        ) THEN
            RAISE EXCEPTION 'the sender alone says this' USING ERRCODE = 'check_violation';
        END IF;
"""
SUPPLEMENTED = "            WHEN 'supplemented' THEN side = 'sender' AND about.state IN ('accepted', 'finished')\n"
CONSENTS = "            WHEN 'consents_told' THEN side IN ('sender', 'receiver') AND about.state IN ('accepted', 'finished')\n"
TRUE = clock.TRUE.replace(SUPPLEMENTED, SUPPLEMENTED + CONSENTS)
ITS_TWO = """              AND ((e.sender_id, e.receiver_id) = (NEW.sender_id, NEW.receiver_id)
                   OR (e.sender_id, e.receiver_id) = (NEW.receiver_id, NEW.sender_id))
"""
OR_THE_HOLDER = """              AND ((e.sender_id, e.receiver_id) = (NEW.sender_id, NEW.receiver_id)
                   OR (e.sender_id, e.receiver_id) = (NEW.receiver_id, NEW.sender_id)
                   OR (NEW.kind = 'feedback' AND NOT e.moves AND e.receiver_id = NEW.sender_id
                       AND e.state IN ('accepted', 'finished') AND EXISTS (
                           SELECT FROM public.custody_custody c
                           WHERE c.matter = e.matter AND c.office_id = NEW.receiver_id)))
"""
STILL_IN_IT = (
    "EXISTS (SELECT FROM public.custody_part p WHERE p.matter = custody_link.matter AND p.kind <> 'former' "
    "AND p.office_id = (SELECT public.custody_me()))"
)
OF_IT = walls.ENVELOPE_OF_IT.format(table="custody_link")
SEEN = "ALTER POLICY seen ON public.custody_link USING ({})"
CALLER = """
    CREATE FUNCTION public.custody_caller() RETURNS uuid LANGUAGE sql STABLE AS $$
        -- inside a function that runs as the owner, current_user is the owner: who asks is whose role was set
        SELECT o.id FROM public.tenants_office o WHERE o.role_name = current_setting('role')
    $$
"""
SEALS = """
    CREATE FUNCTION public.custody_seals(of_matter uuid)
    RETURNS TABLE (number integer, previous bytea, digest bytea, computed bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT l.number, l.previous, l.digest, public.custody_digest(l)
        FROM public.custody_link l
        WHERE l.matter = of_matter AND EXISTS (
            SELECT FROM public.custody_part p WHERE p.matter = of_matter AND p.office_id = public.custody_caller()
        )
        ORDER BY l.number
    $$
"""
ONWARD = """
    CREATE FUNCTION public.custody_onward(of_matter uuid)
    RETURNS TABLE (number integer, kind text, from_code text, to_code text, at timestamptz, code text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH me AS (SELECT public.custody_caller() AS id),
        gave AS (
            SELECT e.custody_revision, e.consent_withdrawn_at IS NULL AS stands
            FROM public.custody_envelope e, me
            WHERE e.matter = of_matter AND e.sender_id = me.id AND e.custody_revision IS NOT NULL
            ORDER BY e.custody_revision DESC LIMIT 1
        )
        SELECT l.number, l.kind::text, e.sender_code::text, e.receiver_code::text, l.at,
               CASE WHEN l.kind = 'feedback' THEN l.data ->> 'code' ELSE '' END
        FROM gave, me, public.custody_envelope e JOIN public.custody_link l ON l.envelope = e.id
        WHERE e.matter = of_matter AND e.custody_revision > gave.custody_revision
          AND e.sender_id <> me.id AND e.receiver_id <> me.id
          AND EXISTS (SELECT FROM public.custody_part p
                      WHERE p.matter = of_matter AND p.office_id = me.id AND p.kind <> 'holder')
          AND (l.kind = 'accepted' OR (
              l.kind = 'feedback' AND l.office_id = e.receiver_id AND gave.stands AND e.consent_withdrawn_at IS NULL
              AND l.data ->> 'code' IN ('intake', 'identification', 'assessment', 'consent', 'planning', 'service',
                                        'referral', 'monitoring', 'termination', 'reporting', 'ended', 'passed_on')))
        ORDER BY l.number
    $$
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0009_by_the_right_clock")]

    operations = [
        migrations.RunSQL(rises.GOES_ON.replace(SENDER_ALONE, EITHER_OFFICE), rises.GOES_ON),
        migrations.RunSQL(TRUE, clock.TRUE),
        migrations.RunSQL(anew(walls.PARCEL_BEGINS).replace(ITS_TWO, OR_THE_HOLDER), anew(walls.PARCEL_BEGINS)),
        migrations.RunSQL(
            SEEN.format(f"{STILL_IN_IT} OR {OF_IT}"),
            SEEN.format(f"{walls.PART_OF_IT.format(table='custody_link')} OR {OF_IT}"),
        ),
        walls.function(CALLER, "custody_caller()"),
        walls.function(SEALS, "custody_seals(uuid)"),
        walls.function(ONWARD, "custody_onward(uuid)"),
    ]
