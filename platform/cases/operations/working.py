"""One engine event on one case: lock, look for staleness, run, write what it brought about, append the events."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from accounts.models import Staff
from cases import running, states
from cases.calendars import local_moment
from cases.each_victim import is_asked_each
from cases.ending import check_may_end
from cases.models import Case, Ending, Event, LimitClock, Pause, RequirementSeen, SignOff, StepPass
from cases.operations.clocks import no_earlier_than
from cases.operations.events import append
from cases.operations.facts import keep_fact
from cases.refusals import Missing, NotAllowed, Refusal, Stale
from custody import holding
from sop_library.definition import Definition
from sop_library.engine import effects as brought
from sop_library.engine import refusals as engine_refusals
from sop_library.engine.events import Cease, Close, Complete, Extend
from sop_library.engine.events import Event as EngineEvent
from sop_library.engine.refusals import Refused
from sop_library.engine.state import State
from sop_library.queries import definition_of
from tenants.current import current_office

MOVED_ON = frozenset({
    "case_paused", "case_resumed", "case_ended", "case_reopened", "step_back", "case_moved", "case_move_reverted",
    "running_ended",
})  # fmt: skip
FOLLOWS = frozenset({Ending.Reason.HANDED_OVER.value, Ending.Reason.HELP_OVER.value})
"""Why a case ends as a consequence of what has happened between offices: nobody decides it here, nothing refuses it."""
OVER = frozenset({"pass_done", "pass_skipped", "pass_passed_over", "pass_cancelled", "unknown_pass", "not_signed"})
OUR_WORDS = frozenset({"fact", "outcome", "sub"})
TURN = frozenset({"wrong_lane", "extension_wrong_lane", "limit_wrong_lane", "lane_not_bound", "anothers_signature"})
FIELD = {"output": "output", "document": "need", "any_of": "need", "form": "form", "fact": "fact", "sign_off": "sign"}


def locked(case: Case) -> Case:
    """The case, locked until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).select_related("version__sop").get(pk=case.pk)


def check_fresh(*, case: Case, seen: int | None, step: str = "", limit: str | None = None) -> None:
    """Raise Stale when somebody acted on this step, lengthened this limit or moved the case on since the page was made
    at revision `seen`."""
    if seen is None or seen >= case.revision:
        return
    words = _("%(who)s lebih dulu mengubah langkah atau kasus ini pukul %(time)s. Lihat perubahannya, lalu coba lagi.")
    for event in Event.objects.filter(case=case).order_by("number").select_related("by")[seen:]:
        longer = limit is not None and event.kind == "limit_extended" and event.data.get("limit") == limit
        if longer or event.kind in MOVED_ON or (step and event.step == step):
            clock = time_format(local_moment(event.at), "TIME_FORMAT")
            raise Stale("stale", words % {"who": event.by.name, "time": clock})


def check_answers_for(case: Case, *, closing: bool = False) -> None:
    """Raise Stale where another office has taken the case over: its steps are done there.

    Custody is read from the one central row, never from this office's own rows, which follow it. An office whose help
    is over does nothing more either, but for `closing` its own case.
    """
    if holding.may_work(case.matter):
        return
    held = holding.holder_of(case.matter)
    where = holding.name_of(held.office_id) if held is not None else _("kantor lain")
    if holding.help_is_over(case.matter):
        if closing:
            return
        said = _("Bantuan kantor Anda untuk kasus ini sudah dinyatakan selesai. Kasusnya dipegang %(office)s.")
        raise Stale("help_over", said % {"office": where})
    raise Stale(
        "handed_over",
        _("Kasus ini sudah diterima %(office)s. Langkah selanjutnya dikerjakan di sana; catatan masih dapat ditulis.")
        % {"office": where},
    )


def _said(refused: Refused, definition: Definition) -> Refusal:
    words = _(refused.message) % _params(refused, definition) if refused.params else _(refused.message)
    if refused.code == "case_paused":  # the engine knows the reason's key only
        return Refusal(refused.code, _("Kasus ini sedang dijeda. Lanjutkan lebih dulu."))
    if refused.code in TURN:
        return NotAllowed(refused.code, words)
    if refused.code in OVER:
        return Stale(refused.code, words)
    missing = [
        Missing(f"{FIELD[one.kind]}-{one.key}" if one.kind in FIELD else "outcomes", _needs_words(one, definition))
        for one in refused.missing
    ]
    return Refusal(refused.code, words, missing=missing)


def _params(refused: Refused, definition: Definition) -> dict[str, str]:
    """What goes into the sentence; the engine's own words in the language of whoever reads it."""
    said = dict(refused.params)
    if "facts" in said:
        said["facts"] = ", ".join(_(label) for label in said["facts"].split(", "))
    if refused.missing:
        said["missing"] = ", ".join(dict.fromkeys(_named(one, definition) for one in refused.missing))
    return said


def _lane(key: str, definition: Definition) -> str:
    lane = definition.lanes[key]
    return lane.name or lane.label


def _named(one: engine_refusals.Missing, definition: Definition) -> str:
    if one.kind == "sign_off":
        template = engine_refusals.WORDS["sign_off"]
        return _(template) % {"lane": _lane(one.key, definition)}
    return _(one.label) if one.kind in OUR_WORDS else one.label


def _needs_words(one: engine_refusals.Missing, definition: Definition) -> str:
    sentences = {
        "output": _("Isi output langkah ini: %(what)s."),
        "document": _("Pilih “Ada” bila sudah ada: %(what)s."),
        "any_of": _("Pilih “Ada” pada salah satu: %(what)s."),
        "form": _("Isi dulu formulir: %(what)s."),
        "fact": _("Isi keterangan: %(what)s."),
        "outcome": _("Pilih hasil langkah ini."),
        "sign_off": _("Belum diparaf oleh: %(what)s."),
        "sub": _("Pilih SOP lanjutannya."),
    }
    if one.kind == "sign_off":
        return sentences[one.kind] % {"what": _lane(one.key, definition)}
    return sentences[one.kind] % {"what": _named(one, definition)}


def _keep_rows(*, case: Case, after: State, effects: tuple[brought.Effect, ...], by: Staff, at: datetime) -> None:
    """Write the rows that effects stand for: signatures, owed requirements, limits, pauses, endings."""
    known = StepPass.objects.filter(case=case, former=False).only("id", "step", "number")
    row = {f"{one.step}#{one.number}": one for one in known}
    for effect in effects:
        if isinstance(effect, brought.Signed):
            SignOff.objects.create(step_pass=row[effect.pass_id], lane=effect.lane, by=by, at=at)
        elif isinstance(effect, brought.Unsigned):
            SignOff.objects.filter(step_pass=row[effect.pass_id], lane=effect.lane).delete()
        elif isinstance(effect, brought.Owed) and is_asked_each(effect.need):
            continue  # for which victims, whoever completes the step writes
        elif isinstance(effect, brought.Owed):
            RequirementSeen.objects.update_or_create(
                step_pass=row[effect.pass_id], key=effect.need.key, defaults={"owed": True, "at": at, "by": by}
            )
        elif isinstance(effect, brought.LimitStarted):
            started = {"due_at": effect.due_at, "met_at": None}
            LimitClock.objects.update_or_create(case=case, key=effect.key, defaults=started)
        elif isinstance(effect, brought.LimitMoved):
            LimitClock.objects.filter(case=case, key=effect.key).update(due_at=effect.due_at)
        elif isinstance(effect, brought.LimitMet):
            LimitClock.objects.filter(case=case, key=effect.key).update(met_at=at)
        elif isinstance(effect, brought.Paused):
            case.state = states.following(state=case.state, verb="pause")
            Pause.objects.create(case=case, started_at=at, started_by=by, because_id=UUID(effect.reason))
        elif isinstance(effect, brought.Resumed):
            case.state = states.following(state=case.state, verb="resume")
            Pause.objects.filter(case=case, ended_at=None).update(
                ended_at=no_earlier_than("started_at", at), ended_by=by
            )
        elif isinstance(effect, brought.CaseEnded) and effect.ending.kind != "early":
            case.state = states.following(state=case.state, verb="end")
            case.ended_at = at
            attached = effect.ending.kind == "attached"
            Ending.objects.create(
                case=case, kind=Ending.Kind.ATTACHED if attached else Ending.Kind.COMPLETED,
                reason=Ending.Reason.DUPLICATE if attached else Ending.Reason.COMPLETED,
                note=effect.ending.reason[:300], at=at, by=by,
            )  # fmt: skip


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else ""


def _elsewhere(region: str | None) -> str | None:
    """The region a matter is proposed to; none where it is this office's own: no office hands over to itself."""
    own = current_office().code
    return None if region is not None and (region == own or region.startswith(f"{own}.")) else region


def _event_of(effect: brought.Effect) -> tuple[str, str, dict[str, Any]] | None:
    """What the timeline says of an effect beyond the event that caused it: (kind, step, data)."""
    if isinstance(effect, brought.ReferralProposed):
        step = effect.pass_id.partition("#")[0]
        proposed = {"referral": effect.refer.kind, "to": effect.refer.to, "region": _elsewhere(effect.region)}
        return "referral_proposed", step, proposed
    if isinstance(effect, brought.Unsigned):
        return "step_unsigned", effect.pass_id.partition("#")[0], {"lane": effect.lane}
    if isinstance(effect, brought.CaseEnded) and effect.ending.kind != "early":
        return "case_ended", "", {"how": effect.ending.kind}
    if isinstance(effect, brought.DueChanged) and effect.recounted:
        moved = {"before": _iso(effect.before), "after": _iso(effect.after)}
        return "due_recounted", effect.pass_id.partition("#")[0], moved
    if isinstance(effect, brought.LimitMoved):
        return "limit_recounted", "", {"limit": effect.key, "before": _iso(effect.before), "after": _iso(effect.due_at)}
    if isinstance(effect, brought.Interrupted):
        return "interrupted", "", {"interrupt": effect.key}
    if isinstance(effect, brought.LimitMet):
        return "limit_met", "", {"limit": effect.key}
    if isinstance(effect, brought.StepClosed) and effect.status == "passed_over":
        return "step_passed_over", effect.pass_id.partition("#")[0], {}
    if isinstance(effect, brought.GateOverridden):
        return "gate_overridden", effect.pass_id.partition("#")[0], {}
    if isinstance(effect, brought.SubStarted):
        return "sub_started", effect.pass_id.partition("#")[0], {"sub": effect.sub.key}
    if isinstance(effect, brought.AttachProposed):
        return "attach_proposed", effect.pass_id.partition("#")[0], {}
    return None


@transaction.atomic
def act(
    *,
    case: Case,
    event: EngineEvent | None,
    kind: str,
    by: Staff,
    at: datetime,
    step: str = "",
    seen: int | None = None,
    **data: Any,
) -> Case:
    """Apply one engine event to a case and append it to its timeline. Returns the case as it now stands.

    Raises Stale (409), NotAllowed (403) or Refusal (422); nothing is written then.
    """
    case = locked(case)
    follows = isinstance(event, Cease | Close) and event.reason in FOLLOWS
    if event is not None and not follows:
        check_answers_for(case, closing=isinstance(event, Cease | Close))
    lengthened = event.limit if isinstance(event, Extend) else None
    check_fresh(case=case, seen=seen, step=step, limit=lengthened)
    try:
        _before, after, effects = running.run(case=case, event=event, by_id=str(by.pk), at=at)
    except Refused as refused:
        raise _said(refused, definition_of(case.version)) from refused
    if not follows and any(isinstance(effect, brought.CaseEnded) for effect in effects):
        check_may_end(case)
    _keep_rows(case=case, after=after, effects=effects, by=by, at=at)
    case.save(update_fields=["flow", "stage", "state", "ended_at"])
    if kind:
        append(
            case=case, kind=kind, by=by, at=at, step=step, **data, **_lengthened(event, effects), **_waits(event, after)
        )
    for effect in effects:
        if isinstance(effect, brought.LimitMoved) and effect.key == lengthened:
            told_of = {"limit": effect.key, "before": _iso(effect.before), "after": _iso(effect.due_at)}
            append(case=case, kind="limit_extended", by=by, at=at, **told_of)
        elif (told := _event_of(effect)) is not None:
            append(case=case, kind=told[0], by=by, at=at, step=told[1], **told[2])
    if not kind:
        keep_fact(case=case, at=at)
    return case


def _lengthened(event: EngineEvent | None, effects: Iterable[brought.Effect]) -> dict[str, str]:
    """From when to when the time of a step was lengthened."""
    if isinstance(event, Extend) and not event.limit:
        for effect in effects:
            if isinstance(effect, brought.DueChanged) and effect.pass_id == event.pass_id:
                return {"before": _iso(effect.before), "after": _iso(effect.after)}
    return {}


def _waits(event: EngineEvent | None, after: State) -> dict[str, bool]:
    """That a step was worked and is not done yet: it waits for an SOP that it started."""
    wait = after.by_id[event.pass_id].wait if isinstance(event, Complete) else None
    return {"waits": True} if wait is not None and wait.kind == "sub" else {}


def facts_changed(*, case: Case, by: Staff, at: datetime) -> Case:
    """Let the engine read the case's facts again after a row changed; in an ended case only where something runs on."""
    if Case.objects.filter(~states.runs_on(), pk=case.pk, state=Case.State.ENDED).exists():
        return case
    return act(case=case, event=None, kind="", by=by, at=at)
