"""Makes an office's schema from the cached script, in the transaction of whoever calls."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from tenants.template.script import renamed

# The script names functions before the tables they read; the bodies were checked when the template was made.
UNCHECKED_BODIES = "SET LOCAL check_function_bodies = off"
CHECKED_BODIES = "SET LOCAL check_function_bodies = on"


def replay(cursor: Any, *, statements: Sequence[str], schema_name: str) -> None:
    """Run the template's statements for a new schema. The connection must act as the owner, inside a transaction.

    One round trip in all; with OFFICE_REPLAY_ONE_BY_ONE one for each statement, as schema-based sharding needs it.
    """
    script = [UNCHECKED_BODIES, *(renamed(statement, schema_name) for statement in statements), CHECKED_BODIES]
    if getattr(settings, "OFFICE_REPLAY_ONE_BY_ONE", False):
        for statement in script:
            cursor.execute(statement)
    else:
        cursor.execute(";\n".join(script))
