"""What an SOP definition is made of, as frozen values. The words of each field are in LANGUAGE.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sop_library.conditions import Condition
from sop_library.durations import Duration

Clock: TypeAlias = Literal["clock", "working", "unsaid"]
TimeKind: TypeAlias = Literal[
    "standard", "max", "min", "about", "range", "at_once", "until", "as_needed", "as_agreed", "conflict", "none"
]
StepKind: TypeAlias = Literal["task", "decision", "signature", "referral", "sub_sop", "rule", "end"]
Inside: TypeAlias = tuple[str, str]
"""Where a woven SOP stands: the step that starts it, and that step's sub."""
STAGES = (
    "intake",
    "identification",
    "assessment",
    "consent",
    "planning",
    "service",
    "referral",
    "monitoring",
    "termination",
    "reporting",
)
BETWEEN_KEYS = "--"
"""Between the parts of a woven key. It stands in no key of a sheet."""
AGAIN = "lagi"
ENOUGH = "selesai"


@dataclass(frozen=True, slots=True)
class Lane:
    """Who does a step. `outside`: nobody in the office holds it. `made_of`: holders of those lanes may act for it.

    `held_as`: of a lane that has a key of its own because a sheet means somebody else by the office's, the office's
    lane whose holders have it.
    """

    key: str
    label: str
    name: str
    outside: bool = False
    made_of: tuple[str, ...] = ()
    quorum: int = 1
    held_as: str | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """A step stays shut until `when` holds; `override` names the lane that may let an urgent case through."""

    when: Condition
    words: str
    override: str | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """A way into the SOP."""

    key: str
    label: str
    starts: str
    channel: str | None = None
    called: bool = False
    hours: str | None = None
    requires: Gate | None = None


@dataclass(frozen=True, slots=True)
class FormUse:
    """A form by the name the sheet prints; `form` is the key of its definition, None where there is none."""

    key: str
    label: str
    form: str | None


@dataclass(frozen=True, slots=True)
class Need:
    """A requirement of a step (kelengkapan). `subject` is the document's words, the form's key or the fact's name.

    `per` says whether it is asked once or of each victim; whoever records what was given judges by it.
    """

    key: str
    kind: Literal["document", "form", "fact", "any_of"]
    subject: str
    label: str
    options: tuple["Need", ...] = ()
    when: Condition | None = None
    may_follow: bool = False
    type: str | None = None
    per: Literal["case", "each_victim", "any_victim"] = "case"


@dataclass(frozen=True, slots=True)
class Output:
    """What a step must leave behind."""

    key: str
    label: str
    form: str | None = None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Then:
    """Where the flow goes. `targets` are step keys, and "next" for the step that follows in the sheet."""

    kind: Literal["steps", "end", "attach"]
    targets: tuple[str, ...] = ()
    reason: str = ""


NEXT = Then("steps", ("next",))


@dataclass(frozen=True, slots=True)
class Refer:
    """A referral that an outcome proposes. `to` is province, ministry, institution, or region_of with a fact."""

    kind: Literal["rujukan", "pelimpahan"]
    to: str
    region_of: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a step can end. `then` is None only where the document says no target: a fault."""

    key: str
    label: str
    then: Then | None
    suggested_when: Condition | None = None
    refer: Refer | None = None


@dataclass(frozen=True, slots=True)
class Tier:
    """Another amount of time that applies while `when` holds."""

    when: Condition
    amount: Duration
    kind: TimeKind | None = None
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class Extendable:
    """Who may lengthen a time, how often, by how much at once (None: by the time itself)."""

    lane: str
    times: int = 1
    up_to: Duration | None = None


@dataclass(frozen=True, slots=True)
class TimeReading:
    """A printed time and how it is read. `counts_from` is step, case, report or a step key."""

    printed: str | None
    kind: TimeKind
    amount: Duration | None = None
    shortest: Duration | None = None
    longest: Duration | None = None
    clock: Clock = "clock"
    counts_from: str = "step"
    tiers: tuple[Tier, ...] = ()
    extendable: Extendable | None = None
    ambiguous: bool = False

    @property
    def deadline(self) -> Duration | None:
        """The length after which the step is late; None where the kind makes no deadline."""
        return deadline_of(self.kind, self.amount, self.longest)

    @property
    def ever_due(self) -> bool:
        """Whether it makes a deadline, for some cases at least."""
        tiers = (deadline_of(tier.kind or self.kind, tier.amount, None) for tier in self.tiers)
        return self.deadline is not None or any(one is not None for one in tiers)


def deadline_of(kind: TimeKind, amount: Duration | None, longest: Duration | None) -> Duration | None:
    """Only standard, max, range (its upper end) and at_once make a deadline."""
    if kind in ("standard", "max"):
        return amount
    if kind == "range":
        return longest or amount
    return Duration() if kind == "at_once" else None


NO_TIME = TimeReading(printed=None, kind="none")


@dataclass(frozen=True, slots=True)
class Repeat:
    """A step that recurs; `every` is its rhythm, a plan and never a deadline."""

    every: Duration | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Sub:
    """Another SOP on the same case: by its key, or any SOP of a service."""

    key: str
    label: str
    sop: str | None = None
    service: str | None = None
    door: str | None = None
    wait: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the sheet. `all_of` true: each lane signs. No lanes and `unsaid` true: the office binds one.

    `inside`: where a called SOP is woven in, the step and the sub it was started by, and `sop_name` which SOP it is of.
    """

    key: str
    number: str | None
    name: str
    text: str
    section: str | None
    kind: StepKind
    lanes: tuple[str, ...]
    all_of: bool
    unsaid: bool
    decides: str | None
    stages: tuple[str, ...]
    office_wide: bool
    needs: tuple[Need, ...]
    outputs: tuple[Output, ...]
    records: tuple[str, ...]
    time: TimeReading
    outcomes: tuple[Outcome, ...]
    then: Then
    join: Literal["any", "all"]
    choose_some: bool
    applies_when: Condition | None
    optional: bool
    gate: Gate | None
    repeat: Repeat | None
    closes: bool
    subs: tuple[Sub, ...]
    reading: tuple[str, ...]
    note: str | None
    marks: Mapping[str, str] = field(default_factory=dict)
    printed_needs: str | None = None
    printed_output: str | None = None
    printed_forms: tuple[str, ...] = ()
    fee: str | None = None
    remarks: str | None = None
    inside: Inside | None = None
    sop_name: str = ""

    @property
    def full_name(self) -> str:
        """Its name; of a step of a called SOP, after that one's name."""
        return f"{self.sop_name}: {self.name}" if self.sop_name else self.name

    @property
    def worked(self) -> bool:
        """False for a rule and for work done once for all cases: the flow goes straight through them."""
        return self.kind != "rule" and not self.office_wide

    def outcome(self, key: str) -> Outcome | None:
        """The outcome called `key`, or None."""
        return next((outcome for outcome in self.outcomes if outcome.key == key), None)


@dataclass(frozen=True, slots=True)
class Limit:
    """A time over several steps; any one of `until`, done, keeps it."""

    key: str
    label: str
    reading: TimeReading
    until: tuple[str, ...]
    inside: Inside | None = None


@dataclass(frozen=True, slots=True)
class Interrupt:
    """While `when` comes true, `starts` is opened from anywhere; what it overtakes waits until it is done."""

    key: str
    label: str
    when: Condition
    starts: str
    inside: Inside | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A called SOP woven into the one that starts it. The keys of its steps begin with `prefix`; it begins at `starts`.

    Its times and interrupts are its own: they run only while it does.
    """

    sop: str
    name: str
    prefix: str
    starts: str
