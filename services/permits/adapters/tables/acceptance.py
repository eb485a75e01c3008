"""Completion acceptance and its filing, with the days of every answer (P07)."""

from __future__ import annotations

import sqlalchemy as sa

from services.permits.adapters.tables.base import day, flag, json, metadata, text

acceptance = sa.Table(
    "acceptance",
    metadata,
    text("acceptance_id", primary_key=True),
    text("project_id", index=True),
    text("jurisdiction", 40),
    text("step", 20),
    text("state", 20),
    day("applied_on", nullable=False),
    day("acceptance_passed_on"),
    day("filing_due_on"),
    day("filed_on"),
    day("refused_on"),
    flag("filing_late"),
    json("facts"),
    json("decision"),
)
