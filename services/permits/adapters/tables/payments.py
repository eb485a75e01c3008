"""Contract payments under supervision, what arrived of them, and the wage claims of their projects (P06, P07)."""

from __future__ import annotations

import sqlalchemy as sa

from services.permits.adapters.tables.base import day, fen, flag, json, metadata, text

payment = sa.Table(
    "payment",
    metadata,
    text("payment_id", primary_key=True),
    text("project_id", index=True),
    text("jurisdiction", 40),
    text("kind", 20),
    text("payer", 18),
    text("payee", 18),
    text("payer_role", 30),
    fen("instalment_fen"),
    day("due_on"),
    day("certified_on"),
    fen("certified_progress_fen", nullable=True),
    flag("government_project"),
    flag("process_settlement"),
    day("registered_on", nullable=False),
    day("duty_assessed_on"),
    json("facts"),
)

receipt = sa.Table(
    "payment_receipt",
    metadata,
    text("receipt_id", primary_key=True),
    text("payment_id", index=True),
    fen("amount_fen"),
    day("paid_on", nullable=False),
    fen("wages_fen"),
)

wage_claim = sa.Table(
    "wage_claim",
    metadata,
    text("claim_id", primary_key=True),
    text("project_id", index=True),
    fen("amount_fen"),
    text("status", 30),
    day("noted_on", nullable=False),
)
