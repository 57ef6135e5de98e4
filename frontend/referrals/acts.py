"""Which of the small forms a referral offers now, to whom, and which of them come first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Staff
from cases.models import Case
from custody.models import Envelope
from frontend.formbuild import SheetForm
from frontend.referrals import act_forms
from frontend.referrals.loading import Matter
from referrals import queries
from referrals.models import Referral
from referrals.operations import feeding_back
from referrals.policies import can_follow, can_send
from referrals.regions import destination

Words = str | Promise


@dataclass(frozen=True)
class Act:
    """One thing that can be done: its form, its heading, its button, what is said afterwards."""

    form: type[SheetForm]
    heading: Words
    button: Words
    said: Words


ACTS: Mapping[str, Act] = {
    "jawaban": Act(act_forms.ReplyForm, _("Jawab pertanyaan"), _("Kirim jawaban"), _("Jawaban terkirim.")),
    "telepon": Act(
        act_forms.TelephoneForm, _("Catat telepon"), _("Simpan catatan telepon"), _("Telepon tercatat.")
    ),
    "hasil": Act(
        act_forms.OutsideAnswerForm, _("Catat jawaban kantor di luar Rangkul"), _("Simpan jawaban"),
        _("Jawaban tercatat."),
    ),
    "penarikan": Act(act_forms.WithdrawForm, _("Tarik rujukan"), _("Tarik rujukan"), _("Rujukan ditarik.")),
    "umpan-balik": Act(
        act_forms.FeedbackForm, _("Umpan balik ke kantor perujuk"), _("Kirim umpan balik"), _("Umpan balik terkirim.")
    ),
    "balik": Act(
        act_forms.GiveBackForm, _("Kembalikan kasus ke kantor perujuk"), _("Kirim pengembalian"),
        _("Pengembalian terkirim. Sampai diterima, kasus tetap dilayani di sini."),
    ),
    "akhir": Act(act_forms.FinishForm, _("Nyatakan selesai"), _("Rujukan selesai"), _("Rujukan selesai.")),
}  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """One act as the page offers it. `first`: it waits for somebody, so it stands open and in the embrace."""

    key: str
    act: Act
    form: SheetForm
    first: bool


def panels_of(matter: Matter, *, by: Staff, refused: Mapping[str, Any]) -> list[Panel]:
    """What this person may do with the referral now, what waits first; what was just refused stays as it was typed."""
    offered = dict(_offered(matter, by=by))
    for key in refused:
        if key in ACTS:
            offered[key] = True
    found = [
        Panel(key, act, refused.get(key) or act.form(), offered[key]) for key, act in ACTS.items() if key in offered
    ]
    return sorted(found, key=lambda panel: not panel.first)


def _offered(matter: Matter, *, by: Staff) -> list[tuple[str, bool]]:
    row = matter.referral
    if row is None or not can_follow(referral=row, by=by):
        return []
    return _received(matter, row, by=by) if matter.incoming else _sent(matter, row)


def _sent(matter: Matter, row: Referral) -> list[tuple[str, bool]]:
    found = []
    if matter.waiting:
        asked = matter.state == Envelope.State.ASKED
        if asked:
            found.append(("jawaban", True))
        to = destination(row.other_code)
        found.append(("telepon", queries.is_high(row) and row.telephoned_at is None))
        if to is None or not to.on_platform:
            found.append(("hasil", False))
        found.append(("penarikan", False))
    elif matter.state == Envelope.State.ACCEPTED and not row.moves:
        found.append(("akhir", False))
    return found


def _received(matter: Matter, row: Referral, *, by: Staff) -> list[tuple[str, bool]]:
    found = []
    if matter.case is not None and matter.state in feeding_back.TOLD_IN and feeding_back.may_tell(row):
        found.append(("umpan-balik", False))
    if matter.state == Envelope.State.ACCEPTED and matter.case is not None:
        if not row.moves:
            found.append(("akhir", False))
        elif matter.case.state != Case.State.ENDED and can_send(case=matter.case, by=by):
            found.append(("balik", False))
    return found
