"""From a draft to a version in force: submitted, then sent back or approved by the head, another person.

What the head approves is the very document that was shown, named by its content hash. Nothing of it changes after.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Staff
from accounts.queries import profile
from sop_library.bindings import lanes_bound
from sop_library.calling import with_called
from sop_library.definition import Definition, content_hash, parse
from sop_library.drafting import applying
from sop_library.drafting.changes import SetField, Together
from sop_library.drafting.refusing import ChangeRefused
from sop_library.drafting.writers import said
from sop_library.faults import SENTENCES
from sop_library.models import Draft, Sop, SopEvent, SopVersion
from sop_library.operations.binding import bound_of_draft, in_turn, take_called, take_up
from sop_library.operations.drafts import Kind, locked_draft, write_edit
from sop_library.operations.retiring import retire_versions
from sop_library.operations.taking import take_forms, take_lanes
from sop_library.pinning import CALLED, sheet_part
from sop_library.policies import check_can_approve, check_can_write
from sop_library.queries import current_version
from sop_library.refusals import NotAllowed, NotYet, Refused, Stale
from sop_library.retelling import OVERTAKEN
from sop_library.signing import SheetHeader, Signature, as_signed, printed_date
from sop_library.standing import called_faults, faults_before_publishing, heads
from tenants.current import current_office


class NotRunHere(ValueError):
    """What no case of this office could run: a step that starts an SOP that isn't here, or that is nobody's turn.

    Said in a sentence.
    """


def check_runs_here(definition: Definition, *, at: datetime, bound: Collection[str] = ()) -> None:
    """Raise NotRunHere where a step starts an SOP that isn't in force here, or is nobody's turn.

    `bound` are the steps that the office has given to somebody.
    """
    for fault in called_faults(definition, at=at):
        first = _(" Ambil atau sahkan dulu SOP itu.") if fault.code == "sub_unknown" else ""
        raise NotRunHere(SENTENCES[fault.code] % fault.params + first)
    for step in definition.steps:
        if step.unsaid and step.worked and not step.lanes and step.key not in bound:
            raise NotRunHere(SENTENCES["lane_not_bound"] % {"step": step.name})


@transaction.atomic
def publish(
    *,
    sop: Sop,
    definition: Definition,
    origin: str,
    effective_from: datetime,
    by: Staff | None,
    at: datetime,
    draft: Draft | None = None,
) -> SopVersion:
    """Make the definition the next version of the SOP, with the lanes and forms it needs. `draft`: approved by `by`.

    The SOPs that its steps start are kept with it as they are in force at `at`, so that its hash names all that runs.
    A version that was to come into force no sooner never would any more: it is retired, which its event says.
    Raises NotRunHere, and NoSuchForm where it asks for a form that isn't there.
    """
    check_runs_here(definition, at=at, bound=sop.bound)
    take_lanes(definition=definition)
    take_forms(definition=definition)
    document = with_called(definition.document, definition, at=at)
    last = sop.versions.aggregate(last=Max("number"))["last"] or 0
    retire_versions(
        _overtaken(sop, effective_from, at=at),
        why=OVERTAKEN % {"number": last + 1},
        by=by,
        at=at,
    )
    said_of_draft = {
        "approved_by": by, "submitted_by": draft.submitted_by, "submitted_at": draft.submitted_at,
        "base_hash": draft.base_hash, "why": draft.why,
    } if draft is not None else {}  # fmt: skip
    version = SopVersion.objects.create(
        sop=sop,
        number=last + 1,
        definition=document,
        content_hash=content_hash(document),
        origin=origin,
        effective_from=effective_from,
        published_at=at,
        published_by=by,
        **{"base_hash": _began_from(definition, document), **said_of_draft},
    )
    if CALLED in document:
        take_called(sop)
    return version


def _began_from(definition: Definition, document: Mapping[str, Any]) -> str:
    """The hash of the sheet alone, by which the library knows it, where the version keeps other SOPs besides."""
    return content_hash(sheet_part(definition.document)) if CALLED in document else ""


def _overtaken(sop: Sop, effective_from: datetime, *, at: datetime) -> QuerySet[SopVersion]:
    """The versions still to come that never would, once a newer one is in force from `effective_from`."""
    return sop.versions.filter(retired_at=None, effective_from__gte=effective_from, effective_from__gt=at)


def overtaken(draft: Draft, *, at: datetime) -> list[SopVersion]:
    """The coming versions that approving this draft retires."""
    if draft.sop is None or draft.sop.retired_at is not None:
        return []
    return list(_overtaken(draft.sop, _from(effective_day(draft, at=at), at=at), at=at).defer("definition"))


@transaction.atomic
def submit(
    *, draft: Draft, header: SheetHeader, effective_on: date | None, why: str, seen: int, by: Staff, at: datetime
) -> Draft:
    """Lay a draft before the head, with its number and dates. `effective_on` None: from the day it is approved.

    Raises NotAllowed, Stale where it has been changed since `seen`, NotYet with every fault of the check, and Refused
    for what is missing besides: the head's name, what is new, somebody else to approve it.
    """
    check_can_write(by=by)
    now = locked_draft(draft)
    if now.revision != seen:
        words = _("Draf ini baru saja diubah orang lain. Lihat dulu perubahannya, lalu ajukan lagi.")
        raise Stale("changed_meanwhile", words)
    _check_can_be_signed(by)
    if not header.number.strip():
        raise Refused("number_missing", _("Tulis nomor SOP."), field="number")
    if not why.strip():
        raise Refused(
            "why_missing", _("Tulis apa yang baru, supaya kepala kantor tahu apa yang disahkan."), field="why"
        )
    if effective_on is not None and effective_on < local_day(at):
        raise Refused("effective_past", _("Tanggal mulai berlaku sudah lewat. Pilih hari ini atau sesudahnya."),
                      field="effective")  # fmt: skip
    _write_header(now, header, by=by, at=at)
    findings = faults_before_publishing(now.document, at=at, bound=lanes_bound(bound_of_draft(now)))
    if findings:
        words = _("Draf ini belum dapat diajukan. Perbaiki dulu yang tersebut di bawah.")
        raise NotYet("faulty", words, findings=findings)
    now.state, now.submitted_by, now.submitted_at = Draft.State.SUBMITTED, by, at
    now.effective_on, now.why, now.note = effective_on, why.strip(), ""
    now.save(update_fields=["state", "submitted_by", "submitted_at", "effective_on", "why", "note"])
    _record(now, Kind.SUBMITTED, by=by, at=at, why=now.why)
    return now


def _check_can_be_signed(by: Staff) -> None:
    office = profile()
    if office is None or not office.head_post.strip() or not office.head_name.strip():
        raise Refused(
            "head_unnamed",
            _("Jabatan dan nama kepala kantor belum diisi. Admin kantor mengisinya di Kantor, Profil."),
        )
    there = heads()
    if not there:
        raise Refused(
            "no_head",
            _("Belum ada akun petugas dengan jabatan “%(post)s”, jadi belum ada yang dapat mengesahkan.")
            % {"post": office.head_post},
        )
    if all(one.pk == by.pk for one in there):
        raise Refused(
            "head_submits",
            _("Anda kepala kantor, dan SOP disahkan oleh orang lain dari yang mengajukan. Minta rekan mengajukannya."),
        )


def _write_header(draft: Draft, header: SheetHeader, *, by: Staff, at: datetime) -> None:
    revised = printed_date(header.revised) if header.revised else None
    change = Together(
        (
            SetField("header", "number", header.number.strip()),
            SetField("header", "created", printed_date(header.created)),
            SetField("header", "revised", revised),
        )
    )
    try:
        made, inverse = applying.apply(draft.document, change)
    except ChangeRefused as refusal:
        raise said(refusal) from None
    if made != draft.document:
        write_edit(draft, made, change, inverse, kind="header", by=by, at=at)


def _record(draft: Draft, kind: SopEvent.Kind, *, by: Staff, at: datetime, why: str = "") -> None:
    SopEvent.objects.create(kind=kind, sop=draft.sop, draft=draft, by=by, at=at, why=why)


def local_day(moment: datetime) -> date:
    """The day by the clock of the office."""
    return moment.astimezone(ZoneInfo(current_office().zone)).date()


def effective_day(draft: Draft, *, at: datetime) -> date:
    """The day a draft takes effect if it is approved at `at`: the one asked for, never one that has gone by."""
    today = local_day(at)
    return max(draft.effective_on or today, today)


def as_approved(draft: Draft, *, at: datetime) -> dict[str, object]:
    """The document that is published if the draft is approved at `at`: its hash is what the head approves.

    With the SOPs that its steps start, as they are in force at `at`.
    """
    office = profile()
    signature = Signature(office.head_post, office.head_name, office.head_rank, office.head_nip) if office else None
    signed = as_signed(
        draft.document,
        signature=signature or Signature("", ""),
        office=office.name if office else "",
        effective=effective_day(draft, at=at),
    )
    return with_called(signed, parse(signed), at=at)


def _submitted(draft: Draft) -> Draft:
    now = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if now.state != Draft.State.SUBMITTED:
        raise Stale("not_submitted", _("Draf ini tidak lagi menunggu pengesahan. Muat ulang halaman."))
    return now


@transaction.atomic
def approve(*, draft: Draft, shown: str, by: Staff, at: datetime) -> SopVersion:
    """Approve the document whose content hash was `shown`, and publish it. The head alone, and not who submitted it.

    Raises NotAllowed, Stale where the draft waits no more or is not what was shown, NotYet with the faults that have
    come up since it was submitted, Refused("nothing_new").
    """
    check_can_approve(by=by)
    in_turn()
    now = _submitted(draft)
    if now.submitted_by_id == by.pk:
        raise NotAllowed("own_submission", _("Yang mengajukan tidak mengesahkan. SOP disahkan oleh orang lain."))
    document = as_approved(now, at=at)
    if content_hash(document) != shown:
        words = _("Lembar ini berubah sejak ditampilkan. Baca lagi, lalu sahkan.")
        raise Stale("changed_since_shown", words)
    bound = lanes_bound(bound_of_draft(now))
    if findings := faults_before_publishing(sheet_part(document), at=at, bound=bound):
        raise NotYet("faulty", _("SOP ini belum dapat disahkan karena ada yang kurang."), findings=findings)
    definition = parse(document)
    effective_from = _from(effective_day(now, at=at), at=at)
    sop = _sop_of(now, definition, at_once=effective_from <= at, by=by, at=at)
    if sop.versions.filter(content_hash=shown).exists():
        raise Refused("nothing_new", _("Isi lembar ini sama dengan versi yang sudah terbit."))
    take_up(draft=now, sop=sop, definition=definition, at=at)
    try:
        version = publish(
            sop=sop, definition=definition, origin=now.origin or definition.sop, by=by, at=at, draft=now,
            effective_from=effective_from,
        )  # fmt: skip
    except NotRunHere as reason:
        raise NotYet("not_run_here", str(reason)) from None
    now.sop, now.state = sop, Draft.State.PUBLISHED
    now.save(update_fields=["sop", "state"])
    SopEvent.objects.create(kind=Kind.PUBLISHED, sop=sop, version=version, draft=now, by=by, at=at, why=now.why)
    return version


def _sop_of(draft: Draft, definition: Definition, *, at_once: bool, by: Staff, at: datetime) -> Sop:
    """The SOP of a draft, taken up again where it was retired: then by what is approved now, and by nothing older.

    While an older version stands until a later day, the SOP goes by that one's name and service until then.
    """
    last = Sop.objects.aggregate(last=Max("order"))["last"]
    sop, made = Sop.objects.get_or_create(
        slug=draft.slug, defaults={"name": definition.name[:200], "service": definition.service,
                                   "order": 0 if last is None else last + 1},
    )  # fmt: skip
    sop = Sop.objects.select_for_update().get(pk=sop.pk)
    if sop.retired_at is not None:
        words = _("SOP ini sempat tidak dipakai. Yang berlaku hanya versi yang disahkan sesudahnya.")
        retire_versions(sop.versions.filter(retired_at=None), why=words, by=by, at=at)
        sop.retired_at = None
    if made or at_once or current_version(sop, at=at) is None:
        sop.name, sop.service = definition.name[:200], definition.service
    sop.save(update_fields=["name", "service", "retired_at"])
    return sop


def _from(day: date, *, at: datetime) -> datetime:
    """The moment from which a version holds: now, or the beginning of a later day by the office's clock."""
    begins = datetime.combine(day, time.min, tzinfo=ZoneInfo(current_office().zone))
    return max(begins, at)


@transaction.atomic
def send_back(*, draft: Draft, why: str, by: Staff, at: datetime) -> Draft:
    """Give a submitted draft back to its writers, with the reason. The head alone. Raises NotAllowed, Stale."""
    check_can_approve(by=by)
    now = _submitted(draft)
    if not why.strip():
        raise Refused("why_missing", _("Tulis apa yang perlu diperbaiki."), field="why")
    now.state, now.note = Draft.State.SENT_BACK, why.strip()
    now.save(update_fields=["state", "note"])
    _record(now, Kind.SENT_BACK, by=by, at=at, why=now.note)
    return now


@transaction.atomic
def take_back(*, draft: Draft, by: Staff, at: datetime) -> Draft:
    """Withdraw a submission, so that the draft can be written on. Any writer. Raises NotAllowed, Stale."""
    check_can_write(by=by)
    now = _submitted(draft)
    now.state = Draft.State.WRITING
    now.save(update_fields=["state"])
    _record(now, Kind.TAKEN_BACK, by=by, at=at)
    return now
