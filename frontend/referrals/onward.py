"""Where somebody is now whom this office handed on, and how it goes there: what is left to it once others took over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from custody import onward
from frontend.casework.wording import region_name, when_words
from frontend.referrals import wording


@dataclass(frozen=True)
class Onward:
    """The office that took the case over last, and what it told of it by a code. `how`: "" where nothing was told."""

    place: str
    when: str
    how: str
    told: str


def onward_of(matter: UUID, *, now: datetime) -> Onward | None:
    """Where it went after the office that we gave it to; None where it is there, or here."""
    since = onward.since(matter)
    taken = [one for one in since if one.kind == "accepted"]
    if not taken:
        return None
    last = taken[-1]
    told = [one for one in since if one.kind == "feedback" and one.to == last.to]
    return Onward(
        place=region_name(last.to), when=when_words(last.at, now=now, inside=True),
        how=wording.feedback_words(told[-1].code) if told else "",
        told=when_words(told[-1].at, now=now, inside=True) if told else "",
    )  # fmt: skip


def passed_on_to(matter: UUID, *, by: str) -> str:
    """To which region the office of a region (its code) gave on what we had given it; "" where it is not known."""
    return next(
        (region_name(one.to) for one in onward.since(matter) if one.sender == by and one.kind == "accepted"), ""
    )
