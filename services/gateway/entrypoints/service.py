"""The gateway on the wire: it serves HTTP and hears what changed."""

from __future__ import annotations

from typing import Any

from services.gateway.entrypoints.http import HttpServer
from services.gateway.schema import SCHEMA
from services.runtime.nameko import live


class GatewayService:
    """The HTTP face; every answer comes from a service by call."""

    name = "gateway"
    schema = SCHEMA
    notes = HttpServer()

    @live()
    def changed(self, note: dict[str, Any]) -> None:
        """Tell the open pages."""
        self.notes.publish(note)
