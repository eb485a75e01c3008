"""Turns diagram XML into records. It is lenient: what is missing stays missing, and the linter names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.engine.spiff.diagram import FLOW_NODES, Diagram, Flow, Input, Node, Process
from services.engine.spiff.xml import BPMN, HUXIN, SPIFF, children, local, namespace

if TYPE_CHECKING:
    from lxml import etree


def read_diagram(root: etree._Element) -> Diagram:
    """Read every process of a parsed document."""
    return _Reader(root).diagram()


class _Reader:
    """Holds the document-wide tables while the processes are read."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.messages = {item.get("id", ""): item.get("name", "") for item in root.iter(f"{{{BPMN}}}message")}
        self.errors = {item.get("id", ""): item.get("errorCode") or item.get("name") for item in root.iter(f"{{{BPMN}}}error")}
        self.keys = self._retrieval_expressions()
        self.lanes: dict[str, tuple[str, str | None]] = {}
        for lane in root.iter(f"{{{BPMN}}}lane"):
            department = _attributes(lane, "lane").get("department")
            for ref in children(lane, "flowNodeRef"):
                self.lanes[(ref.text or "").strip()] = (lane.get("name") or lane.get("id", ""), department)

    def diagram(self) -> Diagram:
        processes = [self._process(item) for item in children(self.root, "process")]
        return Diagram(processes={process.id: process for process in processes}, messages=self.messages)

    def _retrieval_expressions(self) -> dict[str, str]:
        """BPMN's own correlation properties stand in for a missing huxin:message key: message id → expression."""
        found: dict[str, str] = {}
        for item in self.root.iter(f"{{{BPMN}}}correlationPropertyRetrievalExpression"):
            text = "".join("".join(child.itertext()) for child in item).strip()
            if text:
                found.setdefault(item.get("messageRef", ""), text)
        return found

    def _process(self, element: etree._Element, lane: tuple[str, str | None] | None = None) -> Process:
        process = Process(
            id=element.get("id", ""),
            name=element.get("name") or element.get("id", ""),
            name_en=_label(element),
            executable=element.get("isExecutable", "true") != "false",
            extension=_attributes(element, "process"),
        )
        for child in element:
            if namespace(child) != BPMN:
                continue
            if local(child) == "sequenceFlow":
                process.flows.append(_flow(child))
            elif local(child) in FLOW_NODES:
                node = self._node(child, lane)
                process.nodes[node.id] = node
        return process

    def _node(self, element: etree._Element, outer_lane: tuple[str, str | None] | None) -> Node:
        kind, element_id = local(element), element.get("id", "")
        lane = self.lanes.get(element_id, outer_lane)
        task = _attributes(element, "task")
        node = Node(
            id=element_id,
            kind=kind,
            name=(element.get("name") or "").strip(),
            name_en=_label(element),
            lane=lane[0] if lane else None,
            department=task.get("department") or (lane[1] if lane else None),
            clauses=tuple(_attributes(element, "clauses").get("ids", "").split()),
            attached_to=element.get("attachedToRef") if kind == "boundaryEvent" else None,
            interrupting=element.get("cancelActivity", "true") != "false",
            default=element.get("default"),
            called=element.get("calledElement") if kind == "callActivity" else None,
            task=task,
        )
        if kind == "serviceTask":
            _read_service(element, node)
        if kind == "subProcess":
            node.process = self._process(element, lane)
        self._read_event(element, node)
        return node

    def _read_event(self, element: etree._Element, node: Node) -> None:
        definitions = [child for child in element if namespace(child) == BPMN and local(child).endswith("EventDefinition")]
        if not definitions:
            return
        definition = definitions[0]
        node.event = "several" if len(definitions) > 1 else local(definition).removesuffix("EventDefinition")
        if node.event == "message":
            reference = definition.get("messageRef", "")
            node.message = self.messages.get(reference)
            node.key = _attributes(element, "message").get("key") or self.keys.get(reference)
            node.inputs = _inputs(element)
        elif node.event == "error":
            node.error_code = self.errors.get(definition.get("errorRef", ""))
        elif node.event == "timer":
            node.timer = _timer(element, definition)


def _flow(element: etree._Element) -> Flow:
    condition = children(element, "conditionExpression")
    text = "".join(condition[0].itertext()).strip() if condition else ""
    return Flow(
        id=element.get("id", ""),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        condition=text or None,
        name=element.get("name") or "",
    )


def _timer(element: etree._Element, definition: etree._Element) -> dict[str, str]:
    """Ours first; else BPMN's own timeDuration or timeDate, taken as literal text, counted by the clock."""
    ours = _attributes(element, "timer") or _attributes(definition, "timer")
    if ours:
        return ours
    for tag, name in (("timeDuration", "duration"), ("timeDate", "date")):
        for child in children(definition, tag):
            text = "".join(child.itertext()).strip()
            return {name: text.strip("\"'") if name == "duration" else text}
    return {}


def _read_service(element: etree._Element, node: Node) -> None:
    ours = _extension(element, "service")
    if ours is not None:
        node.operation, node.result = ours.get("operation"), ours.get("result")
        node.inputs = [Input(name=item.get("name", ""), value=item.get("value", "")) for item in children(ours, "input", HUXIN)]
        return
    for extensions in children(element, "extensionElements"):
        for operator in children(extensions, "serviceTaskOperator", SPIFF):
            node.operation = operator.get("id", "").replace("/", ".") or None
            node.result = operator.get("resultVariable")
            node.inputs = [
                Input(name=item.get("id", ""), value=item.get("value", ""))
                for parameters in children(operator, "parameters", SPIFF)
                for item in children(parameters, "parameter", SPIFF)
            ]


def _inputs(element: etree._Element) -> list[Input]:
    found = [item for extensions in children(element, "extensionElements") for item in extensions.iter(f"{{{HUXIN}}}input")]
    return [Input(name=item.get("name", ""), value=item.get("value", "")) for item in found]


def _extension(element: etree._Element, tag: str) -> etree._Element | None:
    for extensions in children(element, "extensionElements"):
        for item in children(extensions, tag, HUXIN):
            return item
    return None


def _label(element: etree._Element) -> str:
    return _attributes(element, "label").get("en", "").strip()


def _attributes(element: etree._Element, tag: str) -> dict[str, str]:
    item = _extension(element, tag)
    return {} if item is None else {str(name): str(value) for name, value in item.attrib.items()}
