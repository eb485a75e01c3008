"""The reference service's tables: only outbox and inbox."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from services.runtime.messaging import messaging_tables
from services.runtime.migrations import ServiceSchema

metadata = sa.MetaData()
messaging = messaging_tables(metadata)

SCHEMA = ServiceSchema(service="case", metadata=metadata, versions=Path(__file__).parent / "case_migrations" / "versions")
