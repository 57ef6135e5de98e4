"""The wall around what passes between offices, and the rules that hold whoever writes.

Policies say who sees and writes which row; triggers hold the order of states, the one holder of a matter and the chain.
A trigger that must read rows its caller may not see runs as the owner, with a fixed search path.
"""

from django.db import migrations

from tenants.walls import forced, function, trigger

AS_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog"
MAKE_CONSOLE_BASE = """
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'console_base') THEN
            CREATE ROLE console_base NOLOGIN;
        END IF;
    END $$
"""
ME = """
    CREATE FUNCTION public.custody_me() RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT o.id FROM public.tenants_office o WHERE o.role_name = current_user
    $$
"""
CONSOLE = """
    CREATE FUNCTION public.custody_console() RETURNS text LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN current_user = 'console_nation' THEN 'nation'
                    WHEN current_user ~ '^console_p[0-9][0-9]$' THEN right(current_user, 2) END
    $$
"""
ARROW = """
    CREATE FUNCTION public.custody_arrow(side text, before text, after text) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS $$
        SELECT (side, before, after) IN (
            ('sender', 'sent', 'withdrawn'), ('sender', 'opened', 'withdrawn'), ('sender', 'asked', 'withdrawn'),
            ('sender', 'assigned', 'withdrawn'), ('sender', 'asked', 'opened'), ('sender', 'accepted', 'finished'),
            ('receiver', 'sent', 'opened'), ('receiver', 'sent', 'asked'), ('receiver', 'opened', 'asked'),
            ('receiver', 'sent', 'accepted'), ('receiver', 'opened', 'accepted'), ('receiver', 'asked', 'accepted'),
            ('receiver', 'assigned', 'accepted'), ('receiver', 'sent', 'declined'), ('receiver', 'opened', 'declined'),
            ('receiver', 'asked', 'declined'), ('receiver', 'accepted', 'finished'),
            ('recorder', 'sent', 'accepted'), ('recorder', 'sent', 'declined'), ('recorder', 'sent', 'withdrawn'),
            ('recorder', 'accepted', 'finished'),
            ('province', 'sent', 'assigned'), ('province', 'opened', 'assigned'), ('province', 'asked', 'assigned'),
            ('province', 'sent', 'redirected'), ('province', 'opened', 'redirected'),
            ('province', 'asked', 'redirected'), ('province', 'assigned', 'redirected')
        )
    $$
"""
ENVELOPE_BEGINS = f"""
    CREATE FUNCTION public.custody_envelope_begins() RETURNS trigger {AS_OWNER} AS $$
    BEGIN
        IF NEW.state <> 'sent' OR NEW.revision <> 0 OR NEW.custody_revision IS NOT NULL OR NEW.assigned_by <> '' THEN
            RAISE EXCEPTION 'an envelope begins as sent' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (SELECT FROM public.custody_custody c WHERE c.matter = NEW.matter AND c.office_id = NEW.sender_id)
        THEN
            RAISE EXCEPTION 'only the office that answers for the matter sends it' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (
            SELECT FROM public.tenants_office o WHERE o.id = NEW.sender_id AND o.code = NEW.sender_code
        ) OR (NEW.receiver_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM public.tenants_office o WHERE o.id = NEW.receiver_id AND o.code = NEW.receiver_code
        )) OR (NEW.receiver_id IS NULL AND EXISTS (
            SELECT FROM public.tenants_office o WHERE o.code = NEW.receiver_code
        )) THEN
            RAISE EXCEPTION 'the envelope does not name its offices rightly' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.binding AND NOT EXISTS (
            SELECT FROM public.custody_envelope e
            WHERE e.id = NEW.follows AND e.sender_id = NEW.sender_id AND e.matter = NEW.matter
              AND e.state = 'redirected' AND e.assigned_to = NEW.receiver_code
        ) THEN
            RAISE EXCEPTION 'no province assigned this' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
"""
ENVELOPE_GOES_ON = """
    CREATE FUNCTION public.custody_envelope_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        side text;
        me uuid;
    BEGIN
        IF pg_has_role(current_user, 'console_base', 'USAGE') THEN
            side := 'province';
        ELSE
            me := public.custody_me();
            side := CASE WHEN me = OLD.receiver_id THEN 'receiver'
                         WHEN me = OLD.sender_id AND OLD.receiver_id IS NULL THEN 'recorder'
                         WHEN me = OLD.sender_id THEN 'sender' END;
        END IF;
        IF side IS NULL THEN
            RAISE EXCEPTION 'no part in this envelope' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF (NEW.id, NEW.number, NEW.matter, NEW.sender_id, NEW.receiver_id, NEW.sender_code, NEW.receiver_code,
            NEW.kind, NEW.moves, NEW.reasons, NEW.risk, NEW.follows, NEW.sent_at)
           IS DISTINCT FROM
           (OLD.id, OLD.number, OLD.matter, OLD.sender_id, OLD.receiver_id, OLD.sender_code, OLD.receiver_code,
            OLD.kind, OLD.moves, OLD.reasons, OLD.risk, OLD.follows, OLD.sent_at) THEN
            RAISE EXCEPTION 'what was sent stays as it was sent' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.revision <> OLD.revision + 1 THEN
            RAISE EXCEPTION 'somebody was there first' USING ERRCODE = 'serialization_failure';
        END IF;
        IF NEW.state <> OLD.state AND NOT public.custody_arrow(side, OLD.state, NEW.state) THEN
            RAISE EXCEPTION '% may not turn % into %', side, OLD.state, NEW.state USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.binding AND NEW.state = 'declined' THEN
            RAISE EXCEPTION 'what a province assigned is not declined' USING ERRCODE = 'check_violation';
        END IF;
        IF side <> 'province' AND (NEW.binding, NEW.assigned_to, NEW.assigned_by, NEW.reminded_at)
           IS DISTINCT FROM (OLD.binding, OLD.assigned_to, OLD.assigned_by, OLD.reminded_at) THEN
            RAISE EXCEPTION 'a province alone reminds and assigns' USING ERRCODE = 'check_violation';
        END IF;
        IF side IN ('province', 'receiver') AND (NEW.scope, NEW.telephoned_at, NEW.consent_withdrawn_at)
           IS DISTINCT FROM (OLD.scope, OLD.telephoned_at, OLD.consent_withdrawn_at) THEN
            RAISE EXCEPTION 'the sender alone says this' USING ERRCODE = 'check_violation';
        END IF;
        IF side = 'receiver' AND NEW.answer_by <> OLD.answer_by THEN
            RAISE EXCEPTION 'the receiver sets itself no deadline' USING ERRCODE = 'check_violation';
        END IF;
        IF side = 'province' THEN
            IF NEW.state NOT IN (OLD.state, 'assigned', 'redirected') OR (
                (NEW.state <> OLD.state OR NEW.binding <> OLD.binding OR NEW.assigned_to <> OLD.assigned_to)
                AND (NEW.assigned_by <> public.custody_console() OR (
                    public.custody_console() <> left(OLD.receiver_code, 2) AND public.custody_console() <> 'nation'
                ))
            ) THEN
                RAISE EXCEPTION 'the receiver''s province assigns, or the ministry' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state = 'assigned' AND NOT NEW.binding OR NEW.state = 'redirected' AND NEW.assigned_to = '' THEN
                RAISE EXCEPTION 'an assignment says to whom' USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        IF NEW.scope IS DISTINCT FROM OLD.scope AND NOT NEW.scope <@ OLD.scope THEN
            RAISE EXCEPTION 'a scope only narrows' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.custody_revision IS DISTINCT FROM OLD.custody_revision THEN
            RAISE EXCEPTION 'custody moves on acceptance alone' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
"""
MOVES = f"""
    CREATE FUNCTION public.custody_envelope_moves() RETURNS trigger {AS_OWNER} AS $$
    DECLARE
        held record;
    BEGIN
        IF NEW.receiver_id IS NULL OR NEW.state <> 'accepted' OR OLD.state = 'accepted' THEN
            RETURN NEW;
        END IF;
        SELECT * INTO held FROM public.custody_custody c WHERE c.matter = NEW.matter FOR UPDATE;
        IF held.office_id <> NEW.sender_id THEN
            RAISE EXCEPTION 'the sender no longer answers for the matter' USING ERRCODE = 'serialization_failure';
        END IF;
        IF NEW.moves THEN
            NEW.custody_revision := held.revision + 1;
        END IF;
        RETURN NEW;
    END $$
"""
ACCEPTED = f"""
    CREATE FUNCTION public.custody_envelope_accepted() RETURNS trigger {AS_OWNER} AS $$
    BEGIN
        IF NEW.receiver_id IS NULL OR NEW.state = OLD.state THEN
            RETURN NULL;
        END IF;
        IF NEW.state = 'accepted' THEN
            IF NEW.moves THEN
                UPDATE public.custody_part SET kind = CASE NEW.kind WHEN 'bersama' THEN 'helper' ELSE 'former' END,
                    since = NEW.answered_at WHERE matter = NEW.matter AND office_id = NEW.sender_id;
                INSERT INTO public.custody_part (matter, office_id, kind, since)
                VALUES (NEW.matter, NEW.receiver_id, 'holder', NEW.answered_at)
                ON CONFLICT (matter, office_id) DO UPDATE SET kind = 'holder', since = EXCLUDED.since;
                UPDATE public.custody_custody SET office_id = NEW.receiver_id, revision = NEW.custody_revision,
                    since = NEW.answered_at WHERE matter = NEW.matter AND revision = NEW.custody_revision - 1;
            ELSE
                INSERT INTO public.custody_part (matter, office_id, kind, since)
                VALUES (NEW.matter, NEW.receiver_id, 'helper', NEW.answered_at)
                ON CONFLICT (matter, office_id) DO UPDATE SET kind = 'helper', since = EXCLUDED.since;
            END IF;
        ELSIF NEW.state = 'finished' AND NOT (
            EXISTS (SELECT FROM public.custody_envelope e WHERE e.matter = NEW.matter AND e.id <> NEW.id
                    AND e.state = 'accepted' AND NOT e.moves AND e.receiver_id = NEW.receiver_id)
        ) THEN
            UPDATE public.custody_part SET kind = 'former', since = NEW.finished_at
            WHERE matter = NEW.matter AND office_id = NEW.receiver_id AND kind = 'helper';
        END IF;
        RETURN NULL;
    END $$
"""
BEGINS = f"""
    CREATE FUNCTION public.custody_begins() RETURNS trigger {AS_OWNER} AS $$
    BEGIN
        IF NEW.revision <> 0 OR NEW.length <> 0 OR length(NEW.head) <> 0 THEN
            RAISE EXCEPTION 'custody begins at nought' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
"""
BEGAN = f"""
    CREATE FUNCTION public.custody_began() RETURNS trigger {AS_OWNER} AS $$
    BEGIN
        INSERT INTO public.custody_part (matter, office_id, kind, since)
        VALUES (NEW.matter, NEW.office_id, 'holder', NEW.since);
        RETURN NULL;
    END $$
"""
CHAINED = f"""
    CREATE FUNCTION public.custody_chained() RETURNS trigger {AS_OWNER} AS $$
    DECLARE
        held record;
    BEGIN
        SELECT * INTO held FROM public.custody_custody c WHERE c.matter = NEW.matter FOR UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no such matter' USING ERRCODE = 'foreign_key_violation';
        END IF;
        NEW.number := held.length + 1;
        NEW.previous := held.head;
        NEW.digest := public.custody_digest(NEW);
        UPDATE public.custody_custody SET length = NEW.number, head = NEW.digest WHERE matter = NEW.matter;
        RETURN NEW;
    END $$
"""
DIGEST = """
    CREATE FUNCTION public.custody_digest(link public.custody_link) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
        SELECT pg_catalog.sha256(link.previous || pg_catalog.convert_to(pg_catalog.concat_ws('|',
            link.matter, link.number, link.id, coalesce(link.office_id::text, ''), link.console,
            coalesce(link.envelope::text, ''), link.kind,
            (extract(epoch FROM link.at) * 1000000)::bigint, link.by_name, link.data::text), 'UTF8'))
    $$
"""
FIXED = """
    CREATE FUNCTION public.custody_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'append-only' USING ERRCODE = 'insufficient_privilege';
    END $$
"""
PARCEL_BEGINS = f"""
    CREATE FUNCTION public.custody_parcel_begins() RETURNS trigger {AS_OWNER} AS $$
    BEGIN
        IF NOT EXISTS (
            SELECT FROM public.custody_envelope e WHERE e.id = NEW.envelope
              AND ((e.sender_id, e.receiver_id) = (NEW.sender_id, NEW.receiver_id)
                   OR (e.sender_id, e.receiver_id) = (NEW.receiver_id, NEW.sender_id))
              AND (NEW.kind NOT IN ('minimum', 'file', 'letter', 'reply') OR e.sender_id = NEW.sender_id)
              AND (NEW.kind NOT IN ('question', 'decline') OR e.receiver_id = NEW.sender_id)
              AND e.consent_withdrawn_at IS NULL
        ) THEN
            RAISE EXCEPTION 'no envelope takes this parcel' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
"""
ADDRESSED = f"""
    CREATE FUNCTION public.custody_address_follows() RETURNS trigger {AS_OWNER} AS $$
    BEGIN
        UPDATE public.custody_address SET code = NEW.code, name = NEW.name WHERE office_id = NEW.id;
        RETURN NULL;
    END $$
"""
ENVELOPE_MINE = "sender_id = (SELECT public.custody_me()) OR receiver_id = (SELECT public.custody_me())"
PART_OF_IT = (
    "EXISTS (SELECT FROM public.custody_part p WHERE p.matter = {table}.matter AND p.office_id = "
    "(SELECT public.custody_me()))"
)
ENVELOPE_OF_IT = "EXISTS (SELECT FROM public.custody_envelope e WHERE e.id = {table}.envelope)"
OF_MY_PROVINCE = (
    "public.custody_console() = 'nation' OR left(sender_code, 2) = public.custody_console() "
    "OR left(receiver_code, 2) = public.custody_console() OR left(assigned_to, 2) = public.custody_console()"
)
PARCEL_SEEN = (
    "sender_id = (SELECT public.custody_me()) OR (receiver_id = (SELECT public.custody_me()) AND ("
    "kind NOT IN ('file', 'supplement') OR EXISTS (SELECT FROM public.custody_envelope e WHERE e.id = custody_parcel.envelope "
    "AND e.state IN ('accepted', 'finished'))))"
)


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_initial"), ("tenants", "0003_registry")]

    operations = [
        migrations.RunSQL(MAKE_CONSOLE_BASE, migrations.RunSQL.noop),
        function(ME, "custody_me()"),
        function(CONSOLE, "custody_console()"),
        function(ARROW, "custody_arrow(text, text, text)"),
        function(DIGEST, "custody_digest(public.custody_link)"),
        function(FIXED, "custody_refuse_change()"),
        function(BEGINS, "custody_begins()"),
        function(BEGAN, "custody_began()"),
        function(ENVELOPE_BEGINS, "custody_envelope_begins()"),
        function(ENVELOPE_GOES_ON, "custody_envelope_goes_on()"),
        function(MOVES, "custody_envelope_moves()"),
        function(ACCEPTED, "custody_envelope_accepted()"),
        function(CHAINED, "custody_chained()"),
        function(PARCEL_BEGINS, "custody_parcel_begins()"),
        function(ADDRESSED, "custody_address_follows()"),
        trigger("address_follows", "tenants_office", "AFTER UPDATE OF code, name", "custody_address_follows"),
        trigger("begins", "custody_custody", "BEFORE INSERT", "custody_begins"),
        trigger("began", "custody_custody", "AFTER INSERT", "custody_began"),
        trigger("begins", "custody_envelope", "BEFORE INSERT", "custody_envelope_begins"),
        trigger("goes_on", "custody_envelope", "BEFORE UPDATE", "custody_envelope_goes_on"),
        trigger("moves", "custody_envelope", "BEFORE UPDATE", "custody_envelope_moves"),
        trigger("accepted", "custody_envelope", "AFTER UPDATE", "custody_envelope_accepted"),
        trigger("chained", "custody_link", "BEFORE INSERT", "custody_chained"),
        trigger("append_only", "custody_link", "BEFORE UPDATE OR DELETE", "custody_refuse_change"),
        trigger("begins", "custody_parcel", "BEFORE INSERT", "custody_parcel_begins"),
        *forced(
            "custody_address",
            all_read="FOR SELECT TO office_base, console_base, rangkul_web USING (true)",
            own_changed="FOR UPDATE TO office_base USING (office_id = (SELECT public.custody_me()))",
        ),
        *forced(
            "custody_part",
            own_part="FOR SELECT TO office_base USING (office_id = (SELECT public.custody_me()))",
        ),
        *forced(
            "custody_custody",
            own_matters=f"FOR SELECT TO office_base USING ({PART_OF_IT.format(table='custody_custody')})",
            begins="FOR INSERT TO office_base WITH CHECK (office_id = (SELECT public.custody_me()))",
        ),
        *forced(
            "custody_envelope",
            seen=f"FOR SELECT TO office_base USING ({ENVELOPE_MINE})",
            begins="FOR INSERT TO office_base WITH CHECK (sender_id = (SELECT public.custody_me()))",
            goes_on=f"FOR UPDATE TO office_base USING ({ENVELOPE_MINE})",
            province_sees=f"FOR SELECT TO console_base USING ({OF_MY_PROVINCE})",
            province_assigns=f"FOR UPDATE TO console_base USING ({OF_MY_PROVINCE})",
        ),
        *forced(
            "custody_link",
            seen="FOR SELECT TO office_base USING ("
            f"{PART_OF_IT.format(table='custody_link')} OR {ENVELOPE_OF_IT.format(table='custody_link')})",
            appended="FOR INSERT TO office_base WITH CHECK (office_id = (SELECT public.custody_me()) AND console = '' "
            f"AND ({PART_OF_IT.format(table='custody_link')} OR {ENVELOPE_OF_IT.format(table='custody_link')}))",
            province_appends="FOR INSERT TO console_base WITH CHECK (office_id IS NULL "
            f"AND console = public.custody_console() AND {ENVELOPE_OF_IT.format(table='custody_link')})",
        ),
        *forced(
            "custody_parcel",
            seen=f"FOR SELECT TO office_base USING ({PARCEL_SEEN})",
            sent="FOR INSERT TO office_base WITH CHECK (sender_id = (SELECT public.custody_me()))",
            taken_back="FOR DELETE TO office_base USING (sender_id = (SELECT public.custody_me()))",
        ),
    ]
