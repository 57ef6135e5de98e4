"""What migrations build walls around shared tables with: policies, functions, triggers, and each taken back again.

Migrations that have run were made by these words: they stay as they are.
"""

from typing import Any

from django.db import migrations


def forced(table: str, **policies: str) -> list[migrations.RunSQL]:
    """Force row-level security on a table, with the owner's policy and those named."""
    policies = {"owner_all": "TO rangkul_owner USING (true) WITH CHECK (true)", **policies}
    forward: list[Any] = [
        f"ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY",
        *(f"CREATE POLICY {name} ON public.{table} {text}" for name, text in policies.items()),
    ]
    backward: list[Any] = [
        f"ALTER TABLE public.{table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE public.{table} DISABLE ROW LEVEL SECURITY",
        *(f"DROP POLICY {name} ON public.{table}" for name in policies),
    ]
    return [migrations.RunSQL(forward, backward)]


def function(text: str, signature: str) -> migrations.RunSQL:
    """Make a function; `signature` names it for dropping."""
    return migrations.RunSQL(text, f"DROP FUNCTION public.{signature}")


def trigger(name: str, table: str, when: str, calls: str) -> migrations.RunSQL:
    """Make a row trigger."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} {when} ON public.{table} FOR EACH ROW EXECUTE FUNCTION public.{calls}()",
        f"DROP TRIGGER {name} ON public.{table}",
    )
