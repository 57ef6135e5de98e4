"""Which help asked of other offices stops when a case ends, said before; and which stopped, when it is opened again."""

from django.utils.translation import gettext as _

from cases.models import Case, Event
from referrals.leading import CASE_ENDED, stopped_with
from referrals.models import Referral
from referrals.queries import still_on_paper


def stops_words(case: Case) -> str:
    """What is taken back with the end of the case, in a sentence; "" where nothing is."""
    rows, paper = stopped_with(case), still_on_paper(case)
    said = []
    if rows:
        stops = _("Belum dijawab, dan berhenti bila kasus ini berakhir: rujukan %(which)s.")
        said.append(stops % {"which": _named(rows)})
    if paper:
        letter = _("Lewat surat, jadi kantornya harus diberi tahu bila kasus ini berakhir: rujukan %(which)s.")
        said.append(letter % {"which": _named(paper)})
    return " ".join(said)


def stopped_words(case: Case) -> str:
    """What the last end of the case took back, in a sentence; "" where it took back nothing."""
    ended = Event.objects.filter(case=case, kind="case_ended").order_by("-number").first()
    if ended is None:
        return ""
    told = Event.objects.filter(case=case, kind="referral_withdrawn", data__because=CASE_ENDED)
    keys = told.filter(number__gt=ended.number).values_list("data__referral", flat=True)
    rows = list(Referral.objects.filter(case=case, pk__in=list(keys)).only("number", "other_name").order_by("made_at"))
    if not rows:
        return ""
    return _("Berhenti ketika kasus ditutup: rujukan %(which)s. Kirim lagi bila masih perlu.") % {"which": _named(rows)}


def _named(rows: list[Referral]) -> str:
    return "; ".join(_("%(number)s ke %(office)s") % {"number": row.number, "office": row.other_name} for row in rows)
