"""Keys of the office and the log of who saw what."""

from safeguards.models.access import AccessEvent
from safeguards.models.keys import OfficeKey

__all__ = ["AccessEvent", "OfficeKey"]
