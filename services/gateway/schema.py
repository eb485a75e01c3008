"""The gateway's schema: its tables and the folder of its migrations."""

from __future__ import annotations

from pathlib import Path

from services.gateway.tables import metadata
from services.runtime.migrations import ServiceSchema

SCHEMA = ServiceSchema(service="gateway", metadata=metadata, versions=Path(__file__).parent / "migrations" / "versions")
