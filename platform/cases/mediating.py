"""When mediation may be agreed on at all: as the gate of a step of mediation has it, whatever the SOP says.

Nobody is mediated who has not agreed to it in their own words. Sexual violence is not settled outside court, save where
the accused is a child (UU 12/2022 art. 23).
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cases.case_facts import facts_of
from cases.models import Case, Consent
from cases.voices import agreed, voices_in
from sop_library.facts import FactValue

SEXUAL = "SEKSUAL"


def why_not(case: Case) -> str:
    """What stands against mediation in a case, in a sentence; "" where nothing does."""
    facts = facts_of(case)
    kinds = facts.get("incident.kinds")
    if _is_sexual(kinds) and facts.get("respondent.child") is not True:
        return _(
            "Kekerasan seksual tidak diselesaikan di luar pengadilan (UU 12/2022 pasal 23), kecuali bila terlapor anak."
        )
    if not agreed_themselves(case):
        return _("Mediasi hanya dengan persetujuan korban sendiri. Catat dulu persetujuannya di halaman Persetujuan.")
    if not kinds:
        return _("Catat dulu bentuk kekerasannya di Kejadian: kekerasan seksual tidak dimediasi.")
    return ""


def _is_sexual(kinds: FactValue | None) -> bool:
    return isinstance(kinds, tuple) and SEXUAL in kinds


def agreed_themselves(case: Case) -> bool:
    """Whether every victim agreed to mediation, or for a child whoever may speak for it.

    A yes of duty is none, nor one of nobody in particular where there are several victims.
    """
    voices = voices_in(case)
    rows = Consent.objects.filter(case=case, kind=Consent.Kind.MEDIATION).exclude(way=Consent.Way.DUTY).order_by("at")
    said = [one for one in rows if one.person_id is not None or one.refuses or len(voices.victims) == 1]
    answers: Mapping[str, bool] = agreed(said, voices)
    heard = {person for one in said for person in voices.heard_for(one)}
    return bool(voices.victims) and answers.get("mediation") is True and heard.issuperset(voices.victims)
