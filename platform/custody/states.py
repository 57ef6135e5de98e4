"""What can follow in a handoff, and who may do it. PostgreSQL holds the same table (`custody_arrow`); a test compares.

An envelope waits for an answer (sent, opened, asked, assigned) or has one. Custody of the matter moves with `accepted`
alone, and only where the envelope says that it moves.
"""

from typing import Literal, TypeAlias

State: TypeAlias = Literal[
    "sent", "opened", "asked", "assigned", "accepted", "declined", "withdrawn", "redirected", "finished"
]
Side: TypeAlias = Literal["sender", "receiver", "recorder", "province"]

WAITING: frozenset[State] = frozenset({"sent", "opened", "asked", "assigned"})
OVER: frozenset[State] = frozenset({"declined", "withdrawn", "redirected", "finished"})

# side · what is done · from which states · to which. `recorder` is the sender where nobody on the platform receives.
ARROWS: tuple[tuple[Side, str, tuple[State, ...], State], ...] = (
    ("sender", "withdraw", ("sent", "opened", "asked", "assigned"), "withdrawn"),
    ("sender", "reply", ("asked",), "opened"),
    ("sender", "finish", ("accepted",), "finished"),
    ("receiver", "open", ("sent",), "opened"),
    ("receiver", "ask", ("sent", "opened"), "asked"),
    ("receiver", "accept", ("sent", "opened", "asked", "assigned"), "accepted"),
    ("receiver", "decline", ("sent", "opened", "asked"), "declined"),
    ("receiver", "finish", ("accepted",), "finished"),
    ("recorder", "accept", ("sent",), "accepted"),
    ("recorder", "decline", ("sent",), "declined"),
    ("recorder", "withdraw", ("sent",), "withdrawn"),
    ("recorder", "finish", ("accepted",), "finished"),
    ("province", "assign", ("sent", "opened", "asked"), "assigned"),
    ("province", "redirect", ("sent", "opened", "asked", "assigned"), "redirected"),
)


def following(*, side: Side, verb: str, state: State) -> State | None:
    """Return the state that `verb` leads to from `state`, None where this side may not do it there."""
    for who, what, before, after in ARROWS:
        if (who, what) == (side, verb) and state in before:
            return after
    return None


def verbs(*, side: Side, state: State) -> frozenset[str]:
    """Return what this side may do in this state."""
    return frozenset(what for who, what, before, _after in ARROWS if who == side and state in before)
