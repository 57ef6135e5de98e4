"""A trial in words: what happened at each act, and what the open steps wait for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.sops.trying_questions import ELSEWHERE, Question, questions
from frontend.sops.words import outcome_words
from sop_library.definition import Definition
from sop_library.engine import effects
from sop_library.engine.effects import Effect
from sop_library.engine.state import Pass, Wait
from sop_library.facts import FACTS, FactValue, value_words
from sop_library.parts import Step
from sop_library.retelling import retold
from sop_library.sheet import plain_number
from sop_library.trying import Act, Played, Told, by_hand, wanted_facts

WAITS: dict[str, str | Promise] = {
    "join": gettext_lazy("menunggu langkah lain selesai dulu"),
    "sub": gettext_lazy("menunggu SOP lanjutan selesai"),
    "interrupt": gettext_lazy("menunggu penanganan yang lebih mendesak"),
}


@dataclass(frozen=True)
class Line:
    """One act of the trial: when by its own clock, what was done, what came of it."""

    at: datetime
    what: str
    brought: tuple[str, ...]


@dataclass(frozen=True)
class Running:
    """One step that is open or waits. `late`: its time has run out by the trial's clock. `by_hand`: it waits for an SOP
    that is not played here, and whoever tries says when that is finished.
    """

    one: Pass
    step: Step
    lanes: str
    wait: str
    late: bool
    by_hand: bool = False
    asks: Sequence[Question] = ()
    """What the step asks before it is done, as it asks a case."""
    chosen: Sequence[str] = ()
    """The outcomes that were chosen and could not be taken."""
    starts: Sequence[str] = ()
    """The SOPs it offers to start that stand chosen."""

    @property
    def may_override(self) -> bool:
        """Whether a lane may open its gate early."""
        return (
            self.one.wait is not None
            and self.one.wait.kind == "gate"
            and bool(self.step.gate and self.step.gate.override)
        )


def title(step: Step) -> str:
    """A step by its printed number and its name; one of an SOP that another starts, by that SOP's name as well."""
    number = plain_number(step)
    words = f"{number}. {step.name}" if number else step.name
    return f"{step.sop_name}: {words}" if step.sop_name else words


def lines_of(definition: Definition, played: Played) -> list[Line]:
    """The log, the latest first."""
    return [_line(definition, told) for told in reversed(played.log)]


def _line(definition: Definition, told: Told) -> Line:
    return Line(told.at, _act(definition, told.act), tuple(_effects(definition, told.effects)))


def _act(definition: Definition, act: Act | None) -> str:
    if act is None:
        return _("Kasus rekaan dibuka")
    name = _step_name(definition, act.pass_id)
    match act.kind:
        case "work":
            step = definition.by_key[act.pass_id.partition("#")[0]]
            chosen = [one.label for one in step.outcomes if one.key in act.outcomes]
            labels = ", ".join(outcome_words(label) for label in chosen)
            return _("%(step)s selesai: %(outcome)s") % {"step": name, "outcome": labels} if labels else _(
                "%(step)s selesai") % {"step": name}  # fmt: skip
        case "skip":
            return _("%(step)s dilewati") % {"step": name}
        case "override":
            return _("%(step)s dibuka lebih awal") % {"step": name}
        case "sub":
            return _("SOP lanjutan dari %(step)s selesai") % {"step": name}
        case "facts":
            return _("Keterangan kasus: %(facts)s") % {"facts": facts_words(act)}
        case "due":
            return _("Jam dimajukan ke sesudah tenggat berikutnya")
        case _:
            return _("Jam dimajukan %(time)s") % {"time": minutes_words(act.minutes)}


def minutes_words(minutes: int) -> str:
    """How far the clock was moved."""
    if minutes % 1440 == 0:
        return _("%(number)s hari") % {"number": minutes // 1440}
    if minutes % 60 == 0:
        return _("%(number)s jam") % {"number": minutes // 60}
    return _("%(number)s menit") % {"number": minutes}


def facts_words(act: Act) -> str:
    """The facts an act states."""
    return "; ".join(
        _("%(fact)s: %(value)s")
        % {
            "fact": _(FACTS[name].label),
            "value": _("belum diketahui") if value is None else _fact_words(name, value),
        }
        for name, value in (act.facts or {}).items()
    )


def _fact_words(name: str, value: FactValue) -> str:
    """A value as it was picked: of a made-up case's regions no name is known."""
    if FACTS[name].type == "region" and value != "abroad":
        return _("di wilayah lain") if value == ELSEWHERE else _("di wilayah kantor ini")
    return _(value_words(name, value))


def _step_name(definition: Definition, pass_id: str) -> str:
    step = definition.by_key.get(pass_id.partition("#")[0])
    return title(step) if step is not None else ""


def _effects(definition: Definition, found: tuple[Effect, ...]) -> Iterator[str]:
    for one in found:
        match one:
            case effects.StepOpened(pass_id, due_at):
                name = _step_name(definition, pass_id)
                yield _("Terbuka: %(step)s, tenggat %(due)s") % {"step": name, "due": moment(due_at)} if due_at else _(
                    "Terbuka: %(step)s") % {"step": name}  # fmt: skip
            case effects.StepClosed(pass_id, "passed_over", reason=why):
                yield _("Dilewati: %(step)s. %(why)s") % {
                    "step": _step_name(definition, pass_id).rstrip(". "), "why": retold(why, _),
                }  # fmt: skip
            case effects.StepWaits(pass_id, wait):
                name = _step_name(definition, pass_id)
                yield _("Tertahan: %(step)s, %(wait)s") % {
                    "step": name, "wait": wait_words(definition, definition.by_key[pass_id.partition("#")[0]], wait),
                }  # fmt: skip
            case effects.ReferralProposed():
                yield _("Rujukan diusulkan")
            case effects.AttachProposed():
                yield _("Diusulkan dilekatkan pada kasus yang sudah ada")
            case effects.SubStarted(_pass, sub):
                yield _("SOP lanjutan dimulai: %(sub)s") % {"sub": sub.label}
            case effects.Interrupted(key):
                label = next((item.label for item in definition.interrupts if item.key == key), key)
                yield _("Didahulukan: %(what)s") % {"what": label}
            case effects.LimitStarted(key, due_at):
                yield _("Batas waktu %(limit)s sampai %(due)s") % {
                    "limit": _limit_name(definition, key), "due": moment(due_at),
                }  # fmt: skip
            case effects.LimitMet(key):
                yield _("Batas waktu %(limit)s terpenuhi") % {"limit": _limit_name(definition, key)}
            case effects.CaseEnded():
                yield _("Kasus selesai")


def _limit_name(definition: Definition, key: str) -> str:
    return next((one.label for one in definition.limits if one.key == key), key)


def moment(at: datetime) -> str:
    """A moment by the office's clock."""
    local = timezone.localtime(at)
    return f"{formats.date_format(local, 'SHORT_DATE_FORMAT')} {formats.time_format(local, 'TIME_FORMAT')}"


def wait_words(definition: Definition, step: Step, wait: Wait) -> str:
    """What a step waits for."""
    if wait.kind == "facts":
        return _("menunggu keterangan: %(facts)s") % {
            "facts": ", ".join(_(FACTS[name].label) for name in wait.facts if name in FACTS)
        }
    if wait.kind == "gate":
        return step.gate.words if step.gate is not None else ""
    return str(WAITS[wait.kind])


def running_of(definition: Definition, played: Played, typed: QueryDict | None = None) -> list[Running]:
    """The steps that are open or wait, the open ones first. `typed`: what was sent and refused stands there again."""
    found = []
    for one in sorted(played.state.live, key=lambda live: live.status != "open"):
        step = definition.step(one.step)
        lanes = ", ".join(definition.lanes[key].name for key in step.lanes if key in definition.lanes)
        wait = wait_words(definition, step, one.wait) if one.wait is not None else ""
        late = one.due_at is not None and one.due_at < played.now
        own = typed if typed is not None and typed.get("pass") == one.id else None
        wanted = wanted_facts(step)
        given = {name: own.get(f"w-{name}", "") for name in wanted} if own is not None else None
        found.append(
            Running(
                one, step, lanes, wait, late, bool(by_hand(definition, played.state, one.id)),
                asks=questions(definition, wanted, played.state.facts, given) if one.status == "open" else (),
                chosen=own.getlist("outcome") if own is not None else (),
                starts=own.getlist("sub") if own is not None else [sub.key for sub in step.subs[:1]],
            )
        )  # fmt: skip
    return found


def branch_words(definition: Definition, branch: str) -> str:
    """A branch as a clerk reads it: a door, or an outcome of a step."""
    if branch.startswith("door:"):
        door = definition.doors.get(branch.removeprefix("door:"))
        return _("Pintu: %(door)s") % {"door": door.label if door else branch}
    key, _slash, outcome = branch.partition("/")
    step = definition.by_key[key]
    found = step.outcome(outcome)
    label = outcome_words(found.label) if found else outcome
    return _("%(step)s → %(outcome)s") % {"step": title(step), "outcome": label}
