"""Questions that mean the same in whichever form they stand: what was answered in one need not be asked in another.

Of one name, of one kind, with one code list, sealed alike and stating the same fact; and about the same person. What
belongs to one occasion (who wrote, when, what was agreed, whether she is safe tonight) is never among them, nor is a
consent: those are asked each time.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import jsonschema_rs

from sop_library.forms.definition import Field

About = Literal["victim", "reporter", "respondent", "incident"]
ASKED_ONCE: Mapping[str, About] = MappingProxyType(
    {
        **dict.fromkeys((
            "victim_name", "victim_nik", "victim_phone", "victim_birth_place", "victim_birth_date", "victim_age",
            "victim_sex", "education", "occupation", "marital_status", "disability", "disability_kinds",
            "papers_address", "papers_region", "home_address", "home_region", "present_region", "client_category",
            "condition_body", "condition_mind", "condition_social", "condition_spirit", "needs", "client_choice",
            "legal_state", "shelter", "institution_needed",
        ), "victim"),
        **dict.fromkeys(("reporter_name", "reporter_phone", "reporter_relation"), "reporter"),
        **dict.fromkeys(
            ("respondent_relation", "respondent_sex", "respondent_age", "respondent_guardian"), "respondent"
        ),
        **dict.fromkeys((
            "violence_types", "domestic", "place_kind", "incident_date", "incident_when", "incident_region",
            "chronology", "told",
        ), "incident"),
    }
)  # fmt: skip
"""Name of a question -> whom it is about. Each is asked by at least two of the forms that are shipped."""


def same_question(one: Field, other: Field) -> bool:
    """Whether an answer to the one may stand as an answer to the other."""
    return one.name in ASKED_ONCE and one.name == other.name and _shape(one) == _shape(other)


def _shape(field: Field) -> tuple[Any, ...]:
    return field.kind, dict(field.choices), field.sealed, field.fact


def fits(field: Field, answer: Any) -> bool:
    """Whether a stored answer is one that this question takes: another office's may be of another shape."""
    return jsonschema_rs.Draft202012Validator(dict(field.schema), validate_formats=True).is_valid(answer)
