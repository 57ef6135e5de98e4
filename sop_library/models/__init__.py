"""An office's SOPs and forms."""

from sop_library.models.versions import FormVersion, Sop, SopVersion

__all__ = ["FormVersion", "Sop", "SopVersion"]
