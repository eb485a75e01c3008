"""The schema of the roster service: its tables and the folder of its migrations."""

from __future__ import annotations

from pathlib import Path

from services.roster.adapters.tables import metadata
from services.runtime.migrations import ServiceSchema

SCHEMA = ServiceSchema(service="roster", metadata=metadata, versions=Path(__file__).parent / "migrations" / "versions")
