"""Turn a sketch (YAML: lanes, nodes on a grid, flows) into a BPMN file with its layout: where a new diagram starts.

After that the BPMN file is the source and is edited in a modeler; a sketch is not kept.

    python tools/sketch_to_bpmn.py SKETCH.yaml workflows/bpmn/NAME.bpmn

Sketch: `process: {id, name, title, business_key, jurisdictions, owners}`, `lanes: [{id, name, department, rows}]`,
`nodes: [{id, type, name, en, lane, row, col, clauses, …}]`, `flows: [[source, target, {name, if, via}]]`.
`via` is the route: `-` straight, `vh` first vertical, `hv` first horizontal, `hvh`, `vhv`; `over` and `under` go around what lies between,
`rise` points beyond the shapes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml
from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
HUXIN = "urn:huxin:bpmn:1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NS = {"bpmn": BPMN, "bpmndi": DI, "dc": DC, "di": DD, "huxin": HUXIN, "xsi": XSI}
COLUMN, ROW, LEFT, TOP = 165, 120, 230, 60
SIZES = {"Event": (36, 36), "Gateway": (50, 50)}
Node = dict[str, Any]


def tag(namespace: str, name: str) -> str:
    """Return a qualified name."""
    return f"{{{namespace}}}{name}"


def event_definition(element: etree._Element, node: Node) -> None:
    """Write what an event waits for or sends."""
    if "message" in node:
        definition = etree.SubElement(element, tag(BPMN, "messageEventDefinition"), id=f"{node['id']}_message")
        definition.set("messageRef", message_id(node["message"]))
    if "timer" in node:
        timer = etree.SubElement(element, tag(BPMN, "timerEventDefinition"), id=f"{node['id']}_timer")
        kind = "timeDate" if "date" in node["timer"] else "timeDuration"
        when = etree.SubElement(timer, tag(BPMN, kind))
        when.set(tag(XSI, "type"), "bpmn:tFormalExpression")
        when.text = node["timer"].get("date") or node["timer"].get("duration", "")


def size(node: Node) -> tuple[int, int]:
    """Return width and height of a node by its kind."""
    return next((value for suffix, value in SIZES.items() if node["type"].endswith(suffix)), (120, 80))


class Drawing:
    """One sketch on its way to a BPMN document."""

    def __init__(self, sketch: dict[str, Any]) -> None:
        self.sketch = sketch
        self.nodes: dict[str, Node] = {node["id"]: node for node in sketch["nodes"]}
        self.lanes: dict[str, Node] = {lane["id"]: lane for lane in sketch["lanes"]}
        self.root = etree.Element(tag(BPMN, "definitions"), nsmap=NS, id="definitions", targetNamespace="urn:huxin:processes")
        self.columns = max(node.get("col", 0) for node in sketch["nodes"]) + 1
        y = TOP
        for lane in sketch["lanes"]:
            lane["y"], lane["height"] = y, lane.get("rows", 1) * ROW
            y += lane["height"]
        self.height = y - TOP
        self.width = LEFT - 160 + self.columns * COLUMN + 20
        self.places = {name: self.place(node) for name, node in self.nodes.items()}

    def place(self, node: Node) -> tuple[float, float, int, int]:
        """Return x, y, width, height of a node's shape."""
        width, height = size(node)
        if "attached_to" in node:
            host = self.place(self.nodes[node["attached_to"]])
            return host[0] + node.get("offset", host[2] - 40), host[1] + host[3] - height / 2, width, height
        lane = self.lanes[node["lane"]]
        centre_x = LEFT + node["col"] * COLUMN + 40
        centre_y = lane["y"] + node.get("row", 0) * ROW + ROW / 2
        return centre_x - width / 2, centre_y - height / 2, width, height

    def build(self) -> bytes:
        """Return the BPMN document."""
        self.collaboration()
        self.process()
        self.diagram()
        return bytes(etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", pretty_print=True))

    def collaboration(self) -> None:
        """Write the pool and the messages."""
        process = self.sketch["process"]
        messages = sorted({node["message"] for node in self.nodes.values() if "message" in node})
        pool = etree.SubElement(self.root, tag(BPMN, "collaboration"), id="collaboration")
        etree.SubElement(pool, tag(BPMN, "participant"), id="pool", name=process["name"], processRef=process["id"])
        for message in messages:
            etree.SubElement(self.root, tag(BPMN, "message"), id=message_id(message), name=message)

    def process(self) -> None:
        """Write the process: lanes, elements, flows."""
        described = self.sketch["process"]
        process = etree.SubElement(self.root, tag(BPMN, "process"), id=described["id"], name=described["name"], isExecutable="true")
        extension(
            process, "process", {key: described[key] for key in ("jurisdictions", "title", "business_key", "owners") if key in described}
        )
        label(process, described)
        lane_set = etree.SubElement(process, tag(BPMN, "laneSet"), id="lanes")
        for lane in self.lanes.values():
            element = etree.SubElement(lane_set, tag(BPMN, "lane"), id=lane["id"], name=lane["name"])
            extension(element, "lane", {"department": lane["department"]})
            label(element, lane)
            for node in self.nodes.values():
                if self.lane_of(node) == lane["id"]:
                    etree.SubElement(element, tag(BPMN, "flowNodeRef")).text = node["id"]
        for node in self.nodes.values():
            self.node(process, node)
        for number, (source, target, options) in enumerate(self.flows(), start=1):
            self.flow(process, f"flow_{number:02}", source, target, options)

    def flows(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return (source, target, options) of each flow."""
        return [(flow[0], flow[1], flow[2] if len(flow) > 2 else {}) for flow in self.sketch["flows"]]  # noqa: PLR2004 - options are optional

    def lane_of(self, node: Node) -> str:
        """Return the lane id, for a boundary event that of its host."""
        return str(self.nodes[node["attached_to"]]["lane"] if "attached_to" in node else node["lane"])

    def node(self, process: etree._Element, node: Node) -> None:
        """Write one element with its extensions and event definitions."""
        element = etree.SubElement(process, tag(BPMN, node["type"]), id=node["id"], name=node["name"])
        if "calls" in node:
            element.set("calledElement", node["calls"])
        if "clauses" in node:
            extension(element, "clauses", {"ids": node["clauses"]})
        label(element, node)
        for kind in ("task", "service", "timer"):
            if kind in node:
                extension(element, kind, {k: v for k, v in node[kind].items() if k != "inputs"}, node[kind].get("inputs"))
        if "message" in node:
            extension(element, "message", {"key": node["key"]}, node.get("inputs"))
        if "called" in node:
            element.set("calledElement", node["called"])
        if "attached_to" in node:
            element.set("attachedToRef", node["attached_to"])
            element.set("cancelActivity", "true" if node.get("interrupting", True) else "false")
        self.connect(element, node)
        order = {tag(BPMN, "incoming"): 1, tag(BPMN, "outgoing"): 2}
        element[:] = sorted(element, key=lambda child: order.get(child.tag, 0))
        event_definition(element, node)

    def connect(self, element: etree._Element, node: Node) -> None:
        """Name the flows that lead to and from an element."""
        for number, (source, target, options) in enumerate(self.flows(), start=1):
            if target == node["id"]:
                etree.SubElement(element, tag(BPMN, "incoming")).text = f"flow_{number:02}"
            if source == node["id"]:
                etree.SubElement(element, tag(BPMN, "outgoing")).text = f"flow_{number:02}"
                if options.get("default"):
                    element.set("default", f"flow_{number:02}")

    def flow(self, process: etree._Element, flow_id: str, source: str, target: str, options: dict[str, Any]) -> None:
        """Write one sequence flow."""
        element = etree.SubElement(process, tag(BPMN, "sequenceFlow"), id=flow_id, sourceRef=source, targetRef=target)
        if "name" in options:
            element.set("name", options["name"])
            label(element, options)
        if "if" in options:
            condition = etree.SubElement(element, tag(BPMN, "conditionExpression"))
            condition.set(tag(XSI, "type"), "bpmn:tFormalExpression")
            condition.text = options["if"]

    def diagram(self) -> None:
        """Write shapes and edges."""
        diagram = etree.SubElement(self.root, tag(DI, "BPMNDiagram"), id="diagram")
        plane = etree.SubElement(diagram, tag(DI, "BPMNPlane"), id="plane", bpmnElement="collaboration")
        shape(plane, "pool", (160, TOP, self.width, self.height), horizontal=True)
        for lane in self.lanes.values():
            shape(plane, lane["id"], (190, lane["y"], self.width - 30, lane["height"]), horizontal=True)
        for name, node in self.nodes.items():
            x, y, width, height = self.places[name]
            drawn = shape(plane, name, (x, y, width, height))
            if node["type"].endswith(("Event", "Gateway")):
                label_width = 110
                above = node.get("label") == "above"
                top = y - 32 if above else y + height + 4
                left = x + width / 2 - label_width / 2 + node.get("label_dx", 0)
                if node["name"]:
                    bounds(etree.SubElement(drawn, tag(DI, "BPMNLabel")), (left, top + node.get("label_dy", 0), label_width, 28))
        for number, (source, target, options) in enumerate(self.flows(), start=1):
            self.edge(plane, f"flow_{number:02}", source, target, options)

    def edge(self, plane: etree._Element, flow_id: str, source: str, target: str, options: dict[str, Any]) -> None:
        """Write one edge along its route."""
        points = self.route(self.places[source], self.places[target], options.get("via", "-"), options.get("rise", 18))
        edge = etree.SubElement(plane, tag(DI, "BPMNEdge"), id=f"{flow_id}_di", bpmnElement=flow_id)
        for x, y in points:
            etree.SubElement(edge, tag(DD, "waypoint"), x=f"{x:g}", y=f"{y:g}")
        if "name" in options:
            (x1, y1), (x2, y2) = points[1:3] if options.get("via") in ("over", "under") else points[:2]
            width = 14 * len(options["name"])
            at = (x1 + 8, (y1 + y2) / 2 - 8) if abs(x2 - x1) < 1 else ((x1 + x2) / 2 - width / 2, y1 - 20)
            at = (at[0] + options.get("dx", 0), at[1] + options.get("dy", 0))
            bounds(etree.SubElement(edge, tag(DI, "BPMNLabel")), (*at, width, 14))

    @staticmethod
    def route(
        source: tuple[float, float, int, int], target: tuple[float, float, int, int], via: str, rise: float = 18
    ) -> list[tuple[float, float]]:
        """Return the corner points between two shapes."""
        sx, sy, sw, sh = source
        tx, ty, tw, th = target
        scx, scy, tcx, tcy = sx + sw / 2, sy + sh / 2, tx + tw / 2, ty + th / 2
        out_x = sx + sw if tcx > scx else sx
        in_x = tx if tcx > scx else tx + tw
        out_y = sy + sh if tcy > scy else sy
        in_y = ty if tcy > scy else ty + th
        if via in {"over", "under"}:
            beyond = min(sy, ty) - rise if via == "over" else max(sy + sh, ty + th) + rise
            start, end = (sy, ty) if via == "over" else (sy + sh, ty + th)
            return [(scx, start), (scx, beyond), (tcx, beyond), (tcx, end)]
        if via == "vh":
            return [(scx, out_y), (scx, tcy), (in_x, tcy)]
        if via == "hv":
            return [(out_x, scy), (tcx, scy), (tcx, in_y)]
        if via == "hvh":
            middle = (out_x + in_x) / 2
            return [(out_x, scy), (middle, scy), (middle, tcy), (in_x, tcy)]
        if via == "vhv":
            middle = (out_y + in_y) / 2
            return [(scx, out_y), (scx, middle), (tcx, middle), (tcx, in_y)]
        return [(scx, out_y), (tcx, in_y)] if abs(scx - tcx) < 1 else [(out_x, scy), (in_x, tcy)]


def message_id(message: str) -> str:
    """Return the XML id for an event's name."""
    return "message_" + message.replace(".", "_")


def extensions_of(element: etree._Element) -> etree._Element:
    """Return the element's extensionElements, made when missing."""
    found = element.find(tag(BPMN, "extensionElements"))
    if found is None:
        found = etree.Element(tag(BPMN, "extensionElements"))
        element.insert(0, found)
    return found


def extension(element: etree._Element, name: str, attributes: dict[str, Any], inputs: dict[str, str] | None = None) -> None:
    """Add one of our extension elements."""
    added = etree.SubElement(extensions_of(element), tag(HUXIN, name), {key: str(value) for key, value in attributes.items()})
    for key, value in (inputs or {}).items():
        etree.SubElement(added, tag(HUXIN, "input"), name=key, value=value)


def label(element: etree._Element, described: dict[str, Any]) -> None:
    """Add the English label."""
    if "en" in described:
        extension(element, "label", {"en": described["en"]})


def shape(plane: etree._Element, name: str, box: tuple[float, float, float, float], *, horizontal: bool = False) -> etree._Element:
    """Add a shape."""
    element = etree.SubElement(plane, tag(DI, "BPMNShape"), id=f"{name}_di", bpmnElement=name)
    if horizontal:
        element.set("isHorizontal", "true")
    bounds(element, box)
    return element


def bounds(parent: etree._Element, box: tuple[float, float, float, float]) -> None:
    """Add a bounds element."""
    x, y, width, height = box
    etree.SubElement(parent, tag(DC, "Bounds"), x=f"{x:g}", y=f"{y:g}", width=f"{width:g}", height=f"{height:g}")


def main() -> None:
    """Read the sketch, write the diagram."""
    if len(sys.argv) != 3:  # noqa: PLR2004 - two files
        sys.exit("usage: sketch_to_bpmn.py SKETCH.yaml OUT.bpmn")
    sketch = yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_bytes(Drawing(sketch).build())


if __name__ == "__main__":
    main()
