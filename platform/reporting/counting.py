"""Which fact of a matter is counted: asked anew each time, never kept, so that nothing can keep it wrongly.

The one of the office that has custody. Until it has arrived, that of the office that had custody last: a handover
never makes a person vanish from the count, nor appear in it twice. A matter that was never handed over has one fact and
counts at once. A case that was opened by mistake counts nowhere. Who had custody is read from the envelopes that moved
it, which PostgreSQL numbers; the offices' clocks, which may differ, decide between offices alone that never had it.
"""

HELD = """
    SELECT h.matter, h.office_id, max(h.turn) AS turn FROM (
        SELECT e.matter, e.receiver_id AS office_id, e.custody_revision AS turn
        FROM public.custody_envelope e WHERE e.custody_revision IS NOT NULL AND e.receiver_id IS NOT NULL
        UNION ALL
        SELECT e.matter, e.sender_id, e.custody_revision - 1
        FROM public.custody_envelope e WHERE e.custody_revision IS NOT NULL
    ) AS h GROUP BY 1, 2
"""
"""The last turn in which each office had custody of a matter that moved: 0 for the office where it began."""
ROWS = f"""
    SELECT * FROM (
        SELECT DISTINCT ON (f.matter) f.office_id, f.matter, f.code, f.month, f.state, f.stage, f.kinds
        FROM public.reporting_fact f
        LEFT JOIN public.custody_custody c ON c.matter = f.matter AND c.office_id = f.office_id
        LEFT JOIN ({HELD}) AS h ON h.matter = f.matter AND h.office_id = f.office_id
        ORDER BY f.matter, c.matter IS NULL, h.turn DESC NULLS LAST, f.changed_at DESC, f.office_id
    ) AS one WHERE one.state <> 'undone'
"""  # noqa: S608 - a constant
"""One row a matter; for the ministry's role (`tenants.roles.as_console`), which alone sees facts and custody whole."""
