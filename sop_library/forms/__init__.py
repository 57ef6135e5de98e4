"""Forms as data: what each paper form of the SOPs asks, in versions, and one validator for the screen and the API."""

from sop_library.forms.definition import Field, FormDefinition, Group, from_document
from sop_library.forms.errors import FieldError
from sop_library.forms.shipped import NoSuchForm, get, library, load
from sop_library.forms.source import DefinitionFaults, Fault
from sop_library.forms.stating import stated_facts
from sop_library.forms.validation import validate, warnings

__all__ = [
    "DefinitionFaults",
    "Fault",
    "Field",
    "FieldError",
    "FormDefinition",
    "Group",
    "NoSuchForm",
    "from_document",
    "get",
    "library",
    "load",
    "stated_facts",
    "validate",
    "warnings",
]
