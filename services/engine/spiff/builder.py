"""Builds SpiffWorkflow's specifications from a diagram's records, in the order of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin

from services.engine.spiff import specs
from services.engine.spiff.values import at_element
from services.engine.spiff.xml import bad_diagram
from services.kernel.errors import HuxinError
from services.kernel.expressions import compile_expression

if TYPE_CHECKING:
    from services.engine.spiff.diagram import Flow, Node, Process

_SPEC_CLASSES: dict[str, type[specs.Element]] = {
    "userTask": specs.PersonTask,
    "serviceTask": specs.CommandTask,
    "exclusiveGateway": specs.Exclusive,
    "inclusiveGateway": specs.Inclusive,
    "parallelGateway": specs.Parallel,
    "eventBasedGateway": specs.Deferred,
    "startEvent": specs.Passage,
    "endEvent": specs.EndPoint,
    "intermediateCatchEvent": specs.Catch,
    "boundaryEvent": specs.Boundary,
}


class Specifications:
    """The specification of a process and of everything inside it.

    Attributes:
        main: the specification of the process itself.
        inner: specifications of embedded subprocesses and called processes, by name.
    """

    def __init__(self, process: Process, called: dict[str, Process]) -> None:
        self.inner: dict[str, BpmnProcessSpec] = {}
        self._called = called
        self.main = self._build(process, process.id)

    def _build(self, process: Process, name: str) -> BpmnProcessSpec:
        spec = BpmnProcessSpec(name=name, description=process.name)
        made = {node.id: self._make(spec, node, name) for node in process.nodes.values()}
        splits = {node.id: _split(spec, node, made) for node in process.nodes.values() if process.boundaries(node.id)}
        for node in process.nodes.values():
            entries = {target: splits.get(target, made[target]) for target in made}
            if node.id in splits:
                _attach(spec, node, process, made, splits[node.id])
            for flow in process.outgoing(node.id):
                _connect(node, flow, made, entries, only=len(process.outgoing(node.id)) == 1)
            if node.kind == "startEvent":
                spec.start.connect(made[node.id])
            elif node.kind == "endEvent":
                made[node.id].connect(spec.end)
        for boundaries in (process.boundaries(node_id) for node_id in splits):
            for node in boundaries:
                made[node.id].connect(spec.task_specs[f"{node.attached_to}.BoundaryEventJoin"])
        return spec

    def _make(self, spec: BpmnProcessSpec, node: Node, owner: str) -> Any:
        name = node.id if node.id not in spec.task_specs else f"{node.id}."  # SpiffWorkflow keeps Start and End for itself
        if node.kind == "subProcess" and node.process is not None:
            inside = f"{owner}/{node.id}"
            self.inner[inside] = self._build(node.process, inside)
            return specs.Inside(spec, name, subworkflow_spec=inside, node=node)
        if node.kind == "callActivity":
            return specs.Inside(spec, name, subworkflow_spec=self._call(node), node=node)
        if node.kind == "intermediateThrowEvent":
            return (specs.Throw if node.event == "message" else specs.Passage)(spec, name, node=node)
        spec_class = _SPEC_CLASSES.get(node.kind)
        if spec_class is None:
            raise bad_diagram("unsupported_element", f"{node.kind} {node.id} is not supported.", element=node.id)
        return spec_class(spec, name, node=node)

    def _call(self, node: Node) -> str:
        target = node.called or ""
        if target not in self._called:
            raise bad_diagram("unknown_process", f"Call activity {node.id} calls {target!r}, which was not given.", element=node.id)
        name = f"call:{target}"
        if name not in self.inner:
            # The name is taken before the inside is built, so that a process that calls itself ends.
            self.inner[name] = BpmnProcessSpec(name=name)
            self.inner[name] = self._build(self._called[target], name)
        return name


def _split(spec: BpmnProcessSpec, node: Node, made: dict[str, Any]) -> specs.AttachedSplit:
    split = specs.AttachedSplit(spec, f"{node.id}.BoundaryEventSplit")
    split.connect(made[node.id])
    return split


def _attach(spec: BpmnProcessSpec, node: Node, process: Process, made: dict[str, Any], split: specs.AttachedSplit) -> None:
    join = BoundaryEventJoin(spec, f"{node.id}.BoundaryEventJoin", split_task=split.name, cancel=True)
    made[node.id].connect(join)
    for event in process.boundaries(node.id):
        split.connect(made[event.id])


def _connect(node: Node, flow: Flow, made: dict[str, Any], entries: dict[str, Any], *, only: bool) -> None:
    source, target = made[node.id], entries.get(flow.target)
    if target is None:
        raise bad_diagram("dangling_flow", f"Flow {flow.id} leads to {flow.target!r}, which is not there.", element=flow.id)
    if node.kind == "eventBasedGateway" and isinstance(target, specs.Catch):
        target.one_of_several = True
    if node.kind not in {"exclusiveGateway", "inclusiveGateway"} or flow.id == node.default or (only and flow.condition is None):
        source.connect(target)
        return
    if flow.condition is None:
        raise bad_diagram("missing_condition", f"Flow {flow.id} leaves gateway {node.id} without a condition.", element=flow.id)
    try:
        expression = compile_expression(flow.condition, where=flow.id)
    except HuxinError as error:
        raise at_element(error, flow.id) from None
    source.connect_if(specs.Condition(expression, flow, node.id), target)
