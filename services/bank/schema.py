"""The sample bank's schema: its tables and the folder of its migrations."""

from __future__ import annotations

from pathlib import Path

from services.bank.tables import metadata
from services.runtime.migrations import ServiceSchema

SCHEMA = ServiceSchema(service="bank", metadata=metadata, versions=Path(__file__).parent / "migrations" / "versions")
