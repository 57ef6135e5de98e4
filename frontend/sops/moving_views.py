"""Open cases moved to this version of their SOP: the plan, what it would do, the move, its log, and back again."""

import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.dry_run import DryRun, look, versions_at_work
from cases.models import UNDER_WAY, CaseMove, Move
from cases.move_words import Due, Group, counted, tell, why
from cases.moving import Road
from cases.operations import moving, moving_back
from cases.queries import visible_cases
from cases.refusals import Refusal
from cases.tasks import carry_moves
from frontend.answers import StaffRequest, go_on, refused
from frontend.formbuild import SafeText, SheetForm
from frontend.sops.moving_plan import planned
from outbox.waking import hint
from sop_library.models import SopVersion
from sop_library.queries import definition_of, published_versions

AT_ONCE = 2.0
"""Seconds that a request moves cases itself; a worker carries on with the rest."""
SHOWN = 100
"""How many of the cases that somebody may see a list names; the rest are counted."""


@dataclass(frozen=True)
class Line:
    """A case in a list: linked where this person may see it. `dues`: its deadlines, in a dry run."""

    number: str
    key: uuid.UUID | None
    words: str
    dues: Sequence[Due] = ()


@dataclass(frozen=True)
class Reason:
    """Why cases stay, and how many do."""

    why: str
    count: int

    @property
    def counted(self) -> str:
        """How many, in words."""
        return counted(self.count)


class WhyForm(SheetForm):
    """Why cases are moved, or taken back."""

    why = SafeText(
        label=gettext_lazy("Alasan"), longest=moving.WHY_AT_MOST, lines=True, rows=2,
        help_text=gettext_lazy("Tercatat dalam riwayat SOP. Jangan menulis nama klien."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """The plan of a move to this version and, once asked for, what it would do; sent, it moves."""
    if (answer := _not_theirs(request)) is not None:
        return answer
    to = get_object_or_404(published_versions(), sop__slug=slug, number=number)
    running = Move.objects.filter(sop=to.sop_id, state__in=UNDER_WAY).first()
    posted = request.method == "POST"
    if running is not None:
        if posted:
            messages.warning(request, _("Kasus SOP ini sedang dipindah lebih dulu. Rencana Anda belum dijalankan."))
        return go_on(request, "sop_move_log", running.pk)
    given = request.POST if posted else request.GET
    sources = versions_at_work(to=to)
    of = next((one for one, _count in sources if str(one.number) == given.get("dari")), None)
    if of is None and (posted or "dari" in given):  # never another version's cases instead
        return refused(request, _("Sudah tidak ada kasus pada versi itu. Muat lagi rencananya."), status=409)
    of = of or next((one for one, _count in sources), None)
    context: dict[str, Any] = {"to": to, "of": of, "sources": sources, "moves": _moves(to)}
    if of is None:
        return render(request, "sops/moving/plan.html", context)
    shown = planned(given, old=definition_of(of), new=definition_of(to))
    form, now, status = WhyForm(request.POST if posted else None), timezone.now(), 200
    context |= {"planned": shown, "tenggat": shown.plan.deadlines, "tutup": shown.plan.shut, "form": form}
    try:
        if posted and form.is_valid():
            said = form.cleaned_data["why"]
            begun = moving.begin(of=of, to=to, plan=shown.plan, why=said, by=request.user, at=now)
            _carry(request, begun)
            return go_on(request, "sop_move_log", begun.pk)
        road = moving.check_road(of=of, to=to, plan=shown.plan, at=now)
        status = 422 if posted else 200
        if posted or "periksa" in given:
            context |= _tried(request, look(road=road, at=now), road=road)
    except Refusal as refusal:
        context["refusal"], status = refusal.message, refusal.status
    return render(request, "sops/moving/plan.html", context, status=status)


@require_safe
def log(request: StaffRequest, move_id: uuid.UUID) -> HttpResponse:
    """What a move did, case by case."""
    if (answer := _not_theirs(request)) is not None:
        return answer
    return _log(request, _move(move_id), WhyForm())


def _move(move_id: uuid.UUID) -> Move:
    return get_object_or_404(Move.objects.select_related("sop", "of", "to", "by"), pk=move_id)


def _log(request: StaffRequest, found: Move, form: SheetForm, *, status: int = 200) -> HttpResponse:
    rows = CaseMove.objects.filter(move=found).defer("before").select_related("case").order_by("case__number")
    counts = {outcome: rows.filter(outcome=outcome).count() for outcome in CaseMove.Outcome.values}
    stayed = rows.filter(outcome=CaseMove.Outcome.HELD)
    kept = rows.filter(outcome=CaseMove.Outcome.MOVED).exclude(reasons=[])
    gone = rows.filter(outcome__in=[CaseMove.Outcome.MOVED, CaseMove.Outcome.REVERTED])
    undoing = found.state == Move.State.UNDOING
    context = {
        "move": found, "counts": counts, "running": found.state in UNDER_WAY, "undoing": undoing,
        "ahead": rows.filter(outcome=CaseMove.Outcome.MOVED, reasons=[]).count() if undoing else counts["planned"],
        "held": _by_reason(request, stayed), "kept": _by_reason(request, kept), "gone": _lines(request, gone),
        "backs": found.backs.select_related("by"), "form": form, "revertible": moving_back.can_come_back(found),
    }  # fmt: skip
    return render(request, "sops/moving/log.html", context, status=status)


@require_POST
def carry_on(request: StaffRequest, move_id: uuid.UUID) -> HttpResponse:
    """Go on with a move that was begun."""
    if (answer := _not_theirs(request)) is not None:
        return answer
    _carry(request, _move(move_id))
    return go_on(request, "sop_move_log", move_id)


@require_POST
def stop(request: StaffRequest, move_id: uuid.UUID) -> HttpResponse:
    """Stop a move that still runs: what it has not come to stays where it is."""
    try:
        moving_back.call_off(move=get_object_or_404(Move, pk=move_id), by=request.user, at=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal.message, status=refusal.status)
    return go_on(request, "sop_move_log", move_id)


@require_POST
def revert(request: StaffRequest, move_id: uuid.UUID) -> HttpResponse:
    """Take a move back, for every case that has not been worked on since."""
    if (answer := _not_theirs(request)) is not None:
        return answer
    found, form = _move(move_id), WhyForm(request.POST)
    if found.state == Move.State.UNDOING:  # pressed twice
        return go_on(request, "sop_move_log", move_id)
    if not form.is_valid():
        return _log(request, found, form, status=422)
    try:
        begun = moving_back.begin_back(
            move=found, why=form.cleaned_data["why"], by=request.user, at=timezone.now()
        )  # fmt: skip
    except Refusal as refusal:
        if not moving_back.can_come_back(found):
            return refused(request, refusal.message, status=refusal.status)
        form.add_error(None, refusal.message)
        return _log(request, found, form, status=refusal.status)
    _carry(request, begun)
    return go_on(request, "sop_move_log", move_id)


def offered(request: StaffRequest, version: SopVersion) -> int:
    """How many cases run by another version, for who may move them here; 0 for everybody else."""
    if not moving.can_move(by=request.user):
        return 0
    return sum(count for _version, count in versions_at_work(to=version))


def _not_theirs(request: StaffRequest) -> HttpResponse | None:
    try:
        moving.check_can_move(by=request.user)
    except Refusal as refusal:
        return refused(request, refusal.message)
    return None


def _carry(request: StaffRequest, begun: Move) -> None:
    """Move as much as a request may take, there or back, and leave the rest to a worker."""
    until, carry = time.monotonic() + AT_ONCE, moving.carry_on
    if begun.state == Move.State.UNDOING:
        carry = moving_back.carry_back
    while begun.state in UNDER_WAY and carry(move=begun, at=timezone.now()):
        if time.monotonic() > until:
            hint(carry_moves, whom="the worker that moves cases")
            messages.info(request, _("Pemindahan berjalan terus di belakang layar. Halaman ini boleh ditutup."))
            return


def _moves(to: SopVersion) -> list[Move]:
    return list(Move.objects.filter(sop=to.sop_id).select_related("of", "to", "by")[:20])


def _lines(request: StaffRequest, rows: Any) -> list[Line]:
    found = list(rows.values_list("case_id", "case__number"))
    visible = _visible(request, [key for key, _number in found])
    return named([(key, number, "") for key, number in found], visible=visible)


def _by_reason(request: StaffRequest, rows: Any) -> list[tuple[Reason, list[Line]]]:
    """Cases under the reason why they stay, those first that are most."""
    found: dict[str, list[tuple[uuid.UUID, str, str]]] = defaultdict(list)
    for key, number, reasons in rows.values_list("case_id", "case__number", "reasons"):
        found[why(reasons)].append((key, number, ""))
    visible = _visible(request, [key for cases in found.values() for key, _number, _words in cases])
    groups = ((Reason(words, len(cases)), named(cases, visible=visible)) for words, cases in found.items())
    return sorted(groups, key=lambda pair: -pair[0].count)


def named(cases: Sequence[tuple[uuid.UUID, str, str]], *, visible: Container[uuid.UUID]) -> list[Line]:
    """Cases by their number where somebody may see them; the others only counted, by what is said of them."""
    found = [Line(number, key, words) for key, number, words in cases if key in visible]
    if more := len(found[SHOWN:]):
        said = ngettext("dan %(count)d kasus lagi", "dan %(count)d kasus lagi", more)
        found = [*found[:SHOWN], Line(said % {"count": more}, None, "")]
    others = Counter(words for key, _number, words in cases if key not in visible)
    for words, count in others.items():
        said = ngettext("%(count)d kasus yang tidak Anda tangani", "%(count)d kasus yang tidak Anda tangani", count)
        found.append(Line(said % {"count": count}, None, words))
    return found


def _visible(request: StaffRequest, keys: list[uuid.UUID]) -> set[uuid.UUID]:
    return set(visible_cases(to=request.user).filter(pk__in=keys).values_list("pk", flat=True))


def _tried(request: StaffRequest, seen: DryRun, *, road: Road) -> dict[str, Any]:
    """What the page says of a dry run."""
    told = tell(seen, road=road)
    visible = _visible(request, [one.key for one in seen.cases])

    def lines(group: Group) -> tuple[Group, list[Line]]:
        cases = {one.key: one for one in sorted(group.cases, key=lambda one: not any(map(seen.late_by, one.shifts)))}
        found = named([(one.key, one.number, "") for one in cases.values()], visible=visible)
        return group, [replace(one, dues=told.dues(cases[one.key])) if one.key else one for one in found]

    going, staying = ([lines(group) for group in groups] for groups in (told.going, told.staying))
    return {"seen": seen, "told": told, "going": going, "staying": staying}
