"""An office's SOPs, the drafts they come from, and forms."""

from sop_library.models.bindings import LaneBinding
from sop_library.models.drafts import Draft, Edit, Presence, SopEvent, Trial
from sop_library.models.versions import FormVersion, Sop, SopVersion

__all__ = ["Draft", "Edit", "FormVersion", "LaneBinding", "Presence", "Sop", "SopEvent", "SopVersion", "Trial"]
