"""What the engine declares about its tables."""

from __future__ import annotations

from pathlib import Path

from services.engine.store.tables import metadata
from services.runtime.migrations import ServiceSchema

SCHEMA = ServiceSchema(service="engine", metadata=metadata, versions=Path(__file__).parent / "migrations" / "versions")
