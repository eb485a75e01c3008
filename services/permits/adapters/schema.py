"""The schema of the permits service: its tables and the folder of its migrations."""

from __future__ import annotations

from pathlib import Path

from services.permits.adapters.tables import metadata
from services.runtime.migrations import ServiceSchema

SCHEMA = ServiceSchema(service="permits", metadata=metadata, versions=Path(__file__).parent / "migrations" / "versions")
