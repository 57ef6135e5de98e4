"""Referrals in words: states, kinds, reasons, what goes along, the chain and what its links say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.carrying import SCOPE, need_words
from cases.models import Case
from custody import chain, holding
from custody.models import Envelope, Link
from frontend.casework.wording import coded, group_words, kinds_words, region_name, stage_words, when_words
from referrals import leading, limits
from referrals.beside import HANDED_OVER
from referrals.models import Referral
from referrals.operations import feeding_back
from referrals.proposed import Proposed
from referrals.reasons import REASONS, TO_THE_RECEIVER
from tenants.registry.source import provinces

STATES: Mapping[str, Any] = {Referral.QUEUED: gettext_lazy("Menunggu dikirim"), **dict(Envelope.State.choices)}
TAGS = {
    "queued": "wait", "sent": "soon", "opened": "soon", "asked": "wait", "assigned": "late", "accepted": "ok",
    "finished": "ok",
}  # fmt: skip
LINKS: Mapping[str, Any] = {
    "sent": gettext_lazy("Dikirim"),
    "renewed": gettext_lazy("Berkas diperbarui"),
    "risk_rated": gettext_lazy("Tingkat risiko naik"),
    "opened": gettext_lazy("Dibuka penerima"),
    "asked": gettext_lazy("Keterangan diminta"),
    "replied": gettext_lazy("Pertanyaan dijawab"),
    "supplemented": gettext_lazy("Data susulan dikirim"),
    "telephoned": gettext_lazy("Dihubungi lewat telepon"),
    "accepted": gettext_lazy("Diterima"),
    "declined": gettext_lazy("Dikembalikan"),
    "withdrawn": gettext_lazy("Ditarik"),
    "assigned": gettext_lazy("Ditetapkan"),
    "redirected": gettext_lazy("Dialihkan"),
    "reminded": gettext_lazy("Diingatkan"),
    "nudged": gettext_lazy("Penerima diingatkan sistem"),
    "feedback": gettext_lazy("Umpan balik"),
    "finished": gettext_lazy("Selesai"),
    "consent_withdrawn": gettext_lazy("Persetujuan ditarik"),
    "consents_told": gettext_lazy("Penarikan persetujuan diberitahukan"),
    "appointments_taken": gettext_lazy("Janji temu diambil alih"),
}


NEWS: Mapping[str, Any] = {
    "consent_withdrawn": gettext_lazy("Menurut %(place)s persetujuannya ditarik"),
    "declined": gettext_lazy("%(place)s mengembalikan rujukan"),
    "withdrawn": gettext_lazy("%(place)s menarik rujukan"),
    "finished": gettext_lazy("%(place)s menyatakan bantuan selesai"),
    "handed_over": gettext_lazy("%(place)s menerima pelimpahan dan memegang kasusnya"),
    "accepted": gettext_lazy("%(place)s menerima rujukan"),
    "redirected": gettext_lazy("Rujukan ke %(place)s dialihkan provinsi"),
    "assigned": gettext_lazy("%(place)s ditetapkan sebagai penerima"),
    "holder_moved": gettext_lazy("Kasus dari %(place)s kini dipegang kantor lain"),
    "replied": gettext_lazy("%(place)s menjawab pertanyaan"),
    "supplemented": gettext_lazy("%(place)s mengirim data susulan"),
    "feedback": gettext_lazy("%(place)s memberi kabar"),
    "helped": gettext_lazy("Kantor yang membantu memberi kabar"),
}
"""Kind of what came from the other office -> a sentence with that office in it; the weightiest first."""


def feedback_words(code: str) -> str:
    """What feedback is about: a stage, the end, or what its words say."""
    said: Mapping[str, Any] = {
        feeding_back.ENDED: _("Layanan selesai"), feeding_back.HIGH_RISK: _("Risikonya dinilai tinggi"),
        feeding_back.PASSED_ON: _("Diteruskan ke kantor lain"), limits.MET: _("Tenggat dari kantor sebelumnya"),
        "finished": _("Bantuan selesai"), leading.ENDED: _("Kasus di kantor pemegang berakhir"),
        leading.GOES_ON: _("Kasus di kantor pemegang dilanjutkan"),
    }  # fmt: skip
    return str(said.get(code) or stage_words(code))


def state_words(state: str) -> str:
    """A state as a sentence says it."""
    return str(STATES.get(state, state))


def kind_words(*, kind: str, moves: bool) -> str:
    """What is asked of the other office."""
    if kind == Envelope.Kind.BERSAMA:
        return _("Penanganan bersama, penerima memimpin") if moves else _("Penanganan bersama, pengirim memimpin")
    return str(dict(Envelope.Kind.choices).get(kind, kind))


def reasons_words(reasons: Iterable[str], *, incoming: bool = False) -> str:
    """Why, in the order it was said. `incoming`: as the office that it is sent to reads it."""
    said = TO_THE_RECEIVER if incoming else REASONS
    return "; ".join(str(said.get(one, one)) for one in reasons)


def scope_words(scope: Iterable[str]) -> list[str]:
    """What goes along beside the frame of the case."""
    wanted = set(scope)
    return [str(words) for code, words in SCOPE.items() if code in wanted]


def withheld_words(scope: Iterable[str]) -> list[str]:
    """What stays with the sender."""
    wanted = set(scope)
    return [str(words) for code, words in SCOPE.items() if code not in wanted]


def _said(value: Any, *, yes: str, no: str) -> str:
    return {True: yes, False: no}.get(value, _("Belum diketahui"))


def minimum_lines(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The minimum as rows: what an office must know to decide. Empty where the minimum is gone."""
    if not told.get("format"):
        return []
    unknown = _("Belum diketahui")
    risk = str(dict(Case.Risk.choices).get(told["risk"], "")) or _("Belum dinilai")
    tonight = {True: _("aman malam ini"), False: _("belum aman malam ini")}.get(told["safe_tonight"], "")
    others = [group_words(sex=one["sex"], age_band=one["age_band"]) for one in told.get("others", ())]
    rows = [
        (_("Kelompok"), group_words(sex=told["sex"], age_band=told["age_band"])),
        (_("Inisial"), told["initials"] or unknown),
        (_("Korban lain"), "; ".join(others)),
        (_("Bentuk"), kinds_words(told["kinds"], domestic=told["domestic"]) or unknown),
        (_("Hubungan terlapor"), coded("perpetrator_relation", told["relation"]) or unknown),
        (_("Tempat kejadian"), region_name(told["place"]) or unknown),
        (_("Domisili"), region_name(told["domicile"]) or unknown),
        (_("Tingkat risiko"), ", ".join(filter(None, (risk, tonight)))),
        (_("Kebutuhan"), ", ".join(_(need_words(one)) for one in told["needs"]) or unknown),
        (_("Laporan polisi"), _said(told["police_report"], yes=_("Sudah ada"), no=_("Belum ada"))),
    ]
    return [(label, capfirst(words)) for label, words in rows if words]


@dataclass(frozen=True)
class ChainLine:
    """One link: what happened, who did it and when, and its seal."""

    words: str
    who: str
    when: str
    seal: str


@dataclass(frozen=True)
class Chain:
    """The chain of one referral and whether its seals hold."""

    lines: tuple[ChainLine, ...]
    holds: bool


def chain_of(*, matter: UUID, envelope: UUID, now: datetime) -> Chain:
    """The links of one referral, oldest first."""
    links = list(Link.objects.filter(matter=matter, envelope=envelope).order_by("number"))
    names = {row.office_id: row.name for row in holding.addresses({one.office_id for one in links if one.office_id})}
    lines = tuple(
        ChainLine(
            words=_link_words(one),
            who=", ".join(part for part in (one.by_name, _where(one, names)) if part),
            when=when_words(one.at, now=now),
            seal=chain.fingerprint(one),
        )
        for one in links
    )
    return Chain(lines, chain.holds(matter=matter))


def _link_words(link: Link) -> str:
    if link.kind == "withdrawn" and link.data.get("because") == HANDED_OVER:
        return _("Berhenti: kasusnya diterima kantor lain")
    if link.kind == "withdrawn" and link.data.get("because") == leading.CASE_ENDED:
        return _("Berhenti: kasusnya berakhir di kantor pengirim")
    return str(LINKS.get(link.kind, link.kind))


def _where(link: Link, names: Mapping[UUID, str]) -> str:
    if link.console == "nation":
        return _("Kementerian")
    if link.console:
        return _("Provinsi %(name)s") % {"name": provinces()[link.console].name}
    return names.get(link.office_id, "") if link.office_id else ""


def proposed_words(one: Proposed) -> str:
    """What a step proposes and nobody has sent: to where, and by which step."""
    said = {"place": region_name(one.code), "step": one.number or f"“{one.name}”"}
    if one.kind == Envelope.Kind.PELIMPAHAN:
        if said["place"]:
            return _("Pelimpahan ke %(place)s diusulkan langkah %(step)s, belum dikirim") % said
        return _("Pelimpahan diusulkan langkah %(step)s, belum dikirim") % said
    if said["place"]:
        return _("Rujukan ke %(place)s diusulkan langkah %(step)s, belum dikirim") % said
    return _("Rujukan diusulkan langkah %(step)s, belum dikirim") % said
