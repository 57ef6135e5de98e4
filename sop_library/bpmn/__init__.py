"""An SOP as BPMN 2.0 with its drawing, for other tools to show and run; and back, the very same document."""

from sop_library.bpmn.reading import BpmnRefused, read_bpmn
from sop_library.bpmn.writing import to_bpmn

__all__ = ["BpmnRefused", "read_bpmn", "to_bpmn"]
