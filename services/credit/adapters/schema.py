"""The schema of the credit service: its tables and the folder of its migrations."""

from __future__ import annotations

from pathlib import Path

from services.credit.adapters.tables import metadata
from services.runtime.migrations import ServiceSchema

SCHEMA = ServiceSchema(service="credit", metadata=metadata, versions=Path(__file__).parent / "migrations" / "versions")
