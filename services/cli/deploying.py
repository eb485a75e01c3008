"""Deploys the project's own diagrams where a system starts fresh: the sample run, stories, tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from services.runtime.nameko import RpcClient

DEPLOYER = {"user": "huxin", "departments": [], "roles": ["administrator"]}


def deploy_all(home: Path, rpc: RpcClient) -> int:
    """Deploy every diagram under `workflows/bpmn`; an unchanged one stays at its version. Returns how many there are."""
    diagrams = sorted((home / "workflows" / "bpmn").glob("*.bpmn"))
    for diagram in diagrams:
        rpc.call("engine.deploy", {"xml": diagram.read_text(encoding="utf-8"), "actor": DEPLOYER}, timeout=60)
    return len(diagrams)
