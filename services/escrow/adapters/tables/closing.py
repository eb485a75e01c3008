"""Applications to close wage accounts."""

from __future__ import annotations

import sqlalchemy as sa

from services.escrow.adapters.tables.base import day, json, metadata, moment, project_key, text

closing = sa.Table(
    "closing",
    metadata,
    text("closing_id", 36, primary_key=True),
    project_key(index=True),
    text("reason", 40),
    text("state", 20),
    moment("asked_at"),
    text("asked_by"),
    json("facts"),
    json("decision"),
    day("ended_on", nullable=True),
    sa.Index(
        "closing_open", "project_id", unique=True, sqlite_where=sa.text("state = 'asked'"), postgresql_where=sa.text("state = 'asked'")
    ),
)
