"""Deploys the project's own diagrams where a system starts fresh: the sample run, stories, tests."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

    from services.runtime.nameko import RpcClient

DEPLOYER = {"user": "huxin", "departments": [], "roles": ["administrator"], "jurisdiction": "national"}


BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def deploy_all(home: Path, rpc: RpcClient) -> int:
    """Deploy every diagram under `workflows/bpmn`; an unchanged one stays at its version. Returns how many there are."""
    diagrams = in_calling_order(sorted((home / "workflows" / "bpmn").glob("*.bpmn")))
    for diagram in diagrams:
        rpc.call("engine.deploy", {"xml": diagram.read_text(encoding="utf-8"), "actor": DEPLOYER}, timeout=60)
    return len(diagrams)


def in_calling_order(diagrams: list[Path]) -> list[Path]:
    """Return the diagrams so that one which calls another comes after it: a call is bound to the version that is there.

    Raises:
        graphlib.CycleError: when diagrams call each other in a circle.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    roots = {diagram: etree.fromstring(diagram.read_bytes(), parser) for diagram in diagrams}
    owner = {process.get("id"): diagram for diagram, root in roots.items() for process in root.iter(f"{BPMN}process")}
    sorter: TopologicalSorter[Path] = TopologicalSorter()
    for diagram, root in roots.items():
        called = {owner.get(call.get("calledElement")) for call in root.iter(f"{BPMN}callActivity")}
        sorter.add(diagram, *(each for each in called if each not in (None, diagram)))
    return list(sorter.static_order())
