"""Which of two risk ratings is the graver."""

RISING = ("", "low", "medium", "high")
"""Codes of Case.Risk from not rated to the gravest; PostgreSQL holds the same order for envelopes."""


def is_graver(risk: str, *, than: str) -> bool:
    """Whether a rating is graver than another; one that is not known is graver than none."""
    return risk in RISING and RISING.index(risk) > (RISING.index(than) if than in RISING else 0)
