"""While a handoff waits the service goes on, and the risk may rise: the envelope says so, or nobody but the sender knows.

The sender alone says it, it only rises, and with it the answer may be due sooner. Nothing else that was sent changes.
"""

from importlib import import_module

from django.db import migrations

walls = import_module("custody.migrations.0002_walls")

GOES_ON_BEFORE = walls.ENVELOPE_GOES_ON.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
GOES_ON = GOES_ON_BEFORE.replace("NEW.reasons, NEW.risk, NEW.follows", "NEW.reasons, NEW.follows").replace(
    "OLD.reasons, OLD.risk, OLD.follows", "OLD.reasons, OLD.follows"
)
RISES = """
    CREATE FUNCTION public.custody_envelope_risk_rises() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        rising text[] := ARRAY['', 'low', 'medium', 'high'];
        mine boolean := CASE WHEN pg_has_role(current_user, 'console_base', 'USAGE') THEN false
                             ELSE public.custody_me() = OLD.sender_id END;
    BEGIN
        IF NEW.risk <> OLD.risk THEN
            IF mine IS NOT TRUE THEN
                RAISE EXCEPTION 'the sender alone says this' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state NOT IN ('sent', 'opened', 'asked', 'assigned') OR NEW.state <> OLD.state THEN
                RAISE EXCEPTION 'the risk rises while an answer is awaited' USING ERRCODE = 'check_violation';
            END IF;
            IF array_position(rising, NEW.risk::text) <= array_position(rising, OLD.risk::text) THEN
                RAISE EXCEPTION 'a risk that was told only rises' USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        IF mine AND NEW.answer_by > OLD.answer_by THEN
            RAISE EXCEPTION 'the sender puts no deadline off' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0006_told_truly")]

    operations = [
        migrations.RunSQL(GOES_ON, GOES_ON_BEFORE),
        walls.function(RISES, "custody_envelope_risk_rises()"),
        walls.trigger("risk_rises", "custody_envelope", "BEFORE UPDATE", "custody_envelope_risk_rises"),
    ]
