"""What is nobody's when somebody leaves, in a sentence for the question before and the message after it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.leaving_queries import LeftBehind, LoneLane


def nobodys_words(left: LeftBehind) -> str:
    """How many cases have no holder and which lanes nobody; "" where nothing is nobody's. No case is named."""
    said = []
    if left.cases:
        cases = ngettext("%(number)d kasus tanpa pemegang", "%(number)d kasus tanpa pemegang", left.cases)
        said.append(cases % {"number": left.cases})
    if left.lanes:
        said.append(_("tanpa petugas: %(lanes)s") % {"lanes": ", ".join(_lane(one) for one in left.lanes)})
    return "; ".join(said)


def _lane(one: LoneLane) -> str:
    if not one.steps:
        return one.lane.label
    steps = ngettext("%(lane)s (%(number)d langkah menunggu)", "%(lane)s (%(number)d langkah menunggu)", one.steps)
    return steps % {"lane": one.lane.label, "number": one.steps}
