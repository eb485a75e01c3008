"""Puts the invented firms and applications of `workflows/scenarios/sample_projects.yaml` into a running sample system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from services.runtime.nameko import RpcClient

if TYPE_CHECKING:
    from services.runtime.settings import Settings


def put_samples(settings: Settings) -> None:
    """Register the firms and lodge the applications; each only once, however often the system starts."""
    path = settings.home / "workflows" / "scenarios" / "sample_projects.yaml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    rpc = RpcClient(settings)
    for firm in document["firms"]:
        rpc.call("permits.register_firm", firm)
    for application in document["applications"]:
        body = {key: value for key, value in application.items() if key != "id"}
        rpc.call("permits.submit_application", {**body, "submitted_by": "sample", "request_id": application["id"]})
