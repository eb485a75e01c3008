"""What a diagram shows: its elements, flows and lanes with the places that the diagram interchange gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

NS = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
NODES = re.compile(r"(?:[a-z]*[tT]ask|callActivity|subProcess|transaction|adHocSubProcess|[a-zA-Z]+Event|[a-zA-Z]+Gateway)$")
FONT = 12.0
#: Letters from here on (CJK) are as wide as high.
WIDE_LETTERS = "\u2e80"
LINE = 14.0


@dataclass(frozen=True)
class Box:
    """A rectangle in the diagram's units (pixels at 100 %)."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    def overlaps(self, other: Box) -> bool:
        """Tell whether the two share an area, not only a side."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def contains(self, other: Box) -> bool:
        """Tell whether the other lies wholly within this one."""
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom

    def grown(self, by: float) -> Box:
        """Return the box moved outwards on every side; a negative number moves inwards."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def crossed_by(self, start: tuple[float, float], end: tuple[float, float]) -> bool:
        """Tell whether a straight line passes through the inside (Liang and Barsky's clipping)."""
        low, high = 0.0, 1.0
        dx, dy = end[0] - start[0], end[1] - start[1]
        for step, room in ((-dx, start[0] - self.x), (dx, self.right - start[0]), (-dy, start[1] - self.y), (dy, self.bottom - start[1])):
            if step == 0:
                if room <= 0:
                    return False
            elif step < 0:
                low = max(low, room / step)
            else:
                high = min(high, room / step)
        return low < high


@dataclass(frozen=True, kw_only=True)
class Node:
    """A task, event, gateway or subprocess; `inside` is the enclosing subprocess and `host` the activity of a boundary event."""

    id: str
    kind: str
    name: str
    box: Box | None
    label: Box | None
    lane: str | None
    inside: str | None
    host: str | None
    outgoing: int
    incoming: int


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A sequence or message flow with its corners."""

    id: str
    kind: str
    name: str
    source: str
    target: str
    corners: tuple[tuple[float, float], ...]
    label: Box | None


@dataclass(frozen=True, kw_only=True)
class Area:
    """A lane or a pool."""

    id: str
    kind: str
    name: str
    box: Box | None


@dataclass(frozen=True, kw_only=True)
class Diagram:
    """All that is drawn, by id."""

    nodes: dict[str, Node]
    flows: dict[str, Flow]
    areas: dict[str, Area]


def _box(element: etree._Element | None) -> Box | None:
    if element is None:
        return None
    return Box(*(float(element.get(side, "0")) for side in ("x", "y", "width", "height")))


def _text_box(room: Box | None, text: str) -> Box | None:
    """Return where a label's letters are: centred at the top of its room, broken into as many lines as it takes."""
    if room is None or not text:
        return None
    width = sum(FONT if letter >= WIDE_LETTERS else FONT * 0.6 for letter in text)
    lines = max(1, -(-int(width) // max(int(room.width), 1)))
    shown = min(width, room.width)
    return Box(room.x + (room.width - shown) / 2, room.y, shown, lines * LINE)


def read_diagram(path: Path) -> Diagram:
    """Read a BPMN file; document types and entities are refused by the parser's settings.

    Raises:
        lxml.etree.XMLSyntaxError: it is not XML.
    """
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    shapes = {shape.get("bpmnElement", ""): shape for shape in root.iterfind(".//bpmndi:BPMNShape", NS)}
    edges = {edge.get("bpmnElement", ""): edge for edge in root.iterfind(".//bpmndi:BPMNEdge", NS)}
    lane_of = {
        str(ref.text).strip(): str(lane.get("id"))
        for lane in root.iterfind(".//bpmn:lane", NS)
        for ref in lane.iterfind("bpmn:flowNodeRef", NS)
    }
    nodes = {node.id: node for element in root.iterfind(".//bpmn:process//*", NS) if (node := _node(element, shapes, lane_of)) is not None}
    flows = {
        flow.id: flow
        for kind in ("sequenceFlow", "messageFlow")
        for flow in (_flow(item, edges) for item in root.iterfind(f".//bpmn:{kind}", NS))
    }
    areas = {}
    for kind in ("participant", "lane"):
        for element in root.iterfind(f".//bpmn:{kind}", NS):
            id_ = str(element.get("id"))
            shape = shapes.get(id_)
            areas[id_] = Area(
                id=id_, kind=kind, name=element.get("name", ""), box=_box(None if shape is None else shape.find("dc:Bounds", NS))
            )
    return Diagram(nodes=nodes, flows=flows, areas=areas)


def _node(element: etree._Element, shapes: dict[str, etree._Element], lane_of: dict[str, str]) -> Node | None:
    if not isinstance(element.tag, str) or etree.QName(element).namespace != NS["bpmn"]:
        return None
    kind, parent = etree.QName(element).localname, element.getparent()
    if not NODES.match(kind) or element.get("id") is None or parent is None:
        return None
    id_, name = str(element.get("id")), element.get("name", "")
    shape = shapes.get(id_)
    bounds, label = (None, None) if shape is None else (shape.find("dc:Bounds", NS), shape.find("bpmndi:BPMNLabel/dc:Bounds", NS))
    return Node(
        id=id_,
        kind=kind,
        name=name,
        box=_box(bounds),
        label=_text_box(_box(label), name),
        lane=lane_of.get(id_),
        inside=parent.get("id") if etree.QName(parent).localname != "process" else None,
        host=element.get("attachedToRef"),
        outgoing=len(element.findall("bpmn:outgoing", NS)),
        incoming=len(element.findall("bpmn:incoming", NS)),
    )


def _flow(element: etree._Element, edges: dict[str, etree._Element]) -> Flow:
    id_, name = str(element.get("id")), element.get("name", "")
    edge = edges.get(id_)
    points = [] if edge is None else edge.findall("di:waypoint", NS)
    return Flow(
        id=id_,
        kind=etree.QName(element).localname,
        name=name,
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        corners=tuple((float(point.get("x", "0")), float(point.get("y", "0"))) for point in points),
        label=_text_box(_box(None if edge is None else edge.find("bpmndi:BPMNLabel/dc:Bounds", NS)), name),
    )
