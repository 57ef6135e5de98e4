"""Nobody is assigned what it sent itself; and every console hears whether a redirected handoff was sealed anew.

The new one may lie between two provinces that the old one's console does not see: it is told yes or no, nothing else,
and only about a handoff whose key and matter it reads. Safe on a full table: nothing that is there changes.
"""

from importlib import import_module

from django.db import migrations

walls = import_module("custody.migrations.0002_walls")

SEALED_ANEW = f"""
    CREATE FUNCTION public.custody_sealed_anew(old uuid, its_matter uuid) RETURNS boolean STABLE {walls.AS_OWNER} AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.custody_envelope e WHERE e.matter = its_matter AND e.follows = old);
    END $$
"""
NOT_ITS_SENDER = """
    CREATE FUNCTION public.custody_envelope_not_its_sender() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
        IF NEW.assigned_to = NEW.sender_code AND NEW.assigned_to <> OLD.assigned_to THEN
            RAISE EXCEPTION 'nobody is assigned what it sent itself' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0012_high_risk_is_answered_soon")]

    operations = [
        walls.function(SEALED_ANEW, "custody_sealed_anew(uuid, uuid)"),
        walls.function(NOT_ITS_SENDER, "custody_envelope_not_its_sender()"),
        walls.trigger("not_its_sender", "custody_envelope", "BEFORE UPDATE", "custody_envelope_not_its_sender"),
    ]
