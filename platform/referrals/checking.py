"""What keeps a referral from being sent: every fault at once, at its field, in words for the person who sends."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.carrying import SCOPE
from cases.models import Case, Consent
from cases.refusals import Missing
from custody import holding
from custody.models import Envelope, Part
from custody.states import WAITING
from referrals import consenting
from referrals.deadlines import FOR_HIGH_RISK
from referrals.models import Referral
from referrals.proposal import Weighing
from referrals.reasons import REASONS
from referrals.regions import Destination
from tenants.current import current_office

UNANSWERED = (Referral.QUEUED, *sorted(WAITING))
"""States in which a referral of ours waits for an answer, or has not left yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A referral as somebody wants to send it. `to` None: the code is no region's."""

    to_code: str
    to: Destination | None
    kind: str
    moves: bool
    reasons: Sequence[str]
    urgency: str
    consent: Consent | None
    scope: Collection[str]
    words: str
    override_reason: str
    follows: Referral | None
    assigned: bool


def faults_of(draft: Draft, *, case: Case, weighing: Weighing) -> list[Missing]:
    """Everything that keeps this draft from being sent; none where it may go. The case must be locked."""
    return [
        *faults_before_consent(draft, case=case, weighing=weighing),
        *consenting.faults_of(
            draft.consent, case=case, to_code=draft.to_code, scope=draft.scope, assigned=draft.assigned,
            facts=weighing.facts,
        ),
    ]  # fmt: skip


def faults_before_consent(draft: Draft, *, case: Case, weighing: Weighing) -> list[Missing]:
    """The same, but for the consent."""
    return [
        *_of_the_matter(case),
        *_of_the_receiver(draft, case=case),
        *_of_the_choices(draft, case=case, weighing=weighing),
    ]


def _of_the_matter(case: Case) -> list[Missing]:
    if holding.part_in(case.matter) not in ("", Part.Kind.HOLDER):
        held = holding.holder_of(case.matter)
        name = holding.name_of(held.office_id) if held else ""
        said = _("Kasus ini dipegang %(office)s, jadi bukan kantor Anda yang merujuk.") % {"office": name}
        return [Missing("", said)]
    if case.state == Case.State.ENDED:
        return [Missing("", _("Kasus ini sudah selesai. Buka kembali lebih dulu bila perlu dirujuk."))]
    return []


def _of_the_receiver(draft: Draft, *, case: Case) -> list[Missing]:
    if draft.to_code == current_office().code:
        return [Missing("to", _("Tujuan rujukan adalah kantor Anda sendiri. Pilih daerah lain."))]
    if draft.to is None:
        return [Missing("to", _("Pilih kabupaten, kota, atau provinsi tujuan dari daftar."))]
    waiting = Referral.objects.filter(matter=case.matter, side=Referral.Side.OUT, state__in=UNANSWERED)
    if draft.follows is not None:
        waiting = waiting.exclude(pk=draft.follows.pk)
    found = []
    for one in waiting.only("number", "other_code", "moves"):
        if one.other_code == draft.to_code:
            said = _("Rujukan %(number)s ke %(place)s masih menunggu jawaban.")
            found.append(Missing("to", said % {"number": one.number, "place": draft.to.name}))
        elif one.moves and draft.moves:
            said = _("Pelimpahan %(number)s masih menunggu jawaban. Tarik lebih dulu bila tujuannya berubah.")
            found.append(Missing("kind", said % {"number": one.number}))
    return found


def _of_the_choices(draft: Draft, *, case: Case, weighing: Weighing) -> list[Missing]:
    found = []
    if draft.kind not in Envelope.Kind.values:
        found.append(Missing("kind", _("Pilih rujukan, pelimpahan, atau penanganan bersama.")))
    if not draft.reasons or set(draft.reasons) - REASONS.keys():
        found.append(Missing("reasons", _("Pilih alasan merujuk.")))
    elif "other" in draft.reasons and not draft.words.strip():
        found.append(Missing("words", _("Tulis alasan lain itu apa.")))
    if draft.urgency not in Referral.Urgency.values:
        found.append(Missing("urgency", _("Pilih kapan jawaban diperlukan.")))
    elif case.risk == Case.Risk.HIGH and draft.urgency not in FOR_HIGH_RISK:
        found.append(Missing("urgency", _("Risiko tinggi: minta jawaban sekarang atau dalam 1x24 jam.")))
    if set(draft.scope) - SCOPE.keys():
        found.append(Missing("scope", _("Pilih data yang ikut dikirim dari daftar.")))
    if weighing.overruled_by(to_code=draft.to_code, moves=draft.moves) and not (
        draft.override_reason.strip() or draft.assigned
    ):
        said = _("Tulis mengapa Anda memutuskan lain dari usulan: %(proposal)s")
        found.append(Missing("override_reason", said % {"proposal": weighing.said}))
    unfit = _("Ada karakter yang tidak dapat disimpan.")
    found += [Missing(name, unfit) for name in ("words", "override_reason") if "\x00" in getattr(draft, name)]
    return found
