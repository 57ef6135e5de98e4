"""Keys of the office, the log of who saw what, and what was typed when a session had ended."""

from safeguards.models.access import AccessEvent
from safeguards.models.kept import KeptPost
from safeguards.models.keys import OfficeKey

__all__ = ["AccessEvent", "KeptPost", "OfficeKey"]
