"""Moving every open case of one version of an SOP to another: begun, carried on by chunks, looked through, taken back.

Each chunk is one transaction of a fixed number of statements. Whoever is killed in between carries on where it stopped.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Exists, QuerySet
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from accounts.models import Staff
from accounts.policies import can_administer, is_head
from accounts.queries import profile
from cases.models import UNDER_WAY, Case, CaseMove, Move
from cases.moving import CHUNK, Road, decide, road
from cases.operations.moving_chunk import write
from cases.refusals import Missing, NotAllowed, Refusal
from sop_library.models import Sop, SopVersion
from sop_library.moving import Plan, faults, to_json
from sop_library.moving.plan import SENTENCES
from sop_library.operations.binding import hold
from sop_library.queries import definition_of, is_in_force

WHY_AT_MOST = 2000
"""Characters of a reason."""
PATIENCE = timedelta(seconds=3)
NEEDED = ("matter", "version", "state", "door", "stage", "flow", "earlier")
"""What a move reads of a case itself."""
LIST = """
    INSERT INTO cases_casemove (id, move_id, case_id, outcome, reasons, before, after_hash)
    SELECT gen_random_uuid(), %(move)s, one.id, 'planned', ARRAY[]::varchar[], '{}', ''
    FROM cases_case one WHERE one.version_id = %(of)s AND one.state <> 'ended'
"""


class Ahead(Enum):
    """What is ahead of a move after a chunk of it."""

    NOTHING = 0
    SOME = 1
    LOCKED = 2


def can_move(*, by: Staff) -> bool:
    """Whether this person moves the cases of an SOP: the head of the office, or an admin."""
    if can_administer(by=by):
        return True
    office = profile()
    return is_head(by=by, head_post=office.head_post if office else "")


def check_can_move(*, by: Staff) -> None:
    """Raise NotAllowed for anyone else."""
    if not can_move(by=by):
        raise NotAllowed("not_head", _("Kasus hanya dipindah ke versi lain oleh kepala atau admin kantor."))


def check_road(*, of: SopVersion, to: SopVersion, plan: Plan, at: datetime) -> Road:
    """The road by a plan. Raises Refusal where the two are no versions of one SOP, the new one is not in force, or the
    plan has faults."""
    if of.sop_id != to.sop_id or of.pk == to.pk:
        raise Refusal("other_sop", _("Kasus hanya dipindah antara dua versi SOP yang sama."))
    if not is_in_force(to, at=at):
        raise Refusal("not_published", _closed_words(to, at=at))
    found = faults(plan, definition_of(of), definition_of(to))
    if found:
        said = " ".join(_(SENTENCES[one.code]) % one.params for one in found)
        raise Refusal("plan_faults", said)
    return Road(of, to, plan)


def _closed_words(to: SopVersion, *, at: datetime) -> str:
    """Why no case moves to this version, which is not in force."""
    if to.sop.retired_at is not None and to.sop.retired_at <= at:
        return _(
            "SOP ini sudah tidak dipakai, jadi tidak ada kasus yang dipindah lagi. Kasus yang berjalan tetap memakai "
            "versinya."
        )
    said = {"number": to.number}
    if to.retired_at is not None and to.retired_at <= at:
        return _("Versi %(number)s sudah ditarik. Kasus hanya dipindah ke versi yang berlaku.") % said
    return _("Versi %(number)s belum berlaku. Kasus hanya dipindah ke versi yang berlaku.") % said


def checked_why(words: str) -> str:
    """The words for why, as they are kept. Raises Refusal("why_missing" | "unfit_words") naming the field `why`."""
    said = words.strip()
    if not said:
        raise Refusal("why_missing", _("Tulis alasannya."), missing=[Missing("why", _("Tulis alasannya."))])
    if "\x00" in said or len(said) > WHY_AT_MOST:
        unfit = _("Ada karakter yang tidak dapat disimpan, atau alasannya terlalu panjang.")
        raise Refusal("unfit_words", unfit, missing=[Missing("why", unfit)])
    return said


def check_none_under_way(sop: UUID) -> None:
    """Raise Refusal("move_running") while cases of the SOP are on their way, there or back. The SOP's row is held."""
    if Move.objects.filter(sop=sop, state__in=UNDER_WAY).exists():
        raise Refusal("move_running", _("Kasus SOP ini sedang dipindah. Tunggu sampai selesai."))


@transaction.atomic
def begin(*, of: SopVersion, to: SopVersion, plan: Plan, why: str, by: Staff, at: datetime) -> Move:
    """Write down which cases are to move: those of the old version that have not ended, as it stands now.

    None is moved yet: `carry_on` does. Raises NotAllowed, Refusal("other_sop" | "not_published" | "plan_faults" |
    "move_running" | "why_missing" | "unfit_words").
    """
    check_can_move(by=by)
    check_road(of=of, to=to, plan=plan, at=at)
    said = checked_why(why)
    Sop.objects.select_for_update(no_key=True).get(pk=to.sop_id)
    check_none_under_way(to.sop_id)
    move = Move.objects.create(sop_id=to.sop_id, of=of, to=to, plan=to_json(plan), why=said, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute(LIST, {"move": move.pk, "of": of.pk})
    return move


def carry_on(*, move: Move, at: datetime) -> bool:
    """Move the next chunk; True while more is ahead. Raises nothing for a case that can't move: it is held, by name.

    A case somebody works on at this moment is left for last, and held as busy where it stays locked.
    """
    found = _chunk(move, at=at, waits=False)
    if found is Ahead.LOCKED:
        found = _chunk(move, at=at, waits=True)
    return found is not Ahead.NOTHING


@transaction.atomic
def _chunk(move: Move, *, at: datetime, waits: bool) -> Ahead:
    lock(move)
    ahead = CaseMove.objects.filter(move=move, outcome=CaseMove.Outcome.PLANNED)
    cases = next_cases(ahead, at=at, waits=waits, held=CaseMove.Outcome.HELD)
    if cases is None:
        return Ahead.LOCKED
    if cases:
        _hold_bound(move)
        write(decide(cases, road=road(of=move.of, to=move.to, plan=move.plan), by=move.by_id, at=at), move=move, at=at)
    if len(cases) == CHUNK:
        return Ahead.SOME
    if move.state == Move.State.RUNNING:
        over = Move.objects.filter(~Exists(ahead), pk=move.pk)
        if not over.update(state=Move.State.DONE, ended_at=at):
            return Ahead.SOME
        move.state, move.ended_at = Move.State.DONE, at
    return Ahead.NOTHING


def lock(move: Move) -> None:
    """Lock the move and read how it stands now: one worker at a time. Nothing else of it ever changes."""
    stands = Move.objects.select_for_update().values_list("state", "ended_at")
    move.state, move.ended_at = stands.get(pk=move.pk)


def next_cases(ahead: QuerySet[CaseMove], *, at: datetime, waits: bool, held: str = "") -> list[Case] | None:
    """The next chunk of the cases ahead, locked; those that somebody works on come last.

    Where only such are left: None unless it `waits`, then the first of them, or none as it is marked busy, and `held`.
    """
    wanted = Case.objects.filter(pk__in=ahead.values("case")).order_by("pk").only(*NEEDED)
    cases = list(wanted.select_for_update(of=("self",), skip_locked=True)[:CHUNK])
    if cases:
        return cases
    locked = wanted.values_list("pk", flat=True).first()
    if locked is None:
        return []
    return _waited_for(locked, ahead=ahead, at=at, held=held) if waits else None


def _hold_bound(move: Move) -> None:
    """What the office has bound by now, of both versions; nobody binds otherwise until the chunk is written."""
    if definition_of(move.to).left_open or definition_of(move.of).left_open:
        hold(move.to)
        move.of.sop = move.to.sop


def _waited_for(key: UUID, *, ahead: QuerySet[CaseMove], at: datetime, held: str = "") -> list[Case]:
    """The case that somebody else works on, once they let go of it; marked as busy where they don't, and as `held`."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            (usual,) = cursor.fetchone()
            patience = f"{int(PATIENCE.total_seconds() * 1000)}ms"
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [patience])
            case = Case.objects.only(*NEEDED).select_for_update(of=("self",)).get(pk=key)
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [usual])
            return [case]
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        ahead.filter(case=key).update(reasons=["busy"], **({"outcome": held, "at": at} if held else {}))
        return []


def run(*, move: Move, now: Callable[[], datetime]) -> Move:
    """Move every case, chunk by chunk, each with its own moment. Returns the move as it ended."""
    while move.state == Move.State.RUNNING and carry_on(move=move, at=now()):
        continue
    return move
