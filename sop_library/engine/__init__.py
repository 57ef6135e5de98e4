"""The engine: `advance(definition, state, event, now, calendar) -> (state, effects)`. Pure; it knows no database."""

from sop_library.engine.advance import advance
from sop_library.engine.refusals import Missing, Refused
from sop_library.engine.state import Pass, State

__all__ = ["Missing", "Pass", "Refused", "State", "advance"]
