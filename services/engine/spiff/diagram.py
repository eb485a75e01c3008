"""What a diagram says, as plain records: read once, then judged by the linter and built by the builder."""

from __future__ import annotations

from dataclasses import dataclass, field

TASKS = frozenset({"userTask", "serviceTask"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
SCOPES = frozenset({"subProcess", "callActivity"})
FLOW_NODES = TASKS | GATEWAYS | EVENTS | SCOPES
ACTIVITIES = TASKS | SCOPES


@dataclass(kw_only=True)
class Flow:
    """A sequence flow. `condition` is the text of its condition expression, or None."""

    id: str
    source: str
    target: str
    condition: str | None = None
    name: str = ""


@dataclass(kw_only=True)
class Input:
    """One named value of a service task's parameters or a thrown event's data; `value` is a safe expression."""

    name: str
    value: str


@dataclass(kw_only=True)
class Node:
    """A flow node with its extensions. Values are raw text; missing ones are None, so that the linter can say so."""

    id: str
    kind: str
    name: str
    event: str = "none"  # none, message, timer, error, terminate, or the raw definition's name when it is not supported
    name_en: str = ""
    lane: str | None = None
    department: str | None = None
    clauses: tuple[str, ...] = ()
    attached_to: str | None = None
    interrupting: bool = True
    default: str | None = None
    called: str | None = None
    process: Process | None = None  # the inside of an embedded subprocess
    task: dict[str, str] = field(default_factory=dict)  # attributes of huxin:task
    operation: str | None = None
    result: str | None = None
    inputs: list[Input] = field(default_factory=list)
    message: str | None = None
    key: str | None = None
    error_code: str | None = None
    timer: dict[str, str] | None = None  # duration or date, and count

    @property
    def is_wait(self) -> bool:
        """Whether an instance can rest at this element."""
        return self.kind in {"userTask", "serviceTask", "intermediateCatchEvent", "boundaryEvent"}


@dataclass(kw_only=True)
class Process:
    """A process or the inside of an embedded subprocess."""

    id: str
    name: str
    name_en: str = ""
    executable: bool = True
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    extension: dict[str, str] = field(default_factory=dict)  # attributes of huxin:process

    def outgoing(self, node_id: str) -> list[Flow]:
        """Return the flows that leave a node, in the order of the file."""
        return [flow for flow in self.flows if flow.source == node_id]

    def incoming(self, node_id: str) -> list[Flow]:
        """Return the flows that enter a node."""
        return [flow for flow in self.flows if flow.target == node_id]

    def boundaries(self, node_id: str) -> list[Node]:
        """Return the boundary events attached to an activity, in the order of the file."""
        return [node for node in self.nodes.values() if node.attached_to == node_id]

    def walk(self) -> list[Process]:
        """Return this process and every embedded one below it."""
        found = [self]
        for node in self.nodes.values():
            if node.process is not None:
                found.extend(node.process.walk())
        return found


@dataclass(kw_only=True)
class Diagram:
    """A whole file: its processes by id, and the messages it names."""

    processes: dict[str, Process]
    messages: dict[str, str]  # bpmn:message id → name

    def main(self) -> Process | None:
        """Return the process that the file is about: the first executable one that no other process of the file calls."""
        called = {
            node.called for process in self.processes.values() for part in process.walk() for node in part.nodes.values() if node.called
        }
        executable = [process for process in self.processes.values() if process.executable]
        free = [process for process in executable if process.id not in called]
        return next(iter(free or executable), None)
