"""Wage accounts, one a project; their months; orders to correct; reports of banks."""

from __future__ import annotations

import sqlalchemy as sa

from services.escrow.adapters.tables.base import day, fen, json, metadata, moment, project_key, text

wage_account = sa.Table(
    "wage_account",
    metadata,
    project_key(primary_key=True),
    text("account_id", 36, unique=True),
    text("jurisdiction", 40),
    text("state", 20, index=True),
    day("contract_due_on"),
    day("opening_due_on"),
    sa.Column("late", sa.Boolean, nullable=False),
    day("works_start_on", nullable=True),
    day("opened_on", nullable=True),
    day("filed_on", nullable=True),
    day("activated_on", nullable=True),
    day("closed_on", nullable=True),
    json("opening"),
    json("terms"),
)

funding_month = sa.Table(
    "funding_month",
    metadata,
    project_key(primary_key=True),
    text("month", 7, primary_key=True),
    text("state", 20),
    day("due_on"),
    day("payday_on"),
    fen("required_fen", nullable=True),
    day("funded_on", nullable=True),
    json("certified"),
    json("plan"),
    json("labour_cost"),
    json("balance"),
)

correction_order = sa.Table(
    "correction_order",
    metadata,
    text("order_id", 36, primary_key=True),
    project_key(index=True),
    text("about", 200),
    text("reason", 20),
    text("month", 7),
    text("detail", 300),
    text("detail_en", 300),
    fen("required_fen"),
    day("due_on", nullable=True),
    text("state", 20),
    moment("wanted_at"),
    day("served_on", nullable=True),
    day("correct_by", nullable=True),
    day("ended_on", nullable=True),
    sa.UniqueConstraint("project_id", "about", "reason"),
)

bank_report = sa.Table(
    "bank_report",
    metadata,
    text("report_id", 36, primary_key=True),
    project_key(),
    text("kind", 20),
    fen("amount_fen"),
    text("reference", 100),
    moment("noticed_at"),
    moment("received_at"),
    text("finding", 20),
    sa.UniqueConstraint("project_id", "reference"),
)
