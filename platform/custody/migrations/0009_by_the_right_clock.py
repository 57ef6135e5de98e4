"""An office whose clock is ahead gives nobody less, or more, time to answer; a deadline that comes near is told by itself.

What is sent is sent now at the latest: the answer is due as long after as the sender meant. A few minutes are between
any two clocks. That the platform reminded a receiver stands in the chain, once for each stage of each deadline, told by
the receiver's own office: no office reminds another, and a province's reminder is one of a person.
"""

from importlib import import_module

from django.db import migrations, models
from django.db.models.fields.json import KT

walls = import_module("custody.migrations.0002_walls")
told = import_module("custody.migrations.0006_told_truly")

BY_THE_CLOCK = """
    CREATE FUNCTION public.custody_envelope_by_the_clock() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog
    AS $$
    DECLARE
        ahead interval := NEW.sent_at - now();
    BEGIN
        IF ahead > interval '5 minutes' THEN
            NEW.sent_at := now();
            NEW.answer_by := CASE WHEN NEW.binding THEN greatest(NEW.answer_by, NEW.sent_at)
                                  ELSE NEW.answer_by - ahead END;
        END IF;
        RETURN NEW;
    END $$
"""
TRUE_BEFORE = told.anew(told.TRUE)
TRUE = TRUE_BEFORE.replace(
    "WHEN 'telephoned' THEN",
    """WHEN 'nudged' THEN
                side = 'receiver' AND about.state IN ('sent', 'opened', 'asked', 'assigned')
                AND NEW.data ->> 'stage' IN ('half', 'hour', 'due')
                AND NEW.data ->> 'due' = floor(extract(epoch FROM about.answer_by))::bigint::text
            WHEN 'telephoned' THEN""",
)


class Migration(migrations.Migration):
    dependencies = [("custody", "0008_an_address_stands")]

    operations = [
        migrations.AddConstraint(
            "link",
            models.UniqueConstraint(
                "envelope", KT("data__stage"), KT("data__due"),
                condition=models.Q(kind="nudged"), name="nudged_once_a_stage",
            ),
        ),
        migrations.RunSQL(TRUE, TRUE_BEFORE),
        walls.function(BY_THE_CLOCK, "custody_envelope_by_the_clock()"),
        walls.trigger("by_the_clock", "custody_envelope", "BEFORE INSERT", "custody_envelope_by_the_clock"),
    ]  # fmt: skip
