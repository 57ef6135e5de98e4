"""What follows from an outcome and why one is suggested, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cases.progress import OutcomeRow, Panel, Progress
from frontend.casework.wording import region_name, title_words
from frontend.sops.words import step_words
from sop_library.definition import Definition
from sop_library.facts import FACTS, FactValue, value_words
from sop_library.parts import Refer, Step


def suggested_keys(panel: Panel) -> frozenset[str]:
    """The outcomes that the facts speak for. The person decides."""
    return frozenset(row.outcome.key for row in panel.outcomes if row.suggested)


def hint_of(row: OutcomeRow, *, step: Step, stands: Progress, office_code: str) -> str:
    """What happens when this outcome is chosen."""
    refer = row.outcome.refer
    sentences = [refer_words(refer, stands.state.facts, office_code=office_code)] if refer else []
    return " ".join([*sentences, _next_words(row, step=step, definition=stands.definition)]).strip()


def _next_words(row: OutcomeRow, *, step: Step, definition: Definition) -> str:
    then = row.outcome.then
    if then is None:
        return ""
    if then.kind == "attach":
        return _("Diusulkan bergabung dengan kasus yang sudah ada.")
    if not row.leads_to and step.sop_name:
        return _("%(sop)s selesai.") % {"sop": title_words(step.sop_name)}
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


def is_ours(code: str, *, office_code: str) -> bool:
    """Whether a region is this office's own, or lies in it."""
    return code == office_code or code.startswith(f"{office_code}.")


def refer_words(refer: Refer, known: Mapping[str, FactValue], *, office_code: str) -> str:
    """What a proposed referral means for the person who came, and where it would go where that is known.

    An office never proposes to itself: where the fact names its own region, the place is left open and that is said.
    """
    code = str(known.get(refer.region_of, "")) if refer.region_of else ""
    if code and is_ours(code, office_code=office_code):
        return _("Yang tercatat adalah wilayah kantor ini sendiri. Perbaiki dulu datanya bila keluar wilayah.")
    place = region_name(code)
    if refer.kind == "pelimpahan":
        if place:
            said = _("Pelimpahan diusulkan ke %(place)s. Pelapor tetap dilayani di sini sampai diterima.")
            return said % {"place": place}
        return _("Pelimpahan diusulkan. Pelapor tetap dilayani di sini sampai diterima.")
    if place:
        return _("Rujukan diusulkan ke %(place)s. Pelapor tetap dilayani di sini.") % {"place": place}
    return _("Rujukan diusulkan. Pelapor tetap dilayani di sini.")


def why_words(panel: Panel, known: Mapping[str, FactValue], *, office_code: str) -> list[str]:
    """What is known of the facts that speak for the outcomes suggested: the facts themselves, never the rule."""
    names = [reason.fact for row in panel.outcomes if row.suggested for reason in row.why if reason.holds is True]
    return [
        _("%(fact)s: %(value)s") % {"fact": _(FACTS[name].label), "value": _value(name, known[name], office_code)}
        for name in dict.fromkeys(names)
        if name in known
    ]


def _value(name: str, value: FactValue, office_code: str) -> str:
    if isinstance(value, tuple):
        return ", ".join(_(value_words(name, (one,))) for one in value)
    if FACTS[name].type != "region":
        return _(value_words(name, value))
    code = str(value)
    if is_ours(code, office_code=office_code):
        return _("%(place)s (wilayah kantor ini)") % {"place": region_name(code)}
    return _("%(place)s (di luar wilayah kantor ini)") % {"place": region_name(code)}
