"""An SOP's BPMN run by SpiffWorkflow, an engine that is not ours, step by step beside our own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from sop_library.bpmn import to_bpmn
from sop_library.bpmn.drawing import process_id
from sop_library.bpmn.expressions import variable
from sop_library.definition import Definition

_CALLED = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="lain" targetNamespace="x">
<bpmn:process id="{id}" isExecutable="true"><bpmn:startEvent id="a"><bpmn:outgoing>f</bpmn:outgoing></bpmn:startEvent>
<bpmn:endEvent id="b"><bpmn:incoming>f</bpmn:incoming></bpmn:endEvent>
<bpmn:sequenceFlow id="f" sourceRef="a" targetRef="b"/></bpmn:process></bpmn:definitions>"""
"""Another SOP, as empty as can be: it ends as soon as it starts."""


@dataclass
class Run:
    """One case of an SOP in SpiffWorkflow."""

    definition: Definition
    workflow: BpmnWorkflow
    done: list[str] = field(default_factory=list)

    @property
    def ready(self) -> list[str]:
        """The keys of the steps that can be worked on now, those called first that have waited longest."""
        return [task.task_spec.name.removeprefix("langkah_") for task in self._ready()]

    def complete(self, key: str, **data: Any) -> None:
        """Complete the step, with what was decided."""
        task = next(task for task in self._ready() if task.task_spec.name == f"langkah_{key}")
        self.tell(**data)
        task.data.update(data)
        task.run()
        self.done.append(key)
        self.run_on()

    def tell(self, **data: Any) -> None:
        """Let every running branch know something."""
        for task in self.workflow.get_tasks(state=TaskState.NOT_FINISHED_MASK):
            task.data.update(data)

    def run_on(self) -> None:
        """Let everything go on that needs nobody's work; a gateway that waits looks again whether somebody may come."""
        while True:
            self.workflow.do_engine_steps()
            for task in self.workflow.get_tasks(state=TaskState.WAITING):
                task.task_spec._update(task)
            if all(task.task_spec.manual for task in self.workflow.get_tasks(state=TaskState.READY)):
                return

    @property
    def ended(self) -> bool:
        """True where no branch runs any more."""
        return bool(self.workflow.is_completed())

    def _ready(self) -> list[Any]:
        return [task for task in self.workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual]


def specs_of(definition: Definition) -> tuple[Any, dict[str, Any]]:
    """The BPMN of a definition as SpiffWorkflow has parsed it."""
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(BytesIO(to_bpmn(definition))).getroot(), filename="sop.bpmn")
    called = {
        process_id(sub.sop) if sub.sop else f"layanan_{sub.service}" for step in definition.steps for sub in step.subs
    }
    for name in sorted(called):
        parser.add_bpmn_xml(etree.fromstring(_CALLED.format(id=name)), filename=f"{name}.bpmn")
    name = process_id(definition.sop)
    return parser.get_spec(name), parser.get_subprocess_specs(name)


def begin(definition: Definition, specs: tuple[Any, dict[str, Any]], door: str, **known: Any) -> Run:
    """A case that comes in by a door, of which some things are known from the first."""
    run = Run(definition, BpmnWorkflow(*specs))
    run.tell(**{**starting(definition), "pintu": door, **known})
    run.run_on()
    return run


def starting(definition: Definition) -> dict[str, Any]:
    """Nothing decided, nothing passed by."""
    return dict(_starting(definition))


def _starting(definition: Definition) -> Iterator[tuple[str, Any]]:
    for step in definition.steps:
        yield variable("hasil", step.key), []
        yield variable("lanjutan", step.key), []
        yield variable("lewati", step.key), False
