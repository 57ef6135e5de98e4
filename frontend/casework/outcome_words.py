"""What follows from an outcome and why one is suggested, in words."""

from django.utils.translation import gettext as _

from cases.progress import OutcomeRow, Panel
from frontend.sops.words import step_words
from sop_library.definition import Definition
from sop_library.explaining import Reason
from sop_library.parts import Refer, Step


def suggested_keys(panel: Panel) -> frozenset[str]:
    """The outcomes that the facts speak for. The person decides."""
    return frozenset(row.outcome.key for row in panel.outcomes if row.suggested)


def hint_of(row: OutcomeRow, *, step: Step, definition: Definition) -> str:
    """What happens when this outcome is chosen."""
    sentences = [refer_words(row.outcome.refer)] if row.outcome.refer else []
    return " ".join([*sentences, _next_words(row, step=step, definition=definition)]).strip()


def _next_words(row: OutcomeRow, *, step: Step, definition: Definition) -> str:
    then = row.outcome.then
    if then is None:
        return ""
    if then.kind == "attach":
        return _("Diusulkan bergabung dengan kasus yang sudah ada.")
    if not row.leads_to:
        return _("Alur ini selesai: %(why)s.") % {"why": then.reason} if then.reason else _("Alur ini selesai.")
    where = {"steps": step_words(row.leads_to), "name": row.leads_to[0].name}
    here, there = definition.position[step.key], definition.position[row.leads_to[0].key]
    if there == here:
        return _("Langkah ini diulang.")
    if there < here:
        return _("Kembali ke langkah %(steps)s: %(name)s") % where
    if len(row.leads_to) > 1:
        return _("Lanjut ke langkah %(steps)s bersamaan.") % where
    return _("Lanjut ke langkah %(steps)s: %(name)s") % where


def refer_words(refer: Refer) -> str:
    """What a proposed referral means for the person who came."""
    if refer.kind == "pelimpahan":
        return _("Pelimpahan diusulkan. Pelapor tetap dilayani di sini sampai diterima.")
    return _("Rujukan diusulkan. Pelapor tetap dilayani di sini.")


def reason_words(reason: Reason) -> str:
    """One test of a condition in the reader's language."""
    return _(reason.template) % {name: _(value) if value else "" for name, value in reason.params.items()}


def why_words(panel: Panel) -> list[str]:
    """What speaks for the outcomes that are suggested."""
    found = [
        reason_words(reason) for row in panel.outcomes if row.suggested for reason in row.why if reason.holds is True
    ]
    return list(dict.fromkeys(found))


def unknown_words(panel: Panel) -> list[str]:
    """The facts that would decide a suggestion and are not known."""
    found = [
        reason.fact for row in panel.outcomes if row.suggested is None for reason in row.why if reason.holds is None
    ]
    return list(dict.fromkeys(found))
