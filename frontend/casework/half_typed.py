"""What stands half typed in a form: shown again with what is known besides, checked by nobody yet."""

from collections.abc import Mapping
from typing import Any

from frontend.formbuild import SheetForm


def typed_in(form: SheetForm, posted: Mapping[str, Any]) -> dict[str, Any]:
    """Question -> what was typed, as its input sent it; empty ones are left out. Meant to begin the form again with."""
    found: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = field.widget.value_from_datadict(posted, {}, form.add_prefix(name))
        parts = value if isinstance(value, list | tuple) else [value]
        if any(part not in (None, "") for part in parts):
            found[name] = value
    return found
