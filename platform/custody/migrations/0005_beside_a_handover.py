"""What becomes of other referrals of a matter whose custody moves, and who still helps once a help is finished.

Only the office that answers for a matter may have help accepted. What it asked for and nobody accepted yet is taken
back in the very transaction that moves custody, so that no office works for an answer that can't be given any more.
"""

from importlib import import_module

from django.db import migrations

walls = import_module("custody.migrations.0002_walls")

TAKES_BACK = f"""
    CREATE FUNCTION public.custody_envelope_takes_back() RETURNS trigger {walls.AS_OWNER} AS $$
    DECLARE
        beside record;
    BEGIN
        IF NEW.receiver_id IS NULL OR NOT NEW.moves OR NEW.state <> 'accepted' OR OLD.state = 'accepted' THEN
            RETURN NULL;
        END IF;
        -- one that is being answered this moment is left to the sender, who takes it back as it follows
        FOR beside IN
            SELECT e.id FROM public.custody_envelope e
            WHERE e.matter = NEW.matter AND e.sender_id = NEW.sender_id AND e.id <> NEW.id
              AND e.state IN ('sent', 'opened', 'asked', 'assigned')
            ORDER BY e.id FOR UPDATE SKIP LOCKED
        LOOP
            UPDATE public.custody_envelope SET state = 'withdrawn', revision = revision + 1 WHERE id = beside.id;
            INSERT INTO public.custody_link
                (matter, number, id, office_id, console, envelope, kind, at, by_name, data, previous, digest)
            VALUES (NEW.matter, 0, gen_random_uuid(), NEW.sender_id, '', beside.id, 'withdrawn', NEW.answered_at, '',
                    jsonb_build_object('because', 'handed_over'), '', '');
        END LOOP;
        RETURN NULL;
    END $$
"""
BEFORE = "AND e.state = 'accepted' AND NOT e.moves AND e.receiver_id = NEW.receiver_id)"
AFTER = """AND e.state = 'accepted' AND (
                        (NOT e.moves AND e.receiver_id = NEW.receiver_id)
                        OR (e.moves AND e.kind = 'bersama' AND e.sender_id = NEW.receiver_id)))"""
ACCEPTED_BEFORE = walls.ACCEPTED.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
ACCEPTED = ACCEPTED_BEFORE.replace(BEFORE, AFTER)
"""An office that gave up the lead of a joint handling helps on, whatever older help of its own is finished."""
GOES_ON = "CREATE TRIGGER goes_on BEFORE UPDATE ON public.custody_envelope FOR EACH ROW {when}"
BY_HAND = "WHEN (pg_trigger_depth() = 0 OR current_user <> 'rangkul_owner')"
"""What a rule of PostgreSQL itself does as the owner is no office's act: no side may do it by hand."""
RUN = " EXECUTE FUNCTION public.custody_envelope_goes_on()"


class Migration(migrations.Migration):
    dependencies = [("custody", "0004_in_time")]

    operations = [
        migrations.RunSQL(ACCEPTED, ACCEPTED_BEFORE),
        migrations.RunSQL(
            ["DROP TRIGGER goes_on ON public.custody_envelope", GOES_ON.format(when=BY_HAND) + RUN],
            ["DROP TRIGGER goes_on ON public.custody_envelope", GOES_ON.format(when="") + RUN],
        ),
        walls.function(TAKES_BACK, "custody_envelope_takes_back()"),
        walls.trigger("takes_back", "custody_envelope", "AFTER UPDATE", "custody_envelope_takes_back"),
    ]
