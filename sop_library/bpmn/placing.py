"""Where the symbols of a drawing stand: a lane a column, every node a row of its own, arrows in the gaps between.

No arrow runs through a symbol: it leaves below its source, goes across in the gap under that row, up or down in the
channel at the left of its target's lane, and comes in from above.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sop_library.bpmn.model import Drawing, Flow, Node

Point: TypeAlias = tuple[int, int]
_SIZES = {"manualTask": (170, 64), "callActivity": (170, 64), "startEvent": (36, 36), "endEvent": (36, 36)}
_GATEWAY = (50, 50)
_TITLE = 30
_HEADING = 64
_GAP = 30
_STEP = 6
_NAMED = 18
"""Room for one more arrow beside another; for one with words over it."""
_CENTRE = 100
_ASIDE = 230
_BODY = 290
_NOTE = (240, 70)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> Point:
        """Its middle."""
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Placed:
    """A drawing with every place: boxes by id, waypoints by id of the flow, where the labels of flows stand."""

    pool: Box
    lanes: Mapping[str, Box]
    boxes: Mapping[str, Box]
    routes: Mapping[str, Sequence[Point]]
    labels: Mapping[str, Box]


@dataclass
class _Row:
    """A row: its nodes (an end may stand beside the node it follows), its top, and the room for arrows around it."""

    nodes: list[Node]
    top: int = 0
    height: int = 0
    coming: int = 0
    leaving: int = 0


@dataclass
class _Channel:
    """The tracks at the left of a lane: each the spans of height that are taken."""

    tracks: list[list[tuple[int, int]]] = field(default_factory=list)

    def take(self, top: int, bottom: int) -> int:
        """The first track that is free between two heights."""
        for number, taken in enumerate(self.tracks):
            if all(bottom < above or top > below for above, below in taken):
                taken.append((top, bottom))
                return number
        self.tracks.append([(top, bottom)])
        return len(self.tracks) - 1


def place(drawing: Drawing) -> Placed:
    """The places of everything in a drawing, in pixels."""
    return _Placer(drawing).placed()


def size(node: Node) -> tuple[int, int]:
    """Width and height of a symbol."""
    return _SIZES.get(node.tag, _GATEWAY)


class _Placer:
    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.lane_of = {node.id: node.lane for node in drawing.nodes}
        self.rows = _rows(drawing)
        self.row_of = {node.id: number for number, row in enumerate(self.rows) for node in row.nodes}
        first = {(flow.source, flow.target): flow for flow in reversed(drawing.flows)}
        self.straight = {flow.id for flow in first.values() if self._is_straight(flow)}
        self.leave: dict[str, int] = {}
        self.come: dict[str, int] = {}

    def placed(self) -> Placed:
        """Rows first, then tracks, then the columns, which are as wide as their tracks need."""
        turning = [flow for flow in self.drawing.flows if flow.id not in self.straight]
        for flow in turning:
            source, target = self.rows[self.row_of[flow.source]], self.rows[self.row_of[flow.target]]
            source.leaving += _NAMED if flow.name else _STEP
            target.coming += _STEP
            self.leave[flow.id], self.come[flow.id] = source.leaving, target.coming
        bottom = self._stack()
        channels = {lane: _Channel() for lane, _ in self.drawing.lanes}
        track = {}
        for flow in sorted(turning, key=lambda one: (self._leaves(one), self._comes(one))):
            span = sorted((self._leaves(flow), self._comes(flow)))
            track[flow.id] = channels[self.lane_of[flow.target]].take(span[0], span[1])
        lanes, right = self._columns(channels, bottom)
        boxes = {
            node.id: self._box(node, row, lanes, channels, aside=aside)
            for row in self.rows
            for aside, node in enumerate(row.nodes)
        }
        routes = {flow.id: self._route(flow, boxes, lanes, track) for flow in self.drawing.flows}
        boxes |= self._notes(boxes, right) | self._urgent(lanes, bottom)
        labels = {flow.id: _label(routes[flow.id], flow.name) for flow in self.drawing.flows if flow.name}
        return Placed(Box(0, 0, right, bottom + self._below()), lanes, boxes, routes, labels)

    def _is_straight(self, flow: Flow) -> bool:
        source, target = self.row_of[flow.source], self.row_of[flow.target]
        if source == target:
            return True
        first = self.rows[source].nodes[0].id == flow.source and self.rows[target].nodes[0].id == flow.target
        return target == source + 1 and first and self.lane_of[flow.source] == self.lane_of[flow.target]

    def _stack(self) -> int:
        y = _TITLE + _HEADING
        for row in self.rows:
            row.top = y + _GAP + row.coming
            row.height = max(size(node)[1] for node in row.nodes)
            y = row.top + row.height + _GAP + row.leaving
        return y

    def _leaves(self, flow: Flow) -> int:
        row = self.rows[self.row_of[flow.source]]
        return row.top + row.height + 14 + self.leave[flow.id]

    def _comes(self, flow: Flow) -> int:
        return self.rows[self.row_of[flow.target]].top - 10 - self.come[flow.id]

    def _columns(self, channels: Mapping[str, _Channel], bottom: int) -> tuple[dict[str, Box], int]:
        lanes, x = {}, 0
        for lane, _ in self.drawing.lanes:
            width = _channel(channels[lane]) + _BODY
            lanes[lane] = Box(x, _TITLE, width, bottom + self._below() - _TITLE)
            x += width
        return lanes, x

    def _below(self) -> int:
        return 180 * len(self.drawing.urgent)

    def _box(
        self, node: Node, row: _Row, lanes: Mapping[str, Box], channels: Mapping[str, _Channel], *, aside: int
    ) -> Box:
        width, height = size(node)
        middle = lanes[node.lane].x + _channel(channels[node.lane]) + (_ASIDE if aside else _CENTRE)
        return Box(middle - width // 2, row.top + (row.height - height) // 2, width, height)

    def _route(
        self, flow: Flow, boxes: Mapping[str, Box], lanes: Mapping[str, Box], track: Mapping[str, int]
    ) -> Sequence[Point]:
        source, target = boxes[flow.source], boxes[flow.target]
        (from_x, from_y), (to_x, to_y) = source.centre, target.centre
        if self.row_of[flow.source] == self.row_of[flow.target]:
            return (source.x + source.width, from_y), (target.x, to_y)
        if flow.id in self.straight:
            return (from_x, source.y + source.height), (to_x, target.y)
        across, above = self._leaves(flow), self._comes(flow)
        along = lanes[self.lane_of[flow.target]].x + 10 + 8 * track[flow.id]
        return (
            (from_x, source.y + source.height),
            (from_x, across),
            (along, across),
            (along, above),
            (to_x, above),
            (to_x, target.y),
        )

    def _notes(self, boxes: Mapping[str, Box], right: int) -> dict[str, Box]:
        found, y = {}, _TITLE + _HEADING
        for note in self.drawing.notes:
            y = max(y, boxes[note.about].y if note.about else y)
            found[note.id] = Box(right + 40, y, *_NOTE)
            y += _NOTE[1] + 20
        return found

    def _urgent(self, lanes: Mapping[str, Box], bottom: int) -> dict[str, Box]:
        found = {}
        left = min(box.x for box in lanes.values()) + 30
        for number, one in enumerate(self.drawing.urgent):
            y = bottom + 180 * number + 10
            found[one.id] = Box(left, y, 420, 150)
            found[f"{one.id}_mulai"] = Box(left + 30, y + 57, 36, 36)
            found[f"{one.id}_langkah"] = Box(left + 120, y + 43, 170, 64)
            found[f"{one.id}_selesai"] = Box(left + 350, y + 57, 36, 36)
        return found


def _rows(drawing: Drawing) -> list[_Row]:
    """One node a row; an end stands beside the node right before it, in the same lane, where that leads to it."""
    rows: list[_Row] = []
    into = {flow.target: flow.source for flow in drawing.flows}
    for node in drawing.nodes:
        last = rows[-1].nodes if rows else []
        beside = len(last) == 1 and node.tag == "endEvent" and into.get(node.id) == last[0].id
        if beside and last[0].lane == node.lane:
            last.append(node)
        else:
            rows.append(_Row([node]))
    return rows


def _channel(channel: _Channel) -> int:
    return 20 + 8 * len(channel.tracks)


def _label(route: Sequence[Point], name: str) -> Box:
    """Beside the arrow where it leaves, over it where it goes across: each arrow of a symbol has its own height."""
    width = min(max(len(name) * 6, 30), 200)
    (x, y), (_, to_y) = route[0], route[1]
    if y == to_y:
        return Box(x + 4, y - 20, width, 14)
    if len(route) == 2:
        return Box(x + 6, y, width, 14)
    (_, across), (along, _) = route[1], route[2]
    return Box(x - width - 6 if along < x else x + 6, across - 15, width, 14)
