"""Early warnings, and what they need of other services: workers without contract, posted wage sheets."""

from __future__ import annotations

import sqlalchemy as sa

from services.escrow.adapters.tables.base import day, json, metadata, moment, project_key, text

early_warning = sa.Table(
    "early_warning",
    metadata,
    text("warning_id", 36, primary_key=True),
    project_key(index=True),
    text("jurisdiction", 40),
    text("kind", 4),
    text("subject", 60),
    text("colour", 10),
    text("department", 40),
    day("raised_on"),
    moment("raised_at"),
    day("handle_by"),
    json("facts"),
    text("measure_taken", 20),
    text("remark", 300),
    moment("handled_at", nullable=True),
    sa.Column("told_up", sa.Boolean, nullable=False),
    day("cleared_on", nullable=True),
    sa.Index(
        "early_warning_open",
        "project_id",
        "kind",
        "subject",
        unique=True,
        sqlite_where=sa.text("cleared_on IS NULL"),
        postgresql_where=sa.text("cleared_on IS NULL"),
    ),
    sa.Index(
        "early_warning_open_place",
        "jurisdiction",
        "kind",
        sqlite_where=sa.text("cleared_on IS NULL"),
        postgresql_where=sa.text("cleared_on IS NULL"),
    ),
)

contract_gap = sa.Table(
    "contract_gap",
    metadata,
    project_key(primary_key=True),
    text("worker_id", 60, primary_key=True),
    text("since_month", 7),
    text("last_month", 7),
    sa.Column("signed", sa.Boolean, nullable=False),
)

posted_sheet = sa.Table("posted_sheet", metadata, text("payroll_id", 120, primary_key=True), day("posted_on"))
