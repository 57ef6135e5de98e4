"""Which fact of a matter is counted: asked anew each time, never kept, so that nothing can keep it wrongly.

The one of the office that has custody. Until it has arrived, the newest of the others: a handover never makes a person
vanish from the count, nor appear in it twice. A matter that was never handed over has one fact and counts at once.
"""

ROWS = """
    SELECT DISTINCT ON (f.matter) f.office_id, f.matter, f.code, f.month, f.state, f.stage, f.kinds
    FROM public.reporting_fact f
    LEFT JOIN public.custody_custody c ON c.matter = f.matter AND c.office_id = f.office_id
    ORDER BY f.matter, c.matter IS NULL, f.changed_at DESC, f.office_id
"""
"""One row a matter; for the ministry's role (`tenants.roles.as_console`), which alone sees facts and custody whole."""
