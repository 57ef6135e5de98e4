"""The SOPs that an SOP starts, kept inside its version as they stood when the head approved it.

A version is its sheet and, under `called`, the sheets of all SOPs that a case of it may come into, each once. So one
content hash names everything that runs. Files, drafts and sheets know nothing of `called`.
"""

from collections.abc import Mapping
from typing import Any

CALLED = "called"


def sheet_part(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document as a sheet: without the SOPs that were kept with it."""
    return {name: value for name, value in document.items() if name != CALLED}


def kept_with(document: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """SOP key -> `version`, `hash` and `document` of an SOP that a version keeps; empty for one that starts none."""
    found: Mapping[str, Mapping[str, Any]] = document.get(CALLED) or {}
    return found
