"""The tables of the reference service: what it did, and its outbox and inbox."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from services.runtime.messaging.tables import messaging_tables
from services.runtime.migrations import ServiceSchema

metadata = sa.MetaData()
outbox, inbox = messaging_tables(metadata)
steps = sa.Table(
    "steps",
    metadata,
    sa.Column("command_id", sa.String(36), primary_key=True),
    sa.Column("case_id", sa.String(80), nullable=False),
    sa.Column("step", sa.String(20), nullable=False),
)

SCHEMA = ServiceSchema(service="case", metadata=metadata, versions=Path(__file__).parents[1] / "migrations" / "versions")
