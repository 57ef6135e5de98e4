"""The receiving side: what waits for this office, looked at, asked about, accepted or declined.

The answer is given at the centre and in this office's own rows in one transaction, so that whoever is second is told at
once, and an accepted case is never nobody's.
"""

import logging
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import DataError, IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Staff
from cases.file_shape import FileBroken, FileFromLater, check_file, check_minimum
from cases.models import Case, Person
from cases.operations import touched
from cases.operations.events import append
from cases.operations.reasons import in_the_record
from cases.operations.taking_over import Start, take_over
from cases.policies import check_can_take_reports, lanes_of
from cases.refusals import Missing, NotAllowed, Refusal, Stale
from cases.standing import has_part
from custody import chain, envelopes, holding, states
from custody.models import Envelope
from custody.refusals import Overtaken
from custody.sealing import UNREADABLE
from referrals import agreed, following, placing, renewing, unheard, waking, withdrawing
from referrals.consenting import came_on
from referrals.models import Exchange, Referral
from referrals.refusals import as_refusal
from referrals.regions import destination
from sop_library.definition import Definition
from sop_library.models import SopVersion
from sop_library.queries import definition_of
from tenants.current import current_office

logger = logging.getLogger(__name__)
DECLINE_REASONS = {
    "not_resident": gettext_lazy("Domisili atau tempat kejadian bukan di wilayah kami"),
    "changed_mind": gettext_lazy("Korban berubah pikiran"),
    "no_service": gettext_lazy("Layanan yang dibutuhkan tidak tersedia"),
    "full": gettext_lazy("Petugas atau rumah aman sedang penuh"),
    "known_elsewhere": gettext_lazy("Sudah ditangani kantor lain"),
    "other": gettext_lazy("Alasan lain"),
}
"""Why an office gives a referral back, by code; the words beside it are sealed."""
FILE_BROKEN = (KeyError, TypeError, ValueError, AttributeError, DataError, IntegrityError)
"""What a file meets where it looks like one and is none: PostgreSQL takes no part of it."""
UNREADABLE_FILE = renewing.UNREADABLE_FILE
NEEDS_WORDS = frozenset({"other", "full", "no_service"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One envelope in the inbox: codes, numbers and times, no person."""

    envelope: Envelope
    sender_name: str
    late: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What the office reads to decide: the minimum, and who to telephone. `unreadable`: it came and does not open."""

    envelope: Envelope
    sender_name: str
    sender_phone: str
    minimum: dict[str, Any]
    verbs: frozenset[str]
    unreadable: bool = False


def inbox(*, at: datetime) -> list[Waiting]:
    """Return what waits for this office's answer, the earliest deadline first."""
    found = Envelope.objects.filter(receiver_id=current_office().id, state__in=sorted(states.WAITING))
    rows = list(found.order_by("answer_by", "sent_at"))  # read once: another may come in between
    names = _names({row.sender_id for row in rows})
    return [Waiting(row, names[row.sender_id], row.answer_by < at) for row in rows]


def waiting_count() -> int:
    """Return how many referrals wait for this office's answer."""
    return Envelope.objects.filter(receiver_id=current_office().id, state__in=sorted(states.WAITING)).count()


def _names(offices: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    return {row.office_id: row.name for row in holding.addresses(offices)}


def _ours(envelope: uuid.UUID) -> Envelope:
    row = Envelope.objects.filter(pk=envelope, receiver_id=current_office().id).first()
    if row is None:
        raise Refusal("no_such_envelope", _("Rujukan ini tidak ada atau bukan untuk kantor Anda."))
    return row


@transaction.atomic
def open_(*, envelope: uuid.UUID, by: Staff, at: datetime) -> Preview:
    """Look at a referral; the first look is noted in the chain. Raises NotAllowed, Refusal("no_such_envelope")."""
    check_can_take_reports(by=by)
    row = _ours(envelope)
    if row.state == Envelope.State.SENT:
        try:
            row = envelopes.do(envelope=envelope, verb="open", by_name=by.name, at=at)
        except Overtaken:
            row = _ours(envelope)  # a colleague has looked since, or the sender withdrawn it
        else:
            waking.wake_after_commit(office=row.sender_id, matter=row.matter)
            _keep(row, at=at)
    return preview_of(row)


def preview_of(row: Envelope) -> Preview:
    """Return what may be read of an envelope that came in, without noting a look."""
    minimum: dict[str, Any] = {}
    unreadable = False
    try:
        told = envelopes.content_of(envelope=row.pk, kind="minimum")
        minimum = told[-1][1] if told else _kept_minimum(row)
        if "format" in minimum:
            check_minimum(minimum)
    except (*UNREADABLE, FileBroken):
        minimum, unreadable = {}, True
    address = holding.address_of_office(row.sender_id)
    verbs = states.verbs(side="receiver", state=cast("states.State", row.state))
    return Preview(
        envelope=row, sender_name=address.name, sender_phone=address.phone, minimum=minimum,
        verbs=verbs - ({"decline"} if row.binding else set()), unreadable=unreadable,
    )  # fmt: skip


def _kept_minimum(row: Envelope) -> dict[str, Any]:
    """Our own copy of what we accepted by, where the centre has forgotten it."""
    if row.consent_withdrawn_at is not None:
        return {}
    kept = Referral.objects.filter(pk=row.pk, side=Referral.Side.IN).first()
    found: dict[str, Any] = ((kept.came or {}) if kept is not None else {}).get("minimum", {})
    return found


def came_with(row: Envelope) -> dict[str, Any]:
    """What came beside the file, as it came: kept with it, since the centre forgets it (`referrals.forgetting`)."""
    came: dict[str, Any] = {}
    for kind in ("minimum", "letter"):
        with suppress(*UNREADABLE):
            found = envelopes.content_of(envelope=row.pk, kind=kind)
            came |= {kind: found[-1][1]} if found else {}
    return came


def _keep(row: Envelope, *, at: datetime, **changes: Any) -> Referral:
    """This office's own row of a referral that came in, made at the first touch and kept beside the envelope."""
    referral, _made = Referral.objects.get_or_create(
        id=row.pk,
        defaults={
            "side": Referral.Side.IN, "matter": row.matter, "number": row.number, "kind": row.kind,
            "moves": row.moves, "other_code": row.sender_code, "other_name": holding.name_of(row.sender_id),
            "reasons": row.reasons, "scope": row.scope, "risk": row.risk, "urgency": Referral.Urgency.DAY,
            "follows": row.follows, "binding": row.binding, "answer_by": row.answer_by, "made_at": row.sent_at,
        },
    )  # fmt: skip
    for name, value in ({"state": row.state} | changes).items():
        setattr(referral, name, value)
    referral.save()
    return referral


def _exchange(
    referral: Referral, *, key: uuid.UUID, kind: str, words: str, code: str, by: Staff, at: datetime
) -> Exchange:
    row = Exchange(pk=key, referral=referral, ours=True, kind=kind, code=code, at=at, by=by, by_name=by.name)
    row.words = words.strip() or None
    row.save(force_insert=True)
    return row


def _sealed_words(row: Envelope, *, kind: str, words: str, code: str) -> envelopes.Sealed:
    """Our words, sealed for the sender: they go beside the envelope in the transaction that tells the chain of them."""
    return envelopes.seal_for(
        envelope=row.pk, receiver=row.sender_id, kind=kind, content={"words": words.strip(), "code": code},
        parcel=uuid.uuid4(),
    )  # fmt: skip


def _check_words(words: str, *, needed: bool, field: str, missing: str) -> None:
    if "\x00" in words:
        unfit = _("Ada karakter yang tidak dapat disimpan.")
        raise Refusal("unfit_words", unfit, missing=[Missing(field, unfit)])
    if needed and not words.strip():
        raise Refusal("words_missing", missing, missing=[Missing(field, missing)])


@transaction.atomic
def ask(
    *, envelope: uuid.UUID, words: str, code: str = "", seen: int | None = None, by: Staff, at: datetime
) -> Referral:
    """Ask the sender something before deciding. Raises NotAllowed, Refusal("words_missing"), Stale.

    `code`: UNREADABLE_FILE asks for the file to be sealed and sent anew, which the sender's side does by itself.
    """
    check_can_take_reports(by=by)
    row = _ours(envelope)
    _check_words(words, needed=True, field="words", missing=_("Tulis pertanyaannya."))
    sealed = _sealed_words(row, kind="question", words=words, code=code)
    about: dict[str, Any] = {"code": code} if code else {}
    with as_refusal():
        row = envelopes.do(
            envelope=envelope, verb="ask", seen=seen, by_name=by.name, at=at, parcel=str(sealed.id),
            seal=chain.head_of(sealed.body), **about,
        )  # fmt: skip
    referral = _keep(row, at=at)
    _exchange(referral, key=sealed.id, kind="question", words=words, code=code, by=by, at=at)
    envelopes.add_parcels(envelope=row, to=row.sender_id, parcels=[sealed], at=at)
    waking.wake_after_commit(office=row.sender_id, matter=row.matter)
    return referral


def report_unreadable(*, envelope: uuid.UUID, by: Staff, at: datetime) -> bool:
    """Tell the sender that the file does not open, and ask for it anew; return whether that could be said now.

    Not while it has a question to answer, or where a province placed the matter here: then somebody telephones.
    """
    row = _ours(envelope)
    if "ask" not in states.verbs(side="receiver", state=cast("states.State", row.state)):
        return False
    with in_the_record():  # another office reads it
        words = _(
            "Berkas rujukan ini tidak dapat dibuka di kantor kami, jadi belum dapat diterima. Mohon dikirim ulang."
        )
    ask(envelope=envelope, words=words, code=UNREADABLE_FILE, by=by, at=at)
    return True


@transaction.atomic
def decline(
    *, envelope: uuid.UUID, code: str, words: str, proposed: str = "", seen: int | None = None, by: Staff, at: datetime
) -> Referral:
    """Give a referral back with a reason, and perhaps another office that should have it. The sender keeps the person.

    Raises NotAllowed, Refusal("reason_missing", "words_missing", "assigned", "proposed_unknown"), Stale where somebody
    was first.
    """
    check_can_take_reports(by=by)
    row = _ours(envelope)
    if code not in DECLINE_REASONS:
        raise Refusal("reason_missing", _("Pilih alasannya."), missing=[Missing("code", _("Pilih satu alasan."))])
    _check_words(words, needed=code in NEEDS_WORDS, field="words", missing=_("Tulis alasannya."))
    if row.binding:
        raise Refusal("assigned", _("Rujukan ini ditetapkan provinsi; kantor Anda menerimanya."))
    if proposed and (proposed == current_office().code or destination(proposed) is None):
        unknown = _("Pilih kantor daerah lain dari daftar.")
        raise Refusal("proposed_unknown", unknown, missing=[Missing("proposed", unknown)])
    changes = {"proposed": proposed} if proposed else {}
    sealed = _sealed_words(row, kind="decline", words=words, code=code)
    with as_refusal():
        row = envelopes.do(
            envelope=envelope, verb="decline", seen=seen, by_name=by.name, at=at, changes=changes, reason=code,
            code=code, parcel=str(sealed.id), seal=chain.head_of(sealed.body),
        )  # fmt: skip
    referral = _keep(row, at=at, answered_at=at)
    _exchange(referral, key=sealed.id, kind="decline", words=words, code=code, by=by, at=at)
    envelopes.add_parcels(envelope=row, to=row.sender_id, parcels=[sealed], at=at)
    waking.wake_after_commit(office=row.sender_id, matter=row.matter)
    return referral


@transaction.atomic
def accept(
    *,
    envelope: uuid.UUID,
    version: SopVersion,
    door: str | None = None,
    step: str | None = None,
    holder: Staff | None = None,
    seen: int | None = None,
    by: Staff,
    at: datetime,
) -> Case:
    """Take the person over, or on for help: the answer, custody and the case here are one transaction.

    Args:
        version: this office's SOP that the case goes on in; `door` and `step` None: as `placing.place` proposes.
        holder: who will hold the case here; None: whoever accepts.
        seen: the envelope's revision that whoever accepts was looking at.

    Raises NotAllowed, Stale where somebody was first, Refusal ("unreadable" where the file that came does not open,
    "later_format" where a later edition made it). The handover stays open then, as it was.
    """
    check_can_take_reports(by=by)
    holder = holder or by
    definition = definition_of(version)
    if not holder.is_active or not holder.lane_keys() & lanes_of(definition):
        raise NotAllowed("not_in_sop", _("Pemegang kasus harus pelaksana SOP yang dipilih."))
    row = _ours(envelope)
    following.catch_up(row.matter, at=at)
    with as_refusal():
        row = envelopes.do(envelope=envelope, verb="accept", seen=seen, by_name=by.name, at=at, **agreed.TELLS)
    content = _file_of(row)
    proposed = placing.place(file=content, definition=definition, door=door)
    start = Start(door=proposed.door, step=proposed.step, credited=proposed.credited)
    if step is not None and step != proposed.step:
        credited = placing.credited_before(definition=definition, door=proposed.door, step=step)
        start = Start(door=proposed.door, step=step, credited=credited)
    sender = holding.name_of(row.sender_id)
    try:
        known = unheard.as_known(content, case=Case.objects.filter(matter=row.matter).first())
        file = withdrawing.as_told(agreed.as_told(known, envelope=row), matter=row.matter)
        case = take_over(
            file=file, matter=row.matter, version=version, start=start, office_name=sender,
            office_code=row.sender_code, by=by, at=at,
        )  # fmt: skip
        agreed.take_up(file, case=case, envelope=row, at=at)
    except FILE_BROKEN as error:
        logger.warning("a file was not taken in: %s", type(error).__name__)
        raise _unreadable(row) from error
    if holder.pk != case.holder_id:
        Case.objects.filter(pk=case.pk).update(holder=holder)
        case.holder = holder
    referral = _keep(row, at=at, answered_at=at, case=case, consent=came_on(content, case=case))
    referral.content, referral.came = content | touched.noted(case), came_with(row)
    referral.save(update_fields=["content", "came"])
    placed = _placed(start, proposed=proposed.step, definition=definition) if case.opened_at == at else {}
    append(
        case=case, kind="referral_accepted", by=by, at=at, referral=str(row.pk), how=row.kind, to=row.sender_code,
        **placed,
    )  # fmt: skip
    waking.wake_after_commit(office=row.sender_id, matter=row.matter)
    return case


def _placed(start: Start, *, proposed: str, definition: Definition) -> dict[str, Any]:
    """What the event of an acceptance says of the place, by codes; nothing of one that goes on where it was cut off."""
    stages = placing.stages_of(definition=definition, steps=start.credited)
    return {"begins": start.step, "proposed": proposed, "stages": list(stages)}


def _file_of(row: Envelope) -> dict[str, Any]:
    """The file that came with an envelope. Raises Stale("file_not_here"), Refusal("unreadable" | "later_format")."""
    try:
        file = envelopes.content_of(envelope=row.pk, kind="file")
    except UNREADABLE as error:
        raise _unreadable(row) from error
    if not file:
        raise Stale("file_not_here", _("Berkas rujukan ini belum sampai. Coba lagi sebentar lagi."))
    content = file[-1][1]
    try:
        check_file(content)
    except FileFromLater as error:
        said = _(
            "Berkas rujukan ini dibuat dengan Rangkul yang lebih baru daripada yang dipakai kantor Anda. "
            "Telepon %(office)s."
        )
        raise Refusal("later_format", said % {"office": holding.name_of(row.sender_id)}) from error
    except FileBroken as error:
        raise _unreadable(row) from error
    return content


def _unreadable(row: Envelope) -> Refusal:
    said = _("Berkas rujukan ini tidak dapat dibuka. Telepon %(office)s dan minta dikirim ulang.")
    return Refusal("unreadable", said % {"office": holding.name_of(row.sender_id)})


def earlier_cases(case: Case) -> Sequence[Case]:
    """Return other cases here in which a person of this case was known before, by this office's own blind index."""
    people = Person.objects.filter(has_part(), case=case)
    niks = [row for row in people.values_list("nik_index", flat=True) if row is not None]
    phones = [row for row in people.values_list("phone_index", flat=True) if row is not None]
    others = Person.objects.filter(has_part()).exclude(case=case)
    found = others.filter(Q(nik_index__in=niks) | Q(phone_index__in=phones))
    return list(Case.objects.filter(pk__in=found.values("case")).order_by("-opened_at"))
