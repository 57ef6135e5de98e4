"""From a definition to the symbols and arrows of BPMN.

A step is a manual task; what it decides is a gateway after it; where ways come together there is one before it. Our
parallel branches meet without doing a step twice, so they meet in an inclusive gateway, which waits for those still
coming. A rule, and what is done for all cases at once, is no task: it stands beside the drawing as a note.
"""

from dataclasses import dataclass, field

from sop_library.bpmn.expressions import expression, variable
from sop_library.bpmn.joining import meeting, onward, starts_at
from sop_library.bpmn.model import NOBODY, Drawing, Flow, Node, Note, Tag, Urgent
from sop_library.definition import Definition
from sop_library.parts import Outcome, Step, Sub, Then

_ENTRY = "masuk"


def process_id(sop: str) -> str:
    """The id of the process of an SOP: "salatiga/pengaduan-langsung" becomes "sop_salatiga_pengaduan-langsung"."""
    return f"sop_{sop.replace('/', '_')}"


def draw(definition: Definition) -> Drawing:
    """The BPMN of a definition without faults."""
    return _Drawer(definition).drawn()


@dataclass
class _Entry:
    """What comes to a step: flows going forward and flows coming back, before its own nodes are known."""

    forward: list[Flow] = field(default_factory=list)
    back: list[Flow] = field(default_factory=list)


class _Drawer:
    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.meeting = meeting(definition)
        self.flows: list[Flow] = []
        self.entries = {step.key: _Entry() for step in definition.steps if step.worked}
        self.bodies: dict[str, list[Node]] = {}
        self.notes: list[Note] = []

    def drawn(self) -> Drawing:
        """Doors, then every step, then what comes before each, which is known only once all flows are."""
        definition = self.definition
        rows = self.doors()
        for step in definition.steps:
            if step.worked:
                self.bodies[step.key] = self.body(step)
            self.note(step)
        for key, entry in self.entries.items():
            rows += self.entrance(definition.step(key), entry)
            rows += self.bodies[key]
        lanes = tuple((f"lajur_{key}", lane.label) for key, lane in definition.lanes.items())
        used = {node.lane for node in rows}
        nobody = ((NOBODY, "Alur"),) if NOBODY in used else ()
        return Drawing(
            process=process_id(definition.sop),
            name=definition.name,
            lanes=(*nobody, *(lane for lane in lanes if lane[0] in used)),
            nodes=tuple(rows),
            flows=tuple(self.flows),
            notes=tuple(self.notes),
            urgent=tuple(
                Urgent(f"mendesak_{one.key}", one.label, expression(one.when), definition.step(one.starts).name)
                for one in definition.interrupts
            ),
        )

    def doors(self) -> list[Node]:
        """The start, and where there are several doors a gateway that says which was taken."""
        doors = list(self.definition.doors.values())
        if len(doors) == 1:
            start = Node("mulai", "startEvent", doors[0].label)
            return [start, *self.lead("mulai", starts_at(self.definition, doors[0].starts), back=-1)]
        rows = [Node("mulai", "startEvent", "Kasus masuk"), Node("pintu", "exclusiveGateway", "Pintu mana?")]
        self.flow("mulai", "pintu")
        for door in doors:
            targets = starts_at(self.definition, door.starts)
            condition = f"pintu == '{door.key}'"
            rows += self.lead("pintu", targets, door.label, condition=condition, at=f"pintu_{door.key}", back=-1)
        return rows

    def body(self, step: Step) -> list[Node]:
        """The nodes of one step after its entrance: passed by or done, other SOPs, and what was decided."""
        rows: list[Node] = []
        here = f"langkah_{step.key}"
        passable = step.optional or step.applies_when is not None
        if passable:
            rows.append(self.node(step, "lewat", "exclusiveGateway", "Dikerjakan?"))
        done, last = self.work(step)
        rows += done
        if passable:
            self.flow(f"lewat_{step.key}", done[0].id, "Ya", otherwise=True)
        skipped = variable("lewati", step.key)
        plain = not step.outcomes
        if plain and passable:
            rows.append(self.node(step, "lanjut", "exclusiveGateway"))
            self.flow(last, f"lanjut_{step.key}")
            self.flow(f"lewat_{step.key}", f"lanjut_{step.key}", "Dilewati", condition=skipped)
            last = f"lanjut_{step.key}"
        elif passable:
            rows += self.go(step, f"lewat_{step.key}", step.then, "Dilewati", condition=skipped, at=f"lewat_{step.key}")
        if plain:
            rows += self.go(step, last, step.then, at=here)
        else:
            rows += self.decision(step, last)
        return rows

    def work(self, step: Step) -> tuple[list[Node], str]:
        """The task of a step and the SOPs it starts, in the order the engine takes them; and the last of them."""
        words = "\n".join(part for part in (step.number, step.text) if part)
        task = Node(f"langkah_{step.key}", "manualTask", step.name, self.lane(step), words)
        if not step.subs:
            return [task], task.id
        calls = [self.call(step, sub) for sub in step.subs]
        if len(calls) == 1 and not step.choose_some:
            asked = step.outcomes or step.needs or step.outputs or step.records
            first = calls if step.subs[0].wait else self.beside(step, calls[0], step.subs[0])
            if asked:
                self.flow(first[-1].id if step.subs[0].wait else first[0].id, task.id)
            last = task if asked else first[0]
            return [*first, *([task] if asked else [])], last.id
        split = self.node(step, "mulai-sop", "inclusiveGateway", "SOP mana?")
        meet = self.node(step, "tunggu-sop", "inclusiveGateway")
        rows = [task, split]
        self.flow(task.id, split.id)
        self.flow(split.id, meet.id, "Langkah ini sendiri", condition="True")
        for sub, node in zip(step.subs, calls, strict=True):
            rows.append(node)
            self.flow(split.id, node.id, sub.label, condition=f"'{sub.key}' in {variable('lanjutan', step.key)}")
            if sub.wait:
                self.flow(node.id, meet.id)
            else:
                end = Node(f"{node.id}_selesai", "endEvent", f"{sub.label} selesai", node.lane)
                rows.append(end)
                self.flow(node.id, end.id)
        return [*rows, meet], meet.id

    def beside(self, step: Step, call: Node, sub: Sub) -> list[Node]:
        """Another SOP that is started and not waited for: a branch of its own."""
        fork = self.node(step, "mulai-sop", "parallelGateway")
        end = Node(f"{call.id}_selesai", "endEvent", f"{sub.label} selesai", call.lane)
        self.flow(fork.id, call.id)
        self.flow(call.id, end.id)
        return [fork, call, end]

    def call(self, step: Step, sub: Sub) -> Node:
        called = process_id(sub.sop) if sub.sop else f"layanan_{sub.service}"
        return Node(f"panggil_{step.key}_{sub.key}", "callActivity", sub.label, self.lane(step), calls=called)

    def decision(self, step: Step, last: str) -> list[Node]:
        """Where the outcomes of a step lead; one alone needs no gateway."""
        ways = [(outcome, outcome.then) for outcome in step.outcomes if outcome.then is not None]
        if len(ways) == 1:
            outcome, then = ways[0]
            return self.go(step, last, then, at=f"hasil_{step.key}_{outcome.key}")
        tag: Tag = "inclusiveGateway" if step.choose_some else "exclusiveGateway"
        rows = [self.node(step, "pilih", tag, _question(step))]
        self.flow(last, f"pilih_{step.key}")
        for outcome, then in ways:
            rows += self.outcome(step, outcome, then)
        return rows

    def outcome(self, step: Step, outcome: Outcome, then: Then) -> list[Node]:
        condition = f"'{outcome.key}' in {variable('hasil', step.key)}"
        at = f"hasil_{step.key}_{outcome.key}"
        return self.go(step, f"pilih_{step.key}", then, outcome.label, condition=condition, at=at)

    def go(self, step: Step, source: str, then: Then, name: str = "", *, condition: str = "", at: str) -> list[Node]:
        """A flow that leaves a step the way `then` says: to steps, all at once, or to an end."""
        targets = onward(self.definition, step, then)
        if not targets:
            words = then.reason or ("Dilampirkan ke kasus yang sudah ada" if then.kind == "attach" else "Selesai")
            end = Node(f"selesai_{at}", "endEvent", words, self.lane(step))
            self.flow(source, end.id, name, condition=condition)
            return [end]
        position = self.definition.position[step.key]
        return self.lead(source, targets, name, condition=condition, at=at, back=position, lane=self.lane(step))

    def lead(
        self, source: str, targets: tuple[str, ...], name: str = "", *,
        condition: str = "", at: str = "mulai", back: int, lane: str = NOBODY,
    ) -> list[Node]:  # fmt: skip
        """Flows to the steps `targets`, or to an end; those up to the place `back` in the sheet are ways back."""
        rows = []
        if not targets:
            end = Node(f"selesai_{at}", "endEvent", "Selesai", lane)
            self.flow(source, end.id, name, condition=condition)
            return [end]
        if len(targets) > 1:
            fork = Node(f"bagi_{at}", "parallelGateway", "", lane)
            rows.append(fork)
            self.flow(source, fork.id, name, condition=condition)
            source, name, condition = fork.id, "", ""
        for key in targets:
            entry = self.entries[key]
            side = entry.back if self.definition.position[key] <= back else entry.forward
            side.append(Flow("", source, key, name, condition))
        return rows

    def entrance(self, step: Step, entry: _Entry) -> list[Node]:
        """What stands before a step where several flows come to it; and the flows, now that it is known."""
        rows: list[Node] = []
        first = self.bodies[step.key][0].id
        forward, back = entry.forward, entry.back
        joins = step.key in self.meeting and len(forward) > 1
        merges = len(back) + (1 if joins else len(forward)) > 1
        if joins:
            rows.append(self.node(step, "gabung", "inclusiveGateway"))
        if merges:
            rows.append(self.node(step, _ENTRY, "exclusiveGateway"))
        after_join = f"{_ENTRY}_{step.key}" if merges else first
        for flow in forward:
            self.flow(flow.source, f"gabung_{step.key}" if joins else after_join, flow.name, flow.condition)
        if joins:
            self.flow(f"gabung_{step.key}", after_join)
        for flow in back:
            self.flow(flow.source, after_join, flow.name, flow.condition)
        if merges:
            self.flow(f"{_ENTRY}_{step.key}", first)
        return rows

    def flow(self, source: str, target: str, name: str = "", condition: str = "", *, otherwise: bool = False) -> None:
        self.flows.append(Flow(f"alur_{len(self.flows) + 1}", source, target, name, condition, otherwise))

    def node(self, step: Step, kind: str, tag: Tag, name: str = "") -> Node:
        return Node(f"{kind}_{step.key}", tag, name, self.lane(step))

    def lane(self, step: Step) -> str:
        return f"lajur_{step.lanes[0]}" if step.lanes else NOBODY

    def note(self, step: Step) -> None:
        """What is no task, and what a task waits for, in words beside the drawing."""
        if not step.worked:
            self.notes.append(Note(f"ketentuan_{step.key}", step.text))
        elif step.gate is not None:
            task = next(node for node in self.bodies[step.key] if node.tag in ("manualTask", "callActivity"))
            self.notes.append(Note(f"syarat_{step.key}", f"Syarat mulai: {step.gate.words}", task.id))


def _question(step: Step) -> str:
    return step.name if step.name.endswith("?") else "Hasilnya?"
