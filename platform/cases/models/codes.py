"""Columns that hold a code, so that the database refuses words in their place.

Lists that are Rangkul's own are closed; of those kept by others (the ministry's, an SOP's keys) the shape is held.
"""

from collections.abc import Iterator

from django.db.models import CheckConstraint, Q

CODE = r"^[A-Z0-9_]*$"
KEY = r"^[-a-zA-Z0-9_]*$"
REGENCY = r"^([0-9]{2}\.[0-9]{2})?$"
REGION = r"^([0-9]{2}(\.[0-9]{2})?)?$"
STATES = ("running", "paused", "ended", "undone")
"""How a fact says that its case stands. Undone is a case that was opened by mistake: it is counted nowhere."""
RISKS = ("", "high", "medium", "low")
SEXES = ("", "P", "L")
STAGES = (
    "", "intake", "identification", "assessment", "consent", "planning", "service", "referral", "monitoring",
    "termination", "reporting",
)  # fmt: skip


def shaped(model: str, shape: str, *fields: str) -> Iterator[CheckConstraint]:
    """A constraint for each field: what stands there has this shape."""
    for field in fields:
        yield CheckConstraint(condition=Q(**{f"{field}__regex": shape}), name=f"{model}_{field}_is_a_code")


def one_of(model: str, field: str, values: tuple[str, ...]) -> CheckConstraint:
    """A constraint: what stands in the field is one of these."""
    return CheckConstraint(condition=Q(**{f"{field}__in": list(values)}), name=f"{model}_{field}_known")
