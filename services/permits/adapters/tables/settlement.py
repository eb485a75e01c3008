"""Final settlement of finished works and its two clocks (P17)."""

from __future__ import annotations

import sqlalchemy as sa

from services.permits.adapters.tables.base import day, metadata, text

settlement = sa.Table(
    "settlement",
    metadata,
    text("project_id", primary_key=True),
    text("jurisdiction", 40),
    text("state", 20),
    day("acceptance_passed_on", nullable=False),
    day("half_year_on", nullable=False),
    day("limit_on", nullable=False),
    day("settled_on"),
    text("delay_reason", 500),
    day("late_since"),
    text("pledge_case", 60),
)
