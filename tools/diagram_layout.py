"""What makes a diagram hard to read: things drawn over each other, outside their lane, without a line, a place or a Chinese name."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from tools.diagram_model import Area, Box, Diagram, Flow, Node, read_diagram

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: Lines may touch a side; only what goes further in than this counts as drawn over.
TOUCH = 2.0
CHOICES = ("exclusiveGateway", "inclusiveGateway", "eventBasedGateway")
FEWEST_CORNERS = 2


def problems(path: Path) -> list[str]:
    """Return every problem of a diagram as `element: what is wrong`, sorted; empty when it reads well."""
    diagram = read_diagram(path)
    found = [
        *_unplaced(diagram),
        *_overlaps(diagram),
        *_outside(diagram),
        *_crossings(diagram),
        *_loose_ends(diagram),
        *_labels(diagram),
        *_names(diagram),
    ]
    return sorted(found)


def _unplaced(diagram: Diagram) -> Iterator[str]:
    things: list[Node | Area] = [*diagram.nodes.values(), *diagram.areas.values()]
    for item in things:
        if item.box is None:
            yield f"{item.id}: has no shape in the picture"
    for flow in diagram.flows.values():
        if len(flow.corners) < FEWEST_CORNERS:
            yield f"{flow.id}: has no line in the picture"


def _placed(diagram: Diagram) -> dict[str, tuple[Node, Box]]:
    return {node.id: (node, node.box) for node in diagram.nodes.values() if node.box is not None}


def _encloses(diagram: Diagram, outer: str, inner: Node | None) -> bool:
    """Tell whether a subprocess holds a node, directly or further in; a boundary event counts where its host lies."""
    while inner is not None and inner.inside is not None:
        if inner.inside == outer:
            return True
        inner = diagram.nodes.get(inner.inside)
    return False


def _overlaps(diagram: Diagram) -> Iterator[str]:
    for (first, a), (second, b) in combinations(_placed(diagram).values(), 2):
        related = first.host == second.id or second.host == first.id
        nested = _encloses(diagram, first.id, second) or _encloses(diagram, second.id, first)
        if not related and not nested and a.overlaps(b):
            yield f"{first.id}: is drawn over {second.id}"


def _outside(diagram: Diagram) -> Iterator[str]:
    lanes = [area for area in diagram.areas.values() if area.kind == "lane"]
    for node, box in _placed(diagram).values():
        if node.lane is None and lanes and node.inside is None and node.host is None:
            yield f"{node.id}: belongs to no lane"
        lane = diagram.areas.get(node.lane or "")
        # A boundary event sits on a side, so half of it may look over the edge of the lane.
        room = lane.box.grown(box.height / 2) if lane and lane.box and node.host else lane.box if lane else None
        if room is not None and not room.contains(box):
            yield f"{node.id}: is drawn outside its lane {node.lane}"
        host = diagram.nodes.get(node.host or "")
        if host is not None and host.box is not None and (not host.box.overlaps(box) or host.box.contains(box)):
            yield f"{node.id}: does not sit on the side of {host.id}"


def _crossings(diagram: Diagram) -> Iterator[str]:
    for flow in diagram.flows.values():
        ends = [diagram.nodes.get(flow.source), diagram.nodes.get(flow.target)]
        for node, box in _placed(diagram).values():
            own = node.id in (flow.source, flow.target) or any(end is not None and _encloses(diagram, node.id, end) for end in ends)
            # A flow that leaves a boundary event starts at its host's side.
            if own or any(end is not None and end.host == node.id for end in ends):
                continue
            inner = box.grown(-TOUCH)
            if any(inner.crossed_by(start, end) for start, end in pairwise(flow.corners)):
                yield f"{flow.id}: runs through {node.id}"


def _loose_ends(diagram: Diagram) -> Iterator[str]:
    for flow in diagram.flows.values():
        if len(flow.corners) < FEWEST_CORNERS:
            continue
        for end, corner in ((flow.source, flow.corners[0]), (flow.target, flow.corners[-1])):
            item = diagram.nodes.get(end) or diagram.areas.get(end)
            if item is None:
                yield f"{flow.id}: leads to {end or 'nothing'}, which is not in the diagram"
            elif item.box is not None and not item.box.grown(TOUCH).contains(Box(*corner, 0, 0)):
                yield f"{flow.id}: its line does not reach {end}"


def _named_things(diagram: Diagram) -> list[Node | Flow]:
    return [*diagram.nodes.values(), *diagram.flows.values()]


def _labels(diagram: Diagram) -> Iterator[str]:
    labels = [(item, item.label) for item in _named_things(diagram) if item.label is not None]
    for item, label in labels:
        for node, box in _placed(diagram).values():
            if node.kind.lower().endswith("process") or (isinstance(item, Node) and node.id == item.id):
                continue
            if label.grown(-TOUCH).overlaps(box):
                yield f"{item.id}: its name is drawn over {node.id}"
    for (first, a), (second, b) in combinations(labels, 2):
        if a.grown(-TOUCH).overlaps(b.grown(-TOUCH)):
            yield f"{first.id}: its name is drawn over the name of {second.id}"


def _needs_name(diagram: Diagram, item: Node | Flow) -> bool:
    """Tell whether a reader needs a name: everything but joining or parallel gateways and flows that leave no choice."""
    if isinstance(item, Flow):
        source = diagram.nodes.get(item.source)
        return source is not None and source.kind in CHOICES and source.kind != "eventBasedGateway" and source.outgoing > 1
    return not item.kind.endswith("Gateway") or (item.kind in CHOICES and item.outgoing > 1)


def _names(diagram: Diagram) -> Iterator[str]:
    for item in _named_things(diagram):
        needed = _needs_name(diagram, item)
        if (needed or item.name) and not CHINESE.search(item.name):
            yield f"{item.id}: has no Chinese name"
        inside_shape = isinstance(item, Node) and not item.kind.endswith(("Event", "Gateway"))
        if item.name and not inside_shape and item.label is None:
            yield f"{item.id}: its name has no place in the picture"
    for area in diagram.areas.values():
        if not CHINESE.search(area.name):
            yield f"{area.id}: has no Chinese name"
