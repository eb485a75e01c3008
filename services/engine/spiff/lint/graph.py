"""The shape of a process: flows that lead somewhere, ways in and out, splits and joins that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.engine.spiff.diagram import ACTIVITIES, GATEWAYS
from services.engine.spiff.lint.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from services.engine.spiff.diagram import Node, Process

    Follow = Callable[[str], list[str]]

NODE_LIMIT = 300  # flow nodes of one level; a person cannot read more
ALWAYS = "true"  # the condition of a flow that is taken in any case, which makes a default needless
_CONDITIONAL = {"exclusiveGateway", "inclusiveGateway"}


def check_graph(process: Process) -> Iterator[Finding]:
    """Check a process and every subprocess inside it."""
    for part in process.walk():
        if len(part.nodes) > NODE_LIMIT:
            message = f"{part.id} has {len(part.nodes)} elements, the limit is {NODE_LIMIT}."
            yield Finding(element=part.id, rule="too_big", message=message, fix="Split it with call activities.")
            continue
        dangling = list(_dangling(part))
        yield from dangling
        yield from _ends(part, embedded=part is not process)
        for node in part.nodes.values():
            yield from _node_flows(part, node)
        if not dangling:
            yield from _reachability(part)
            yield from _endless(part)
            yield from _deadlocks(part)


def _dangling(part: Process) -> Iterator[Finding]:
    for flow in part.flows:
        for side, target in (("starts at", flow.source), ("leads to", flow.target)):
            if target not in part.nodes:
                message = f"The flow {side} {target or 'nothing'}, which is not on this level of the diagram."
                yield Finding(element=flow.id or None, rule="dangling_flow", message=message, fix="Connect the flow or remove it.")


def _ends(part: Process, *, embedded: bool) -> Iterator[Finding]:
    starts = [node for node in part.nodes.values() if node.kind == "startEvent"]
    if not starts:
        yield Finding(element=part.id, rule="missing_start", message="There is no start event.", fix="Add a start event.")
    if not any(node.kind == "endEvent" for node in part.nodes.values()):
        yield Finding(element=part.id, rule="missing_end", message="There is no end event.", fix="Add an end event.")
    plain = [node for node in starts if node.event == "none"]
    if embedded and (len(starts) > 1 or len(plain) != len(starts)):
        message = "A subprocess starts with exactly one start event without a definition."
        yield Finding(element=part.id, rule="bad_start", message=message, fix="Keep one plain start event.")
    elif len(plain) > 1:
        message = "There are several start events without a message."
        yield Finding(element=plain[1].id, rule="bad_start", message=message, fix="Keep one; give the others a message each.")
    for node in starts:
        twin = next((other for other in starts if other is not node and other.message == node.message and node.message), None)
        if twin is not None and twin.id < node.id:
            message = f"{node.id} and {twin.id} start with the same message."
            yield Finding(element=node.id, rule="bad_start", message=message, fix="Keep one of them.")


def _node_flows(part: Process, node: Node) -> Iterator[Finding]:
    incoming, outgoing = part.incoming(node.id), part.outgoing(node.id)
    if (node.kind == "endEvent" and outgoing) or (node.kind in {"startEvent", "boundaryEvent"} and incoming):
        message = "A flow leaves an end event." if node.kind == "endEvent" else "A flow leads into an event that starts a branch."
        yield Finding(element=node.id, rule="bad_flow", message=message, fix="Remove the flow.")
    if node.kind not in GATEWAYS and len(outgoing) > 1:
        message = f"{len(outgoing)} flows leave {node.id}, and none says which is taken."
        yield Finding(element=node.id, rule="implicit_split", message=message, fix="Put a gateway behind it.")
    if node.kind not in _CONDITIONAL:
        for flow in outgoing:
            if flow.condition:
                message = f"The condition of {flow.id} is not looked at: {node.id} is no exclusive or inclusive gateway."
                yield Finding(element=flow.id, rule="condition_ignored", message=message, fix="Put an exclusive gateway in front of it.")
    else:
        yield from _conditions(part, node)
    if node.kind == "eventBasedGateway":
        yield from _event_gateway(part, node)
    if node.kind == "boundaryEvent":
        yield from _boundary(part, node)


def _conditions(part: Process, node: Node) -> Iterator[Finding]:
    outgoing = part.outgoing(node.id)
    if node.default and node.default not in {flow.id for flow in outgoing}:
        message = f"The default flow {node.default} does not leave this gateway."
        yield Finding(element=node.id, rule="bad_default", message=message, fix="Choose one of its outgoing flows.")
    if len(outgoing) < 2:  # noqa: PLR2004 - a merge, not a split
        return
    for flow in outgoing:
        if flow.id == node.default and flow.condition:
            message = f"The default flow {flow.id} has a condition, which is not looked at."
            yield Finding(element=flow.id, rule="bad_default", severity="warning", message=message, fix="Remove the condition.")
        if flow.id != node.default and flow.condition is None:
            message = f"Flow {flow.id} leaves gateway {node.id} without a condition and is not its default."
            yield Finding(
                element=flow.id, rule="missing_condition", message=message, fix="Give it a condition or make it the default flow."
            )
    if not node.default and all(flow.condition and flow.condition.strip() != ALWAYS for flow in outgoing):
        message = f"When no condition at {node.id} is true, the instance stops with an incident."
        yield Finding(element=node.id, rule="missing_default", severity="warning", message=message, fix="Make one flow the default.")


def _event_gateway(part: Process, node: Node) -> Iterator[Finding]:
    outgoing = part.outgoing(node.id)
    if len(outgoing) < 2:  # noqa: PLR2004 - a choice needs two
        yield Finding(element=node.id, rule="bad_event_gateway", message="There is no choice to make.", fix="Add a second event.")
    for flow in outgoing:
        target = part.nodes.get(flow.target)
        if target is not None and (target.kind != "intermediateCatchEvent" or len(part.incoming(target.id)) > 1):
            message = f"{target.id} is not a catch event that only this gateway leads to."
            yield Finding(element=node.id, rule="bad_event_gateway", message=message, fix="Lead to message and timer catch events only.")


def _boundary(part: Process, node: Node) -> Iterator[Finding]:
    host = part.nodes.get(node.attached_to or "")
    if host is None or host.kind not in ACTIVITIES:
        message = f"The event is attached to {node.attached_to or 'nothing'}, which is no activity of this level."
        yield Finding(element=node.id, rule="bad_boundary", message=message, fix="Attach it to a task, subprocess or call activity.")
    elif node.event == "error" and host.kind == "userTask":
        message = "A person's task throws no error."
        yield Finding(element=node.id, rule="bad_boundary", message=message, fix="Attach it to a service task or subprocess.")
    if node.event == "error" and not node.interrupting:
        message = "An error always interrupts its activity."
        yield Finding(element=node.id, rule="bad_boundary", message=message, fix="Make the event interrupting.")


def _reachability(part: Process) -> Iterator[Finding]:
    starts = [node.id for node in part.nodes.values() if node.kind == "startEvent"]
    reached = _spread(
        starts, lambda current: [*(flow.target for flow in part.outgoing(current)), *(e.id for e in part.boundaries(current))]
    )
    ends = [node.id for node in part.nodes.values() if node.kind == "endEvent"]
    leaving = _spread(ends, lambda current: _before(part, current))
    for node in part.nodes.values():
        if starts and node.id not in reached:
            yield Finding(element=node.id, rule="unreachable", message="No token can come here.", fix="Connect it or remove it.")
        elif ends and node.id not in leaving:
            yield Finding(
                element=node.id, rule="no_way_out", message="No way leads from here to an end event.", fix="Connect it to an end."
            )


def _before(part: Process, current: str) -> list[str]:
    """Return what leads here: the sources of flows, and for a boundary event that interrupts, its activity."""
    node = part.nodes.get(current)
    host = [node.attached_to] if node is not None and node.attached_to and node.interrupting else []
    return [*(flow.source for flow in part.incoming(current)), *host]


def _endless(part: Process) -> Iterator[Finding]:
    """A loop needs an element at which the instance rests, or it never ends."""
    automatic = {node.id for node in part.nodes.values() if not node.is_wait and node.process is None and node.kind != "callActivity"}
    for node_id in sorted(automatic):
        steps = [flow.target for flow in part.outgoing(node_id)]
        around = _spread(steps, lambda current: [flow.target for flow in part.outgoing(current)] if current in automatic else [], automatic)
        if node_id in around:
            yield Finding(element=node_id, rule="endless_loop", message="This loop never waits.", fix="Put a task or a timer into it.")
            return


def _deadlocks(part: Process) -> Iterator[Finding]:
    """A parallel join all of whose branches begin at one exclusive choice waits for ever."""
    for join in part.nodes.values():
        incoming = part.incoming(join.id)
        if join.kind != "parallelGateway" or len(incoming) < 2:  # noqa: PLR2004 - a split, not a join
            continue
        origins = {_origin(part, flow.source) for flow in incoming}
        origin = part.nodes.get(next(iter(origins)) or "") if len(origins) == 1 else None
        if origin is not None and origin.kind in {"exclusiveGateway", "eventBasedGateway"}:
            message = f"The join waits for every branch, but {origin.id} lets a token along only one of them."
            yield Finding(element=join.id, rule="deadlock", message=message, fix="Use an exclusive gateway to merge.")


def _origin(part: Process, node_id: str) -> str | None:
    """Walk back along a branch without forks to the split where it begins."""
    seen: set[str] = set()
    while node_id not in seen and node_id in part.nodes:
        seen.add(node_id)
        if part.nodes[node_id].kind in GATEWAYS and len(part.outgoing(node_id)) > 1:
            return node_id
        incoming = part.incoming(node_id)
        if len(incoming) != 1:
            return None
        node_id = incoming[0].source
    return None


def _spread(begin: Iterable[str], follow: Follow, within: set[str] | None = None) -> set[str]:
    seen: set[str] = set()
    stack = [item for item in begin if within is None or item in within]
    while stack:
        current = stack.pop()
        if current not in seen:
            seen.add(current)
            stack.extend(item for item in follow(current) if within is None or item in within)
    return seen
