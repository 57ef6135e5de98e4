"""A drawing as BPMN 2.0 XML, with the whole document of the SOP inside: what a drawing can't say is not lost."""

import json
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

from sop_library.bpmn.drawing import draw
from sop_library.bpmn.model import Drawing, Flow, Node
from sop_library.bpmn.placing import Box, Placed, Point, place
from sop_library.bpmn.visible import visible_digest
from sop_library.definition import Definition, content_hash

OURS = "urn:rangkul:bpmn:1"
SPACES = {
    "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns:rangkul": OURS,
}
LANGUAGE = "https://docs.python.org/3/reference/expressions.html"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_bpmn(definition: Definition) -> bytes:
    """The definition as a BPMN 2.0 file (UTF-8) with its drawing; `read_bpmn` gives the document back.

    The definition must have no fault.
    """
    drawing = draw(definition)
    root = _definitions(drawing, place(drawing))
    process = next(one for one in root if one.tag == "bpmn:process")
    whole = process[0][0]
    whole.text = json.dumps(definition.document, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    whole.set("sha256", content_hash(definition.document))
    whole.set("drawing", visible_digest(root))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _definitions(drawing: Drawing, placed: Placed) -> ET.Element:
    root = ET.Element(
        "bpmn:definitions",
        {**SPACES, "id": "sop", "targetNamespace": OURS, "expressionLanguage": LANGUAGE, "exporter": "Rangkul"},
    )
    together = _add(root, "bpmn:collaboration", id="kolam")
    _add(together, "bpmn:participant", id="kolam_sop", name=drawing.name, processRef=drawing.process)
    process = _add(root, "bpmn:process", id=drawing.process, name=drawing.name, isExecutable="true")
    _add(_add(process, "bpmn:extensionElements"), "rangkul:sop", format="rangkul-sop/1")
    _lanes(process, drawing)
    leaving: dict[str, list[Flow]] = {node.id: [] for node in drawing.nodes}
    coming: dict[str, list[Flow]] = {node.id: [] for node in drawing.nodes}
    for flow in drawing.flows:
        leaving[flow.source].append(flow)
        coming[flow.target].append(flow)
    for node in drawing.nodes:
        _node(process, node, coming[node.id], leaving[node.id])
    for flow in drawing.flows:
        _flow(process, flow)
    _urgent(process, drawing)
    for note in drawing.notes:
        _add(_add(process, "bpmn:textAnnotation", id=note.id), "bpmn:text").text = _words(note.words)
        if note.about:
            _add(process, "bpmn:association", id=f"tentang_{note.id}", sourceRef=note.about, targetRef=note.id)
    _diagram(root, drawing, placed)
    return root


def _lanes(process: ET.Element, drawing: Drawing) -> None:
    rows = _add(process, "bpmn:laneSet", id="lajur")
    for lane, label in drawing.lanes:
        here = _add(rows, "bpmn:lane", id=lane, name=label)
        for node in drawing.nodes:
            if node.lane == lane:
                _add(here, "bpmn:flowNodeRef").text = node.id


def _node(process: ET.Element, node: Node, coming: Iterable[Flow], leaving: Iterable[Flow]) -> None:
    given = {"id": node.id, "name": node.name, "calledElement": node.calls}
    out = list(leaving)
    given["default"] = next((flow.id for flow in out if flow.otherwise), "")
    element = _add(process, f"bpmn:{node.tag}", **{name: value for name, value in given.items() if value})
    if node.words:
        _add(element, "bpmn:documentation").text = _words(node.words)
    for flow in coming:
        _add(element, "bpmn:incoming").text = flow.id
    for flow in out:
        _add(element, "bpmn:outgoing").text = flow.id


def _flow(process: ET.Element, flow: Flow) -> None:
    name = {"name": flow.name} if flow.name else {}
    element = _add(process, "bpmn:sequenceFlow", id=flow.id, **name, sourceRef=flow.source, targetRef=flow.target)
    if flow.condition:
        _add(element, "bpmn:conditionExpression", **{"xsi:type": "bpmn:tFormalExpression"}).text = flow.condition


def _urgent(process: ET.Element, drawing: Drawing) -> None:
    for one in drawing.urgent:
        beside = _add(process, "bpmn:subProcess", id=one.id, name=one.name, triggeredByEvent="true")
        first, last = f"{one.id}_masuk", f"{one.id}_keluar"
        start = _add(beside, "bpmn:startEvent", id=f"{one.id}_mulai", name=one.name, isInterrupting="false")
        _add(start, "bpmn:outgoing").text = first
        when = _add(start, "bpmn:conditionalEventDefinition", id=f"{one.id}_bila")
        _add(when, "bpmn:condition", **{"xsi:type": "bpmn:tFormalExpression"}).text = one.condition
        task = _add(beside, "bpmn:manualTask", id=f"{one.id}_langkah", name=one.step)
        _add(task, "bpmn:incoming").text = first
        _add(task, "bpmn:outgoing").text = last
        _add(
            _add(beside, "bpmn:endEvent", id=f"{one.id}_selesai", name="Lanjut dari langkah itu"), "bpmn:incoming"
        ).text = last
        _add(beside, "bpmn:sequenceFlow", id=first, sourceRef=f"{one.id}_mulai", targetRef=f"{one.id}_langkah")
        _add(beside, "bpmn:sequenceFlow", id=last, sourceRef=f"{one.id}_langkah", targetRef=f"{one.id}_selesai")


def _diagram(root: ET.Element, drawing: Drawing, placed: Placed) -> None:
    plane = _add(_add(root, "bpmndi:BPMNDiagram", id="gambar"), "bpmndi:BPMNPlane", id="bidang", bpmnElement="kolam")
    _shape(plane, "kolam_sop", placed.pool, isHorizontal="false")
    for lane, box in placed.lanes.items():
        _shape(plane, lane, box, isHorizontal="false")
    tags = {node.id: node.tag for node in drawing.nodes}
    urgent = {one.id for one in drawing.urgent}
    for name, box in placed.boxes.items():
        extra = {"isMarkerVisible": "true"} if tags.get(name) == "exclusiveGateway" else {}
        extra |= {"isExpanded": "true"} if name in urgent or tags.get(name) == "callActivity" else {}
        _shape(plane, name, box, **extra)
    for flow in drawing.flows:
        _edge(plane, flow.id, placed.routes[flow.id], placed.labels.get(flow.id))
    for note in drawing.notes:
        if note.about:
            box, beside = placed.boxes[note.about], placed.boxes[note.id]
            _edge(plane, f"tentang_{note.id}", [(box.x + box.width, box.centre[1]), (beside.x, beside.centre[1])])
    for one in urgent:
        parts = [placed.boxes[f"{one}_{part}"] for part in ("mulai", "langkah", "selesai")]
        for name, (left, right) in zip(("masuk", "keluar"), pairwise(parts), strict=True):
            _edge(plane, f"{one}_{name}", [(left.x + left.width, left.centre[1]), (right.x, right.centre[1])])


def _shape(plane: ET.Element, name: str, box: Box, **extra: str) -> None:
    shape = _add(plane, "bpmndi:BPMNShape", id=f"{name}_di", bpmnElement=name, **extra)
    _bounds(shape, box)


def _edge(plane: ET.Element, name: str, route: Iterable[Point], label: Box | None = None) -> None:
    edge = _add(plane, "bpmndi:BPMNEdge", id=f"{name}_di", bpmnElement=name)
    for x, y in route:
        _add(edge, "di:waypoint", x=str(x), y=str(y))
    if label is not None:
        _bounds(_add(edge, "bpmndi:BPMNLabel"), label)


def _bounds(parent: ET.Element, box: Box) -> None:
    _add(parent, "dc:Bounds", x=str(box.x), y=str(box.y), width=str(box.width), height=str(box.height))


def _add(parent: ET.Element, tag: str, **given: Any) -> ET.Element:
    return ET.SubElement(parent, tag, _cleaned(given))


def _cleaned(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: _words(str(value)) for name, value in given.items()}


def _words(words: str) -> str:
    """Words as XML can hold them; what it can't, the document inside still has."""
    return _NOT_XML.sub("\ufffd", words)
